#pragma once

namespace lacuna::test {

/// Boltzmann's constant [eV/K] from CODATA 2018, apart from the one that is tested.
inline constexpr double kB = 1.380649e-23 / 1.602176634e-19;

}  // namespace lacuna::test
