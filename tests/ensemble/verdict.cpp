#include "ensemble/verdict.hpp"

#include <doctest/doctest.h>

using namespace lacuna::ensemble;

TEST_CASE("what is compatible for want of precision alone is undecided") {
  const MeasuredEnergy measured{0.10, 0.10, 0.01};
  const EnergyComparison near{Overlap::overlaps, 0.01}, far{Overlap::outside, 0.05};
  CHECK(verdict_of(near, 0.003, measured) == Verdict::compatible);
  CHECK(verdict_of(far, 0.003, measured) == Verdict::not_compatible);
  CHECK(verdict_of(near, 0.0101, measured) == Verdict::undecided);  // more than the measured 0.01
  CHECK(verdict_of(far, 0.0101, measured) == Verdict::not_compatible);
}

TEST_CASE("a verdict on a ramp needs both conventions, and says under which one it holds") {
  constexpr Verdict yes = Verdict::compatible, no = Verdict::not_compatible;
  constexpr Verdict open = Verdict::undecided;
  const auto on = [](std::optional<Verdict> charge, std::optional<Verdict> fixed) {
    const Verdict verdict = verdict_on_ramps(charge, fixed, MeasuredRamp::unstated);
    CHECK(verdict_on_ramps(charge, fixed, MeasuredRamp::staircase) == verdict);  // in between
    return verdict;
  };
  CHECK(on(yes, yes) == yes);
  CHECK(on(no, no) == no);
  CHECK(on(yes, no) == Verdict::charge_only);
  CHECK(on(no, yes) == Verdict::fixed_only);
  CHECK(on(yes, open) == open);
  CHECK(on(yes, {}) == Verdict::needs_other);
  CHECK(on({}, no) == Verdict::needs_other);
  CHECK(on({}, {}) == open);
  // A ramp that is stated counts alone.
  CHECK(verdict_on_ramps(yes, no, MeasuredRamp::charge) == yes);
  CHECK(verdict_on_ramps(yes, no, MeasuredRamp::fixed) == no);
  CHECK(verdict_on_ramps(yes, {}, MeasuredRamp::fixed) == Verdict::needs_other);
  CHECK(verdict_on_ramps({}, yes, MeasuredRamp::charge) == Verdict::needs_other);
}

TEST_CASE("what theory alone gives is no evidence for a hypothesis, but may exclude it") {
  CHECK(without_evidence(Verdict::compatible) == Verdict::by_construction);
  CHECK(without_evidence(Verdict::not_compatible) == Verdict::not_compatible);
  CHECK(without_evidence(Verdict::undecided) == Verdict::undecided);
}

TEST_CASE("nothing but what is compatible in some way survives") {
  std::vector<Verdict> left;
  for (const Verdict verdict : all_verdicts)
    if (survives(verdict)) left.push_back(verdict);
  CHECK(left == std::vector{Verdict::compatible, Verdict::by_construction, Verdict::charge_only,
                            Verdict::fixed_only});
}

TEST_CASE("points are compatible unless so large a chi squared has less than 5 % by chance") {
  PrefactorProfile profile;
  CHECK(verdict_of(profile) == Verdict::undecided);  // a single point
  profile.p = 0.06;
  CHECK(verdict_of(profile) == Verdict::compatible);
  profile.p = 0.04;
  CHECK(verdict_of(profile) == Verdict::not_compatible);
}

TEST_CASE(
    "an energy is like the rows that a hypothesis is held against and it is compatible with") {
  Plan plan;
  plan.experiment = {{"bare", {0.13, 0.15, 0.0}},
                     {"bulk", {0.125, 0.125, 0.0}},
                     {"coated", {0.12, 0.12, 0.01}},
                     {"far", {0.30, 0.30, 0.01}}};
  for (const char* measured : {"coated", "bare", "far", "nothing"})
    plan.branches.push_back({"h", {}, "h", measured, "", {}});
  CHECK(compared_rows(plan) == std::vector<std::size_t>{0, 2, 3});
  const auto at = [&](double energy) {
    return rows_like(plan, {energy, 0.003, {energy - 0.006, energy + 0.006}});
  };
  CHECK(at(0.14) == std::vector<std::size_t>{0, 2});   // within the range, 1.9 errors above 0.12
  CHECK(at(0.124) == std::vector<std::size_t>{2, 0});  // nearer to the value
  CHECK(at(0.20).empty());
}
