#include "app/cells.hpp"

#include <fmt/format.h>

#include "app/tell.hpp"
#include "io/results/results_files.hpp"
#include "io/store/kept_cells.hpp"
#include "nucleation/cache.hpp"

namespace lacuna::app {
namespace {

using ensemble::CellPredictions;
using ensemble::CellProgress;

/// Says how far the cells are, on standard error.
class CellProgressLine {
 public:
  explicit CellProgressLine(ProgressStyle style) : line_(style) {}

  void operator()(const CellProgress& now) {
    if (now.done == 0) start_ = StatusLine::Clock::now();
    const bool first_or_last = now.done == 0 || now.done == now.known;
    if (line_.silent() || (!first_or_last && !line_.due())) return;
    const std::chrono::duration<double> passed = StatusLine::Clock::now() - start_;
    line_.show(cell_progress_text(now, passed.count()));
  }

 private:
  StatusLine line_;
  StatusLine::Clock::time_point start_ = StatusLine::Clock::now();
};

std::optional<CellPredictions> predicted(const io::StudyInput& study,
                                         const io::StudyDirectory& directory, const CellWork& work,
                                         const std::stop_token& stop) {
  CellProgressLine progress(work.progress);
  auto cells = ensemble::predict_all_cells(
      study.plan, nucleation::Cache(work.cache), work.threads,
      [&](const CellProgress& now) { progress(now); }, stop);
  if (cells) io::keep_cells(directory.path(), study.cell_identity, *cells);
  return cells;
}

}  // namespace

std::optional<ensemble::CellFindings> settle_cells(const io::StudyInput& study,
                                                   const io::StudyDirectory& directory,
                                                   const CellWork& work,
                                                   const std::stop_token& stop) {
  const auto kept = io::kept_cells(directory.path(), study.cell_identity);
  auto result = kept ? ensemble::cell_findings(study.plan, *kept) : std::nullopt;
  if (result && work.progress != ProgressStyle::none)
    tell("cells: as {} keeps them\n", directory.path().string());
  if (!result) {
    const auto cells = predicted(study, directory, work, stop);
    if (!cells) return {};
    result = ensemble::cell_findings(study.plan, *cells);
  }
  io::write_cells(directory.path(), study.plan, *result);
  return result;
}

std::string cell_progress_text(const CellProgress& now, double seconds) {
  const bool voids = now.stage == CellProgress::Stage::voids;
  if (now.stage == CellProgress::Stage::fit)
    return fmt::format("cell: evaluations of the fit {}, at most {}", now.done, now.known);
  std::string text = fmt::format("cell: {} {}/{}", voids ? "sets of voids counted" : "currents",
                                 now.done, now.known);
  if (now.done > 0 && now.done < now.known) {
    const double left = seconds / static_cast<double>(now.done);
    text +=
        fmt::format("  {} left{}", duration_text(left * static_cast<double>(now.known - now.done)),
                    voids ? ", then the currents" : "");
  }
  return text;
}

}  // namespace lacuna::app
