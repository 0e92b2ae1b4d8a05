#include "nucleation/equilibrium_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace lacuna::nucleation {
namespace {

using lattice::Vector;
using Polygon = std::vector<Vector>;

double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Vector cross(const Vector& a, const Vector& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
Vector scaled(const Vector& a, double factor) {
  return {a[0] * factor, a[1] * factor, a[2] * factor};
}
Vector sum(const Vector& a, const Vector& b) { return {a[0] + b[0], a[1] + b[1], a[2] + b[2]}; }
double length(const Vector& a) { return std::sqrt(dot(a, a)); }

using Facets = std::vector<Facet>;

constexpr double same = 1e-9;  // directions and lengths that differ by less are rounding

bool parallel(const Vector& a, const Vector& b) { return dot(a, b) > 1 - same; }

// γ(n̂) is the support function of a sum of segments along the bonds (a zonotope), whose facets
// contain two of them.
Facets wulff_facets(const Conditions& at) {
  const lattice::Slab slab = unit_slab(at.normal);
  Facets facets;
  for (int one = 0; one < lattice::neighbour_count; ++one)
    for (int other = 0; other < lattice::neighbour_count; ++other) {
      const Vector both = cross(slab.step_vector(one), slab.step_vector(other));
      if (length(both) < same) continue;
      const Vector normal = scaled(both, 1 / length(both));
      const auto is_same = [&](const Facet& f) { return parallel(f.normal, normal); };
      if (std::none_of(facets.begin(), facets.end(), is_same))
        facets.push_back({normal, surface_energy(at, normal)});
    }
  return facets;
}

Facets with_wall(Facets facets, double energy) {
  const Vector down{0, 0, -1};
  for (Facet& f : facets)
    if (parallel(f.normal, down)) {
      f.distance = energy;
      return facets;
    }
  facets.push_back({down, energy});
  return facets;
}

// What of a polygon is within (Sutherland & Hodgman, Commun. ACM 17, 32 (1974),
// doi:10.1145/360767.360802).
Polygon clipped(const Polygon& polygon, const Facet& by) {
  Polygon kept;
  for (std::size_t n = 0; n < polygon.size(); ++n) {
    const Vector &here = polygon[n], &next = polygon[(n + 1) % polygon.size()];
    const double above = dot(here, by.normal) - by.distance,
                 next_above = dot(next, by.normal) - by.distance;
    if (above <= 0) kept.push_back(here);
    if (above * next_above < 0) {
      const double share = above / (above - next_above);
      kept.push_back(sum(scaled(here, 1 - share), scaled(next, share)));
    }
  }
  return kept;
}

// A square around the foot of the plane, larger than any facet.
Polygon plane_of(const Facet& facet, double half_edge) {
  const Vector& n = facet.normal;
  const Vector aside = std::abs(n[2]) < 0.9 ? Vector{0, 0, 1} : Vector{1, 0, 0};
  const Vector any = cross(n, aside);
  const Vector x = scaled(any, half_edge / length(any)), y = cross(n, x);
  const Vector foot = scaled(n, facet.distance);
  const auto corner = [&](double u, double v) {
    return sum(foot, sum(scaled(x, u), scaled(y, v)));
  };
  return {corner(1, 1), corner(-1, 1), corner(-1, -1), corner(1, -1)};
}

double area(const Polygon& polygon) {
  Vector twice{};
  for (std::size_t n = 0; n < polygon.size(); ++n)
    twice = sum(twice, cross(polygon[n], polygon[(n + 1) % polygon.size()]));
  return length(twice) / 2;
}

// [(eV/a²)²] What of a facet's plane is within all the others.
double facet_area(const Facets& facets, const Facet& facet) {
  double farthest = 0.0;
  for (const Facet& f : facets) farthest = std::max(farthest, std::abs(f.distance));
  Polygon polygon = plane_of(facet, 10 * farthest);
  for (const Facet& other : facets)
    if (&other != &facet) polygon = clipped(polygon, other);
  return area(polygon);
}

// Σ (distance × area)/3 over the facets [(eV/a²)³]; also where the centre is outside.
double volume(const Facets& facets) {
  double volume = 0.0;
  for (const Facet& facet : facets) volume += facet.distance * facet_area(facets, facet) / 3;
  return volume;
}

bool attract(const Conditions& at) {
  return at.bond_nn1 >= 0 && at.bond_nn2 >= 0 && at.bond_nn1 + at.bond_nn2 > 0;
}

// Of the contact that the metal makes with the wall.
double cosine_of_contact(const Conditions& at) {
  const double gain = at.segregation / unit_slab(at.normal).site_area();
  return 1 - gain / surface_energy(at, {0, 0, 1});
}

void check_bonds(const Conditions& at) {
  if (!attract(at))
    throw InputError(
        fmt::format("bonds of {} and {} eV make no void: vacancies that gain nothing by each other "
                    "have no surface energy; give bonds that are not negative, one above 0",
                    at.bond_nn1, at.bond_nn2));
}

}  // namespace

double surface_energy(const Conditions& at, const Vector& direction) {
  const lattice::Slab slab = unit_slab(at.normal);
  double both_ways = 0.0;  // per direction, hence each bond twice
  for (int d = 0; d < lattice::neighbour_count; ++d) {
    const double bond = d < lattice::nn1_count ? at.bond_nn1 : at.bond_nn2;
    both_ways += bond * std::abs(dot(slab.step_vector(d), direction));
  }
  return both_ways / 2 / length(direction);
}

bool has_shape(const Conditions& at) {
  return attract(at) && (at.region == Region::bulk || cosine_of_contact(at) > -1);
}

EquilibriumShape::EquilibriumShape(const Conditions& at) : thermal_energy_(at.thermal_energy()) {
  check_bonds(at);
  free_ = wulff_facets(at);
  volume_ = wulff_volume_ = volume(free_);
  if (at.region == Region::bulk) return;
  const double free = surface_energy(at, {0, 0, 1});
  const double cosine = cosine_of_contact(at);
  if (cosine <= -1)
    throw InputError(
        fmt::format("a segregation energy of {} eV makes the wall wet: a layer of vacancies costs "
                    "nothing there, and no void has to be born; it must be below {:.4g} eV",
                    at.segregation, 2 * free * unit_slab(at.normal).site_area()));
  contact_angle_ = std::acos(std::min(1.0, cosine)) * 180 / std::numbers::pi;
  wall_ = std::min(free, free - at.segregation / unit_slab(at.normal).site_area());
  const Facets facets = with_wall(free_, wall_);
  volume_ = volume(facets);
  const auto wall = std::find_if(facets.begin(), facets.end(), [](const Facet& f) {
    return parallel(f.normal, {0, 0, -1});
  });
  ground_ = facet_area(facets, *wall);
}

double EquilibriumShape::scale(double vacancies) const {
  return std::cbrt(vacancies / 2 / volume_);
}

double EquilibriumShape::gauge(const Vector& point) const {
  double largest = 0.0;
  for (const Facet& f : free_) largest = std::max(largest, dot(point, f.normal) / f.distance);
  return largest;
}

double EquilibriumShape::farthest() const {
  const auto nearer = [](const Facet& a, const Facet& b) { return a.distance < b.distance; };
  return std::max_element(free_.begin(), free_.end(), nearer)->distance;
}

double EquilibriumShape::cap_height(double volume) const {
  const double cosine = std::cos(contact_angle_ * std::numbers::pi / 180);
  const double of_unit_ball = std::numbers::pi / 3 * (1 + cosine) * (1 + cosine) * (2 - cosine);
  return std::cbrt(volume / of_unit_ball) * (1 + cosine);
}

double EquilibriumShape::wulff_mean() const {
  return std::cbrt(3 * wulff_volume_ / (4 * std::numbers::pi));
}

double EquilibriumShape::surface_coefficient() const {
  return 3 * std::cbrt(volume_ / 4) / thermal_energy_;
}

}  // namespace lacuna::nucleation
