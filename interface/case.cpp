#include "interface/case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <variant>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/imposed_current.hpp"
#include "interface/initial_state.hpp"
#include "interface/known_metals.hpp"
#include "interface/outlook.hpp"
#include "interface/patch.hpp"
#include "interface/rates.hpp"
#include "interface/site_classes.hpp"
#include "interface/strip_field.hpp"
#include "interface/temperature.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"
#include "interface/voltage.hpp"

namespace lacuna::interface {
namespace {

void check_current(const Protocol& protocol) {
  if (const AutoRamp* const automatic = automatic_ramp(protocol)) {
    if (!(automatic->monolayers_per_e_fold > 0) || !(automatic->reference_temperature > 0))
      throw InputError(
          "current.ramp: monolayers_per_e_fold and reference_temperature_K must be positive");
  } else if (const auto* p = std::get_if<Ramp>(&protocol)) {
    if (!(p->rate > 0))
      throw InputError(
          "current.ramp: the rate must be positive; the ends of the ramp give its direction");
    if (p->from == p->to)
      throw InputError(
          "current.ramp: from_mA_cm2 and to_mA_cm2 are equal, so nothing ramps; use "
          "current.constant");
    if (p->hold && p->from == 0)
      throw InputError(
          "current.ramp: a start at zero current cannot be held until anything is stationary, as "
          "no charge passes; "
          "start above zero or set hold: none");
  } else if (const auto* s = std::get_if<Staircase>(&protocol)) {
    if (!(s->factor > 1))
      throw InputError("current.staircase: the factor between steps must be above 1");
    if (s->from == 0 || s->to / s->from < 1)
      throw InputError(
          "current.staircase: from must not be zero, and to must lie beyond it with the same sign");
  } else if (const auto* c = std::get_if<Constant>(&protocol)) {
    if ((c->monolayers > 0) == (c->time > 0))
      throw InputError("current.constant needs exactly one end: monolayers or time_s");
    if (c->density == 0 && c->monolayers > 0)
      throw InputError(
          "current.constant: no charge passes at zero current; give time_s as the end");
  } else if (const auto* cycle = std::get_if<Cycle>(&protocol)) {
    if (!(cycle->strip > 0 && cycle->plate > 0 && cycle->cycles > 0))
      throw InputError(
          "current.cycle: both currents and the number of cycles must be positive; plating is "
          "set by the key, not by a sign");
    if ((cycle->monolayers > 0) == (cycle->time > 0))
      throw InputError("current.cycle needs one length of a half cycle: a charge or half_s");
  } else if (const auto* t = std::get_if<Tabulated>(&protocol)) {
    if (t->points.size() < 2) throw InputError("current.file needs at least two points");
    if (t->points.front().first != 0) throw InputError("current.file: the first time must be 0");
    for (std::size_t n = 1; n < t->points.size(); ++n)
      if (!(t->points[n].first > t->points[n - 1].first))
        throw InputError("current.file: times must rise");
  }
}

void check_direction(const Case& c) {
  const auto* ramp = std::get_if<Ramp>(&c.current);
  if (ramp == nullptr || automatic_ramp(c.current) || ramp->from <= ramp->to) return;
  if (c.onset.primary != Detector::voltage || c.stop == Stop::end) return;
  throw InputError(
      "current.ramp: its end lies below its start, and the voltage detector needs a current that "
      "rises; swap the two, or choose onset.primary: coverage or cluster");
}

// A charge that is smaller than an atom of the box ends no half cycle.
void check_half_cycle(const Protocol& protocol, std::uint32_t sites) {
  const auto* const cycle = std::get_if<Cycle>(&protocol);
  if (cycle && cycle->monolayers > 0 && std::llround(cycle->monolayers * sites) < 1)
    throw InputError(
        fmt::format("current.cycle: {:g} monolayers are less than an atom of this box, whose "
                    "layer has {} sites; raise the charge, or enlarge metal.lateral_cells",
                    cycle->monolayers, sites));
}

lattice::Slab checked_slab(const Metal& m) {
  try {
    return {m.normal, m.lattice_constant, m.cells, m.layers};
  } catch (const InputError& e) {
    throw InputError(std::string("metal.lateral_cells (or lateral_nm) and layers: ") + e.what());
  }
}

// A search for the growth threshold doubles the void, and halves it.
void check_growth(const Case& c) {
  constexpr int least = 10;
  if (c.onset.primary == Detector::growth && c.initial.void_vacancies < least)
    throw InputError(
        fmt::format("onset.primary: growth is about a void that is there at the start; set "
                    "initial.void_vacancies to at least {}",
                    least));
  const GrowthSearch& g = c.onset.growth;
  if (!(g.confidence > 0.5 && g.confidence < 1 && g.resolution >= 1e-4 && g.max_trials > 0))
    throw InputError(
        "onset.growth: confidence must lie between 0.5 and 1, resolution be at least 1e-4 and "
        "max_trials at least 1");
}

// A test over sixteenths of the hold needs a sample in each.
void check_hold(const Protocol& protocol, double sample_monolayers) {
  const ImposedCurrent current(protocol);
  const Stationarity* const test = current.waiting();
  if (test && test->max_monolayers < test->min_monolayers)
    throw InputError(fmt::format(
        "current.{}.hold: max_monolayers of {:g} is below min_monolayers of {:g}; raise it",
        std::holds_alternative<Ramp>(protocol) ? "ramp" : "staircase", test->max_monolayers,
        test->min_monolayers));
  if (test && 16 * sample_monolayers > test->max_monolayers)
    throw InputError(
        fmt::format("sample.every_monolayers: {} is too coarse to see the coverage become "
                    "stationary within a hold of at most {} "
                    "monolayers; sample at least sixteen times as often as that",
                    sample_monolayers, test->max_monolayers));
}

void check_sites(const Case& c) {
  if (!beyond(c).takes_last_layer) return;
  for (const lattice::Cell& site : c.initial.sites)
    if (site.k >= c.metal.layers - 1)
      throw InputError(
          fmt::format("initial.file: the vacancy ({}, {}, {}) is in the last layer, which the far "
                      "side takes, so it can "
                      "hold none; k is at most {}, or add a layer",
                      site.i, site.j, site.k, c.metal.layers - 2));
}

// A run that ends when its void is smaller than that has to begin with a larger one. Vacancies at
// random are none.
void check_void_below(const Case& c) {
  const Initial& i = c.initial;
  const std::size_t largest =
      i.gap ? sites_of(*i.gap, slab_of(c.metal)).size()
            : std::max(i.sites.size(), static_cast<std::size_t>(std::max(i.void_vacancies, 0)));
  if (c.limits.void_below <= 0 || largest >= static_cast<std::size_t>(c.limits.void_below)) return;
  throw InputError(
      fmt::format("limits.void_below: the run would end at once, as it starts with no void of {} "
                  "vacancies; set initial.void_vacancies to more, or lower it",
                  c.limits.void_below));
}

void check_surface_hop_cap(const Metal& m) {
  if (!m.surface_hop_cap) return;
  const SurfaceHopCap& cap = *m.surface_hop_cap;
  if (!(cap.fraction > 0 && cap.fraction <= 1))
    throw InputError(
        fmt::format("metal.surface_hop_cap.fraction: expected a number above 0 and at most 1, got "
                    "{}; 1 slows no hop",
                    cap.fraction));
  if (cap.vacant_neighbours < 1 || cap.vacant_neighbours > lattice::nn1_count - 1)
    throw InputError(fmt::format(
        "metal.surface_hop_cap.vacant_neighbours: expected 1 to 7, got {}; 0 would slow vacancies "
        "that are alone, and a site has 7 neighbours beside the other end of a hop",
        cap.vacant_neighbours));
  if (!has_bonds(m))
    throw InputError(
        "metal.surface_hop_cap is about the surface of voids, and without bonds there are none; "
        "set metal.bonds_eV, or leave the cap out");
}

}  // namespace

void validate(const Case& c) {
  const lattice::Slab slab = checked_slab(c.metal);
  check_far_side(c);
  check_patches(c.ceramic, slab);
  check_site_classes(c.ceramic, slab.sites_per_layer());
  check_injection(c.ceramic);
  check_vacancy_entropy(c.metal, c.temperature);
  check_surface_hop_cap(c.metal);
  check_sinks(c);
  const bool emits = beyond(c).reservoir || (c.metal.sinks && c.metal.sinks->reservoir);
  if (!c.metal.table.entries.empty() || emits) (void)RateTable(c);
  check_current(c.current);
  check_strip_field(c);
  check_half_cycle(c.current, slab.sites_per_layer());
  if (!(predicted_density(c) > 0) || !std::isfinite(predicted_density(c)))
    throw InputError(
        "the barriers are so high, or the temperature so low, that rates vanish in double "
        "precision; nothing "
        "would ever move");
  check_direction(c);
  if (!std::isfinite(Overpotential(c).area_resistance()))
    throw InputError(
        "voltage.area_resistance_activation_eV: the resistance is infinite in double precision at "
        "this temperature; lower it, or give the resistance nearer to it");
  const Protocol current = with_expected_ramp(c).current;
  check_hold(current, c.sample_monolayers);
  if (c.onset.primary == Detector::voltage && c.stop != Stop::end &&
      !ImposedCurrent(current).rising())
    throw InputError(
        "onset.primary: the voltage detector compares with the straight line of a rising current, "
        "which this "
        "protocol has not; choose coverage or cluster, or stop: end");
  const int given = (c.initial.void_vacancies > 0) + (c.initial.vacancy_fraction > 0) +
                    !c.initial.sites.empty() + c.initial.gap.has_value();
  if (given > 1)
    throw InputError("initial: give one of void_vacancies, vacancy_fraction, file and gap");
  if (static_cast<std::uint64_t>(c.initial.void_vacancies) > slab.sites() / 2)
    throw InputError(
        fmt::format("initial.void_vacancies: {} vacancies are more than half of the {} sites; make "
                    "the slab larger",
                    c.initial.void_vacancies, slab.sites()));
  check_sites(c);
  check_gap(c);
  check_void_below(c);
  check_start_beside_sinks(c);
  check_growth(c);
}

namespace {

// What may be computed, and is hardly what was meant.
std::vector<std::string> odd_values(const Case& c) {
  std::vector<std::string> list;
  if (c.metal.bond_nn1 < 0 || c.metal.bond_nn2 < 0)
    list.push_back(
        fmt::format("metal.bonds_eV: a negative bond drives metal atoms apart (E_f = {:.3g} eV): "
                    "vacancies do not gather into voids as in a metal",
                    formation_energy(c.metal)));
  constexpr double stiff = 1.5;  // eV; the vacancy of Na, K or Li costs 0.3 to 0.6 eV
  if (formation_energy(c.metal) > stiff)
    list.push_back(
        fmt::format("metal.bonds_eV: a vacancy costs E_f = 4 nn1 + 3 nn2 = {:.3g} eV, and in "
                    "sodium, potassium or lithium 0.3 to 0.6 eV; lower the bonds",
                    formation_energy(c.metal)));
  constexpr double gappy = 0.5;
  if (c.initial.vacancy_fraction > gappy)
    list.push_back(fmt::format(
        "initial.vacancy_fraction: {:g} of all sites vacant at the start is no metal; give less",
        c.initial.vacancy_fraction));
  const auto covers_all = [](const Patch& patch) {
    const auto* const discs = std::get_if<Discs>(&patch.shape);
    return discs != nullptr && discs->radius >= discs->spacing;
  };
  const auto& patches = c.ceramic.patches;
  if (std::any_of(patches.begin(), patches.end(), covers_all))
    list.emplace_back(
        "interface.patch.discs: discs whose radius is no less than their spacing cover all of the "
        "interface; make them smaller, or give their values to the interface");
  const auto largest = static_cast<std::uint64_t>(std::max(c.onset.cluster_size, 0));
  const std::uint64_t sites = slab_of(c.metal).sites();
  if (c.onset.primary == Detector::cluster && largest > sites)
    list.push_back(
        fmt::format("onset.cluster.size: {} vacancies are more than the {} sites, so that no onset "
                    "comes; lower it",
                    largest, sites));
  return list;
}

}  // namespace

std::vector<std::string> cautions(const Case& c) {
  std::vector<std::string> list;
  const bool bonds = has_bonds(c.metal);
  const Beyond far = beyond(c);
  if (is_colder_than_any_battery(c.temperature))
    list.emplace_back(
        fmt::format("temperature_K: {:g} K is colder than any battery; if this is degrees Celsius "
                    "add 273.15",
                    c.temperature));
  if (const KnownMetal* const liquid = liquid_metal(c, c.temperature))
    list.emplace_back(fmt::format(
        "temperature_K: {} is liquid at {:g} K, above its melting point of {:g} K; a lattice does "
        "not describe the liquid",
        liquid->name, c.temperature, liquid->melting_point));
  if (c.voltage.exchange_relative && *c.voltage.exchange_relative < 1)
    list.emplace_back(
        "voltage.exchange_current_relative is below 1: the curvature of asinh hides onset from the "
        "voltage detector");
  if (bonds && c.onset.coverage_threshold > 0.1)
    list.emplace_back(
        "onset.coverage.threshold is above 0.1 with bonds on: voids are many layers deep before it "
        "is reached");
  if (c.metal.normal != lattice::Normal::n110 &&
      (c.ceramic.lateral.barrier != c.metal.hop.barrier ||
       c.ceramic.lateral.attempt_frequency != c.metal.hop.attempt_frequency))
    list.emplace_back(
        "interface.lateral differs from metal.hop but does nothing: this normal has no hops within "
        "layer 0");
  const Reservoir own = own_vacancies(c.metal);
  const auto check_reservoir = [&](const std::optional<Reservoir>& given, const char* whose) {
    if (given && given->concentration(c.temperature) > own.concentration(c.temperature))
      list.emplace_back(
          fmt::format("{} more vacancies than the lattice's own equilibrium (E_f = "
                      "{:.6g} eV, S_f = {:.6g} k): voids can grow without current",
                      whose, own.formation_energy, own.formation_entropy));
  };
  check_reservoir(far.reservoir, "the far side holds");
  if (c.metal.sinks) check_reservoir(c.metal.sinks->reservoir, "sinks inside the metal hold");
  if (c.onset.primary == Detector::growth && !bonds)
    list.emplace_back("onset.primary is growth without bonds: nothing holds a void together");
  if (!far.caution.empty() && !c.metal.sinks) list.emplace_back(far.caution);
  if (const auto& cap = c.metal.surface_hop_cap; cap && cap->fraction < 1)
    list.emplace_back(fmt::format(
        "metal.surface_hop_cap slows hops between sites with {} or more vacant neighbours to {} of "
        "the largest rate: equilibria are exact, times and onset approximate",
        cap->vacant_neighbours, cap->fraction));
  for (std::string& caution : charge_cautions(c)) list.push_back(std::move(caution));
  for (std::string& caution : start_cautions(c)) list.push_back(std::move(caution));
  for (std::string& caution : odd_values(c)) list.push_back(std::move(caution));
  for (std::string& caution : field_cautions(c)) list.push_back(std::move(caution));
  return list;
}

}  // namespace lacuna::interface
