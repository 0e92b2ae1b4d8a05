#include "cell/field.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

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
  const Boundary b(c, Design{});
  const double net = constants::mA_per_cm2, metal = b.per_density - b.at_once;
  Undisturbed field(b, true);
  field.enter({0.0, 4 * b.relaxation, net, net});
  for (const double t : {0.003, 0.01, 0.1, 0.5, 3.0}) {
    const double exact = metal * net * step_response(t) + b.at_once * net;
    CHECK(field(t * b.relaxation) - b.far == doctest::Approx(exact).epsilon(1e-5));
  }
}

TEST_CASE("the field goes on from one stretch of the current to the next") {
  const interface::Case c = test::sodium(0.087);
  const Boundary b(c, Design{});
  const double net = constants::mA_per_cm2, tau = b.relaxation;
  Undisturbed whole(b, true), parts(b, true);
  whole.enter({0.0, tau, 0.0, net});
  parts.enter({0.0, 0.3 * tau, 0.0, 0.3 * net});
  CHECK(parts(0.2 * tau) == doctest::Approx(whole(0.2 * tau)));
  parts.enter({0.3 * tau, tau, 0.3 * net, net});
  CHECK(parts(0.8 * tau) == doctest::Approx(whole(0.8 * tau)));
  // Long after, a steady current has the steady field; under a rising one that lags behind by what
  // Σ 2/((m − 1/2)π)⁴ = 1/3 of the relaxation time is.
  whole.enter({tau, 20 * tau, net, net});
  CHECK(whole(20 * tau) == doctest::Approx(b.fugacity(net)));
  Undisturbed rising(b, true);
  rising.enter({0.0, 20 * tau, 0.0, 20 * net});
  const double metal = b.per_density - b.at_once;
  CHECK(rising(20 * tau) == doctest::Approx(b.fugacity(20 * net) - metal * net / 3).epsilon(1e-5));
}

TEST_CASE("voids that draw steadily lower z0 as a current that is missing") {
  const interface::Case c = test::sodium(0.087);
  const Boundary b(c, Design{});
  const double drawn = constants::mA_per_cm2, fastest = 1000 / b.relaxation;
  const Disturbance field(b, fastest);
  CHECK(field.modes() == 10);
  Ode::Problem p{.derivative = [&](double, Ode::State y,
                                   std::span<double> out) { field.change(y, drawn, out); },
                 .tolerances = std::vector<Ode::Tolerance>(field.modes(), {1e-9, 1e-18})};
  Ode ode(std::move(p), 0.0, std::vector<double>(field.modes(), 0.0));
  for (const double t : {0.01, 0.1, 0.5, 3.0}) {
    static_cast<void>(ode.advance(t * b.relaxation));
    const double fall = Disturbance::lag(ode.state()) + field.resistance() * drawn;
    const double exact = (b.per_density - b.at_once) * drawn * step_response(t) + b.at_once * drawn;
    CHECK(fall == doctest::Approx(exact).epsilon(t < 0.05 ? 2e-3 : 1e-5));
  }
}

TEST_CASE("a quasi-steady field has no modes, and all of the resistance") {
  const interface::Case c = test::sodium(0.087);
  const Boundary b(c, Design{});
  Undisturbed field(b, false);
  field.enter({0.0, 1.0, 0.0, constants::mA_per_cm2});
  CHECK(field(0.5) == doctest::Approx(b.fugacity(0.5 * constants::mA_per_cm2)));
  const Disturbance none(b, 0.0);
  CHECK(none.modes() == 0);
  CHECK(none.resistance() == b.per_density);
}

TEST_CASE("beside dislocations the field follows a step as finite differences do") {
  const interface::Case c = test::sodium(0.087);
  Design design;
  design.thickness = 1e5;
  design.sinks = InnerSinks{.dislocations = 3e9 / constants::cm2};
  const Boundary b(c, design);
  const double depth = [&] {  // kL of tanh(kL)/kL = ℓ/L
    double x = b.steeper;
    for (int n = 0; n < 100; ++n) x = b.steeper * std::tanh(x);
    return x;
  }();
  CHECK(depth > 2);
  Undisturbed field(b, true);
  const double net = constants::mA_per_cm2;
  field.enter({0.0, 4 * b.relaxation, net, net});
  // u_t = u_xx − (kL)² u in units of L and L²/D; a unit of flux at x = 0, u = 0 at x = 1.
  constexpr int cells = 100;
  const double h = 1.0 / cells, step = 0.2 * h * h;
  std::vector<double> u(cells, 0.0), next(cells);
  double time = 0;
  for (const double until : {0.01, 0.05, 0.3}) {
    for (; time < until; time += step) {
      for (int n = 0; n < cells; ++n) {
        const auto at = static_cast<std::size_t>(n);
        const double in = n == 0 ? h : u[at - 1] - u[at];
        const double out = n + 1 == cells ? 2 * u[at] : u[at] - u[at + 1];
        next[at] = u[at] + step * ((in - out) / (h * h) - depth * depth * u[at]);
      }
      u.swap(next);
    }
    const double found = (field(time * b.relaxation) - b.far) / net - b.at_once;
    const double whole = (b.per_density - b.at_once) * b.steeper;
    CHECK(found == doctest::Approx(whole * (u[0] + h / 2)).epsilon(0.01));
  }
}

}  // namespace lacuna::cell
