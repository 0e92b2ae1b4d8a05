#include "cell/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "cell/course.hpp"
#include "cell/losses.hpp"
#include "cell/sampling_error.hpp"
#include "cell/without_bonds.hpp"
#include "core/error.hpp"

namespace lacuna::cell {
namespace {

// Steps are to be long against the time in which the field follows, and so is what a ramp takes to
// change births by an e-fold.
void check_lag(const Design& design, const Boundary& boundary, double time, const char* what) {
  constexpr double most = 0.05;
  if (!design.transient && boundary.relaxation > most * time)
    throw InputError(
        fmt::format("the metal's field follows the current in {:.3g} s (L²/D), which is not short "
                    "against {:.3g} s, {}; ask for the transient, or change the current more "
                    "slowly",
                    boundary.relaxation, time, what));
}

struct Start {
  Population population;
  std::vector<double> state;
};

Start start(const interface::Case& c, const Design& design, const Boundary& boundary,
            const Growth& growth, const Births* births) {
  Population population(c, design, boundary, growth, births);
  std::vector<double> state = population.empty();
  if (design.flaws) {
    const double r = design.flaws->radius, u = std::numbers::pi * r * r / growth.ground();
    if (!(u >= growth.newborn()))
      throw InputError(
          fmt::format("a flaw of {:.3g} nm has less vacancies than the {:.0f} of the largest "
                      "void that was counted; make it larger",
                      r / 10, std::pow(growth.newborn(), 1.5)));
    population.add(0.0, design.flaws->density * design.area, u, false, state);
  }
  return {std::move(population), std::move(state)};
}

AtFirstVoid at_first_void(const Sources& sources, const Births& births, const Boundary& boundary,
                          const FirstVoid& first) {
  const double z = first.balance.undisturbed, rise = first.median.density * boundary.per_density;
  const Births::Density density = births(z, rise);
  const nucleation::Birth wall = sources.wall.voids.birth_sum(z);
  AtFirstVoid at;
  at.fugacity = z;
  at.critical_size = wall.critical_size;
  at.barrier = wall.barrier;
  at.sensitivity = wall.sensitivity;
  at.wall_density = density.wall;
  at.bulk_density = density.bulk;
  at.wall_share = density.wall / density.total();
  at.ln_density_error = ln_birth_error(sources, z, at.wall_share) /
                        (births.sensitivity(z, rise) * (z - boundary.far) / z);
  return at;
}

}  // namespace

Outcome predict(const interface::Case& c, const Design& design, const Sources* sources) {
  validate(design);
  if (!interface::has_bonds(c.metal)) return predict_without_bonds(c, design);
  const Boundary boundary(c, design);
  const Imposed imposed(design.protocol);
  check_lag(design, boundary, imposed.shortest_step(), "the shortest step of the current");

  Outcome outcome;
  outcome.equilibrium_fugacity = boundary.equilibrium;
  outcome.far_fugacity = boundary.far;
  outcome.layers = boundary.layers;
  outcome.relaxation = boundary.relaxation;
  for (const double share : loss_shares(design)) outcome.losses.push_back({share, std::nullopt});

  const Growth growth(c, sources->wall);
  const Limits limits(c, design, *sources);
  // Where the gas is no longer dilute the cell is refused, however far the protocol goes on.
  const double highest = std::min(limits.highest_fugacity(), boundary.fugacity(imposed.highest()));
  const Births births(*sources, boundary, highest);
  const Births* const born = design.births ? &births : nullptr;
  if (born) {
    Start flawed = start(c, design, boundary, growth, born);
    const FirstVoid first =
        first_void(flawed.population, flawed.state, imposed, outcome.integration);
    outcome.first_void = first.when;
    limits.check_gas(first.balance.fugacity);
    limits.check_barrier(first.balance.undisturbed);
    if (first.when[median]) {
      outcome.at_first_void = at_first_void(*sources, births, boundary, first);
      const AtFirstVoid& at = *outcome.at_first_void;
      limits.check_births(at.fugacity, at.wall_share);
      if (first.slope > 0)
        check_lag(design, boundary, first.median.density / (first.slope * at.sensitivity),
                  "in which a rising current changes births by an e-fold");
    }
  }
  Start whole = start(c, design, boundary, growth, born);
  live(whole.population, whole.state, imposed, VoltageOnset(in_thick_metal(c, design)), limits,
       outcome);
  return outcome;
}

}  // namespace lacuna::cell
