#include "io/results/results_tables.hpp"

#include <utility>

#include "io/results/energy_tables.hpp"
#include "io/results/fit_tables.hpp"
#include "io/results/hypothesis_tables.hpp"
#include "io/results/onset_tables.hpp"
#include "io/results/size_tables.hpp"

namespace lacuna::io {

std::vector<Table> result_tables(const ensemble::Plan& plan, const ensemble::Records& records,
                                 const ensemble::StudyResult& result) {
  std::vector<Table> tables{onsets_table(plan, records, result), cells_table(plan, result),
                            slopes_table(plan, result),          arrhenius_table(plan, result),
                            hypotheses_table(plan, result),      differences_table(plan, result),
                            prefactor_table(plan, result)};
  if (plan.rate_check != ensemble::RateCheck::none) tables.push_back(rate_table(plan, result));
  if (plan.surface_hop_check > 0) tables.push_back(cap_table(plan, result));
  if (plan.extrapolate) {
    tables.push_back(sizes_table(plan, result));
    tables.push_back(size_currents_table(plan, result));
  }
  if (plan.fit) {
    tables.push_back(fits_table("fits", *plan.fit, result.fits));
    tables.push_back(fit_evaluations_table(plan, result));
    tables.push_back(fit_onsets_table(plan, records));
  }
  return tables;
}

std::vector<ShownTable> shown_tables(const ensemble::Plan& plan,
                                     const ensemble::StudyResult& result) {
  std::vector<ShownTable> tables{shown_cells(plan, result), shown_rates(plan, result),
                                 shown_caps(plan, result), shown_profiles(plan, result)};
  if (plan.extrapolate)
    for (ShownTable& table : shown_sizes(plan, result)) tables.push_back(std::move(table));
  if (plan.fit) tables.push_back(shown_fits("fit", *plan.fit, result.fits));
  std::erase_if(tables, [](const ShownTable& table) { return table.is_empty(); });
  return tables;
}

std::vector<TableDoc> result_table_docs() {
  std::vector<TableDoc> all;
  for (const auto& part : {onset_docs(), energy_docs(), hypothesis_docs(), size_docs(), fit_docs()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace lacuna::io
