#include "cell/design.hpp"

#include <fmt/format.h>

#include <cmath>

#include "cell/imposed.hpp"
#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/sinks.hpp"

namespace lacuna::cell {
namespace {

void check_positive(double value, const char* what) {
  if (!(value > 0)) throw InputError(fmt::format("the {} must be positive", what));
}

// The law of lines takes them to be farther apart than they reach.
void check_sinks(const InnerSinks& sinks) {
  if (!(sinks.dislocations > 0) && !(sinks.grains > 0))
    throw InputError(
        "sinks inside the metal: give dislocations, grains or both, or leave them out");
  constexpr double closest = 5;  // spacings by the capture radius
  const double spacing = 1 / std::sqrt(sinks.dislocations);
  if (sinks.dislocations > 0 && spacing < closest * sinks.core)
    throw InputError(
        fmt::format("dislocations that are {:.3g} nm apart, with a capture radius of {:.3g} nm, "
                    "are too dense for the law of lone lines; let there be fewer",
                    spacing / 10, sinks.core / 10));
}

}  // namespace

double effective_thickness(const Design& design) {
  if (!design.sinks || mutated(Mutation::no_inner_sinks)) return design.thickness;
  const InnerSinks& sinks = *design.sinks;
  interface::SinkField field {
    .planes = sinks.grains
  };
  if (sinks.dislocations > 0)
    field.strength = interface::line_strength(sinks.dislocations, sinks.core);
  return interface::effective_thickness(field, design.thickness);
}

void validate(const Design& design) {
  check_positive(design.area, "area");
  check_positive(design.thickness, "thickness of the metal");
  if (design.sinks) check_sinks(*design.sinks);
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
  if (std::holds_alternative<Cycle>(design.protocol) && design.transient)
    throw InputError(
        "cell.transient: the field's memory is not known where plating uses up the vacancies of "
        "the interface; leave it out, or do not cycle");
}

}  // namespace lacuna::cell
