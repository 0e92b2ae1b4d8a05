// "It holds when" 4 of the Study issue, with runs: hypotheses without bonds have the activation
// energies of r(theta_c), and the fit's interval holds a planted segregation energy.

#include <doctest/doctest.h>

#include <cmath>

#include "ensemble/line.hpp"
#include "interface/theory.hpp"
#include "tests/ensemble/serial.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

/// A slab without bonds whose ramp chooses itself.
Case small_slab(int layers, std::array<int, 2> cells, double threshold,
                double monolayers_per_e_fold) {
  Case c;
  c.metal.layers = layers;
  c.metal.cells = cells;
  c.onset.primary = interface::Detector::coverage;
  c.onset.coverage_threshold = threshold;
  c.sample_monolayers = 0.05;
  interface::Ramp ramp;
  ramp.automatic = interface::AutoRamp {
    interface::RampConvention::charge, monolayers_per_e_fold, 300
  };
  c.current = ramp;
  return c;
}

Case doorway(Case c, double injection, double segregation) {
  c.ceramic.injection.barrier = injection;
  c.ceramic.segregation = segregation;
  return c;
}

Branch branch(const std::string& name, Vary vary) {
  return {name, {}, name, "", "", std::move(vary)};
}

struct Hypothesis {
  const char* name;
  double injection, segregation;
};
constexpr Hypothesis kinetic{"kinetic", 0.14, 0.0};
constexpr Hypothesis four[] = {
    {"highway", 0.053, 0.0}, kinetic, {"thermodynamic", 0.14, 0.087}, {"coated", 0.10, 0.047}};

/// Ramps that rise by 1.5 % with each monolayer at onset, so that the slab follows.
Plan plan_of(std::span<const Hypothesis> hypotheses, int replicas, std::uint64_t seed) {
  Plan plan;
  plan.seed = test::seed(seed);
  plan.temperatures = {250, 295, 350};
  plan.replicas = replicas;
  for (const Hypothesis& h : hypotheses)
    plan.branches.push_back(branch(h.name, [h](std::span<const double>) {
      return doorway(small_slab(8, {12, 8}, 0.5, 1 / 0.015), h.injection, h.segregation);
    }));
  return plan;
}

/// Slope of ln r(theta_c) against 1/kT for the branch's thickness, the temperatures weighing the
/// same.
double slope_of_theory(const Plan& plan, std::size_t b) {
  std::vector<double> x, y;
  for (const double temperature : plan.temperatures) {
    Case c = plan.branches[b].vary({});
    c.temperature = temperature;
    x.push_back(inverse_thermal_energy(temperature));
    y.push_back(std::log(interface::stripping_rate(c, c.onset.coverage_threshold)));
  }
  return -fit_line(x, y, std::vector<double>(x.size(), 1.0)).slope;
}

void check_against_theory(const Plan& plan) {
  const StudyResult result = analyse(plan, test::carry_out(plan));
  for (const BranchResult& r : result.branches) {
    CAPTURE(plan.branches[r.branch].name);
    REQUIRE(r.arrhenius.has_value());
    const Estimate& energy = r.arrhenius->activation_energy;
    const double exact = slope_of_theory(plan, r.branch);
    CAPTURE(energy.value);
    CAPTURE(exact);
    CHECK(std::abs(energy.value - exact) < 3 * energy.error);
    CHECK(energy.error < 0.004);
    CHECK(r.arrhenius->censored_share == 0);
    CHECK(r.same_ramp == SameRamp::charge);
  }
}

/// A fit of E_seg to the activation energy of independent runs at a planted one.
FitResult fit_planted(double planted, std::uint64_t seed) {
  const auto vary = [](std::span<const double> x) {
    return doorway(small_slab(6, {7, 6}, 0.4, 5), 0.14, x[0]);
  };
  Plan plan;
  plan.temperatures = {265, 305, 350};
  plan.confidence.resamples = 199;
  plan.seed = test::seed(seed + 1000);
  plan.replicas = 24;
  plan.branches = {
      branch("planted", [=](std::span<const double>) { return vary(std::vector{planted}); })};
  const Estimate target =
      analyse(plan, test::carry_out(plan)).branches[0].arrhenius.value().activation_energy;

  plan.branches.clear();
  plan.seed = test::seed(seed);
  Fit fit;
  fit.parameters = {{"E_seg", 0.05, 0.105}};
  fit.targets = {{"planted", MeasuredEnergy{target.value, target.value, target.error}, {}}};
  fit.branches = {branch("doorway", vary)};
  plan.fit = fit;
  return analyse(plan, test::carry_out(plan)).fits.at(0);
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE("a study of a kinetic doorway finds the activation energy of r(theta_c)") {
    check_against_theory(plan_of(std::span(&kinetic, 1), 8, 51));
  }
}

TEST_SUITE("all") {
  TEST_CASE(
      "a study of four hypotheses without bonds finds the activation energies of r(theta_c)") {
    check_against_theory(plan_of(four, 10, 52));
  }
}

TEST_SUITE("long") {
  TEST_CASE(
      "the fit's 95 % interval holds the planted segregation energy for at least 16 of 20 seeds") {
    constexpr double planted = 0.08;
    int held = 0, narrow = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const FitResult found = fit_planted(planted, seed);
      if (found.parameters.empty()) continue;
      const Interval& interval = found.parameters[0].interval;
      held += interval.contains(planted) ? 1 : 0;
      narrow += interval.high - interval.low < 0.04 ? 1 : 0;
    }
    CHECK(held >= 16);
    CHECK(narrow >= 8);  // of a range of 0.055 eV
  }
}
