#include "ensemble/target_size.hpp"

#include <doctest/doctest.h>

#include <array>
#include <boost/math/constants/constants.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "interface/theory.hpp"
#include "lattice/slab.hpp"
#include "tests/ensemble/fabricated.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

constexpr double thin = 1e-3;  // of ln j, of one replica

// Interfaces of several sizes, in cells, with bonds.
Plan interfaces(const std::vector<std::array<int, 2>>& sizes) {
  std::vector<Branch> branches;
  for (const std::array<int, 2>& cells : sizes) {
    Branch b = test::branch("doorway");
    b.slug = std::to_string(cells[0]) + "-" + std::to_string(cells[1]);
    b.grid = {b.slug};
    b.vary = [=, base = b.vary](std::span<const double> parameters) {
      Case c = base(parameters);
      c.metal.cells = cells;
      c.metal.bond_nn1 = 0.06;
      return c;
    };
    branches.push_back(b);
  }
  Plan plan = test::plan(branches);
  plan.seed = test::seed(1);
  plan.replicas = 16;
  plan.grid_keys = {"metal.lateral_cells"};
  plan.rate_check = RateCheck::none;
  plan.extrapolate = TargetSize{TargetSize::Quantity::lateral, 1e4, {0}};
  return plan;
}

// A doorway in slabs of several heights; grid keys: a dummy, and the layers.
Plan thicknesses(const std::vector<int>& layers, double bond) {
  std::vector<Branch> branches;
  for (const char* other : {"a", "b"})
    for (const int height : layers) {
      Branch b = test::branch("doorway");
      b.slug = std::string("doorway-") + other + "-" + std::to_string(height);
      b.grid = {other, std::to_string(height)};
      b.vary = [=, base = b.vary](std::span<const double> parameters) {
        Case c = base(parameters);
        c.metal.layers = height;
        c.metal.bond_nn1 = bond;
        c.ceramic.injection.barrier = 0.14;
        return c;
      };
      branches.push_back(b);
    }
  Plan plan = test::plan(branches);
  plan.grid_keys = {"other", "metal.layers"};
  plan.rate_check = RateCheck::none;
  plan.extrapolate = TargetSize{TargetSize::Quantity::thickness, 2e6, {1}};
  return plan;
}

// What theory says of the task's own case, with some scatter.
double theory(const Plan& plan, const Task& task) {
  Case c = plan.branches[task.branch].vary({});
  c.temperature = task.temperature;
  return std::log(interface::predicted_density(c));
}

template <class LogCurrent>
StudyResult found(const Plan& plan, LogCurrent log_current) {
  const auto records =
      test::records(plan, [&](const Plan& p, const Task& task) -> decltype(Record::found) {
        kmc::Stream stream(seed_of(p, task), 77);
        return test::seen(log_current(p, task) + thin * test::draw(test::Scatter::normal, stream));
      });
  return analyse(plan, records);
}

}  // namespace

TEST_CASE(
    "branches that differ in their size alone are extrapolated together, each other grid value for "
    "itself") {
  Plan plan = thicknesses({16, 32, 64, 128}, 0);
  plan.experiment = {{"bare", {0.13, 0.15, 0.0}}, {"bulk", {0.053, 0.053, 0.01}}};
  plan.branches[0].measured = "bare";
  plan.branches[1].measured = "bulk";
  const StudyResult result = found(plan, theory);
  REQUIRE(result.sizes.size() == 2);
  CHECK(result.sizes[0].branches == std::vector<std::size_t>{0, 1, 2, 3});
  CHECK(result.sizes[1].branches == std::vector<std::size_t>{4, 5, 6, 7});
  Case far = plan.branches[0].vary({});
  far.far_side = interface::Thick { .thickness = 2e6 };
  std::vector<double> expected;
  for (const double temperature : plan.temperatures) {
    far.temperature = temperature;
    expected.push_back(std::log(interface::predicted_density(far)));
  }
  for (const SizeResult& size : result.sizes) {
    REQUIRE(size.found);
    CHECK(size.why_not.empty());
    CHECK(size.found->law == SizeLaw::inverse);
    CHECK(size.theory_energy.value() == doctest::Approx(0.053).epsilon(0.001));
    for (std::size_t t = 0; t < expected.size(); ++t) {
      const Estimate& j = size.found->log_currents[t];
      CHECK(std::abs(j.value - expected[t]) < 4 * j.error);
      CHECK(j.error < 0.01);
    }
    const Estimate& energy = size.found->energy.value();
    CHECK(std::abs(energy.value - 0.053) < 4 * energy.error);
    CHECK(size.energy_error >= energy.error);
    CHECK(size.energy_error >= (energy.interval.high - energy.interval.low) / 4);
    CHECK(size.like == std::vector<std::size_t>{1});
  }
}

TEST_CASE("with bonds a power of the thickness is tried too, without them it is refused") {
  const auto power = [](const Plan& plan, const Task& task) {
    const int layers = plan.branches[task.branch].vary({}).metal.layers;
    return -0.2 * inverse_thermal_energy(task.temperature) - 0.5 * std::log(layers);
  };
  const StudyResult bonded = found(thicknesses({8, 16, 32, 64}, 0.06), power);
  REQUIRE(bonded.sizes[0].found);
  CHECK_FALSE(bonded.sizes[0].theory_energy.has_value());
  CHECK(bonded.sizes[0].found->law == SizeLaw::power);
  CHECK(bonded.sizes[0].found->fits[0].exponent() == doctest::Approx(-0.5).epsilon(0.01));
  const StudyResult free = found(thicknesses({8, 16, 32, 64}, 0), power);
  CHECK_FALSE(free.sizes[0].found);
  CHECK(free.sizes[0].why_not.find("none of the size laws") != std::string::npos);
}

TEST_CASE("one temperature suffices for a current at another size, though not for E_A there") {
  Plan plan = thicknesses({16, 32, 64, 128}, 0);
  plan.temperatures = {300};
  const StudyResult result = found(plan, theory);
  REQUIRE(result.sizes[0].found);
  CHECK(result.sizes[0].found->log_currents.size() == 1);
  CHECK_FALSE(result.sizes[0].found->energy.has_value());
}

TEST_CASE("two sizes are too few to test a law") {
  const StudyResult result = found(thicknesses({8, 16}, 0), theory);
  CHECK_FALSE(result.sizes[0].found);
  CHECK(result.sizes[0].why_not.find("fewer than three sizes") != std::string::npos);
}

TEST_CASE(
    "where the weakest of many links gives way, j falls as a power of the area, and is "
    "extrapolated "
    "to any area") {
  // Each patch of the interface holds up to a current x with probability exp(-(x / x0)^m), and each
  // for itself. So A patches hold with exp(-A (x / x0)^m): j is x0 (-ln u / A)^(1/m), and the mean
  // of ln(-ln u) is -Euler's constant.
  constexpr double m = 5, far = 1e4;  // edge in angstrom
  const auto typical = [](double area, double temperature) {
    return -0.15 * inverse_thermal_energy(temperature) - std::log(area) / m;
  };
  const auto weakest = [&](const Plan& plan, const Task& task) {
    const Case c = plan.branches[task.branch].vary({});
    const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells,
                             c.metal.layers);
    const double area = slab.site_area() * slab.sites_per_layer();
    kmc::Stream stream(seed_of(plan, task), 78);
    return typical(area, task.temperature) + std::log(-std::log1p(-stream.uniform())) / m;
  };
  // narrow ones, too: what counts is the area
  const Plan plan = interfaces({{14, 10}, {20, 14}, {80, 7}, {56, 40}, {112, 80}});
  const StudyResult result = found(plan, weakest);
  REQUIRE(result.sizes.size() == 1);
  const SizeResult& size = result.sizes[0];
  REQUIRE_MESSAGE(size.found, size.why_not);
  CHECK(size.found->law == SizeLaw::power);
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
    const double exact =
        typical(far * far, plan.temperatures[t]) - boost::math::double_constants::euler / m;
    const Estimate& j = size.found->log_currents[t];
    CHECK(j.error < 0.2);
    CHECK(std::abs(j.value - exact) < 4 * j.error);
    CHECK(std::abs(size.found->fits[t].exponent() + 1 / m) < 0.07);
  }
  CHECK(std::abs(size.found->energy->value - 0.15) < 4 * size.found->energy->error);
}
