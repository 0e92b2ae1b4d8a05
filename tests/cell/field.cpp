#include "cell/field.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "cell/ode.hpp"
#include "core/constants.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {
namespace {

// z0 − z_far at the time t after a steady flux sets in, by that of the steady state: images of the
// half-space's 2√(t/π), t in L²/D (Carslaw & Jaeger § 3.8).
double step_response(double t) {
  const auto ierfc = [](double x) {
    return std::exp(-x * x) / std::sqrt(std::numbers::pi) - x * std::erfc(x);
  };
  double sum = ierfc(0.0);
  for (int k = 1; k < 40; ++k) sum += 2 * (k % 2 ? -1 : 1) * ierfc(k / std::sqrt(t));
  return 2 * std::sqrt(t) * sum;
}

}  // namespace

TEST_CASE("modes follow a step of the current as the exact field does") {
  const interface::Case c = test::sodium(0.087);
  Design design;
  design.transient = true;
  const Boundary b(c, design);
  const Field field(b, true);
  const double net = constants::mA_per_cm2;
  Ode::Problem p{
      .derivative = [&](double, Ode::State y, std::span<double> out) { field.change(y, net, out); },
      .relative_tolerance = 1e-9,
      .absolute_tolerance = std::vector<double>(field.modes(), 1e-18),
      .decay = field.decay()};
  Ode ode(std::move(p), 0.0, std::vector<double>(field.modes(), 0.0));
  for (const double t : {0.003, 0.01, 0.1, 0.5, 3.0}) {
    static_cast<void>(ode.advance(t * b.relaxation));
    const double rise = field.rest(ode.state()) + field.resistance() * net - b.far;
    const double exact = (b.per_density - b.at_once) * net * step_response(t) + b.at_once * net;
    CHECK(rise == doctest::Approx(exact).epsilon(1e-5));
  }
  // what the metal then holds is a triangle
  CHECK(field.stored(ode.state()) ==
        doctest::Approx((b.per_density - b.at_once) * net / 2 * b.layers / b.site_area)
            .epsilon(2e-3));
}

TEST_CASE("a quasi-steady field has no modes, and all of the resistance") {
  const interface::Case c = test::sodium(0.087);
  const Boundary b(c, Design{});
  const Field field(b, false);
  CHECK(field.modes() == 0);
  CHECK(field.rest({}) == b.far);
  CHECK(field.resistance() == b.per_density);
}

}  // namespace lacuna::cell
