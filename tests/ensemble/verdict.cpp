#include "ensemble/verdict.hpp"

#include <doctest/doctest.h>

using namespace lacuna::ensemble;

TEST_CASE("an agreement that is owed to a wide interval alone is undecided") {
  Plan plan;
  plan.branches.push_back({"coated", {}, "coated", "interlayer", "", {}});
  plan.experiment.push_back({"interlayer", {0.10, 0.10, 0.01}});
  BranchResult result;
  CHECK(verdict_of(plan, result) == Verdict::undecided);
  result.arrhenius.emplace();
  result.arrhenius->activation_energy.error = 0.003;
  result.agreement = Agreement{{-1.9, 0.0}, 1.0};
  CHECK(verdict_of(plan, result) == Verdict::agrees);
  result.arrhenius->censored_share = 0.51;
  CHECK(verdict_of(plan, result) == Verdict::undecided);
  result.arrhenius->censored_share = 0.2;
  result.arrhenius->activation_energy.error = 0.0101;  // more than the measured 0.01
  CHECK(verdict_of(plan, result) == Verdict::undecided);
  result.agreement->comparison.z = -2.1;
  CHECK(verdict_of(plan, result) == Verdict::differs);
  result.agreement.reset();
  result.profile.emplace();
  CHECK(verdict_of(plan, result) == Verdict::undecided);
  result.profile->p = 0.06;
  CHECK(verdict_of(plan, result) == Verdict::agrees);
  result.profile->p = 0.04;
  CHECK(verdict_of(plan, result) == Verdict::differs);
  CHECK(measured_energy(plan, result)->low == 0.10);
  plan.branches[0].measured = "nothing";
  CHECK(measured_energy(plan, result) == nullptr);
}
