#pragma once

#include <memory>

#include "io/trajectory/frame_sink.hpp"

namespace lacuna::io {

/// VTK PolyData, for ParaView: a file of each frame in a folder beside `plan.out`, a ParaView
/// collection (.pvd) that names them with their times. Cells are the particles as points, then the
/// surface of the voids (io/trajectory/void_surface.hpp) as polygons; cell data are `vacant` (1,
/// 0), `surface` (1 for a polygon, 0 for a point) and the columns of the plan, of a polygon those
/// of the vacancy behind it. Field data: TimeValue [s], j_mA_cm2, charge_monolayers,
/// contact_fraction.
[[nodiscard]] std::unique_ptr<FrameSink> vtp_sink(const ExportPlan&);

}  // namespace lacuna::io
