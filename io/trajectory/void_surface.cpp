#include "io/trajectory/void_surface.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "interface/observer.hpp"

namespace lacuna::io {

using lattice::Slab;
using lattice::Vector;

namespace {

/// In quarters of the lattice constant along the cubic axes, where corners of cells and sites have
/// whole numbers.
using Quarters = std::array<int, 3>;

double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
int dot(const Quarters& a, const Quarters& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Quarters cross(const Quarters& a, const Quarters& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
Quarters minus(const Quarters& a, const Quarters& b) {
  return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}

/// The cubic axes in the frame of the box: second neighbours lie a apart along them.
class Axes {
 public:
  explicit Axes(const Slab& slab) : quarter_(slab.lattice_constant() / 4) {
    for (std::size_t n = 0; n < 3; ++n) {
      axis_[n] = slab.step_vector(lattice::nn1_count + 2 * static_cast<int>(n));
      for (double& component : axis_[n]) component /= slab.lattice_constant();
    }
  }
  [[nodiscard]] Quarters quarters(const Vector& r) const {
    Quarters q{};
    for (std::size_t n = 0; n < 3; ++n)
      q[n] = static_cast<int>(std::lround(dot(r, axis_[n]) / quarter_));
    return q;
  }
  [[nodiscard]] Vector place(const Quarters& q) const {
    Vector r{};
    for (std::size_t n = 0; n < 3; ++n)
      for (std::size_t x = 0; x < 3; ++x) r[x] += quarter_ * q[n] * axis_[n][x];
    return r;
  }

 private:
  double quarter_;
  std::array<Vector, 3> axis_{};
};

/// The 24 corners of a cell around its site: permutations of (0, ±1, ±2).
std::vector<Quarters> corners() {
  std::vector<Quarters> list;
  for (int x = -2; x <= 2; ++x)
    for (int y = -2; y <= 2; ++y)
      for (int z = -2; z <= 2; ++z)
        if (x * x + y * y + z * z == 5 && x * y * z == 0) list.push_back({x, y, z});
  return list;
}

/// Corners of the face towards a neighbour, turning left seen from there.
std::vector<Quarters> face_towards(const Quarters& neighbour) {
  std::vector<Quarters> face;
  for (const Quarters& corner : corners())
    if (2 * dot(corner, neighbour) == dot(neighbour, neighbour)) face.push_back(corner);
  const Quarters first = face.front();
  // all on one side of the line from the first corner to the next: a convex polygon's order around
  // it
  std::sort(face.begin() + 1, face.end(), [&](const Quarters& a, const Quarters& b) {
    return dot(cross(minus(a, first), minus(b, first)), neighbour) > 0;
  });
  return face;
}

struct Hash {
  std::size_t operator()(const Quarters& q) const {
    std::uint64_t word = 0;
    for (const int x : q) word = (word ^ static_cast<std::uint32_t>(x)) * 0x9e3779b97f4a7c15U;
    return word ^ word >> 32U;
  }
};

class SurfaceMaker {
 public:
  explicit SurfaceMaker(const Snapshot& snapshot) : snapshot_(snapshot), axes_(snapshot.slab()) {
    for (int d = 0; d < lattice::neighbour_count; ++d)
      faces_[static_cast<std::size_t>(d)] =
          face_towards(axes_.quarters(snapshot.slab().step_vector(d)));
  }

  void cell(const Particle& p) {
    const Quarters centre = axes_.quarters(p.position);
    for (int d = 0; d < lattice::neighbour_count; ++d) {
      if (joined(p, d)) continue;
      std::vector<std::uint32_t> face;
      for (const Quarters& corner : faces_[static_cast<std::size_t>(d)])
        face.push_back(
            point({centre[0] + corner[0], centre[1] + corner[1], centre[2] + corner[2]}));
      surface_.faces.push_back(std::move(face));
      surface_.owners.push_back(p);
    }
  }

  [[nodiscard]] VoidSurface take() { return std::move(surface_); }

 private:
  // To a vacancy beside it, and not only across a side of the box.
  [[nodiscard]] bool joined(const Particle& p, int direction) const {
    const Slab& slab = snapshot_.slab();
    const lattice::Cell to = slab.neighbour(p.cell, direction);
    if (to.k < 0 || to.k >= slab.layers() || !snapshot_.occupation().vacant(slab.site(to)))
      return false;
    const Vector step = slab.step_vector(direction), there = slab.position(to);
    const double far = slab.lattice_constant() / 4;
    return std::abs(p.position[0] + step[0] - there[0]) < far &&
           std::abs(p.position[1] + step[1] - there[1]) < far;
  }

  std::uint32_t point(const Quarters& corner) {
    const auto [entry, added] =
        numbers_.try_emplace(corner, static_cast<std::uint32_t>(surface_.points.size()));
    if (added) surface_.points.push_back(axes_.place(corner));
    return entry->second;
  }

  const Snapshot& snapshot_;
  Axes axes_;
  std::array<std::vector<Quarters>, lattice::neighbour_count> faces_;
  std::unordered_map<Quarters, std::uint32_t, Hash> numbers_;
  VoidSurface surface_;
};

}  // namespace

VoidSurface void_surface(const Snapshot& snapshot, const Region& region) {
  SurfaceMaker maker(snapshot);
  snapshot.visit({FrameSites::vacancies, region}, [&maker](const Particle& p) {
    if (p.cluster_size >= interface::void_size) maker.cell(p);
  });
  return maker.take();
}

}  // namespace lacuna::io
