#pragma once

#include <array>
#include <cmath>
#include <vector>

#include "nucleation/conditions.hpp"

namespace lacuna::nucleation {

/// Surface energy at absolute zero [eV per square of the lattice constant] of a plane across
/// `direction`, in the frame of the normal's slab: half of the bonds that it cuts,
///   γ(n̂) = (1/2) (2/a³) Σ over pairs ±v of ε_v |v·n̂| (Herring, Phys. Rev. 82, 87 (1951),
/// doi:10.1103/PhysRev.82.87). The length of `direction` does not matter.
[[nodiscard]] double surface_energy(const Conditions&, const lattice::Vector& direction);

/// Has a large void a shape? Not where vacancies gain nothing by each other, nor where the wall
/// wets.
[[nodiscard]] bool has_shape(const Conditions&);

/// A plane of a shape: points x within have x·normal <= distance.
struct Facet {
  lattice::Vector normal;
  double distance;  ///< [eV/a²]
};

/// The shape of least surface energy of a large void: Wulff's in the bulk, Winterbottom's at the
/// wall (Acta Metall. 15, 303 (1967), doi:10.1016/0001-6160(67)90206-4). Its facets lie at
/// distances from the centre that are their energies. At the wall a facet costs
/// γ(normal) − E_seg/A_s, a vacancy of layer 0 gaining E_seg.
class EquilibriumShape {
 public:
  /// Throws InputError where bonds are negative or none, or where the wall wets: a layer of
  /// vacancies would cost nothing there.
  explicit EquilibriumShape(const Conditions&);

  /// Of the contact that the metal makes with the wall beside a void [degrees]: 0 where the wall
  /// gains nothing by a void, cos θ = 1 − E_seg/(A_s γ). REQUIRES the wall.
  [[nodiscard]] double contact_angle() const { return contact_angle_; }
  /// Volume by the whole Wulff shape's, which is also the ratio of barriers of nucleation.
  [[nodiscard]] double factor() const { return volume_ / wulff_volume_; }
  /// Ground that the shape covers at the wall, by the 2/3 power of its volume. REQUIRES the wall.
  [[nodiscard]] double ground() const { return ground_ / std::cbrt(volume_ * volume_); }
  /// Height R (1 + c) of the cap of a ball with that volume and the contact angle θ, in the unit of
  /// length of the volume: V = π/3 R³ (1 + c)² (2 - c), c = cos θ (spherical cap; Winterbottom of
  /// an isotropic γ). REQUIRES the wall.
  [[nodiscard]] double cap_height(double volume) const;
  /// γ of the ball that costs as much as the Wulff shape of the same volume [eV per square of the
  /// lattice constant].
  [[nodiscard]] double wulff_mean() const;
  /// A/kT of the energy A n^{2/3} that a large void of n vacancies costs above −n E_f:
  /// 3 (volume of the shape)^{1/3} (n a³/2)^{2/3}.
  [[nodiscard]] double surface_coefficient() const;

  /// [a³/eV] By which the shape of a void of n vacancies, n a³/2 in volume, is larger than its own.
  [[nodiscard]] double scale(double vacancies) const;
  /// [a³/eV] By which the shape, without its wall, would have to be larger to have a point [a] on
  /// its surface; the centre is the origin.
  [[nodiscard]] double gauge(const lattice::Vector&) const;
  /// [eV/a²] From the centre to the wall; negative where the centre is beyond. REQUIRES the wall.
  [[nodiscard]] double wall() const { return wall_; }
  /// [eV/a²] To the farthest facet.
  [[nodiscard]] double farthest() const;

 private:
  std::vector<Facet> free_;  ///< facets that are not the wall's
  double wall_ = 0.0;
  double thermal_energy_;                     ///< [eV]
  double wulff_volume_ = 0.0, volume_ = 0.0;  ///< [(eV/a²)³]
  double contact_angle_ = 0.0;
  double ground_ = 0.0;  ///< [(eV/a²)²]
};

}  // namespace lacuna::nucleation
