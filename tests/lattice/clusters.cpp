#include "lattice/clusters.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "tests/lattice/boxes.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::lattice;

namespace {

double reach_of(Connectivity connectivity) {
  return test::a * (connectivity == Connectivity::nn1 ? std::sqrt(3.0) / 2 : 1.0) + 1e-6;
}

std::size_t root(std::vector<std::size_t>& parent, std::size_t n) {
  while (parent[n] != n) n = parent[n] = parent[parent[n]];
  return n;
}

// Components of points that are joined if the nearest images lie within `reach`: all pairs are
// looked at. `copies` slabs stand side by side in each periodic direction. (points) -> root.
std::vector<std::size_t> components(const Slab& slab, const std::vector<Vector>& points,
                                    double reach, int copies) {
  std::vector<std::size_t> parent(points.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  for (std::size_t m = 0; m < points.size(); ++m)
    for (std::size_t n = 0; n < m; ++n)
      if (test::length(test::nearest_image(slab, points[m], points[n], copies)) < reach)
        parent[root(parent, m)] = root(parent, n);
  for (std::size_t n = 0; n < points.size(); ++n) parent[n] = root(parent, n);
  return parent;
}

std::vector<Vector> positions(const Occupation& occupation) {
  std::vector<Vector> points;
  for (std::uint32_t v = 0; v < occupation.vacancies(); ++v)
    points.push_back(occupation.slab().position(occupation.cell({v})));
  return points;
}

// Whether the cluster of each vacancy spans, found without unwrapping: in a box of 3 x 3 (x 3)
// copies a cluster that does not wrap has as many images as there are copies, one that wraps has
// fewer, since its copies are joined to each other.
std::vector<bool> spanning(const Occupation& occupation, double reach) {
  const Slab& slab = occupation.slab();
  const Vector box = slab.box();
  const std::vector<Vector> one = positions(occupation);
  const int along_normal = slab.boundary() == Boundary::periodic ? 3 : 1;
  std::vector<Vector> all;
  for (int z = 0; z < along_normal; ++z)
    for (int y = 0; y < 3; ++y)
      for (int x = 0; x < 3; ++x)
        for (const Vector& r : one)
          all.push_back({r[0] + x * box[0], r[1] + y * box[1], r[2] + z * box[2]});
  const std::vector<std::size_t> component = components(slab, all, reach, 3);
  std::vector<bool> spans(one.size(), false);
  for (std::size_t v = 0; v < one.size(); ++v) {
    std::vector<std::size_t> images;
    for (std::size_t n = v; n < all.size(); n += one.size()) images.push_back(component[n]);
    std::sort(images.begin(), images.end());
    spans[v] = std::adjacent_find(images.begin(), images.end()) != images.end();
  }
  return spans;
}

// How often the clusters found differ from the plain ones.
int differences(const Occupation& occupation, Connectivity connectivity) {
  const Clusters found = find_clusters(occupation, connectivity);
  const std::vector<std::size_t> component =
      components(occupation.slab(), positions(occupation), reach_of(connectivity), 1);
  const std::vector<bool> spans = spanning(occupation, reach_of(connectivity));
  std::vector<Cluster> plain;
  std::vector<std::size_t> roots;  // of the plain clusters, in the order of their lowest vacancy
  if (found.label.size() != component.size()) return 1;
  int wrong = 0;
  for (std::uint32_t v = 0; v < component.size(); ++v) {
    const int k = occupation.cell({v}).k;
    const auto at = static_cast<std::size_t>(std::find(roots.begin(), roots.end(), component[v]) -
                                             roots.begin());
    if (at == roots.size()) {
      roots.push_back(component[v]);
      plain.push_back({0, k, k, spans[v]});
    }
    Cluster& c = plain[at];
    ++c.size;
    c.lowest_layer = std::min(c.lowest_layer, k);
    c.highest_layer = std::max(c.highest_layer, k);
    if (found.label[v] != at) ++wrong;
  }
  if (found.list.size() != plain.size()) return wrong + 1;
  for (std::size_t n = 0; n < plain.size(); ++n) {
    const Cluster &f = found.list[n], &p = plain[n];
    if (f.size != p.size || f.lowest_layer != p.lowest_layer ||
        f.highest_layer != p.highest_layer || f.spans != p.spans)
      ++wrong;
  }
  return wrong;
}

// A slab and vacancies put there one by one; a cell that is vacant already is left alone.
struct Scene {
  explicit Scene(const Slab& s) : slab(s), occupation(slab) {}
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;
  void vacate(const Cell& c) {
    if (!occupation.vacant(slab.site(slab.wrap(c)))) occupation.vacate(slab.wrap(c));
  }
  [[nodiscard]] Clusters clusters(Connectivity connectivity) const {
    return find_clusters(occupation, connectivity);
  }

  Slab slab;
  Occupation occupation;
};

// One cluster that spans; and with any one of its vacancies filled, none that does.
void check_thin_ring(const Slab& slab, const std::vector<Cell>& ring, Connectivity connectivity) {
  Scene scene(slab);
  for (const Cell& c : ring) scene.vacate(c);
  REQUIRE(scene.occupation.vacancies() == ring.size());
  const Clusters whole = scene.clusters(connectivity);
  REQUIRE(whole.list.size() == 1);
  CHECK(whole.list[0].size == ring.size());
  CHECK(whole.list[0].spans);
  for (std::uint32_t gap = 0; gap < ring.size(); ++gap) {
    Scene cut(slab);
    for (const Cell& c : ring) cut.vacate(c);
    cut.occupation.fill({gap});
    const Clusters rest = cut.clusters(connectivity);
    REQUIRE(rest.list.size() == 1);
    CHECK_FALSE(rest.list[0].spans);
  }
}

// Vacancies at random, each site with probability x.
void fill_at_random(Scene& scene, double x, std::mt19937_64& random) {
  std::bernoulli_distribution vacant(x);
  for (const Cell& c : test::cells_of(scene.slab))
    if (vacant(random)) scene.vacate(c);
}

}  // namespace

TEST_CASE("clusters of random vacancies are those of a search over all pairs, spanning or not") {
  std::mt19937_64 random(31);
  int spanning_clusters = 0, large = 0;
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
    for (const Boundary boundary : {Boundary::open, Boundary::periodic})
      for (const std::array<int, 2>& cells : {std::array{3, 3}, std::array{3, 4}, std::array{5, 3}})
        for (const double fraction : {0.05, 0.12, 0.25}) {
          const test::Box box{normal, cells,
                              boundary == Boundary::open ? 4
                              : normal == Normal::n111   ? 9
                                                         : 6,
                              boundary};
          CAPTURE(test::name(box));
          CAPTURE(fraction);
          for (int repeat = 0; repeat < (boundary == Boundary::open ? 12 : 3); ++repeat) {
            Scene scene(box.slab());
            fill_at_random(scene, fraction, random);
            for (const Connectivity connectivity : {Connectivity::nn1, Connectivity::nn1_nn2}) {
              CHECK(differences(scene.occupation, connectivity) == 0);
              for (const Cluster& c : scene.clusters(connectivity).list) {
                if (c.spans) ++spanning_clusters;
                if (!c.spans && c.size > 5) ++large;
              }
            }
          }
        }
  CHECK(spanning_clusters > 50);
  CHECK(large > 50);
}

TEST_CASE(
    "a slab without vacancies has no clusters, and a full one is a single cluster that spans") {
  Scene scene(Slab(Normal::n110, test::a, {4, 4}, 5));
  CHECK(scene.clusters(Connectivity::nn1).list.empty());
  CHECK(scene.clusters(Connectivity::nn1).label.empty());
  for (const Cell& c : test::cells_of(scene.slab)) scene.vacate(c);
  const Clusters all = scene.clusters(Connectivity::nn1);
  REQUIRE(all.list.size() == 1);
  CHECK(all.list[0].size == scene.slab.sites());
  CHECK(all.list[0].lowest_layer == 0);
  CHECK(all.list[0].highest_layer == 4);
  CHECK(all.list[0].spans);
}

TEST_CASE("second neighbours are connected only if they are asked to be") {
  Scene scene(Slab(Normal::n100, test::a, {6, 6}, 6));
  scene.vacate({1, 1, 1});
  scene.vacate({2, 1, 1});  // a away
  CHECK(scene.clusters(Connectivity::nn1).list.size() == 2);
  CHECK(scene.clusters(Connectivity::nn1_nn2).list.size() == 1);
}

TEST_CASE("a row that closes around the box in x, or in y, spans, and one with a gap does not") {
  const Slab slab(Normal::n100, test::a, {5, 4}, 3);
  std::vector<Cell> along_x, along_y;
  for (int i = 0; i < 5; ++i) along_x.push_back({i, 2, 1});
  for (int j = 0; j < 4; ++j) along_y.push_back({3, j, 0});
  check_thin_ring(slab, along_x, Connectivity::nn1_nn2);
  check_thin_ring(slab, along_y, Connectivity::nn1_nn2);
  Scene singles(slab);
  for (const Cell& c : along_x) singles.vacate(c);
  const Clusters apart = singles.clusters(Connectivity::nn1);
  CHECK(apart.list.size() == 5);
  for (const Cluster& c : apart.list) CHECK_FALSE(c.spans);
}

TEST_CASE(
    "a zigzag of first neighbours that closes straight across rows that are stored skewed spans") {
  // b2 and b2 - b1 by turns: (a/2, a/sqrt 2) and (-a/2, a/sqrt 2); cells {4, 3}, {5, 4}: skew 3, 4
  for (const std::array<int, 2>& cells : {std::array{4, 3}, std::array{5, 4}, std::array{3, 3}}) {
    const Slab slab(Normal::n110, test::a, cells, 2);
    std::vector<Cell> zigzag;
    for (int j = 0; j < slab.rows(); ++j) zigzag.push_back({1 - j / 2, j, 0});
    check_thin_ring(slab, zigzag, Connectivity::nn1);
  }
}

TEST_CASE("a straight chain that closes only after going round once in x and twice in y spans") {
  // (110), 6 x 3 cells: after 6 steps of b2 the chain comes back 3 cells aside, after 12 it closes
  const Slab slab(Normal::n110, test::a, {6, 3}, 2);
  std::vector<Cell> chain;
  for (int j = 0; j < 12; ++j) chain.push_back({0, j, 1});
  check_thin_ring(slab, chain, Connectivity::nn1);
}

TEST_CASE("a staircase that closes diagonally, round x and y at once, spans") {
  const Slab slab(Normal::n100, test::a, {6, 6}, 2);
  std::vector<Cell> stairs;
  for (int n = 0; n < 6; ++n) {
    stairs.push_back({n, n, 0});
    stairs.push_back({n + 1, n, 0});
  }
  check_thin_ring(slab, stairs, Connectivity::nn1_nn2);
}

TEST_CASE("a column that closes through a periodic stack spans") {
  for (const int layers : {6, 8}) {
    // up by (1 1 1) and (1 -1 -1) by turns: straight up in steps of two layers
    const Slab slab(Normal::n100, test::a, {4, 4}, layers, Boundary::periodic);
    std::vector<Cell> column;
    for (int k = 0; k < layers; ++k) column.push_back({1 - k / 2, 1 - k / 2, k});
    check_thin_ring(slab, column, Connectivity::nn1);
  }
}

TEST_CASE(
    "a closed loop that lies across the boundary does not span, nor does it when its hole is "
    "filled") {
  Scene scene(Slab(Normal::n100, test::a, {6, 5}, 3));
  for (int i = -1; i <= 1; ++i)
    for (int j = -1; j <= 1; ++j)
      if (i != 0 || j != 0) scene.vacate({i, j, 0});
  for (int repeat = 0; repeat < 2; ++repeat) {
    const Clusters loop = scene.clusters(Connectivity::nn1_nn2);
    REQUIRE(loop.list.size() == 1);
    CHECK_FALSE(loop.list[0].spans);
    scene.vacate({0, 0, 0});
  }
}

TEST_CASE("a hook whose two ends meet through the boundary spans, though each arm alone is short") {
  // Arms from (0,0) to (2,0) and, one row on, from (2,1) to (5,1): the step (2,0) - (2,1) joins
  // them, and (5,1) - (0,1) - (0,0) closes the path around x.
  Scene scene(Slab(Normal::n100, test::a, {6, 6}, 3));
  for (int i = 0; i <= 2; ++i) scene.vacate({i, 0, 0});
  for (int i = 2; i <= 5; ++i) scene.vacate({i, 1, 0});
  REQUIRE(scene.clusters(Connectivity::nn1_nn2).list.size() == 1);
  CHECK_FALSE(scene.clusters(Connectivity::nn1_nn2).list[0].spans);
  scene.vacate({0, 1, 0});
  REQUIRE(scene.clusters(Connectivity::nn1_nn2).list.size() == 1);
  CHECK(scene.clusters(Connectivity::nn1_nn2).list[0].spans);
}

TEST_CASE(
    "a cluster knows its lowest and highest layer, and clusters come in the order of their first "
    "vacancy") {
  Scene scene(Slab(Normal::n100, test::a, {6, 6}, 9));
  scene.vacate({4, 4, 0});
  scene.vacate({1, 1, 5});
  scene.vacate({1, 1, 6});
  scene.vacate({1, 1, 4});
  const Clusters found = scene.clusters(Connectivity::nn1);
  REQUIRE(found.list.size() == 2);
  CHECK(found.label == std::vector<std::uint32_t>{0, 1, 1, 1});
  CHECK(found.list[0].size == 1);
  CHECK(found.list[1].size == 3);
  CHECK(found.list[1].lowest_layer == 4);
  CHECK(found.list[1].highest_layer == 6);
}

TEST_SUITE("physics") {
  TEST_CASE(
      "random vacancies at fraction x make x (1-x)^8 single and 4 x^2 (1-x)^14 double 1NN clusters "
      "a site") {
    std::mt19937_64 random(test::seed(41));
    for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
      for (const double x : {0.02, 0.1}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(x);
        test::Mean single, pair, single_of_both_shells;
        const Slab slab(normal, test::a, {normal == Normal::n100 ? 16 : 8, 8}, 12,
                        Boundary::periodic);
        const auto sites = static_cast<double>(slab.sites());
        for (int replica = 0; replica < 400; ++replica) {
          Scene scene(slab);
          fill_at_random(scene, x, random);
          int ones = 0, twos = 0, lone = 0;
          for (const Cluster& c : scene.clusters(Connectivity::nn1).list) {
            if (c.size == 1) ++ones;
            if (c.size == 2) ++twos;
          }
          for (const Cluster& c : scene.clusters(Connectivity::nn1_nn2).list)
            if (c.size == 1) ++lone;
          single.add(ones / sites);
          pair.add(twos / sites);
          single_of_both_shells.add(lone / sites);
        }
        CHECK(std::abs(single.deviate(x * std::pow(1 - x, 8))) < test::allowed);
        CHECK(std::abs(pair.deviate(4 * x * x * std::pow(1 - x, 14))) < test::allowed);
        CHECK(std::abs(single_of_both_shells.deviate(x * std::pow(1 - x, 14))) < test::allowed);
        // the errors are small enough to notice a wrong exponent
        CHECK(single.standard_error() < 0.02 * single.mean());
        CHECK(pair.standard_error() < 0.06 * pair.mean());
      }
  }
}
