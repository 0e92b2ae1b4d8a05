// "It holds when" 4 of the Thick issue, by the whole way of a study: ramps, critical currents, E_A,
// and the law that carries them on. Without bonds a kinetic doorway's E_A falls with the distance
// to the vacancy sink along the table of design §6, and a thermodynamic one's does not.

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "ensemble/target_size.hpp"
#include "ensemble/theory_energy.hpp"
#include "tests/ensemble/serial.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

const std::vector<double> two_temperatures{250, 350};

struct Doorway {
  const char* name;
  double injection, segregation;
};
constexpr Doorway kinetic_doorway{"kinetic", 0.14, 0.0},
    thermodynamic_doorway{"thermodynamic", 0.14, 0.087};

// As few explicit layers as may be; without bonds no mean depends on the barrier along the
// interface.
Case case_of(const Doorway& d, int layers, double coverage) {
  Case c;
  c.metal.cells = {6, 5};
  c.metal.layers = 4;
  c.ceramic.injection.barrier = c.ceramic.lateral.barrier = d.injection;
  c.ceramic.segregation = d.segregation;
  c.far_side = interface::Thick { .layers = layers, .returns = interface::Returns::at_once };
  c.onset.primary = interface::Detector::coverage;
  c.onset.coverage_threshold = coverage;
  c.sample_monolayers = 0.05;
  return c;
}

/// A study over thicknesses. Ramps must be so slow that their lag, where it is not the same at both
/// temperatures, does not tilt the line.
Plan study_of(const Doorway& d, const std::vector<int>& layers, int replicas,
              double monolayers_per_e_fold, std::uint64_t seed) {
  Plan plan;
  plan.seed = test::seed(seed);
  plan.temperatures = two_temperatures;
  plan.replicas = replicas;
  plan.grid_keys = {"far_side.thick.layers"};
  for (const int height : layers) {
    const std::string text = std::to_string(height);
    plan.branches.push_back(
        {d.name, {text}, std::string(d.name) + "-" + text, "", "", [=](std::span<const double>) {
           Case c = case_of(d, height, 0.25);
           interface::Ramp ramp;
           ramp.automatic = interface::AutoRamp {
             interface::RampConvention::charge, monolayers_per_e_fold, 300
           };
           c.current = ramp;
           return c;
         }});
  }
  return plan;
}

StudyResult check_energies(const Plan& plan, double largest_error) {
  StudyResult result = analyse(plan, test::carry_out(plan));
  for (const BranchResult& branch : result.branches) {
    const Branch& about = plan.branches[branch.branch];
    CAPTURE(about.slug);
    REQUIRE(branch.arrhenius.has_value());
    const Estimate& energy = branch.arrhenius->activation_energy;
    const double exact = theory_energy(about.vary({}), two_temperatures).value();
    CAPTURE(energy.value);
    CAPTURE(energy.error);
    CAPTURE(exact);
    CHECK(std::abs(energy.value - exact) < 3 * energy.error);
    CHECK(energy.error < largest_error);
  }
  return result;
}

/// Carried on to 200 µm as well.
void check_study(Plan plan, double at_200_um, double largest_error) {
  plan.extrapolate = TargetSize{TargetSize::Quantity::thickness, 2e6, {0}};
  const StudyResult result = check_energies(plan, largest_error);
  REQUIRE(result.sizes.size() == 1);
  REQUIRE(result.sizes[0].found.has_value());
  CHECK(result.sizes[0].found->law == SizeLaw::inverse);
  const Estimate far = result.sizes[0].found->energy.value();
  CAPTURE(far.value);
  CAPTURE(far.error);
  CHECK(result.sizes[0].theory_energy.value() == doctest::Approx(at_200_um).epsilon(0.001));
  CHECK(std::abs(far.value - at_200_um) < 3 * far.error);
  CHECK(far.error < 3 * largest_error);
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE(
      "a study of a kinetic doorway to 64 layers finds that 200 µm of metal forget its barrier") {
    check_study(study_of(kinetic_doorway, {8, 16, 64}, 6, 40, 61), 0.053, 0.006);
  }
}

TEST_SUITE("long") {
  TEST_CASE(
      "a study of a thermodynamic doorway to 128 layers finds the same activation energy there and "
      "at 200 µm") {
    check_study(study_of(thermodynamic_doorway, {8, 16, 64, 128}, 6, 40, 62), 0.138, 0.006);
  }
  // What the explicit layers hold, and with it the lag, is the same at both temperatures within
  // some per cent here, so faster ramps will do.
  TEST_CASE(
      "behind a thousand layers a kinetic doorway's activation energy is nearly the metal's") {
    check_energies(study_of(kinetic_doorway, {1000}, 24, 20, 63), 0.004);
  }
  TEST_CASE(
      "behind a thousand layers a thermodynamic doorway's activation energy is what it is behind "
      "eight") {
    check_energies(study_of(thermodynamic_doorway, {1000}, 24, 20, 64), 0.004);
  }
}
