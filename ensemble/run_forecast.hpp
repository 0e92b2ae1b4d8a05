#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "interface/case.hpp"
#include "interface/observer.hpp"

namespace lacuna::ensemble {

// What runs take is found by doing some of it. Hops are counted, so that the answer is the same on
// every machine; only seconds are measured.

/// What a run takes.
struct RunCost {
  double hops = 0.0;
  double charge = 0.0;   ///< passed either way [monolayers]
  double samples = 0.0;  ///< rows of its series
  double seconds = 0.0;  ///< of one processor, on this machine
  RunCost& operator+=(const RunCost&);
  friend RunCost operator*(double, const RunCost&);
};

/// How far a forecast is from a count.
enum class ForecastBasis : std::uint8_t {
  whole,   ///< a run of the case, to its end
  faster,  ///< runs of the case on faster ramps
  share,   ///< the beginning of a run, that much of the charge of its protocol
  guess,   ///< runs on a ramp that its pilot may yet move
};

/// What a run of a case takes, and what it takes at other rates of its ramp.
class RunForecast {
 public:
  /// The same run with its ramp `haste` times as fast.
  struct Trial {
    double haste = 1.0;
    RunCost cost;
  };
  /// `exponent`: d ln hops / d ln rate of the ramp as it is expected, about which trials, which
  /// scatter, say more or less. REQUIRES trials, their haste falling; `share` in (0, 1].
  RunForecast(std::vector<Trial> trials, double exponent, double share, interface::Sample last);

  /// At so many times the ramp's own rate: of a trial at that rate what it took, else by a power
  /// law.
  [[nodiscard]] RunCost at_rate(double factor) const;
  [[nodiscard]] ForecastBasis basis() const;
  /// Of the charge of the protocol, that was seen.
  [[nodiscard]] double share() const { return share_; }
  /// Of the slowest trial.
  [[nodiscard]] double least_haste() const { return trials_.back().haste; }
  [[nodiscard]] const interface::Sample& last() const { return last_; }

 private:
  [[nodiscard]] double by_power_law(double factor, double RunCost::*of) const;

  std::vector<Trial> trials_;
  double exponent_, share_;
  interface::Sample last_;  ///< of the slowest trial
};

/// Of a case whose ramp is known, with no more than `budget` selections of events, which it lowers
/// by what it took. A run that would take more is asked on faster ramps, or by its beginning, where
/// its onset is not known: then what its protocol takes. Empty: the budget was too small to tell.
/// Throws as interface::run.
[[nodiscard]] std::optional<RunForecast> forecast_run(const interface::Case&, std::uint64_t seed,
                                                      std::uint64_t& budget);

/// Charge [monolayers] that the protocol passes either way until its end, were nothing but limits
/// of time and charge to end it; the least where it waits.
[[nodiscard]] double charge_of_protocol(const interface::Case&);

/// How many runs a pilot takes after its first sight of onset: four that agree, and one that does
/// not.
inline constexpr double runs_of_pilot = 5.0;

/// A run, and what comes before and beside it.
struct PointForecast {
  std::optional<RunCost> reference;     ///< pilot that chooses its ramp's rate
  std::optional<RunCost> pilot;         ///< that chooses its ramp
  std::optional<RunForecast> run;       ///< on that ramp
  std::optional<RunForecast> uncapped;  ///< the same without its cap on surface hops
  bool settled = true;                  ///< its ramp is as the case has it, or as a pilot will
  std::string unknown;                  ///< why there is no `run`; empty where there is one
  /// REQUIRES a run.
  [[nodiscard]] ForecastBasis basis() const;
};

/// With no more than `budget` selections of events, which it lowers by what it took. What a case
/// itself is to blame for is told in `unknown`; throws SystemFailure.
[[nodiscard]] PointForecast forecast_point(const interface::Case&, std::uint64_t seed,
                                           std::uint64_t& budget);

}  // namespace lacuna::ensemble
