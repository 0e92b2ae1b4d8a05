#include "ensemble/separation.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

Branch doorway(const char* name, double injection, double segregation, double bond = 0.0) {
  return {name, {}, name, "", "", [=](std::span<const double>) {
            Case c;
            c.metal.layers = 8;
            c.metal.bond_nn1 = bond;
            c.ceramic.injection.barrier = injection;
            c.ceramic.segregation = segregation;
            c.onset.coverage_threshold = 0.5;
            return c;
          }};
}

BranchResult result(std::size_t branch, double coldest, double lag) {
  BranchResult r;
  r.branch = branch;
  r.cells.resize(2);
  for (CellResult& cell : r.cells) cell.lag = lag;
  r.cells.front().median = Estimate{coldest, 0.02, {}};
  return r;
}

}  // namespace

TEST_CASE("thickness tells a kinetic from a thermodynamic doorway, as the design's table says") {
  Plan plan;
  plan.temperatures = {250, 350};
  plan.branches = {doorway("kinetic", 0.14, 0), doorway("thermodynamic", 0.14, 0.087)};
  const auto found = separations(plan, result(0, -1, 0.01), result(1, -1, 0.01));
  REQUIRE(found.size() == 2);
  CHECK(found[0].quantity == Separation::Quantity::thickness);
  CHECK(found[0].first == doctest::Approx(0.083).epsilon(0.01));  // 64 layers
  CHECK(found[0].second == doctest::Approx(0.137).epsilon(0.01));
  CHECK(found[0].standard_errors() == doctest::Approx((0.137 - 0.083) / 0.01).epsilon(0.03));
  // it is all of the metal that becomes thicker, explicit or not
  for (Branch& branch : plan.branches)
    branch.vary = [vary = branch.vary](std::span<const double> parameters) {
      Case c = vary(parameters);
      c.metal.layers = 6;
      c.far_side = interface::Thick { .layers = 8 };
      return c;
    };
  const auto thick = separations(plan, result(0, -1, 0.01), result(1, -1, 0.01));
  CHECK(thick[0].first == doctest::Approx(found[0].first).epsilon(1e-9));
  CHECK(thick[0].second == doctest::Approx(found[0].second).epsilon(1e-9));
}

TEST_CASE("the ramp rate tells nucleation from a steady state") {
  Plan plan;
  plan.temperatures = {250, 350};
  plan.branches = {doorway("free", 0.14, 0.087), doorway("bonded", 0.053, 0, 0.06)};
  BranchResult bonded = result(1, -2, 0.01);
  bonded.rate.emplace();
  bonded.rate->exponent = {0.25, 0.015, {}};
  BranchResult free = result(0, -1, 0.01);
  free.rate.emplace();
  free.rate->exponent = {0.0, 0.01, {}};
  const auto found = separations(plan, free, bonded);
  REQUIRE(!found.empty());
  CHECK(found[0].quantity == Separation::Quantity::rate_exponent);
  CHECK(found[0].standard_errors() == doctest::Approx(0.25 / std::hypot(0.01, 0.015, 0.02)));
  // what was not measured is not taken to be zero
  for (const auto& s : separations(plan, result(0, -1, 0.01), bonded))
    CHECK(s.quantity != Separation::Quantity::rate_exponent);
}

TEST_CASE("currents count by no more than what attempt frequencies are known to") {
  Plan plan;
  plan.temperatures = {250, 350};
  plan.branches = {doorway("a", 0.14, 0, 0.06), doorway("b", 0.14, 0, 0.06)};
  const auto found = separations(plan, result(0, 1.0, 0.01), result(1, 3.0, 0.01));
  REQUIRE(found.size() == 1);
  CHECK(found[0].quantity == Separation::Quantity::current);
  CHECK(found[0].standard_errors() == doctest::Approx(2 / std::hypot(std::log(3.0), 0.02, 0.02)));
}
