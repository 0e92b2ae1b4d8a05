#pragma once

#include <array>
#include <optional>
#include <vector>

#include "nucleation/cluster.hpp"
#include "nucleation/estimate.hpp"
#include "nucleation/streams.hpp"

namespace lacuna::nucleation {

/// A kind of hop: barrier [eV] of an isolated vacancy and attempt frequency [1/s].
struct Hop {
  double barrier, attempt_frequency;
};

/// Hops of a vacancy: between layers of metal, within layer 0, and from layer 0 into the metal.
struct Hops {
  Hop bulk, lateral, injection;
};

/// The box of a direct run: periodic laterally, with a reservoir of the gas, or a sink, in its last
/// layer.
struct Box {
  std::array<int, 2> cells{};  ///< as lattice::Slab's
  int layers = 0;              ///< from the ceramic, the reservoir's included
};

/// Where vacancies that come from afar join a void, in layers above its lowest vacancy.
struct Arrivals {
  double low = 1.0;     ///< share that joins in the layer of the lowest
  double height = 0.0;  ///< mean
};

/// How fast vacancies of the gas join a void, measured on clusters in equilibrium:
///   f_n = ⟨Σ_{s→t} k(s→t) π(s) φ(s)⟩,
/// s a place from which the hop to t would join the cluster, π its occupation per unit of fugacity
/// (exp(E_seg/kT) in layer 0, 1 elsewhere), and φ the probability that a walker from s gets away
/// before it joins: by symmetry in time, that what arrives there came from afar and not from the
/// cluster. Walkers are followed to the radius R; beyond, diffusion from infinity adds
/// 1/(8π k_b R/a) to 1/f_n in the bulk, 1/(4π k_b R/a) in the half-space of the wall (Smoluchowski;
/// D = k_b a² and 2/a³ sites). In a box they are followed to the reservoir, which may be nearer
/// than infinity, or harder to reach: to the last of `followed` layers, beyond which the M − m
/// others of a column of N sites a layer add (M − m)/(S k_b N) to 1/f_n, S the sum of the squared
/// climbs of a hop's upward directions. Rates are ν exp(−max(0, ΔE, Q + ΔE/2)/kT).
/// In a box voids of the metal are in any of the layers that hold them, one as probable as another,
/// and f_n is the mean over those: beside the reservoir nothing is in a vacancy's way.
class Approaches {
 public:
  static constexpr double radius = 15;    ///< R [lattice constants]
  static constexpr int followed = 32;     ///< layers of a box
  static constexpr double widest = 40.0;  ///< [lattice constants]

  /// A box wider than `widest` is taken to be as wide as that: its images are then farther away
  /// than the layers that are followed, and do not count.
  /// Throws InputError where the barrier of injection is below max(0, E_seg).
  /// REQUIRES a box of no more than 30 layers in the metal.
  Approaches(const Conditions&, const Hops&, int largest, std::uint64_t seed,
             const std::optional<Box>& = {});

  /// REQUIRES no more vacancies than `largest`.
  void measure(const Cluster&);
  /// f_n [1/s] at [n - 1]; error 0 where nothing, or one cluster, was measured.
  [[nodiscard]] std::vector<Estimate> attachment() const;
  /// In how many layers of the box a void of n may have its lowest vacancy, the mean over shapes,
  /// at [n - 1]: Q_n times that is what the box holds above a site of layer 0. Nothing comes in
  /// between voids and ceramic. REQUIRES a box.
  [[nodiscard]] std::vector<double> room() const;
  /// Where they join, [n - 1]; as a single vacancy at the wall where nothing was measured.
  [[nodiscard]] std::vector<Arrivals> arrivals() const;

 private:
  enum class Kind : std::uint8_t { bulk, lateral, inject, join_wall };
  struct Entrance {
    Cluster::Place from, to;  ///< s, t
    double flux;              ///< k π summed up to here [1/s]
  };
  /// The metal repeats itself along an axis.
  struct Period {
    lattice::Cell step;
    double length = 0.0;  ///< [lattice constants]
  };
  struct Sum {
    double count = 0.0, sum = 0.0, squares = 0.0;
    double tried = 0.0;              ///< `count` and those that did not fit into a box
    double low = 0.0, height = 0.0;  ///< Arrivals, times `sum`
  };

  [[nodiscard]] bool put_into_box(const Cluster&);
  [[nodiscard]] int layer(const Cluster&, Cluster::Place) const;
  [[nodiscard]] bool in_reservoir(const Cluster&, Cluster::Place) const;
  [[nodiscard]] double rate(const Cluster&, Cluster::Place from, Cluster::Place to) const;
  void enter(const Box&);
  void list_entrances(const Cluster&);
  [[nodiscard]] static int lowest(const Cluster&);
  [[nodiscard]] lattice::Vector centre(const Cluster&) const;
  [[nodiscard]] bool escapes(const Cluster&, Cluster::Place from, lattice::Vector from_centre);
  [[nodiscard]] bool is_away(const Cluster&, Cluster::Place, const lattice::Vector& r) const;
  void return_to_box(Cluster::Place&, lattice::Vector& r) const;
  [[nodiscard]] std::size_t direction(const Cluster&, Cluster::Place);

  lattice::Slab slab_;
  Region region_;
  std::vector<Period> periods_;  ///< along x and y; none but in a box
  int reservoir_layer_ = 0;      ///< of a box: the last that is followed
  double beyond_ = 0.0;          ///< 1/f_n of the layers above it, times k_b
  int first_layer_ = 0;          ///< in a box, of the first member
  double wall_occupation_;       ///< exp(E_seg/kT)
  std::array<lattice::Vector, lattice::nn1_count> steps_{};  ///< [lattice constants]
  std::array<std::array<double, Cluster::environments>, 4> rates_{};
  std::vector<Entrance> entrances_;
  std::vector<Sum> sums_;  ///< [n - 1]
  kmc::Stream random_;
};

/// f_n for any n: a parabola in n^{1/3} through what was measured, and its tangent beyond.
class Attachment {
 public:
  /// Throws RuntimeFailure where less than three sizes were measured, or the parabola is not
  /// positive.
  explicit Attachment(const std::vector<Estimate>& measured);
  /// f_n [1/s], also between whole sizes. REQUIRES n >= 1.
  [[nodiscard]] double operator()(double n) const;

 private:
  std::array<double, 3> coefficients_{};  ///< [1/s]
  double last_;                           ///< n^{1/3} of the largest size
};

}  // namespace lacuna::nucleation
