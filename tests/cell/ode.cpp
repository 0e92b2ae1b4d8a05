#include "cell/ode.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace lacuna::cell {
namespace {

Ode::Problem decay() {
  return {.derivative =
              [](double, Ode::State y, std::span<double> out) {
                out[0] = -y[0];
                out[1] = -10 * (y[1] - y[0]);
              },
          .tolerances = {{1e-9, 1e-14}, {1e-9, 1e-14}}};
}

}  // namespace

TEST_CASE("a decay is integrated in few steps") {
  Ode ode(decay(), 0.0, {1.0, 0.0});
  CHECK(ode.advance(3.0) == 0);
  CHECK(ode.time() == 3.0);
  CHECK(ode.state()[0] == doctest::Approx(std::exp(-3.0)).epsilon(1e-7));
  CHECK(ode.state()[1] == doctest::Approx((std::exp(-3.0) - std::exp(-30.0)) / 0.9).epsilon(1e-7));
  CHECK(ode.effort().steps < 2000);
  CHECK(ode.effort().evaluations > 0);
}

TEST_CASE("a stop that is asked for ends an integration where it is") {
  std::stop_source source;
  Ode::Problem endless = decay();
  endless.stop = source.get_token();
  endless.derivative = [&](double t, Ode::State, std::span<double> out) {
    out[0] = out[1] = std::cos(1e6 * t);  // takes for ever
    if (t > 1e-3) source.request_stop();
  };
  Ode ode(std::move(endless), 0.0, {1.0, 0.0});
  CHECK_THROWS_AS(ode.advance(1e9), Stopped);
  CHECK(ode.time() < 1);
}

TEST_CASE("an oscillation that is not stiff keeps its energy, and its zeros are found") {
  Ode::Problem p{.derivative =
                     [](double, Ode::State y, std::span<double> out) {
                       out[0] = y[1];
                       out[1] = -y[0];
                     },
                 .tolerances = {{1e-10, 1e-12}, {1e-10, 1e-12}},
                 .events =
                     [](double, Ode::State y, std::span<double> out) {
                       out[0] = y[0] - 2;  // never
                       out[1] = y[0] - 0.5;
                     },
                 .event_count = 2};
  Ode ode(std::move(p), 0.0, {0.0, 1.0});
  for (const double turn : {0.0, 1.0}) {  // from below alone
    CHECK(ode.advance(100.0) == 1);
    CHECK(ode.time() == doctest::Approx(std::numbers::pi * (2 * turn + 1.0 / 6)).epsilon(1e-8));
  }
  CHECK(ode.advance(8.0) == 2);
  CHECK(std::hypot(ode.state()[0], ode.state()[1]) == doctest::Approx(1).epsilon(1e-8));
}

TEST_CASE("what a function throws comes through, and CVODE's failures have their reason") {
  Ode::Problem thrower = decay();
  thrower.derivative = [](double, Ode::State, std::span<double>) { throw InputError("no"); };
  Ode ode(std::move(thrower), 0.0, {1.0, 0.0});
  CHECK_THROWS_WITH_AS(ode.advance(1.0), "no", InputError);
  Ode::Problem explosion = decay();
  explosion.derivative = [](double, Ode::State y, std::span<double> out) {
    out[0] = y[0] * y[0];
    out[1] = 0;
  };
  Ode other(std::move(explosion), 0.0, {1.0, 0.0});
  CHECK_THROWS_WITH_AS(other.advance(2.0), doctest::Contains("integration of the cell failed"),
                       RuntimeFailure);
}

}  // namespace lacuna::cell
