#include "nucleation/equilibrium_void.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <utility>

#include "core/error.hpp"
#include "lattice/clusters.hpp"
#include "nucleation/bond_moments.hpp"
#include "nucleation/equilibrium_shape.hpp"
#include "nucleation/partition.hpp"
#include "nucleation/shapes.hpp"
#include "tests/nucleation/sodium.hpp"

namespace lacuna::nucleation {
namespace {

using lattice::Cell;
using lattice::Normal;
using lattice::Slab;
using Cells = std::vector<Cell>;

Slab box(Normal normal, int cells = 20, int layers = 30) {
  return {normal,
          4.29,
          {cells, normal == Normal::n110   ? cells * 3 / 4
                  : normal == Normal::n100 ? cells
                                           : cells / 2},
          layers};
}

// What a void costs [eV]: E_f for each vacancy, less the pairs, counted one by one, and what layer
// 0 gains.
double cost(const Conditions& at, const Slab& slab, const Cells& cells) {
  std::set<Cell> vacant(cells.begin(), cells.end());
  double cost = static_cast<double>(cells.size()) * (4 * at.bond_nn1 + 3 * at.bond_nn2);
  for (const Cell& c : cells) {
    for (int d = 0; d < lattice::neighbour_count; d += 2)  // one of every two opposite directions
      if (vacant.contains(slab.neighbour(c, d)))
        cost -= d < lattice::nn1_count ? at.bond_nn1 : at.bond_nn2;
    if (c.k == 0) cost -= at.segregation;
  }
  return cost;
}

std::pair<Cells, Cells> both(const Conditions& at, const Slab& slab, int vacancies) {
  return {equilibrium_void(at, slab, slab.layers() - 2, vacancies),
          half_ball(slab, slab.layers() - 2, vacancies)};
}

double in_layer_0(const Cells& cells) {
  return static_cast<double>(
      std::count_if(cells.begin(), cells.end(), [](const Cell& c) { return c.k == 0; }));
}

// [eV] What Winterbottom's shape of n vacancies costs.
double surface_cost(double segregation, double n) {
  const Conditions at = test::wall(segregation);
  return EquilibriumShape(at).surface_coefficient() * at.thermal_energy() * std::pow(n, 2.0 / 3);
}

// The contact angle [degrees] of Winterbottom's shape with so much contact: as E_seg rises the cost
// falls by what layer 0 holds, dΓ/dE_seg = −n0.
double angle_of_contact(double n0, double n) {
  double low = 0.001, high = 0.2;
  for (int step = 0; step < 40; ++step) {
    const double middle = (low + high) / 2, d = 1e-4;
    const double contact = (surface_cost(middle - d, n) - surface_cost(middle + d, n)) / (2 * d);
    (contact < n0 ? low : high) = middle;
  }
  return EquilibriumShape(test::wall(low)).contact_angle();
}

}  // namespace

TEST_CASE("fifty vacancies of sodium on (110) cost 7.62 eV, where half a ball costs 8.82") {
  const Conditions at = test::wall(0.0);
  const Slab slab = box(Normal::n110);
  const auto [relaxed, ball] = both(at, slab, 50);
  CHECK(cost(at, slab, ball) == doctest::Approx(8.82));  // 147 broken bonds too many
  CHECK(cost(at, slab, relaxed) < 7.62 + 1e-9);
}

TEST_CASE("a void costs no more than half a ball, is whole and of its size, at every wall") {
  for (const Normal normal : test::normals) {
    const Slab slab = box(normal);
    for (const double segregation : {-0.1, 0.0, 0.087})
      for (const int n : {1, 2, 10, 50, 150}) {
        for (const auto& [bond1, bond2] : {std::pair{0.06, 0.06}, {0.03, 0.09}}) {
          CAPTURE(static_cast<int>(normal));
          CAPTURE(segregation);
          CAPTURE(n);
          Conditions at = test::wall(segregation, normal);
          at.bond_nn1 = bond1;
          at.bond_nn2 = bond2;
          const auto [relaxed, ball] = both(at, slab, n);
          CHECK(relaxed.size() == static_cast<std::size_t>(n));
          CHECK(cost(at, slab, relaxed) <= cost(at, slab, ball) + 1e-9);
          lattice::Occupation occupation(slab);
          for (const Cell& c : relaxed) occupation.vacate(c);
          const auto pieces =
              lattice::find_clusters(occupation, lattice::Connectivity::nn1_nn2).list;
          CHECK(pieces.size() == 1);
          CHECK(pieces[0].lowest_layer == 0);
          CHECK(gain_of(at, occupation) ==
                doctest::Approx(n * (4 * bond1 + 3 * bond2) - cost(at, slab, relaxed)));
        }
      }
  }
}

TEST_CASE("where nothing attracts vacancies, or the wall wets, a void is half a ball") {
  const Slab slab = box(Normal::n110);
  Conditions none = test::wall(0.05);
  none.bond_nn1 = none.bond_nn2 = 0;
  Conditions repelling = test::wall(0.05);
  repelling.bond_nn1 = -0.01;
  for (const Conditions& at : {none, repelling, test::wall(0.5)}) {
    CHECK_FALSE(has_shape(at));
    const auto [relaxed, ball] = both(at, slab, 40);
    CHECK(relaxed == ball);
  }
  CHECK(has_shape(test::wall(0.2)));
}

TEST_CASE("a void fills a slab that has just room for it, and more are refused") {
  const Slab slab(Normal::n110, 4.29, {4, 3}, 4);
  const Conditions at = test::wall(0.05);
  const int room = static_cast<int>(3 * slab.sites_per_layer());
  CHECK(equilibrium_void(at, slab, 2, room).size() == static_cast<std::size_t>(room));
  CHECK_THROWS_AS(static_cast<void>(equilibrium_void(at, slab, 2, room + 1)), InputError);
}

TEST_CASE("beside a wall that prefers neither, voids cost the same on all normals") {
  for (const int n : {10, 24, 50, 100}) {
    std::set<int> costs;  // in bonds
    for (const Normal normal : test::normals) {
      const Conditions at = test::wall(0.0, normal);
      const Slab slab = box(normal);
      costs.insert(static_cast<int>(
          std::lround(cost(at, slab, equilibrium_void(at, slab, slab.layers() - 2, n)) / 0.06)));
    }
    CAPTURE(n);
    CHECK(costs.size() == 1);
  }
}

TEST_SUITE("physics") {
  // What lacuna-validate compares of voids on patches (tests/validate/voids.cpp), in degrees.
  TEST_CASE("of thirty vacancies at 400 K, 2 % of the ground are a degree of the contact angle") {
    constexpr std::size_t n = 30;
    for (const auto& [gained, angle] : {std::pair{0.047, 68.0}, {0.087, 81.3}}) {
      const double segregation = gained;
      CAPTURE(segregation);
      Conditions at = test::wall(segregation);
      at.temperature = 400;
      BondTally tally(n + 2);
      (void)sample(at, Shapes(at.normal), {n + 2, 10'000'000, 1},
                   [&](const Cluster& c) { tally.add(c); });
      const double ground = tally.mean(n)[2], found = angle_of_contact(ground, n);
      CHECK(std::abs(found - angle) < 2);  // over seeds ±0.6
      CHECK(angle_of_contact(1.02 * ground, n) - found == doctest::Approx(1).epsilon(0.15));
    }
  }

  TEST_CASE("large voids have the contact and the cost of Winterbottom's shape") {
    constexpr int n = 3000;
    const Slab slab = box(Normal::n110, 44, 40);
    const auto large = [&](double segregation) {
      return equilibrium_void(test::wall(segregation), slab, slab.layers() - 2, n);
    };
    const double free = cost(test::wall(0.0), slab, large(0.0));
    for (const auto& [gained, angle, factor] :
         {std::tuple{0.047, 52.5, 0.875}, {0.087, 74.0, 0.689}}) {
      const double segregation = gained;
      CAPTURE(segregation);
      const Cells cells = large(segregation);
      const double wetted = cost(test::wall(segregation), slab, cells);
      CHECK(std::abs(angle_of_contact(in_layer_0(cells), n) - angle) < 6);  // falls with the
                                                                            // size: 2.6° at 8000
      CHECK(wetted == doctest::Approx(surface_cost(segregation, n)).epsilon(0.02));
      CHECK(std::pow(wetted / free, 3) == doctest::Approx(factor).epsilon(0.03));
    }
  }
}

}  // namespace lacuna::nucleation
