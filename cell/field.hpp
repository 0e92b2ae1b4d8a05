#pragma once

#include <span>
#include <vector>

#include "cell/boundary.hpp"

namespace lacuna::cell {

/// The metal's gas of vacancies between interface and far end, as far as the interface feels it:
///   z0 = rest + resistance × net current.
/// Quasi-steady, rest is z_far and the resistance all of Boundary's. With a transient the field is
/// a sum of eigenmodes cos((m − 1/2)πx/L), held at the far end, fed at the interface:
///   z0 = z_far + Σ_m a_m + …, a_m' = −k_m (a_m − p_m j), k_m = D ((m − 1/2)π/L)²,
///   p_m = 2/((m − 1/2)π)² of the metal's resistance;
/// modes beyond the last follow without delay. Carslaw & Jaeger, Conduction of Heat in Solids, 2nd
/// ed., § 3.8.
class Field {
 public:
  Field(const Boundary&, bool transient);

  [[nodiscard]] std::size_t modes() const { return decay_.size(); }
  /// z0 without current, of amplitudes (modes).
  [[nodiscard]] double rest(std::span<const double> amplitudes) const;
  /// [A^2 s]
  [[nodiscard]] double resistance() const { return resistance_; }
  /// (modes) [1/s]
  [[nodiscard]] const std::vector<double>& decay() const { return decay_; }
  /// Amplitudes' rates of change under a net current.
  void change(std::span<const double> amplitudes, double net, std::span<double> out) const;
  /// Vacancies set free at the interface all at once, so many per area [1/A^2], into the modes.
  void release(double per_area, std::span<double> amplitudes) const;
  /// Vacancies per area, more than at z_far everywhere, in the modes [1/A^2].
  [[nodiscard]] double stored(std::span<const double> amplitudes) const;

 private:
  double far_, resistance_;
  std::vector<double> decay_, share_;  ///< (modes) k_m; p_m [A^2 s]
  std::vector<double> content_;        ///< (modes) vacancies per area and amplitude [1/A^2]
};

}  // namespace lacuna::cell
