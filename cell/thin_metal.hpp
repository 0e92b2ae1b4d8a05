#pragma once

#include <vector>

#include "cell/births.hpp"
#include "interface/case.hpp"

namespace lacuna::cell {

/// The gas of vacancies between the interface and a far side so near that layers count one by one:
/// a straight line in the metal, and one step of its own between layers 0 and 1.
struct Gradient {
  double interface;  ///< z of layer 0
  double first;      ///< by which it is less in layer 1
  double per_layer;  ///< by which it is less in each layer above

  /// z of layer 1 and above.
  [[nodiscard]] double above(double layer) const {
    return interface - first - per_layer * (layer - 1);
  }
};

/// Lone vacancies in the steady state of a direct run, in metal of N layers whose last is the far
/// side's:
///   z_0 − z_1 = r/(u k_ret), z_k − z_{k+1} = r/(S k_b), z_{N−1} = z_far,
/// r the flux per site, u and S the number and the sum of the squared climbs of a hop's upward
/// directions. Exact on (110) and (100).
class ThinMetal {
 public:
  /// Throws InputError where nothing passes the far side: there is no steady state then.
  explicit ThinMetal(const interface::Case&);

  /// [layers] N.
  [[nodiscard]] int layers() const { return layers_; }
  /// At a current density [1/(A^2 s)].
  [[nodiscard]] Gradient operator()(double density) const;
  /// The current density [1/(A^2 s)] at which the interface has a fugacity.
  [[nodiscard]] double density(double fugacity) const;
  [[nodiscard]] double site_area() const { return site_area_; }
  [[nodiscard]] double far() const { return far_; }

 private:
  double site_area_, far_;
  double first_, per_layer_;  ///< per current density [A^2 s]
  int layers_;
};

/// Births in thin metal. Vacancies join a void n where it reaches up to, in thinner gas than that
/// of layer 0, by a factor ζ_n (nucleation::Arrivals); it loses them as everywhere. So the sum of
/// Becker and Döring has f_n ζ_n for f_n, and Q_n ζ_1 … ζ_{n−1} for Q_n. In the metal the same
/// holds for each layer in which a void has its lowest vacancy, f_n being the smaller one of the
/// metal's and the wall's: voids are born near the interface, and reached from one side.
class ThinBirths {
 public:
  /// `sources` must outlive it.
  ThinBirths(const interface::Case&, const Sources& sources);

  [[nodiscard]] const ThinMetal& metal() const { return metal_; }
  /// At a current density.
  [[nodiscard]] Births::Density operator()(double density) const;
  /// Births at the wall of class 0, whether or not the sum holds.
  [[nodiscard]] nucleation::Birth at_wall(double density) const {
    return at_wall(sources_.wall, density);
  }

 private:
  [[nodiscard]] nucleation::Birth at_wall(const Source&, double density) const;
  [[nodiscard]] double in_metal(const Gradient&) const;
  [[nodiscard]] nucleation::Birth in_layer(int layer, const Gradient&) const;

  const Sources& sources_;
  ThinMetal metal_;
};

}  // namespace lacuna::cell
