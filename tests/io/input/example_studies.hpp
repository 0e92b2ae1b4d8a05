#pragma once

#include <filesystem>
#include <string>

#include "tests/temporary_directory.hpp"

namespace lacuna::test {

inline const std::string base_case = R"(name: base
metal: {lateral_cells: [4, 4], layers: 6}
interface: {injection: {barrier_eV: 0.14}, segregation_eV: 0.087}
current: {ramp: {from_mA_cm2: 2.0e+5, to_mA_cm2: 1.0e+8, rate_mA_cm2_per_s: 5.0e+11}}
)";

/// The same inside a study file.
inline const std::string inline_base =
    "base: {metal: {lateral_cells: [4, 4], layers: 6}, current: {ramp: {from_mA_cm2: 2.0e+5, "
    "to_mA_cm2: 1.0e+8, "
    "rate_mA_cm2_per_s: 5.0e+11}}}\n";

/// Every kind of key.
inline const std::string full_study = R"(# what a study can state
base: case.yaml
temperatures_K: [350, 250, 300]
replicas: 4
seed: 7
hypotheses:
  highway:
    set: {interface.injection.barrier_eV: 0.053, interface.segregation_eV: 0}
  "coated one":
    measured: Sn-Na interlayer
    note: thin tin–sodium alloy
    set: {interface.injection: {barrier_eV: 0.10}, interface.segregation_eV: 0.047}
grid:
  metal.layers: [8, 10]
  onset.coverage.threshold: [0.1, 2.0e-1]
experiment: lowack2026.csv
measured_points: points.csv
fit:
  parameters: {interface.segregation_eV: [0, 0.12]}
  set: {metal.layers: 6}
  grid: {metal.bonds_eV: [{nn1: 0, nn2: 0}, {nn1: 0.02, nn2: 0.02}]}
  targets:
    range: bare
    value: {E_A_eV: 0.1, sigma_eV: 0.02}
    curve: points
  evaluations: 6
)";

/// A folder with a study, its base case and what was measured.
class StudyFolder {
 public:
  explicit StudyFolder(const std::string& study_text = full_study,
                       const std::string& case_text = base_case) {
    put(study(), study_text);
    put(base(), case_text);
    put(path() / "lowack2026.csv",
        "# source\nsystem,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV\nbare,x | "
        "y,0.13,0.15,,\n"
        "Sn-Na interlayer,one of the above,,,0.10,0.01\nbulk (for comparison),none,,,0.053,\n");
    put(path() / "points.csv",
        "# made up\ntemperature_K,j_crit_mA_cm2,sigma_ln\n290,5,0.1\n300,6.5,0.1\n");
  }
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path study() const { return folder_ / "study.yaml"; }
  [[nodiscard]] std::filesystem::path base() const { return folder_ / "case.yaml"; }
  /// A message without the folder's path.
  [[nodiscard]] std::string without_folder(std::string message) const {
    const std::string prefix = path().string() + "/";
    for (std::size_t at = 0; (at = message.find(prefix)) != std::string::npos;)
      message.erase(at, prefix.size());
    return message;
  }

 private:
  TemporaryDirectory folder_;
};

}  // namespace lacuna::test
