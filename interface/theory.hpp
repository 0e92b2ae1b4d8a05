#pragma once

#include "interface/case.hpp"

namespace lacuna::interface {

/// The sites of the explicit layers.
[[nodiscard]] lattice::Slab slab_of(const Metal&);
/// A_s [A^2], area of the interface per site of layer 0.
[[nodiscard]] double site_area(const Metal&);
/// [A] From one layer to the next.
[[nodiscard]] double layer_spacing(const Metal&);

/// Energies of an interface site that follow from one another (design §3).
/// m1, m2: the 1NN and 2NN sites that a layer-0 site lacks below.
struct MissingNeighbours {
  int nn1, nn2;
};
[[nodiscard]] MissingNeighbours missing_neighbours(lattice::Normal);
/// phi = m1 e1 + m2 e2 - E_seg [eV], adhesion of one interface atom.
[[nodiscard]] double adhesion(const Metal&, double segregation);
/// E_seg = m1 e1 + m2 e2 - phi [eV].
[[nodiscard]] double segregation_from_adhesion(const Metal&, double adhesion);
/// W_ad = phi / A_s [eV/A^2].
[[nodiscard]] double work_of_adhesion(const Metal&, double segregation);
[[nodiscard]] double segregation_from_work(const Metal&, double work_of_adhesion);
/// gamma = (m1 e1 + m2 e2) / (2 A_s) [eV/A^2], broken-bond surface energy.
[[nodiscard]] double surface_energy(const Metal&);
/// E_f = 4 e1 + 3 e2 [eV], the lattice's own vacancy formation energy.
[[nodiscard]] double formation_energy(const Metal&);

/// Does the theory below, of vacancies that do not interact and a sink, hold for this case?
[[nodiscard]] bool theory_holds(const Case&);

/// exp(S_f/k - E_f/kT), vacant fraction of the reservoir next to the slab or at the far end of
/// thick metal; 0 if there is none.
[[nodiscard]] double reservoir_concentration(const Case&);

/// Rates of an isolated vacancy [1/s], clock factor included.
struct IsolatedRates {
  double bulk, lateral, inject, return_;
};
[[nodiscard]] IsolatedRates isolated_rates(const Case&);

/// Directions of a hop that lead up, and the sum of their squared climbs [layers²].
struct Upward {
  double directions, squares;
};
[[nodiscard]] Upward upward(lattice::Normal);

/// Layers from the ceramic to the far end: the explicit ones, or those of a thick electrode.
[[nodiscard]] int total_layers(const Case&);

/// M [layers] from layer 1 to where vacancies are taken: total_layers − 2. Where sinks are inside
/// the metal, how far off the far side would have the same mean of the gas at the interface: exact
/// for a plane along the interface, otherwise of the field in a continuum (interface/sinks.hpp).
[[nodiscard]] double layers_to_sinks(const Case&);

/// r(theta) [1/s]: strip rate per interface site at which the steady coverage is theta, without
/// interactions, sink in layer N-1, N = M + 2 with M layers_to_sinks (design §6; (111): the linear
/// balance over layers). Exact for E_seg = 0, mean field otherwise; with bonds an upper bound.
[[nodiscard]] double stripping_rate(const Case&, double coverage);
/// j_pred = r(theta_c) / A_s [1/(A^2 s)].
[[nodiscard]] double predicted_density(const Case&);
/// L* = k_b / (k_inj theta + k_ret (1 - theta)) [layers]: an electrode thinner than this is
/// limited by the interface, a thicker one by the metal.
[[nodiscard]] double crossover_layers(const Case&, double coverage);
/// Mean vacancy occupation of each explicit layer at coverage theta, (layers), same assumptions.
[[nodiscard]] std::vector<double> steady_profile(const Case&, double coverage);
/// Hops per stripped atom in that steady state, within the explicit layers.
[[nodiscard]] double hops_per_strip(const Case&, double coverage);

/// Lone vacancies in thick metal on their way to the far end: `far_end + per_layer (end - k)` of
/// the sites of layer k are vacant, with per_layer = flux / (k_b sum of the squared climbs of a
/// hop's upward directions), which is Fick's law of the layer walk. On (111) the line goes on
/// beyond the far end by half of the 0.925 layers of exact result 5'; there the last three layers
/// differ from it by a few per cent of `per_layer`.
struct SteadyLine {
  double flux;  ///< per site of a layer [1/s]
  double per_layer, end, far_end;
  [[nodiscard]] double at(int layer) const { return far_end + per_layer * (end - layer); }
};
/// In the steady state at a current density [1/(A^2 s)], at most that of onset. REQUIRES a thick
/// far side.
[[nodiscard]] SteadyLine steady_line(const Case&, double density);
/// Mean vacancy occupation of each explicit layer, (layers), where the line comes down to the
/// interface, which is in mean-field balance with it.
[[nodiscard]] std::vector<double> steady_start(const Case&, double density);

}  // namespace lacuna::interface
