#include "interface/followed_slab.hpp"

#include <cstdlib>

namespace lacuna::interface {

// A hop keeps the number of carriers; one that is absorbed hands its number to the last.
void FollowedSlab::apply(kmc::Event event, kmc::Changes& changes) {
  const std::uint32_t before = carriers();
  SlabModel::apply(event, changes);
  VacancyPath& path = paths_[event.carrier.value];
  if (carriers() == before) {
    path.unwrapped = path.unwrapped + slab().steps()[event.channel];
  } else {
    path = paths_.back();
    paths_.pop_back();
  }
}

void FollowedSlab::strip(kmc::Stream& random, kmc::Changes& changes) {
  SlabModel::strip(random, changes);
  keep_up();
}

bool FollowedSlab::plate(kmc::Stream& random, kmc::Changes& changes) {
  const bool done = SlabModel::plate(random, changes);
  keep_up();
  return done;
}

bool FollowedSlab::land(const lattice::Cell& last, int direction, kmc::Stream& random,
                        kmc::Changes& changes) {
  const bool done = SlabModel::land(last, direction, random, changes);
  keep_up();
  return done;
}

void FollowedSlab::emit(kmc::Stream& random, kmc::Changes& changes) {
  SlabModel::emit(random, changes);
  keep_up();
}

std::vector<lattice::Cell> FollowedSlab::resize(int layers) {
  keep_up();
  std::erase_if(paths_, [layers](const VacancyPath& path) { return path.unwrapped.k >= layers; });
  return SlabModel::resize(layers);
}

// After a change that is no hop: new vacancies have the highest numbers, and where one is gone the
// last has taken over its number.
void FollowedSlab::keep_up() {
  for (std::uint32_t v = 0; paths_.size() > carriers(); ++v) {
    if (v < carriers() && occupation().cell({v}) == slab().wrap(paths_[v].unwrapped)) continue;
    paths_[v] = paths_.back();
    paths_.pop_back();
  }
  while (paths_.size() < carriers())
    paths_.push_back({born_++, occupation().cell({static_cast<std::uint32_t>(paths_.size())})});
}

std::span<const VacancyPath> FollowedSlab::paths() {
  keep_up();
  return paths_;
}

void FollowedSlab::save(kmc::Writer& w) const {
  SlabModel::save(w);
  w.put(paths_);
  w.put(born_);
}

void FollowedSlab::load(kmc::Reader& r) {
  SlabModel::load(r);
  r.get(paths_);
  r.get(born_);
  constexpr int far = 1 << 24;  // no walk leads there, and sums stay in range
  const auto leads_to = [&](const VacancyPath& path, std::uint32_t vacancy) {
    const lattice::Cell& c = path.unwrapped;
    return std::abs(c.i) < far && std::abs(c.j) < far &&
           slab().wrap(c) == occupation().cell({vacancy});
  };
  bool fits = paths_.size() == carriers();
  for (std::uint32_t v = 0; fits && v < carriers(); ++v) fits = leads_to(paths_[v], v);
  if (!fits) r.refuse("holds a way that does not lead to its vacancy");
}

}  // namespace lacuna::interface
