#include "lattice/occupation.hpp"

#include <string>

#include "core/error.hpp"

namespace lacuna::lattice {

Occupation::Occupation(const Slab& slab) : slab_(&slab), bytes_(slab.storage(), 0) {}

std::uint8_t Occupation::vacate(const Cell& c) {
  const SiteId s = slab_->site(c);
  map_.insert(s.value, vacancies());
  list_.push_back(entry(s, c));
  return add_around(s, c);
}

std::uint8_t Occupation::fill(VacancyId v) {
  const Entry gone = list_[v.value];
  map_.erase(gone.site);
  const Entry last = list_.back();
  list_.pop_back();
  if (v.value != vacancies()) {
    list_[v.value] = last;
    map_.assign(last.site, v.value);
  }
  return subtract_around({gone.site}, {gone.i, gone.j, gone.k});
}

void Occupation::check() const {
  std::vector<std::uint8_t> expected(bytes_.size(), 0);
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

std::size_t Occupation::memory() const { return bytes_.capacity() + list_.capacity() * sizeof(Entry) + map_.memory(); }

}  // namespace lacuna::lattice
