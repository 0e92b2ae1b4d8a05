#include "cell/journey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "cell/births.hpp"
#include "cell/limits.hpp"
#include "cell/thin_metal.hpp"
#include "core/error.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/theory.hpp"

namespace lacuna::cell {
namespace {

constexpr int steps_of_a_stage = 3;
constexpr int most_thin_layers = 100;  // above, layers do not count one by one

/// Metal of one thickness, with the far side of the box.
struct Slab {
  std::function<double(double density)> fugacity;  ///< at the interface
  std::function<Births::Density(double density)> births;
  double highest;  ///< current up to which the gas is dilute [1/(A^2 s)]
};

Slab thin_slab(const interface::Case& c, const Sources& sources, const Limits& limits) {
  const ThinBirths births(c, sources);
  return {[=](double density) { return births.metal()(density).interface; },
          [=](double density) { return births(density); },
          births.metal().density(limits.highest_fugacity())};
}

Slab thick_slab(const interface::Case& c, const Sources& sources, const Limits& limits,
                double thickness) {
  Design design;
  design.thickness = thickness;
  Boundary boundary(c, design);
  boundary.far = interface::reservoir_concentration(c);
  const double highest = limits.highest_fugacity();
  const Births births(sources, boundary, highest, BirthTable::coarse);
  return {
      [=](double density) { return boundary.fugacity(density); },
      [=](double density) { return births(boundary.fugacity(density), boundary.rise(density)); },
      (highest - boundary.far) / boundary.per_density};
}

// Cut short, the sum of the birth rate is an upper bound (nucleation::birth_sum).
void check_reach(const nucleation::Voids& voids, double fugacity) {
  const double critical = voids.birth_sum(fugacity).critical_size;
  if (2 * critical > voids.largest())
    throw InputError(
        fmt::format("the critical void has {:.3g} vacancies, and only {} were counted; raise "
                    "cell.sampling.largest",
                    critical, voids.largest()));
}

double thickness_of(const interface::Case& c) {
  return interface::total_layers(c) * interface::layer_spacing(c.metal);
}
double box_area(const interface::Case& c) {
  const lattice::PlaneCell cell = lattice::plane_cell(c.metal.normal, c.metal.lattice_constant);
  return cell.x * cell.y * c.metal.cells[0] * c.metal.cells[1];
}

/// First voids of one case at any scale.
class Scales {
 public:
  Scales(const interface::Case& c, const Sources& sources)
      : case_(c), sources_(sources), limits_(c, Design{}, sources) {}

  [[nodiscard]] double first_void(double area, double thickness, const Rise& rise) const {
    const Slab slab = slab_of(thickness);
    const FirstVoids found = first_voids(
        [&](double density) { return slab.births(density).total(); }, area, rise, slab.highest);
    const double density = found.density[median];
    check(slab.fugacity(density), slab.births(density));
    return density;
  }

 private:
  [[nodiscard]] Slab slab_of(double thickness) const {
    const auto layers =
        static_cast<int>(std::lround(thickness / interface::layer_spacing(case_.metal)));
    return layers > most_thin_layers
               ? thick_slab(case_, sources_, limits_, thickness)
               : thin_slab(interface::with_total_layers(case_, layers), sources_, limits_);
  }
  void check(double fugacity, const Births::Density& births) const {
    constexpr double least_share = 0.01;
    if (births.wall > least_share * births.total())
      check_reach(sources_.busiest_wall(fugacity).voids, fugacity);
    if (births.bulk > least_share * births.total()) check_reach(sources_.bulk.voids, fugacity);
  }

  const interface::Case& case_;
  const Sources& sources_;
  Limits limits_;
};

/// [s] of the cell's current when it has its first void; 0 where that does not rise.
double cell_e_fold(const Design& design, const Moment& first) {
  if (const auto* stairs = std::get_if<Staircase>(&design.protocol))
    return stairs->hold / std::log(stairs->factor);
  const Imposed imposed(design.protocol);
  for (const Imposed::Stretch& stretch : imposed.stretches())
    if (first.time <= stretch.to)
      return stretch.slope() > 0 ? first.density / stretch.slope() : 0.0;
  return 0.0;
}

class Traveller {
 public:
  Traveller(const interface::Case& c, const Design& design, const Sources& sources)
      : case_(c), design_(design), scales_(c, sources) {}

  std::vector<JourneyStep> way(const Rise& rise, double cell_e_fold) {
    const double area = box_area(case_), thickness = thickness_of(case_);
    add(JourneyStage::box, area, thickness, rise);
    each(area, design_.area, [&](double now) { add(JourneyStage::area, now, thickness, rise); });
    const JourneyStep fast = steps_.back();
    each(fast.e_fold, cell_e_fold, [&](double now) {
      if (fast.density)
        add(JourneyStage::time, design_.area, thickness, SteadyRise{now});
      else  // how long an e-fold takes is not known
        steps_.push_back({JourneyStage::time, design_.area, thickness, 0.0, {}, fast.refusal});
    });
    each(thickness, design_.thickness, [&](double now) {
      add(JourneyStage::thickness, design_.area, now, SteadyRise{cell_e_fold});
    });
    return std::move(steps_);
  }

 private:
  /// Equal steps in the logarithm, to the end of the stage.
  template <class Step>
  static void each(double from, double to, Step step) {
    for (int k = 1; k <= steps_of_a_stage; ++k)
      step(k == steps_of_a_stage ? to : from * std::pow(to / from, k / double{steps_of_a_stage}));
  }

  void add(JourneyStage stage, double area, double thickness, const Rise& rise) {
    JourneyStep step{stage, area, thickness, 0.0, {}, {}};
    try {
      const double density = scales_.first_void(area, thickness, rise);
      step.density = density;
      step.e_fold = e_fold_time(rise, density);
    } catch (const SystemFailure&) {
      throw;
    } catch (const Error& refusal) {
      step.refusal = refusal.what();
    }
    steps_.push_back(std::move(step));
  }

  const interface::Case& case_;
  const Design& design_;
  Scales scales_;
  std::vector<JourneyStep> steps_;
};

std::vector<JourneyStep> no_way(const interface::Case& c, const std::string& why) {
  return {{JourneyStage::box, box_area(c), thickness_of(c), 0.0, {}, why}};
}

ChargeRise same_charge(const interface::Case& c, const interface::AutoRamp& automatic) {
  return {automatic.monolayers_per_e_fold / interface::site_area(c.metal)};
}

}  // namespace

Rise box_rise(const interface::Case& c, std::optional<double> reference) {
  const auto* ramp = std::get_if<interface::Ramp>(&c.current);
  if (ramp == nullptr || (!ramp->automatic && !(ramp->to > ramp->from && ramp->from >= 0)))
    throw InputError("the current of the box is not a rising ramp");
  if (!ramp->automatic) return LinearRise{ramp->rate, ramp->from};
  if (ramp->automatic->convention == interface::RampConvention::charge)
    return same_charge(c, *ramp->automatic);
  if (!reference)
    throw InputError(
        fmt::format("the rate of the box's ramp is that of {:g} K, which is not in the study; add "
                    "it to temperatures_K",
                    ramp->automatic->reference_temperature));
  return LinearRise{interface::charge_rate(c, *reference), 0.0};
}

double box_first_void(const interface::Case& c, const Sources& sources, const Rise& rise) {
  return Scales(c, sources).first_void(box_area(c), thickness_of(c), rise);
}

double reference_density(const interface::Case& c, const Sources& sources) {
  return box_first_void(c, sources, same_charge(c, *interface::automatic_ramp(c.current)));
}

std::vector<JourneyStep> journey(const interface::Case& c, const Design& design,
                                 const Sources& sources, const Outcome& outcome,
                                 std::optional<double> reference) {
  const auto& first = outcome.first_void[median];
  if (!first) return no_way(c, "the cell has no first void within its protocol");
  const double e_fold = cell_e_fold(design, *first);
  if (!(e_fold > 0))
    return no_way(c, "the cell's current does not rise when it has its first void");
  try {
    const Rise rise = box_rise(c, reference);
    std::vector<JourneyStep> steps = Traveller(c, design, sources).way(rise, e_fold);
    steps.push_back({JourneyStage::cell, design.area, design.thickness, e_fold, first->trend, {}});
    return steps;
  } catch (const InputError& refusal) {
    return no_way(c, refusal.what());
  }
}

}  // namespace lacuna::cell
