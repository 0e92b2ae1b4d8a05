#include "interface/slab_model.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <string>

#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"

namespace lacuna::interface {

using lattice::Cell;
using lattice::SiteId;
using lattice::VacancyId;

namespace {

constexpr int enclosed = lattice::environment_of({lattice::nn1_count, 0});  ///< from here on all
                                                                            ///< 1NN are vacant

// What lacuna-validate spoils on purpose (core/mutation.hpp): the transition of a channel, perhaps
// one of a hop within layer 1.
Transition spoilt(Transition t, bool within_layer_1, std::size_t channel) {
  if (mutated(Mutation::missing_neighbour) && channel == 0) return Transition::blocked;
  return mutated(Mutation::lateral_above) && within_layer_1 ? Transition::lateral : t;
}

SiteId beside(SiteId s, std::int32_t offset) {
  return {s.value + static_cast<std::uint32_t>(offset)};
}

// A vacancy's rates read its own environment and that of its 1NN. So when a vacancy goes one `step`
// (no step: when it comes or leaves), it is felt where an environment changed, 1, and one channel
// away from there, 0.
std::map<Cell, std::uint8_t> felt_sites(const lattice::Slab& slab, const Cell& step, bool nn2) {
  const auto steps =
      std::span(slab.steps()).first(nn2 ? lattice::neighbour_count : lattice::nn1_count);
  std::set<Cell> changed{Cell{}, step};
  for (const Cell& site : {Cell{}, step})
    for (const Cell& near : steps) changed.insert(site + near);
  std::map<Cell, std::uint8_t> felt;
  for (const Cell& site : changed)
    for (const Cell& hop : steps.first(lattice::nn1_count)) felt[site + hop] = 0;
  for (const Cell& site : changed) felt[site] = 1;
  felt.erase(Cell{});
  felt.erase(step);
  return felt;
}

}  // namespace

template <class Detail>
SlabModelWith<Detail>::SlabModelWith(const Case& c, Bounding bounding)
    : SlabModelWith(c, slab_of(c.metal), bounding) {}

template <class Detail>
SlabModelWith<Detail>::SlabModelWith(const Case& c, const lattice::Slab& slab, Bounding bounding)
    : SlabState(slab),
      rates_(c),
      detail_{{c.ceramic, slab}, {}},
      bounding_(bounding),
      far_side_(beyond(c)),
      strip_rule_(c.ceramic.strip),
      bond1_(at_temperature(c.metal, c.temperature).bond_nn1),
      bond2_(at_temperature(c.metal, c.temperature).bond_nn2) {
  describe_layers();
  if (bounding_ == Bounding::ceiling || (bounding_ == Bounding::adaptive && rates_.uniform()))
    ceiling_ = largest_;
  keep_rates();
  if (far_side_.reservoir)
    emission_rate_ = far_side_.above ? arrival_rate(c.temperature) : trial_rate();
  weigh_bonds();
}

// exp(-E_bond / 2kT), or 1 by the uniform rule; what all atoms of layer 0 share cancels, so vacant
// neighbours decide.
template <class Detail>
void SlabModelWith<Detail>::weigh_bonds() {
  strip_weight_.fill(1.0);
  if (strip_rule_ == StripRule::uniform) return;
  for (int code = 0; code < lattice::environments; ++code) {
    const auto vacant = lattice::neighbours_of(code);
    strip_weight_[static_cast<std::size_t>(code)] =
        std::exp((bond1_ * vacant.nn1 + bond2_ * vacant.nn2) / (2 * rates_.thermal_energy()));
  }
}

// All that depends on the slab. Layers differ only near the two faces; the many in between share
// one description.
template <class Detail>
void SlabModelWith<Detail>::describe_layers() {
  const bool ends_below = far_side_.takes_last_layer && slab_.boundary() == lattice::Boundary::open;
  reservoir_layer_ = slab_.layers() - (ends_below ? 1 : 0);
  if (reservoir_layer_ < 1)
    throw InputError("a slab with an absorbing far side needs at least 2 layers");
  felt_by_change_ = describe_felt({});
  for (std::size_t d = 0; d < lattice::nn1_count; ++d)
    felt_by_hop_[d] = describe_felt(slab_.steps()[d]);
  kinds_.clear();
  layer_kind_.clear();
  emitting_.clear();
  const int reach = slab_.reach();
  for (int k = 0; k < slab_.layers(); ++k) {
    const bool inner = k > reach && k < slab_.layers() - 2 * reach - 1;
    if (!inner || k == reach + 1) add_kind(describe({0, 0, k}));
    layer_kind_.push_back(static_cast<std::uint8_t>(kinds_.size() - 1));
    if (k >= reservoir_layer_) continue;
    for (std::uint8_t d = 0; d < lattice::nn1_count; ++d)
      if (crosses_far_side(kinds_.back().transition[d])) emitting_.emplace_back(k, d);
  }
  if constexpr (!Detail::Classes::alike) describe_sites();
}

template <class Detail>
void SlabModelWith<Detail>::add_kind(const Kind& kind) {
  kinds_.push_back(kind);
  for (const HopRow row : kind.row) largest_ = std::max(largest_, rates_.largest(row));
}

// Where a site of layer 0 is within reach, its class matters.
template <class Detail>
void SlabModelWith<Detail>::describe_sites() {
  site_kind_.clear();
  std::map<std::array<HopRow, lattice::nn1_count>, std::uint32_t> known;
  const int near = std::min(slab_.reach() + 1, slab_.layers());
  const std::uint64_t sites = std::uint64_t{slab_.sites_per_layer()} * static_cast<unsigned>(near);
  for (std::uint64_t n = 0; n < sites; ++n) {
    const Kind kind = describe(slab_.nth(n));
    const auto next = static_cast<std::uint32_t>(kinds_.size());
    const auto [at, is_new] = known.emplace(kind.row, next);
    if (is_new) add_kind(kind);
    site_kind_.push_back(at->second);
  }
}

template <class Detail>
std::vector<Cell> SlabModelWith<Detail>::resize(int layers) {
  std::vector<Cell> within, above;
  for (std::uint32_t n = 0; n < carriers(); ++n) {
    const Cell c = occupation_.cell({n});
    (c.k < layers ? within : above).push_back(c);
  }
  slab_ = slab_.with_layers(layers);
  describe_layers();
  occupation_ = lattice::Occupation(slab_);
  for (const Cell& c : within) occupation_.vacate(c);
  detail_.ways.end_above(layers);
  keep_rates();
  return above;
}

template <class Detail>
int SlabModelWith<Detail>::most_layers() const {
  if (!far_side_.above) return slab_.layers();
  constexpr int numbered = std::numeric_limits<std::uint16_t>::max();
  const auto chains = static_cast<int>(slab_.sites_per_layer());
  const int stored = std::numeric_limits<std::int32_t>::max() / chains - 6 * slab_.reach();
  return std::max(slab_.layers(), std::min({far_side_.layers - 1, numbered, stored}));
}

template <class Detail>
auto SlabModelWith<Detail>::describe_felt(const Cell& step) const -> Felt {
  std::map<Cell, std::uint8_t> felt = felt_sites(slab_, step, rates_.feels_nn2()), own;
  for (auto& [cell, changed] : felt) {
    own[cell] = changed != 0 ? lattice::Occupation::vacant_bit : 0;
    changed = lattice::Occupation::vacant_bit;
  }
  // a chain of a periodic box goes on elsewhere at its ends, so there a window is a single site
  const int width = slab_.boundary() == lattice::Boundary::periodic ? 1 : lattice::Window::width;
  const std::vector<lattice::Window> all = lattice::windows(felt, width),
                                     changed = lattice::windows(own, width);
  Felt description;
  std::vector<Cell> first;
  description.own.resize((all.size() + Felt::together - 1) / Felt::together);
  for (std::size_t n = 0; n < description.own.size() * Felt::together; ++n) {
    first.push_back(n < all.size() ? all[n].first : Cell{});
    description.felt.push_back(n < all.size() ? all[n].bytes : 0);
    if (n < all.size())
      description.own[n / Felt::together] |=
          changed[n].bytes >> (Felt::together - 1 - n % Felt::together);
  }
  description.first = lattice::Stencil(slab_, first);
  return description;
}

template <class Detail>
auto SlabModelWith<Detail>::describe(const Cell& site) const -> Kind {
  const bool open = slab_.boundary() == lattice::Boundary::open;
  Kind kind{};
  Rates isolated{};
  for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
    const int above = site.k + slab_.steps()[d].k;
    const Transition plain = transition_between(site.k, above);
    const bool within_layer_1 = plain == Transition::bulk && open && site.k == 1 && above == 1;
    const Transition t = spoilt(plain, within_layer_1, d);
    const Hop hop = classed(t, site, slab_.neighbour(site, d));
    kind.transition[d] = t;
    kind.row[d] = rates_.row_of(hop);
    isolated[d] = rates_.isolated(hop);
  }
  kind.same =
      std::all_of(kind.row.begin(), kind.row.end(), [&](HopRow row) { return row == kind.row[0]; });
  kind.isolated = cumulate(isolated);
  return kind;
}

// A hop with the classes that matter to it.
template <class Detail>
Hop SlabModelWith<Detail>::classed(Transition t, const Cell& from, const Cell& to) const {
  const auto site_class = [this](const Cell& c) { return detail_.classes.at(slab_, c); };
  switch (t) {
    case Transition::lateral: return {t, site_class(from), site_class(to)};
    case Transition::inject:
    case Transition::absorb_inject: return {t, site_class(from)};
    case Transition::return_: return {t, 0, site_class(to)};
    default: return t;
  }
}

// What a hop from one layer to another does; `to` may lie outside of the slab.
template <class Detail>
Transition SlabModelWith<Detail>::transition_between(int from, int to) const {
  if (slab_.boundary() == lattice::Boundary::periodic) return Transition::bulk;
  if (to < 0) return Transition::blocked;
  if (to >= reservoir_layer_) {
    if (far_side_.leaving == Leaving::blocked) return Transition::blocked;
    return from == 0 ? Transition::absorb_inject : Transition::absorb;
  }
  if (from == 0) return to == 0 ? Transition::lateral : Transition::inject;
  return to == 0 ? Transition::return_ : Transition::bulk;
}

template <class Detail>
auto SlabModelWith<Detail>::cumulate(const Rates& rates) -> Channels {
  Channels c{};
  for (std::size_t d = 0; d < rates.size(); ++d) c.cumulated[d] = c.total += rates[d];
  const bool same =
      std::all_of(rates.begin(), rates.end(), [&](double rate) { return rate == rates[0]; });
  if (same && rates[0] > 0) {
    c.per_rate = 1 / rates[0];
  }
  return c;
}

template <class Detail>
std::uint8_t SlabModelWith<Detail>::draw(const Channels& c, double u) {
  if (c.per_rate > 0) return static_cast<std::uint8_t>(u * c.per_rate);
  // a channel without rate repeats the cumulated sum before it, so it is passed over
  std::uint8_t d = 0;
  while (d < lattice::nn1_count && u >= c.cumulated[d]) ++d;
  return d;
}

template <class Detail>
double SlabModelWith<Detail>::rate(kmc::Event e) const {
  return look_up({e.carrier.value})[e.channel];
}

// What `use` makes of a function that looks up the rate of a channel; inner layers have one row of
// the table for all channels.
template <class Detail>
template <class Use>
auto SlabModelWith<Detail>::with_rates(VacancyId v, Use use) const {
  const SiteId s = occupation_.site(v);
  const std::int32_t* const offsets = occupation_.offsets(v);
  const std::uint8_t* const here = occupation_.chain(s);
  const Kind& from = kind(v);
  const int environment = occupation_.environment(s);
  if (from.same) {
    const double* const row = rates_.row(from.row[0], environment);
    return use([=](std::size_t d) { return row[here[offsets[d]]]; });
  }
  return use([&](std::size_t d) { return rates_(from.row[d], environment, here[offsets[d]]); });
}

template <class Detail>
auto SlabModelWith<Detail>::look_up(VacancyId v) const -> Rates {
  return with_rates(v, [](const auto& rate) {
    return Rates{rate(0), rate(1), rate(2), rate(3), rate(4), rate(5), rate(6), rate(7)};
  });
}

// Not the sum over `look_up`: what is written in halves and read whole at once makes a processor
// wait.
template <class Detail>
double SlabModelWith<Detail>::total_rate(VacancyId v) const {
  return with_rates(v, [](const auto& rate) {
    return ((rate(0) + rate(1)) + (rate(2) + rate(3))) +
           ((rate(4) + rate(5)) + (rate(6) + rate(7)));
  });
}

template <class Detail>
kmc::Event SlabModelWith<Detail>::choose(kmc::Carrier carrier, double u,
                                         kmc::Stream& random) const {
  const VacancyId v{carrier.value};
  if (kept_[v.value].alone) {
    const std::uint8_t d = draw(kind(v).isolated, u);
    return {carrier, d < lattice::nn1_count ? d : kmc::Event::none};
  }
  if (u >= kept_[v.value].total && !mutated(Mutation::no_rejection))
    return {carrier, kmc::Event::none};
  // Rates of a bound vacancy can span many decades: the channel gets a random number of its own.
  u = random.uniform() * kept_[v.value].total;
  const Rates rates = look_up(v);
  std::uint8_t last = kmc::Event::none;
  for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
    const double rate = rates[d];
    if (rate == 0.0) continue;
    if (u < rate) return {carrier, d};
    u -= rate;
    last = d;
  }
  return {carrier, last};  // rounding pushed u past the end: the last channel that has a rate
}

template <class Detail>
kmc::Event SlabModelWith<Detail>::attempt(kmc::Carrier carrier, std::uint8_t d, double u) const {
  const VacancyId v{carrier.value};
  const SiteId s = occupation_.site(v);
  const int there = occupation_.state(beside(s, occupation_.offsets(v)[d]));
  const double rate = rates_(kind(v).row[d], occupation_.environment(s), there);
  return {carrier, u * ceiling_ < rate ? d : kmc::Event::none};
}

template <class Detail>
void SlabModelWith<Detail>::apply(kmc::Event event, kmc::Changes& out) {
  const VacancyId v{event.carrier.value};
  const Cell from = occupation_.cell(v);
  const Transition transition = kind(v).transition[event.channel];
  if (crosses_far_side(transition)) {
    if (far_side_.leaving == Leaving::walks_on) {
      ++events_.left;
      gone_ = slab_.neighbour(from, event.channel);
    } else {
      ++events_.absorbed;
    }
    fill(v, out);
    return;
  }
  const Cell to = slab_.neighbour(from, event.channel);
  count(transition, hops_along_surface(v, to, transition));
  const bool crowded = occupation_.move(v, event.channel, to);
  detail_.ways.step(v, slab_.steps()[event.channel]);
  if (ceiling_ > 0) return;
  if (!crowded) {
    settle_alone(v, out);
  } else {
    refresh(v, out);
    refresh_felt(felt_by_hop_[event.channel], from, out);
  }
}

// A vacancy alone has the isolated rates of its kind; they are not copied.
template <class Detail>
void SlabModelWith<Detail>::settle_alone(VacancyId v, kmc::Changes& out) {
  Kept& kept = kept_[v.value];
  const double total = kind(v).isolated.total;
  if (!kept.alone || kept.total != total) out.settled({v.value});
  kept.total = total;
  kept.alone = true;
}

template <class Detail>
void SlabModelWith<Detail>::refresh(VacancyId v, kmc::Changes& out) {
  const double total = total_rate(v);
  Kept& kept = kept_[v.value];
  kept.alone = false;
  if (total != kept.total) out.bound({v.value});
  kept.total = total;
}

template <class Detail>
void SlabModelWith<Detail>::refresh_felt(const Felt& felt, const Cell& centre, kmc::Changes& out) {
  if (mutated(Mutation::stale_rates)) return;
  const SiteId s = slab_.site(centre);
  const std::int32_t* const offsets = felt.first(centre);
  for (std::size_t group = 0; group < felt.own.size(); ++group) {
    const std::int32_t* const first = offsets + group * Felt::together;
    const std::uint64_t* const mask = felt.felt.data() + group * Felt::together;
    std::uint64_t vacant = 0;
    for (std::size_t n = 0; n < Felt::together; ++n)
      vacant |= (lattice::load(occupation_.chain(beside(s, first[n]))) & mask[n]) >>
                (Felt::together - 1 - n);
    for (; vacant != 0; vacant &= vacant - 1) {
      const int bit = std::countr_zero(vacant);
      const SiteId site = beside(s, first[bit % 8] + bit / 8);
      // deep inside a void nothing can move, whatever changes farther off
      if (occupation_.environment(site) >= enclosed && (vacant & -vacant & felt.own[group]) == 0)
        continue;
      refresh(occupation_.find(site), out);
    }
  }
}

template <class Detail>
void SlabModelWith<Detail>::vacate(const Cell& c, kmc::Changes& out) {
  const bool crowded = occupation_.vacate(c);
  detail_.ways.begin(c);
  const VacancyId v{occupation_.vacancies() - 1};
  if (c.k == 0) ++interface_vacancies_;
  out.added({v.value});
  if (ceiling_ > 0) return;
  kept_.emplace_back();
  if (!crowded) return settle_alone(v, out);
  refresh(v, out);
  refresh_felt(felt_by_change_, c, out);
}

template <class Detail>
void SlabModelWith<Detail>::fill(VacancyId v, kmc::Changes& out) {
  const Cell c = occupation_.cell(v);
  if (c.k == 0) --interface_vacancies_;
  const bool crowded = occupation_.fill(v);
  detail_.ways.end(v);
  out.removed({v.value});
  if (ceiling_ > 0) return;
  kept_[v.value] = kept_.back();
  kept_.pop_back();
  if (crowded) refresh_felt(felt_by_change_, c, out);
}

template <class Detail>
void SlabModelWith<Detail>::count(Transition t, bool surface) {
  switch (t) {
    case Transition::lateral: ++events_.lateral; break;
    case Transition::inject:
      ++events_.inject;
      --interface_vacancies_;
      break;
    case Transition::return_:
      ++events_.return_;
      ++interface_vacancies_;
      break;
    default: ++(surface ? events_.surface : events_.bulk); break;
  }
}

template <class Detail>
bool SlabModelWith<Detail>::hops_along_surface(VacancyId v, const Cell& to, Transition t) const {
  if (!rates_.has_surface()) return false;
  const auto at = occupation_.vacant_neighbours(slab_.site(to));
  return rates_.along_surface(
      t, {occupation_.vacant_neighbours(occupation_.site(v)), {at.nn1 - 1, at.nn2}});
}

template <class Detail>
Cell SlabModelWith<Detail>::random_contact(kmc::Stream& random) const {
  for (;;) {
    const Cell c = slab_.nth(random.below(slab_.sites_per_layer()));
    if (!occupation_.vacant(slab_.site(c))) return c;
  }
}

template <class Detail>
Cell SlabModelWith<Detail>::weighted_contact(kmc::Stream& random) const {
  const auto weight = [&](std::uint32_t n) {
    const Cell c = slab_.nth(n);
    const SiteId s = slab_.site(c);
    const double of_class = detail_.classes.strip_weight(detail_.classes.at(slab_, c));
    return occupation_.vacant(s)
               ? 0.0
               : strip_weight_[static_cast<std::size_t>(occupation_.environment(s))] * of_class;
  };
  double total = 0.0;
  for (std::uint32_t n = 0; n < slab_.sites_per_layer(); ++n) total += weight(n);
  double u = random.uniform() * total;
  std::uint32_t chosen = 0;
  for (std::uint32_t n = 0; n < slab_.sites_per_layer(); ++n) {
    const double w = weight(n);
    if (w == 0.0) continue;
    chosen = n;
    if (u < w) break;
    u -= w;
  }
  return slab_.nth(chosen);
}

template <class Detail>
void SlabModelWith<Detail>::strip(kmc::Stream& random, kmc::Changes& out) {
  ++events_.stripped;
  const bool alike = strip_rule_ == StripRule::uniform && detail_.classes.stripped_alike();
  vacate(alike ? random_contact(random) : weighted_contact(random), out);
}

template <class Detail>
bool SlabModelWith<Detail>::plate(kmc::Stream& random, kmc::Changes& out) {
  if (interface_vacancies_ == 0) {
    if (!far_side_.supplies_atoms) return false;
    ++events_.supplied;
    return true;
  }
  ++events_.plated;
  std::uint64_t skip = random.below(interface_vacancies_);
  for (std::uint32_t v = 0;; ++v)
    if (occupation_.cell({v}).k == 0 && skip-- == 0) {
      fill({v}, out);
      return true;
    }
}

template <class Detail>
bool SlabModelWith<Detail>::land(const Cell& last, int direction, kmc::Stream& random,
                                 kmc::Changes& out) {
  constexpr int most_steps = 100;
  constexpr std::array<Cell, 4> aside{{{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}}};
  Cell c = slab_.neighbour(last, direction);
  for (int n = 0; n < most_steps; ++n) {
    if (!occupation_.vacant(slab_.site(c))) {
      vacate(c, out);
      return true;
    }
    if (mutated(Mutation::refused_landing)) return false;
    c = slab_.wrap(c + aside[random.below(aside.size())]);
  }
  return false;
}

template <class Detail>
auto SlabModelWith<Detail>::random_crossing(kmc::Stream& random) const -> Crossing {
  const auto [k, channel] = emitting_[random.below(emitting_.size())];
  Cell c = slab_.nth(random.below(slab_.sites_per_layer()));
  c.k = k;
  return {c, channel};
}

template <class Detail>
void SlabModelWith<Detail>::emit(kmc::Stream& random, kmc::Changes& out) {
  const auto [c, channel] = random_crossing(random);
  const double u = random.uniform() * rates_.emission_bound();
  const SiteId s = slab_.site(c);
  const HopRow row = kind_at(c).row[channel];
  if (occupation_.vacant(s) || !(u < rates_.emission(row, occupation_.environment(s)))) return;
  ++events_.emitted;
  vacate(c, out);
}

// What a hop costs: moving, and its trials below the ceiling, or selection by kept sums and a
// refresh of each vacancy that feels the hop (measured, docs/performance.md; only the ratios
// matter). Rates and neighbours are those of a few hundred vacancies, weighted by how often they
// hop.
template <class Detail>
bool SlabModelWith<Detail>::rebound() {
  if (bounding_ != Bounding::adaptive) return false;
  constexpr double move = 30, trial = 12, select = 60, refresh = 36, worth_changing = 1.2;  // ns
  constexpr std::uint32_t enough = 256;
  const std::uint32_t stride = std::max(1u, carriers() / enough);
  double rates = 0.0, bounds = 0.0, refreshes = 0.0;
  for (std::uint32_t n = 0; n < carriers(); n += stride) {
    const double rate = total_rate({n});
    rates += rate;
    bounds += lattice::nn1_count * largest_;
    refreshes += rate * felt_by({n});
  }
  if (rates == 0.0) return false;
  const double even = move + trial * bounds / rates,
               kept = move + select + refresh * refreshes / rates;
  if (ceiling_ > 0 ? even < worth_changing * kept : kept < worth_changing * even) return false;
  ceiling_ = ceiling_ > 0 ? 0.0 : largest_;
  keep_rates();
  return true;
}

// How many rates a hop of this vacancy makes look up: none if it is alone.
template <class Detail>
int SlabModelWith<Detail>::felt_by(VacancyId v) const {
  const SiteId s = occupation_.site(v);
  const std::int32_t* const offsets = felt_by_change_.first(occupation_.cell(v));
  int count = 0;
  for (std::size_t n = 0; n < felt_by_change_.felt.size(); ++n)
    count += std::popcount(lattice::load(occupation_.chain(beside(s, offsets[n]))) &
                           felt_by_change_.felt[n]);
  return count == 0 ? 0 : count + 2;
}

// All kept sums anew, if they are needed.
template <class Detail>
void SlabModelWith<Detail>::keep_rates() {
  kept_.clear();
  occupation_.watch(ceiling_ == 0);
  if (ceiling_ > 0) return;
  kept_.resize(carriers());
  kmc::Changes ignored;
  for (std::uint32_t n = 0; n < carriers(); ++n) refresh({n}, ignored);
}

template <class Detail>
double SlabModelWith<Detail>::scale() const {
  double scale = lattice::nn1_count * rates_.isolated(Transition::bulk);
  while (scale < lattice::nn1_count * largest_) scale *= 2;
  return scale;
}

template <class Detail>
double SlabModelWith<Detail>::energy() const {
  double energy = 0.0;
  for (std::uint32_t n = 0; n < occupation_.vacancies(); ++n) {
    const auto near = occupation_.vacant_neighbours(occupation_.site({n}));
    // isolated vacancies cost E_f each (or E_f less E_seg); every vacant pair shares one bond
    energy += 8 * bond1_ + 6 * bond2_ - (bond1_ * near.nn1 + bond2_ * near.nn2) / 2 - 4 * bond1_ -
              3 * bond2_;
    const Cell c = occupation_.cell({n});
    if (slab_.boundary() == lattice::Boundary::open && c.k == 0)
      energy -= rates_.segregation(detail_.classes.at(slab_, c));
  }
  return energy;
}

template <class Detail>
void SlabModelWith<Detail>::check() const {
  occupation_.check();
  detail_.ways.check(occupation_);
  for (std::uint64_t n = 0; n < site_kind_.size(); ++n)
    if (kinds_[site_kind_[n]].row != describe(slab_.nth(n)).row)
      throw Error("the kept kind of site " + std::to_string(n) + " is not that of its class");
  std::uint32_t at_interface = 0;
  for (std::uint32_t n = 0; n < carriers(); ++n) {
    at_interface += occupation_.cell({n}).k == 0;
    if (ceiling_ > 0) continue;
    const Rates rates = look_up({n});
    const Channels& isolated = kind({n}).isolated;
    if (kept_[n].alone ? cumulate(rates).cumulated != isolated.cumulated
                       : total_rate({n}) != kept_[n].total)
      throw Error("the kept rates of vacancy " + std::to_string(n) +
                  " are not those looked up again");
    if (kept_[n].alone && kept_[n].total != isolated.total)
      throw Error("the kept sum of rates of vacancy " + std::to_string(n) +
                  ", which is alone, is not its kind's");
  }
  if (at_interface != interface_vacancies_ && slab_.boundary() == lattice::Boundary::open)
    throw Error("the kept number of vacancies at the interface differs from a recount");
}

template <class Detail>
void SlabModelWith<Detail>::save(kmc::Writer& w) const {
  std::vector<Cell> cells;
  std::vector<std::uint8_t> alone;
  for (std::uint32_t n = 0; n < carriers(); ++n) cells.push_back(occupation_.cell({n}));
  for (const Kept& kept : kept_) alone.push_back(kept.alone);
  w.put(slab_.layers());
  detail_.classes.save(w);
  w.put(ceiling_ > 0);
  w.put(cells);
  w.put(alone);
  w.put(events_);
  detail_.ways.save(w);
}

template <class Detail>
void SlabModelWith<Detail>::load(kmc::Reader& r) {
  std::vector<Cell> cells;
  std::vector<std::uint8_t> alone;
  if (const int layers = r.get<int>(); layers != slab_.layers()) {
    if (layers < slab_.layers() || layers > most_layers()) r.refuse("of a slab with other layers");
    (void)resize(layers);
  }
  detail_.classes.load(r);
  ceiling_ = r.get<bool>() ? largest_ : 0.0;
  r.get(cells);
  r.get(alone);
  r.get(events_);
  if (alone.size() != (ceiling_ > 0 ? 0 : cells.size()))
    r.refuse("its list of vacancies is not complete");
  occupation_ = lattice::Occupation(slab_);
  occupation_.watch(ceiling_ == 0);
  interface_vacancies_ = 0;
  kept_.clear();
  for (const Cell& c : cells) {
    // Not by wrap, whose sums the numbers of a file may outgrow.
    const bool inside = c.i >= 0 && c.i < slab_.columns() && c.j >= 0 && c.j < slab_.rows() &&
                        c.k >= 0 && c.k <= top_layer();
    if (!inside || occupation_.vacant(slab_.site(c))) r.refuse("holds a vacancy where none can be");
    occupation_.vacate(c);
    interface_vacancies_ += c.k == 0;
  }
  keep_rates();
  kmc::Changes ignored;
  for (std::uint32_t n = 0; n < alone.size(); ++n) {
    if (alone[n] == 0) continue;
    if (cumulate(look_up({n})).cumulated != kind({n}).isolated.cumulated)
      r.refuse("holds a vacancy that is not alone as it says");
    settle_alone({n}, ignored);
  }
  detail_.ways.load(r, occupation_);
}

template class SlabModelWith<Plain>;
template class SlabModelWith<Detailed>;

}  // namespace lacuna::interface
