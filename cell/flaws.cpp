#include "cell/flaws.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace lacuna::cell {

void check_flaws(const Flaws& flaws, const Design& design) {
  if (!(flaws.radius > 0)) throw InputError("cell.flaws.radius_nm: must be positive");
  if (!(flaws.density > 0)) throw InputError("cell.flaws.per_cm2: must be positive");
  if (!(flaws.height >= 0)) throw InputError("cell.flaws.height_nm: must not be negative");
  constexpr double in_cm2 = 1e16, in_um = 1e4;  // [A^2], [A]
  const double ground = std::numbers::pi * flaws.radius * flaws.radius;
  if (ground > design.area)
    throw InputError(
        fmt::format("cell.flaws.radius_nm: a flaw covers {:.3g} cm2, and the whole cell has {:.3g} "
                    "cm2 (cell.area_cm2); make flaws smaller",
                    ground / in_cm2, design.area / in_cm2));
  const double number = flaws.density * design.area;
  constexpr double rounding = 1 - 1e-9;
  if (number < rounding)
    throw InputError(
        fmt::format("cell.flaws.per_cm2: {:.3g} flaws in the {:.3g} cm2 of the cell: most cells "
                    "have none, and others a whole one; give one flaw or more by a larger number "
                    "or a larger cell.area_cm2, or leave flaws out",
                    number, design.area / in_cm2));
  check_coverage(design, flaws.density * ground);
  if (flaws.height >= design.thickness)
    throw InputError(
        fmt::format("cell.flaws.height_nm: flaws are {:.3g} um high, and the metal {:.3g} um "
                    "thick (cell.metal_um): none is left above them; make them lower",
                    flaws.height / in_um, design.thickness / in_um));
}

void check_coverage(const Design& design, double covered) {
  const double lost = 1 - std::exp(-covered);
  if (lost >= design.contact_loss)
    throw InputError(
        fmt::format("cell.flaws: they cover {:.3g} % of the interface from the start, no less than "
                    "the {:.3g} % of cell.contact_loss; make them fewer or smaller",
                    100 * lost, 100 * design.contact_loss));
}

}  // namespace lacuna::cell
