#include "io/results/results_hdf5.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "io/results/results_files.hpp"
#include "io/results/results_tables.hpp"
#include "io/trajectory/h5md.hpp"
#include "tests/io/results/example_results.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

void write_everything(const std::filesystem::path& folder) {
  const test::StudyOfEverything all;
  io::write_results(folder, all.study.plan, all.records, all.result);
}

// The Python blocks of the section on results.h5.
std::vector<std::string> snippets() {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set; run this test through ctest");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "outputs.md");
  const std::string fence = "```python\n";
  std::vector<std::string> list;
  for (std::size_t at = page.find(fence, page.find("\n## results.h5")); at != std::string::npos;) {
    const std::size_t end = page.find("```", at + fence.size());
    list.push_back(page.substr(at + fence.size(), end - at - fence.size()));
    at = page.find(fence, end + 3);
  }
  return list;
}

std::string run_python(const test::TemporaryDirectory& folder, const std::string& script) {
  test::put(folder / "script.py", script);
  const std::string command =
      "cd " + folder.path().string() + " && /usr/bin/python3 script.py > log 2>&1";
  const int status = std::system(command.c_str());
  const std::string log = test::contents(folder / "log");
  CAPTURE(log);  // without python3-h5py and python3-pandas this says so, and fails
  CHECK(status == 0);
  return log;
}

// Every value of every dataset is that of the CSV file, and every unit is there.
const char* const compare_py = R"(
import csv, glob, math
import h5py
with h5py.File("results.h5") as file:
    assert sorted(file) == sorted(path[:-4] for path in glob.glob("*.csv")), list(file)
    assert file["cells/temperature_K"].attrs["units"] == "K"
    assert "units" not in file["cells/replicas"].attrs
    assert file["onsets/seed"].dtype == "uint64" and file["onsets/j_mA_cm2"].dtype == "float64"
    for name, group in file.items():
        rows = list(csv.reader(open(name + ".csv", newline="")))
        assert rows[0] == list(group), (rows[0], list(group))
        for k, column in enumerate(group.values()):
            values = column.asstr()[:] if h5py.check_string_dtype(column.dtype) else column[:]
            assert len(values) == len(rows) - 1
            for row, value in zip(rows[1:], values):
                if isinstance(value, str): same = row[k] == value
                elif row[k] == "": same = math.isnan(value)
                else: same = type(value)(row[k]) == value
                assert same, (name, rows[0][k], row[k], value)
print("compared")
)";

}  // namespace

TEST_CASE("results.h5 is bit for bit a function of the results") {
  const test::TemporaryDirectory first, second;
  write_everything(first.path());
  write_everything(second.path());
  CHECK(names(first) == names(second));
  if (!io::has_hdf5()) {
    CHECK_THROWS_WITH_AS(io::write_hdf5(first / "x.h5", {}), doctest::Contains("libhdf5-dev"),
                         RuntimeFailure);
    return;
  }
  const std::string bytes = test::contents(first / "results.h5");
  CHECK(bytes.starts_with("\x89HDF\r\n"));
  const bool same = bytes == test::contents(second / "results.h5");
  CHECK(same);
}

TEST_SUITE("all") {
  TEST_CASE("h5py reads from results.h5 what the CSV files hold") {
    REQUIRE(io::has_hdf5());
    const test::TemporaryDirectory folder;
    write_everything(folder.path());
    CHECK(run_python(folder, compare_py) == "compared\n");
  }

  TEST_CASE("the snippets of docs/outputs.md run on the results of a study") {
    REQUIRE(io::has_hdf5());
    const test::TemporaryDirectory folder;
    write_everything(folder.path());
    const auto scripts = snippets();
    REQUIRE(scripts.size() == 2);
    CHECK(run_python(folder, scripts[0]).find("highway: E_A = 0.0") != std::string::npos);
    CHECK(run_python(folder, scripts[1]).find("doorway") != std::string::npos);
  }
}
