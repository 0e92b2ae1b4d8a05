#include "nucleation/cluster.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <set>

#include "tests/nucleation/sodium.hpp"

namespace lacuna::nucleation {
namespace {

using lattice::Cell;

// The same cluster as a set of cells on a lattice without end, made anew for every question.
class PlainCluster {
 public:
  PlainCluster(lattice::Normal normal, Region region)
      : steps_(unit_slab(normal).steps()), region_(region) {}

  std::set<Cell> members{Cell{}};

  // Members around a site by their kind; empty where there is none.
  [[nodiscard]] std::pair<int, int> around(const Cell& c) const {
    std::pair<int, int> count{0, 0};
    for (std::size_t d = 0; d < steps_.size(); ++d)
      if (members.count(c + steps_[d]) > 0) ++(d < lattice::nn1_count ? count.first : count.second);
    return count;
  }
  [[nodiscard]] std::set<Cell> perimeter() const {
    std::set<Cell> beside;
    for (const Cell& m : members)
      for (const Cell& step : steps_) {
        const Cell c = m + step;
        if (members.count(c) == 0 && (region_ == Region::bulk || c.k >= 0)) beside.insert(c);
      }
    return beside;
  }
  [[nodiscard]] bool connected() const {
    std::set<Cell> found{*members.begin()};
    std::vector<Cell> fresh{*members.begin()};
    while (!fresh.empty()) {
      const Cell c = fresh.back();
      fresh.pop_back();
      for (const Cell& step : steps_)
        if (members.count(c + step) > 0 && found.insert(c + step).second) fresh.push_back(c + step);
    }
    return found.size() == members.size();
  }

 private:
  std::array<Cell, lattice::neighbour_count> steps_;
  Region region_;
};

// A cluster that grows and shrinks at random, beside its plain form.
class Pair {
 public:
  Pair(lattice::Normal normal, Region region)
      : cluster(normal, region), plain(normal, region), origin_(cluster.members()[0]) {}

  [[nodiscard]] Cell cell(Cluster::Place p) const { return Cluster::way(origin_, p); }
  void add(std::size_t n) {
    const Cluster::Place p = cluster.perimeter()[n];
    plain.members.insert(cell(p));
    cluster.add(p);
  }
  // Does nothing where the rest would not be connected; says whether both forms agree on that.
  [[nodiscard]] bool remove(std::size_t n) {
    const Cluster::Place p = cluster.members()[n];
    const Cluster::Remainder left = cluster.without(p);
    const bool connected = cluster.connected(p, left);
    plain.members.erase(cell(p));
    const bool agree = connected == plain.connected();
    const bool same_perimeter = !connected || left.perimeter == plain.perimeter().size();
    if (connected)
      cluster.remove(p);
    else
      plain.members.insert(cell(p));
    disconnected += connected ? 0 : 1;
    return agree && same_perimeter;
  }
  [[nodiscard]] int differences() const {
    int wrong = 0;
    std::set<Cell> members, perimeter;
    std::size_t touching = 0, nn1 = 0, nn2 = 0;  // pairs, each twice
    for (const Cluster::Place p : cluster.members()) {
      members.insert(cell(p));
      touching += cluster.touches(p) ? 1 : 0;
      nn1 += Cluster::nn1_around(cluster.around(p));
      nn2 += Cluster::nn2_around(cluster.around(p));
      wrong += right_around(p) && cluster.is_member(p) ? 0 : 1;
    }
    for (const Cluster::Place p : cluster.perimeter()) {
      perimeter.insert(cell(p));
      wrong += right_around(p) && !cluster.is_member(p) && !cluster.is_closed(p) ? 0 : 1;
    }
    return wrong + (members != plain.members) + (perimeter != plain.perimeter()) +
           (touching != cluster.touching()) + (nn1 != 2 * cluster.nn1_pairs()) +
           (nn2 != 2 * cluster.nn2_pairs());
  }

  Cluster cluster;
  PlainCluster plain;
  int disconnected = 0;

 private:
  [[nodiscard]] bool right_around(Cluster::Place p) const {
    const auto [nn1, nn2] = plain.around(cell(p));
    return cluster.around(p) == nn1 + 16 * nn2;
  }
  Cluster::Place origin_;
};

}  // namespace

TEST_CASE("a cluster that grows and shrinks keeps its perimeter and knows what divides it") {
  std::mt19937_64 random(7);
  for (const lattice::Normal normal : test::normals)
    for (const Region region : {Region::bulk, Region::wall}) {
      Pair pair(normal, region);
      int wrong = 0;
      const auto below = [&](std::size_t n) { return random() % n; };
      for (int move = 0; move < 400; ++move) {
        const bool grow = pair.cluster.size() < 2 || (random() % 16 < 9 && move < 300);
        if (grow)
          pair.add(below(pair.cluster.perimeter().size()));
        else
          wrong += pair.remove(below(pair.cluster.size())) ? 0 : 1;
        if (move % 10 == 0) wrong += pair.differences();
      }
      CHECK(wrong == 0);
      CHECK(pair.disconnected > 20);
    }
}

TEST_CASE("a cluster that wanders past the ends of the storage stays the same") {
  for (const lattice::Normal normal : test::normals) {
    Cluster cluster(normal, Region::bulk);
    for (int n = 0; n < 500; ++n) {
      const std::size_t ahead = static_cast<std::size_t>(n) % lattice::neighbour_count & ~1U;
      const Cluster::Place first = cluster.members()[0];
      cluster.add(cluster.neighbour(first, ahead));
      const std::size_t perimeter = cluster.perimeter().size();
      CHECK(cluster.without(first).members == 1U << ahead);
      cluster.remove(first);
      CHECK(cluster.perimeter().size() == lattice::neighbour_count);
      CHECK(perimeter < 2 * lattice::neighbour_count);
    }
  }
}

TEST_CASE("nothing of a cluster at the wall is in the ceramic") {
  std::mt19937_64 random(8);
  for (const lattice::Normal normal : test::normals) {
    Cluster cluster(normal, Region::wall);
    CHECK(cluster.touching() == 1);
    for (int n = 0; n < 200; ++n)
      cluster.add(cluster.perimeter()[random() % cluster.perimeter().size()]);
    for (const Cluster::Place p : cluster.members()) CHECK(cluster.layer(p) >= 0);
    for (const Cluster::Place p : cluster.perimeter()) CHECK(cluster.layer(p) >= 0);
    CHECK(cluster.is_closed(cluster.neighbour(cluster.members()[0], 1)));
  }
}

}  // namespace lacuna::nucleation
