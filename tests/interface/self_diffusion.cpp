#include "interface/self_diffusion.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "interface/known_metals.hpp"
#include "tests/oracles/boltzmann_constant.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;

namespace {

constexpr double square_cm = 1e16;  // [A^2]

Case sodium(double entropy, double temperature = 300, double bond = 0.06) {
  Case c;
  c.temperature = temperature;
  c.metal.bond_nn1 = c.metal.bond_nn2 = bond;
  c.metal.vacancy_entropy = entropy;
  return c;
}

double measured_self_diffusion(double temperature) {
  return known_metals().front().tracer_diffusion(temperature);
}

}  // namespace

TEST_CASE("sodium's measured self-diffusion is that of three measurements, within a fifth") {
  constexpr double R = 1.98720425864083e-3;  // [kcal/mol/K]
  for (const double T : {280.0, 300.0, 330.0, 360.0}) {
    CAPTURE(T);
    const double measured = measured_self_diffusion(T) / square_cm;
    const double in_1952 = 0.242 * std::exp(-10.45 / (R * T)),
                 in_1966 = 0.145 * std::exp(-10.09 / (R * T));
    CHECK(std::abs(std::log(measured / in_1966)) < 0.06);
    CHECK(std::abs(std::log(measured / in_1952)) < 1.0 / 5);
  }
  CHECK(measured_self_diffusion(300) / square_cm == doctest::Approx(6.5e-9).epsilon(0.01));
}

TEST_CASE("the model's self-diffusion is c_eq D_v f, clock factor and entropy included") {
  for (const double T : {250.0, 300.0, 350.0})
    for (const double entropy : {0.0, 3.7, 5.8}) {
      Case c = sodium(entropy, T);
      c.clock_factor = 0.5;
      const double jumps = 0.5 * 1e13 * std::exp(-0.053 / (kB * T));  // [1/s] to each neighbour
      const double expected = std::exp(entropy - 0.42 / (kB * T)) * jumps * 4.29 * 4.29 * 0.727194;
      const auto found = self_diffusion(c);
      REQUIRE(found);
      CHECK(found->model == doctest::Approx(expected).epsilon(1e-4));
      CHECK(found->ratio() == doctest::Approx(expected / measured_self_diffusion(T)).epsilon(1e-4));
    }
}

TEST_CASE("without an entropy sodium's self-diffusion is too low, with 5.8 k too high") {
  CHECK(self_diffusion(sodium(0))->ratio() == doctest::Approx(1 / 43.0).epsilon(0.03));
  CHECK(self_diffusion(sodium(5.8))->ratio() == doctest::Approx(7.7).epsilon(0.03));
  CHECK(self_diffusion(sodium(3.76))->ratio() == doctest::Approx(1).epsilon(0.03));
}

TEST_CASE("without bonds the vacancies of the metal are the reservoir's, if there is one") {
  Case c = sodium(0, 300, 0);
  CHECK_FALSE(self_diffusion(c));
  c.far_side = Equilibrium{{0.42, 1.0}};
  CHECK(self_diffusion(c)->model == doctest::Approx(self_diffusion(sodium(1.0))->model));
  c = sodium(0);
  c.far_side = Equilibrium{{0.30, 0.0}};  // of other metal
  CHECK(self_diffusion(c)->model == self_diffusion(sodium(0))->model);
}
