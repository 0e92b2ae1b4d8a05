#include "lattice/islands.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

#include "tests/lattice/boxes.hpp"

using namespace lacuna;
using namespace lacuna::lattice;

namespace {

void vacate_layers(Occupation& occupation, int from, int to) {
  const Slab& slab = occupation.slab();
  for (std::uint64_t n = 0; n < slab.sites(); ++n)
    if (const Cell c = slab.nth(n); c.k >= from && c.k < to) (void)occupation.vacate(c);
}

void put_atom(Occupation& occupation, const Cell& c) {
  (void)occupation.fill(occupation.find(occupation.slab().site(c)));
}

bool same(const Islands& found, const Islands& expected) {
  return found.count == expected.count && found.atoms == expected.atoms &&
         found.in_layer0 == expected.in_layer0;
}

std::size_t root_of(const std::vector<std::size_t>& parent, std::size_t n) {
  while (parent[n] != n) n = parent[n];
  return n;
}

// All pairs of atoms are looked at, in a slab with full layers on top that are one piece.
Islands by_pairs(const Occupation& occupation) {
  const Slab& slab = occupation.slab();
  const Slab taller = slab.with_layers(slab.layers() + slab.reach());
  std::vector<Cell> atoms;
  for (std::uint64_t n = 0; n < taller.sites(); ++n) {
    const Cell c = taller.nth(n);
    if (c.k >= slab.layers() || !occupation.vacant(slab.site(c))) atoms.push_back(c);
  }
  std::vector<std::size_t> parent(atoms.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto join = [&](std::size_t m, std::size_t n) {
    parent[root_of(parent, m)] = root_of(parent, n);
  };
  const double reach = test::a * 0.9;  // between first and second neighbours
  const std::size_t top = atoms.size() - 1;
  for (std::size_t m = 0; m < atoms.size(); ++m) {
    if (atoms[m].k >= slab.layers()) join(m, top);
    for (std::size_t n = 0; n < m; ++n)
      if (test::length(test::nearest_image(taller, taller.position(atoms[m]),
                                           taller.position(atoms[n]), 1)) < reach)
        join(m, n);
  }
  Islands found;
  for (std::size_t n = 0; n < atoms.size(); ++n) {
    if (root_of(parent, n) == root_of(parent, top)) continue;
    ++found.atoms;
    found.in_layer0 += atoms[n].k == 0;
    found.count += parent[n] == n;
  }
  return found;
}

}  // namespace

TEST_CASE("a full slab has no islands, and an atom among vacancies on the ceramic is one") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111}) {
    const Slab slab(normal, test::a, {4, 4}, 12);
    Occupation occupation(slab);
    CHECK(same(find_islands(occupation), {}));
    vacate_layers(occupation, 0, 6);
    CHECK(same(find_islands(occupation), {}));
    put_atom(occupation, {1, 1, 0});
    CHECK(same(find_islands(occupation), {1, 1, 1}));
    put_atom(occupation, {3, 3, 0});
    CHECK(find_islands(occupation).atoms == 2);
    CHECK(find_islands(occupation).in_layer0 == 2);
  }
}

TEST_CASE(
    "a layer that is cut off is one island across the periodic sides, until an atom bridges") {
  const Slab slab(Normal::n110, test::a, {4, 3}, 6);
  Occupation occupation(slab);
  vacate_layers(occupation, 1, 3);
  const std::uint32_t layer = slab.sites_per_layer();
  CHECK(same(find_islands(occupation), {1, layer, layer}));
  // up from layer 0, over the edge of the box
  Cell step{slab.columns() - 1, slab.rows() - 1, 0};
  for (int rung = 0; rung < 2; ++rung) {
    for (int d = 0; d < nn1_count; ++d)
      if (const Cell up = slab.neighbour(step, d); up.k == step.k + 1) {
        step = up;
        break;
      }
    CHECK(find_islands(occupation).atoms == layer + static_cast<std::uint32_t>(rung));
    put_atom(occupation, step);
  }
  CHECK(same(find_islands(occupation), {}));
}

TEST_CASE("islands are those that a look at all pairs finds, in random occupations") {
  std::mt19937_64 random(5);
  int with_islands = 0;
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
    for (const double share : {0.5, 0.7, 0.85}) {
      CAPTURE(share);
      const Slab slab(normal, test::a, {4, 4}, 7);
      Occupation occupation(slab);
      std::bernoulli_distribution vacant(share);
      for (std::uint64_t n = 0; n < slab.sites(); ++n)
        if (vacant(random)) (void)occupation.vacate(slab.nth(n));
      const Islands found = find_islands(occupation);
      CHECK(same(found, by_pairs(occupation)));
      with_islands += found.count > 1;
    }
  CHECK(with_islands > 4);
}
