#include "cell/constriction.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/constants.hpp"
#include "interface/contact_current.hpp"
#include "interface/voltage.hpp"
#include "tests/cell/lone_disc.hpp"

using namespace lacuna;
using std::numbers::pi;

namespace {

constexpr double half_space = std::numeric_limits<double>::infinity();

interface::Case with_ceramic() {
  interface::Case c;
  c.ceramic.strip = interface::StripRule::field;
  c.ceramic.electrolyte = interface::Electrolyte { 1000 * constants::ohm_cm };
  c.voltage.exchange_relative.reset();
  c.voltage.exchange_density = 10 * constants::mA_per_cm2;
  return c;
}

/// A round hole in the contact, in a square box so many radii wide: what a half-spherical void
/// there catches by the current that its ground does not pass, and what it adds to the resistance
/// by ρ a³.
struct Hole {
  double caught, constriction;
};
Hole hole(double sites_of_radius, double widths, double wagner) {
  const int across = static_cast<int>(sites_of_radius * widths);
  const lattice::Slab slab(lattice::Normal::n100, 1.0, {across, across}, 4);
  std::vector<double> contact(slab.sites_per_layer(), 1.0), r(contact.size());
  double covered = 0;
  for (std::uint32_t n = 0; n < contact.size(); ++n) {
    const lattice::Vector p = slab.position(slab.nth(n));
    r[n] = std::hypot(p[0] - slab.box()[0] / 2, p[1] - slab.box()[1] / 2);
    if (r[n] < sites_of_radius) contact[n] = 0;
    covered += contact[n] == 0;
  }
  interface::ContactCurrent current(slab, half_space);
  const double radius = std::sqrt(covered / pi);
  const auto found = current.solve(contact, {wagner * radius, 0});
  const double sites = static_cast<double>(contact.size()), mean = 1 - covered / sites;
  double sum = 0;
  for (std::size_t n = 0; n < contact.size(); ++n)
    if (contact[n] > 0 && r[n] < slab.box()[0] / 2)
      sum += (found.share[n] / mean - 1) * radius / r[n];
  return {sum / covered, found.constriction / mean * sites / std::pow(radius, 3)};
}

}  // namespace

TEST_CASE(
    "a lone void's constriction and catch are those of the exact solution at any Wagner number") {
  for (const double wagner : {0.003, 0.03, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0}) {
    CAPTURE(wagner);
    const test::LoneDisc exact(wagner);
    CHECK(cell::constriction_by_wagner(wagner) ==
          doctest::Approx(exact.constriction()).epsilon(2e-3));
    CHECK(cell::caught_by_wagner(wagner) ==
          doctest::Approx(2 * (1 + exact.under_the_middle())).epsilon(1e-2));
  }
}

TEST_CASE("the limits are the crack and the even current") {
  CHECK(cell::constriction_by_wagner(0) == doctest::Approx(4.0 / 3).epsilon(1e-14));
  CHECK(cell::caught_by_wagner(0) == doctest::Approx(2 - 4 / pi).epsilon(1e-14));
  // the mean potential of an even disc, 8a/(3π), over its area
  CHECK(cell::constriction_by_wagner(1e6) == doctest::Approx(8.0 / 3).epsilon(1e-4));
  CHECK(cell::caught_by_wagner(1e6) < 2e-5);
  double before = cell::caught_by_wagner(0);
  for (double wagner = 1e-12; wagner < 1e6; wagner *= 1.5) {
    CHECK(cell::caught_by_wagner(wagner) <= before);
    before = cell::caught_by_wagner(wagner);
  }
}

TEST_CASE("a half-sphere catches of the crack's excess current a/r, together 2 - 4/π") {
  double sum = 0;  // by r = a/sin t
  constexpr int steps = 20000;
  for (int n = 0; n < steps; ++n) {
    const double t = pi / 2 * (n + 0.5) / steps;
    sum += (std::tan(t) - t) * std::cos(t) / (std::sin(t) * std::sin(t)) * pi / 2 / steps;
  }
  CHECK(4 / pi * sum == doctest::Approx(2 - 4 / pi).epsilon(1e-3));
}

TEST_CASE("the current over sites around a hole has the same constriction and catch") {
  for (const double wagner : {0.0, 0.3, 2.0}) {
    CAPTURE(wagner);
    // as the rim's uncertainty of a site goes away; neighbours are ten radii off
    const Hole coarse = hole(10, 10, wagner), fine = hole(20, 10, wagner);
    CHECK(2 * fine.caught - coarse.caught ==
          doctest::Approx(cell::caught_by_wagner(wagner)).epsilon(0.06));
    CHECK(2 * fine.constriction - coarse.constriction ==
          doctest::Approx(cell::constriction_by_wagner(wagner)).epsilon(0.06));
  }
}

TEST_CASE("voids add to the area resistance by ρ a³ each, and the Wagner number is by radius") {
  const interface::Case c = with_ceramic();
  const std::vector<cell::SizeClass> sizes{{0, 0, 1e4, 2e-12}, {0, 0, 2e4, 1e-12}};
  const auto found = cell::constriction(c, sizes);
  CHECK(found.radius == doctest::Approx(1e4 * std::sqrt(2)));
  CHECK(found.wagner == doctest::Approx(25.85e4 / found.radius).epsilon(1e-3));
  CHECK(found.caught == cell::caught_by_wagner(found.wagner));
  // 1000 Ω cm · (2·10⁴ (10⁻⁴ cm)³ g(25.85) + 10⁴ (2·10⁻⁴ cm)³ g(12.93)) per cm²
  CHECK(found.resistance / constants::ohm_cm2 ==
        doctest::Approx(1000 * (2e4 * 1e-12 * cell::constriction_by_wagner(25.852) +
                                1e4 * 8e-12 * cell::constriction_by_wagner(12.926))));
}

TEST_CASE("crowding is of the current that passes: nothing without an electrolyte, more at large") {
  interface::Case c = with_ceramic();
  const double j = 40 * constants::mA_per_cm2, radius = 1e5;
  const double even = j * pi * radius * radius;
  const cell::Crowding linear(c);
  CHECK(linear.caught(radius, j) / even ==
        doctest::Approx(cell::caught_by_wagner(2.5852)).epsilon(1e-5));
  CHECK(linear.caught(radius, -j) == -linear.caught(radius, j));
  CHECK(linear.caught(0, j) == 0);
  // Butler and Volmer's slope at j = 4 j0 is that at small currents by √(1 + 2²).
  c.ceramic.electrolyte->transfer = interface::TransferLaw::butler_volmer;
  const cell::Crowding curved(c);
  CHECK(curved.caught(radius, j) / even ==
        doctest::Approx(cell::caught_by_wagner(2.5852 / std::sqrt(5.0))).epsilon(1e-5));
  CHECK(curved.resistance(radius, 1e-9 * j) == doctest::Approx(linear.resistance(radius, j)));
  CHECK(curved.wagner(radius) == linear.wagner(radius));
  c.ceramic.electrolyte.reset();
  CHECK(cell::Crowding(c).caught(radius, j) == 0);
  CHECK(cell::Crowding(c).resistance(radius, j) == 0);
}
