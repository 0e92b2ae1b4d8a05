#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/trajectory/snapshot.hpp"

namespace lacuna::io {

/// What a trajectory has to have for a column to say something.
enum class Needed : std::uint8_t { nothing, paths, patch };

/// A whole number that an export can tell of each particle, besides its position and whether it is
/// vacant.
struct FrameColumn {
  const char* name = nullptr;
  std::int64_t (*value)(const Particle&) = nullptr;
  Needed needed = Needed::nothing;
};

/// What a trajectory has.
struct FrameExtras {
  bool paths = false;
  bool patch = false;  ///< its run had one
};

/// id, layer, cluster, nn1, nn2; with paths: vacancy, ix, iy; with a patch: patch.
[[nodiscard]] std::vector<FrameColumn> frame_columns(const FrameExtras&);

/// Those of these names, in that order. Throws InputError that names what there is.
[[nodiscard]] std::vector<FrameColumn> frame_columns(const FrameExtras&,
                                                     std::span<const std::string> names);

}  // namespace lacuna::io
