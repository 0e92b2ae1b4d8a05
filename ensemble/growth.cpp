#include "ensemble/growth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/run.hpp"
#include "interface/streams.hpp"
#include "interface/theory.hpp"

namespace lacuna::ensemble {

using interface::all_detectors;
using interface::Case;
using interface::Censored;
using interface::Constant;
using interface::Detector;
using interface::Ending;
using interface::EventCounts;
using interface::OnsetResult;
using interface::predicted_density;
using interface::Purpose;
using interface::Ramp;
using interface::Reason;
using interface::Sample;
using interface::Stop;

namespace {

constexpr double step = 4.0;  // from one current to the next while the threshold is not bracketed

double first_density(const Case& c) {
  if (const auto* ramp = std::get_if<Ramp>(&c.current);
      ramp && !ramp->automatic && ramp->from > 0 && ramp->to > 0)
    return std::sqrt(ramp->from * ramp->to);
  if (const auto* constant = std::get_if<Constant>(&c.current); constant && constant->density > 0)
    return constant->density;
  constexpr double share = 0.01;  // with bonds j_pred is an upper bound, some hundred times too
                                  // high
  return predicted_density(c) * (has_bonds(c.metal) ? share : 1.0);
}

// The case as a trial that ends when the void has doubled or halved.
Case trial_of(Case c) {
  const int vacancies = c.initial.void_vacancies;
  const lattice::Slab slab = slab_of(c.metal);
  c.onset.primary = Detector::cluster;
  c.onset.cluster_size = 2 * vacancies;
  c.stop = Stop::onset;
  c.limits = {};
  c.limits.void_below = (vacancies + 1) / 2;
  // Often enough to see the void change by some vacancies: it takes in little more than what is
  // stripped. Without current it goes on changing, so there are samples by time too.
  c.sample_monolayers = vacancies / 8.0 / slab.sites_per_layer();
  c.sample_time = c.sample_monolayers / (first_density(c) * interface::site_area(c.metal));
  return c;
}

class Search {
 public:
  Search(const Case& c, std::uint64_t seed)
      : case_(c), trial_(trial_of(c)), seeds_(interface::stream(seed, Purpose::growth_trials)) {}

  std::optional<GrowthResult> operator()(const std::stop_token& stop) {
    result_.high = std::numeric_limits<double>::infinity();
    stop_ = stop;
    // Somewhere within a step about the start: replicas that began at the same current would halve
    // their way to the same few currents, and their scatter would not show how far these are apart.
    for (std::optional<double> j = first_density(case_) * std::pow(step, seeds_.uniform() - 0.5); j;
         j = next()) {
      const auto verdict = judge(*j);
      if (interrupted_) return {};
      if (!verdict) {
        conclude(*j, Censored::no);
        return result_;
      }
      (*verdict ? result_.high : result_.low) = *j;
      ++currents_;
    }
    if (std::isinf(result_.high))
      conclude(result_.low, Censored::right);
    else if (result_.low == 0.0)
      conclude(result_.high, Censored::left);
    else
      conclude(std::sqrt(result_.low * result_.high), Censored::no);
    return result_;
  }

 private:
  // Outwards by factors until the threshold is between two currents, then halving in ln j.
  [[nodiscard]] std::optional<double> next() const {
    constexpr int most_steps = 12;  // seven decades
    const bool open = result_.low == 0.0 || std::isinf(result_.high);
    if (open && currents_ > most_steps) return {};
    if (result_.low == 0.0) return result_.high / step;
    if (std::isinf(result_.high)) return result_.low * step;
    if (result_.high <= result_.low * (1 + case_.onset.growth.resolution)) return {};
    return std::sqrt(result_.low * result_.high);
  }

  // Does the void grow at this current? Empty: the trials do not tell, or a stop was asked for.
  std::optional<bool> judge(double density) {
    GrowthTest test(case_.onset.growth.confidence);
    for (int n = 0; n < case_.onset.growth.max_trials && !test.verdict(); ++n) {
      if (!fly(density)) return {};
      test.add(result_.trials.back().grew);
    }
    return test.verdict();
  }

  // One trial; false if it was interrupted.
  bool fly(double density) {
    constexpr double longest = 50.0;  // [monolayers]; then larger or smaller than at the start
                                      // decides
    trial_.current = Constant{density, longest, 0.0};
    const std::uint64_t seed = seeds_();
    interrupted_ = stop_.stop_requested();
    if (interrupted_) return false;
    const Ending ending = interface::run(trial_, seed, {}, {}, stop_);
    interrupted_ = ending.reason == Reason::interrupted;
    if (interrupted_) return false;
    const bool shrank =
        ending.reason == Reason::limit ||
        (ending.reason == Reason::protocol_end &&
         ending.last.largest_near <= static_cast<std::uint32_t>(trial_.initial.void_vacancies));
    result_.trials.push_back(
        {density, seed, !shrank, ending.last.monolayers, ending.last.events.hops()});
    events_ += ending.last.events;
    result_.ending.last = ending.last;
    return true;
  }

  void conclude(double density, Censored censored) {
    const Sample& last = result_.ending.last;
    result_.onset = {.detector = Detector::growth,
                     .detected = censored == Censored::no,
                     .censored = censored,
                     .density = density,
                     .time = last.time,
                     .monolayers = last.monolayers,
                     .coverage = last.coverage,
                     .largest_cluster = last.largest_near};
    Ending& ending = result_.ending;
    ending.reason = censored == Censored::no ? Reason::onset : Reason::protocol_end;
    ending.last.events = events_;
    for (const Detector d : all_detectors) {
      OnsetResult& r = ending.onsets[static_cast<std::size_t>(d)];
      r.detector = d;
      r.applicable = false;
    }
    ending.onsets[static_cast<std::size_t>(Detector::growth)] = result_.onset;
    ending.warnings = interface::cautions(case_);
    if (censored != Censored::no)
      ending.warnings.emplace_back(
          "the void did the same at every current tried: the growth threshold is only bounded; "
          "start the search "
          "elsewhere, with a ramp or a constant current, or change the size of the void");
  }

  const Case& case_;
  Case trial_;
  kmc::Stream seeds_;
  std::stop_token stop_;
  bool interrupted_ = false;
  int currents_ = 0;  ///< that have a verdict
  EventCounts events_;
  GrowthResult result_;
};

}  // namespace

GrowthTest::GrowthTest(double confidence)
    : margin_(
          static_cast<int>(std::ceil(std::log(confidence / (1 - confidence)) / std::log(3.0)))) {}

std::optional<bool> GrowthTest::verdict() const {
  if (std::abs(balance_) < margin_) return {};
  return balance_ > 0;
}

std::optional<GrowthResult> growth_threshold(const Case& c, std::uint64_t seed,
                                             const std::stop_token& stop) {
  validate(c);
  if (c.onset.primary != Detector::growth)
    throw InputError("onset.primary is not growth: there is no growth threshold to search for");
  return Search(c, seed)(stop);
}

}  // namespace lacuna::ensemble
