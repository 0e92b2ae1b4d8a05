#include "cell/coverage.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "cell/boundary.hpp"
#include "cell/cell.hpp"
#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/patch.hpp"
#include "interface/theory.hpp"

namespace lacuna::cell {
namespace {

using interface::Stripes;

/// No bonds; stripes of another ceramic on a share of the box.
interface::Case doorway_with(double segregation, double strip_weight, double share,
                             lattice::Normal normal = lattice::Normal::n110) {
  interface::Case c;
  c.metal.normal = normal;
  c.ceramic.segregation = 0.087;
  const double length = slab_of(c.metal).box()[0] / 2;
  c.ceramic.patches = {
      {{segregation, {0.16, 2e13}, strip_weight}, Stripes{share * length, length}}};
  return c;
}

Design thick() { return {}; }

double site_current(const interface::Case& c, double density) {
  return density * interface::site_area(c.metal);
}

}  // namespace

// x of the layer above by Fick's law, and θ/(1 − θ) = x exp(E_seg/kT) of each class.
TEST_CASE("in thick metal each class is in balance with one gas, and areas weigh as they must") {
  const interface::Case c = doorway_with(0.12, 3.0, 0.4);
  const double kT = constants::boltzmann * c.temperature;
  const double share = interface::class_shares(c.ceramic.patches, slab_of(c.metal))[1];
  const interface::Case metal = in_thick_metal(c, thick());
  const Coverage coverage(metal);
  for (const double density : {1e-2, 1.0, 1e3}) {
    const double j = density * constants::mA_per_cm2;
    const double bulk = 1e13 * std::exp(-0.053 / kT);
    const double gas = site_current(c, j) * (interface::total_layers(metal) - 2) / (2 * bulk);
    const auto filled = [&](double segregation) {
      const double odds = gas * std::exp(segregation / kT);
      return odds / (1 + odds);
    };
    const double exact = (1 - share) * filled(0.087) + share * filled(0.12);
    CHECK(coverage.at(j) == doctest::Approx(exact).epsilon(1e-3));
    CHECK(coverage.density(coverage.at(j)) == doctest::Approx(j).epsilon(1e-9));
    CHECK(coverage.fugacity(j) == doctest::Approx(gas).epsilon(1e-3));
  }
}

// Layer 1 takes all: w λ (1 − θ) = u k θ of each class, r the mean of either side.
TEST_CASE("where the next layer is a sink classes carry the current by share, weight and rate") {
  for (const lattice::Normal normal : {lattice::Normal::n110, lattice::Normal::n100}) {
    interface::Case c = doorway_with(0.12, 3.0, 0.4, normal);
    c.metal.layers = 2;
    const double kT = constants::boltzmann * c.temperature;
    const double share = interface::class_shares(c.ceramic.patches, slab_of(c.metal))[1];
    const double up = normal == lattice::Normal::n110 ? 2 : 4;
    const double rest = up * 1e13 * std::exp(-0.14 / kT), patch = up * 2e13 * std::exp(-0.16 / kT);
    const Coverage coverage(c);
    for (const double by : {1e-3 * rest, rest, 50 * rest}) {  // λ
      const double of_rest = by / (by + rest), of_patch = 3 * by / (3 * by + patch);
      const double flux = (1 - share) * rest * of_rest + share * patch * of_patch;
      const double density = flux / interface::site_area(c.metal);
      const double mean = (1 - share) * of_rest + share * of_patch;
      CHECK(coverage.at(density) == doctest::Approx(mean).epsilon(1e-9));
      CHECK(coverage.density(mean) == doctest::Approx(density).epsilon(1e-9));
    }
  }
}

TEST_CASE("a patch over all of the interface, of any weight, obeys r(θ) of that ceramic") {
  const interface::Case c = in_thick_metal(doorway_with(0.12, 3.0, 1.0), thick());
  interface::Case alone = c;
  alone.ceramic.patches.clear();
  alone.ceramic.segregation = 0.12;
  alone.ceramic.injection = {0.16, 2e13};
  const Coverage all(c), other(alone);
  for (const double lost : {1e-4, 0.05, 0.5, 0.95}) {
    CHECK(all.density(lost) == doctest::Approx(other.density(lost)).epsilon(1e-9));
    CHECK(other.density(lost) ==
          interface::stripping_rate(alone, lost) / interface::site_area(alone.metal));
  }
}

TEST_CASE("all contact is lost above the current that leaves no atom") {
  const Coverage coverage(in_thick_metal(doorway_with(0.12, 3.0, 0.4), thick()));
  const double highest = coverage.density(1);
  CHECK(coverage.at(0.99 * highest) < 1);
  CHECK(coverage.at(1.01 * highest) == 1);
  CHECK(coverage.at(0) == 0);
  CHECK(coverage.fugacity(0) == 0);
}

TEST_CASE("without bonds a cell with a patch loses contact as its classes do") {
  const interface::Case c = doorway_with(0.12, 1.0, 0.4);
  Design design;
  design.contact_loss = 0.5;
  design.protocol =
      Ramp{.from = 0, .to = 2e4 * constants::mA_per_cm2, .rate = constants::mA_per_cm2 / 3600};
  const Outcome o = predict(c, design, nullptr);
  const Coverage coverage(in_thick_metal(c, design));
  REQUIRE(o.losses.size() == 3);
  for (const Loss& loss : o.losses) {
    REQUIRE(loss.when.has_value());
    CHECK(coverage.at(loss.when->density) == doctest::Approx(loss.share).epsilon(1e-9));
  }
  CHECK(onset(c, design, nullptr)->density == o.losses[2].when->density);
}

TEST_CASE("a patch without contrast changes nothing without bonds, bit for bit") {
  interface::Case c = in_thick_metal(doorway_with(0.087, 1.0, 0.4), thick());
  c.ceramic.patches[0].sites.injection = c.ceramic.injection;
  interface::Case alone = c;
  alone.ceramic.patches.clear();
  const Coverage with(c), without(alone);
  for (const double lost : {1e-4, 0.05, 0.5, 0.95}) {
    CHECK(with.density(lost) == without.density(lost));
    CHECK(with.at(with.density(lost)) == without.at(without.density(lost)));
    CHECK(with.fugacity(with.density(lost)) == without.fugacity(without.density(lost)));
  }
}

TEST_CASE("classes on (111), and a class surface, are refused without bonds") {
  const auto refused = [](const interface::Case& c, const char* why) {
    CHECK_THROWS_WITH_AS(Coverage(in_thick_metal(c, thick())), doctest::Contains(why), InputError);
  };
  refused(doorway_with(0.12, 1.0, 0.4, lattice::Normal::n111), "not on (111)");
  interface::Case surface = doorway_with(0.12, 1.0, 0.4);
  surface.metal.surface = interface::SurfaceClass {};
  refused(surface, "class surface");
}

}  // namespace lacuna::cell
