#include "io/results/results_files.hpp"

#include <vector>

#include "core/replace_file.hpp"
#include "io/results/results_hdf5.hpp"
#include "io/results/results_tables.hpp"
#include "io/trajectory/h5md.hpp"

namespace lacuna::io {

void write_results(const std::filesystem::path& directory, const ensemble::Plan& plan,
                   const ensemble::Records& records, const ensemble::StudyResult& result) {
  const std::vector<Table> tables = result_tables(plan, records, result);
  for (const Table& table : tables)
    replace_file(directory / (table.name() + ".csv"), csv_text(table));
  if (has_hdf5()) write_hdf5(directory / "results.h5", tables);
}

}  // namespace lacuna::io
