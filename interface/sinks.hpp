#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "interface/far_side.hpp"
#include "lattice/slab.hpp"

namespace lacuna::interface {

// Sinks inside the metal (docs/decisions/0018-sinks.md): sites above layer 0 that are never vacant.
// A vacancy that hops there is gone, as across the far side; beside them vacancies are emitted.

/// Lines along the normal, from layer 1 up, on a rectangular grid: along either edge as many as the
/// box has spacings, to the nearest whole number. One site of each layer belongs to a line.
struct NormalLines {
  double spacing = 0.0;  ///< [A]
};
/// Lines along y in one layer, as many as the box has spacings along x; one site of each row along
/// x belongs to a line.
struct ParallelLines {
  double spacing = 0.0;  ///< [A]
  int layer = 1;
};
/// Planes along the normal and y, from layer 1 up, as many as the box has spacings along x; so
/// thick that no hop leads across.
struct NormalPlanes {
  double spacing = 0.0;  ///< [A]
};
/// One plane along the interface: a layer, or as many from there on as a hop may climb.
struct ParallelPlane {
  int layer = 1;
};
using SinkShape = std::variant<NormalLines, ParallelLines, NormalPlanes, ParallelPlane>;

struct Sinks {
  SinkShape shape;
  /// What they emit, in detailed balance; without it they absorb only.
  std::optional<Reservoir> reservoir = std::nullopt;
};

/// Throws InputError where the sinks do not fit the case.
void check_sinks(const Case&);

/// (sites) Which sites are sinks, by Slab::number. Throws InputError where the shape does not fit.
[[nodiscard]] std::vector<std::uint8_t> sink_map(const SinkShape&, const lattice::Slab&);

/// What thins the gas of vacancies on its way from the interface to the far end.
struct SinkField {
  /// k² [1/A²] of lines: they take D k² of what the gas has above its balance with them.
  double strength = 0.0;
  double planes = 0.0;  ///< [A] spacing of planes along the normal; 0: none
};

/// 2πρ/(ln(R/r_c) − 3/4), π R² ρ = 1: k² [1/A²] of lines of a density ρ [1/A²] and capture radius
/// r_c [A], each of which takes what is made evenly in the cylinder around it, R >> r_c (Nichols,
/// J. Nucl. Mater. 75, 32 (1978)). REQUIRES that they are not so dense that the bracket is below 0.
[[nodiscard]] double line_strength(double density, double capture_radius);

/// Capture radius of a line of single sites, by the lattice constant: what the ln law has where the
/// walk on the lattice is solved (tests/interface/sinks.cpp).
struct CaptureRadius {
  double normal_lines, parallel_lines;
};
[[nodiscard]] CaptureRadius capture_radius(lattice::Normal);

/// [A] How far off a far end would have the same mean of c − c_eq at the interface, under an even
/// flux from there into metal of a thickness [A]:
///   Σ w_m tanh(κ_m L)/κ_m,  κ_m² = k² + (mπ/w)²,  w_m = 8/(mπ)², m odd,
/// from D∇²c = D k² (c − c_eq) between planes at c_eq; without planes tanh(kL)/k. `closed`: nothing
/// passes the far end; coth for tanh.
[[nodiscard]] double effective_thickness(const SinkField&, double thickness, bool closed = false);

}  // namespace lacuna::interface
