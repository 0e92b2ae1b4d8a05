#include "interface/auto_ramp.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/imposed_current.hpp"
#include "interface/onset.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

Case automatic(RampConvention convention = RampConvention::charge) {
  Case c;
  c.current = Ramp{0, 0, 0, Stationarity{2, 90, 0.01}, AutoRamp{convention, 40, 300}};
  return c;
}

}  // namespace

TEST_CASE("at its scale a ramp passes the charge per e-fold that was asked for") {
  const Case c = automatic();
  const double j = 1e-3, rate = charge_rate(c, j);
  // by quadrature: charge between j / sqrt(e) and j sqrt(e), less what the curvature adds
  const ImposedCurrent p(Ramp{j * std::exp(-0.005), j * std::exp(0.005), rate, {}});
  CHECK(p.exposure(0, p.segment_end()) * site_area(c.metal) / 0.01 ==
        doctest::Approx(40).epsilon(1e-4));
}

TEST_CASE("a chosen ramp goes from an eighth to eight times its scale, in three digits of mA/cm2") {
  const Case c = automatic();
  const Ramp ramp =
      ramp_around(c, 123456.789 * constants::mA_per_cm2, 7.7777e11 * constants::mA_per_cm2);
  CHECK(ramp.from == 1.54e4 * constants::mA_per_cm2);
  CHECK(ramp.to == 9.88e5 * constants::mA_per_cm2);
  CHECK(ramp.rate == 7.78e11 * constants::mA_per_cm2);
  CHECK(early_part_end(ramp) < 0.3 * 123456.789 * constants::mA_per_cm2);
}

TEST_CASE("a case takes over a chosen ramp and keeps its own hold") {
  for (const bool hold : {true, false}) {
    Case c = automatic();
    if (!hold) std::get<Ramp>(c.current).hold.reset();
    const Case chosen = with_ramp(c, Ramp{1, 2, 3});
    const auto& ramp = std::get<Ramp>(chosen.current);
    CHECK(ramp.from == 1);
    CHECK(ramp.to == 2);
    CHECK(ramp.rate == 3);
    CHECK_FALSE(ramp.automatic.has_value());
    REQUIRE(ramp.hold.has_value() == hold);
    if (hold) CHECK(ramp.hold->max_monolayers == 90);
  }
}

TEST_CASE(
    "the expected ramp lies around j_pred, and at a fixed rate that of the reference temperature") {
  for (const RampConvention convention : {RampConvention::charge, RampConvention::fixed}) {
    Case c = automatic(convention);
    c.temperature = 350;
    Case reference = c;
    if (convention == RampConvention::fixed) reference.temperature = 300;
    const Case expected = with_expected_ramp(c);
    const auto& ramp = std::get<Ramp>(expected.current);
    CHECK(std::sqrt(ramp.from * ramp.to) == doctest::Approx(predicted_density(c)).epsilon(0.01));
    CHECK(ramp.rate ==
          doctest::Approx(charge_rate(c, predicted_density(reference))).epsilon(0.005));
  }
  Case stated = automatic();
  stated.current = Constant{1, 2, 0};
  CHECK(std::get<Constant>(with_expected_ramp(stated).current).density == 1);
}

TEST_CASE("an automatic ramp makes a valid case that no run takes before a pilot chose") {
  const Case c = automatic();
  CHECK_NOTHROW(validate(c));
  CHECK(automatic_ramp(c.current) != nullptr);
  CHECK(automatic_ramp(Ramp{1, 2, 3}) == nullptr);
  CHECK(early_part_end(c.current) == 0.0);
  CHECK(cautions(c).empty());
  CHECK_THROWS_WITH_AS(ImposedCurrent{c.current}, doctest::Contains("pilot"), Error);
  CHECK_THROWS_AS(static_cast<void>(run(c, 1, {}, {}, {})), Error);
}
