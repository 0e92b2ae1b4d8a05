#include "interface/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/constants.hpp"

namespace lacuna::interface {
namespace {

std::string crowded(const FarFieldLoad& load, bool bonds) {
  return fmt::format(
      "the far field stopped being dilute at {:.3g} mA/cm2: up to {:.2g} of the sites next to the "
      "top of the explicit layers were vacant, {}",
      *load.crowded_from / constants::mA_per_cm2, load.highest,
      bonds ? "and results are uncertain by about that share; use more explicit layers"
            : "which without bonds changes fluctuations but no mean");
}

}  // namespace

Judge::Judge(const Case& c, const ImposedCurrent& current)
    : case_(c), current_(current), detectors_(c) {}

void Judge::see(const Sample& sample, const std::optional<SampleInterval>& mean,
                const SampleInterval& last) {
  detectors_.sample(sample, mean, last, current_);
  note_lag(sample);
}

void Judge::note_lag(const Sample& sample) {
  const bool void_seen = has_bonds(case_.metal) && sample.largest_cluster >= void_size;
  if (primary().detected || void_seen) lag_.over = true;
  if (lag_.over || sample.holding || !sample.lag) return;
  lag_.sum += *sample.lag;
  ++lag_.count;
}

std::optional<double> Judge::onset() const {
  if (!primary().detected) return {};
  return primary().monolayers;
}

std::optional<Reason> Judge::ending(const Sample& sample) const {
  const auto& found = detectors_.results();
  const auto done = [](const OnsetResult& r) { return r.detected || !r.applicable; };
  if (case_.stop == Stop::onset && primary().detected) return Reason::onset;
  if (case_.stop == Stop::all_onsets && std::all_of(found.begin(), found.end(), done))
    return Reason::all_onsets;
  if (sample.largest_near < static_cast<std::uint32_t>(case_.limits.void_below))
    return Reason::limit;
  return {};
}

Judge::Hold Judge::hold(const Stationarity& test, const SampleInterval& last) {
  hold_.add(last);
  if (hold_.stationary(test)) return Hold::stationary;
  return hold_.charge() >= test.max_monolayers ? Hold::too_long : Hold::goes_on;
}

Ending Judge::conclude(const Sample& last, Reason reason,
                       const std::optional<FarFieldLoad>& far_field) {
  detectors_.finish(last, reason);
  Ending ending;
  ending.reason = reason;
  ending.onsets = detectors_.results();
  ending.quasi_static = quasi_static();
  ending.stationary_start = current_.ramping() || !current_.rising();
  ending.last = last;
  ending.far_field = far_field;
  ending.voltage_slope = detectors_.line_slope();
  ending.warnings = warnings(ending);
  return ending;
}

QuasiStatic Judge::quasi_static() const {
  constexpr double allowed = 0.05;
  if (lag_.count == 0) return {};
  const double mean = lag_.sum / static_cast<double>(lag_.count);
  return {mean, mean <= allowed};
}

bool Judge::onset_only_bounded() const {
  const OnsetResult& r = primary();
  return !r.detected && r.applicable && r.censored == Censored::right && current_.rising();
}

std::vector<std::string> Judge::warnings(const Ending& ending) const {
  std::vector<std::string> list = cautions(case_);
  const auto warn_if = [&list](bool needed, const char* sentence) {
    if (needed) list.emplace_back(sentence);
  };
  const bool lag_known = ending.quasi_static.lag.has_value(), rising = current_.rising();
  const bool unstationary = ending.reason == Reason::not_stationary;
  warn_if(lag_known && !ending.quasi_static.ok,
          "not quasi-static: more than 5 % of the stripped vacancies were still in the slab a "
          "monolayer later; ramp more slowly");
  warn_if(!lag_known && rising,
          "too little charge passed on the ramp to tell whether it was quasi-static; ramp more "
          "slowly");
  const bool early = primary().detected && primary().censored == Censored::left;
  warn_if(early && rising,
          "onset lies in the first fifth of the ramp or before it began: the current is only an "
          "upper bound; start lower");
  warn_if(early && !rising,
          "the current does not rise, so that it is only an upper bound of the onset current; ramp "
          "it from a lower one");
  warn_if(onset_only_bounded(),
          "no onset by the primary detector: the last current is only a lower bound");
  warn_if(unstationary && current_.ramping(),
          "the coverage did not become stationary at the last step; allow a longer hold");
  warn_if(unstationary && !current_.ramping(),
          "the coverage did not become stationary at the starting current, which is likely above "
          "onset; start lower or allow a longer hold");
  warn_if(rising && !detectors_.result(Detector::voltage).applicable,
          "no sample fell into the first fifth of the ramp, so the voltage detector has no "
          "straight line; sample more often or ramp more slowly");
  const auto& far_field = ending.far_field;
  if (far_field && far_field->crowded_from)
    list.push_back(crowded(*far_field, has_bonds(case_.metal)));
  warn_if(ending.reason == Reason::void_at_top,
          "a void reached the top of the explicit layers; use more layers");
  warn_if(far_field && far_field->outrun,
          "a void reached the top of the explicit layers before they grew: sample more often or "
          "raise far_side.thick.margin_layers");
  return list;
}

void Judge::save(kmc::Writer& w) const {
  w.put(detectors_);
  w.put(hold_);
  w.put(lag_);
}

void Judge::load(kmc::Reader& r) {
  r.get(detectors_);
  r.get(hold_);
  r.get(lag_);
}

void Judge::LagSum::save(kmc::Writer& w) const {
  w.put(sum);
  w.put(count);
  w.put(over);
}

void Judge::LagSum::load(kmc::Reader& r) {
  r.get(sum);
  r.get(count);
  r.get(over);
}

}  // namespace lacuna::interface
