#include "ensemble/cell_findings.hpp"

#include <iterator>
#include <span>
#include <utility>

namespace lacuna::ensemble {

std::optional<CellPredictions> predict_all_cells(const Plan& plan, const nucleation::Cache& cache,
                                                 int threads, const CellReport& report,
                                                 const std::stop_token& stop) {
  auto cells = predict_cells(plan, cache, threads, report, stop);
  if (!cells) return {};
  auto changed = predict_changed_cells(plan, cache, threads, stop);
  if (!changed) return {};
  std::move(changed->begin(), changed->end(), std::back_inserter(*cells));
  if (!plan.cell_fit) return cells;
  const Fit& fit = plan.cell_fit->fit;
  CellProgress progress{CellProgress::Stage::fit, 0,
                        fit.branches.size() * static_cast<std::size_t>(fit.evaluations)};
  const auto predict = [&](const Plan& one) {
    if (report) report(progress);
    auto found = predict_cells(one, cache, threads, {}, stop);
    if (found) cells->insert(cells->end(), found->begin(), found->end());
    ++progress.done;
    return found;
  };
  if (!fit_cells(plan, predict)) return {};
  return cells;
}

std::optional<CellFindings> cell_findings(const Plan& plan, const CellPredictions& all) {
  std::span<const CellPrediction> left(all);
  const auto next = [&left](std::size_t count) -> std::optional<CellPredictions> {
    if (left.size() < count) return {};
    const auto taken = left.first(count);
    left = left.subspan(count);
    return CellPredictions(taken.begin(), taken.end());
  };
  const auto own = next(cells_of(plan)), changed = next(changed_cells_of(plan));
  if (!own || !changed) return {};
  CellFindings result;
  result.branches = analyse_cells(plan, *own);
  result.rivals = discriminate(plan, result.branches, *changed);
  if (plan.cell_fit) {
    result.fitted = fit_cells(plan, [&](const Plan& one) { return next(cells_of(one)); });
    if (!result.fitted) return {};
  }
  if (!left.empty()) return {};
  return result;
}

}  // namespace lacuna::ensemble
