#include "ensemble/cell_fit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "ensemble/cell_findings.hpp"
#include "tests/ensemble/fabricated_cells.hpp"
#include "tests/ensemble/synthetic.hpp"
#include "tests/oracles/statistics.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::TemporaryDirectory;

namespace {

/// Which segregation energy? Of a metal with such bonds, at the cell.
Plan plan_with_fit(double bonds, std::vector<FitTarget> targets) {
  Plan plan;
  plan.temperatures = {270, 300, 340};
  Case values;
  values.metal.bond_nn1 = values.metal.bond_nn2 = bonds;
  values.ceramic.injection.barrier = 0.14;
  plan.branches = {
      {"one", {}, "one", "", "", [values](std::span<const double>) { return values; }}};
  plan.cell = CellPlan{};
  plan.cell->design.far_end = cell::FarEnd::sink;
  plan.cell->design.protocol =
      cell::Staircase{0.01 * constants::mA_per_cm2, 1e7 * constants::mA_per_cm2, 1.1, 3600};
  plan.cell->prior.draws = 0;
  Fit fit;
  fit.parameters = {{"interface.segregation_eV", 0.02, 0.11}};
  fit.targets = std::move(targets);
  fit.evaluations = 9;
  fit.branches = {{"fit", {}, "fit", "", "", [values](std::span<const double> x) {
                     Case varied = values;
                     varied.ceramic.segregation = x[0];
                     return varied;
                   }}};
  plan.cell_fit = CellFit{fit, [cell = *plan.cell](std::span<const double>) { return cell; }};
  return plan;
}

/// What the cell of the plan does at a segregation energy, as measured with such an error of ln j.
std::vector<MeasuredPoint> measured(const Plan& plan, const nucleation::Cache& cache,
                                    double planted, double error, kmc::Stream& stream) {
  Plan one = plan;
  one.cell_fit.reset();
  one.branches = {{"truth", {}, "truth", "", "", [&plan, planted](std::span<const double>) {
                     return plan.cell_fit->fit.branches[0].vary(std::vector{planted});
                   }}};
  const auto cells = predict_cells(one, cache, 2, {}, {});
  REQUIRE(cells.has_value());
  const CellBranch known = analyse_cells(one, *cells).front();
  std::vector<MeasuredPoint> points;
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
    REQUIRE_MESSAGE(known.temperatures[t].outcome.has_value(), known.temperatures[t].refusal);
    const auto* moment = moment_of(*known.temperatures[t].outcome, known.decisive(), *plan.cell);
    REQUIRE(moment != nullptr);
    const double noise = error * test::draw(test::Scatter::normal, stream);
    points.push_back({plan.temperatures[t], std::log(moment->trend) + noise, error});
  }
  return points;
}

CellFitted fitted(const Plan& plan, const nucleation::Cache& cache) {
  const auto found =
      fit_cells(plan, [&](const Plan& one) { return predict_cells(one, cache, 2, {}, {}); });
  REQUIRE(found.has_value());
  return *found;
}

/// Cells whose slope is the parameter and 0.1 eV more, and whose prior moves the slope by an error
/// of 0.01 eV; `draws` of it are known.
PredictOne made_up(int draws) {
  return [draws](const Plan& one) {
    const double energy = one.branches[0].vary({}).ceramic.segregation + 0.1;
    CellPredictions cells = test::made_up_cells(one, energy);
    for (std::size_t t = 0; t < cells.size(); ++t) {
      cells[t].outcome->at_first_void.reset();  // no births that weigh
      cells[t].outcome->prior_shifts.clear();
      for (int n = 0; n < draws; ++n)
        cells[t].outcome->prior_shifts.push_back((n % 2 == 0 ? 0.01 : -0.01) *
                                                 inverse_thermal_energy(one.temperatures[t]));
    }
    return std::optional(cells);
  };
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE("a segregation energy that was planted is recovered within its interval") {
    const TemporaryDirectory folder;
    const nucleation::Cache cache(folder / "voids");
    constexpr double planted = 0.07;
    int held = 0;
    constexpr int seeds = 20;
    for (int n = 0; n < seeds; ++n) {
      kmc::Stream stream(test::seed(51), static_cast<std::uint64_t>(n));
      Plan plan = plan_with_fit(0.0, {{"points", std::nullopt, {}}});
      plan.cell_fit->fit.targets[0].points = measured(plan, cache, planted, 0.05, stream);
      const CellFitted found = fitted(plan, cache);
      REQUIRE(found.fits.size() == 1);
      if (found.fits[0].parameters.empty()) continue;
      const FittedParameter& p = found.fits[0].parameters[0];
      CHECK(p.value == doctest::Approx(planted).epsilon(0.05));
      held += p.interval.contains(planted) ? 1 : 0;
    }
    CHECK(held >= seeds - 4);  // of 95 % intervals; fewer with probability 0.3 %
  }
}

TEST_CASE("a slope and currents that no segregation energy gives are said to be impossible") {
  const TemporaryDirectory folder;
  // without bonds a slope of 0.14 eV comes with thousands of mA/cm²
  const MeasuredEnergy slope{0.13, 0.15, 0.0};
  const std::vector<MeasuredPoint> low{{300, std::log(1.0 * constants::mA_per_cm2), 1.0}};
  const CellFitted found = fitted(plan_with_fit(0.0, {{"slope", slope, {}}, {"both", slope, low}}),
                                  nucleation::Cache(folder / "voids"));
  REQUIRE(found.fits[0].parameters.size() == 1);
  CHECK(found.fits[0].parameters[0].value == doctest::Approx(0.088).epsilon(0.02));
  CHECK(found.fits[1].parameters.empty());
  CHECK(found.fits[1].remark.find("no values in the range agree") != std::string::npos);
}

TEST_CASE("what is not known of the metal is in the interval of what is fitted, draw by draw") {
  const Plan plan = plan_with_fit(0.0, {{"slope", MeasuredEnergy{0.16, 0.16, 0.0}, {}}});
  const auto width = [&](int draws) {
    const auto found = fit_cells(plan, made_up(draws));
    REQUIRE(found->fits[0].parameters.size() == 1);
    const FittedParameter& p = found->fits[0].parameters[0];
    CHECK(p.value == doctest::Approx(0.06).epsilon(0.01));
    CHECK(p.interval.contains(0.06));
    return (p.interval.high - p.interval.low) / 2;
  };
  CHECK(width(40) == doctest::Approx(2.1 * 0.01).epsilon(0.03));  // Student's t
  CHECK(width(0) < 0.004);
}

TEST_CASE("evaluations that are kept give the same fit without a prediction") {
  const TemporaryDirectory folder;
  const Plan plan = plan_with_fit(0.0, {{"slope", MeasuredEnergy{0.13, 0.15, 0.0}, {}}});
  const auto all = predict_all_cells(plan, nucleation::Cache(folder / "voids"), 1, {}, {});
  REQUIRE(all.has_value());
  const auto first = cell_findings(plan, *all);
  REQUIRE(first.has_value());
  REQUIRE(first->fitted.has_value());
  CHECK(first->fitted->evaluations.size() == 9);
  CHECK(first->fitted->fits[0].parameters[0].value ==
        fitted(plan, nucleation::Cache(folder / "voids")).fits[0].parameters[0].value);
  CellPredictions fewer = *all, more = *all;
  fewer.pop_back();
  more.push_back(more.back());
  CHECK_FALSE(cell_findings(plan, fewer).has_value());
  CHECK_FALSE(cell_findings(plan, more).has_value());
}

TEST_CASE("currents of the first void are fitted where the loss of contact is known less often") {
  const Plan plan = plan_with_fit(0.0, {{"slope", MeasuredEnergy{0.16, 0.16, 0.002}, {}}});
  const auto found = fit_cells(plan, [](const Plan& one) {
    auto cells = made_up(0)(one);
    for (CellPrediction& each : *cells) each.outcome->losses.back().when.reset();
    return cells;
  });
  for (const CellEvaluation& each : found->evaluations) CHECK(each.onset == CellOnset::first_void);
  CHECK(found->fits[0].parameters.size() == 1);
  const auto none = fit_cells(plan, [](const Plan& one) {
    auto cells = made_up(0)(one);
    for (std::size_t k = 0; k < cells->size(); ++k) test::refuse(*cells, k, "too large");
    return cells;
  });
  CHECK(none->evaluations.size() == 5);
  CHECK(none->fits[0].remark == "too few evaluations gave an activation energy");
}

TEST_SUITE("all") {
  TEST_CASE("with bonds a planted segregation energy is recovered from currents of the cell") {
    const TemporaryDirectory folder;
    const nucleation::Cache cache(folder / "voids");
    constexpr double planted = 0.065;
    for (const std::uint64_t seed : {52, 53, 54}) {
      kmc::Stream stream(test::seed(seed), 0);
      Plan plan = plan_with_fit(0.06, {{"points", std::nullopt, {}}});
      plan.temperatures = {300, 340};
      plan.cell->sampling = {100, 20'000'000};
      plan.cell_fit->cell = [cell = *plan.cell](std::span<const double>) { return cell; };
      plan.cell_fit->fit.parameters[0] = {"interface.segregation_eV", 0.04, 0.09};
      plan.cell_fit->fit.evaluations = 7;
      plan.cell_fit->fit.targets[0].points = measured(plan, cache, planted, 0.05, stream);
      const CellFitted found = fitted(plan, cache);
      REQUIRE_MESSAGE(found.fits[0].parameters.size() == 1, found.fits[0].remark);
      const FittedParameter& p = found.fits[0].parameters[0];
      CAPTURE(p.interval.low);
      CAPTURE(p.interval.high);
      CHECK(p.interval.contains(planted));
      // births are known to a factor of two, which is some 2 % of a current
      CHECK(p.interval.high - p.interval.low < 0.02);
    }
  }
}
