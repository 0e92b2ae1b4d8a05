#include "interface/averages.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace lacuna::interface {
namespace {

void accumulate(SampleInterval& sum, const SampleInterval& i) {
  sum.charge += i.charge;
  for (double SampleInterval::*field : averaged_fields) sum.*field += i.charge * i.*field;
}

SampleInterval divided(SampleInterval sum) {
  for (double SampleInterval::*field : averaged_fields) sum.*field /= sum.charge;
  return sum;
}

// Charges are sums of many small ones: a window is full when it is, up to their rounding.
bool full(double charge, double window) { return charge >= window * (1 - 1e-9); }

// Their charges are those of a run: what they add up to is finite.
std::vector<SampleInterval> load_intervals(kmc::Reader& r) {
  std::vector<SampleInterval> intervals;
  r.get(intervals);
  double left = std::numeric_limits<double>::max();
  for (const SampleInterval& i : intervals) {
    if (!(i.charge >= 0 && i.charge <= left)) r.refuse("holds a charge that cannot be");
    left -= i.charge;
  }
  return intervals;
}

struct Mean {
  double value, error;
};

Mean batch_mean(const double* batch, std::size_t count) {
  double sum = 0, squares = 0;
  for (std::size_t n = 0; n < count; ++n) {
    sum += batch[n];
    squares += batch[n] * batch[n];
  }
  const double size = static_cast<double>(count), mean = sum / size;
  return {mean, std::sqrt(std::max(0.0, squares / size - mean * mean) / (size - 1))};
}

}  // namespace

void SampleInterval::save(kmc::Writer& w) const {
  w.put(charge);
  for (double SampleInterval::*field : averaged_fields) w.put(this->*field);
}

void SampleInterval::load(kmc::Reader& r) {
  r.get(charge);
  for (double SampleInterval::*field : averaged_fields) r.get(this->*field);
}

void Averages::add(const SampleInterval& i) {
  if (!(i.charge > 0)) return;
  intervals_.push_back(i);
  double kept = 0.0;
  for (const SampleInterval& interval : intervals_) kept += interval.charge;
  while (intervals_.size() > 1 && full(kept - intervals_.front().charge, 2 * window_)) {
    kept -= intervals_.front().charge;
    intervals_.pop_front();
  }
}

std::optional<SampleInterval> Averages::mean() const {
  SampleInterval sum;
  for (auto i = intervals_.rbegin(); i != intervals_.rend() && !full(sum.charge, window_); ++i)
    accumulate(sum, *i);
  if (!full(sum.charge, window_)) return {};
  return divided(sum);
}

std::optional<double> Averages::lag() const {
  SampleInterval last, before;
  for (auto i = intervals_.rbegin(); i != intervals_.rend(); ++i)
    accumulate(full(last.charge, window_) ? before : last, *i);
  if (!full(before.charge, window_)) return {};
  const SampleInterval a = divided(before), b = divided(last);
  return b.monolayers == a.monolayers ? 0.0
                                      : (b.vacancies - a.vacancies) / (b.monolayers - a.monolayers);
}

void Averages::save(kmc::Writer& w) const {
  w.put(std::vector<SampleInterval>(intervals_.begin(), intervals_.end()));
}

void Averages::load(kmc::Reader& r) {
  const std::vector<SampleInterval> intervals = load_intervals(r);
  intervals_.assign(intervals.begin(), intervals.end());
}

void HoldWatch::add(const SampleInterval& i) {
  intervals_.push_back(i);
  charge_ += i.charge;
}

bool HoldWatch::stationary(const Stationarity& test) {
  if (charge_ < std::max(next_look_, test.min_monolayers)) return false;
  next_look_ = 1.25 * charge_;
  constexpr std::size_t batches = 16, quarter = 4, half = 8;
  std::array<SampleInterval, batches> sums{};
  double passed = 0.0;
  for (const SampleInterval& i : intervals_) {
    const auto batch = static_cast<std::size_t>((passed + i.charge / 2) / charge_ * batches);
    accumulate(sums[std::min(batch, batches - 1)], i);
    passed += i.charge;
  }
  for (double SampleInterval::*field : {&SampleInterval::coverage, &SampleInterval::vacancies}) {
    std::array<double, batches> means{};
    for (std::size_t n = quarter; n < batches; ++n) {
      if (!(sums[n].charge > 0)) return false;
      means[n] = sums[n].*field / sums[n].charge;
    }
    const Mean before = batch_mean(&means[quarter], quarter),
               after = batch_mean(&means[half], half);
    const double allowed =
        std::max(test.tolerance * after.value, 2 * std::hypot(before.error, after.error));
    if (std::abs(after.value - before.value) > allowed) return false;
  }
  return true;
}

void HoldWatch::save(kmc::Writer& w) const {
  w.put(intervals_);
  w.put(next_look_);
}

void HoldWatch::load(kmc::Reader& r) {
  restart();
  for (const SampleInterval& i : load_intervals(r)) add(i);
  r.get(next_look_);
}

}  // namespace lacuna::interface
