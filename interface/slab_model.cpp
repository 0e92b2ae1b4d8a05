#include "interface/slab_model.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "core/error.hpp"

namespace lacuna::interface {

using lattice::Cell;
using lattice::SiteId;
using lattice::VacancyId;

namespace {

lattice::Slab slab_of(const Case& c) {
  return {c.metal.normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers, lattice::Boundary::open};
}

SiteId beside(SiteId s, std::int32_t offset) { return {s.value + static_cast<std::uint32_t>(offset)}; }

// A vacancy's rates read its own environment and, channel by channel, that of its 1NN. So when a
// vacancy goes one `step` (no step: when it comes or leaves), it is felt where an environment
// changed, and one channel away from there.
std::map<Cell, std::uint8_t> felt_channels(const lattice::Slab& slab, const Cell& step) {
  const auto& steps = slab.steps();
  std::set<Cell> changed{Cell{}, step};
  for (const Cell& site : {Cell{}, step})
    for (const Cell& near : steps) changed.insert(site + near);
  std::map<Cell, std::uint8_t> felt;
  for (const Cell& site : changed) {
    felt[site] = 0xff;
    for (std::size_t d = 0; d < lattice::nn1_count; ++d)
      felt[site + steps[d ^ 1]] |= static_cast<std::uint8_t>(1u << d);
  }
  felt.erase(Cell{});
  felt.erase(step);
  return felt;
}

}  // namespace

SlabModel::SlabModel(const Case& c) : SlabModel(c, slab_of(c)) {}

SlabModel::SlabModel(const Case& c, const lattice::Slab& slab)
    : slab_(slab),
      rates_(c),
      occupation_(slab_),
      far_side_(c.far_side.kind),
      strip_rule_(c.ceramic.strip),
      segregation_(c.ceramic.segregation),
      bond1_(c.metal.bond_nn1),
      bond2_(c.metal.bond_nn2),
      reservoir_layer_(far_side_ == FarSide::closed || slab.boundary() == lattice::Boundary::periodic
                           ? slab.layers()
                           : slab.layers() - 1) {
  if (reservoir_layer_ < 1) throw InputError("a slab with an absorbing far side needs at least 2 layers");
  felt_by_change_ = describe_felt({});
  for (std::size_t d = 0; d < lattice::nn1_count; ++d) felt_by_hop_[d] = describe_felt(slab_.steps()[d]);
  // Layers differ only near the two faces; the many in between share one description.
  const int reach = slab_.reach();
  for (int k = 0; k < slab_.layers(); ++k) {
    const bool inner = k > reach && k < slab_.layers() - 2 * reach - 1;
    if (!inner || k == reach + 1) layers_.push_back(describe_layer(k));
    layer_kind_.push_back(static_cast<std::uint8_t>(layers_.size() - 1));
    if (k >= reservoir_layer_) continue;
    for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
      const Transition t = layers_.back().transition[d];
      if (t == Transition::absorb || t == Transition::absorb_inject) emitting_.emplace_back(k, d);
    }
  }
  if (far_side_ == FarSide::equilibrium)
    emission_rate_ = static_cast<double>(emitting_.size()) * slab_.sites_per_layer() * rates_.emission_bound();
  for (int code = 0; code < lattice::Occupation::environments; ++code)
    strip_weight_[static_cast<std::size_t>(code)] =
        std::exp((bond1_ * (code >> 3) + bond2_ * (code & 7)) / (2 * rates_.thermal_energy()));
}

SlabModel::Felt SlabModel::describe_felt(const Cell& step) const {
  Felt felt;
  std::vector<Cell> cells;
  for (const auto& [cell, channels] : felt_channels(slab_, step)) {
    cells.push_back(cell);
    felt.channels.push_back(channels);
  }
  felt.sites = lattice::Stencil(slab_, cells);
  return felt;
}

SlabModel::Layer SlabModel::describe_layer(int k) const {
  Layer layer{};
  double total = 0.0;
  for (std::size_t d = 0; d < lattice::nn1_count; ++d) {
    const int to = k + slab_.steps()[d].k;
    Transition t = Transition::bulk;
    if (slab_.boundary() == lattice::Boundary::open) {
      if (to < 0 || (to >= reservoir_layer_ && far_side_ == FarSide::closed))
        t = Transition::blocked;
      else if (to >= reservoir_layer_)
        t = k == 0 ? Transition::absorb_inject : Transition::absorb;
      else if (k == 0)
        t = to == 0 ? Transition::lateral : Transition::inject;
      else if (to == 0)
        t = Transition::return_;
    }
    layer.transition[d] = t;
    total += rates_.isolated(t);
    layer.cumulated[d] = total;
  }
  layer.total = total;
  const bool same = std::all_of(layer.transition.begin(), layer.transition.end(), [&](Transition t) {
    return rates_.isolated(t) == rates_.isolated(layer.transition[0]);
  });
  layer.per_rate = same ? 1.0 / rates_.isolated(layer.transition[0]) : 0.0;
  return layer;
}

std::size_t SlabModel::isolated_channel(const Layer& layer, double u) const {
  if (layer.per_rate > 0) return static_cast<std::size_t>(u * layer.per_rate);
  // a channel without rate repeats the cumulated sum before it, so it is passed over
  std::size_t d = 0;
  while (d < lattice::nn1_count && u >= layer.cumulated[d]) ++d;
  return d;
}

double SlabModel::rate(kmc::Event e) const { return channel_rate({e.carrier.value}, e.channel); }

double SlabModel::channel_rate(VacancyId v, std::size_t d) const {
  const Cell c = occupation_.cell(v);
  const SiteId s = occupation_.site(v), to = beside(s, slab_.offsets(c)[d]);
  const Transition t = layer(c).transition[d];
  if (t == Transition::blocked || occupation_.vacant(to)) return 0.0;
  return rates_(t, occupation_.environment(s), occupation_.environment(to));
}

kmc::Event SlabModel::choose(kmc::Carrier carrier, double u, kmc::Stream& random) const {
  const VacancyId v{carrier.value};
  if (rates_.uniform() || kept_[v.value].alone) {
    const Cell c = occupation_.cell(v);
    const std::size_t d = isolated_channel(layer(c), u);
    if (d >= lattice::nn1_count || occupation_.vacant(beside(occupation_.site(v), slab_.offsets(c)[d])))
      return {carrier, kmc::Event::none};
    return {carrier, static_cast<std::uint8_t>(d)};
  }
  const Kept& kept = kept_[v.value];
  if (u >= kept.total) return {carrier, kmc::Event::none};
  // Rates of a bound vacancy can span many decades: the channel gets a random number of its own.
  u = random.uniform() * kept.total;
  std::uint8_t last = kmc::Event::none;
  for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
    const double rate = kept.rates[d];
    if (rate == 0.0) continue;
    if (u < rate) return {carrier, d};
    u -= rate;
    last = d;
  }
  return {carrier, last};  // rounding pushed u past the end: the last channel that has a rate
}

void SlabModel::apply(kmc::Event event, kmc::Changes& out) {
  const VacancyId v{event.carrier.value};
  const Cell from = occupation_.cell(v);
  const Transition transition = layer(from).transition[event.channel];
  if (transition == Transition::absorb || transition == Transition::absorb_inject) {
    ++events_.absorbed;
    fill(v, out);
    return;
  }
  const Cell to = slab_.neighbour(from, event.channel);
  count(transition, hops_along_surface(v, to, transition));
  const std::uint8_t others = occupation_.move(v, to);
  if (rates_.uniform()) {
    if (layer_kind_[static_cast<std::size_t>(from.k)] != layer_kind_[static_cast<std::size_t>(to.k)])
      out.bound(event.carrier);
  } else if (others == 0) {
    settle_alone(v, to, out);
  } else {
    refresh(v, 0xff, out);
    refresh_felt(felt_by_hop_[event.channel], from, out);
  }
}

// A vacancy alone at `c` has the isolated rates of that layer; they are not copied.
void SlabModel::settle_alone(VacancyId v, const Cell& c, kmc::Changes& out) {
  Kept& kept = kept_[v.value];
  const double total = layer(c).total;
  if (kept.total != total) out.bound({v.value});
  kept.total = total;
  kept.alone = true;
}

// Look up the rates of some channels again (bits), and sum all eight anew.
void SlabModel::refresh(VacancyId v, unsigned channels, kmc::Changes& out) {
  Kept& kept = kept_[v.value];
  if (kept.alone) channels = 0xff;
  kept.alone = false;
  const Cell c = occupation_.cell(v);
  const SiteId s = occupation_.site(v);
  const std::int32_t* const offsets = slab_.offsets(c);
  const Layer& here = layer(c);
  const int environment = occupation_.environment(s);
  for (; channels != 0; channels &= channels - 1) {
    const auto d = static_cast<std::size_t>(std::countr_zero(channels));
    const SiteId to = beside(s, offsets[d]);
    const Transition t = here.transition[d];
    kept.rates[d] =
        t == Transition::blocked || occupation_.vacant(to) ? 0.0 : rates_(t, environment, occupation_.environment(to));
  }
  double total = 0.0;
  for (const double rate : kept.rates) total += rate;
  if (total != kept.total) out.bound({v.value});
  kept.total = total;
}

void SlabModel::refresh_felt(const Felt& felt, const Cell& centre, kmc::Changes& out) {
  const SiteId s = slab_.site(centre);
  const std::int32_t* const offsets = felt.sites(centre);
  for (std::size_t n = 0; n < felt.sites.size(); ++n) {
    const SiteId site = beside(s, offsets[n]);
    if (!occupation_.vacant(site)) continue;
    // deep inside a void nothing can move, whatever changes farther off
    if (felt.channels[n] != 0xff && occupation_.vacant_neighbours(site).nn1 == lattice::nn1_count) continue;
    refresh(occupation_.find(site), felt.channels[n], out);
  }
}

void SlabModel::vacate(const Cell& c, kmc::Changes& out) {
  const std::uint8_t others = occupation_.vacate(c);
  const VacancyId v{occupation_.vacancies() - 1};
  if (c.k == 0) ++interface_vacancies_;
  out.added({v.value});
  if (rates_.uniform()) return out.bound({v.value});
  kept_.emplace_back();
  if (others == 0) return settle_alone(v, c, out);
  refresh(v, 0xff, out);
  refresh_felt(felt_by_change_, c, out);
}

void SlabModel::fill(VacancyId v, kmc::Changes& out) {
  const Cell c = occupation_.cell(v);
  if (c.k == 0) --interface_vacancies_;
  const std::uint8_t others = occupation_.fill(v);
  out.removed({v.value});
  if (rates_.uniform()) return;
  kept_[v.value] = kept_.back();
  kept_.pop_back();
  if (others != 0) refresh_felt(felt_by_change_, c, out);
}

void SlabModel::count(Transition t, bool surface) {
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

bool SlabModel::hops_along_surface(VacancyId v, const Cell& to, Transition t) const {
  if (rates_.uniform()) return false;
  const auto at = occupation_.vacant_neighbours(slab_.site(to));
  return rates_.along_surface(t, {occupation_.vacant_neighbours(occupation_.site(v)), {at.nn1 - 1, at.nn2}});
}

Cell SlabModel::random_contact(kmc::Stream& random) const {
  const auto columns = static_cast<std::uint64_t>(slab_.columns());
  for (;;) {
    const std::uint64_t n = random.below(slab_.sites_per_layer());
    const Cell c{static_cast<std::int32_t>(n % columns), static_cast<std::int32_t>(n / columns), 0};
    if (!occupation_.vacant(slab_.site(c))) return c;
  }
}

// Weight exp(-E_bond / 2kT); what all atoms of layer 0 share cancels, so vacant neighbours decide.
Cell SlabModel::weakly_bound_contact(kmc::Stream& random) const {
  const std::uint32_t first = slab_.site({0, 0, 0}).value;
  const auto weight = [&](std::uint32_t n) {
    const SiteId s{first + n};
    return occupation_.vacant(s) ? 0.0 : strip_weight_[static_cast<std::size_t>(occupation_.environment(s))];
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
  return slab_.cell({first + chosen});
}

void SlabModel::strip(kmc::Stream& random, kmc::Changes& out) {
  ++events_.stripped;
  vacate(strip_rule_ == StripRule::uniform ? random_contact(random) : weakly_bound_contact(random), out);
}

bool SlabModel::plate(kmc::Stream& random, kmc::Changes& out) {
  if (interface_vacancies_ == 0) {
    if (far_side_ == FarSide::closed) return false;
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

void SlabModel::emit(kmc::Stream& random, kmc::Changes& out) {
  const auto [k, d] = emitting_[random.below(emitting_.size())];
  const auto columns = static_cast<std::uint64_t>(slab_.columns());
  const std::uint64_t n = random.below(slab_.sites_per_layer());
  const double u = random.uniform() * rates_.emission_bound();
  const Cell c{static_cast<std::int32_t>(n % columns), static_cast<std::int32_t>(n / columns), k};
  const SiteId s = slab_.site(c);
  const Transition t = layers_[layer_kind_[static_cast<std::size_t>(k)]].transition[d];
  if (occupation_.vacant(s) || !(u < rates_.emission(t, occupation_.environment(s)))) return;
  ++events_.emitted;
  vacate(c, out);
}

double SlabModel::scale() const {
  double scale = lattice::nn1_count * rates_.isolated(Transition::bulk);
  while (scale < lattice::nn1_count * rates_.largest()) scale *= 2;
  return scale;
}

double SlabModel::energy() const {
  double energy = 0.0;
  for (std::uint32_t n = 0; n < occupation_.vacancies(); ++n) {
    const auto near = occupation_.vacant_neighbours(occupation_.site({n}));
    // isolated vacancies cost E_f each (or E_f less E_seg); every vacant pair shares one bond
    energy += 8 * bond1_ + 6 * bond2_ - (bond1_ * near.nn1 + bond2_ * near.nn2) / 2 - 4 * bond1_ - 3 * bond2_;
    if (slab_.boundary() == lattice::Boundary::open && occupation_.cell({n}).k == 0) energy -= segregation_;
  }
  return energy;
}

void SlabModel::check() const {
  occupation_.check();
  std::uint32_t at_interface = 0;
  for (std::uint32_t n = 0; n < carriers(); ++n) {
    at_interface += occupation_.cell({n}).k == 0;
    if (rates_.uniform()) continue;
    const Kept& kept = kept_[n];
    const Layer& here = layer(occupation_.cell({n}));
    double total = 0.0;
    for (std::size_t d = 0; d < lattice::nn1_count; ++d) {
      const double rate = channel_rate({n}, d);
      const double held = kept.alone ? rates_.isolated(here.transition[d]) : kept.rates[d];
      total += rate;
      if (rate != held)
        throw Error("a kept rate of vacancy " + std::to_string(n) + " is " + std::to_string(held) +
                    " 1/s, looked up again " + std::to_string(rate));
    }
    if (total != kept.total) throw Error("the kept sum of rates of vacancy " + std::to_string(n) + " is not the sum");
  }
  if (at_interface != interface_vacancies_ && slab_.boundary() == lattice::Boundary::open)
    throw Error("the kept number of vacancies at the interface differs from a recount");
}

void SlabModel::save(kmc::Writer& w) const {
  std::vector<Cell> cells;
  std::vector<std::uint8_t> alone;
  for (std::uint32_t n = 0; n < carriers(); ++n) {
    cells.push_back(occupation_.cell({n}));
    alone.push_back(!rates_.uniform() && kept_[n].alone);
  }
  w.put(cells);
  w.put(alone);
  w.put(events_);
}

void SlabModel::load(kmc::Reader& r) {
  std::vector<Cell> cells;
  std::vector<std::uint8_t> alone;
  r.get(cells);
  r.get(alone);
  r.get(events_);
  if (alone.size() != cells.size()) throw kmc::CheckpointError("the checkpoint's list of vacancies is not complete");
  occupation_ = lattice::Occupation(slab_);
  interface_vacancies_ = 0;
  kept_.clear();
  for (const Cell& c : cells) {
    if (slab_.wrap(c) != c || c.k < 0 || c.k > top_layer() || occupation_.vacant(slab_.site(c)))
      throw kmc::CheckpointError("the checkpoint holds a vacancy where none can be");
    occupation_.vacate(c);
    interface_vacancies_ += c.k == 0;
  }
  if (rates_.uniform()) return;
  kept_.resize(carriers());
  kmc::Changes ignored;
  for (std::uint32_t n = 0; n < carriers(); ++n) {
    if (alone[n] != 0)
      settle_alone({n}, occupation_.cell({n}), ignored);
    else
      refresh({n}, 0xff, ignored);
  }
}

}  // namespace lacuna::interface
