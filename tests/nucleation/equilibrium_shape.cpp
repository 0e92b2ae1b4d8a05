#include "nucleation/equilibrium_shape.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "tests/nucleation/sodium.hpp"

namespace lacuna::nucleation {
namespace {

using lattice::Normal;

constexpr double a = 4.29;  // [angstrom]
constexpr double in_J_per_m2 = 1 / (a * a * constants::J_per_m2);

}  // namespace

TEST_CASE("broken bonds of sodium cost 0.148, 0.157 and 0.181 J/m² on (110), (100) and (111)") {
  const std::array energies{0.148, 0.157, 0.181};
  for (std::size_t n = 0; n < energies.size(); ++n) {
    const double energy = surface_energy(test::bulk(test::normals[n]), {0, 0, 7});
    CHECK(std::abs(energy * in_J_per_m2 - energies[n]) < 0.0005);
  }
}

TEST_CASE("sodium's Wulff shape costs as much as a ball of 0.160 J/m², on every normal") {
  for (const Normal normal : test::normals) {
    const EquilibriumShape shape(test::bulk(normal));
    CHECK(std::abs(shape.wulff_mean() * in_J_per_m2 - 0.160) < 0.0005);
    CHECK(shape.factor() == 1.0);
    // the ball: 4 π r² γ of the volume n a³/2
    const double area = std::cbrt(36 * std::numbers::pi / 4);
    CHECK(shape.surface_coefficient() ==
          doctest::Approx(area * shape.wulff_mean() / test::bulk().thermal_energy()));
  }
}

TEST_CASE("bonds of one kind make a rhombic dodecahedron or a cube") {
  Conditions at = test::bulk();
  at.bond_nn2 = 0;  // (110) at γ: volume 4√2 γ³
  const double dodecahedron = 4 * std::numbers::sqrt2 * std::pow(surface_energy(at, {0, 0, 1}), 3);
  CHECK(std::pow(EquilibriumShape(at).wulff_mean(), 3) * 4 * std::numbers::pi / 3 ==
        doctest::Approx(dodecahedron));
  at = test::bulk(Normal::n100);
  at.bond_nn1 = 0;
  const double cube = std::pow(2 * surface_energy(at, {0, 0, 1}), 3);
  CHECK(std::pow(EquilibriumShape(at).wulff_mean(), 3) * 4 * std::numbers::pi / 3 ==
        doctest::Approx(cube));
}

TEST_CASE(
    "at the wall, metal meets sodium's voids at 0, 52.5 and 74 degrees, of 1, 0.875 and 0.689") {
  struct Row {
    double segregation, angle, factor;
  };
  for (const Row& row : {Row{0, 0, 1}, Row{0.047, 52.5, 0.875}, Row{0.087, 74.0, 0.689}}) {
    const EquilibriumShape shape(test::wall(row.segregation));
    CHECK(std::abs(shape.contact_angle() - row.angle) < 0.05);
    CHECK(std::abs(shape.factor() - row.factor) < 0.001);
  }
  CHECK(EquilibriumShape(test::wall(-0.1)).factor() == 1.0);
}

TEST_CASE("a wall through the centre leaves half, and one that wets is refused, on every normal") {
  for (const Normal normal : test::normals) {
    const double site = unit_slab(normal).site_area();
    const double neutral = site * surface_energy(test::bulk(normal), {0, 0, 1});
    const EquilibriumShape half(test::wall(neutral, normal));
    CHECK(half.contact_angle() == doctest::Approx(90));
    CHECK(half.factor() == doctest::Approx(0.5));
    CHECK(EquilibriumShape(test::wall(1.99 * neutral, normal)).factor() < 0.01);
    CHECK_THROWS_WITH_AS(EquilibriumShape(test::wall(2.001 * neutral, normal)),
                         doctest::Contains("wet"), InputError);
  }
}

TEST_CASE(
    "a cube and a rhombic dodecahedron cover their facets of the wall, half a cube its square") {
  const double neutral =
      unit_slab(Normal::n100).site_area() * surface_energy(test::bulk(Normal::n100), {0, 0, 1});
  Conditions at = test::wall(0, Normal::n100);
  at.bond_nn1 = 0;
  CHECK(EquilibriumShape(at).ground() == doctest::Approx(1));
  at.segregation =
      neutral * surface_energy(at, {0, 0, 1}) / surface_energy(test::bulk(Normal::n100), {0, 0, 1});
  CHECK(EquilibriumShape(at).ground() == doctest::Approx(std::pow(4, 1.0 / 3)));
  at = test::wall(0);
  at.bond_nn2 = 0;
  CHECK(EquilibriumShape(at).ground() ==
        doctest::Approx(std::numbers::sqrt2 / std::pow(4 * std::numbers::sqrt2, 2.0 / 3)));
}

TEST_CASE("bonds that hold no void together are refused") {
  Conditions at = test::bulk();
  at.bond_nn1 = at.bond_nn2 = 0;
  CHECK_THROWS_AS(EquilibriumShape{at}, InputError);
  at.bond_nn1 = -0.01;
  at.bond_nn2 = 0.06;
  CHECK_THROWS_AS(EquilibriumShape{at}, InputError);
}

TEST_CASE("a cap of its height, cut off at its contact angle, has its volume, disc by disc") {
  for (const double segregation : {0.0, 0.047, 0.087}) {
    const EquilibriumShape shape(test::wall(segregation));
    const double cosine = std::cos(shape.contact_angle() * std::numbers::pi / 180);
    constexpr double volume = 500;
    const double height = shape.cap_height(volume), radius = height / (1 + cosine);
    double sum = 0;
    constexpr int discs = 10000;
    for (int n = 0; n < discs; ++n) {
      const double z = -radius * cosine + height * (n + 0.5) / discs;  // from the ball's centre
      sum += std::numbers::pi * (radius * radius - z * z) * height / discs;
    }
    CHECK(sum == doctest::Approx(volume).epsilon(1e-6));
  }
}

}  // namespace lacuna::nucleation
