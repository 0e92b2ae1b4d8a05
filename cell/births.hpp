#pragma once

#include <vector>

#include "cell/boundary.hpp"
#include "cell/sources.hpp"

namespace lacuna::cell {

/// Births of one region at any fugacity up to a highest, from a table of ln J in ln z with its
/// exact slopes. Below the table's 9 e-folds there are none; where the sum of the birth rate is cut
/// short it gives an upper bound (nucleation::birth_sum).
class BirthTable {
 public:
  /// `spacing`: of ln z. REQUIRES 0 < highest.
  BirthTable(const nucleation::Voids&, double highest, double spacing = fine);
  /// Spacings that give J to 1e-6 and to 1e-3.
  static constexpr double fine = 0.01, coarse = 0.05;

  /// J [1/s] per site. Above the highest, that there.
  [[nodiscard]] double rate(double fugacity) const;
  /// ∫ J dz from 0 to a fugacity [1/s].
  [[nodiscard]] double integral(double fugacity) const;

 private:
  struct Point {
    double ln_rate, slope;     ///< ln J, d ln J/d ln z
    double ln_integral, lift;  ///< the same of ∫ J dz
  };
  [[nodiscard]] double between(double left, double left_slope, double right, double right_slope,
                               double share) const;
  [[nodiscard]] double ln_rate(std::size_t interval, double share) const;

  double lowest_, spacing_;  ///< ln z
  std::vector<Point> points_;
};

/// Births at and near the interface of metal whose field is a straight line. Voids whose lowest
/// vacancy is in layer 0 are the wall's, those above the metal's, layer by layer. Classes of sites
/// add up by their shares.
class Births {
 public:
  /// `highest`: the fugacity up to which they are asked for; `spacing`: of tables.
  Births(const Sources&, const Boundary&, double highest, double spacing = BirthTable::fine);

  struct Density {
    double wall, bulk;  ///< [1/(A^2 s)]
    [[nodiscard]] double total() const { return wall + bulk; }
  };
  /// At the fugacity z0 of the interface, of which `rise` is gone at the far end as the line near
  /// the interface goes on; in the metal nowhere less than there.
  [[nodiscard]] Density operator()(double fugacity, double rise) const;
  /// d ln(births)/d ln z there.
  [[nodiscard]] double sensitivity(double fugacity, double rise) const;
  /// The fugacity up to which they are known.
  [[nodiscard]] double highest() const { return highest_; }

 private:
  struct Wall {
    BirthTable births;
    double share = 0.0;  ///< of the interface
  };
  double highest_;
  std::vector<Wall> walls_;
  BirthTable bulk_;
  double site_area_, layers_, far_;
};

}  // namespace lacuna::cell
