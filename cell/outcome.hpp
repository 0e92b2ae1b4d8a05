#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cell/imposed.hpp"
#include "core/words.hpp"

namespace lacuna::cell {

/// Shares of nominally equal cells that have had their first void.
inline constexpr std::array first_void_shares{0.05, 0.25, 0.5, 0.75, 0.95};
inline constexpr std::size_t median = 2;

/// The interface at the median of the first void.
struct AtFirstVoid {
  double fugacity = 0.0;       ///< z0 at the interface
  double critical_size = 0.0;  ///< n* [vacancies] at the wall
  double barrier = 0.0;        ///< W*/kT there
  double sensitivity = 0.0;    ///< d ln J/d ln z there; that of ln j is larger by z0/(z0 - z_far)
  double wall_share = 0.0;     ///< of births; the others are in the metal near it
  double wall_density = 0.0;   ///< births per area there [1/(A^2 s)]
  double bulk_density = 0.0;   ///< births per area of interface, in the metal [1/(A^2 s)]
  double ln_density_error = 0.0;  ///< standard error of ln j from the sampling of Q_n and f_n
};

/// Contact lost, and when.
struct Loss {
  double share = 0.0;          ///< of the interface
  std::optional<Moment> when;  ///< none: not within the protocol
};

/// A moment of the cell's life.
struct Instant {
  double time = 0.0;         ///< [s]
  double density = 0.0;      ///< j [1/(A^2 s)]
  double fugacity = 0.0;     ///< z0
  double voids = 0.0;        ///< per area [1/A^2]
  double lost = 0.0;         ///< share of the interface under voids
  double mean_radius = 0.0;  ///< [A] of the ground they cover; 0 where there are none
  double voltage = 0.0;      ///< [V]
};

/// Voids that were born together, at the end.
struct SizeClass {
  double born = 0.0;     ///< [s]; 0 for flaws
  double size = 0.0;     ///< [vacancies]
  double radius = 0.0;   ///< [A] of the ground that one covers
  double density = 0.0;  ///< [1/A^2]
};

/// What the integration took.
struct Integration {
  long steps = 0, evaluations = 0, failures = 0;
  int cohorts = 0;
  double mass_residual = 0.0;  ///< |stripped − to the far end − in voids and metal| by stripped
};

/// What has been changed so far on the way from the box to the cell.
enum class JourneyStage : std::uint8_t {
  box,        ///< nothing
  area,       ///< the area grows to the cell's
  time,       ///< the current rises as slowly as the cell's
  thickness,  ///< the metal is as thick as the cell's
  cell,       ///< all, with the cell's own far end, pressure and flaws
};
constexpr auto words_of(JourneyStage) {
  return std::array{
      Word{JourneyStage::box, "box"},   Word{JourneyStage::area, "area"},
      Word{JourneyStage::time, "time"}, Word{JourneyStage::thickness, "thickness"},
      Word{JourneyStage::cell, "cell"},
  };
}

/// The median first void at one scale between the box and the cell.
struct JourneyStep {
  JourneyStage stage = JourneyStage::box;
  double area = 0.0;              ///< [A^2]
  double thickness = 0.0;         ///< [A] of the metal
  double e_fold = 0.0;            ///< [s] of the current, at the first void; 0: not known
  std::optional<double> density;  ///< j then [1/(A^2 s)]
  std::string refusal;            ///< why there is none
};

/// What a hypothesis predicts of a cell at one temperature.
struct Outcome {
  double equilibrium_fugacity = 0.0;  ///< z_eq = exp(S_f - (E_f + P Ω)/kT); 0 without bonds
  double far_fugacity = 0.0;          ///< z at the far end
  double layers = 0.0;                ///< M = L/d
  double relaxation = 0.0;            ///< L²/D [s]
  double fugacity_per_density = 0.0;  ///< (z0 − z_far) per current [A^2 s], without voids
  /// Of `first_void_shares` of the cells; none: not within the protocol, or no births.
  std::array<std::optional<Moment>, first_void_shares.size()> first_void;
  std::optional<AtFirstVoid> at_first_void;  ///< where there is the median
  std::vector<Loss> losses;                  ///< of 5 %, 20 %, and what the design asks for; rising
  std::optional<Moment> voltage;             ///< onset as the experiment sees it
  /// When the flaws had shrunk away, since vacancies were too few to hold them; none: they are
  /// there to the end, or never were.
  std::optional<Moment> flaws_dissolved;
  std::vector<Instant> course;
  std::vector<SizeClass> sizes;  ///< rising time of birth
  Integration integration;
  /// ln j of the onset under each draw of the prior, less that here; not finite where it is not
  /// known (cell/prior_shifts.hpp).
  std::vector<double> prior_shifts;
  std::vector<JourneyStep> journey;  ///< from the box; empty without bonds (cell/journey.hpp)
  /// Why no void is born within the protocol, where less than 0.01 are expected: how far above its
  /// own vacancies the metal is, and what a void costs there; or why a void that is born after
  /// flaws took the contact is not known; empty otherwise.
  std::string no_void;
  /// Why the course ends before all of the above was reached, where the method does not hold any
  /// more (a void as high as the metal is thick, say); empty: it does not.
  std::string ended_early;
};

}  // namespace lacuna::cell
