#include "interface/ways.hpp"

#include <cstdlib>

#include "core/error.hpp"

namespace lacuna::interface {

void Ways::end_above(int layers) {
  std::erase_if(paths_, [layers](const VacancyPath& path) { return path.unwrapped.k >= layers; });
}

bool Ways::lead_to(const lattice::Occupation& occupation) const {
  constexpr int far = 1 << 24;  // no walk leads there, and sums stay in range
  if (paths_.size() != occupation.vacancies()) return false;
  for (std::uint32_t v = 0; v < occupation.vacancies(); ++v) {
    const lattice::Cell& c = paths_[v].unwrapped;
    if (std::abs(c.i) >= far || std::abs(c.j) >= far ||
        occupation.slab().wrap(c) != occupation.cell({v}))
      return false;
  }
  return true;
}

void Ways::check(const lattice::Occupation& occupation) const {
  if (!lead_to(occupation)) throw Error("a way does not lead to its vacancy");
}

void Ways::save(kmc::Writer& w) const {
  w.put(paths_);
  w.put(born_);
}

void Ways::load(kmc::Reader& r, const lattice::Occupation& occupation) {
  r.get(paths_);
  r.get(born_);
  if (!lead_to(occupation)) r.refuse("holds a way that does not lead to its vacancy");
}

}  // namespace lacuna::interface
