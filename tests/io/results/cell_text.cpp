#include "io/results/cell_text.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/constants.hpp"
#include "io/results/cell_words.hpp"
#include "tests/io/results/example_cells.hpp"
#include "tests/oracles/boltzmann_constant.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using lacuna::test::kB;
using lacuna::test::says;

namespace {

const std::string& text_of_cells() {
  static const std::string text =
      io::cell_text(test::cells_of_everything().plan, test::cells_of_everything().cells);
  return text;
}

bool tells(const std::string& part) { return text_of_cells().find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the cell is said first, then currents by temperature beside what was measured") {
  CHECK(text_of_cells().rfind("at the cell: 1 cm2, steps of 1 h, each 1.1 times", 0) == 0);
  CHECK(tells("250 K"));
  CHECK(tells("first void"));
  CHECK(tells("20 % contact loss"));
  CHECK(tells("0.1400 ["));
  CHECK(tells("0.13 to 0.15"));
  CHECK(tells("inside    by construction"));
}

TEST_CASE("a headline is one sentence on the cell, and names no more than three hypotheses") {
  using ensemble::CellOnset, ensemble::Verdict;
  const auto& all = test::cells_of_everything();
  const std::string refused = "; not evaluated: highway (metal.layers 8) behind 100 um (refused).";
  CHECK(io::cell_headline(all.plan, all.cells) ==
        "At the cell no hypothesis of those evaluated predicts the measured E_A, except where it "
        "was put in" +
            refused);
  auto cells = all.cells;
  const auto judge = [&](Verdict verdict) {
    for (auto& branch : cells.branches)
      for (auto& energy : branch.energies) energy.verdict = verdict;
    return io::cell_headline(all.plan, cells);
  };
  CHECK(judge(Verdict::not_compatible) ==
        "At the cell no hypothesis of those evaluated predicts the measured E_A" + refused);
  CHECK(judge(Verdict::compatible) ==
        "At the cell, compatible with the measured E_A: 9 hypotheses" + refused);
  CHECK(judge(Verdict::undecided) ==
        "At the cell nothing is decided: too little is known of 9 hypotheses" + refused);
  for (std::size_t k = 1; k < cells.branches.size(); ++k)
    for (auto& energy : cells.branches[k].energies) energy.verdict = Verdict::not_compatible;
  for (auto& energy : cells.branches[0].energies) energy.verdict = Verdict::compatible;
  CHECK(io::cell_headline(all.plan, cells) ==
        "At the cell, compatible with the measured E_A: highway (metal.layers 8) behind 10 um" +
            refused);
  std::erase_if(cells.branches, [](const auto& branch) {
    return std::none_of(branch.temperatures.begin(), branch.temperatures.end(),
                        [](const auto& each) { return each.outcome.has_value(); });
  });
  CHECK(judge(Verdict::not_compatible) == "At the cell no hypothesis predicts the measured E_A.");
}

TEST_CASE("refusals are told in words, temperatures of the same words in one line") {
  CHECK(tells("refused: highway (metal.layers 8), 100 um, 250, 300, 350 K: the wall wets"));
  CHECK(tells("refused: highway (metal.layers 10), 10 um, 350 K: too hot"));
  CHECK(tells("followed no further: highway (metal.layers 10), 10 um, 300 K: voids are high"));
}

TEST_CASE("the text says what its intervals hold, and what survives at the cell") {
  CHECK(
      tells("Intervals include the sampling of voids, the steps of the staircase and a factor of 2 "
            "in the nucleation rate. They include the metal's uncertainties (one standard "
            "deviation): E_f +- 0.03 eV"));
  CHECK(tells("z0/z_eq at first void"));
  CHECK(tells("D* / measured"));
  CHECK(
      tells("At the cell, compatible with the measured E_A: none; agree by construction, which "
            "is no test: highway (metal.layers 8) behind"));
  CHECK(
      tells("; not evaluated: highway (metal.layers 8) behind 100 um (refused: the wall wets, "
            "\"wholly\").\n"));
  CHECK(tells("not compatible: doorway (metal.layers 8) behind 10 um, "));  // 0.10(1)
}

TEST_CASE("measured currents are beside the verdict that they are part of") {
  auto plan = test::cells_of_everything().plan;
  for (auto& branch : plan.branches) branch.measured = plan.branches[0].measured;
  plan.cell->thicknesses = {1e4};
  const auto predictions = test::made_up_cells(plan, 0.14);  // contact lost at 2 mA/cm2, 300 K
  const auto text_with = [&](double density) {
    const double log_density = std::log(density * constants::mA_per_cm2);
    plan.measured_points = {{300, log_density, 0.01}, {900, log_density, 0.01}};
    return io::cell_text(
        plan, ensemble::CellFindings{ensemble::analyse_cells(plan, predictions), {}, {}});
  };
  const auto has = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  const std::string met = text_with(2);
  CHECK(has(met, "currents met"));
  CHECK(has(met, "1 of 1, 1 to 1 times"));
  CHECK(has(met, "; agree by construction, which is no test: highway"));
  CHECK(has(met, "; at the cell a verdict is on E_A and currents, each current within the cell's"));
  // Of points alone, their slope is what E_A is compared with.
  const std::string row = plan.branches[0].measured;
  plan.measured_points.clear();
  double mean = 0, squares = 0;
  const auto x_of = [](double temperature) { return 1 / (kB * temperature); };
  for (const double temperature : plan.temperatures) mean += x_of(temperature) / 3;
  for (const double temperature : plan.temperatures) {
    squares += std::pow(x_of(temperature) - mean, 2);
    const double at_room = std::log(2 * constants::mA_per_cm2);
    plan.measured_points.push_back(
        {temperature, at_room - 0.14 * (x_of(temperature) - x_of(300)), 0.2});
  }
  const auto text_beside = [&](const std::string& measured) {
    for (auto& branch : plan.branches) branch.measured = measured;
    return io::cell_text(
        plan, ensemble::CellFindings{ensemble::analyse_cells(plan, predictions), {}, {}});
  };
  const std::string slope = fmt::format("0.14 +- {:.2g}  ", 0.2 / std::sqrt(squares));
  const std::string points = text_beside("points");
  CHECK(has(points, slope + "inside    3 of 3, 1 to 1 times"));
  CHECK(has(points, "each current within the cell's interval, and their slope.\n"));
  CHECK(has(points, "1 to 1 times, E_A there 0.1400 ["));  // what is compared
  const std::string beside_row = text_beside(row);
  CHECK(has(beside_row, "3 of 3, 1 to 1 times, E_A there 0.1400 ["));
  CHECK(has(beside_row, "] eV, slope inside"));
  const std::string missed = text_with(200);
  CHECK(has(missed, "0 of 1, 0.01 to 0.01 times"));
  CHECK(has(missed, "E_A and currents: none; not compatible: highway"));
  CHECK_FALSE(has(missed, "which is no test: highway"));
}

TEST_CASE("a verdict names the temperatures that are left out of it") {
  auto plan = test::cells_of_everything().plan;
  auto predictions = test::made_up_cells(plan, 0.14);
  test::refuse(predictions, 2, "too hot");
  const std::string text = io::cell_text(
      plan, ensemble::CellFindings{ensemble::analyse_cells(plan, predictions), {}, {}});
  CHECK(text.find("highway (metal.layers 8) behind 10 um (without 350 K)") != std::string::npos);
}

TEST_CASE("a cell that keeps its contact says how much it lost, and over what") {
  auto plan = test::cells_of_everything().plan;
  auto predictions = test::made_up_cells(plan, 0.14);
  for (auto& loss : predictions[1].outcome->losses) loss.when.reset();  // 300 K, 0.1 mA/cm2
  const auto text = [&] {
    return io::cell_text(
        plan, ensemble::CellFindings{ensemble::analyse_cells(plan, predictions), {}, {}});
  };
  const std::string loss = fmt::format("no {:g} % contact loss: highway (metal.layers 8), 10 um, ",
                                       100 * plan.cell->design.contact_loss);
  CHECK(text().find(loss + "300 K: at most 40 % in the protocol, which goes up to 0.4 mA/cm2") !=
        std::string::npos);
  cell::Cycle cycle;
  cycle.strip = cycle.plate = cycle.charge = 1;
  cycle.cycles = 3;
  plan.cell->design.protocol = cycle;
  CHECK(text().find(loss + "300 K: at most 40 % in 3 cycles (4 h)") != std::string::npos);
  predictions[1].outcome->ended_early = "voids are high";  // which says why
  CHECK(text().find("no 20 %") == std::string::npos);
}

TEST_CASE("why no void is born is told with the cell that has none") {
  const auto& plan = test::cells_of_everything().plan;
  auto predictions = test::made_up_cells(plan, 0.14);
  predictions[1].outcome->no_void = "no void is born: at 1 mA/cm2";
  const std::string text = io::cell_text(
      plan, ensemble::CellFindings{ensemble::analyse_cells(plan, predictions), {}, {}});
  CHECK(text.find("first void: highway (metal.layers 8), 10 um, 300 K: no void is born: at 1") !=
        std::string::npos);
}

TEST_CASE("flaws that dissolved are told with when they did") {
  const auto& plan = test::cells_of_everything().plan;
  auto predictions = test::made_up_cells(plan, 0.14);
  predictions[1].outcome->flaws_dissolved =
      cell::Moment{9000, 0.5 * constants::mA_per_cm2, 0.52 * constants::mA_per_cm2};
  const std::string text = io::cell_text(
      plan, ensemble::CellFindings{ensemble::analyse_cells(plan, predictions), {}, {}});
  CHECK(text.find("flaws dissolved: highway (metal.layers 8), 10 um, 300 K: at 0.52 mA/cm2, after "
                  "2.5 h, since vacancies are too few to hold them") != std::string::npos);
}

TEST_CASE("without draws the text says that energies are taken as they are") {
  auto plan = test::cells_of_everything().plan;
  plan.cell->prior.draws = 0;
  CHECK(io::cell_text(plan, test::cells_of_everything().cells)
            .find("nucleation rate. Energies of a hypothesis are taken as they are.") !=
        std::string::npos);
}

TEST_CASE("a cell in which nothing is compared with a measurement ends without a verdict") {
  auto plan = test::cells_of_everything().plan;
  for (auto& branch : plan.branches) branch.measured.clear();
  const ensemble::CellFindings cells{
      ensemble::analyse_cells(plan, test::made_up_cells(plan, 0.14)), {}, {}};
  CHECK(io::cell_text(plan, cells).find("At the cell") == std::string::npos);
  CHECK(io::cell_verdict_text(plan, cells).empty());
  CHECK(io::cell_headline(plan, cells) == "Critical currents at the cell, as computed.");
}

TEST_CASE("that more is stripped than the metal holds is said, with both charges") {
  auto plan = test::cells_of_everything().plan;
  const auto words_behind = [&](double thickness) {
    plan.cell->thicknesses = {thickness};
    return io::stripped_words(plan, ensemble::analyse_cells(plan, test::made_up_cells(plan, 0.14)));
  };
  CHECK(words_behind(2e6).empty());
  // Contact is lost after two of the hours: 0.01 (1 + 1.1) mAh/cm2. A micrometre holds 0.1131.
  CHECK(says(words_behind(1e3), "holds (mAh/cm2): highway (metal.layers 8) 0.021 of 0.0113;"));
}
