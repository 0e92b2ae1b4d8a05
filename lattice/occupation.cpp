#include "lattice/occupation.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace lacuna::lattice {
namespace {

// What a vacancy adds to the bytes around it and to its own.
std::map<Cell, int> contributions(const Slab& slab, const Cell& at, int nn1, int nn2, int vacant) {
  std::map<Cell, int> sum{{at, vacant}};
  for (std::size_t d = 0; d < neighbour_count; ++d)
    sum[at + slab.steps()[d]] = d < nn1_count ? nn1 : nn2;
  return sum;
}

}  // namespace

Occupation::Occupation(const Slab& slab)
    : slab_(&slab),
      bytes_(slab.storage() + Window::width, 0),
      blocks_(slab.storage() / block + 1, none) {
  for (std::size_t d = 0; d < nn1_count; ++d) patterns_[d] = hop_pattern(d);
  if (!windows_apart()) return;
  // A chain of a periodic box has no places beyond its ends, so hops near them go the plain way.
  fast_from_ = slab.boundary() == Boundary::periodic ? 2 * slab.reach() : 0;
  if (slab.layers() > 2 * fast_from_)
    fast_layers_ = static_cast<unsigned>(slab.layers() - 2 * fast_from_);
}

Occupation::HopPattern Occupation::hop_pattern(std::size_t direction) const {
  const auto leaving = contributions(*slab_, {}, one_nn1, one_nn2, vacant_bit),
             arriving =
                 contributions(*slab_, slab_->steps()[direction], one_nn1, one_nn2, vacant_bit);
  std::map<Cell, std::uint8_t> sites;
  for (const auto* side : {&leaving, &arriving})
    for (const auto& [cell, contribution] : *side) sites[cell] = 0xff;
  std::vector<Window> cut = windows(sites);
  if (cut.size() > HopPattern::width)
    throw Error("a hop has a part in more chains than its pattern has room for");
  HopPattern pattern;
  std::vector<Cell> first;
  // what is left of the width repeats the first window without effect
  for (std::size_t n = 0; n < HopPattern::width; ++n) {
    if (n >= cut.size()) {
      first.push_back(first.front());
      continue;
    }
    first.push_back(cut[n].first);
    const std::size_t pair = n / 2, side = n % 2;
    pattern.sites[pair][side] = cut[n].bytes;
    for (int b = 0; b < Window::width; ++b) {
      const Cell cell = cut[n].first + Cell{0, 0, b};
      if (const auto at = leaving.find(cell); at != leaving.end())
        pattern.leave[pair][side] -= static_cast<std::uint64_t>(at->second) << 8 * b;
      if (const auto at = arriving.find(cell); at != arriving.end())
        pattern.arrive[pair][side] += static_cast<std::uint64_t>(at->second) << 8 * b;
    }
  }
  for (std::size_t n = 0; n < HopPattern::pairs; ++n)
    pattern.hop[n] = pattern.leave[n] + pattern.arrive[n];
  pattern.first = Stencil(*slab_, first);
  return pattern;
}

// In a small box two chains of a pattern can be the same chain of the slab.
bool Occupation::windows_apart() const {
  for (std::size_t d = 0; d < nn1_count; ++d) {
    std::set<Cell> unwrapped, wrapped;
    for (const Cell& centre : {Cell{}, slab_->steps()[d]})
      for (const Cell& step : slab_->steps())
        for (const Cell& c : {centre, centre + step}) {
          const Cell chain{c.i, c.j, 0};
          unwrapped.insert(chain);
          wrapped.insert(slab_->wrap(chain));
        }
    if (wrapped.size() != unwrapped.size()) return false;
  }
  return true;
}

bool Occupation::vacate(const Cell& c) {
  const SiteId s = slab_->site(c);
  list_.push_back({});
  list_.back().put(s, c, slab_->neighbours().place(c));
  if (indexed_) link(vacancies() - 1);
  return add_around(s, c) != 0;
}

bool Occupation::fill(VacancyId v) {
  const Entry gone = list_[v.value];
  const std::uint32_t last = vacancies() - 1;
  if (indexed_) reference(v.value) = gone.next;
  if (v.value != last) {
    if (indexed_) reference(last) = v.value;
    list_[v.value] = list_[last];
  }
  list_.pop_back();
  return subtract_around({gone.site}, {gone.i, gone.j, gone.k}) != 0;
}

// One by one, until the looks would have paid for an index.
VacancyId Occupation::search(SiteId s) const {
  looks_ += list_.size();
  if (looks_ > cost_of_index()) {
    index();
    return find(s);
  }
  std::uint32_t v = 0;
  while (list_[v].site != s.value) ++v;
  return {v};
}

void Occupation::index() const {
  std::fill(blocks_.begin(), blocks_.end(), none);
  for (std::uint32_t v = 0; v < vacancies(); ++v) link(v);
  indexed_ = true;
  moves_unasked_ = looks_ = 0;
}

void Occupation::check() const {
  auto expected = bytes_;
  std::fill(expected.begin(), expected.end(), std::uint8_t{0});
  for (std::uint32_t n = 0; n < vacancies(); ++n) {
    const VacancyId v{n};
    if (slab_->site(cell(v)) != site(v) || find(site(v)) != v)
      throw Error("vacancy " + std::to_string(n) + " is lost: its site, cell and number disagree");
    expected[site(v).value] |= vacant_bit;
    for (int d = 0; d < neighbour_count; ++d) {
      std::uint8_t& b = expected[slab_->site(slab_->neighbour(cell(v), d)).value];
      b = static_cast<std::uint8_t>(b + (d < nn1_count ? one_nn1 : one_nn2));
    }
  }
  if (expected != bytes_) throw Error("the kept coordinations differ from a recount");
}

std::size_t Occupation::memory() const {
  return bytes_.capacity() + blocks_.capacity() * sizeof(std::uint32_t) +
         list_.capacity() * sizeof(Entry);
}

}  // namespace lacuna::lattice
