#pragma once

#include <memory>

#include "io/trajectory/frame_sink.hpp"

namespace lacuna::io {

/// A LAMMPS text dump. The time step is the number of the sample (times are too short for whole
/// numbers), ITEM: TIME before it the time [s]. Types: 1 a vacancy, 2 an atom. Columns: id, type,
/// x, y, z [angstrom], then those of the plan. There is no ITEM: UNITS, which readers stumble over.
/// A name that ends in .gz is compressed.
[[nodiscard]] std::unique_ptr<FrameSink> lammps_dump_sink(const ExportPlan&);

}  // namespace lacuna::io
