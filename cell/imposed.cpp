#include "cell/imposed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/constants.hpp"
#include "core/error.hpp"

namespace lacuna::cell {
namespace {

constexpr double longest_climb = 10'000;  // steps

double in_mA(double density) { return density / constants::mA_per_cm2; }

void check(const Staircase& s) {
  if (!(s.from > 0 && s.factor > 1 && s.hold > 0))
    throw InputError(
        "cell.protocol.staircase: it rises from a positive current by a factor above 1, and holds "
        "each for a positive time");
  if (!(s.to >= s.from))
    throw InputError(
        fmt::format("cell.protocol.staircase.to_mA_cm2: {:.4g} mA/cm2 is below the first current "
                    "of {:.4g} mA/cm2 (from_mA_cm2); a staircase rises",
                    in_mA(s.to), in_mA(s.from)));
  if (std::log(s.to / s.from) / std::log(s.factor) > longest_climb)
    throw InputError(
        fmt::format("cell.protocol.staircase.factor: a staircase has at most {:g} steps; raise the "
                    "factor",
                    longest_climb));
}

void check(const Ramp& r) {
  if (!(r.from >= 0 && r.rate > 0))
    throw InputError(
        "cell.protocol.ramp: a ramp rises from a current that is not negative, at a positive rate");
  if (!(r.to > r.from))
    throw InputError(
        fmt::format("cell.protocol.ramp.to_mA_cm2: {:.4g} mA/cm2 is not above the {:.4g} mA/cm2 of "
                    "its start (from_mA_cm2); a ramp rises",
                    in_mA(r.to), in_mA(r.from)));
}

void check(const Cycle& c) {
  if (!(c.strip > 0 && c.plate > 0 && c.charge > 0 && c.rest >= 0 && c.cycles > 0))
    throw InputError(
        "cell.protocol.cycle: currents, charge and number of cycles must be positive, and a rest "
        "not negative; plating is set by the key, not by a sign");
  if (c.cycles > longest_climb)
    throw InputError(
        fmt::format("cell.protocol.cycle.cycles: a cell has at most {:g} cycles", longest_climb));
}

void check(const Tabulated& t) {
  if (t.points.size() < 2)
    throw InputError("cell.protocol.file: a table of the current needs two points");
  if (t.points.front().first != 0)
    throw InputError("cell.protocol.file: the first time of the current's table must be 0");
  for (std::size_t n = 0; n < t.points.size(); ++n) {
    if (n > 0 && !(t.points[n].first > t.points[n - 1].first))
      throw InputError("cell.protocol.file: times of the current's table must rise");
    if (!(t.points[n].second >= 0))
      throw InputError(
          "cell.protocol.file: a negative current plates, which a table cannot ask of the cell; "
          "use cell.protocol.cycle");
  }
}

}  // namespace

Imposed::Imposed(const Protocol& protocol) {
  std::visit([](const auto& p) { check(p); }, protocol);
  if (const auto* const staircase = std::get_if<Staircase>(&protocol)) climb(*staircase);
  if (const auto* const ramp = std::get_if<Ramp>(&protocol))
    stretches_.push_back({0.0, (ramp->to - ramp->from) / ramp->rate, ramp->from, ramp->to});
  if (const auto* const cycle = std::get_if<Cycle>(&protocol)) repeat(*cycle);
  if (const auto* const table = std::get_if<Tabulated>(&protocol))
    for (std::size_t n = 1; n < table->points.size(); ++n) {
      const auto &before = table->points[n - 1], &after = table->points[n];
      stretches_.push_back({before.first, after.first, before.second, after.second});
    }
  if (!(highest() > 0)) throw InputError("cell.protocol.file: no current ever flows");
}

void Imposed::climb(const Staircase& s) {
  ln_factor_ = std::log(s.factor);
  constexpr double rounding = 1 + 1e-9;
  double time = 0.0;
  for (int n = 0;; ++n) {
    const double density = s.from * std::pow(s.factor, n);
    if (density > s.to * rounding) break;
    stretches_.push_back({time, time + s.hold, density, density});
    time += s.hold;
  }
}

void Imposed::repeat(const Cycle& c) {
  double time = 0.0;
  const auto hold = [&](double density, double length) {
    if (!(length > 0)) return;
    stretches_.push_back({time, time + length, density, density});
    time += length;
  };
  for (int n = 0; n < c.cycles; ++n) {
    hold(c.strip, c.charge / c.strip);
    hold(0.0, c.rest);
    hold(-c.plate, c.charge / c.plate);
    hold(0.0, c.rest);
  }
}

Moment Imposed::moment(const Stretch& stretch, double time) const {
  const double density = stretch.at(time);
  const double share = (time - stretch.from) / (stretch.to - stretch.from);
  return {time, density, density * std::exp(ln_factor_ * (share - 0.5))};
}

std::optional<Moment> Imposed::reaching(double density) const {
  for (const Stretch& s : stretches_) {
    if (s.density >= density) return Moment{s.from, s.density, density};
    if (s.end_density >= density)
      return Moment{s.from + (density - s.density) / s.slope(), density, density};
  }
  return std::nullopt;
}

double Imposed::stripped_until(double time) const {
  double stripped = 0.0;
  for (const Stretch& s : stretches_) {
    if (!(s.from < time)) break;
    const double until = std::min(s.to, time);
    stripped += (until - s.from) * (s.density + s.at(until)) / 2;
  }
  return stripped;
}

double Imposed::highest() const {
  double highest = 0.0;
  for (const Stretch& s : stretches_) highest = std::max({highest, s.density, s.end_density});
  return highest;
}

double Imposed::shortest_step() const {
  double shortest = end();
  for (const Stretch& s : stretches_) shortest = std::min(shortest, s.to - s.from);
  return shortest;
}

double Imposed::fastest_response() const {
  constexpr double often = 100, of_a_step = 8, of_the_current = 1000;
  double quickest = of_a_step / shortest_step();
  for (const Stretch& s : stretches_)
    quickest = std::max(quickest, of_the_current * std::abs(s.slope()) / highest());
  return often * quickest;
}

}  // namespace lacuna::cell
