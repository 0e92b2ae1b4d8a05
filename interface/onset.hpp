#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "interface/averages.hpp"
#include "interface/case.hpp"
#include "interface/imposed_current.hpp"
#include "interface/observer.hpp"
#include "interface/voltage.hpp"

namespace lacuna::interface {

/// Watches a run for onset with all detectors at once (design §5). Each fires at most once. What
/// it reports is at the middle of the averaging window, j included, so that a longer window does
/// not delay onset.
class OnsetDetectors {
 public:
  explicit OnsetDetectors(const Case&);

  /// A new sample, the averages over the last window (empty until it is full), and the current.
  void sample(const Sample&, const std::optional<SampleInterval>& mean, const SampleInterval& last,
              const ImposedCurrent&);
  /// The run is over at `sample`. If contact is lost altogether that is onset for every detector,
  /// where it had not fired; else the largest current survived is a lower bound, or the start an
  /// upper one if it was never stationary.
  void finish(const Sample&, Reason);

  [[nodiscard]] const OnsetResult& result(Detector d) const {
    return results_[static_cast<std::size_t>(d)];
  }
  [[nodiscard]] const std::array<OnsetResult, all_detectors.size()>& results() const {
    return results_;
  }
  /// [V A^2 s] Slope of the line through the origin; 0 until fitted.
  [[nodiscard]] double line_slope() const { return slope_; }

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);

 private:
  static SampleInterval moment(const Sample&);
  static void report(OnsetResult&, const SampleInterval& where);
  void watch_coverage(const SampleInterval& mean);
  void watch_cluster(const Sample&);
  void watch_voltage(const Sample&, const std::optional<SampleInterval>& mean,
                     const SampleInterval& last);
  void fit_line(const SampleInterval& last);
  void fire(Detector, const SampleInterval& where, Censored);
  [[nodiscard]] double excess(const SampleInterval& mean) const;
  /// [V] Overpotential::watched and the constriction of the field.
  [[nodiscard]] double watched(const SampleInterval& mean) const;
  [[nodiscard]] bool early(double density) const;

  Onset settings_;
  Overpotential overpotential_;
  bool rises_;              ///< there is a rising current that onset can be censored by
  double early_end_ = 0.0;  ///< j at the end of the first fifth of the ramp
  bool ramping_ = false;
  std::array<OnsetResult, all_detectors.size()> results_{};
  std::optional<SampleInterval> mean_before_;
  double line_xy_ = 0.0, line_xx_ = 0.0, slope_ = 0.0;
  std::optional<SampleInterval> candidate_;  ///< voltage: where the excess began
  std::optional<SampleInterval> survived_;   ///< where the largest current so far was passed
  std::uint32_t cycle_ = 0;                  ///< that the current is in; 0: it does not cycle
};

/// j at the end of the first fifth of a rising current, counted in ln j (in j from zero): the
/// part the straight line is fitted to, in which an onset is left-censored. Counting in ln j makes
/// the answer insensitive to how far above onset the protocol's end was put. 0 if it does not
/// rise, or while a pilot has yet to choose the ramp.
[[nodiscard]] double early_part_end(const Protocol&);

}  // namespace lacuna::interface
