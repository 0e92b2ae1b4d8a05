#include "ensemble/study_result.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/ensemble/plain_studies.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

TEST_CASE(
    "what is concluded does not depend on the order in which it was found, nor on other branches") {
  const Plan both = test::plain_plan({test::branch("a"), test::branch("b")}),
             one = test::plain_plan({test::branch("b")});
  const auto energy = [](const Plan& p, std::size_t b) {
    return analyse(p, test::records(p, test::plain))
        .branches[b]
        .arrhenius.value()
        .activation_energy;
  };
  CHECK(energy(both, 1).interval.low == energy(one, 0).interval.low);
  CHECK(energy(both, 1).interval.low != energy(both, 0).interval.low);
}

TEST_CASE("each hypothesis is compared with its own row") {
  Plan p = test::plain_plan(
      {test::branch("a"), test::branch("b"), test::branch("c"), test::branch("d")});
  p.experiment = {{"bare", {0.10, 0.10, 0.01}}, {"coated", {0.19, 0.19, 0.01}}};
  for (std::size_t b : {0u, 1u}) p.branches[b].measured = "bare";
  p.branches[3].measured = "coated";
  const StudyResult result = analyse(p, test::records(p, test::on_a_line(test::by_branch, 0.05)));
  const auto& bs = result.branches;
  CHECK(bs[0].comparison.value().overlap == Overlap::inside);
  CHECK(bs[1].comparison.value().overlap == Overlap::outside);
  CHECK_FALSE(bs[2].comparison.has_value());
  CHECK(bs[0].measured.value().low == 0.10);
  CHECK(bs[0].verdict == Verdict::by_construction);
  CHECK(bs[1].verdict == Verdict::not_compatible);
  CHECK_FALSE(bs[2].measured.has_value());
  CHECK_FALSE(bs[2].compared());
  CHECK(bs[2].verdict == Verdict::undecided);
  CHECK(bs[0].like == std::vector<std::size_t>{0});
  CHECK(result.conclusion.with(Verdict::by_construction) == std::vector<std::size_t>{0, 3});
  CHECK(result.conclusion.with(Verdict::not_compatible) == std::vector<std::size_t>{1});
  CHECK(result.conclusion.headline == Headline::some_survive);
  CHECK(result.clock_factors.value().lowest == bs[0].absolute.value().clock_factor);
}

TEST_CASE("what theory alone gives is compatible by construction only") {
  Plan p = test::plain_plan({test::branch("a")});
  p.experiment = {{"bare", {0.10, 0.10, 0.01}}};
  p.branches[0].measured = "bare";
  const auto found = test::records(p, test::on_a_line(test::by_branch, 0.05));
  CHECK(analyse(p, found).branches[0].verdict == Verdict::by_construction);
  p.experiment[0].energy = {0.30, 0.30, 0.01};
  CHECK(analyse(p, found).branches[0].verdict == Verdict::not_compatible);
}

TEST_CASE("measured points give the clock factor that the prefactor implies") {
  Plan p = test::plain_plan();
  p.branches[0].measured = "points";
  for (const double t : {260.0, 320.0})
    p.measured_points.push_back({t, 4 + std::log(3) - 0.15 * inverse_thermal_energy(t), 0.01});
  const BranchResult r = analyse(p, test::records(p, test::plain)).branches[0];
  CHECK(test::near(r.profile.value().log_factor, std::log(3)));
}

TEST_CASE("a fit's evaluations are analysed in their order, and give its parameter") {
  Plan p = test::plain_plan({});
  Fit fit;
  fit.parameters = {{"E_seg", 0, 0.1}};
  fit.targets = {{"t", MeasuredEnergy{0.16, 0.16, 0.002}, {}}};
  fit.branches = {test::branch("f")};
  p.fit = fit;
  const auto find = test::on_a_line([](const Task& t) { return 0.1 + t.parameters[0]; }, 0.02);
  const StudyResult result = analyse(p, test::records(p, find));
  CHECK(result.evaluations.size() == 12);
  CHECK(result.evaluations[0].parameters == std::vector<double>{0});
  REQUIRE(result.fits.size() == 1);
  REQUIRE(result.fits[0].parameters.size() == 1);
  CHECK(std::abs(result.fits[0].parameters[0].value - 0.06) < 0.006);
  CHECK(result.fits[0].parameters[0].interval.contains(result.fits[0].parameters[0].value));
}
