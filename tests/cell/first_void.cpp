#include "cell/first_void.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/constants.hpp"
#include "kmc/random.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {
namespace {

struct Cell {
  Cell() : c(test::sodium(0.087)), sources(test::lawful_sources(c)), boundary(c, design) {}
  interface::Case c;
  Sources sources;
  Design design;
  Boundary boundary;

  // Births [1/s] in the cell at a current, from the sums themselves.
  [[nodiscard]] double rate(double density) const {
    const double z = boundary.fugacity(density), rise = z - boundary.far;
    double per_site = std::exp(sources.wall.voids.birth_sum(z).ln_rate);
    constexpr int slices = 400;
    for (int n = 0; n < slices; ++n)
      per_site += boundary.layers / slices *
                  std::exp(sources.bulk.voids.birth_sum(z - rise * (n + 0.5) / slices).ln_rate);
    return per_site * design.area / boundary.site_area;
  }
  // The current at which so many are born in an hour.
  [[nodiscard]] double current_of(double births_an_hour) const {
    double low = 1e-3 * constants::mA_per_cm2, high = 1e3 * constants::mA_per_cm2;
    for (int n = 0; n < 60; ++n) {
      const double middle = std::sqrt(low * high);
      (rate(middle) * 3600 > births_an_hour ? high : low) = middle;
    }
    return high;
  }
  [[nodiscard]] FirstVoid predicted(const Imposed& imposed) const {
    const Births births(sources, boundary, boundary.fugacity(imposed.highest()));
    const Growth growth(c, sources.wall);
    Population empty(c, design, boundary, growth, &births);
    Integration taken;
    return first_void(empty, empty.empty(), imposed, taken, {});
  }
};

}  // namespace

TEST_CASE("at a steady current the first void comes at −ln(1 − share)/(J A)") {
  const Cell cell;
  const double density = cell.current_of(0.5);
  const FirstVoid found = cell.predicted(Imposed(Tabulated{{{0, density}, {3e5, density}}}));
  for (std::size_t n = 0; n < first_void_shares.size(); ++n) {
    REQUIRE(found.when[n].has_value());
    CHECK(found.when[n]->time ==
          doctest::Approx(-std::log(1 - first_void_shares[n]) / 0.5 * 3600).epsilon(1e-4));
  }
  CHECK(found.median.time == found.when[median]->time);
}

TEST_CASE("on a staircase it is that of births drawn one by one") {
  const Cell cell;
  const double unit = cell.current_of(0.5);
  const Staircase stairs{
      .from = unit / 1.03 / 1.03, .to = unit * 1.2, .factor = 1.03, .hold = 3600};
  const Imposed imposed{stairs};
  const FirstVoid found = cell.predicted(imposed);
  std::vector<double> rates;
  for (const Imposed::Stretch& s : imposed.stretches()) rates.push_back(cell.rate(s.density));
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    kmc::Stream random(seed, 0);
    constexpr int cells = 4000;
    std::array<int, first_void_shares.size()> before{};
    for (int n = 0; n < cells; ++n) {
      double rest = -std::log(1 - random.uniform());
      double time = 0.0;
      for (const double rate : rates) {
        const double here = std::min(rest / rate, stairs.hold);
        time += here;
        rest -= here * rate;
        if (rest <= 0) break;
      }
      for (std::size_t q = 0; q < before.size(); ++q)
        if (rest <= 0 && time <= found.when[q]->time) ++before[q];
    }
    for (std::size_t q = 0; q < before.size(); ++q) {
      const double share = first_void_shares[q];
      const double error = std::sqrt(share * (1 - share) / cells);
      CHECK(std::abs(before[q] / double(cells) - share) < 4 * error);
    }
  }
}

TEST_CASE("on a ramp births until the median are ln 2, and later currents do not matter") {
  const Cell cell;
  const double density = cell.current_of(0.5);
  for (const double end : {2.0, 20.0}) {
    const FirstVoid found =
        cell.predicted(Imposed(Ramp{.from = 0, .to = end * density, .rate = density / 36000}));
    REQUIRE(found.when[median].has_value());
    const double until = found.when[median]->time;
    double births = 0.0;
    constexpr int steps = 200;
    for (int n = 0; n < steps; ++n) {  // what is before half of it has no births to speak of
      const double time = until * (0.5 + 0.5 * (n + 0.5) / steps);
      births += cell.rate(time * density / 36000) * until / 2 / steps;
    }
    CHECK(births == doctest::Approx(std::log(2.0)).epsilon(1e-3));
  }
}

}  // namespace lacuna::cell
