#include "ensemble/cell_findings.hpp"

#include <iterator>
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
  return cells;
}

std::optional<CellFindings> cell_findings(const Plan& plan, const CellPredictions& all) {
  const std::size_t own = cells_of(plan);
  if (all.size() != own + changed_cells_of(plan)) return {};
  const auto parted = all.begin() + static_cast<std::ptrdiff_t>(own);
  CellFindings result;
  result.branches = analyse_cells(plan, {all.begin(), parted});
  result.rivals = discriminate(plan, result.branches, {parted, all.end()});
  return result;
}

}  // namespace lacuna::ensemble
