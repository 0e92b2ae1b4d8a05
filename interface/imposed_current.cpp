#include "interface/imposed_current.hpp"

#include <algorithm>
#include <boost/random/exponential_distribution.hpp>
#include <cmath>

#include "core/error.hpp"
#include "interface/auto_ramp.hpp"
#include "kmc/schedule.hpp"

namespace lacuna::interface {

using kmc::never;

namespace {

constexpr int cycle_parts = 4;

CyclePart part_of(int index) { return static_cast<CyclePart>(index % cycle_parts); }

}  // namespace

ImposedCurrent::ImposedCurrent(const Protocol& protocol) : protocol_(protocol) {
  if (automatic_ramp(protocol))
    throw Error(
        "the ramp of this case is automatic: a pilot has to choose it before it can be run");
  next(0.0);
}

double ImposedCurrent::exposure(double from, double to) const {
  return std::abs(density(from) + density(to)) / 2 * (to - from);
}

double ImposedCurrent::reached(double from, double exposure) const {
  const int direction = sign();
  if (direction == 0) return never;
  const double j = std::abs(density(from)), growth = direction * segment_.slope;
  const double root = j * j + 2 * growth * exposure;
  if (!(root >= 0)) return never;  // the current vanishes before
  // the stable form of the solution of j x + growth x²/2 = exposure
  const double time = from + 2 * exposure / (j + std::sqrt(root));
  return time < segment_.end ? time : never;
}

int ImposedCurrent::sign() const {
  const double j = segment_.density != 0 ? segment_.density : segment_.slope;
  return (j > 0) - (j < 0);
}

// A segment in which j changes sign is split there, so that each strips or plates throughout.
void ImposedCurrent::begin(double start, double density, double slope, double end) {
  segment_ = {start, density, slope, end};
  crossing_end_ = 0.0;
  if (density * slope < 0) {
    const double zero = start - density / slope;
    if (zero < end) {
      crossing_end_ = end;
      segment_.end = zero;
    }
  }
}

bool ImposedCurrent::advance(double now) {
  if (crossing_end_ > 0) {
    begin(now, 0.0, segment_.slope, crossing_end_);
    return crossed_ = true;
  }
  return next(now);
}

bool ImposedCurrent::release(double now) { return next(now); }

bool ImposedCurrent::next(double now) {
  begun_ = now;
  crossed_ = false;
  ++index_;
  return std::visit([&](const auto& p) { return next_of(p, now); }, protocol_);
}

bool ImposedCurrent::next_of(const Ramp& p, double now) {
  if (index_ == 0 && p.hold) {
    begin(now, p.from, 0.0, never);
    return true;
  }
  if (ramping_) return false;
  ramping_ = true;
  const double slope = p.to >= p.from ? p.rate : -p.rate;
  begin(now, p.from, slope, now + std::abs(p.to - p.from) / p.rate);
  return true;
}

bool ImposedCurrent::next_of(const Staircase& p, double now) {
  const double j = p.from * std::pow(p.factor, index_);
  if (std::abs(j) > std::abs(p.to) * (1 + 1e-12)) return false;
  ramping_ = index_ > 0;
  begin(now, j, 0.0,
        std::holds_alternative<double>(p.hold) ? now + std::get<double>(p.hold) : never);
  return true;
}

bool ImposedCurrent::next_of(const Constant& p, double now) {
  if (index_ > 0) return false;
  // a charge at constant current is a limit on strips, which the run keeps: the time is open
  begin(now, p.density, 0.0, p.time > 0 ? now + p.time : never);
  return true;
}

bool ImposedCurrent::next_of(const Pulse& p, double now) {
  const bool resting = index_ % 2 == 1;
  if (index_ / 2 >= p.cycles) return false;
  if (resting && !(p.rest > 0)) return next(now);
  begin(now, resting ? 0.0 : p.density, 0.0, now + (resting ? p.rest : p.on));
  return true;
}

bool ImposedCurrent::next_of(const Cycle& p, double now) {
  if (index_ / cycle_parts >= p.cycles) return false;
  const CyclePart part = part_of(index_);
  if (part == CyclePart::strip || part == CyclePart::plate) {
    begin(now, part == CyclePart::strip ? p.strip : -p.plate, 0.0,
          p.time > 0 ? now + p.time : never);
    return true;
  }
  if (!(p.rest > 0)) return next(now);
  begin(now, 0.0, 0.0, now + p.rest);
  return true;
}

bool ImposedCurrent::next_of(const Tabulated& p, double now) {
  const auto n = static_cast<std::size_t>(index_);
  if (n + 1 >= p.points.size()) return false;
  const auto [t0, j0] = p.points[n];
  const auto [t1, j1] = p.points[n + 1];
  ramping_ = true;
  begin(now, j0, (j1 - j0) / (t1 - t0), t1);
  return true;
}

const Stationarity* ImposedCurrent::waiting() const {
  if (const auto* p = std::get_if<Ramp>(&protocol_))
    return !ramping_ && p->hold ? &*p->hold : nullptr;
  if (const auto* p = std::get_if<Staircase>(&protocol_))
    return std::get_if<Stationarity>(&p->hold);
  return nullptr;
}

std::optional<CycleMoment> ImposedCurrent::cycle() const {
  if (!std::holds_alternative<Cycle>(protocol_)) return {};
  return CycleMoment{index_ / cycle_parts + 1, part_of(index_)};
}

std::optional<std::uint64_t> ImposedCurrent::halves_at_end() const {
  const auto* const p = std::get_if<Cycle>(&protocol_);
  if (!p || !(p->monolayers > 0) || index_ % 2 == 1) return {};
  return static_cast<std::uint64_t>(index_) / 2 + 1;
}

bool seeks_onset(const Protocol& protocol) {
  return std::holds_alternative<Ramp>(protocol) || std::holds_alternative<Staircase>(protocol) ||
         std::holds_alternative<Tabulated>(protocol);
}

bool ImposedCurrent::rising() const {
  if (const auto* p = std::get_if<Ramp>(&protocol_)) return p->to > p->from && p->from >= 0;
  if (std::holds_alternative<Staircase>(protocol_)) return std::get<Staircase>(protocol_).from > 0;
  if (const auto* p = std::get_if<Tabulated>(&protocol_))
    return std::is_sorted(p->points.begin(), p->points.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; }) &&
           p->points.front().second >= 0 && p->points.back().second > p->points.front().second;
  return false;
}

double ImposedCurrent::fraction(double time) const {
  if (const auto* p = std::get_if<Ramp>(&protocol_))
    return ramping_ ? (density(time) - p->from) / (p->to - p->from) : 0.0;
  if (const auto* p = std::get_if<Staircase>(&protocol_))
    return p->to == p->from ? 0.0
                            : std::log(segment_.density / p->from) / std::log(p->to / p->from);
  if (const auto* p = std::get_if<Constant>(&protocol_)) return p->time > 0 ? time / p->time : 0.0;
  if (const auto* p = std::get_if<Pulse>(&protocol_)) return time / (p->cycles * (p->on + p->rest));
  if (const auto* p = std::get_if<Cycle>(&protocol_))
    return static_cast<double>(index_) / (cycle_parts * p->cycles);
  return time / std::get<Tabulated>(protocol_).points.back().first;
}

void ImposedCurrent::save(kmc::Writer& w) const {
  w.put(index_);
  w.put(begun_);
  w.put(crossed_);
}

// All else follows from when the last segment was begun, as it did then.
void ImposedCurrent::load(kmc::Reader& r, double now) {
  constexpr int most = std::numeric_limits<int>::max() - 1;
  const int index = r.get_within(0, most);
  const double begun = r.get_within(0.0, now);
  const bool crossed = r.get<bool>();
  index_ = index - 1;
  ramping_ = false;
  const bool there = next(begun) && index_ == index && (!crossed || crossing_end_ > 0);
  if (!there) r.refuse("holds a current that its protocol does not have");
  if (crossed) advance(segment_.end);
}

StripClock::StripClock(double area, kmc::Stream random) : area_(area), random_(random) {
  restart(0.0);
}

void StripClock::carry(const ImposedCurrent& p, double now) {
  left_ = std::max(0.0, left_ - area_ * p.exposure(since_, now));
  since_ = now;
}

void StripClock::restart(double now) {
  left_ = boost::random::exponential_distribution<double>(1.0)(random_);
  since_ = now;
}

void StripClock::save(kmc::Writer& w) const {
  random_.save(w);
  w.put(since_);
  w.put(left_);
}

void StripClock::load(kmc::Reader& r, double now) {
  constexpr double longest = 1000;  // that an Exp(1) number ever was
  random_.load(r);
  since_ = r.get_within(0.0, now);
  left_ = r.get_within(0.0, longest);
}

}  // namespace lacuna::interface
