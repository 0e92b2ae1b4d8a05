#pragma once

#include "cell/boundary.hpp"
#include "cell/sources.hpp"

namespace lacuna::cell {

/// What has to hold for the gas and its voids to be as the equations say.
class Limits {
 public:
  /// Births of a region are of note where they have more than this share of all.
  static constexpr double least_share = 0.01;

  Limits(const interface::Case&, const Design&, const Sources&);

  /// Throws InputError where the gas is not dilute: divacancies, or sites of layer 0 that vacancies
  /// keep others from, share more than a tenth.
  void check_gas(double fugacity) const;
  /// The highest fugacity that check_gas lets pass.
  [[nodiscard]] double highest_fugacity() const;
  /// Throws InputError where births at the wall, or in the metal, as far as they are of note, do
  /// not go by Becker and Döring's sum; CutShort where it is cut short.
  void check_births(double fugacity, double wall_share) const;
  /// The same without asking how far the sum reaches.
  void check_barrier(double fugacity) const;
  /// Throws InputError where voids are as high as the metal is thick.
  void check_height(double height) const;

 private:
  [[nodiscard]] double coverage(double fugacity) const;

  const Sources& sources_;
  double excluded_;  ///< sites of layer 0 that a vacancy there keeps others from, its own included
  double thickness_;
};

}  // namespace lacuna::cell
