#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "io/results/gnuplot.hpp"

namespace lacuna::app {

/// What a report tells, before it is printed and written.
struct Findings {
  const char* kind;  ///< "run" or "study"
  std::string text, data;
  std::function<std::vector<io::Figure>(io::Medium)> figures;
  bool over;  ///< nothing is left to do in the directory
};

/// Of what a run or a study has written so far. What a reader would miss is warned about on
/// standard error unless `quiet`. Throws InputError for a directory that holds neither.
[[nodiscard]] Findings findings_in(const std::filesystem::path& directory, bool quiet);

}  // namespace lacuna::app
