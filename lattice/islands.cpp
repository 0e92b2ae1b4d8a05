#include "lattice/islands.hpp"

#include <algorithm>
#include <vector>

namespace lacuna::lattice {
namespace {

// Marks what is connected, depth first: once from the metal beyond, then from what is left.
class Flood {
 public:
  explicit Flood(const Occupation& occupation)
      : occupation_(occupation), slab_(occupation.slab()), seen_(slab_.storage(), false) {}

  Islands operator()() {
    const int first = std::max(0, slab_.layers() - slab_.reach());
    each_cell(first, slab_.layers(), [this](const Cell& c) {
      if (touches_metal_beyond(c)) reach(c);
    });
    go_on();
    Islands found;
    each_cell(0, slab_.layers(), [&](const Cell& c) {
      if (!reach(c)) return;
      ++found.count;
      go_on([&found](const Cell& of_island) {
        ++found.atoms;
        found.in_layer0 += of_island.k == 0;
      });
    });
    return found;
  }

 private:
  template <class Use>
  void each_cell(int from, int to, Use use) const {
    const std::uint64_t layer = slab_.sites_per_layer();
    for (auto n = static_cast<std::uint64_t>(from) * layer;
         n < static_cast<std::uint64_t>(to) * layer; ++n)
      use(slab_.nth(n));
  }

  [[nodiscard]] bool touches_metal_beyond(const Cell& c) const {
    for (int d = 0; d < nn1_count; ++d)
      if (c.k + slab_.steps()[static_cast<std::size_t>(d)].k >= slab_.layers()) return true;
    return false;
  }

  // False where there is no atom, or it was seen.
  bool reach(const Cell& c) {
    const SiteId s = slab_.site(c);
    if (seen_[s.value] || occupation_.vacant(s)) return false;
    seen_[s.value] = true;
    open_.push_back(c);
    return true;
  }

  template <class Use>
  void go_on(Use use) {
    while (!open_.empty()) {
      const Cell c = open_.back();
      open_.pop_back();
      use(c);
      for (int d = 0; d < nn1_count; ++d) {
        const Cell next = slab_.neighbour(c, d);
        if (next.k >= 0 && next.k < slab_.layers()) reach(next);
      }
    }
  }
  void go_on() {
    go_on([](const Cell&) {});
  }

  const Occupation& occupation_;
  const Slab& slab_;
  std::vector<bool> seen_;
  std::vector<Cell> open_;
};

}  // namespace

Islands find_islands(const Occupation& occupation) { return Flood(occupation)(); }

}  // namespace lacuna::lattice
