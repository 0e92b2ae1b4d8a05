#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "io/trajectory/snapshot.hpp"

namespace lacuna::io {

/// A whole number that an export can tell of each particle, besides its position and whether it is
/// vacant.
struct FrameColumn {
  const char* name;
  std::int64_t (*value)(const Particle&);
  bool of_paths;  ///< only where the trajectory has them
};

/// id, layer, cluster, nn1, nn2; with paths: vacancy, ix, iy.
[[nodiscard]] std::vector<FrameColumn> frame_columns(bool paths);

/// Those of these names, in that order. Throws InputError that names what there is.
[[nodiscard]] std::vector<FrameColumn> frame_columns(bool paths,
                                                     std::span<const std::string> names);

}  // namespace lacuna::io
