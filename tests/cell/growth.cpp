#include "cell/growth.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "cell/population.hpp"
#include "core/constants.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {

using std::numbers::pi;

// Half of what holds a layer: the contact angle is 90°.
constexpr double neutral = 0.12;  // [eV]

TEST_CASE("an isolated half-sphere captures 4π k_b R/a of the gas, so that R² = 2 D z0 t") {
  const interface::Case c = test::sodium(neutral);
  const Source wall = test::lawful(c, nucleation::Region::wall);
  const Growth growth(c, wall);
  const Boundary b(c, Design{});
  const double a = c.metal.lattice_constant, n = 1e12;
  const double radius = std::cbrt(3 * n * a * a * a / 2 / (2 * pi));
  const double capture = growth.capture(std::pow(n, 2.0 / 3));
  CHECK(capture == doctest::Approx(4 * pi * b.diffusivity / (a * a * a) * radius).epsilon(1e-2));
  CHECK(growth.height() * std::cbrt(n) == doctest::Approx(radius).epsilon(1e-9));
  // d(R²)/dt from du/dt, by z0
  const double rise = 2 * capture / (3 * std::cbrt(n));
  const double square = radius * radius / std::pow(n, 2.0 / 3);
  CHECK(rise * square == doctest::Approx(2 * b.diffusivity).epsilon(1e-2));
}

TEST_CASE("voids of the sizes counted grow as was measured, and nothing jumps beyond") {
  const interface::Case c = test::sodium(0.087);
  const Source wall = test::lawful(c, nucleation::Region::wall);
  const Growth growth(c, wall);
  const auto u = [](double n) { return std::pow(n, 2.0 / 3); };
  CHECK(growth.newborn() == doctest::Approx(u(120)));
  CHECK(growth.capture(u(27)) == doctest::Approx(1e13 * 10).epsilon(1e-6));
  CHECK(growth.capture(u(120) * (1 + 1e-9)) == doctest::Approx(growth.capture(u(120))));
  // Gibbs and Thomson: a large void is in balance with the metal's own vacancies
  CHECK(growth.threshold(1e12) == doctest::Approx(std::exp(-wall.at.formation())).epsilon(1e-4));
  for (const double n : {119.5, 1000.0, 1e6})
    CHECK(growth.threshold(u(n)) > growth.threshold(u(n + 1)));
}

TEST_CASE(
    "a flaw neither grows nor shrinks at the fugacity of its size, and does either beside it") {
  const interface::Case c = test::sodium(neutral);
  const Source wall = test::lawful(c, nucleation::Region::wall);
  const Growth growth(c, wall);
  Design design;
  const Boundary b(c, design);
  Population population(c, design, b, growth, nullptr);
  std::vector<double> state = population.empty();
  const double u = 1e4;
  population.add(0.0, 3.0, u, false, state);
  const double balanced = (growth.threshold(u) - b.far) / b.per_density;
  const auto growing = [&](double density) {
    std::vector<double> out(state.size());
    population.enter({0.0, 1.0, density, density});
    population.derivative(0.0, state, out);
    return out.back();
  };
  CHECK(growing(balanced * 1.001) > 0);
  CHECK(growing(balanced / 1.001) < 0);
  CHECK(std::abs(growing(balanced)) < 1e-6 * growing(balanced * 1.001));
}

TEST_CASE(
    "a flaw is in balance under kT/Ω ln(z_eq/(z_R - r M/2k_b)), and above z_R no pressure helps") {
  interface::Case c = test::sodium(neutral);
  const Source wall = test::lawful(c, nucleation::Region::wall);
  const Growth growth(c, wall);
  const double u = 1e7, kT = constants::boltzmann * 300, volume = std::pow(4.29, 3) / 2;
  Design design;
  const Boundary free(c, design);
  const auto growing = [&](double density, double pressure) {
    design.pressure = pressure;
    Population population(c, design, Boundary(c, design), growth, nullptr);
    std::vector<double> state = population.empty();
    population.add(0.0, 3.0, u, false, state);
    std::vector<double> out(state.size());
    population.enter({0.0, 1.0, density, density});
    population.derivative(0.0, state, out);
    return out.back() > 0;
  };
  const double hop = 1e13 * std::exp(-0.053 / kT), own = std::exp(-0.42 / kT);
  const double per_density = std::pow(4.29, 2) / std::sqrt(2.0) * free.layers / (2 * hop);  // the
                                                                                            // step
                                                                                            // at
                                                                                            // the
                                                                                            // wall:
                                                                                            // 1e-5
  const double whole = growth.threshold(u) / per_density;
  for (const double share : {0.2, 0.5, 0.9}) {
    const double density = share * whole;
    const double critical =
        kT / volume * std::log(own / (growth.threshold(u) - density * per_density));
    CHECK(growing(density, critical * 0.999));
    CHECK_FALSE(growing(density, critical * 1.001));
  }
  CHECK(growing(1.001 * whole, 1600 * constants::MPa));
  CHECK_FALSE(growing(0.99 * whole, 1600 * constants::MPa));
}

}  // namespace lacuna::cell
