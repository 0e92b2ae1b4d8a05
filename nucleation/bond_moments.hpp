#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "nucleation/cluster.hpp"

namespace lacuna::nucleation {

/// What the energy of a void is a sum of: 1NN pairs b1, 2NN pairs b2, vacancies in layer 0 n0.
inline constexpr std::size_t bond_kinds = 3;
using BondNumbers = std::array<double, bond_kinds>;

/// Of equilibrium voids of one size. They are derivatives of ln Q_n by ε1/kT, ε2/kT and E_seg/kT:
/// the first ones, and the second ones.
struct BondMoments {
  BondNumbers mean{};
  BondNumbers error{};                               ///< standard errors of the means
  std::array<BondNumbers, bond_kinds> covariance{};  ///< symmetric
};

/// Sums of them over the clusters of a walk, by size.
class BondTally {
 public:
  explicit BondTally(std::size_t largest) : sums_(largest) {}
  void add(const Cluster&);
  BondTally& operator+=(const BondTally&);

  [[nodiscard]] std::size_t largest() const { return sums_.size(); }
  [[nodiscard]] std::uint64_t count(std::size_t size) const { return sums_[size - 1].count; }
  /// REQUIRES clusters of the size.
  [[nodiscard]] BondNumbers mean(std::size_t size) const;
  [[nodiscard]] std::array<BondNumbers, bond_kinds> covariance(std::size_t size) const;

 private:
  struct Sums {
    std::uint64_t count = 0;
    BondNumbers first{};
    std::array<BondNumbers, bond_kinds> products{};
  };
  std::vector<Sums> sums_;  ///< [size - 1]
};

/// Moments of sizes 1 to the largest, [n - 1], from stretches of one walk, whose scatter is their
/// error. Stretches without clusters of a size do not count for it. REQUIRES every size in one.
[[nodiscard]] std::vector<BondMoments> bond_moments(const std::vector<BondTally>&);

}  // namespace lacuna::nucleation
