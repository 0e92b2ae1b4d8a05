#include "cell/constriction.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/constants.hpp"
#include "interface/contact_current.hpp"
#include "interface/voltage.hpp"

using namespace lacuna;
using std::numbers::pi;

namespace {

interface::Case with_ceramic() {
  interface::Case c;
  c.ceramic.strip = interface::StripRule::field;
  c.ceramic.electrolyte = interface::Electrolyte { 1000 * constants::ohm_cm };
  c.voltage.exchange_relative.reset();
  c.voltage.exchange_density = 10 * constants::mA_per_cm2;
  return c;
}

// Vacancies that a half-spherical void catches of those that its rim has more than an even current
// makes, by the current that its ground does not pass; in a square box so many radii wide.
double caught(double sites_of_radius, double widths) {
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
  interface::ContactCurrent current(slab, std::numeric_limits<double>::infinity());
  const auto found = current.solve(contact, {0, 0});
  const double mean = 1 - covered / static_cast<double>(contact.size());
  double sum = 0;
  for (std::size_t n = 0; n < contact.size(); ++n)
    if (contact[n] > 0 && r[n] < slab.box()[0] / 2)
      sum += (found.share[n] / mean - 1) * sites_of_radius / r[n];
  return sum / covered;
}

}  // namespace

TEST_CASE("a void catches at most 2 - 4/π of the current that it keeps from passing its ground") {
  CHECK(cell::most_caught == doctest::Approx(2 - 4 / pi).epsilon(1e-15));
  // the integral over the crack's excess, by r = a/sin t
  double sum = 0;
  constexpr int steps = 20000;
  for (int n = 0; n < steps; ++n) {
    const double t = pi / 2 * (n + 0.5) / steps;
    sum += (std::tan(t) - t) * std::cos(t) / (std::sin(t) * std::sin(t)) * pi / 2 / steps;
  }
  CHECK(4 / pi * sum == doctest::Approx(cell::most_caught).epsilon(1e-3));
  // the solution over sites, as the rim's uncertainty of a site goes away
  const double coarse = caught(10, 10), fine = caught(20, 10);
  CHECK(2 * fine - coarse == doctest::Approx(cell::most_caught).epsilon(0.05));
}

TEST_CASE("voids add (4/3) ρ a³ each to the area resistance, and the Wagner number is by radius") {
  const interface::Case c = with_ceramic();
  const std::vector<cell::SizeClass> sizes{{0, 0, 1e4, 2e-12}, {0, 0, 2e4, 1e-12}};
  const auto found = cell::constriction(c, sizes);
  CHECK(found.radius == doctest::Approx(1e4 * std::sqrt(2)));
  CHECK(found.wagner == doctest::Approx(25.85e4 / found.radius).epsilon(1e-3));
  // 1000 Ω cm · 4/3 · (2·10⁴ (10⁻⁴ cm)³ + 10⁴ (2·10⁻⁴ cm)³) per cm²
  CHECK(found.resistance / constants::ohm_cm2 ==
        doctest::Approx(1000 * 4.0 / 3 * (2e4 * 1e-12 + 1e4 * 8e-12)));
}
