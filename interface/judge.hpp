#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "interface/averages.hpp"
#include "interface/case.hpp"
#include "interface/imposed_current.hpp"
#include "interface/observer.hpp"
#include "interface/onset.hpp"

namespace lacuna::interface {

/// Says when a run is over, and what it found: onset by each detector, whether its ramp was
/// quasi-static, whether its hold was stationary, and what a reader must be warned of.
class Judge {
 public:
  /// The case and the current must outlive this.
  Judge(const Case&, const ImposedCurrent&);

  /// A new sample, the means over the detectors' window, and those since the sample before.
  void see(const Sample&, const std::optional<SampleInterval>& mean, const SampleInterval& last);
  /// [monolayers] Charge at the primary detector's onset, once it has fired.
  [[nodiscard]] std::optional<double> onset() const;
  /// Does the sample that was just seen end the run?
  [[nodiscard]] std::optional<Reason> ending(const Sample&) const;

  /// A hold begins.
  void begin_hold() { hold_.restart(); }
  enum class Hold : std::uint8_t { goes_on, stationary, too_long };
  /// Of the present hold, asked once after each sample.
  [[nodiscard]] Hold hold(const Stationarity&, const SampleInterval& last);

  /// The run is over at its last sample.
  [[nodiscard]] Ending conclude(const Sample&, Reason, const std::optional<FarFieldLoad>&);

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);

 private:
  // What counts is the mean of the lag over the ramp, from its start to onset, with bonds to the
  // first void: over a single monolayer its noise is as large as what is allowed.
  struct LagSum {
    double sum = 0.0;
    std::uint64_t count = 0;
    bool over = false;

    void save(kmc::Writer&) const;
    void load(kmc::Reader&);
  };

  [[nodiscard]] const OnsetResult& primary() const {
    return detectors_.result(case_.onset.primary);
  }
  void note_lag(const Sample&);
  [[nodiscard]] QuasiStatic quasi_static() const;
  [[nodiscard]] std::vector<std::string> warnings(const Ending&) const;
  [[nodiscard]] bool onset_only_bounded() const;

  const Case& case_;
  const ImposedCurrent& current_;
  OnsetDetectors detectors_;
  HoldWatch hold_;
  LagSum lag_;
};

}  // namespace lacuna::interface
