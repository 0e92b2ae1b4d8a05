#include "cell/design.hpp"

#include <fmt/format.h>

#include <cmath>

#include "cell/flaws.hpp"
#include "cell/imposed.hpp"
#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/sinks.hpp"

namespace lacuna::cell {
namespace {

void check_positive(double value, const char* key) {
  if (!(value > 0)) throw InputError(fmt::format("{}: must be positive", key));
}

// The law of lines takes them to be farther apart than they reach, and that of planes the metal
// between them to have room for hops.
void check_sinks(const InnerSinks& sinks) {
  if (!(sinks.dislocations > 0) && !(sinks.grains > 0))
    throw InputError(
        "cell.sinks: give dislocations_per_cm2, grain_size_um or both, or leave the section out");
  constexpr double closest = 5;  // spacings by the capture radius
  const double spacing = 1 / std::sqrt(sinks.dislocations);
  if (sinks.dislocations > 0 && spacing < closest * sinks.core)
    throw InputError(
        fmt::format("cell.sinks.dislocations_per_cm2: dislocations that are {:.3g} nm apart, with "
                    "a capture radius of {:.3g} nm, are too dense for the law of lone lines; let "
                    "there be fewer",
                    spacing / 10, sinks.core / 10));
  constexpr double smallest = 50;  // [A] a dozen lattice constants
  if (sinks.grains > 0 && sinks.grains < smallest)
    throw InputError(
        fmt::format("cell.sinks.grain_size_um: grains of {:.3g} nm are a few atoms across, and no "
                    "metal between two boundaries; give {:g} um or more",
                    sinks.grains / 10, smallest / 1e4));
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
  check_positive(design.area, "cell.area_cm2");
  check_positive(design.thickness, "cell.metal_um");
  if (design.sinks) check_sinks(*design.sinks);
  if (!(design.pressure >= 0)) throw InputError("cell.pressure_MPa: must not be negative");
  if (!(design.contact_loss > 0 && design.contact_loss < 1))
    throw InputError(
        "cell.contact_loss: the loss that counts as the end is a share between 0 and 1 of the "
        "interface, which is never lost to the last spot");
  if (design.flaws) check_flaws(*design.flaws, design);
  if (!design.births && !design.flaws)
    throw InputError(
        "cell.births: without births and without flaws nothing happens; allow one of them");
  static_cast<void>(Imposed(design.protocol));
  if (std::holds_alternative<Cycle>(design.protocol) && design.transient)
    throw InputError(
        "cell.transient: the field's memory is not known where plating uses up the vacancies of "
        "the interface; leave it out, or do not cycle");
}

}  // namespace lacuna::cell
