#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/app/program.hpp"
#include "tests/says.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::test {

/// A case that takes a hundredth of a second, on a ramp that pilots choose.
inline const char* const tiny_case = R"(name: tiny
temperature_K: 300
metal: {lateral_cells: [6, 5], layers: 5}
interface: {injection: {barrier_eV: 0.14}}
current: {ramp: {auto: charge, monolayers_per_e_fold: 12}}
onset: {primary: coverage, coverage: {threshold: 0.3}}
sample: {every_monolayers: 0.2}
)";

/// A folder of its own with an input file, in which the program is started.
struct Workplace {
  Workplace(const std::string& name, const std::string& text) { put(folder / name, text); }
  [[nodiscard]] Outcome lacuna(const std::vector<std::string>& arguments,
                               Conditions conditions = {}) const {
    conditions.folder = folder.path();
    return test::lacuna(arguments, conditions);
  }
  TemporaryDirectory folder;
};

/// Every file below a directory but the wall clock and the journals, by its path from there.
inline std::map<std::string, std::string> results(const std::filesystem::path& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || name.rfind("timing.", 0) == 0 || name.rfind("journal.", 0) == 0)
      continue;
    files[std::filesystem::relative(entry.path(), directory).string()] = contents(entry.path());
  }
  return files;
}

inline std::set<std::string> names(const std::filesystem::path& directory) {
  std::set<std::string> result;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    result.insert(entry.path().filename());
  return result;
}

/// The same files with the same bytes.
inline void check_same(const std::filesystem::path& disturbed,
                       const std::filesystem::path& undisturbed) {
  const auto a = results(disturbed);
  const auto b = results(undisturbed);
  for (const auto& file : a)
    CHECK_MESSAGE(b.count(file.first) == 1, file.first << " is only in " << disturbed.string());
  for (const auto& file : b) {
    const bool same = a.count(file.first) == 1 && a.at(file.first) == file.second;
    CHECK_MESSAGE(same, file.first << " differs in " << disturbed.string());
  }
}

}  // namespace lacuna::test
