#pragma once

#include <string>
#include <vector>

#include "ensemble/plan.hpp"
#include "io/side_file.hpp"

namespace lacuna::io {

/// Read measured activation energies: CSV with the header
/// `system,electrolyte,E_A_low_eV,E_A_high_eV,E_A_eV,sigma_eV`, after lines that start with # and
/// tell the source. A row states a range by its two ends, or a value; `sigma_eV` is one standard
/// error, of the value or of each end, and may be left empty. Throws InputError that starts with
/// file:line.
[[nodiscard]] std::vector<ensemble::MeasuredRow> read_experiment(const SideFile&);

/// Read measured critical currents: CSV with the header `temperature_K,j_crit_mA_cm2,sigma_ln`,
/// after lines that start with #; `sigma_ln` is one standard error of ln j_crit. Temperatures rise.
/// Throws InputError that starts with file:line.
[[nodiscard]] std::vector<ensemble::MeasuredPoint> read_measured_points(const SideFile&);

// As lines of text, for the identity of a study.
[[nodiscard]] std::string energy_text(const ensemble::MeasuredEnergy&);
[[nodiscard]] std::string points_text(const std::vector<ensemble::MeasuredPoint>&);

}  // namespace lacuna::io
