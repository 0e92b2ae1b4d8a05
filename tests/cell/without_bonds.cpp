#include "cell/without_bonds.hpp"

#include <doctest/doctest.h>

#include "cell/boundary.hpp"
#include "cell/cell.hpp"
#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/theory.hpp"

namespace lacuna::cell {
namespace {

interface::Case doorway(lattice::Normal normal = lattice::Normal::n110) {
  interface::Case c;
  c.metal.normal = normal;
  c.ceramic.segregation = 0.087;
  return c;
}

Design ramp(double to_mA_cm2) {
  Design design;
  design.protocol = Ramp{
      .from = 0, .to = to_mA_cm2 * constants::mA_per_cm2, .rate = constants::mA_per_cm2 / 3600};
  design.contact_loss = 0.5;
  return design;
}

}  // namespace

TEST_CASE("without bonds contact is lost by the law r(θ) of as thick a metal, exactly") {
  for (const lattice::Normal normal : {lattice::Normal::n110, lattice::Normal::n111}) {
    const interface::Case c = doorway(normal);
    const Design design = ramp(2e4);
    const Outcome o = predict(c, design, nullptr);
    const interface::Case thick = in_thick_metal(c, design);
    REQUIRE(o.losses.size() == 3);
    for (const Loss& loss : o.losses) {
      const double density =
          interface::stripping_rate(thick, loss.share) / interface::site_area(c.metal);
      REQUIRE(loss.when.has_value());
      CHECK(loss.when->density == doctest::Approx(density).epsilon(1e-12));
      CHECK(loss.when->time == doctest::Approx(density / constants::mA_per_cm2 * 3600));
    }
    for (const Instant& i : o.course)
      if (i.lost > 1e-6)
        CHECK(interface::stripping_rate(thick, i.lost) / interface::site_area(c.metal) ==
              doctest::Approx(i.density).epsilon(1e-9));
    CHECK(!o.first_void[median].has_value());
    CHECK(o.equilibrium_fugacity == 0);
  }
}

TEST_CASE(
    "where charge transfer is linear the voltage is seen to rise as a sixth of contact is lost") {
  interface::Case c = doorway();
  c.voltage.exchange_relative = 1e4;
  const Design design = ramp(2e4);
  const Outcome o = predict(c, design, nullptr);
  REQUIRE(o.voltage.has_value());
  CHECK(o.voltage->density ==
        doctest::Approx(interface::stripping_rate(in_thick_metal(c, design), 1 - 1 / 1.2) /
                        interface::site_area(c.metal))
            .epsilon(1e-5));
}

TEST_CASE("a protocol that ends before leaves what was not reached empty") {
  const Outcome o = predict(doorway(), ramp(1), nullptr);
  for (const Loss& loss : o.losses) CHECK(!loss.when.has_value());
  CHECK(!o.voltage.has_value());
  CHECK(o.course.back().lost > 0);
}

TEST_CASE("without bonds there are no flaws, no transient, and no barrier tables") {
  Design flawed = ramp(1);
  flawed.flaws = Flaws{1e4, 1e-14};
  CHECK_THROWS_WITH_AS(predict(doorway(), flawed, nullptr), doctest::Contains("flaw"), InputError);
  Design transient = ramp(1);
  transient.transient = true;
  CHECK_THROWS_WITH_AS(predict(doorway(), transient, nullptr), doctest::Contains("transient"),
                       InputError);
  interface::Case surface = doorway();
  surface.metal.surface = interface::SurfaceClass {};
  CHECK_THROWS_WITH_AS(predict(surface, ramp(1), nullptr), doctest::Contains("class surface"),
                       InputError);
}

}  // namespace lacuna::cell
