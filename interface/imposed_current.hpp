#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/words.hpp"
#include "interface/case.hpp"
#include "kmc/checkpoint.hpp"
#include "kmc/random.hpp"

namespace lacuna::interface {

/// The parts of a cycle, in their order.
enum class CyclePart : std::uint8_t { strip, rest_stripped, plate, rest_plated };
constexpr auto words_of(CyclePart) {
  return std::array{
      Word{CyclePart::strip, "strip"},
      Word{CyclePart::rest_stripped, "rest_stripped"},
      Word{CyclePart::plate, "plate"},
      Word{CyclePart::rest_plated, "rest_plated"},
  };
}

/// Where a current is that cycles.
struct CycleMoment {
  int cycle = 1;  ///< from 1
  CyclePart part = CyclePart::strip;
};

/// Does a protocol change its current until onset (ramp, staircase or file), and not stand or
/// cycle?
[[nodiscard]] bool seeks_onset(const Protocol&);

/// The imposed current as time goes on: j(t), linear from one breakpoint to the next. A protocol
/// that waits for the coverage to become stationary, or for a charge, has a segment without end
/// until `release`.
class ImposedCurrent {
 public:
  /// Throws Error for a ramp that is still automatic.
  explicit ImposedCurrent(const Protocol&);

  /// j [1/(A^2 s)] at a time within the present segment.
  [[nodiscard]] double density(double time) const {
    return segment_.density + segment_.slope * (time - segment_.start);
  }
  /// [s] When the present segment ends; infinity while waiting, or for ever.
  [[nodiscard]] double segment_end() const { return segment_.end; }
  /// Integral of |j| from `from` to `to` [1/A^2], both within the present segment.
  [[nodiscard]] double exposure(double from, double to) const;
  /// [s] When |j| has integrated to `exposure` [1/A^2] from `from` on; infinity if the segment ends
  /// or the current vanishes before. Exact: the quadratic of a linear j (exact-results 6).
  [[nodiscard]] double reached(double from, double exposure) const;
  /// +1 strips, -1 plates, 0 rests: the sign of j throughout the present segment.
  [[nodiscard]] int sign() const;

  /// Go on to the next segment; REQUIRES now == segment_end(). False when the protocol is over.
  bool advance(double now);
  /// Is the protocol waiting for stationarity, and with what test?
  [[nodiscard]] const Stationarity* waiting() const;
  /// The present part of a cycle; none where the current does not cycle.
  [[nodiscard]] std::optional<CycleMoment> cycle() const;
  /// Half cycles of a charge that are over when the present segment is, if that ends by charge.
  [[nodiscard]] std::optional<std::uint64_t> halves_at_end() const;
  /// Theta is stationary, or the charge has passed: leave the present segment at `now`. False when
  /// the protocol is over.
  bool release(double now);

  /// The ramp, once it left its start: its first and last current.
  [[nodiscard]] bool ramping() const { return ramping_; }
  /// Does the current rise by itself (ramp or staircase or file), so that an onset has a current?
  [[nodiscard]] bool rising() const;
  /// Share of the protocol that is done, 0..1; 0 if its end is not known.
  [[nodiscard]] double fraction(double time) const;

  void save(kmc::Writer&) const;
  /// `now` [s]: the present segment began no later.
  void load(kmc::Reader&, double now);

 private:
  struct Segment {
    double start = 0.0, density = 0.0, slope = 0.0, end = 0.0;
  };
  void begin(double start, double density, double slope, double end);
  bool next(double now);
  bool next_of(const Ramp&, double now);
  bool next_of(const Staircase&, double now);
  bool next_of(const Constant&, double now);
  bool next_of(const Pulse&, double now);
  bool next_of(const Cycle&, double now);
  bool next_of(const Tabulated&, double now);

  Protocol protocol_;
  Segment segment_;
  double begun_ = 0.0;         ///< [s] when the last segment of the protocol was
  double crossing_end_ = 0.0;  ///< end of the segment's other half where j changes sign; 0: none
  bool crossed_ = false;       ///< in that half
  int index_ = -1;             ///< segments of the protocol begun so far
  bool ramping_ = false;
};

/// When the next atom is stripped or plated: strips form a Poisson process whose intensity is
/// |j(t)| times the area, whatever the state, so the next one is where the integral of the
/// intensity reaches an Exp(1) number. What is left of that number is carried across segments.
class StripClock {
 public:
  /// `area` [A^2] of the interface.
  StripClock(double area, kmc::Stream random);
  /// [s] The next strip within the present segment, or infinity.
  [[nodiscard]] double next(const ImposedCurrent& p) const {
    return p.reached(since_, left_ / area_);
  }
  /// The present segment is left at `now`: keep what is still to be waited for.
  void carry(const ImposedCurrent&, double now);
  /// A strip happened: wait for another.
  void restart(double now);

  void save(kmc::Writer&) const;
  /// `now` [s]: it has waited since then or earlier.
  void load(kmc::Reader&, double now);

 private:
  double area_;
  kmc::Stream random_;
  double since_ = 0.0;
  double left_ = 0.0;
};

}  // namespace lacuna::interface
