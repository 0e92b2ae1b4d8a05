#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "nucleation/attachment.hpp"
#include "nucleation/birth.hpp"
#include "nucleation/partition.hpp"

namespace lacuna::nucleation {

/// What counting and sampling found of voids of 1 to some number of vacancies, [n - 1].
struct VoidCounts {
  std::vector<Estimate> ln_partition;  ///< ln Q_n
  std::vector<Estimate> attachment;    ///< f_n [1/s] as measured; error 0 where it was not
  std::vector<BondMoments> bonds{};    ///< what ln Q_n changes by, if bonds do
  std::vector<Arrivals> arrivals{};    ///< where vacancies join
  std::uint64_t round_trips = 0;       ///< of the walk between a vacancy and the largest void
};

/// Counts shapes, samples larger clusters and measures how vacancies join them, in a box if there
/// is one. The same arguments give the same bits. Throws as EquilibriumShape, Shapes, sample and
/// Approaches do. REQUIRES that a box is one at the wall.
[[nodiscard]] VoidCounts count_voids(const Conditions&, const Hops&, const Effort&, int counted = 6,
                                     const std::optional<Box>& = {}, const std::stop_token& = {});

/// Voids of any size in a gas of vacancies of any fugacity.
class Voids {
 public:
  /// Throws as EquilibriumShape and Attachment do. REQUIRES counts of these conditions, of eight
  /// sizes or more.
  Voids(const Conditions&, const VoidCounts&);

  [[nodiscard]] int largest() const { return static_cast<int>(ln_partition_.size()); }
  /// ln Q_n per site. Beyond the largest void counted E_f n/kT − A n^{2/3} − B n^{1/3} − C, with A
  /// of the equilibrium shape, B from the larger half of the sizes, and C such that nothing jumps.
  [[nodiscard]] double ln_partition(int n) const;
  /// The same as if voids of up to `largest` were counted, by that law: no more than it knows.
  [[nodiscard]] Voids extrapolated(int largest) const;
  /// f_n [1/s].
  [[nodiscard]] double attachment(double n) const { return attachment_(n); }
  /// ln(Q_n/Q_{n+1}), of the fugacity at which a void of n neither grows nor shrinks (Gibbs and
  /// Thomson); sizes between whole ones lie on straight lines. REQUIRES n >= 1.
  [[nodiscard]] double ln_threshold(double n) const;
  /// The void that is as likely to grow as to shrink, and what it costs.
  struct Critical {
    double size;     ///< n* [vacancies]
    double barrier;  ///< W*/kT
  };
  /// At the fugacity z; beyond the largest void counted by the law above, to which no birth is
  /// trusted, but which says how far from any birth metal is. Infinite where metal and void
  /// coexist, and below.
  [[nodiscard]] Critical critical(double fugacity) const;
  /// Births at the fugacity z, whether or not the sum holds: nucleation::birth_sum.
  [[nodiscard]] Birth birth_sum(double fugacity) const;
  /// Births at the fugacity z. Throws as nucleation::birth does.
  [[nodiscard]] Birth birth(double fugacity) const;

 private:
  [[nodiscard]] double surface(double n) const;

  double formation_;                                     ///< E_f/kT
  double area_term_, edge_term_ = 0.0, constant_ = 0.0;  ///< A, B, C
  std::vector<double> ln_partition_;
  Attachment attachment_;
  std::vector<double> attachments_;  ///< [1/s] of as many sizes
};

}  // namespace lacuna::nucleation
