#include "ensemble/pilot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "ensemble/first_look.hpp"
#include "interface/onset.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"
#include "kmc/checkpoint.hpp"

namespace lacuna::ensemble {

using interface::automatic_ramp;
using interface::AutoRamp;
using interface::Case;
using interface::Censored;
using interface::charge_rate;
using interface::Detector;
using interface::Ending;
using interface::OnsetResult;
using interface::predicted_density;
using interface::Ramp;
using interface::ramp_around;
using interface::RampConvention;
using interface::Reason;
using interface::Stationarity;
using interface::Stop;

namespace {

// Of the pilots themselves, so that a case has the same ramp for every seed of its own.
constexpr std::uint64_t first_seed = 0x9e3779b97f4a7c15;

constexpr std::uint32_t memory_format = 1;

constexpr int most_runs = 32;
constexpr std::size_t wanted = 4;  // runs that count: a replica with bonds scatters by 5 to 10 %

// With bonds an onset moves by 0.4 of what its guess was off, in ln j, as the rate goes with the
// square of the guess: near the guess the mean over runs hardly knows where the search began.
constexpr double agreement = 0.3;

constexpr double haste = 4.0;  // until onset was seen: that may be rough

class Pilot {
 public:
  Pilot(const Case& c, std::optional<double> rate, PilotMemory memory)
      : case_(c), rate_(rate), memory_(std::move(memory)), guess_(predicted_density(c)) {
    case_.stop = Stop::onset;
    case_.limits = {};
  }

  /// Until a run agrees with its guess, with no more than `budget` selections of events.
  std::optional<FirstLook> look(std::uint64_t& budget) {
    std::uint64_t before = 0;
    while (counted_.empty()) {
      if (runs_ == most_runs) return {};
      case_.limits.events = budget;
      const Ending ending = budget > 0 ? fly({}) : Ending{};
      budget -= std::min(budget, ending.last.events.trials);
      if (budget == 0) return glimpse();
      before = hops_;
      hops_ += ending.last.events.hops();
      learn(ending);
    }
    return FirstLook{chosen(), true, static_cast<double>(hops_ - before),
                     static_cast<int>(wanted) - 1};
  }

  std::optional<ChosenRamp> operator()(const std::stop_token& stop) {
    recall();
    while (counted_.size() < wanted) {
      if (runs_ == most_runs) fail();
      if (stop.stop_requested()) return {};
      const Ending ending = fly(stop);
      if (ending.reason == Reason::interrupted) return {};
      hops_ += ending.last.events.hops();
      learn(ending);
      remember();
    }
    if (!memory_.file.empty()) std::filesystem::remove(memory_.file);
    return chosen();
  }

 private:
  [[nodiscard]] ChosenRamp chosen() const {
    const double rate = rate_.value_or(charge_rate(case_, guess_));
    return {ramp_around(case_, guess_, rate), guess_, runs_, hops_};
  }

  [[nodiscard]] std::optional<FirstLook> glimpse() const {
    return seen_ ? std::optional(FirstLook{chosen()}) : std::nullopt;
  }

  // With bonds the haste of the first sight matters, by a factor of two and more.
  [[nodiscard]] bool sees_as_the_case() const {
    return !homing_ || (case_.onset.primary == Detector::coverage && !has_bonds(case_.metal));
  }

  // From far above onset the coverage shows it soonest, in the hold already.
  [[nodiscard]] Detector detector() const {
    return homing_ ? Detector::coverage : case_.onset.primary;
  }

  Ending fly(const std::stop_token& stop) {
    constexpr double reach = 8.0;
    constexpr Stationarity hold{1.0, 50.0, 0.05};
    Case c = case_;
    c.onset.primary = detector();
    c.sample_monolayers = std::min(c.onset.window_monolayers, hold.max_monolayers) / 20;
    c.sample_time = 0.0;
    const double rate = rate_.value_or(charge_rate(case_, guess_) * (homing_ ? haste : 1.0));
    ramp_ = {guess_ / reach, guess_ * reach, rate, hold};
    c.current = ramp_;
    return interface::run(c, first_seed + 2 * static_cast<std::uint64_t>(runs_++), {}, {}, stop);
  }

  void learn(const Ending& ending) {
    const OnsetResult& onset = ending.onsets[static_cast<std::size_t>(detector())];
    // A void through the slab is as good as onset: the case's own runs will end there too.
    const bool lost = onset.detected || ending.reason == Reason::void_at_top;
    const bool above = onset.censored == Censored::left || !ending.stationary_start ||
                       (lost && onset.density < interface::early_part_end(ramp_));
    if (above || !lost) {
      constexpr double step = 4.0;
      counted_.clear();
      guess_ *= above ? 1 / step : step;
      seen_ = false;
      outcome_ = above ? Outcome::above : Outcome::below;
      return;
    }
    outcome_ = Outcome::elsewhere;
    if (homing_ ||
        (counted_.size() < 2 && std::abs(std::log(onset.density / guess_)) > agreement)) {
      seen_ = sees_as_the_case();
      homing_ = false;
      counted_.clear();
      guess_ = onset.density;
      return;
    }
    counted_.push_back(std::log(onset.density));
    double sum = 0.0;
    for (const double logarithm : counted_) sum += logarithm;
    guess_ = std::exp(sum / static_cast<double>(counted_.size()));
  }

  enum class Outcome : std::uint8_t { above, below, elsewhere };
  static const char* text_of(Outcome outcome) {
    switch (outcome) {
      case Outcome::above: return "had lost contact, or was not stationary, near its start";
      case Outcome::below: return "kept contact to its end";
      case Outcome::elsewhere: break;
    }
    return "lost contact far from where the one before did";
  }

  void remember() const {
    if (memory_.file.empty()) return;
    kmc::Writer w;
    w.put(guess_);
    w.put(homing_);
    w.put(counted_);
    w.put(outcome_);
    w.put(runs_);
    w.put(hops_);
    kmc::save_checkpoint(memory_.file, memory_format, memory_.fingerprint, w);
  }

  // What cannot be used is as good as none: then the pilot begins again.
  void recall() {
    if (memory_.file.empty() || !std::filesystem::exists(memory_.file)) return;
    try {
      kmc::Reader r = kmc::load_checkpoint(memory_.file, memory_format, memory_.fingerprint);
      guess_ = r.get_within(std::numeric_limits<double>::min(), std::numeric_limits<double>::max());
      r.get(homing_);
      r.get(counted_);
      outcome_ = r.get_within(Outcome::above, Outcome::elsewhere);
      runs_ = r.get_within(0, most_runs);
      r.get(hops_);
      r.finish();
      if (counted_.size() > wanted ||
          !std::all_of(counted_.begin(), counted_.end(), [](double x) { return std::isfinite(x); }))
        r.refuse("holds runs that were not made");
    } catch (const kmc::CheckpointError&) {
      std::filesystem::remove(memory_.file);
      *this = Pilot(case_, rate_, memory_);
    }
  }

  [[noreturn]] void fail() const {
    throw RuntimeFailure(fmt::format(
        "current.ramp.auto: {} pilot runs found no ramp around onset (j_pred {:.3g} mA/cm2; the "
        "last one "
        "went from {:.3g} "
        "to {:.3g} mA/cm2 and {}); give from_mA_cm2, to_mA_cm2 and rate_mA_cm2_per_s",
        runs_, predicted_density(case_) / constants::mA_per_cm2, ramp_.from / constants::mA_per_cm2,
        ramp_.to / constants::mA_per_cm2, text_of(outcome_)));
  }

  Case case_;
  std::optional<double> rate_;
  PilotMemory memory_;
  double guess_;
  bool homing_ = true;           ///< until onset was seen for the first time
  std::vector<double> counted_;  ///< ln j at onset of the runs that agreed with their guess
  Ramp ramp_;                    ///< of the last run
  Outcome outcome_ = Outcome::elsewhere;  ///< of the last run, for the message when all fails
  bool seen_ = false;  ///< the guess is an onset that is as the case sees it; for a look alone
  int runs_ = 0;
  std::uint64_t hops_ = 0;
};

}  // namespace

std::optional<ChosenRamp> choose_ramp(const Case& c, std::optional<double> rate,
                                      const std::stop_token& stop, const PilotMemory& memory) {
  if (!automatic_ramp(c.current) || c.onset.primary == Detector::growth)
    throw Error("a pilot was asked for a ramp that this case does not leave to it");
  validate(c);
  return Pilot(c, rate, memory)(stop);
}

std::optional<FirstLook> look_for_ramp(const Case& c, std::optional<double> rate,
                                       std::uint64_t& budget) {
  validate(c);
  const auto start = std::chrono::steady_clock::now();
  auto look = Pilot(c, rate, {}).look(budget);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  if (look) look->seconds = taken.count();
  return look;
}

namespace {

std::optional<ChosenRamp> at_reference(const Case& c, const std::stop_token& stop,
                                       const PilotMemory& memory) {
  Case reference = c;
  if (const AutoRamp* const automatic = automatic_ramp(c.current))
    reference.temperature = automatic->reference_temperature;
  PilotMemory own = memory;
  if (!own.file.empty()) own.file += ".reference";
  return choose_ramp(reference, std::nullopt, stop, own);
}

}  // namespace

std::optional<double> reference_rate(const Case& c, const std::stop_token& stop,
                                     const PilotMemory& memory) {
  const auto chosen = at_reference(c, stop, memory);
  return chosen ? std::optional<double>(chosen->ramp.rate) : std::nullopt;
}

std::optional<ChosenRamp> choose_ramp(const Case& c, const std::stop_token& stop,
                                      const PilotMemory& memory) {
  const AutoRamp* const automatic = automatic_ramp(c.current);
  if (!automatic || automatic->convention == RampConvention::charge)
    return choose_ramp(c, std::nullopt, stop, memory);
  const auto fixed = at_reference(c, stop, memory);
  auto chosen = fixed ? choose_ramp(c, fixed->ramp.rate, stop, memory) : std::nullopt;
  if (chosen) {
    chosen->runs += fixed->runs;
    chosen->hops += fixed->hops;
  }
  return chosen;
}

}  // namespace lacuna::ensemble
