#include "cell/prior_shifts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "cell/cell.hpp"
#include "core/constants.hpp"
#include "interface/theory.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {
namespace {

using constants::mA_per_cm2;

Design hourly_steps(double from, double to) {
  Design design;
  design.protocol = Staircase{from * mA_per_cm2, to * mA_per_cm2, 1.1, 3600};
  return design;
}
constexpr Prior nothing{8, 0.0, 0.0, 0.0, 1.0, 1.0};

}  // namespace

TEST_CASE("without draws, or an onset within the protocol, there are no shifts") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  Prior none;
  none.draws = 0;
  CHECK(prior_shifts(c, hourly_steps(0.1, 100), &sources, none).empty());
  CHECK(prior_shifts(c, hourly_steps(0.001, 0.01), &sources, Prior{}).empty());
}

TEST_CASE("draws of what is exact do not shift the first void, and those of ν by their factor") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  for (const double shift : prior_shifts(c, hourly_steps(0.1, 100), &sources, nothing))
    CHECK(shift == 0);
  // Everything is faster by the factor, but for the hour: J by ln factor over its sensitivity.
  Prior frequency = nothing;
  frequency.attempt_frequency = 2;
  const auto shifts = prior_shifts(c, hourly_steps(0.1, 100), &sources, frequency);
  const auto points = deviates(frequency.draws);
  REQUIRE(shifts.size() == points.size());
  const double sensitivity =
      predict(c, hourly_steps(0.1, 100), &sources).at_first_void->sensitivity;
  for (std::size_t n = 0; n < shifts.size(); ++n) {
    const double ln_factor = std::log(2.0) * points[n][2];
    CHECK(shifts[n] == doctest::Approx(ln_factor * (1 - 1 / sensitivity)).epsilon(0.05));
  }
}

TEST_CASE("vacancies that cost more are fewer, and the first void comes at less current") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  Prior energy = nothing;
  energy.formation_energy = 0.01;
  const auto shifts = prior_shifts(c, hourly_steps(0.01, 1000), &sources, energy);
  const auto points = deviates(energy.draws);
  for (std::size_t n = 0; n < shifts.size(); ++n) {
    REQUIRE(std::isfinite(shifts[n]));
    if (points[n][0] == 0) continue;
    // ln z* falls by about δE_f/kT, less what the surface has of it.
    const double by_energy = -0.01 * points[n][0] / (constants::boltzmann * 300);
    CHECK(shifts[n] / by_energy > 0.3);
    CHECK(shifts[n] / by_energy < 1.1);
  }
}

TEST_CASE("the onset that draws are held against is the median of the first void") {
  const interface::Case c = test::sodium(0.047);
  const Sources sources = test::lawful_sources(c);
  const Design design = hourly_steps(0.1, 100);
  const auto first = predict(c, design, &sources).first_void[median];
  const auto found = onset(c, design, &sources);
  REQUIRE(found.has_value());
  CHECK(found->trend == doctest::Approx(first->trend).epsilon(1e-4));
}

TEST_CASE("what a draw does not hold for is told as not known") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  Prior wild = nothing;
  wild.formation_energy = 0.4;  // some of it makes the wall wet, or vacancies free
  const auto shifts = prior_shifts(c, hourly_steps(0.1, 100), &sources, wild);
  CHECK(std::any_of(shifts.begin(), shifts.end(), [](double s) { return std::isnan(s); }));
}

TEST_CASE("a draw whose void is born on the first step of a staircase is a bound from above") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  Prior frequency = nothing;
  frequency.attempt_frequency = 3;
  const auto whole = prior_shifts(c, hourly_steps(0.01, 100), &sources, frequency);
  const double here = onset(c, hourly_steps(0.01, 100), &sources).value().trend / mA_per_cm2;
  const auto late = prior_shifts(c, hourly_steps(here / 2, 100), &sources, frequency);
  const double second_step = std::log(1.1) / 2 - std::log(2.0);  // where its line begins
  int below = 0;
  for (std::size_t n = 0; n < whole.size(); ++n) {
    if (std::abs(whole[n] - second_step) < 0.05) continue;
    CHECK((late[n] == -INFINITY) == (whole[n] < second_step));
    if (late[n] == -INFINITY) ++below;
  }
  CHECK(below > 0);
}

TEST_CASE("a draw beyond the protocol has the onset of a longer one, where that only rises") {
  interface::Case c = test::sodium(0.0);
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0;
  const Prior prior;
  const auto longer = prior_shifts(c, hourly_steps(0.1, 1e7), nullptr, prior);
  const double here = onset(c, hourly_steps(0.1, 1e7), nullptr).value().trend / mA_per_cm2;
  const auto cut = prior_shifts(c, hourly_steps(0.1, 1.2 * here), nullptr, prior);
  REQUIRE(cut.size() == longer.size());
  for (std::size_t n = 0; n < cut.size(); ++n)
    CHECK(cut[n] == doctest::Approx(longer[n]).epsilon(1e-9));

  Design design;  // a table ends where it ends
  design.protocol = Tabulated{{{0, 0}, {3600, 1.2 * here * mA_per_cm2}}};
  const auto tabled = prior_shifts(c, design, nullptr, prior);
  for (std::size_t n = 0; n < tabled.size(); ++n) {
    const bool within = longer[n] < std::log(1.2);
    CHECK(std::isinf(tabled[n]) == !within);
    if (within) CHECK(tabled[n] == doctest::Approx(longer[n]).epsilon(1e-6));
  }
}

TEST_CASE("without bonds every current is as much larger as hops are faster") {
  interface::Case c = test::sodium(0.0);
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0;
  const Prior prior;
  const auto shifts = prior_shifts(c, hourly_steps(0.1, 1e7), nullptr, prior);
  const auto points = deviates(prior.draws);
  REQUIRE(shifts.size() == points.size());
  for (std::size_t n = 0; n < shifts.size(); ++n)
    CHECK(shifts[n] == doctest::Approx(std::log(3.0) * points[n][2]).epsilon(1e-6));
}

}  // namespace lacuna::cell
