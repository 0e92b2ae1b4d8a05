#include "cell/design.hpp"

#include <fmt/format.h>

#include "cell/imposed.hpp"
#include "core/error.hpp"

namespace lacuna::cell {
namespace {

void check_positive(double value, const char* what) {
  if (!(value > 0)) throw InputError(fmt::format("the {} must be positive", what));
}

}  // namespace

void validate(const Design& design) {
  check_positive(design.area, "area");
  check_positive(design.thickness, "thickness of the metal");
  if (!(design.pressure >= 0)) throw InputError("the pressure must not be negative");
  if (!(design.contact_loss > 0 && design.contact_loss < 1))
    throw InputError(
        "the contact loss that counts as the end is a share between 0 and 1 of the "
        "interface");
  if (design.flaws) {
    check_positive(design.flaws->radius, "radius of the flaws");
    check_positive(design.flaws->density, "number of flaws per area");
    if (!(design.flaws->height >= 0))
      throw InputError("the height of the flaws must not be negative");
  }
  if (!design.births && !design.flaws)
    throw InputError("without births and without flaws nothing happens; allow one of them");
  static_cast<void>(Imposed(design.protocol));
}

}  // namespace lacuna::cell
