#include "io/results/results_files.hpp"

#include <vector>

#include "core/replace_file.hpp"
#include "io/results/cell_tables.hpp"
#include "io/results/discrimination_tables.hpp"
#include "io/results/fit_tables.hpp"
#include "io/results/results_hdf5.hpp"
#include "io/results/results_tables.hpp"
#include "io/trajectory/h5md.hpp"

namespace lacuna::io {
namespace {

void write_tables(const std::filesystem::path& directory, const std::vector<Table>& tables,
                  const char* in_one) {
  for (const Table& table : tables)
    replace_file(directory / (table.name() + ".csv"), csv_text(table));
  if (has_hdf5()) write_hdf5(directory / in_one, tables);
}

}  // namespace

void write_results(const std::filesystem::path& directory, const ensemble::Plan& plan,
                   const ensemble::Records& records, const ensemble::StudyResult& result) {
  write_tables(directory, result_tables(plan, records, result), "results.h5");
}

void write_cells(const std::filesystem::path& directory, const ensemble::Plan& plan,
                 const ensemble::CellFindings& cells) {
  std::vector<Table> tables = cell_tables(plan, cells.branches);
  tables.push_back(discrimination_table(plan, cells.rivals));
  if (cells.fitted) {
    tables.push_back(fits_table("cell_fits", plan.cell_fit->fit, cells.fitted->fits));
    tables.push_back(cell_fit_evaluations_table(plan, *cells.fitted));
  }
  write_tables(directory, tables, "cell.h5");
}

}  // namespace lacuna::io
