#include "cell/boundary.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/theory.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {

TEST_CASE("on (110) the fugacity at the interface is z_far + r (M + k_b/k_ret)/(2 k_b)") {
  const interface::Case c = test::sodium(0.087);
  Design design;
  design.thickness = 1e5;
  const Boundary b(c, design);
  const double kT = constants::boltzmann * 300, a = 4.29;
  const double layers = 1e5 * std::sqrt(2.0) / a;
  const double hop = 1e13 * std::exp(-0.053 / kT), back = 1e13 * std::exp(-(0.14 - 0.087) / kT);
  const double density = constants::mA_per_cm2, strip = density * a * a / std::sqrt(2.0);
  const double own = std::exp(-0.42 / kT);
  CHECK(b.equilibrium == doctest::Approx(own));
  CHECK(b.fugacity(density) ==
        doctest::Approx(own + strip * (layers + hop / back) / (2 * hop)).epsilon(1e-12));
  CHECK(b.diffusivity == doctest::Approx(hop * a * a));
  CHECK(b.relaxation == doctest::Approx(1e10 / (hop * a * a)));
  design.far_end = FarEnd::sink;
  CHECK(Boundary(c, design).far == 0);
}

TEST_CASE("under pressure the metal has fewer vacancies of its own, by exp(-P a³/2kT)") {
  Design design;
  const interface::Case c = test::sodium(0.0);
  const Boundary free(c, design);
  design.pressure = 10 * constants::MPa;
  const Boundary pressed(c, design);
  const double joule = 10e6 * std::pow(4.29e-10, 3) / 2;  // P Ω
  CHECK(pressed.equilibrium ==
        doctest::Approx(free.equilibrium * std::exp(-joule / (1.380649e-23 * 300))).epsilon(1e-9));
  CHECK(pressed.far == pressed.equilibrium);
  CHECK(pressed.per_density == free.per_density);
}

TEST_CASE("a pressure that closes the lattice is refused") {
  Design design;
  const interface::Case c = test::sodium(0.0);  // E_f = 0.42 eV, Ω = 39.5 A³: 1.70 GPa
  design.pressure = 1690 * constants::MPa;
  CHECK(Boundary(c, design).equilibrium > 0);
  design.pressure = 1720 * constants::MPa;
  CHECK_THROWS_WITH_AS(Boundary(c, design),
                       doctest::Contains("cell.pressure_MPa: the pressure makes a vacancy cost"),
                       InputError);
}

TEST_CASE("on every normal it is the line of vacancies on their way through thick metal") {
  for (const lattice::Normal normal :
       {lattice::Normal::n110, lattice::Normal::n100, lattice::Normal::n111}) {
    interface::Case c = test::sodium(0.0);
    c.metal.normal = normal;
    Design design;
    design.far_end = FarEnd::sink;
    const Boundary b(c, design);
    const double density = constants::mA_per_cm2;
    const interface::SteadyLine line = interface::steady_line(in_thick_metal(c, design), density);
    CHECK(b.fugacity(density) == doctest::Approx(line.at(0)).epsilon(3 / b.layers));
  }
}

TEST_CASE("metal of a few layers is refused") {
  Design design;
  design.thickness = 200;
  CHECK_THROWS_WITH_AS(Boundary(test::sodium(0), design), doctest::Contains("direct run"),
                       InputError);
}

}  // namespace lacuna::cell
