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

using lattice::beside;
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

Transition into_perfect_metal(int from) {
  return from == 0 ? Transition::absorb_inject : Transition::absorb;
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
      detail_{{c.ceramic, slab}, {}, {c.metal, slab}},
      bounding_(bounding),
      far_side_(beyond(c)),
      strip_rule_(c.ceramic.electrolyte ? c.ceramic.electrolyte->exchange : c.ceramic.strip),
      plate_rule_(c.ceramic.plate),
      bond1_(at_temperature(c.metal, c.temperature).bond_nn1),
      bond2_(at_temperature(c.metal, c.temperature).bond_nn2) {
  class_sites_ = detail_.classes.sites();
  class_vacancies_.assign(class_sites_.size(), 0);
  describe_layers();
  drawing_ = bounding_ == Bounding::kept ? Drawing::by_sums : Drawing::evenly;
  if (bounding_ == Bounding::tiers && cuts_.size() > 0) {
    drawing_ = Drawing::in_tiers;
    cut_ = cuts_.size() / 2;
  }
  keep_rates();
  if (far_side_.reservoir)
    emission_rate_ = far_side_.above ? arrival_rate(c.temperature) : trial_rate();
  weigh_bonds();
}

// exp(-E_bond / 2kT) to be stripped, the inverse to be plated, or 1 by the uniform rules; what all
// atoms of layer 0 share cancels, so vacant neighbours decide.
template <class Detail>
void SlabModelWith<Detail>::weigh_bonds() {
  const double to_strip = strip_rule_ == StripRule::bond ? 1.0 : 0.0;
  double to_plate = plate_rule_ == PlateRule::bond ? -1.0 : 0.0;
  if (mutated(Mutation::shunned_bonds)) to_plate = -to_plate;
  for (int code = 0; code < lattice::environments; ++code) {
    const auto n = static_cast<std::size_t>(code);
    const auto vacant = lattice::neighbours_of(code);
    const double missing =
        (bond1_ * vacant.nn1 + bond2_ * vacant.nn2) / (2 * rates_.thermal_energy());
    strip_weight_[n] = std::exp(to_strip * missing);
    plate_weight_[n] = std::exp(to_plate * missing);
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
    const Cell site{0, 0, k};
    for (std::uint8_t d = 0; d < lattice::nn1_count; ++d)
      if (crosses_far_side(transition_by_layers(site, slab_.neighbour(site, d), d)))
        emitting_.emplace_back(k, d);
  }
  if constexpr (!Detail::Classes::alike) {
    describe_sites();
    list_ways_from_sinks();
  }
  list_cuts();
}

template <class Detail>
void SlabModelWith<Detail>::list_cuts() {
  const bool used = bounding_ == Bounding::adaptive || bounding_ == Bounding::tiers;
  if (!used || rates_.uniform()) return;
  std::set<RateSplit::Way> ways;
  for (const Kind& kind : kinds_)
    for (std::size_t d = 0; d < lattice::nn1_count; ++d)
      if (kind.transition[d] != Transition::blocked)
        ways.insert({kind.row[d], crosses_far_side(kind.transition[d])});
  ways_.assign(ways.begin(), ways.end());
  cuts_ = RateCuts(rates_, ways_);
  around_change_ = describe_surroundings({});
  for (std::size_t d = 0; d < lattice::nn1_count; ++d)
    around_hop_[d] = describe_surroundings(slab_.steps()[d]);
}

template <class Detail>
void SlabModelWith<Detail>::add_kind(const Kind& kind) {
  kinds_.push_back(kind);
  for (const HopRow row : kind.row) largest_ = std::max(largest_, rates_.largest(row));
}

// Where a site of layer 0 is within reach its class matters, and everywhere whether sinks are near.
template <class Detail>
void SlabModelWith<Detail>::describe_sites() {
  site_kind_.clear();
  std::map<std::array<std::array<HopRow, lattice::nn1_count>, 2>, std::uint32_t> known;
  sited_layers_ =
      detail_.sinks.any() ? slab_.layers() : std::min(slab_.reach() + 1, slab_.layers());
  const std::uint64_t sites =
      std::uint64_t{slab_.sites_per_layer()} * static_cast<unsigned>(sited_layers_);
  for (std::uint64_t n = 0; n < sites; ++n) {
    const Kind kind = describe(slab_.nth(n));
    const auto next = static_cast<std::uint32_t>(kinds_.size());
    const auto [at, is_new] = known.emplace(std::array{kind.row, kind.into}, next);
    if (is_new) add_kind(kind);
    site_kind_.push_back(at->second);
  }
}

template <class Detail>
void SlabModelWith<Detail>::list_ways_from_sinks() {
  beside_sinks_.clear();
  if (!detail_.sinks.any()) return;
  for (std::uint64_t n = 0; n < slab_.sites(); ++n) {
    const Cell c = slab_.nth(n);
    for (std::uint8_t d = 0; d < lattice::nn1_count; ++d)
      if (into_sink(c, slab_.neighbour(c, d))) beside_sinks_.push_back({c, d});
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
    const Cell there = slab_.neighbour(site, d);
    const Transition t = transition_of(site, there, d);
    const Hop hop = classed(t, site, there);
    kind.transition[d] = t;
    kind.row[d] = rates_.row_of(hop);
    isolated[d] = rates_.isolated(hop);
    const bool holds_vacancies = !open || (there.k >= 0 && there.k < reservoir_layer_);
    if (holds_vacancies)
      kind.into[d] = rates_.row_of(classed(transition_of(there, site, d ^ 1u), there, site));
  }
  const auto as_first = [&](HopRow row) { return row == kind.row[0]; };
  kind.same = std::all_of(kind.row.begin(), kind.row.end(), as_first);
  kind.alike = kind.same && std::all_of(kind.into.begin(), kind.into.end(), as_first);
  kind.isolated = cumulate(isolated);
  return kind;
}

// What a hop through a channel does, from a site that may be vacant.
template <class Detail>
Transition SlabModelWith<Detail>::transition_of(const Cell& from, const Cell& to,
                                                std::size_t channel) const {
  if (is_sink(from)) return Transition::blocked;
  return into_sink(from, to) ? into_perfect_metal(from.k) : transition_by_layers(from, to, channel);
}

// The same where no sink is inside the metal.
template <class Detail>
Transition SlabModelWith<Detail>::transition_by_layers(const Cell& from, const Cell& to,
                                                       std::size_t channel) const {
  const Transition plain = transition_between(from.k, to.k);
  const bool within_layer_1 = plain == Transition::bulk && from.k == 1 && to.k == 1 &&
                              slab_.boundary() == lattice::Boundary::open;
  return spoilt(plain, within_layer_1, channel);
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
    return far_side_.leaving == Leaving::blocked ? Transition::blocked : into_perfect_metal(from);
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
void SlabModelWith<Detail>::cross_far_side(VacancyId v, std::uint8_t channel, kmc::Changes& out) {
  const Cell from = occupation_.cell(v), to = slab_.neighbour(from, channel);
  if (detail_.sinks.any() && into_sink(from, to)) {
    ++events_.absorbed_at_sinks;
  } else if (far_side_.leaving == Leaving::walks_on) {
    ++events_.left;
    gone_ = to;
  } else {
    ++events_.absorbed;
  }
  fill(v, out);
}

template <class Detail>
void SlabModelWith<Detail>::move_and_sum(VacancyId v, std::uint8_t channel, const Cell& to,
                                         kmc::Changes& out) {
  const Cell from = occupation_.cell(v);
  if (!occupation_.move(v, channel, to)) return settle_alone(v, out);
  refresh(v, out);
  refresh_felt(felt_by_hop_[channel], from, out);
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
auto SlabModelWith<Detail>::describe_surroundings(const Cell& step) const -> Surroundings {
  constexpr std::size_t together = lattice::StateSet::together;
  std::map<Cell, int> change;  // of the sites' bytes
  for (const auto& [centre, sign] : {std::pair{Cell{}, -1}, std::pair{step, 1}})
    for (std::size_t d = 0; d < lattice::neighbour_count; ++d)
      change[centre + slab_.steps()[d]] +=
          sign * lattice::environment_of(d < lattice::nn1_count ? lattice::VacantNeighbours{1, 0}
                                                                : lattice::VacantNeighbours{0, 1});
  change[Cell{}] -= lattice::Occupation::vacant_bit;
  change[step] += lattice::Occupation::vacant_bit;
  constexpr std::uint8_t is_felt = 1, has_changed = 2;
  std::map<Cell, std::uint8_t> sites;
  for (const auto& [cell, changed] : felt_sites(slab_, step, rates_.feels_nn2()))
    sites[cell] = changed != 0 ? is_felt | has_changed : is_felt;
  // a chain of a periodic box goes on elsewhere at its ends, so there a window is a single site
  const int width = slab_.boundary() == lattice::Boundary::periodic ? 1 : lattice::Window::width;
  std::vector<lattice::Window> cut = lattice::windows(sites, width);
  const auto any = [](const lattice::Window& w, std::uint8_t flag) {
    return (w.bytes & 0x0101010101010101u * flag) != 0;
  };
  std::stable_partition(cut.begin(), cut.end(),
                        [&](const lattice::Window& w) { return any(w, has_changed); });
  Surroundings around;
  around.groups.resize((cut.size() + together - 1) / together);
  for (std::size_t n = 0; n < around.groups.size() * together; ++n) {
    around.at.push_back(n < cut.size() ? cut[n].first : Cell{});
    if (n >= cut.size()) continue;
    typename Surroundings::Group& group = around.groups[n / together];
    group.changes = group.changes || any(cut[n], has_changed);
    for (int b = 0; b < lattice::Window::width; ++b) {
      const Cell cell = cut[n].first + Cell{0, 0, b};
      const auto site = std::uint64_t{1} << (n % together * 8 + static_cast<unsigned>(b));
      const auto flags = static_cast<std::uint8_t>(cut[n].bytes >> 8 * b);
      if ((flags & is_felt) != 0) group.felt |= site;
      if ((flags & has_changed) != 0) group.changed |= site;
      if (const auto at = change.find(cell); at != change.end())
        group.change[n % together] += static_cast<std::uint64_t>(at->second) << 8 * b;
    }
  }
  around.first = lattice::Stencil(slab_, around.at);
  return around;
}

template <class Detail>
HotSites::Record SlabModelWith<Detail>::describe_hot(SiteId s, const Cell& c) const {
  return {s.value,
          slab_.neighbours().place(c),
          static_cast<std::uint32_t>(&kind_at(c) - kinds_.data()),
          static_cast<std::uint16_t>(c.i),
          static_cast<std::uint16_t>(c.j),
          static_cast<std::uint16_t>(c.k)};
}

// What `use` makes of a function that looks up what a site owns of the pair with a neighbour [1/s].
template <class Detail>
template <class Use>
auto SlabModelWith<Detail>::with_owned(const HotSites::Record& r, Use use) const {
  const std::int32_t* const offsets = slab_.neighbours().at(r.row);
  const std::uint8_t* const here = occupation_.chain({r.site});
  const Kind& kind = kinds_[r.kind];
  const int state = *here;
  if (kind.alike) {
    const double* const row = split_.owned(kind.row[0], state);
    return use([=](std::size_t d) { return row[here[offsets[d]]]; });
  }
  const auto& rows = (state & lattice::Occupation::vacant_bit) != 0 ? kind.row : kind.into;
  return use([&](std::size_t d) { return split_.owned(rows[d], state)[here[offsets[d]]]; });
}

template <class Detail>
double SlabModelWith<Detail>::excess_of(const HotSites::Record& r) const {
  return with_owned(r, [](const auto& owned) {
    return ((owned(0) + owned(1)) + (owned(2) + owned(3))) +
           ((owned(4) + owned(5)) + (owned(6) + owned(7)));
  });
}

template <class Detail>
kmc::Event SlabModelWith<Detail>::pick_above(std::uint64_t place, std::uint64_t rest) const {
  const auto drawn = hot_.at(place, rest);
  const HotSites::Record& r = hot_[drawn.item];
  const std::uint8_t d = with_owned(r, [u = drawn.remainder](const auto& owned) {
    std::uint8_t passed = 0;
    double sum = 0.0;
    for (std::size_t n = 0; n < lattice::nn1_count; ++n)
      passed = static_cast<std::uint8_t>(passed + (u >= (sum += owned(n))));
    return passed;
  });
  if (d == lattice::nn1_count) return {};
  const SiteId s{r.site};
  if (occupation_.vacant(s)) return {{occupation_.find(s).value}, d};
  const SiteId vacancy = beside(s, slab_.neighbours().at(r.row)[d]);
  return {{occupation_.find(vacancy).value}, static_cast<std::uint8_t>(d ^ 1)};
}

// The record of a site whose own state or a neighbour's may have changed.
template <class Detail>
template <class CellOf>
void SlabModelWith<Detail>::refresh_hot(SiteId s, CellOf cell_of) {
  const std::uint32_t record = hot_.find(s);
  if (record != HotSites::none) {
    const double excess = excess_of(hot_[record]);
    if (excess > 0)
      hot_.reweigh(record, excess);
    else
      hot_.remove(record);
    return;
  }
  if (!split_.loose().contains(occupation_.state(s))) return;
  const Cell c = cell_of();
  if (c.k < 0 || c.k >= slab_.layers()) return;  // beyond a face
  const HotSites::Record described = describe_hot(s, c);
  if (const double excess = excess_of(described); excess > 0) hot_.add(described, excess);
}

// By states: only sites are looked at that are loose or were before. Where windows meet, what a
// site was cannot be told from its byte and the change of one window.
template <class Detail>
template <bool by_states>
void SlabModelWith<Detail>::refresh_surroundings(const Surroundings& around, SiteId s,
                                                 const Cell& centre) {
  constexpr std::size_t together = lattice::StateSet::together;
  const std::uint8_t* const here = occupation_.chain(s);
  const std::int32_t* offsets = around.first(centre);
  const Cell* at = around.at.data();
  for (const typename Surroundings::Group& group : around.groups) {
    std::uint64_t sites = 0;
    if (by_states && group.changes)
      sites = split_.loose().among_now_or_before(here, offsets, group.change.data());
    else
      sites = split_.loose().among(here, offsets);
    sites &= group.felt;
    if (!by_states) sites |= group.changed;
    for (; sites != 0; sites &= sites - 1) {
      const int bit = std::countr_zero(sites);
      refresh_hot(beside(s, offsets[bit / 8] + bit % 8), [&] {
        return slab_.wrap(centre + at[bit / 8] + Cell{0, 0, bit % 8});
      });
    }
    offsets += together;
    at += together;
  }
}

// An atom hops the other way, and what it owns goes with it.
template <class Detail>
void SlabModelWith<Detail>::look_after_hop(std::uint8_t channel, const Cell& from, const Cell& to,
                                           std::uint32_t of_vacancy, std::uint32_t of_atom) {
  const SiteId s = slab_.site(from), t = slab_.site(to);
  if (of_atom != HotSites::none) {
    if (of_vacancy != HotSites::none) hot_.remove(of_vacancy);
    move_record(of_atom, s, from);
    refresh_hot(t, to);
  } else if (of_vacancy != HotSites::none) {
    move_record(of_vacancy, t, to);
    refresh_hot(s, from);
  } else {
    refresh_hot(s, from);
    refresh_hot(t, to);
  }
  if (occupation_.chains_apart())
    refresh_surroundings<true>(around_hop_[channel], s, from);
  else
    refresh_surroundings<false>(around_hop_[channel], s, from);
}

template <class Detail>
void SlabModelWith<Detail>::move_record(std::uint32_t record, SiteId s, const Cell& c) {
  if (mutated(Mutation::lost_record)) return hot_.remove(record);
  hot_.move(record, describe_hot(s, c));
  if (const double excess = excess_of(hot_[record]); excess > 0)
    hot_.reweigh(record, excess);
  else
    hot_.remove(record);
}

template <class Detail>
void SlabModelWith<Detail>::find_hot_sites() {
  split_ = RateSplit(rates_, ways_, cuts_[cut_]);
  set_ceiling(split_.threshold());
  hot_ = HotSites(ceiling_ / static_cast<double>(kmc::parts_of_ceiling));
  for (std::uint32_t n = 0; n < carriers(); ++n) {
    const Cell c = occupation_.cell({n});
    refresh_hot(slab_.site(c), c);
    for (int d = 0; d < lattice::nn1_count; ++d) {
      const Cell near = slab_.neighbour(c, d);
      refresh_hot(slab_.site(near), near);
    }
  }
}

// Every pair owns what it has above the threshold exactly once, and all that own have a record.
template <class Detail>
void SlabModelWith<Detail>::check_tiers() const {
  std::map<SiteId, Cell> near;
  const auto owned_by = [this](SiteId s, const Cell& c, std::size_t direction) {
    return with_owned(describe_hot(s, c), [=](const auto& owned) { return owned(direction); });
  };
  for (std::uint32_t n = 0; n < carriers(); ++n) {
    const Cell c = occupation_.cell({n});
    const SiteId s = slab_.site(c);
    const Rates rates = look_up({n});
    near.emplace(s, c);
    for (int d = 0; d < lattice::nn1_count; ++d) {
      const auto channel = static_cast<std::size_t>(d);
      const Cell to = slab_.neighbour(c, d);
      double above = owned_by(s, c, channel);
      if (to.k >= 0 && to.k < slab_.layers()) {
        near.emplace(slab_.site(to), to);
        if (!occupation_.vacant(slab_.site(to)))
          above += owned_by(slab_.site(to), to, channel ^ 1u);
      }
      const double expected = std::max(0.0, rates[channel] - ceiling_);
      if (!(std::abs(above - expected) <= 1e-8 * ceiling_) && !mutated(Mutation::tiers_apart))
        throw Error("a rate above the threshold is not owned once, at vacancy " +
                    std::to_string(n));
    }
  }
  std::uint32_t count = 0;
  for (const auto& [site, cell] : near) {
    const double excess = excess_of(describe_hot(site, cell));
    const std::uint32_t record = hot_.find(site);
    if ((excess > 0) != (record != HotSites::none))
      throw Error("the record of a site above the threshold is missing or stale");
    if (record == HotSites::none) continue;
    ++count;
    if (hot_[record].cell() != cell) throw Error("the record of a site has another cell");
    hot_.check(record, excess);
  }
  if (count != hot_.count()) throw Error("there are records of sites far from all vacancies");
  hot_.check_total();
}

template <class Detail>
void SlabModelWith<Detail>::load_hot_sites(kmc::Reader& r) {
  find_hot_sites();
  hot_ = HotSites(ceiling_ / static_cast<double>(kmc::parts_of_ceiling));
  hot_.load(r, [&](SiteId s) {
    if (s.value >= slab_.storage()) r.refuse("lists a site that cannot be");
    const Cell c = slab_.cell(s);
    if (c.k < 0 || c.k >= slab_.layers()) r.refuse("lists a site that cannot be");
    return describe_hot(s, c);
  });
  try {
    check_tiers();
  } catch (const Error& error) {
    r.refuse(error.what());
  }
}

template <class Detail>
void SlabModelWith<Detail>::vacate(const Cell& c, kmc::Changes& out) {
  const bool crowded = occupation_.vacate(c);
  detail_.ways.begin(c);
  const VacancyId v{occupation_.vacancies() - 1};
  if (c.k == 0) ++interface_vacancies_;
  count_in_class(c, 1);
  out.added({v.value});
  if (tiered()) {
    refresh_hot(occupation_.site(v), c);
    return refresh_surroundings<false>(around_change_, occupation_.site(v), c);
  }
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
  count_in_class(c, -1);
  const bool crowded = occupation_.fill(v);
  detail_.ways.end(v);
  out.removed({v.value});
  if (tiered()) {
    refresh_hot(slab_.site(c), c);
    return refresh_surroundings<false>(around_change_, slab_.site(c), c);
  }
  if (ceiling_ > 0) return;
  kept_[v.value] = kept_.back();
  kept_.pop_back();
  if (crowded) refresh_felt(felt_by_change_, c, out);
}

template <class Detail>
bool SlabModelWith<Detail>::ends_at_surface(VacancyId v, const Cell& to, Transition t) const {
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
double SlabModelWith<Detail>::contact_weight(std::uint32_t site) const {
  const Cell c = slab_.nth(site);
  const SiteId s = slab_.site(c);
  const double of_class = detail_.classes.strip_weight(detail_.classes.at(slab_, c));
  return occupation_.vacant(s)
             ? 0.0
             : strip_weight_[static_cast<std::size_t>(occupation_.environment(s))] * of_class;
}

template <class Detail>
std::vector<double> SlabModelWith<Detail>::contact_weights() const {
  std::vector<double> weights(slab_.sites_per_layer());
  for (std::uint32_t n = 0; n < weights.size(); ++n) weights[n] = contact_weight(n);
  return weights;
}

template <class Detail>
template <class Weight>
Cell SlabModelWith<Detail>::weighted_contact(Weight weight, kmc::Stream& random) const {
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
  const auto weight = [&](std::uint32_t n) { return contact_weight(n); };
  vacate(alike ? random_contact(random) : weighted_contact(weight, random), out);
}

template <class Detail>
void SlabModelWith<Detail>::strip(std::span<const double> weights, kmc::Stream& random,
                                  kmc::Changes& out) {
  ++events_.stripped;
  const auto weight = [&](std::uint32_t n) {
    return occupation_.vacant(slab_.site(slab_.nth(n))) ? 0.0 : weights[n];
  };
  vacate(weighted_contact(weight, random), out);
}

template <class Detail>
VacancyId SlabModelWith<Detail>::random_hole(kmc::Stream& random) const {
  std::uint64_t skip = random.below(interface_vacancies_);
  for (std::uint32_t v = 0;; ++v)
    if (occupation_.cell({v}).k == 0 && skip-- == 0) return {v};
}

// None where all have the weight 0.
template <class Detail>
template <class Weight>
std::optional<VacancyId> SlabModelWith<Detail>::weighted_hole(Weight weight,
                                                              kmc::Stream& random) const {
  std::vector<std::pair<VacancyId, double>> holes;
  double total = 0.0;
  for (std::uint32_t v = 0; v < occupation_.vacancies(); ++v) {
    if (occupation_.cell({v}).k != 0) continue;
    const double w = weight(VacancyId{v});
    if (!(w > 0)) continue;
    holes.emplace_back(VacancyId{v}, w);
    total += w;
  }
  if (holes.empty()) return {};
  double u = random.uniform() * total;
  for (const auto& [v, w] : holes)
    if ((u -= w) < 0) return v;
  return holes.back().first;
}

template <class Detail>
bool SlabModelWith<Detail>::plate_into(std::optional<VacancyId> hole, kmc::Changes& out) {
  if (hole) {
    ++events_.plated;
    fill(*hole, out);
    return true;
  }
  if (!far_side_.supplies_atoms) return false;
  ++events_.supplied;
  return true;
}

template <class Detail>
bool SlabModelWith<Detail>::plate(kmc::Stream& random, kmc::Changes& out) {
  if (interface_vacancies_ == 0) return plate_into({}, out);
  if (plate_rule_ == PlateRule::uniform) return plate_into(random_hole(random), out);
  const auto weight = [&](VacancyId v) {
    return plate_weight_[static_cast<std::size_t>(occupation_.environment(occupation_.site(v)))];
  };
  return plate_into(weighted_hole(weight, random), out);
}

template <class Detail>
bool SlabModelWith<Detail>::plate(std::span<const double> weights, kmc::Stream& random,
                                  kmc::Changes& out) {
  const auto weight = [&](VacancyId v) { return weights[slab_.number(occupation_.cell(v))]; };
  return plate_into(weighted_hole(weight, random), out);
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
  if (is_sink(c) || occupation_.vacant(s) ||
      !(u < rates_.emission(row, occupation_.environment(s))))
    return;
  ++events_.emitted;
  vacate(c, out);
}

template <class Detail>
void SlabModelWith<Detail>::emit_from_sinks(kmc::Stream& random, kmc::Changes& out) {
  const auto [c, channel] = beside_sinks_[random.below(beside_sinks_.size())];
  const double u = random.uniform() * rates_.emission_bound_of_sinks();
  const SiteId s = slab_.site(c);
  const HopRow row = kind_at(c).row[channel];
  if (occupation_.vacant(s) || !(u < rates_.emission_from_sinks(row, occupation_.environment(s))))
    return;
  ++events_.emitted_at_sinks;
  vacate(c, out);
}

// Whatever costs less for the vacancies as they are, unless it is not worth a change.
template <class Detail>
bool SlabModelWith<Detail>::rebound() {
  constexpr double worth_changing = 1.1;
  if (cuts_.size() == 0 || carriers() == 0) return false;
  const Census census = take_census();
  if (census.rate == 0.0) return false;
  const double below_ceiling = bounding_ == Bounding::tiers
                                   ? std::numeric_limits<double>::infinity()
                                   : cuts_.cost_below_ceiling(census);
  const std::size_t best = cuts_.best(census);
  const double least = std::min(below_ceiling, cuts_.cost(best, census)),
               now = tiered() ? cuts_.cost(cut_, census) : below_ceiling;
  if (!(now > worth_changing * least)) return false;
  if (below_ceiling > least) {
    draw_in_tiers(best);
  } else {
    drawing_ = Drawing::evenly;
    keep_rates();
  }
  return true;
}

template <class Detail>
void SlabModelWith<Detail>::draw_in_tiers(std::size_t cut) {
  drawing_ = Drawing::in_tiers;
  cut_ = cut;
  keep_rates();
}

// Of a thousand vacancies; what is around them, only where hops are common.
template <class Detail>
Census SlabModelWith<Detail>::take_census() const {
  constexpr std::uint32_t enough = 1024;
  constexpr double common = 0.05;  // of the mean
  const std::uint32_t stride = std::max(1u, carriers() / enough);
  Census census = cuts_.census();
  census.all_in_crowds = !occupation_.chains_apart();
  for (std::uint32_t n = 0; n < carriers(); n += stride)
    for (const double rate : look_up({n})) cuts_.count(rate, census);
  const double mean = census.rate / (census.channels / lattice::nn1_count);
  for (std::uint32_t n = 0; n < carriers(); n += stride) {
    const double rate = total_rate({n});
    if (rate < common * mean) continue;
    const SiteId s = occupation_.site({n});
    const std::int32_t* const offsets = around_change_.first(occupation_.cell({n}));
    bool crowded = false;
    for (std::size_t g = 0; g < around_change_.groups.size(); ++g)
      for (std::uint64_t left = around_change_.groups[g].felt; left != 0; left &= left - 1) {
        const int bit = std::countr_zero(left);
        const std::size_t window = g * lattice::StateSet::together + static_cast<unsigned>(bit) / 8;
        const int state = occupation_.state(beside(s, offsets[window] + bit % 8));
        census.felt[static_cast<std::size_t>(state)] += rate;
        crowded = crowded || !by_one_vacancy(state);
      }
    if (crowded) census.rate_in_crowds += rate;
  }
  return census;
}

// All that is kept anew, if anything is.
template <class Detail>
void SlabModelWith<Detail>::keep_rates() {
  kept_.clear();
  hot_ = HotSites();
  occupation_.watch(drawing_ != Drawing::evenly);
  if (drawing_ == Drawing::in_tiers) return find_hot_sites();
  if (drawing_ == Drawing::evenly) return set_ceiling(largest_);
  ceiling_ = 0.0;
  kept_.resize(carriers());
  kmc::Changes ignored;
  for (std::uint32_t n = 0; n < carriers(); ++n) refresh({n}, ignored);
}

template <class Detail>
void SlabModelWith<Detail>::set_ceiling(double ceiling) {
  if (ceiling != ceiling_) rates_.set_ceiling(ceiling);
  ceiling_ = ceiling;
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
    if (const Kind kind = describe(slab_.nth(n));
        kinds_[site_kind_[n]].row != kind.row || kinds_[site_kind_[n]].into != kind.into)
      throw Error("the kept kind of site " + std::to_string(n) + " is not that of its class");
  std::uint32_t at_interface = 0;
  std::vector<std::uint32_t> in_class(class_sites_.size(), 0);
  for (std::uint32_t n = 0; n < carriers(); ++n) {
    const Cell c = occupation_.cell({n});
    at_interface += c.k == 0;
    if (c.k == 0 && !in_class.empty()) ++in_class[detail_.classes.at(slab_, c)];
    if (is_sink(c)) throw Error("a sink inside the metal is vacant");
    if (drawing_ != Drawing::by_sums) continue;
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
  if (tiered()) check_tiers();
  if (at_interface != interface_vacancies_ && slab_.boundary() == lattice::Boundary::open)
    throw Error("the kept number of vacancies at the interface differs from a recount");
  if (in_class != class_vacancies_)
    throw Error("the kept numbers of vacancies in classes of sites differ from a recount");
}

template <class Detail>
void SlabModelWith<Detail>::save(kmc::Writer& w) const {
  std::vector<Cell> cells;
  std::vector<std::uint8_t> alone;
  for (std::uint32_t n = 0; n < carriers(); ++n) cells.push_back(occupation_.cell({n}));
  for (const Kept& kept : kept_) alone.push_back(kept.alone);
  w.put(slab_.layers());
  detail_.classes.save(w);
  w.put(drawing_);
  w.put<std::uint64_t>(cut_);
  w.put(cells);
  w.put(alone);
  w.put(events_);
  if (tiered()) hot_.save(w);
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
  drawing_ = r.get_within(Drawing::evenly, Drawing::by_sums);
  if ((drawing_ == Drawing::by_sums) != (bounding_ == Bounding::kept))
    r.refuse("of a model whose hops are drawn in another way");
  cut_ = r.get_within<std::uint64_t>(0, std::max<std::size_t>(cuts_.size(), 1) - 1);
  if (tiered() && cuts_.size() == 0) r.refuse("has tiers of rates that are all the same");
  r.get(cells);
  r.get(alone);
  r.get(events_);
  if (alone.size() != (drawing_ == Drawing::by_sums ? cells.size() : 0))
    r.refuse("its list of vacancies is not complete");
  occupation_ = lattice::Occupation(slab_);
  occupation_.watch(drawing_ != Drawing::evenly);
  interface_vacancies_ = 0;
  class_vacancies_.assign(class_sites_.size(), 0);
  kept_.clear();
  for (const Cell& c : cells) {
    // Not by wrap, whose sums the numbers of a file may outgrow.
    const bool inside = c.i >= 0 && c.i < slab_.columns() && c.j >= 0 && c.j < slab_.rows() &&
                        c.k >= 0 && c.k <= top_layer();
    if (!inside || is_sink(c) || occupation_.vacant(slab_.site(c)))
      r.refuse("holds a vacancy where none can be");
    occupation_.vacate(c);
    interface_vacancies_ += c.k == 0;
    count_in_class(c, 1);
  }
  if (tiered()) {
    kept_.clear();
    load_hot_sites(r);
  } else {
    keep_rates();
  }
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
