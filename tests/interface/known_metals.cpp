#include "interface/known_metals.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "interface/case.hpp"
#include "interface/self_diffusion.hpp"
#include "tests/oracles/boltzmann_constant.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;

namespace {

Case case_of(const KnownMetal& metal) {
  Case c;
  set_metal(c.metal, metal);
  c.temperature = 300;
  return c;
}

const KnownMetal& metal_of(const std::string& symbol) {
  for (const KnownMetal& metal : known_metals())
    if (metal.symbol == symbol) return metal;
  throw Error("there is no " + symbol);
}

}  // namespace

TEST_CASE("molar volumes are those of the densities in handbooks, within one per cent") {
  const auto volume = [](const char* symbol) { return metal_of(symbol).molar_volume(); };
  CHECK(volume("Na") == doctest::Approx(22.990 / 0.968).epsilon(0.01));
  CHECK(volume("K") == doctest::Approx(39.098 / 0.862).epsilon(0.01));
  CHECK(volume("Li") == doctest::Approx(6.94 / 0.534).epsilon(0.01));
}

TEST_CASE("bonds make a vacancy cost what was measured") {
  for (const KnownMetal& metal : known_metals()) {
    const Case c = case_of(metal);
    CHECK(4 * c.metal.bond_nn1 + 3 * c.metal.bond_nn2 ==
          doctest::Approx(metal.formation_energy).epsilon(1e-3));
  }
}

// Both are of the activation energy Q and of D at 300 K, where a tracer was measured or nearly so.
TEST_CASE("a metal's vacancies carry what its tracer does, as far as the table says") {
  const auto ratio = [](const char* symbol) {
    const KnownMetal& metal = metal_of(symbol);
    const double jumps = metal.attempt_frequency * std::exp(-metal.hop_barrier / (kB * 300));
    const double vacancies = std::exp(metal.formation_entropy - 7 * metal.bond() / (kB * 300));
    const double a = metal.lattice_constant;
    const double expected = 0.7272 * vacancies * jumps * a * a;
    const auto found = self_diffusion(case_of(metal));
    REQUIRE(found);
    CHECK(found->model == doctest::Approx(expected).epsilon(1e-4));
    CHECK(found->metal == metal.name);
    CHECK(found->ratio() == doctest::Approx(expected / metal.tracer_diffusion(300)).epsilon(1e-4));
    return found->ratio();
  };
  CHECK(ratio("Na") == doctest::Approx(7.7).epsilon(0.03));
  CHECK(ratio("K") == doctest::Approx(1).epsilon(0.15));
  CHECK(std::abs(std::log(ratio("Li"))) < std::log(6));  // S_f is known to a factor of exp(0.8)
  for (const char* symbol : {"K", "Li"}) {
    const KnownMetal& metal = metal_of(symbol);
    CHECK(metal.formation_energy + metal.hop_barrier ==
          doctest::Approx(metal.tracer[0].activation).epsilon(0.02));
  }
}

TEST_CASE("a metal is known by its lattice constant") {
  Metal metal;
  CHECK(known_metal(metal.lattice_constant)->symbol == "Na");
  for (const KnownMetal& each : known_metals()) {
    set_metal(metal, each);
    metal.lattice_constant *= 1.01;
    CHECK(known_metal(metal.lattice_constant) == &each);
  }
  metal.lattice_constant = 4.0;
  CHECK(known_metal(metal.lattice_constant) == nullptr);
}
