#include "cell/boundary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

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

TEST_CASE("sinks inside the metal bring its far end nearer, as finite differences say") {
  // u at the interface by a unit of flux: D u'' = D k² u, u = 0 at the far end, whose solution is
  // shot from there and scaled.
  const auto differences = [](double strength, double thickness) {
    constexpr int steps = 100000;
    const double h = thickness / steps;
    double last = 0, u = h, next = 0;
    for (int n = 1; n <= steps; ++n) {
      next = (2 + strength * h * h) * u - last;
      if (n == steps) break;
      last = u;
      u = next;
    }
    return u / ((next - last) / (2 * h));
  };
  const interface::Case c = test::sodium(0.087);
  Design design;
  const Boundary without(c, design);
  CHECK(without.effective == design.thickness);
  CHECK(without.steeper == 1);
  for (const double density : {1e8, 1e10}) {  // per cm²
    design.sinks = InnerSinks{.dislocations = density / constants::cm2};
    const Boundary b(c, design);
    // A cylinder of metal around each line: k² from the ln law.
    const double each = 1 / std::sqrt(std::numbers::pi * density / constants::cm2);
    const double strength = 2 / (each * each) / (std::log(each / design.sinks->core) - 0.75),
                 k = std::sqrt(strength);
    CHECK(b.effective == doctest::Approx(std::tanh(k * design.thickness) / k));
    CHECK(b.effective ==
          doctest::Approx(differences(strength, std::min(design.thickness, 20 / k))).epsilon(1e-4));
    CHECK((b.per_density - b.at_once) / (without.per_density - without.at_once) ==
          doctest::Approx(b.effective / design.thickness));
    // The slope at the interface is that of all that is stripped, wherever it goes.
    CHECK(b.rise(1.0) - b.at_once * b.steeper ==
          doctest::Approx(without.per_density - without.at_once));
  }
}

TEST_CASE("sinks that say nothing, or lie too densely for a law of lone lines, are refused") {
  Design design;
  design.protocol = Ramp{0, 1e-3, 1e-6};
  design.sinks = InnerSinks{};
  CHECK_THROWS_WITH_AS(
      validate(design),
      doctest::Contains("cell.sinks: give dislocations_per_cm2, grain_size_um or both"),
      InputError);
  design.sinks->dislocations = 1e14 / constants::cm2;
  CHECK_THROWS_WITH_AS(validate(design), doctest::Contains("too dense"), InputError);
  design.sinks = InnerSinks{.grains = 1e4};
  CHECK_NOTHROW(validate(design));
}

TEST_CASE("metal of a few layers is refused") {
  Design design;
  design.thickness = 200;
  CHECK_THROWS_WITH_AS(Boundary(test::sodium(0), design), doctest::Contains("direct run"),
                       InputError);
}

}  // namespace lacuna::cell
