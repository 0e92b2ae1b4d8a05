#pragma once

#include <array>

namespace lacuna::test {

/// Valid case files that between them use every kind of key; small, so that checking them is cheap.
inline constexpr std::array example_cases{
    R"(# the case of the design page
name: bare
seed: 1
temperature_K: 300
clock_factor: 1                # multiplies every attempt frequency
metal:
  lattice_constant_A: 4.29
  normal: 110
  lateral_nm: [4, 4]
  layers: 8
  bonds_eV: {nn1: 0.06, nn2: 0.06}
  hop: {barrier_eV: 0.053, attempt_frequency_Hz: 1.0e+13, law: symmetric}
  surface: {barrier_eV: 0.03}
initial: {void_vacancies: 0}
interface:
  injection: {barrier_eV: 0.14}
  lateral: {barrier_eV: 0.053}
  segregation_eV: 0.087
  strip: uniform
far_side: sink
current:
  ramp: {from_mA_cm2: 2.0e+5, to_mA_cm2: 1.0e+8, rate_mA_cm2_per_s: 5.0e+11}
voltage: {exchange_current_relative: 1, area_resistance_ohm_cm2: 0}
onset:
  primary: voltage
  coverage: {threshold: 0.1}
stop: onset
sample: {every_monolayers: 0.02}
trajectory: {every_monolayers: 0.1, what: vacancies}
checkpoint: {every_s: 60}
)",
    R"(name: "two words: a name"
seed: 18446744073709551615
metal:
  normal: 100
  lateral_cells: [6, 7]
  layers: 6
  hop: {law: uphill}
  surface: none
initial: {vacancy_fraction: 0.01}
interface: {adhesion_eV: 0.1, strip: bond, injection: {barrier_eV: 0.2, attempt_frequency_Hz: 5e12}}
far_side: {equilibrium: {formation_energy_eV: 0.3, formation_entropy_k: 0.5}}
current: {staircase: {from_mA_cm2: 1e3, to_mA_cm2: 1e6, factor: 1.5, hold_s: 1e-6}}
voltage: {exchange_current_mA_cm2: 1000, exchange_activation_eV: 0.1, reference_temperature_K: 350}
onset: {primary: cluster, cluster: {size: 20}, window_monolayers: 0.5, voltage: {excess: 0.3, keep: 0.2}}
stop: all_onsets
limits: {monolayers: 5, time_s: 1, events: 1000}
clusters: {connectivity: nn1}
)",
    R"(metal: {normal: 111, lateral_cells: [5, 4], layers: 9}
interface:
  work_of_adhesion_J_m2: 0.1
far_side: closed
current:
  constant:
    j_mA_cm2: -1.5e+4
    monolayers: 3
onset: {primary: coverage}
trajectory: {paths: true, what: all, every_events: 1000}
)",
    R"(current: {pulse: {j_mA_cm2: 1e5, on_s: 1e-6, rest_s: 2e-6, cycles: 10}}
metal: {lateral_cells: [6, 5], layers: 4, bonds_eV: {nn1: 0.05, nn2: 0.04}}
far_side: equilibrium
stop: end
interface: {strip: field, field: {conductivity_mS_cm: 2, conductivity_activation_eV: 0.3, thickness_nm: 50, refresh_share: 0.1, exchange: bond, charge_transfer: butler_volmer}}
voltage: {exchange_current_mA_cm2: 5e5}
sample: {every_monolayers: 0.1, every_s: 1e-7}
initial:
trajectory: {at: onset, window_monolayers: 2, every_s: 1e-8, what: near_voids}
)",
    R"(current: {ramp: {auto: fixed, monolayers_per_e_fold: 30, reference_temperature_K: 290, hold: {max_monolayers: 90}}}
metal: {lateral_cells: [6, 5], layers: 4, bonds_eV: {nn1: 0.05, nn2: 0.04}}
initial: {void_vacancies: 12}
onset: {primary: growth, growth: {confidence: 0.9, resolution: 0.1, max_trials: 9}}
limits: {void_below: 3}
)",
    R"(current: {ramp: {auto: charge, hold: none}}
metal: {lateral_cells: [6, 5], layers: 4}
)",
    R"(current: {ramp: {auto: charge}}
metal: {lateral_cells: [6, 5], layers: 8}
far_side: {thick: {thickness_um: 0.123, returns: at_once}}
)",
    R"(current: {constant: {j_mA_cm2: 1e5, monolayers: 1}}
metal: {normal: 111, lateral_cells: [6, 5], layers: 8}
far_side: {thick: {layers: 1000}}
onset: {primary: coverage}
)",
};

}  // namespace lacuna::test
