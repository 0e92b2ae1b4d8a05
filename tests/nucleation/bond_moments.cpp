#include "nucleation/bond_moments.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "nucleation/partition.hpp"
#include "tests/nucleation/sodium.hpp"
#include "tests/oracles/statistics.hpp"

namespace lacuna::nucleation {
namespace {

struct Exact {
  BondNumbers mean{};
  std::array<BondNumbers, bond_kinds> covariance{};
};

// Of the shapes of one size, counted one by one.
Exact exact_moments(const Shapes& shapes, const Conditions& at, int size) {
  const double ln_q = shapes.ln_partition(size, at);
  Exact exact;
  const auto each = [&](auto&& act) {
    for (const ShapeClass& c : shapes.classes()) {
      if (c.size != size) continue;
      const BondNumbers b{double(c.nn1_pairs), double(c.nn2_pairs), double(c.lowest)};
      const double energy = b[0] * at.nn1_gain() + b[1] * at.nn2_gain() + b[2] * at.wall_gain();
      act(b, static_cast<double>(c.count) * std::exp(energy - ln_q));
    }
  };
  each([&](const BondNumbers& b, double share) {
    for (std::size_t k = 0; k < bond_kinds; ++k) exact.mean[k] += share * b[k];
  });
  each([&](const BondNumbers& b, double share) {
    for (std::size_t k = 0; k < bond_kinds; ++k)
      for (std::size_t l = 0; l < bond_kinds; ++l)
        exact.covariance[k][l] += share * (b[k] - exact.mean[k]) * (b[l] - exact.mean[l]);
  });
  return exact;
}

}  // namespace

TEST_CASE("moments of bonds are those of the clusters that were added") {
  Cluster cluster(lattice::Normal::n110, Region::wall);
  std::vector<BondTally> stretches(2, BondTally(2));
  for (BondTally& stretch : stretches) stretch.add(cluster);
  const auto first_neighbour_in_layer = [&] {
    for (const Cluster::Place p : cluster.perimeter())
      if (cluster.touches(p) && cluster.around(p) == 1) return p;
    return Cluster::Place{};
  }();
  const auto second_neighbour_above = [&] {
    for (const Cluster::Place p : cluster.perimeter())
      if (!cluster.touches(p) && cluster.around(p) == 16) return p;
    return Cluster::Place{};
  }();
  cluster.add(first_neighbour_in_layer);
  stretches[0].add(cluster);
  cluster.remove(first_neighbour_in_layer);
  cluster.add(second_neighbour_above);
  stretches[1].add(cluster);

  const auto moments = bond_moments(stretches);
  REQUIRE(moments.size() == 2);
  CHECK(moments[0].mean == BondNumbers{0, 0, 1});
  CHECK(moments[0].covariance[2][2] == 0);
  CHECK(moments[1].mean == BondNumbers{0.5, 0.5, 1.5});
  CHECK(moments[1].covariance[0][1] == doctest::Approx(-0.25));
  CHECK(moments[1].covariance[0][2] == doctest::Approx(0.25));
  CHECK(moments[1].error == BondNumbers{0.5, 0.5, 0.5});
}

TEST_CASE("sampled moments are those of the shapes, within errors") {
  const Shapes shapes(lattice::Normal::n110, 5);
  const Conditions at = test::wall(0.047);
  const Effort effort{8, 2'000'000, test::seed(1)};
  const auto moments = sample(at, Shapes(lattice::Normal::n110, 3), effort).bonds();
  for (int size = 2; size <= 5; ++size) {
    CAPTURE(size);
    const Exact exact = exact_moments(shapes, at, size);
    const BondMoments& found = moments[static_cast<std::size_t>(size - 1)];
    for (std::size_t k = 0; k < bond_kinds; ++k) {
      CAPTURE(k);
      CHECK(std::abs(found.mean[k] - exact.mean[k]) < test::allowed * found.error[k]);
      CHECK(found.error[k] < 0.02);
      CHECK(found.covariance[k][k] == doctest::Approx(exact.covariance[k][k]).epsilon(0.1));
    }
  }
}

}  // namespace lacuna::nucleation
