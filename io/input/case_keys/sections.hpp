#pragma once

#include "core/constants.hpp"
#include "io/input/key_rows.hpp"
#include "io/input/keys.hpp"

/// The sections of the table of a case file's keys, a source each for what belongs together.
namespace lacuna::io {

[[nodiscard]] CaseKey metal_section();
[[nodiscard]] CaseKey initial_section();
[[nodiscard]] CaseKey interface_section();
[[nodiscard]] CaseKey patch_section();  ///< of the interface
[[nodiscard]] CaseKey far_side_section();
[[nodiscard]] CaseKey current_section();
[[nodiscard]] CaseKey voltage_section();
[[nodiscard]] CaseKey onset_section();
[[nodiscard]] CaseKey limits_section();
[[nodiscard]] CaseKey clusters_section();
[[nodiscard]] CaseKey sample_section();
[[nodiscard]] CaseKey trajectory_section();

namespace units {
inline constexpr double mA = constants::mA_per_cm2;
inline constexpr double J_m2 = constants::J_per_m2;
}  // namespace units

/// Ranges that several keys share, in the unit of the key.
namespace ranges {
inline constexpr Range any_energy{-10.0, 10.0};
inline constexpr Range barrier{0.0, 10.0};
inline constexpr Range frequency{1e-6, 1e20};
inline constexpr Range any_current{-1e20, 1e20};
inline constexpr Range charge{0.0, 1e12, true};
inline constexpr Range time{0.0, 1e12, true};
}  // namespace ranges

}  // namespace lacuna::io
