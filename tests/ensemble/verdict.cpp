#include "ensemble/verdict.hpp"

#include <doctest/doctest.h>

using namespace lacuna::ensemble;

TEST_CASE("an agreement that is owed to a wide interval alone is undecided") {
  const MeasuredEnergy measured{0.10, 0.10, 0.01};
  Arrhenius line;
  line.activation_energy.error = 0.003;
  CHECK(verdict_of({-1.9, 0.0}, line, measured) == Verdict::agrees);
  CHECK(verdict_of({-2.1, 0.0}, line, measured) == Verdict::differs);
  line.activation_energy.error = 0.0101;  // more than the measured 0.01
  CHECK(verdict_of({-1.9, 0.0}, line, measured) == Verdict::undecided);
  CHECK(verdict_of({-2.1, 0.0}, line, measured) == Verdict::differs);
}

TEST_CASE("a line most of whose onsets are only bounds decides nothing") {
  const MeasuredEnergy measured{0.10, 0.10, 0.01};
  Arrhenius line;
  line.censored_share = 0.51;
  CHECK(verdict_of({0.0, 0.0}, line, measured) == Verdict::undecided);
  CHECK(verdict_of({9.0, 0.0}, line, measured) == Verdict::undecided);
  line.censored_share = 0.2;
  CHECK(verdict_of({0.0, 0.0}, line, measured) == Verdict::agrees);
}

TEST_CASE("points agree unless so large a chi squared has less than 5 % by chance") {
  PrefactorProfile profile;
  CHECK(verdict_of(profile) == Verdict::undecided);  // a single point
  profile.p = 0.06;
  CHECK(verdict_of(profile) == Verdict::agrees);
  profile.p = 0.04;
  CHECK(verdict_of(profile) == Verdict::differs);
}

TEST_CASE("an energy is like the rows that a hypothesis is held against and it agrees with") {
  Plan plan;
  plan.experiment = {{"bare", {0.13, 0.15, 0.0}},
                     {"bulk", {0.125, 0.125, 0.0}},
                     {"coated", {0.12, 0.12, 0.01}},
                     {"far", {0.30, 0.30, 0.01}}};
  for (const char* measured : {"coated", "bare", "far", "nothing"})
    plan.branches.push_back({"h", {}, "h", measured, "", {}});
  CHECK(compared_rows(plan) == std::vector<std::size_t>{0, 2, 3});
  const auto at = [&](double energy) { return rows_like(plan, {energy, 0.003, {}}); };
  CHECK(at(0.14) == std::vector<std::size_t>{0, 2});   // within the range, 1.9 errors above 0.12
  CHECK(at(0.125) == std::vector<std::size_t>{2, 0});  // nearer to the value
  CHECK(at(0.20).empty());
}
