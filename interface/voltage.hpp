#pragma once

#include "interface/case.hpp"

namespace lacuna::interface {

/// Anode overpotential (design §5): charge transfer over the contact that is left,
///   eta = j ASR + (2kT/e) asinh(j / (2 j0 f)),
/// the inverse of a symmetric Butler–Volmer law (Bard & Faulkner, Electrochemical Methods, 2nd ed.,
/// eq. 3.4.11 with alpha = 1/2), linear while f is near 1 and j < j0.
class Overpotential {
 public:
  explicit Overpotential(const Case&);

  /// [V] at current density j [1/(A^2 s)] and contact fraction f; infinite without contact.
  [[nodiscard]] double operator()(double density, double contact) const;
  /// [V] without the series part j ASR.
  [[nodiscard]] double charge_transfer(double density, double contact) const;
  /// j0 [1/(A^2 s)].
  [[nodiscard]] double exchange_density() const { return exchange_density_; }
  /// [V A^2 s] kT / (e j0): slope of the straight part at full contact.
  [[nodiscard]] double charge_transfer_resistance() const { return thermal_ / exchange_density_; }

 private:
  double thermal_;  ///< kT/e [V]
  double exchange_density_;
  double area_resistance_;
};

}  // namespace lacuna::interface
