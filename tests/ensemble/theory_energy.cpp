#include "ensemble/theory_energy.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace lacuna;
using interface::Case;

namespace {

const std::vector<double> five_temperatures{250, 275, 300, 325, 350};

Case doorway(double injection, double segregation, int layers) {
  Case c;
  c.metal.layers = 8;
  c.ceramic.injection.barrier = injection;
  c.ceramic.segregation = segregation;
  c.onset.coverage_threshold = 0.5;
  if (layers > 8) c.far_side = interface::Thick {
      .layers = layers
    };
  return c;
}

}  // namespace

TEST_CASE(
    "the theory's activation energies are those of the design's table, from 8 layers to 200 µm") {
  const int layers[] = {8, 16, 64, 330, 659306};  // the last two: 100 nm and 200 µm
  const double highway[] = {0.053, 0.053, 0.053, 0.053, 0.053},
               kinetic[] = {0.126, 0.113, 0.083, 0.061, 0.053},
               thermodynamic[] = {0.138, 0.138, 0.137, 0.137, 0.137},
               coated[] = {0.095, 0.094, 0.094, 0.094, 0.094};
  for (std::size_t k = 0; k < std::size(layers); ++k) {
    CAPTURE(layers[k]);
    const auto apart = [&](double injection, double segregation, double table) {
      return ensemble::theory_energy(doorway(injection, segregation, layers[k]), five_temperatures)
                 .value() -
             table;
    };
    CHECK(apart(0.053, 0, highway[k]) == doctest::Approx(0).epsilon(0.001));
    CHECK(apart(0.14, 0, kinetic[k]) == doctest::Approx(0).epsilon(0.001));
    CHECK(apart(0.14, 0.087, thermodynamic[k]) == doctest::Approx(0).epsilon(0.001));
    CHECK(apart(0.10, 0.047, coated[k]) == doctest::Approx(0).epsilon(0.001));
  }
}

TEST_CASE("there is no theory of bonds, of rigid collectors or of a single temperature") {
  Case bonded = doorway(0.14, 0, 8), rigid = doorway(0.14, 0, 8);
  bonded.metal.bond_nn2 = 0.01;
  rigid.far_side = interface::Closed {};
  CHECK_FALSE(ensemble::theory_energy(bonded, five_temperatures).has_value());
  Case reservoir = doorway(0.14, 0, 64);
  std::get<interface::Thick>(reservoir.far_side).far_end = interface::Reservoir {};
  CHECK_FALSE(ensemble::theory_energy(reservoir, five_temperatures).has_value());
  CHECK_FALSE(ensemble::theory_energy(rigid, five_temperatures).has_value());
  CHECK_FALSE(ensemble::theory_energy(doorway(0.14, 0, 8), std::vector{300.0}).has_value());
}
