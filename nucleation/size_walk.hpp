#pragma once

#include <cstdint>
#include <vector>

#include "kmc/random.hpp"
#include "nucleation/cluster.hpp"

namespace lacuna::nucleation {

/// Mean acceptance of the moves tried from one size.
struct Acceptance {
  double sum = 0.0;
  std::uint64_t tries = 0;
  [[nodiscard]] double mean() const { return sum / static_cast<double>(tries); }
  void add(double probability) {
    sum += probability;
    ++tries;
  }
};

/// Of growth from, and of shrinkage to, each size below the largest: [n - 1] is about n and n + 1.
struct Acceptances {
  explicit Acceptances(std::size_t largest) : growth(largest), shrinkage(largest) {}
  std::vector<Acceptance> growth, shrinkage;
  /// ln(Q_{n+1}/Q_n) under the weights exp(η_n) by which the moves were accepted.
  [[nodiscard]] double ln_ratio(std::size_t n, const std::vector<double>& eta) const;
  /// Were moves between n and n + 1 tried at least so often, both ways, and accepted?
  [[nodiscard]] bool known(std::size_t n, std::uint64_t tries) const;
  Acceptances& operator+=(const Acceptances&);
};

/// Metropolis walk of one cluster, sizes n by the weights Q_n exp(η_n), shapes by Boltzmann's.
/// Half of the moves add a site of the perimeter (of P sites), accepted with
///   min(1, exp(η_{n+1} − η_n + Δ) P/(n+1)),
/// the others take a member away, accepted with min(1, exp(η_{n−1} − η_n − Δ) n/P'), or never if
/// the rest is not connected or leaves layer 0 of the wall; Δ is what the site gains, in kT. The
/// probabilities, whatever becomes of the moves, are the transition matrix in n: with detailed
/// balance, ln(Q_{n+1}/Q_n) = ln⟨grow⟩_n − ln⟨shrink⟩_{n+1} − (η_{n+1} − η_n) (Fitzgerald, Picard &
/// Silver, Europhys. Lett. 46, 282 (1999), doi:10.1209/epl/i1999-00257-1).
class SizeWalk {
 public:
  /// Starts from one vacancy, with `eta` for sizes 1 to eta.size(). REQUIRES two or more.
  SizeWalk(const Conditions&, std::vector<double> eta, kmc::Stream);

  /// One move tried.
  void step() {
    // One word a move: its last bit says which, the high ones where, what they leave if accepted.
    const std::uint64_t word = random_();
    if ((word & 1) == 0)
      try_growth(word);
    else
      try_shrinkage(word);
  }
  [[nodiscard]] const Cluster& cluster() const { return cluster_; }
  [[nodiscard]] const std::vector<double>& eta() const { return eta_; }
  /// Other weights, and no more acceptances. REQUIRES no less sizes than the cluster has vacancies.
  void reweigh(std::vector<double> eta);
  /// What was accepted since the last time, which is forgotten.
  [[nodiscard]] Acceptances take_acceptances();
  /// Ways from size 1 to the largest and back.
  [[nodiscard]] std::uint64_t round_trips() const { return round_trips_; }

 private:
  void try_growth(std::uint64_t word);
  void try_shrinkage(std::uint64_t word);
  void note_turn();
  /// exp(Δ) of a site.
  [[nodiscard]] double gain(Cluster::Place p) const {
    return gains_[(cluster_.touches(p) ? Cluster::environments : 0) + cluster_.around(p)];
  }

  Cluster cluster_;
  std::vector<double> eta_;
  std::vector<double> up_, down_;  ///< [n]: exp(η_{n±1} − η_n), 1/(n+1) or n times
  std::vector<double> gains_;      ///< (2, environments): away from the wall, and in layer 0
  Acceptances acceptances_;
  kmc::Stream random_;
  bool rising_ = true;
  std::uint64_t round_trips_ = 0;
};

}  // namespace lacuna::nucleation
