#include "cell/cell.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "cell/course.hpp"
#include "cell/flaws.hpp"
#include "cell/losses.hpp"
#include "cell/sampling_error.hpp"
#include "cell/without_bonds.hpp"
#include "core/constants.hpp"
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
                    "compared with {:.3g} s, {}; ask for the transient, or change the current more "
                    "slowly",
                    boundary.relaxation, time, what));
}

/// What the equations of a case with bonds are made of.
struct Parts {
  Parts(const interface::Case& c, const Design& design, const Sources& sources,
        double spacing = BirthTable::fine)
      : boundary(c, design),
        imposed(design.protocol),
        busiest(sources.busiest_wall(boundary.fugacity(imposed.highest()))),
        growth(c, busiest),
        limits(c, design, sources),
        // Where the gas is no longer dilute the cell is refused, however far the protocol goes on.
        births(sources, boundary,
               std::min(limits.highest_fugacity(), boundary.fugacity(imposed.highest())), spacing) {
    check_lag(design, boundary, imposed.shortest_step(), "the shortest step of the current");
  }

  Boundary boundary;
  Imposed imposed;
  const Source& busiest;  ///< the wall on which most voids are born, and grow
  Growth growth;
  Limits limits;
  Births births;
};

struct Start {
  Population population;
  std::vector<double> state;
};

// u of one.
double size_of(const Flaws& flaws, const Growth& growth, const interface::Metal& metal) {
  const double ground = std::numbers::pi * flaws.radius * flaws.radius;
  if (flaws.height == 0) return ground / growth.ground();
  const double site_volume = std::pow(metal.lattice_constant, 3) / 2;
  return std::pow(ground * flaws.height / site_volume, 2.0 / 3);
}

Start start(const interface::Case& c, const Design& design, const Parts& parts) {
  const Growth& growth = parts.growth;
  const Births* const births = design.births ? &parts.births : nullptr;
  Population population(c, design, parts.boundary, growth, births);
  std::vector<double> state = population.empty();
  if (design.flaws) {
    const double u = size_of(*design.flaws, growth, c.metal);
    if (!(u >= growth.newborn()))
      throw InputError(
          fmt::format("a flaw of {:.3g} nm has fewer vacancies than the {:.0f} of the largest "
                      "void that was counted; make it larger",
                      design.flaws->radius / 10, std::pow(growth.newborn(), 1.5)));
    // A gap comes to rest as a void that covers less ground, and is higher.
    check_coverage(design, design.flaws->density * growth.ground() * u);
    parts.limits.check_height(growth.height() * std::sqrt(u));
    population.add(0.0, design.flaws->density * design.area, u, false, state);
  }
  return {std::move(population), std::move(state)};
}

// Cut short, the sum of the birth rate is an upper bound: the first void comes at more current.
void check_births(const Parts& parts, double density, const AtFirstVoid& at) try {
  parts.limits.check_births(at.fugacity, at.wall_share);
} catch (const nucleation::CutShort& reason) {
  throw nucleation::CutShort(fmt::format(
      "{}. No void is born below {:.3g} mA/cm2, where vacancies are {:.3g} times as many as the "
      "metal's own: this much is certain, since a sum that is cut short overstates births",
      reason.what(), density / constants::mA_per_cm2, at.fugacity / parts.boundary.equilibrium));
}

AtFirstVoid at_first_void(const Sources& sources, const Parts& parts, const FirstVoid& first) {
  const double z = first.balance.undisturbed;
  const double rise = parts.boundary.rise(first.median.density);
  const Births::Density density = parts.births(z, rise);
  const nucleation::Birth wall = sources.busiest_wall(z).voids.birth_sum(z);
  AtFirstVoid at;
  at.fugacity = z;
  at.critical_size = wall.critical_size;
  at.barrier = wall.barrier;
  at.sensitivity = wall.sensitivity;
  at.wall_density = density.wall;
  at.bulk_density = density.bulk;
  at.wall_share = density.wall / density.total();
  at.ln_density_error = ln_birth_error(sources, z, at.wall_share) /
                        (parts.births.sensitivity(z, rise) * (z - parts.boundary.far) / z);
  return at;
}

// Why there are none up to the highest current.
std::string no_void_words(const Parts& parts, const FirstVoid& first) {
  const double z = parts.boundary.fugacity(parts.imposed.highest());
  const nucleation::Voids& wall = parts.busiest.voids;
  const nucleation::Voids::Critical critical = wall.critical(z);
  std::string text = fmt::format(
      "no void is born: at {:.3g} mA/cm2, the highest current, vacancies are {:.3g} times as many "
      "as the metal's own",
      parts.imposed.highest() / constants::mA_per_cm2, z / parts.boundary.equilibrium);
  if (!std::isfinite(critical.size)) return text + ", so that voids of any size shrink";
  text += fmt::format(", and the critical void has {:.3g} vacancies and costs {:.3g} kT",
                      critical.size, critical.barrier);
  if (critical.size >= wall.largest())
    text += fmt::format(", extrapolated beyond the {} that were counted", wall.largest());
  return text + fmt::format(
                    "; {:.2g} voids are expected in the whole protocol. A void needs a flaw, "
                    "weaker adhesion, or a higher current",
                    first.born);
}

// The first void, where the method holds for it. Writes its part of the outcome.
void add_first_void(const interface::Case& c, const Design& design, const Sources& sources,
                    const Parts& parts, Outcome& outcome, const std::stop_token& stop) {
  Start flawed = start(c, design, parts);
  const FirstVoid first =
      first_void(flawed.population, flawed.state, parts.imposed, outcome.integration, stop);
  outcome.first_void = first.when;
  parts.limits.check_gas(first.balance.fugacity);
  parts.limits.check_barrier(first.balance.undisturbed);
  if (!first.when[median]) {
    constexpr double none = 0.01;  // voids expected, where no cell has one
    if (first.born < none) outcome.no_void = no_void_words(parts, first);
    return;
  }
  outcome.at_first_void = at_first_void(sources, parts, first);
  const AtFirstVoid& at = *outcome.at_first_void;
  check_births(parts, first.median.density, at);
  if (first.slope > 0)
    check_lag(design, parts.boundary, first.median.density / (first.slope * at.sensitivity),
              "in which a rising current changes births by an e-fold");
}

// Flaws may take the contact long before a void is born in their shadow, where the gas is beyond
// what the method holds for. Returns why there is no first void then.
std::optional<InputError> add_first_void_unless_flawed(const interface::Case& c,
                                                       const Design& design, const Sources& sources,
                                                       const Parts& parts, Outcome& outcome,
                                                       const std::stop_token& stop) {
  try {
    add_first_void(c, design, sources, parts, outcome, stop);
  } catch (const nucleation::CutShort&) {
    throw;
  } catch (const InputError& refusal) {
    if (!design.flaws) throw;
    outcome.first_void = {};
    outcome.at_first_void = {};
    return refusal;
  }
  return {};
}

}  // namespace

Outcome predict(const interface::Case& c, const Design& design, const Sources* sources,
                const std::stop_token& stop) {
  validate(design);
  if (!interface::has_bonds(c.metal)) return predict_without_bonds(c, design);
  const Parts parts(c, design, *sources);
  Outcome outcome;
  outcome.equilibrium_fugacity = parts.boundary.equilibrium;
  outcome.far_fugacity = parts.boundary.far;
  outcome.layers = parts.boundary.layers;
  outcome.relaxation = parts.boundary.relaxation;
  outcome.fugacity_per_density = parts.boundary.per_density;
  for (const double share : loss_shares(design)) outcome.losses.push_back({share, std::nullopt});
  std::optional<InputError> refusal;
  if (design.births)
    refusal = add_first_void_unless_flawed(c, design, *sources, parts, outcome, stop);
  Start whole = start(c, design, parts);
  live(whole.population, whole.state, parts.imposed, VoltageOnset(in_thick_metal(c, design)),
       parts.limits, outcome, stop);
  if (!refusal) return outcome;
  if (!outcome.losses.front().when) throw InputError(*refusal);
  outcome.no_void =
      fmt::format("flaws take the contact before a void is born: {}", refusal->what());
  return outcome;
}

// Flaws would only take from the gas.
double needed_voids(const interface::Case& c, Design design, const Sources& sources,
                    const std::stop_token& stop) {
  design.flaws.reset();
  const Sources further = sources.extrapolated(nucleation::Cluster::largest);
  const Parts parts(c, design, further, BirthTable::coarse);
  Start bare = start(c, design, parts);
  Integration taken;
  const FirstVoid first = first_void(bare.population, bare.state, parts.imposed, taken, stop);
  const double z = first.balance.undisturbed;
  const Births::Density births = parts.births(z, parts.boundary.rise(first.median.density));
  double critical = 0.0;
  const auto look_at = [&](const Source& source, double density) {
    if (density > Limits::least_share * births.total())
      critical = std::max<double>(critical, source.voids.birth_sum(z).critical_size);
  };
  look_at(further.busiest_wall(z), births.wall);
  look_at(further.bulk, births.bulk);
  constexpr double beyond = 2.5;  // twice n*, and what the law errs by
  return beyond * critical;
}

std::optional<Moment> onset(const interface::Case& c, const Design& design, const Sources* sources,
                            const std::stop_token& stop) {
  if (!interface::has_bonds(c.metal)) return contact_lost_without_bonds(c, design);
  if (!design.births) {
    const Outcome outcome = predict(c, design, sources, stop);
    for (const Loss& loss : outcome.losses)
      if (loss.share == design.contact_loss) return loss.when;
  }
  Outcome outcome;
  add_first_void(c, design, *sources, Parts(c, design, *sources, BirthTable::coarse), outcome,
                 stop);
  return outcome.first_void[median];
}

}  // namespace lacuna::cell
