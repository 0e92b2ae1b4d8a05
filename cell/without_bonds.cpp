#include "cell/without_bonds.hpp"

#include <cmath>

#include "cell/boundary.hpp"
#include "cell/losses.hpp"
#include "cell/voltage_onset.hpp"
#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/theory.hpp"

namespace lacuna::cell {
namespace {

void check_theory(const interface::Case& c, const Design& design) {
  if (!interface::theory_holds(c))
    throw InputError(
        "without bonds the coverage follows from a theory without barrier table, class surface or "
        "classes of sites; leave them out, or give bonds");
  if (design.flaws)
    throw InputError("without bonds nothing holds a flaw together; leave flaws out");
  if (design.transient)
    throw InputError(
        "without bonds the coverage follows the current without delay; leave transient out");
}

// θ and the current [1/(A^2 s)] that keeps it, which rises with it.
class Coverage {
 public:
  explicit Coverage(const interface::Case& c) : case_(c), site_area_(site_area(c.metal)) {}

  [[nodiscard]] double density(double coverage) const {
    return interface::stripping_rate(case_, coverage) / site_area_;
  }
  // The least at which `reached(θ)`, up to 1. REQUIRES that, once reached, it stays so.
  template <class Reached>
  [[nodiscard]] double first(const Reached& reached) const {
    double low = 0.0, high = 1.0;
    for (int n = 0; n < 60; ++n) {
      const double middle = (low + high) / 2;
      (reached(middle) ? high : low) = middle;
    }
    return high;
  }
  [[nodiscard]] double at(double current) const {
    return first([&](double coverage) { return density(coverage) >= current; });
  }

 private:
  const interface::Case& case_;
  double site_area_;
};

}  // namespace

std::optional<Moment> contact_lost_without_bonds(const interface::Case& c, const Design& design) {
  const interface::Case thick = in_thick_metal(c, design);
  check_theory(thick, design);
  return Imposed(design.protocol).reaching(Coverage(thick).density(design.contact_loss));
}

Outcome predict_without_bonds(const interface::Case& c, const Design& design) {
  const interface::Case thick = in_thick_metal(c, design);
  check_theory(thick, design);
  const Boundary boundary(c, design);
  const Imposed imposed(design.protocol);
  const Coverage coverage(thick);
  const VoltageOnset onset(thick);

  Outcome outcome;
  outcome.layers = boundary.layers;
  outcome.relaxation = boundary.relaxation;
  for (const double share : loss_shares(design))
    outcome.losses.push_back({share, imposed.reaching(coverage.density(share))});
  const double seen = coverage.first(
      [&](double lost) { return onset.margin(coverage.density(lost), 1 - lost) >= 0; });
  if (seen < 1) outcome.voltage = imposed.reaching(coverage.density(seen));

  const double gain = c.ceramic.segregation / (constants::boltzmann * c.temperature);
  constexpr int samples = 16;  // a stretch
  for (const Imposed::Stretch& stretch : imposed.stretches())
    for (int n = 0; n <= samples; ++n) {
      const double time = stretch.from + (stretch.to - stretch.from) * n / samples;
      const double density = stretch.at(time), lost = coverage.at(density);
      if (density >= coverage.density(1)) return outcome;  // nothing is left
      outcome.course.push_back({.time = time,
                                .density = density,
                                .fugacity = lost / (1 - lost) * std::exp(-gain),
                                .lost = lost,
                                .voltage = onset.voltage(density, 1 - lost)});
    }
  return outcome;
}

}  // namespace lacuna::cell
