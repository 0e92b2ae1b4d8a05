#include "io/trajectory/void_surface.hpp"

#include <doctest/doctest.h>

#include <map>
#include <utility>

#include "interface/observer.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"

using namespace lacuna;

namespace {

/// The scene as a snapshot.
io::Snapshot shown(test::Scene& scene) {
  io::Snapshot snapshot(io::trajectory_header(scene.input), scene.slab);
  snapshot.show(io::frame_of(scene.at(0), scene.occupation));
  return snapshot;
}

/// [angstrom³] By the divergence theorem, over the triangles that make up each face.
double volume(const io::VoidSurface& surface) {
  double sum = 0;
  for (const auto& face : surface.faces) {
    for (std::size_t n = 2; n < face.size(); ++n) {
      const lattice::Vector a = surface.points[face[0]], b = surface.points[face[n - 1]],
                            c = surface.points[face[n]];
      sum += a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) +
             a[2] * (b[0] * c[1] - b[1] * c[0]);
    }
  }
  return sum / 6;
}

/// Every edge is passed as often one way as the other.
bool closed(const io::VoidSurface& surface) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> passed;
  for (const auto& face : surface.faces) {
    for (std::size_t n = 0; n < face.size(); ++n) {
      const std::uint32_t a = face[n], b = face[(n + 1) % face.size()];
      a < b ? ++passed[{a, b}] : --passed[{b, a}];
    }
  }
  for (const auto& edge : passed)
    if (edge.second != 0) return false;
  return !surface.faces.empty();
}

}  // namespace

TEST_CASE(
    "the surface of voids is closed and holds half a cubic cell of each vacancy, also across the "
    "sides") {
  for (const lattice::Normal normal : test::all_normals) {
    test::Scene scene(normal);
    scene.add_void();
    const io::VoidSurface one = void_surface(shown(scene), {});
    const double cell = 4.29 * 4.29 * 4.29 / 2;
    CHECK(closed(one));
    CHECK(volume(one) == doctest::Approx(12 * cell).epsilon(1e-9));
    CHECK(one.owners.size() == one.faces.size());
    scene.fill();
    scene.cluster({4, 1, scene.slab.reach()}, 13);  // down to the ceramic
    const io::Snapshot snapshot = shown(scene);
    double vacancies = 0;
    bool small = false;
    for (const lattice::Cluster& c : snapshot.clusters().list) {
      if (c.size >= interface::void_size) vacancies += c.size;
      small = small || c.size < interface::void_size;  // which have no surface
    }
    const io::VoidSurface two = void_surface(snapshot, {});
    CHECK(vacancies > 20);
    CHECK(small);
    CHECK(closed(two));
    CHECK(volume(two) == doctest::Approx(vacancies * cell).epsilon(1e-9));
  }
}

TEST_CASE(
    "corners that faces share are one point: Euler's formula holds for a void inside the box") {
  test::Scene scene(lattice::Normal::n100);
  scene.cluster({1, 0, 4}, 14);  // a site and all its neighbours: a ball
  const io::VoidSurface surface = void_surface(shown(scene), {});
  std::size_t sides = 0;
  for (const auto& face : surface.faces) sides += face.size();
  CHECK(surface.points.size() + surface.faces.size() - sides / 2 == 2);
}

TEST_CASE("a region cuts the surface of a void open") {
  test::Scene scene;
  scene.cluster({3, 2, 4}, 14);
  io::Region region;
  region.low[2] = scene.slab.position({0, 0, 4})[2] - 0.1;
  const io::VoidSurface part = void_surface(shown(scene), region);
  CHECK_FALSE(closed(part));
  CHECK(part.faces.size() > 10);
  for (const io::Particle& p : part.owners) CHECK(p.cell.k >= 4);
}
