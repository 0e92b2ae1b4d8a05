#pragma once

#include <memory>

#include "io/frame_sink.hpp"

namespace lacuna::io {

/// A LAMMPS text dump. The time step is the number of the sample (times are too short for whole numbers). Types: 1 a
/// vacancy, [angstrom], then those of the plan (where paths are, with iz = 0 after iy, as image flags come in threes).
/// There is neither ITEM: UNITS nor ITEM: TIME, which readers stumble over. The upper edge of the box is shrink-wrapped
/// or fixed as ff. A name that ends in .gz is compressed.
[[nodiscard]] std::unique_ptr<FrameSink> lammps_dump_sink(const ExportPlan&);

}  // namespace lacuna::io
