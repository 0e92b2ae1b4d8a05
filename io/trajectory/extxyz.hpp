#pragma once

#include <memory>

#include "io/trajectory/frame_sink.hpp"

namespace lacuna::io {

/// Extended XYZ: for OVITO, ASE and others. Columns: species (X for a vacancy, Na for an atom), pos
/// [angstrom], then those of the plan. In the comment line the cell, pbc, Time_s [s] in scientific
/// notation, j_mA_cm2, charge_monolayers, contact_fraction, events and sample. A frame without
/// particles has no rows, which ASE and OVITO read. A name that ends in .gz is compressed.
[[nodiscard]] std::unique_ptr<FrameSink> extxyz_sink(const ExportPlan&);

}  // namespace lacuna::io
