#include "interface/slab_model.hpp"

#include <algorithm>
#include <cmath>
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

SlabModel::Layer SlabModel::describe_layer(int k) const {
  Layer layer{};
  double total = 0.0;
  for (std::size_t d = 0; d < lattice::nn1_count; ++d) {
    const int to = k + slab_.steps()[d].k;
    Transition t = Transition::bulk;
    if (slab_.boundary() == lattice::Boundary::open) {
      if (to < 0 || (to >= reservoir_layer_ && far_side_ == FarSide::closed)) t = Transition::blocked;
      else if (to >= reservoir_layer_) t = k == 0 ? Transition::absorb_inject : Transition::absorb;
      else if (k == 0) t = to == 0 ? Transition::lateral : Transition::inject;
      else if (to == 0) t = Transition::return_;
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

SlabModel::Channels SlabModel::channel_rates(VacancyId v) const {
  const Cell c = occupation_.cell(v);
  const SiteId s = occupation_.site(v);
  const lattice::Slab::Offsets& offsets = slab_.offsets(c);
  const Layer& here = layer(c);
  const int environment = occupation_.environment(s);
  Channels rates{};
  for (std::size_t d = 0; d < lattice::nn1_count; ++d) {
    const Transition t = here.transition[d];
    const SiteId to = beside(s, offsets[d]);
    if (t == Transition::blocked || occupation_.vacant(to)) continue;
    rates[d] = rates_(t, environment, occupation_.environment(to));
  }
  return rates;
}

double SlabModel::rate(kmc::Event e) const { return channel_rates({e.carrier.value})[e.channel]; }

kmc::Event SlabModel::choose(kmc::Carrier carrier, double u, kmc::Stream& random) const {
  const VacancyId v{carrier.value};
  if (rates_.uniform() || kept_[v.value].alone) {
    const Cell c = occupation_.cell(v);
    const std::size_t d = isolated_channel(layer(c), u);
    if (d >= lattice::nn1_count || occupation_.vacant(beside(occupation_.site(v), slab_.offsets(c)[d])))
      return {carrier, kmc::Event::none};
    return {carrier, static_cast<std::uint8_t>(d)};
  }
  const double total = kept_[v.value].total;
  if (u >= total) return {carrier, kmc::Event::none};
  // Rates of a bound vacancy can span many decades: the channel gets a random number of its own.
  const Channels rates = channel_rates(v);
  u = random.uniform() * total;
  std::uint8_t last = kmc::Event::none;
  for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
    if (rates[d] == 0.0) continue;
    if (u < rates[d]) return {carrier, d};
    u -= rates[d];
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
  settle(v, occupation_.move(v, to), &from, out);
}

// After a vacancy came to where it is now, having `left` another site: put all kept rates right.
// `others` is what Occupation said of the surroundings.
void SlabModel::settle(VacancyId v, std::uint8_t others, const Cell* left, kmc::Changes& out) {
  const Cell c = occupation_.cell(v);
  const kmc::Carrier carrier{v.value};
  if (rates_.uniform()) {
    if (!left || layer_kind_[static_cast<std::size_t>(left->k)] != layer_kind_[static_cast<std::size_t>(c.k)])
      out.bound(carrier);
    return;
  }
  if (others == 0) {
    Kept& kept = kept_[v.value];
    const double total = layer(c).total;
    if (!kept.alone || kept.total != total) out.bound(carrier);
    kept = {total, true};
    return;
  }
  ++visit_;
  refresh(v, out);
  if (left) refresh_around(*left, out);
  refresh_around(c, out);
}

void SlabModel::refresh(VacancyId v, kmc::Changes& out) {
  if (visited_[v.value] == visit_) return;
  visited_[v.value] = visit_;
  const Kept now = kept_of(v);
  if (now.total != kept_[v.value].total) out.bound({v.value});
  kept_[v.value] = now;
}

// A vacancy's rates read its own environment and those of its eight neighbours, so a change at a
// site reaches the vacancies on its neighbours, and those beside them.
void SlabModel::refresh_around(const Cell& centre, kmc::Changes& out) {
  const SiteId s = slab_.site(centre);
  const lattice::Slab::Offsets& around = slab_.offsets(centre);
  for (int d = 0; d < lattice::neighbour_count; ++d) {
    const SiteId near = beside(s, around[static_cast<std::size_t>(d)]);
    if (occupation_.vacant(near)) refresh(occupation_.find(near), out);
    int left = occupation_.vacant_neighbours(near).nn1;
    if (left == 0) continue;
    const Cell c = slab_.neighbour(centre, d);
    if (c.k < 0 || c.k >= slab_.layers()) continue;  // padding: nobody reads it
    const lattice::Slab::Offsets& beyond = slab_.offsets(c);
    for (std::size_t e = 0; e < lattice::nn1_count && left > 0; ++e) {
      const SiteId site = beside(near, beyond[e]);
      if (!occupation_.vacant(site)) continue;
      refresh(occupation_.find(site), out);
      --left;
    }
  }
}

SlabModel::Kept SlabModel::kept_of(VacancyId v) const {
  const Cell c = occupation_.cell(v);
  const SiteId s = occupation_.site(v);
  const lattice::Slab::Offsets& offsets = slab_.offsets(c);
  const Layer& here = layer(c);
  Channels rates{};
  int others = occupation_.environment(s);
  for (std::size_t d = 0; d < lattice::nn1_count; ++d) {
    const Transition t = here.transition[d];
    if (t == Transition::blocked) continue;
    const SiteId to = beside(s, offsets[d]);
    const int environment = occupation_.environment(to);
    others |= environment ^ 8;  // 8: the vacancy itself
    if (!occupation_.vacant(to)) rates[d] = rates_(t, occupation_.environment(s), environment);
  }
  if (others == 0) return {here.total, true};
  double total = 0.0;
  for (const double r : rates) total += r;
  return {total, false};
}

void SlabModel::vacate(const Cell& c, kmc::Changes& out) {
  const std::uint8_t others = occupation_.vacate(c);
  const VacancyId v{occupation_.vacancies() - 1};
  if (!rates_.uniform()) {
    kept_.push_back({0.0, false});
    visited_.push_back(visit_);
  }
  if (c.k == 0) ++interface_vacancies_;
  out.added({v.value});
  settle(v, others, nullptr, out);
}

void SlabModel::fill(VacancyId v, kmc::Changes& out) {
  const Cell c = occupation_.cell(v);
  if (c.k == 0) --interface_vacancies_;
  const std::uint8_t others = occupation_.fill(v);
  out.removed({v.value});
  if (rates_.uniform()) return;
  kept_[v.value] = kept_.back();
  visited_[v.value] = visited_.back();
  kept_.pop_back();
  visited_.pop_back();
  if (others == 0) return;
  ++visit_;
  refresh_around(c, out);
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
    const Kept expected = kept_of({n});
    if (expected.total != kept_[n].total || expected.alone != kept_[n].alone)
      throw Error("the kept rate of vacancy " + std::to_string(n) + " is " + std::to_string(kept_[n].total) +
                  " 1/s, its sum anew " + std::to_string(expected.total));
  }
  if (at_interface != interface_vacancies_ && slab_.boundary() == lattice::Boundary::open)
    throw Error("the kept number of vacancies at the interface differs from a recount");
}

void SlabModel::save(kmc::Writer& w) const {
  std::vector<Cell> cells;
  for (std::uint32_t n = 0; n < carriers(); ++n) cells.push_back(occupation_.cell({n}));
  w.put(cells);
  w.put(events_);
}

void SlabModel::load(kmc::Reader& r) {
  std::vector<Cell> cells;
  r.get(cells);
  r.get(events_);
  occupation_ = lattice::Occupation(slab_);
  interface_vacancies_ = 0;
  kept_.clear();
  for (const Cell& c : cells) {
    if (slab_.wrap(c) != c || c.k < 0 || c.k > top_layer() || occupation_.vacant(slab_.site(c)))
      throw kmc::CheckpointError("the checkpoint holds a vacancy where none can be");
    occupation_.vacate(c);
    interface_vacancies_ += c.k == 0;
  }
  visited_.assign(carriers(), 0);
  visit_ = 0;
  if (rates_.uniform()) return;
  for (std::uint32_t n = 0; n < carriers(); ++n) kept_.push_back(kept_of({n}));
}

}  // namespace lacuna::interface
