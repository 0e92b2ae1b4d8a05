#pragma once

#include <span>
#include <vector>

#include "cell/boundary.hpp"
#include "cell/imposed.hpp"

namespace lacuna::cell {

// The metal's gas of vacancies between interface and far end, as far as the interface feels it: z0
// is z_far and a response to what is fed in there, less one to what voids draw. Quasi-steady, a
// response is Boundary::per_density times the current. With a transient it is
//   at_once × current + Σ_m a_m, a_m' = −k_m (a_m − p_m current), k_m = D ((m − 1/2)π/L)²,
// p_m = 2/((m − 1/2)π)² of the metal's resistance; where sinks take D κ² of what the gas has more
// than they hold, D κ² is added to each k_m, and p_m = 2 κL/tanh(κL)/(((m − 1/2)π)² + (κL)²);
// eigenmodes are cos((m − 1/2)πx/L), held at the far end, and those beyond the last follow without
// delay. Carslaw & Jaeger, Conduction of Heat in Solids, 2nd ed., § 3.8.

/// One of them.
struct Mode {
  double decay;  ///< k_m [1/s]
  double share;  ///< p_m [A^2 s]
};

/// z0 of metal without voids on one stretch of the current after another, in closed form.
class Undisturbed {
 public:
  Undisturbed(const Boundary&, bool transient);

  /// Goes on from the end of the stretch before; from metal in equilibrium at first.
  void enter(const Imposed::Stretch&);
  [[nodiscard]] const Imposed::Stretch& stretch() const { return stretch_; }
  /// REQUIRES a time of the stretch.
  [[nodiscard]] double operator()(double time) const;

 private:
  [[nodiscard]] double amplitude(std::size_t mode, double time) const;

  double far_, resistance_;
  std::vector<Mode> modes_;
  std::vector<double> at_start_;  ///< (modes) amplitudes when the stretch begins
  Imposed::Stretch stretch_{};
};

/// By how much voids lower z0: resistance × drawn + Σ_m d_m.
class Disturbance {
 public:
  /// Modes that decay faster than `fastest` [1/s] follow without delay.
  Disturbance(const Boundary&, double fastest);

  [[nodiscard]] std::size_t modes() const { return modes_.size(); }
  /// Σ_m d_m.
  [[nodiscard]] static double lag(std::span<const double> amplitudes);
  /// [A^2 s]
  [[nodiscard]] double resistance() const { return resistance_; }
  /// Amplitudes' rates of change under a current drawn [1/(A^2 s)].
  void change(std::span<const double> amplitudes, double drawn, std::span<double> out) const;
  /// Vacancies set free at the interface all at once, so many per area [1/A^2].
  void release(double per_area, std::span<double> amplitudes) const;

 private:
  double resistance_;
  std::vector<Mode> modes_;
};

}  // namespace lacuna::cell
