#include "app/findings.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <optional>
#include <utility>

#include "app/tell.hpp"
#include "ensemble/cell_findings.hpp"
#include "ensemble/run_study.hpp"
#include "ensemble/study_result.hpp"
#include "io/input/study_input.hpp"
#include "io/results/cell_figures.hpp"
#include "io/results/report_run.hpp"
#include "io/results/report_study.hpp"
#include "io/results/result_text.hpp"
#include "io/results/run_figures.hpp"
#include "io/results/study_figures.hpp"
#include "io/results/study_text.hpp"
#include "io/store/kept_cells.hpp"
#include "io/store/result_directory.hpp"
#include "io/store/study_directory.hpp"
#include "io/store/summary.hpp"

namespace lacuna::app {
namespace {

namespace fs = std::filesystem;

/// None where the study has no cell, or its cells are not there yet.
std::optional<ensemble::CellFindings> cells_in(const fs::path& directory,
                                               const io::StudyInput& study, bool quiet) {
  if (!study.plan.cell) return {};
  const auto kept = io::kept_cells(directory, study.cell_identity);
  if (kept)
    if (auto result = ensemble::cell_findings(study.plan, *kept)) return result;
  if (!quiet)
    tell("warning: the cells are left out; lacuna cell {} --out {} predicts them\n",
         (directory / "input.yaml").string(), directory.string());
  return {};
}

Findings report_of_study(const fs::path& directory, bool quiet) {
  io::require_own_input(directory);
  const io::StudyInput study = io::read_study(directory / "input.yaml");
  const io::Recorded recorded = io::look_at_records(directory, study.plan);
  for (const std::string& line : recorded.damaged) tell("warning: {}; it is left out\n", line);
  const ensemble::StudyResult result = ensemble::analyse(study.plan, recorded.records);
  const auto cells = cells_in(directory, study, quiet);
  const bool over = ensemble::next_assignments(study.plan, recorded.records, nullptr).empty() &&
                    (cells || !study.plan.cell);
  return {"study", io::study_text(study.plan, result, cells, directory),
          io::study_report(study.plan, recorded.records, result, cells, study.canonical, directory),
          [plan = study.plan, result, cells](io::Medium medium) {
            std::vector<io::Figure> figures;
            if (cells) figures = io::cell_figures(plan, cells->branches, medium);
            for (io::Figure& figure : io::study_figures(plan, result, medium))
              figures.push_back(std::move(figure));
            return figures;
          },
          over};
}

Findings report_of_run(const fs::path& directory) {
  const io::RunInput input = io::read_case(directory / "input.yaml");
  const auto ending = io::stored_ending(directory);
  return {"run",
          ending ? io::result_text(input, *ending, directory)
                 : fmt::format("{}: not finished\n", input.values.name),
          io::run_report(input, ending, io::headline(input, ending), directory),
          [=](io::Medium medium) { return io::run_figures(input, ending, directory, medium); },
          ending.has_value()};
}

}  // namespace

Findings findings_in(const fs::path& directory, bool quiet) {
  return io::holds_results_of_study(directory) ? report_of_study(directory, quiet)
                                               : report_of_run(directory);
}

}  // namespace lacuna::app
