#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "interface/observer.hpp"
#include "io/run_input.hpp"

namespace lacuna::io {

/// The vacancies at one moment, for the pictures of a run's report.
struct ReportFrame {
  double time = 0.0;                            ///< [s]
  double monolayers = 0.0;                      ///< charge passed
  std::array<double, 3> box{};                  ///< [Å] z along the interface normal, layer 0 at z = 0
  std::vector<std::array<double, 3>> position;  ///< (vacancies) [Å]
  std::vector<std::uint32_t> cluster;           ///< (vacancies) 0: alone; 1, 2, ... from the largest down
  std::vector<std::uint32_t> layer;             ///< (vacancies)
};

/// The data of a run's report, for the page in report/, as JSON: its summary, its series thinned to what a screen can
/// show, layers and cluster sizes at some moments, and at most as many of `frames` as keep the page small. Units as in
/// docs/outputs.md; a value that does not exist, or is infinite, is null. `ending` is empty for a run that is not
/// finished. Throws InputError if a file of the run cannot be read.
[[nodiscard]] std::string run_report(const RunInput&, const std::optional<interface::Ending>& ending,
                                     const std::string& headline, const std::vector<ReportFrame>& frames,
                                     const std::filesystem::path& directory);

}  // namespace lacuna::io
