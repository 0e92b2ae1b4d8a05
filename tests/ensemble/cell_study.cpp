#include "ensemble/cell_study.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "cell/cell.hpp"
#include "core/constants.hpp"
#include "ensemble/normal.hpp"
#include "interface/theory.hpp"
#include "tests/ensemble/fabricated_cells.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::TemporaryDirectory;

namespace {

constexpr double mA = constants::mA_per_cm2;

Branch branch(const std::string& name, double bonds, double segregation, double injection = 0.14) {
  Case values;
  values.metal.bond_nn1 = values.metal.bond_nn2 = bonds;
  values.ceramic.segregation = segregation;
  values.ceramic.injection.barrier = injection;
  return {name, {}, name, "bare", "", [values](std::span<const double>) { return values; }};
}

Plan plan_of(std::vector<Branch> branches) {
  Plan plan;
  plan.temperatures = {260, 300, 350};
  plan.branches = std::move(branches);
  plan.experiment = {{"bare", {0.13, 0.15, 0.0}}};
  plan.cell = CellPlan{};
  plan.cell->design.far_end = cell::FarEnd::sink;
  plan.cell->design.protocol = cell::Staircase{0.1 * mA, 1e5 * mA, 1.3, 3600};
  return plan;
}

/// The current rises steadily, so that no steps are in intervals.
Plan steadily(Plan plan) {
  plan.cell->design.protocol = cell::Ramp{0, 1e5 * mA, 1e-3 * mA};
  return plan;
}

/// Two readings with bonds, one without: in cells small enough for voids that are small, and with
/// few moves.
Plan small_plan() {
  Plan plan =
      plan_of({branch("bare", 0.06, 0.087), branch("clean", 0.06, 0.0), branch("gas", 0.0, 0.0)});
  plan.temperatures = {300, 340};
  plan.cell->thicknesses = {1e6, 2e6};
  plan.cell->sampling.largest = 110;
  plan.cell->sampling.moves = 30'000'000;
  return plan;
}

CellPredictions predicted(const Plan& plan, const std::filesystem::path& cache, int threads) {
  auto cells = predict_cells(plan, nucleation::Cache(cache), threads, {}, {});
  REQUIRE(cells.has_value());
  return *cells;
}

bool same(const std::optional<cell::Moment>& a, const std::optional<cell::Moment>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->time == b->time && a->density == b->density && a->trend == b->trend;
}

void check_same_bits(const CellPredictions& a, const CellPredictions& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    CHECK(a[k].refusal == b[k].refusal);
    REQUIRE(a[k].outcome.has_value() == b[k].outcome.has_value());
    if (!a[k].outcome) continue;
    const cell::Outcome &one = *a[k].outcome, &other = *b[k].outcome;
    for (std::size_t share = 0; share < one.first_void.size(); ++share)
      CHECK(same(one.first_void[share], other.first_void[share]));
    CHECK(same(one.voltage, other.voltage));
    REQUIRE(one.course.size() == other.course.size());
    for (std::size_t i = 0; i < one.course.size(); ++i) {
      CHECK(one.course[i].fugacity == other.course[i].fugacity);
      CHECK(one.course[i].lost == other.course[i].lost);
    }
  }
}

}  // namespace

TEST_CASE("E_A of a cell is the slope of what it was made of, at every onset and thickness") {
  Plan plan = plan_of({branch("a", 0, 0), branch("b", 0, 0)});
  plan.cell->thicknesses = {1e6, 2e6};
  const auto cells = analyse_cells(plan, test::made_up_cells(plan, 0.31));
  REQUIRE(cells.size() == 4);
  CHECK(cells[1].branch == 0);
  CHECK(cells[1].thickness == 2e6);
  CHECK(cells[2].branch == 1);
  for (const CellBranch& cell : cells) {
    for (const CellOnset onset : all_cell_onsets) {
      REQUIRE(cell.energy(onset).value.has_value());
      CHECK(cell.energy(onset).value->value == doctest::Approx(0.31).epsilon(1e-9));
      CHECK(cell.energy(onset).temperatures == 3);
      CHECK(cell.energy(onset).verdict == Verdict::not_compatible);
    }
  }
}

TEST_CASE("the error of a cell's E_A is that of a line through points of that error") {
  const Plan plan = plan_of({branch("a", 0, 0)});
  const double error = 0.02;
  const auto energy =
      analyse_cells(plan, test::made_up_cells(plan, 0.14, error))[0].energy(CellOnset::first_void);
  double mean = 0, spread = 0;
  for (const double temperature : plan.temperatures)
    mean += inverse_thermal_energy(temperature) / 3;
  for (const double temperature : plan.temperatures)
    spread += std::pow(inverse_thermal_energy(temperature) - mean, 2);
  const double step = std::log(1.3) / 6;
  CHECK(energy.spread.sampling == doctest::Approx(error / std::sqrt(spread)));
  CHECK(energy.spread.steps == doctest::Approx(step / std::sqrt(spread)));
  CHECK(energy.value->error == doctest::Approx(std::hypot(error, step) / std::sqrt(spread)));
  // The same shift at every temperature leaves the slope alone.
  CHECK(energy.spread.births == doctest::Approx(0).epsilon(1e-12));
  const double reach = two_sided_deviate(0.95) * energy.value->error;
  CHECK(energy.value->interval.high == doctest::Approx(0.14 + reach));
  CHECK(energy.verdict == Verdict::by_construction);
}

TEST_CASE("a cell whose E_A is met and whose currents are not is not compatible") {
  Plan plan = plan_of({branch("a", 0.06, 0), branch("b", 0.06, 0), branch("c", 0.06, 0)});
  plan.branches[1].measured = "points";
  plan.branches[2].measured.clear();
  plan.cell->thicknesses = {1e4};
  const CellPredictions cells = test::made_up_cells(plan, 0.14);  // first void at 1 mA/cm2, 300 K
  const auto verdicts = [&](double density) {
    plan.measured_points = {{300, std::log(density * mA), 0.05}, {400, 0, 0.05}};
    std::vector<Verdict> list;
    for (const CellBranch& each : analyse_cells(plan, cells))
      list.push_back(each.energy(CellOnset::first_void).verdict);
    return list;
  };
  CHECK(verdicts(1.0) == std::vector{Verdict::compatible, Verdict::compatible, Verdict::undecided});
  CHECK(verdicts(30.0) ==
        std::vector{Verdict::not_compatible, Verdict::not_compatible, Verdict::undecided});
  const auto currents = analyse_cells(plan, cells)[0].energy(CellOnset::first_void).currents;
  REQUIRE(currents.has_value());
  CHECK(currents->compared == 1);
  CHECK(currents->lowest == doctest::Approx(1 / 30.0));
}

TEST_CASE("currents that are all met, of another slope, are not compatible") {
  Plan plan = steadily(plan_of({branch("a", 0.06, 0)}));
  plan.branches[0].measured = "points";
  plan.cell->thicknesses = {1e4};
  const double predicted = 0.32, measured = 0.20, middle = inverse_thermal_energy(300);
  CellPredictions cells = test::made_up_cells(plan, predicted);  // first void at 1 mA/cm2, 300 K
  // A factor of eight either way that is the same at all temperatures, as frequencies are, and
  // slopes that spread evenly over 0.02 eV either way.
  constexpr int draws = 200;
  for (std::size_t t = 0; t < cells.size(); ++t) {
    const double x = inverse_thermal_energy(plan.temperatures[t]) - middle;
    cells[t].outcome->prior_shifts.clear();
    for (int n = 0; n < draws; ++n) {
      const double even = (n + 0.5 - draws / 2) / (draws / 2);
      const double other = (7 * n % draws + 0.5 - draws / 2) / (draws / 2);
      cells[t].outcome->prior_shifts.push_back(std::log(8.0) * other - 0.02 * even * x);
    }
  }
  const auto energy_beside = [&](double slope, double error) {
    plan.measured_points.clear();
    for (const double temperature : plan.temperatures)
      plan.measured_points.push_back(
          {temperature, std::log(mA) - slope * (inverse_thermal_energy(temperature) - middle),
           error});
    return analyse_cells(plan, cells)[0].energy(CellOnset::first_void);
  };
  // Three points of equal error: their slope has error / sqrt(sum of squares about the mean).
  double mean = 0, squares = 0;
  for (const double temperature : plan.temperatures)
    mean += inverse_thermal_energy(temperature) / 3;
  for (const double temperature : plan.temperatures)
    squares += std::pow(inverse_thermal_energy(temperature) - mean, 2);
  const double error = 0.02 * std::sqrt(squares);
  const CellEnergy apart = energy_beside(measured, error);
  REQUIRE(apart.currents.has_value());
  CHECK(apart.currents->compared == 3);
  CHECK(apart.currents->all_met());
  REQUIRE(apart.currents->slope.has_value());
  const CellSlope& slope = *apart.currents->slope;
  CHECK(slope.cell.value == doctest::Approx(predicted));
  CHECK(slope.cell.error == doctest::Approx(0.02 / std::sqrt(3)).epsilon(0.02));
  CHECK(slope.measured.low == doctest::Approx(measured));
  CHECK(slope.measured.error == doctest::Approx(0.02));
  CHECK(apart.against_slope() == &slope.comparison);
  CHECK(slope.comparison.overlap == Overlap::outside);  // 0.12 eV, with 0.012 and 0.02 of error
  CHECK(apart.verdict == Verdict::not_compatible);
  CHECK(energy_beside(0.30, error).verdict == Verdict::compatible);
  // Met for want of precision alone: the slope of the cell is known to less than that of points.
  CHECK(energy_beside(0.32, error / 10).verdict == Verdict::undecided);
}

TEST_CASE("births that weigh more when cold are in the interval of E_A") {
  const Plan plan = steadily(plan_of({branch("a", 0, 0)}));
  CellPredictions cells = test::made_up_cells(plan, 0.2);
  cells[0].outcome->at_first_void->sensitivity = 62;
  const auto energy = analyse_cells(plan, cells)[0].energy(CellOnset::contact);
  CHECK(energy.spread.sampling == 0);
  CHECK(energy.spread.births > 1e-4);
  CHECK(energy.value->interval.high - energy.value->value == doctest::Approx(energy.spread.births));
  REQUIRE(energy.comparison.has_value());
  CHECK(energy.comparison->overlap == Overlap::outside);
}

TEST_CASE("a prior of E_f is in the interval of E_A, draw by draw") {
  const Plan plan = steadily(plan_of({branch("a", 0, 0)}));
  CellPredictions cells = test::made_up_cells(plan, 0.2);
  // An energy higher by d, the same at all temperatures: ln j is lower by d/kT.
  constexpr int draws = 200;
  for (std::size_t t = 0; t < cells.size(); ++t) {
    cells[t].outcome->prior_shifts.clear();
    for (int n = 0; n < draws; ++n) {
      const double d = 0.02 * (n + 0.5 - draws / 2) / (draws / 2);
      cells[t].outcome->prior_shifts.push_back(-d * inverse_thermal_energy(plan.temperatures[t]));
    }
  }
  cells[1].outcome->prior_shifts[0] = INFINITY;
  const auto energy = analyse_cells(plan, cells)[0].energy(CellOnset::first_void);
  REQUIRE(energy.spread.prior.has_value());
  CHECK(energy.spread.prior->draws == draws - 1);
  CHECK(energy.spread.prior->deviation == doctest::Approx(0.02 / std::sqrt(3)).epsilon(0.02));
  CHECK(energy.value->interval.low == doctest::Approx(0.2 - 0.95 * 0.02).epsilon(0.01));
  CHECK(energy.value->interval.high == doctest::Approx(0.2 + 0.95 * 0.02).epsilon(0.01));
  CHECK(energy.comparison->overlap == Overlap::outside);
}

TEST_CASE("temperatures that are refused or not reached are left out of the line, and told") {
  const Plan plan = plan_of({branch("a", 0, 0)});
  CellPredictions cells = test::made_up_cells(plan, 0.3);
  test::refuse(cells, 0, "too cold");
  const auto two = analyse_cells(plan, cells)[0];
  CHECK(two.temperatures[0].refusal == "too cold");
  CHECK(two.energy(CellOnset::contact).temperatures == 2);
  CHECK(two.energy(CellOnset::contact).value->value == doctest::Approx(0.3));
  CHECK(two.energy(CellOnset::contact).remark == "without 260 K");
  cells[2].outcome->first_void[cell::median].reset();
  const auto one = analyse_cells(plan, cells)[0];
  CHECK_FALSE(one.energy(CellOnset::first_void).value.has_value());
  CHECK(one.energy(CellOnset::first_void).verdict == Verdict::undecided);
  CHECK(one.energy(CellOnset::first_void).remark ==
        "a slope needs two temperatures; nothing is known at 260, 350 K");
  CHECK(one.energy(CellOnset::contact).value.has_value());
  CHECK(one.decisive() == CellOnset::contact);
}

TEST_CASE("a cell that loses contact at one temperature only is judged by its first void") {
  const Plan plan = plan_of({branch("a", 0, 0)});
  CellPredictions cells = test::made_up_cells(plan, 0.3);
  for (const std::size_t k : {0U, 2U}) cells[k].outcome->losses.back().when.reset();
  CHECK(analyse_cells(plan, cells)[0].decisive() == CellOnset::first_void);
  for (auto& each : cells) each.outcome->first_void = {};
  CHECK(analyse_cells(plan, cells)[0].decisive() == CellOnset::contact);
}

TEST_CASE("without bonds a cell is the law of vacancies that do not interact") {
  const Plan plan = plan_of({branch("gas", 0.0, 0.05)});
  const TemporaryDirectory folder;
  const auto cells = analyse_cells(plan, predicted(plan, folder / "voids", 2));
  CHECK_FALSE(std::filesystem::exists(folder / "voids"));  // there were none to count
  // Frequencies are all that is not known here: they move currents, and leave E_A.
  const CellEnergy& energy = cells[0].energy(CellOnset::contact);
  REQUIRE(energy.spread.prior.has_value());
  CHECK(energy.spread.prior->deviation == 0);
  CHECK(energy.value->error == 0);
  CHECK(spread_of(plan.cell->design, *cells[0].temperatures[0].outcome, 0.95).prior->deviation ==
        doctest::Approx(std::log(3.0)).epsilon(0.05));
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
    const auto& cell = cells[0].temperatures[t];
    REQUIRE_MESSAGE(cell.outcome.has_value(), cell.refusal);
    Case values = plan.branches[0].vary({});
    values.temperature = plan.temperatures[t];
    values.metal.layers =
        static_cast<int>(std::lround(2e6 / interface::layer_spacing(values.metal)));
    values.onset.coverage_threshold = plan.cell->design.contact_loss;
    const auto* moment = moment_of(*cell.outcome, CellOnset::contact, *plan.cell);
    REQUIRE(moment != nullptr);
    CHECK(moment->density / interface::predicted_density(values) ==
          doctest::Approx(1.0).epsilon(0.31));  // a step of the staircase
  }
}

TEST_CASE("what a case says that voids do not know is refused, cell by cell, and stops nothing") {
  Plan plan = plan_of({branch("gas", 0.0, 0.0), branch("uphill", 0.06, 0.0)});
  const Vary with_bonds = plan.branches[1].vary;
  plan.branches[1].vary = [with_bonds](std::span<const double> none) {
    Case values = with_bonds(none);
    values.metal.law = interface::RateLaw::uphill;
    return values;
  };
  const TemporaryDirectory folder;
  const CellPredictions cells = predicted(plan, folder / "voids", 1);
  REQUIRE(cells.size() == 6);
  for (std::size_t k = 0; k < 3; ++k) CHECK(cells[k].outcome.has_value());
  for (std::size_t k = 3; k < 6; ++k) {
    CHECK_FALSE(cells[k].outcome.has_value());
    CHECK(cells[k].refusal.find("law: symmetric") != std::string::npos);
  }
}

TEST_CASE("a stop before cells are done leaves none") {
  const Plan plan = plan_of({branch("gas", 0.0, 0.0)});
  const TemporaryDirectory folder;
  std::stop_source source;
  source.request_stop();
  CHECK_FALSE(predict_cells(plan, nucleation::Cache(folder / "voids"), 1, {}, source.get_token()));
}

TEST_SUITE("all") {
  TEST_CASE("cells are the same bit for bit for any number of threads, with and without a cache") {
    const Plan plan = small_plan();
    const TemporaryDirectory folder;
    std::vector<CellProgress> told;
    const CellReport report = [&](const CellProgress& now) { told.push_back(now); };
    const auto first = predict_cells(plan, nucleation::Cache(folder / "voids"), 2, report, {});
    REQUIRE(first.has_value());
    // Two readings at two temperatures share the voids of the metal: 4 sets of the wall, 2 of that.
    const auto files = std::distance(std::filesystem::directory_iterator(folder / "voids"), {});
    CHECK(files == 6);
    CHECK(told.front().stage == CellProgress::Stage::voids);
    CHECK(told.front().known == 6);
    CHECK(told.back().stage == CellProgress::Stage::cells);
    CHECK(told.back().done == 12);
    check_same_bits(*first, predicted(plan, folder / "voids", 1));
    check_same_bits(*first, predicted(plan, folder / "other", 1));
  }
}
