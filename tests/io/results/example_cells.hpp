#pragma once

#include "core/constants.hpp"
#include "ensemble/cell_findings.hpp"
#include "tests/ensemble/fabricated_cells.hpp"
#include "tests/io/results/example_results.hpp"

namespace lacuna::test {

/// Cells of a study of six hypotheses at 250, 300 and 350 K, behind 10 and 100 µm: E_A is 0.14 eV.
/// One is refused, the first is refused at every temperature behind 100 µm.
struct CellsOfEverything {
  StudyOfEverything all;
  ensemble::Plan plan = all.study.plan;
  ensemble::CellFindings cells;

  CellsOfEverything() {
    plan.measured_points.clear();  // verdicts on E_A alone
    for (auto& branch : plan.branches)
      if (branch.measured == "points") branch.measured.clear();
    plan.cell = ensemble::CellPlan{};
    plan.cell->design.protocol = cell::Staircase{.from = 0.01 * constants::mA_per_cm2,
                                                 .to = 1e3 * constants::mA_per_cm2,
                                                 .factor = 1.1,
                                                 .hold = 3600};
    plan.cell->thicknesses = {1e5, 1e6};
    plan.branches[4].measured = plan.branches[0].measured;  // two that are rivals
    auto predictions = made_up_cells(plan, 0.14, 0.01);
    for (const std::size_t k : {3U, 4U, 5U}) refuse(predictions, k, "the wall wets, \"wholly\"");
    refuse(predictions, 8, "too hot");
    predictions[7].outcome->ended_early = "voids are high";
    const ensemble::CellPrediction other{made_up_cell(0.2, plan.cell->design.contact_loss), ""};
    predictions.insert(predictions.end(), ensemble::changed_cells_of(plan), other);
    cells = ensemble::cell_findings(plan, predictions).value();
  }
};

inline const CellsOfEverything& cells_of_everything() {
  static const CellsOfEverything cells;
  return cells;
}

}  // namespace lacuna::test
