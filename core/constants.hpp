#pragma once

/// Physical constants, CODATA 2018 (the first two are exact by definition of the SI), in the
/// units Lacuna computes in: eV, angstrom, second, kelvin, elementary charge.
namespace lacuna::constants {

/// Elementary charge [C]. CODATA 2018, exact.
inline constexpr double elementary_charge_C = 1.602176634e-19;

/// Boltzmann constant [eV/K]: 1.380649e-23 J/K divided by the elementary charge. Exact.
inline constexpr double boltzmann = 1.380649e-23 / elementary_charge_C;

inline constexpr double cm2 = 1e16;  ///< Square centimetre in square angstrom.
/// Joule per square metre in eV per square angstrom.
inline constexpr double J_per_m2 = 1e-20 / elementary_charge_C;

/// Megapascal in eV per cubic angstrom.
inline constexpr double MPa = 1e-24 / elementary_charge_C;

/// mA/cm² in elementary charges (atoms of a monovalent metal) per square angstrom and second:
/// 1 mA/cm² = 10 A/m² = 10 / e per m² s = 62.415 per nm² s.
inline constexpr double mA_per_cm2 = 10.0 / elementary_charge_C * 1e-20;

/// ohm cm² in V per (elementary charge per square angstrom and second), so that an area
/// resistance times a current density in internal units is a voltage [V].
inline constexpr double ohm_cm2 = 1e-3 / mA_per_cm2;

/// ohm cm in V per (elementary charge per square angstrom and second, over one angstrom).
inline constexpr double ohm_cm = ohm_cm2 * 1e-8;

/// mAh/cm² in elementary charges per square angstrom.
inline constexpr double mAh_per_cm2 = 3600.0 * mA_per_cm2;

}  // namespace lacuna::constants
