#include <fmt/format.h>

#include "app/cells.hpp"
#include "app/commands.hpp"
#include "app/signals.hpp"
#include "app/tell.hpp"
#include "app/way_on.hpp"
#include "core/error.hpp"
#include "ensemble/warnings.hpp"
#include "io/input/study_input.hpp"
#include "io/results/cell_json.hpp"
#include "io/results/cell_text.hpp"
#include "io/results/discrimination_text.hpp"
#include "io/store/study_directory.hpp"

namespace lacuna::app {
namespace {

std::string warnings_about(const ensemble::Plan& plan) {
  std::string text;
  for (const std::string& warning : ensemble::temperature_warnings(plan))
    text += "warning: " + warning + "\n";
  return text;
}

Status predict(const io::StudyInput& study, const CellOptions& options) {
  const StopOnSignal signals;
  const io::StudyDirectory directory(options.out, study, io::Sharing::alone);
  const CellWork work{options.cache, options.threads, progress_style(options.quiet)};
  const auto cells = settle_cells(study, directory, work, signals.token());
  if (!cells) {
    if (!options.quiet)
      tell("interrupted: voids that were counted are kept; the same command goes on\n");
    return Status::interrupted;
  }
  if (options.json)
    fmt::print("{}\n", io::json_text(io::cells_block(study.plan, *cells)));
  else if (!options.quiet)
    fmt::print("{}{}{}files: {}\n", io::cell_text(study.plan, *cells),
               io::discrimination_text(study.plan, cells->rivals), warnings_about(study.plan),
               options.out.string());
  return Status::done;
}

}  // namespace

Status cell(const CellOptions& options) {
  const io::StudyInput study = io::read_study(options.study_file, options.settings, options.seed);
  if (!study.plan.cell)
    throw InputError(
        fmt::format("{} has no section `cell`; add `cell: {{}}`, or give --set cell={{}}",
                    options.study_file.string()));
  return with_way_on("voids that were counted are kept; the same command goes on",
                     [&] { return predict(study, options); });
}

}  // namespace lacuna::app
