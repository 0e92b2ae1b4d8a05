#pragma once

#include "interface/case.hpp"

namespace lacuna::interface {

/// exp(-(E/k) (1/T - 1/T_ref)): what a conductance with this `activation` E [eV] has at the
/// temperature of the case, by that at Voltage::reference_temperature.
[[nodiscard]] double arrhenius(const Case&, double activation);

/// Anode overpotential (design §5): charge transfer over the contact that is left,
///   eta = j ASR + (2kT/e) asinh(j / (2 j0 f)),   ASR = ASR_ref exp((Ea/k) (1/T - 1/T_ref)),
/// the inverse of a symmetric Butler–Volmer law (Bard & Faulkner, Electrochemical Methods, 2nd ed.,
/// eq. 3.4.11 with alpha = 1/2), linear while f is near 1 and j < j0.
class Overpotential {
 public:
  explicit Overpotential(const Case&);

  /// [V] at current density j [1/(A^2 s)] and contact fraction f; infinite without contact.
  [[nodiscard]] double operator()(double density, double contact) const;
  /// [V] without the series part j ASR.
  [[nodiscard]] double charge_transfer(double density, double contact) const;
  /// [V] What the onset analysis looks at: all of it, or what is left when a known ohmic part is
  /// subtracted (Onset::ohmic).
  [[nodiscard]] double watched(double density, double contact) const;
  /// [V A^2 s] Slope of the straight part of that at full contact.
  [[nodiscard]] double watched_resistance() const;
  /// [V A^2 s] What the analysis subtracts, per current.
  [[nodiscard]] double subtracted_resistance() const { return subtracted_; }
  /// [V A^2 s] ASR at the temperature of the case.
  [[nodiscard]] double area_resistance() const { return area_resistance_; }
  /// j0 [1/(A^2 s)].
  [[nodiscard]] double exchange_density() const { return exchange_density_; }
  /// [V A^2 s] kT / (e j0): slope of the straight part at full contact.
  [[nodiscard]] double charge_transfer_resistance() const { return thermal_ / exchange_density_; }

 private:
  double thermal_;  ///< kT/e [V]
  double exchange_density_;
  double area_resistance_;
  double subtracted_;
};

}  // namespace lacuna::interface
