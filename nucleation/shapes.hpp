#pragma once

#include <cstdint>
#include <vector>

#include "nucleation/conditions.hpp"

namespace lacuna::nucleation {

/// Shapes that weigh the same at any energies and temperature.
struct ShapeClass {
  int size, nn1_pairs, nn2_pairs;
  int lowest;           ///< vacancies in the lowest layer
  std::uint64_t count;  ///< shapes, modulo translation
};

/// Every connected (1NN or 2NN) cluster of a few vacancies on bcc. Those of the bulk modulo
/// translation are also those of the wall modulo lateral translation: each is moved down until it
/// touches layer 0.
class Shapes {
 public:
  static constexpr int most = 7;

  /// All shapes of 1 to `largest` vacancies, by Redelmeier's algorithm (Discrete Math. 36, 191
  /// (1981), doi:10.1016/0012-365X(81)90237-5). 6 take milliseconds, 7 twelve times as long.
  /// Throws InputError unless 1 <= largest <= 7.
  explicit Shapes(lattice::Normal, int largest = 6);

  [[nodiscard]] lattice::Normal normal() const { return normal_; }
  [[nodiscard]] int largest() const { return largest_; }
  /// Rising size.
  [[nodiscard]] const std::vector<ShapeClass>& classes() const { return classes_; }
  [[nodiscard]] std::uint64_t count(int size) const;
  /// ln Q_n, Q_n = Σ exp[(ε1 b1 + ε2 b2 + E_seg n0)/kT] over shapes, per site of the bulk or of
  /// layer 0; n0 counts at the wall only.
  /// REQUIRES 1 <= size <= largest and the same normal.
  [[nodiscard]] double ln_partition(int size, const Conditions&) const;

 private:
  lattice::Normal normal_;
  int largest_;
  std::vector<ShapeClass> classes_;
};

}  // namespace lacuna::nucleation
