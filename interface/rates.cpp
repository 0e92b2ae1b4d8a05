#include "interface/rates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/patch.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"
#include "kmc/random.hpp"

namespace lacuna::interface {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

// Place of a hop's environment in the barrier table: 3 bits for each of four counts.
std::size_t ends_index(const Ends& e) {
  return static_cast<std::size_t>(((e.from.nn1 * 8 + e.from.nn2) * 8 + e.to.nn1) * 8 + e.to.nn2);
}
constexpr std::size_t ends_count = 8 * 8 * 8 * 8;

Ends ends_of(const BarrierEntry& e) {
  // coordinations count atoms with both ends empty; here vacancies beside the other end count
  return {{7 - e.from_nn1, 6 - e.from_nn2}, {7 - e.to_nn1, 6 - e.to_nn2}};
}

Transition transition_of(const BarrierEntry& e) {
  switch (e.pair) {
    case PairClass::lateral: return Transition::lateral;
    case PairClass::injection: return e.upward ? Transition::inject : Transition::return_;
    default: return Transition::bulk;
  }
}

Transition reversed(Transition t) {
  if (t == Transition::inject) return Transition::return_;
  if (t == Transition::return_) return Transition::inject;
  return t;
}

// The formulas that lacuna-validate spoils on purpose (core/mutation.hpp).

lattice::VacantNeighbours counted(const lattice::VacantNeighbours& n) {
  return {n.nn1, mutated(Mutation::second_neighbours) ? std::max(0, n.nn2 - 1) : n.nn2};
}

double climb_of(double segregation) {
  return mutated(Mutation::segregation_sign) ? -segregation : segregation;
}

double symmetric_barrier(double q, double dE) {
  if (mutated(Mutation::unclipped)) return q + dE / 2;
  return std::max({0.0, dE, mutated(Mutation::half_energy) ? q : q + dE / 2});
}

double uphill_barrier(double q, double dE) {
  const bool spoilt = mutated(Mutation::unclipped) || mutated(Mutation::half_energy);
  return spoilt ? symmetric_barrier(q, dE) : q + std::max(0.0, dE);
}

double fugacity(double concentration) {
  return concentration / (mutated(Mutation::unbalanced_emission) ? 1 : 1 - concentration);
}

// A vacancy has room for 7 vacant 1NN beside the other end of its hop.
constexpr int most = lattice::environment_of({7, 6}), one_nn1 = lattice::environment_of({1, 0});

}  // namespace

namespace {

// `whose`: of which sites, where that must be said; `section`: of their keys.
void check_injection(double barrier, double segregation, const std::string& whose,
                     const std::string& section = "interface") {
  if (barrier < std::max(0.0, segregation))
    throw InputError(fmt::format(
        "{2}the injection barrier of {0:.6g} eV is below the segregation energy of {1:.6g} eV: a "
        "vacancy that leaves the interface ends {1:.6g} eV higher, so no path can cost less; raise "
        "{3}.injection.barrier_eV or lower the segregation energy (raise the adhesion)",
        barrier, segregation, whose, section));
}

}  // namespace

void check_injection(const Ceramic& c) {
  check_injection(c.injection.barrier, c.segregation, "interface.injection.barrier_eV: ");
  for (std::size_t n = 0; n < c.more_classes.size(); ++n)
    check_injection(c.more_classes[n].injection.barrier, c.more_classes[n].segregation,
                    fmt::format("interface sites of class {}: ", n + 1));
  for (std::size_t n = 0; n < c.patches.size(); ++n) {
    const std::string key = patch_key(n, c.patches.size());
    const SiteClass& sites = c.patches[n].sites;
    check_injection(sites.injection.barrier, sites.segregation, key + ": ", key);
  }
}

RateTable::RateTable(const Case& c)
    : kT_(constants::boltzmann * c.temperature),
      bond1_(c.metal.bond_nn1),
      bond2_(c.metal.bond_nn2),
      law_(c.metal.law),
      bulk_(class_at(c.metal.hop, c.clock_factor)),
      lateral_(class_at(c.ceramic.lateral, c.clock_factor)),
      uniform_(!interacts(c.metal)),
      feels_nn2_(c.metal.bond_nn2 != 0 || !c.metal.table.entries.empty() || c.metal.surface) {
  check_injection(c.ceramic);
  add_site_class({c.ceramic.segregation, c.ceramic.injection}, c.clock_factor);
  for (const SiteClass& extra : c.ceramic.more_classes) add_site_class(extra, c.clock_factor);
  list_hops();
  if (c.metal.surface) {
    surface_ = class_at(c.metal.surface->hop, c.clock_factor);
    surface_min_vacant_ = c.metal.surface->min_vacant;
  }
  if (!c.metal.table.entries.empty()) read_table(c.metal.table);  // of energies: bonds at 0 K
  const Metal warm = at_temperature(c.metal, c.temperature);
  bond1_ = warm.bond_nn1;
  bond2_ = warm.bond_nn2;
  if (c.metal.surface_hop_cap) set_cap(*c.metal.surface_hop_cap);
  tabulate_rates();
  if (const auto reservoir = beyond(c).reservoir)
    far_side_ = emission_of(*reservoir, c.temperature, "far_side");
  if (c.metal.sinks && c.metal.sinks->reservoir)
    sinks_ = emission_of(*c.metal.sinks->reservoir, c.temperature, "metal.sinks");
}

// E_inj is what an isolated vacancy climbs; Q is the barrier at dE = 0.
void RateTable::add_site_class(const SiteClass& site, double clock_factor) {
  Class injection = class_at(site.injection, clock_factor);
  injection.barrier -=
      law_ == RateLaw::symmetric ? site.segregation / 2 : std::max(0.0, site.segregation);
  injection_.push_back(injection);
  const bool as_first = mutated(Mutation::one_ceramic) && !segregation_.empty();
  segregation_.push_back(as_first ? segregation_.front() : site.segregation);
}

// Those of class 0 first, so that their rows have the numbers of transitions.
void RateTable::list_hops() {
  for (std::size_t t = 0; t < transitions; ++t) hops_.emplace_back(static_cast<Transition>(t));
  const auto classes = static_cast<std::uint8_t>(segregation_.size());
  for (std::uint8_t a = 1; a < classes; ++a) {
    hops_.emplace_back(Transition::inject, a, 0);
    hops_.emplace_back(Transition::return_, 0, a);
    hops_.emplace_back(Transition::absorb_inject, a, 0);
    hops_.emplace_back(Transition::lateral, a, a);
    for (std::uint8_t b = 0; b < a; ++b) {
      hops_.emplace_back(Transition::lateral, a, b);
      hops_.emplace_back(Transition::lateral, b, a);
    }
  }
}

HopRow RateTable::row_of(Hop hop) const {
  const auto same = [hop](const Hop& other) {
    return other.transition == hop.transition && other.from == hop.from && other.to == hop.to;
  };
  return HopRow(static_cast<std::size_t>(
      std::distance(hops_.begin(), std::find_if(hops_.begin(), hops_.end(), same))));
}

RateTable::Class RateTable::class_at(const HopClass& hop, double clock_factor) {
  return {hop.barrier, hop.attempt_frequency * clock_factor};
}

void RateTable::tabulate_rates() {
  rates_.assign(hops_.size() * lattice::environments * lattice::Occupation::states, 0.0);
  for (std::size_t n = 0; n < hops_.size(); ++n)
    for (int from = 0; from <= most; ++from)
      for (int to = 0; to <= most; ++to) {
        const Ends ends{lattice::neighbours_of(from), lattice::neighbours_of(to)};
        const auto atom = static_cast<std::size_t>(to + one_nn1);  // counts the vacancy
        rates_[place(HopRow(n), from) + atom] = rate(hops_[n], ends);
      }
}

// By the very product that is compared with the rate where a fraction is finer than these.
void RateTable::set_ceiling(double ceiling) {
  const auto accepts = [ceiling](double rate, std::uint64_t n) {
    return static_cast<double>(n) / kmc::fractions * ceiling < rate;
  };
  accepted_.clear();
  for (const double rate : rates_) {
    const double share = std::min(rate / ceiling, 1.0);
    auto n = static_cast<std::uint64_t>(share * kmc::fractions);
    while (n < kmc::fractions && accepts(rate, n)) ++n;
    while (n > 0 && !accepts(rate, n - 1)) --n;
    accepted_.push_back(n);
  }
}

RateTable::Emission RateTable::emission_of(const Reservoir& reservoir, double temperature,
                                           const char* key) const {
  const double concentration = reservoir.concentration(temperature);
  if (!(concentration < 0.5))
    throw InputError(
        fmt::format("{}: an equilibrium with a vacancy concentration of {:.3g} is not a metal; "
                    "give formation_energy_eV above {:.6g} eV, or lower the entropy ({:.6g} k)",
                    key, concentration, reservoir.formation_energy, reservoir.formation_entropy));
  Emission emission;
  emission.rate.assign(hops_.size() * lattice::environments, 0.0);
  for (std::size_t n = 0; n < hops_.size(); ++n) {
    const Hop t = hops_[n];
    if (!crosses_far_side(t.transition)) continue;
    for (int to = 0; to <= most; ++to) {
      const Ends ends{lattice::neighbours_of(to), {}};
      // absorption climbs from E to 0 over its barrier; the way back starts from 0, dE lower
      const double climb = barrier(t, ends) - energy_change(t, ends);
      const double rate =
          fugacity(concentration) * class_of(t, ends).attempt_frequency * std::exp(-climb / kT_);
      emission.rate[n * lattice::environments + static_cast<std::size_t>(to)] = rate;
      emission.bound = std::max(emission.bound, rate);
    }
  }
  return emission;
}

double RateTable::energy_change(Hop hop, const Ends& e) const {
  const Transition t = hop.transition;
  const lattice::VacantNeighbours there =
      crosses_far_side(t) ? lattice::VacantNeighbours{} : counted(e.to);
  double change = bond1_ * (e.from.nn1 - there.nn1) + bond2_ * (e.from.nn2 - there.nn2);
  const double from = climb_of(segregation_[hop.from]), to = climb_of(segregation_[hop.to]);
  if (t == Transition::inject || t == Transition::absorb_inject) change += from;
  if (t == Transition::return_) change -= to;
  if (t == Transition::lateral && hop.from != hop.to) change += from - to;
  return change;
}

bool RateTable::along_surface(Transition t, const Ends& e) const {
  return surface_ && t == Transition::bulk && e.from.nn1 + e.from.nn2 >= surface_min_vacant_ &&
         e.to.nn1 + e.to.nn2 >= surface_min_vacant_;
}

RateTable::Class RateTable::class_of(Hop hop, const Ends& e) const {
  switch (hop.transition) {
    case Transition::lateral: return lateral_;
    case Transition::inject:
    case Transition::absorb_inject: return injection_[hop.from];
    case Transition::return_: return injection_[hop.to];
    default: return along_surface(hop.transition, e) ? *surface_ : bulk_;
  }
}

double RateTable::barrier(Hop hop, const Ends& e) const {
  const Transition t = hop.transition;
  const double dE = energy_change(hop, e);
  if (!saddle_.empty() && hop.from == 0 && hop.to == 0) {
    // across the far side a hop is one into perfect metal
    const bool absorbed = crosses_far_side(t);
    const Transition listed = t == Transition::absorb ? Transition::bulk
                              : absorbed              ? Transition::inject
                                                      : t;
    const Ends ends{e.from, absorbed ? lattice::VacantNeighbours{} : e.to};
    const double q = saddle_[static_cast<std::size_t>(listed) * ends_count + ends_index(ends)];
    if (!std::isnan(q)) return std::max({0.0, dE, q + dE / 2});
  }
  const double q = class_of(hop, e).barrier;
  return law_ == RateLaw::symmetric ? symmetric_barrier(q, dE) : uphill_barrier(q, dE);
}

double RateTable::free_rate(Hop hop, const Ends& e) const {
  if (hop.transition == Transition::blocked) return 0.0;
  return class_of(hop, e).attempt_frequency * std::exp(-barrier(hop, e) / kT_);
}

void RateTable::set_cap(const SurfaceHopCap& cap) {
  double largest = 0.0;
  for (int from = 0; from <= most; ++from)
    for (int to = 0; to <= most; ++to)
      largest = std::max(largest, free_rate(Transition::bulk, {lattice::neighbours_of(from),
                                                               lattice::neighbours_of(to)}));
  cap_ = cap.fraction * largest;
  cap_min_vacant_ = cap.vacant_neighbours;
}

bool RateTable::may_be_slowed(Transition t, const Ends& e) const {
  return cap_ && t == Transition::bulk && e.from.nn1 >= cap_min_vacant_ &&
         e.to.nn1 >= cap_min_vacant_;
}

// Both directions by one factor: a hop above layer 0 and its way back are of the same transition.
double RateTable::rate(Hop hop, const Ends& e) const {
  const double free = free_rate(hop, e);
  if (!may_be_slowed(hop.transition, e)) return free;
  const double back = mutated(Mutation::one_way_cap) ? 0.0 : free_rate(hop, {e.to, e.from});
  const double faster = std::max(free, back);
  return faster > *cap_ ? free * (*cap_ / faster) : free;
}

double RateTable::isolated(Hop hop) const { return rate(hop, {}); }

double RateTable::largest(HopRow hop) const {
  const auto first = rates_.begin() + static_cast<std::ptrdiff_t>(place(hop, 0));
  return *std::max_element(first, first + lattice::environments * lattice::Occupation::states);
}

double RateTable::emission(HopRow absorb, int atom) const {
  return far_side_
      .rate[std::size_t{absorb.value} * lattice::environments + static_cast<std::size_t>(atom)];
}

double RateTable::emission_from_sinks(HopRow absorb, int atom) const {
  const double balanced =
      sinks_
          .rate[std::size_t{absorb.value} * lattice::environments + static_cast<std::size_t>(atom)];
  return mutated(Mutation::silent_sinks) ? balanced / 2 : balanced;
}

void RateTable::check_reverse(const BarrierTable& table, const BarrierEntry& entry,
                              std::size_t reverse) const {
  const Ends ends = ends_of(entry);
  const double dE = energy_change(transition_of(entry), ends);
  const BarrierEntry& back = table.entries[reverse];
  const double violation = entry.barrier - back.barrier - dE;
  if (std::abs(violation) > table.tolerance)
    throw InputError(fmt::format(
        "{}:{}: barriers of {} eV here and {} eV of the reverse hop on line {} differ by {:.6g} "
        "eV; energies of the two states differ by {:.6g} eV: detailed balance is violated by "
        "{:.3g} eV, more than {} eV; correct the barriers, fit the bond energies to them, or raise "
        "metal.hop.table_tolerance_eV",
        table.file, entry.line, entry.barrier, back.barrier, back.line,
        entry.barrier - back.barrier, dE, std::abs(violation), table.tolerance));
}

// A table's forward and backward barriers define one saddle, Q = (b_f + b_b) / 2; going back to
// barriers through Q + dE/2 makes the rates exactly reversible. A hop listed one way only takes its
// reverse from detailed balance.
void RateTable::read_table(const BarrierTable& table) {
  saddle_.assign(transitions * ends_count, absent);
  std::vector<std::size_t> listed(transitions * ends_count, table.entries.size());
  const auto place = [](Transition t, const Ends& e) {
    return static_cast<std::size_t>(t) * ends_count + ends_index(e);
  };
  for (std::size_t n = 0; n < table.entries.size(); ++n) {
    const BarrierEntry& entry = table.entries[n];
    std::size_t& first = listed[place(transition_of(entry), ends_of(entry))];
    if (first != table.entries.size())
      throw InputError(
          fmt::format("{}:{}: the same hop stands on line {} already; keep one of them", table.file,
                      entry.line, table.entries[first].line));
    first = n;
  }
  for (const BarrierEntry& entry : table.entries) {
    const Transition t = transition_of(entry);
    const Ends ends = ends_of(entry), back{ends.to, ends.from};
    const double dE = energy_change(t, ends);
    double q = entry.barrier - dE / 2;
    const std::size_t reverse = listed[place(reversed(t), back)];
    if (reverse != table.entries.size()) {
      check_reverse(table, entry, reverse);
      q = (entry.barrier + table.entries[reverse].barrier) / 2;
    }
    if (q < std::abs(dE) / 2 - table.tolerance)
      throw InputError(fmt::format(
          "{}:{}: a barrier of {} eV is below the {:.6g} eV that the hop must climb at least",
          table.file, entry.line, entry.barrier, std::max(0.0, dE)));
    saddle_[place(t, ends)] = q;
    saddle_[place(reversed(t), back)] = q;
  }
}

}  // namespace lacuna::interface
