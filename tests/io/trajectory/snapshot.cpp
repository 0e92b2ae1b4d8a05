#include "io/trajectory/snapshot.hpp"

#include <doctest/doctest.h>

#include <set>
#include <vector>

#include "interface/observer.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"

using namespace lacuna;
using io::FrameSites;
using io::Particle;

namespace {

std::vector<Particle> visited(const io::Snapshot& snapshot, const io::Selection& selection) {
  std::vector<Particle> list;
  snapshot.visit(selection, [&list](const Particle& p) { list.push_back(p); });
  CHECK(snapshot.count(selection) == list.size());
  return list;
}

}  // namespace

TEST_CASE(
    "a snapshot knows of every site what the program held, on every normal and frame after frame") {
  for (const lattice::Normal normal : test::all_normals) {
    const test::StoredTrajectory stored(normal);
    io::TrajectoryReader reader(stored.file());
    io::Snapshot snapshot(reader.header(), reader.slab());
    for (const std::size_t n : {0U, 2U, 1U}) {
      snapshot.show(reader.read(n));
      for (const auto sites : {FrameSites::vacancies, FrameSites::all}) {
        const auto held =
            stored.held()["frames"][n][sites == FrameSites::all ? "all" : "vacancies"];
        const auto found = visited(snapshot, {sites, {}});
        REQUIRE(found.size() == held.size());
        for (std::size_t m = 0; m < found.size(); ++m) {
          const Particle& p = found[m];
          const nlohmann::json row{p.vacant ? 1 : 0, p.position[0], p.position[1],
                                   p.position[2],    p.id,          p.cell.k,
                                   p.cluster,        p.nn1,         p.nn2};
          CHECK(row == held[m]);  // to the last bit
        }
      }
    }
  }
}

TEST_CASE("near voids are all vacancies, and the atoms that touch a void and no others") {
  const test::StoredTrajectory stored;
  io::TrajectoryReader reader(stored.file());
  io::Snapshot snapshot(reader.header(), reader.slab());
  snapshot.show(reader.read(1));
  CHECK(visited(snapshot, {FrameSites::near_voids, {}}).size() ==
        snapshot.head().vacancies);  // there is no void yet
  snapshot.show(reader.read(2));
  std::set<std::uint64_t> near;
  std::size_t vacancies = 0;
  const auto found = visited(snapshot, {FrameSites::near_voids, {}});
  for (const Particle& p : found) {
    vacancies += p.vacant;
    if (!p.vacant) near.insert(p.id);
  }
  CHECK(vacancies == snapshot.head().vacancies);
  const lattice::Slab& slab = snapshot.slab();
  for (const Particle& p : visited(snapshot, {FrameSites::all, {}})) {
    bool touches = false;
    for (int d = 0; d < lattice::neighbour_count; ++d) {
      const lattice::Cell c = slab.neighbour(p.cell, d);
      if (c.k < 0 || c.k >= slab.layers() || !snapshot.occupation().vacant(slab.site(c))) continue;
      const auto label = snapshot.clusters().label[snapshot.occupation().find(slab.site(c)).value];
      touches = touches || snapshot.clusters().list[label].size >= interface::void_size;
    }
    CHECK((near.count(p.id) == 1) == (touches && !p.vacant));
  }
  for (std::size_t n = 1; n < found.size(); ++n) CHECK(found[n - 1].id < found[n].id);
}

TEST_CASE("a region selects the sites that lie in it") {
  const test::StoredTrajectory stored;
  io::TrajectoryReader reader(stored.file());
  io::Snapshot snapshot(reader.header(), reader.slab());
  snapshot.show(reader.read(2));
  io::Region region;
  region.low[0] = 5;
  region.high[2] = 10;
  std::size_t inside = 0;
  for (const Particle& p : visited(snapshot, {FrameSites::all, {}}))
    inside += p.position[0] >= 5 && p.position[2] <= 10;
  CHECK(inside > 10);
  CHECK(visited(snapshot, {FrameSites::all, region}).size() == inside);
}
