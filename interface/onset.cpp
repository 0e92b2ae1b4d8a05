#include "interface/onset.hpp"

#include <cmath>

#include "interface/auto_ramp.hpp"

namespace lacuna::interface {
namespace {

// The two ends of a rising current.
std::optional<std::pair<double, double>> range(const Protocol& protocol) {
  if (automatic_ramp(protocol) || !ImposedCurrent(protocol).rising()) return {};
  if (const auto* p = std::get_if<Ramp>(&protocol)) return {{p->from, p->to}};
  if (const auto* p = std::get_if<Staircase>(&protocol)) return {{p->from, p->to}};
  const auto& points = std::get<Tabulated>(protocol).points;
  return {{points.front().second, points.back().second}};
}

}  // namespace

double early_part_end(const Protocol& protocol) {
  const auto ends = range(protocol);
  if (!ends) return 0.0;
  const auto [from, to] = *ends;
  constexpr double share = 0.2;
  return from > 0 ? from * std::pow(to / from, share) : share * to;
}

OnsetDetectors::OnsetDetectors(const Case& c)
    : settings_(c.onset),
      overpotential_(c),
      rises_(ImposedCurrent(c.current).rising()),
      early_end_(early_part_end(c.current)) {
  for (const Detector d : all_detectors) results_[static_cast<std::size_t>(d)].detector = d;
  results_[static_cast<std::size_t>(Detector::voltage)].applicable = rises_;
  results_[static_cast<std::size_t>(Detector::growth)].applicable = false;
}

void OnsetDetectors::sample(const Sample& s, const std::optional<SampleInterval>& mean,
                            const SampleInterval& last, const ImposedCurrent& current) {
  ramping_ = current.ramping();
  if (const auto cycle = current.cycle()) cycle_ = static_cast<std::uint32_t>(cycle->cycle);
  if (s.density < 0) return;  // plating: contact is being made, not lost
  if (!survived_ || s.density >= survived_->density) survived_ = moment(s);
  if (!result(Detector::coverage).detected && mean) watch_coverage(*mean);
  if (!result(Detector::cluster).detected) watch_cluster(s);
  if (!result(Detector::voltage).detected && rises_) watch_voltage(s, mean, last);
  mean_before_ = mean;
}

SampleInterval OnsetDetectors::moment(const Sample& s) {
  SampleInterval i;
  i.coverage = s.coverage;
  i.density = s.density;
  i.time = s.time;
  i.monolayers = s.monolayers;
  i.largest_near = s.largest_near;
  return i;
}

void OnsetDetectors::watch_coverage(const SampleInterval& mean) {
  if (mean.coverage < settings_.coverage_threshold) return;
  // above the threshold as soon as there is a mean: when it was passed is not known
  if (!mean_before_) return fire(Detector::coverage, mean, Censored::left);
  SampleInterval where = mean;
  const double share = (settings_.coverage_threshold - mean_before_->coverage) /
                       (mean.coverage - mean_before_->coverage);
  for (double SampleInterval::*field : averaged_fields)
    where.*field = (*mean_before_).*field + share * (mean.*field - (*mean_before_).*field);
  fire(Detector::coverage, where, Censored::no);
}

void OnsetDetectors::watch_cluster(const Sample& s) {
  if (s.largest_near < static_cast<std::uint32_t>(settings_.cluster_size) && !s.spanning) return;
  fire(Detector::cluster, moment(s), s.index == 0 ? Censored::left : Censored::no);
}

// A straight line through the origin over the start and the early part of the ramp; then 20 % above
// it, and staying 10 % above for a window. Loss of contact while the line is fitted shows in its
// slope, and bounds onset.
void OnsetDetectors::watch_voltage(const Sample& s, const std::optional<SampleInterval>& mean,
                                   const SampleInterval& last) {
  if (slope_ == 0.0) {
    if (early(s.density)) return fit_line(last);
    if (line_xx_ == 0.0) {
      results_[static_cast<std::size_t>(Detector::voltage)].applicable = false;
      return;
    }
    slope_ = line_xy_ / line_xx_;
    if (slope_ > (1 + settings_.voltage_excess) * overpotential_.watched_resistance())
      return fire(Detector::voltage, last, Censored::left);
  }
  if (!mean) return;
  const double now = excess(*mean);
  if (candidate_ && now < settings_.voltage_keep) candidate_.reset();
  if (!candidate_ && now >= settings_.voltage_excess) candidate_ = mean;
  if (candidate_ && mean->monolayers - candidate_->monolayers >= settings_.window_monolayers)
    fire(Detector::voltage, *candidate_, Censored::no);
}

void OnsetDetectors::fit_line(const SampleInterval& last) {
  const double eta = watched(last);
  if (!std::isfinite(eta)) return;
  line_xy_ += last.density * eta;
  line_xx_ += last.density * last.density;
}

double OnsetDetectors::excess(const SampleInterval& mean) const {
  return watched(mean) / (slope_ * mean.density) - 1;
}

double OnsetDetectors::watched(const SampleInterval& mean) const {
  return overpotential_.watched(mean.density, 1 - mean.coverage) + mean.constriction * mean.density;
}

bool OnsetDetectors::early(double density) const { return density < early_end_; }

void OnsetDetectors::report(OnsetResult& r, const SampleInterval& where) {
  r.density = where.density;
  r.time = where.time;
  r.monolayers = where.monolayers;
  r.coverage = where.coverage;
  r.largest_cluster = static_cast<std::uint32_t>(std::lround(where.largest_near));
}

void OnsetDetectors::fire(Detector d, const SampleInterval& where, Censored censored) {
  OnsetResult& r = results_[static_cast<std::size_t>(d)];
  r.detected = true;
  r.censored = rises_ && (!ramping_ || early(where.density)) ? Censored::left : censored;
  report(r, where);
  r.cycle = cycle_;
  // a mean over a reversal is of no current that flowed
  if (cycle_ > 0 && survived_) r.density = survived_->density;
}

void OnsetDetectors::finish(const Sample& s, Reason reason) {
  const bool lost = reason == Reason::delaminated;
  // A start that was never stationary, or already grew a void through the slab, was above onset.
  const bool started_above =
      rises_ && !ramping_ && (reason == Reason::not_stationary || reason == Reason::void_at_top);
  for (const Detector d : all_detectors) {
    OnsetResult& r = results_[static_cast<std::size_t>(d)];
    if (r.detected || !r.applicable) continue;
    if (lost) {
      fire(d, d == Detector::voltage && candidate_ ? *candidate_ : moment(s), Censored::no);
    } else if (started_above) {
      r.censored = Censored::left;
      report(r, moment(s));
    } else {
      r.censored = Censored::right;
      report(r, survived_ ? *survived_ : moment(s));
      r.cycle = cycle_;
    }
  }
}

void OnsetDetectors::save(kmc::Writer& w) const {
  w.put(ramping_);
  for (const OnsetResult& result : results_) w.put(result);
  w.put(mean_before_);
  w.put(line_xy_);
  w.put(line_xx_);
  w.put(slope_);
  w.put(candidate_);
  w.put(survived_);
  w.put(cycle_);
}

void OnsetDetectors::load(kmc::Reader& r) {
  r.get(ramping_);
  for (OnsetResult& result : results_) r.get(result);
  r.get(mean_before_);
  r.get(line_xy_);
  r.get(line_xx_);
  r.get(slope_);
  r.get(candidate_);
  r.get(survived_);
  r.get(cycle_);
}

}  // namespace lacuna::interface
