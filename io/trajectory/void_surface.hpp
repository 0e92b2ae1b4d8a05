#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "io/trajectory/snapshot.hpp"

namespace lacuna::io {

/// The surface of voids as polygons. Every site owns its Wigner-Seitz cell, for bcc a truncated
/// octahedron whose hexagons lie between first and squares between second neighbours; the surface
/// is made of the faces between a vacancy and what is none: exact, closed, of volume a³/2 per
/// vacancy. Sides of the box count as surface, so that a void which crosses them is closed on
/// either side.
struct VoidSurface {
  std::vector<lattice::Vector> points;            ///< corners [angstrom], each once
  std::vector<std::vector<std::uint32_t>> faces;  ///< corners in the order in which they turn left
                                                  ///< seen from outside
  std::vector<Particle> owners;                   ///< (faces) the vacancy
};

/// Of the voids (clusters of at least interface::void_size vacancies) of a frame. Faces are made
/// for vacancies in the region; where it cuts a void the surface is open.
[[nodiscard]] VoidSurface void_surface(const Snapshot&, const Region&);

}  // namespace lacuna::io
