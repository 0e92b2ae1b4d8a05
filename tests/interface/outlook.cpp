#include "interface/outlook.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/constants.hpp"
#include "interface/theory.hpp"

using namespace lacuna;
using interface::outlook;
using interface::Outlook;

namespace {

constexpr double monolayer = 0.077;  // [1/A^2]

Outlook of(const interface::Protocol& protocol, double density, double longest = 0.0) {
  interface::Case values;
  values.current = protocol;
  values.limits.time = longest;
  return outlook(values, density, monolayer);
}

}  // namespace

TEST_CASE(
    "the charge of a ramp is the integral of its current, to its end and to a current on the way") {
  const Outlook ahead = of(interface::Ramp{1.0, 5.0, 2.0, std::nullopt}, 3.0);
  CHECK(ahead.total == doctest::Approx((25.0 - 1.0) / (2 * 2.0)));
  REQUIRE(ahead.to_density.has_value());
  CHECK(*ahead.to_density == doctest::Approx((9.0 - 1.0) / (2 * 2.0)));
  CHECK(ahead.highest == doctest::Approx(5.0));
  CHECK_FALSE(ahead.waits);
}

TEST_CASE("an automatic ramp counts as one around j_pred") {
  const interface::Case standard;
  const double predicted = interface::predicted_density(standard);
  // 25 monolayers per e-fold there, of which half come before
  const Outlook ahead =
      of(interface::Ramp{0, 0, 0, std::nullopt, interface::AutoRamp{}}, predicted);
  CHECK(ahead.highest == doctest::Approx(8 * predicted).epsilon(0.005));
  REQUIRE(ahead.to_density.has_value());
  CHECK(*ahead.to_density * interface::site_area(standard.metal) ==
        doctest::Approx(25 * (1 - 1 / 64.0) / 2).epsilon(0.01));
}

TEST_CASE("a closed slab is full after the charge that equilibrium spreads over its layers") {
  interface::Case closed;
  closed.metal.layers = 11;
  closed.ceramic.segregation = 0.05;
  closed.far_side = interface::Closed {};
  closed.onset.coverage_threshold = 0.2;
  const double odds = 0.25 * std::exp(-0.05 / (constants::boltzmann * closed.temperature));
  const double charge = 0.2 + 10 * odds / (1 + odds);
  CHECK(interface::charge_to_fill(closed) == doctest::Approx(charge));
}

TEST_CASE("a hold counts with the least charge that it takes") {
  interface::Stationarity hold;
  hold.min_monolayers = 3;
  const Outlook ahead = of(interface::Ramp{1.0, 5.0, 2.0, hold}, 3.0);
  CHECK(ahead.waits);
  CHECK(ahead.total == doctest::Approx(3 * monolayer + 6.0));
  CHECK(ahead.to_density.value() == doctest::Approx(3 * monolayer + 2.0));
}

TEST_CASE(
    "a current that is never reached has no charge, one exceeded from the start has none to wait "
    "for") {
  CHECK_FALSE(of(interface::Ramp{1.0, 5.0, 2.0, std::nullopt}, 6.0).to_density.has_value());
  CHECK(of(interface::Ramp{1.0, 5.0, 2.0, std::nullopt}, 0.5).to_density.value() == 0.0);
}

TEST_CASE("constant currents, pulses and staircases add up") {
  CHECK(of(interface::Constant{2.0, 10.0, 0.0}, 1.0).total == doctest::Approx(10 * monolayer));
  CHECK(of(interface::Constant{2.0, 0.0, 7.0}, 1.0).total == doctest::Approx(14.0));
  CHECK(of(interface::Pulse{2.0, 1.5, 0.5, 4}, 1.0).total == doctest::Approx(12.0));
  // 1, 2, 4 held for 3 s each
  const Outlook stairs = of(interface::Staircase{1.0, 4.0, 2.0, 3.0}, 3.0);
  CHECK(stairs.total == doctest::Approx(21.0));
  CHECK(stairs.to_density.value() == doctest::Approx(9.0));
}

TEST_CASE("a limit of time ends the charge that is ahead") {
  CHECK(of(interface::Pulse{2.0, 1.5, 0.5, 4}, 1.0, 3.0).total ==
        doctest::Approx(2.0 * (1.5 + 1.0)));
}

TEST_CASE("charge is counted whichever way it passes") {
  const Outlook ahead = of(interface::Tabulated{{{0.0, 2.0}, {2.0, -2.0}}}, 5.0);
  CHECK(ahead.total == doctest::Approx(2.0));
  CHECK(ahead.highest == doctest::Approx(2.0));
}
