#include "ensemble/run_forecast.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "ensemble/first_look.hpp"
#include "ensemble/setting.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/outlook.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"

namespace lacuna::ensemble {

using interface::Case;
using interface::Ending;
using interface::Ramp;
using interface::Reason;

namespace {

/// A run of at most `most` selections.
struct Tried {
  Ending ending;
  RunCost cost;
  bool over = false;  ///< as it would be without `most`
};

Tried try_run(Case c, std::uint64_t seed, std::uint64_t most) {
  const bool limited = c.limits.events == 0 || c.limits.events > most;
  if (limited) c.limits.events = most;
  const auto start = std::chrono::steady_clock::now();
  Tried tried;
  tried.ending = interface::run(c, seed, {}, {}, {});
  const interface::Sample& last = tried.ending.last;
  const auto& events = last.events;
  tried.over = !limited || tried.ending.reason != Reason::limit || events.trials < most;
  const double passed = static_cast<double>(events.stripped + events.plated + events.supplied);
  tried.cost.hops = static_cast<double>(events.hops());
  tried.cost.charge = passed / slab_of(c.metal).sites_per_layer();
  tried.cost.samples = static_cast<double>(last.index + 1);
  tried.cost.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return tried;
}

Case hastened(Case c, double haste) {
  std::get<Ramp>(c.current).rate *= haste;
  return c;
}

bool is_closed(const Case& c) { return beyond(c).leaving == interface::Leaving::blocked; }

/// d ln hops / d ln rate. Without bonds onset is at one current, and charge goes as one over the
/// rate. With bonds j at onset goes as rate^x with x near 1/4, and charge as j^2 / rate. A closed
/// slab takes one charge, in a time that goes as one over the root of the rate.
double expected_exponent(const Case& c) { return has_bonds(c.metal) || is_closed(c) ? -0.5 : -0.9; }

/// Does what is stripped stay? Hops then go as the square of the charge that has passed.
bool fills(const Case& c) {
  return is_closed(c) && !std::holds_alternative<interface::Cycle>(c.current);
}

constexpr double rate_step = 4.0;  // between the rates of trials

class Trials {
 public:
  Trials(const Case& c, std::uint64_t seed, std::uint64_t& budget)
      : case_(c), seed_(seed), budget_(budget) {}

  std::optional<RunForecast> operator()() {
    const auto* const ramp = std::get_if<Ramp>(&case_.current);
    if (ramp != nullptr && case_.stop != interface::Stop::end) return by_faster_ramps();
    Tried tried = spend(case_);
    if (tried.ending.last.events.hops() == 0 && !tried.over) return {};
    const double share = tried.over ? 1.0 : share_of(tried.cost.charge);
    if (!(share > 0)) return {};
    RunCost whole = (1 / share) * tried.cost;
    if (fills(case_)) {
      whole.hops /= share;
      whole.seconds /= share;
    }
    if (case_.limits.events > 0)
      whole.hops = std::min(whole.hops, static_cast<double>(case_.limits.events));
    return RunForecast({{1.0, whole}}, 0.0, share, std::move(tried.ending.last));
  }

 private:
  // From a ramp that takes little to slower ones, while they can be afforded.
  std::optional<RunForecast> by_faster_ramps() {
    constexpr double first = 256.0;
    std::vector<RunForecast::Trial> trials;
    interface::Sample last;
    double ahead = 0.0;  // of the next, as far as is known
    // an onset within some windows of its detector tells of these alone
    const double least = 3 * case_.onset.window_monolayers;
    for (double haste = first; haste >= 1.0 && ahead < static_cast<double>(budget_);
         haste /= rate_step) {
      Tried tried = spend(hastened(case_, haste));
      if (!tried.over) break;
      if (!trials.empty() && trials.back().cost.charge < least) trials.clear();
      const double selections = static_cast<double>(tried.ending.last.events.trials);
      trials.push_back({haste, tried.cost});
      last = std::move(tried.ending.last);
      ahead = selections * growth(trials);
    }
    const bool whole = !trials.empty() && trials.back().haste == 1.0;
    if (!whole && (trials.empty() || trials.back().cost.charge < least)) return {};
    return RunForecast(std::move(trials), expected_exponent(case_), 1.0, std::move(last));
  }

  static double growth(const std::vector<RunForecast::Trial>& trials) {
    if (trials.size() < 2) return 1.0;
    return trials.back().cost.hops / std::max(1.0, trials[trials.size() - 2].cost.hops);
  }

  Tried spend(const Case& c) {
    Tried tried = try_run(c, seed_, budget_);
    budget_ -= std::min(budget_, tried.ending.last.events.trials);
    return tried;
  }

  [[nodiscard]] double share_of(double charge) const {
    const double ahead = charge_of_protocol(case_);
    return ahead > 0 ? std::min(1.0, charge / ahead) : 0.0;
  }

  const Case& case_;
  std::uint64_t seed_;
  std::uint64_t& budget_;
};

RunCost cost_of(const FirstLook& look, const RunCost& run) {
  const auto before = static_cast<double>(look.chosen.hops);
  RunCost pilot{before, 0.0, 0.0, look.seconds};
  if (!look.agreed) return pilot += runs_of_pilot * run;
  return (1 + look.left * look.run_hops / before) * pilot;
}

/// Looks for ramps with part of a budget: a run on them takes less.
class Looks {
 public:
  Looks(const Case& c, std::uint64_t& budget) : case_(c), budget_(budget) {
    if (!ramp_needs(c).reference) {
      own_ = look(c, {});
      return;
    }
    Case reference = c;
    reference.temperature = interface::automatic_ramp(c.current)->reference_temperature;
    reference_ = look(reference, {});
    if (reference_) own_ = look(c, reference_->chosen.ramp.rate);
  }

  [[nodiscard]] std::optional<Case> on_ramp() const {
    return own_ ? std::optional(with_ramp(case_, own_->chosen.ramp)) : std::nullopt;
  }

  /// REQUIRES on_ramp().
  void tell(PointForecast& point) const {
    point.settled = own_->agreed && (!reference_ || reference_->agreed);
    if (!point.run) return;
    point.pilot = cost_of(*own_, point.run->at_rate(1.0));
    if (reference_) point.reference = cost_of(*reference_, point.run->at_rate(1.0));
  }

 private:
  std::optional<FirstLook> look(const Case& c, std::optional<double> rate) {
    const std::uint64_t kept = budget_ / 4;
    budget_ -= kept;
    const auto found = look_for_ramp(c, rate, budget_);
    budget_ += kept;
    return found;
  }

  const Case& case_;
  std::uint64_t& budget_;
  std::optional<FirstLook> reference_, own_;
};

PointForecast look_at(const Case& c, std::uint64_t seed, std::uint64_t& budget) {
  PointForecast point;
  if (budget == 0) {
    point.unknown = "no events were allowed";
    return point;
  }
  if (c.onset.primary == interface::Detector::growth) {
    point.unknown = "a growth threshold is found by some 20 to 60 trials at constant current";
    return point;
  }
  std::optional<Looks> looks;
  if (ramp_needs(c).pilot) looks.emplace(c, budget);
  if (const auto own = looks ? looks->on_ramp() : c) {
    point.run = forecast_run(*own, seed, budget);
    Case uncapped = *own;
    uncapped.metal.surface_hop_cap.reset();
    if (own->metal.surface_hop_cap) point.uncapped = forecast_run(uncapped, seed, budget);
    if (looks) looks->tell(point);
  }
  if (!point.run) point.unknown = "it takes more than could be tried (--events N tries more)";
  return point;
}

}  // namespace

RunCost& RunCost::operator+=(const RunCost& more) {
  hops += more.hops;
  charge += more.charge;
  samples += more.samples;
  seconds += more.seconds;
  return *this;
}

RunCost operator*(double times, const RunCost& cost) {
  return {times * cost.hops, times * cost.charge, times * cost.samples, times * cost.seconds};
}

RunForecast::RunForecast(std::vector<Trial> trials, double exponent, double share,
                         interface::Sample last)
    : trials_(std::move(trials)), exponent_(exponent), share_(share), last_(std::move(last)) {}

// The slope through trials, each of which scatters in the logarithm, with what is expected of it;
// through the run itself where it was tried, else through the middle of all.
double RunForecast::by_power_law(double factor, double RunCost::*of) const {
  constexpr double scatter = 0.4;      // of ln hops, from replica to replica
  constexpr double uncertainty = 0.2;  // of the exponent that is expected
  const auto count = static_cast<double>(trials_.size());
  const auto y_of = [of](const Trial& trial) { return std::log(std::max(trial.cost.*of, 1e-9)); };
  double x_mean = 0.0, y_mean = 0.0, xx = 0.0, xy = 0.0;
  for (const Trial& trial : trials_) {
    x_mean += std::log(trial.haste) / count;
    y_mean += y_of(trial) / count;
  }
  for (const Trial& trial : trials_) {
    const double x = std::log(trial.haste) - x_mean;
    xx += x * x;
    xy += x * y_of(trial);
  }
  const double weight = 1 / (uncertainty * uncertainty), per_trial = 1 / (scatter * scatter);
  const double slope = (xy * per_trial + exponent_ * weight) / (xx * per_trial + weight);
  const Trial& slowest = trials_.back();
  const bool itself = slowest.haste == 1.0;
  const double x = std::log(factor) - (itself ? 0.0 : x_mean);
  return std::exp((itself ? y_of(slowest) : y_mean) + slope * x);
}

RunCost RunForecast::at_rate(double factor) const {
  const auto tried = std::find_if(trials_.begin(), trials_.end(),
                                  [&](const Trial& trial) { return trial.haste == factor; });
  if (tried != trials_.end()) return tried->cost;
  return {by_power_law(factor, &RunCost::hops), by_power_law(factor, &RunCost::charge),
          by_power_law(factor, &RunCost::samples), by_power_law(factor, &RunCost::seconds)};
}

ForecastBasis RunForecast::basis() const {
  if (share_ < 1) return ForecastBasis::share;
  return least_haste() > 1 ? ForecastBasis::faster : ForecastBasis::whole;
}

ForecastBasis PointForecast::basis() const {
  return settled ? run.value().basis() : ForecastBasis::guess;
}

std::optional<RunForecast> forecast_run(const Case& c, std::uint64_t seed, std::uint64_t& budget) {
  return budget > 0 ? Trials(c, seed, budget)() : std::nullopt;
}

PointForecast forecast_point(const Case& c, std::uint64_t seed, std::uint64_t& budget) {
  try {
    return look_at(c, seed, budget);
  } catch (const SystemFailure&) {
    throw;
  } catch (const Error& problem) {
    PointForecast point;
    point.unknown = problem.what();
    return point;
  }
}

double charge_of_protocol(const Case& c) {
  const double monolayer = 1 / interface::site_area(c.metal);
  const double charge =
      interface::outlook(c, interface::predicted_density(c), monolayer).total / monolayer;
  return c.limits.monolayers > 0 ? std::min(charge, c.limits.monolayers) : charge;
}

}  // namespace lacuna::ensemble
