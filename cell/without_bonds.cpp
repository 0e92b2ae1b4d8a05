#include "cell/without_bonds.hpp"

#include "cell/boundary.hpp"
#include "cell/coverage.hpp"
#include "cell/losses.hpp"
#include "cell/voltage_onset.hpp"
#include "core/error.hpp"

namespace lacuna::cell {
namespace {

void check_asked(const Design& design) {
  if (design.flaws)
    throw InputError("without bonds nothing holds a flaw together; leave flaws out");
  if (design.transient)
    throw InputError(
        "without bonds the coverage follows the current without delay; leave transient out");
}

}  // namespace

std::optional<Moment> contact_lost_without_bonds(const interface::Case& c, const Design& design) {
  check_asked(design);
  const Coverage coverage(in_thick_metal(c, design));
  return Imposed(design.protocol).reaching(coverage.density(design.contact_loss));
}

Outcome predict_without_bonds(const interface::Case& c, const Design& design) {
  const interface::Case thick = in_thick_metal(c, design);
  check_asked(design);
  const Boundary boundary(c, design);
  const Imposed imposed(design.protocol);
  const Coverage coverage(thick);
  const VoltageOnset onset(thick);

  Outcome outcome;
  outcome.layers = boundary.layers;
  outcome.relaxation = boundary.relaxation;
  for (const double share : loss_shares(design))
    outcome.losses.push_back({share, imposed.reaching(coverage.density(share))});
  const double seen = first_share(
      [&](double lost) { return onset.margin(coverage.density(lost), 1 - lost, 0.0) >= 0; });
  if (seen < 1) outcome.voltage = imposed.reaching(coverage.density(seen));

  const double highest = coverage.density(1);
  constexpr int samples = 16;  // a stretch
  for (const Imposed::Stretch& stretch : imposed.stretches())
    for (int n = 0; n <= samples; ++n) {
      const double time = stretch.from + (stretch.to - stretch.from) * n / samples;
      const double density = stretch.at(time), lost = coverage.at(density);
      if (density >= highest) return outcome;  // nothing is left
      outcome.course.push_back({.time = time,
                                .density = density,
                                .fugacity = coverage.fugacity(density),
                                .lost = lost,
                                .voltage = onset.voltage(density, 1 - lost, 0.0)});
    }
  return outcome;
}

}  // namespace lacuna::cell
