#include "core/constants.hpp"

#include <doctest/doctest.h>

#include <cmath>

// Every expected value is worked out here from the defining constants of the SI (CODATA 2018):
// e = 1.602176634e-19 C, k = 1.380649e-23 J/K, and lengths in metres.
namespace {

constexpr double e_C = 1.602176634e-19;
constexpr double k_J_K = 1.380649e-23;
constexpr double angstrom_m = 1e-10;
constexpr double rounding = 4e-16;  // relative; a few roundings of a double

bool agree(double a, double b, double relative) {
  return std::abs(a - b) <= relative * std::abs(b);
}

}  // namespace

TEST_CASE("the elementary charge is the one that defines the ampere") {
  CHECK(lacuna::constants::elementary_charge_C == e_C);
}

TEST_CASE("the Boltzmann constant in eV/K is k/e, 8.617333262e-5 as CODATA prints it") {
  CHECK(agree(lacuna::constants::boltzmann, k_J_K / e_C, rounding));
  CHECK(agree(lacuna::constants::boltzmann, 8.617333262e-5, 1e-10));
}

TEST_CASE("kT at 300 K is 25.852 meV") {
  CHECK(agree(300.0 * lacuna::constants::boltzmann, 0.025852, 1e-5));
}

TEST_CASE("1 cm2 is 1e16 square angstrom") {
  CHECK(agree(lacuna::constants::cm2, 1e-4 / (angstrom_m * angstrom_m), rounding));
}

TEST_CASE("1 J/m2 is 6.2415 eV/nm2") {
  const double joule_eV = 1.0 / e_C;
  CHECK(agree(lacuna::constants::J_per_m2, joule_eV * angstrom_m * angstrom_m, rounding));
  CHECK(agree(lacuna::constants::J_per_m2 * 100.0, 6.241509, 1e-7));  // 100 square angstrom in a
                                                                      // nm2
}

TEST_CASE("1 mA/cm2 strips 62.415 atoms per nm2 and second") {
  const double ampere_per_m2 = 1e-3 / 1e-4;
  const double atoms_per_m2_s = ampere_per_m2 / e_C;
  CHECK(agree(lacuna::constants::mA_per_cm2, atoms_per_m2_s * angstrom_m * angstrom_m, rounding));
  CHECK(agree(lacuna::constants::mA_per_cm2 * 100.0, 62.415, 1e-5));
}

TEST_CASE("1 mA/cm2 strips 8.12 monolayers of (110) sodium a second") {
  const double site_area = 4.29 * 4.29 / std::sqrt(2.0);  // [angstrom^2]
  CHECK(agree(lacuna::constants::mA_per_cm2 * site_area, 8.12, 1e-3));
}

TEST_CASE("an area resistance of 1 ohm cm2 drops 1 mV at 1 mA/cm2") {
  CHECK(agree(lacuna::constants::ohm_cm2 * lacuna::constants::mA_per_cm2, 1e-3, rounding));
  const double ohm_m2 = 1e-4;                                    // 1 ohm cm2 = 1e-4 V per (A/m2)
  const double ampere_per_m2 = e_C / (angstrom_m * angstrom_m);  // one charge per A^2 and second
  CHECK(agree(lacuna::constants::ohm_cm2, ohm_m2 * ampere_per_m2, rounding));
}

TEST_CASE("1 mAh/cm2 is what 1 mA/cm2 passes in an hour, 3.6 C/cm2") {
  const double coulomb_per_m2 = 3.6 / 1e-4;
  CHECK(agree(lacuna::constants::mAh_per_cm2, coulomb_per_m2 / e_C * angstrom_m * angstrom_m,
              rounding));
}
