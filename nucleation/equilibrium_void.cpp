#include "nucleation/equilibrium_void.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "core/error.hpp"
#include "lattice/clusters.hpp"
#include "nucleation/equilibrium_shape.hpp"

namespace lacuna::nucleation {
namespace {

using lattice::Cell;
using lattice::Occupation;
using lattice::Slab;
using lattice::Vector;
using Cells = std::vector<Cell>;

constexpr double rounding = 1e-9;  // [eV] gains that differ by less are the same

Cell middle_of(const Slab& slab) {
  return slab.wrap({slab.columns() / 2 - slab.rows() / 4, slab.rows() / 2, 0});
}

// From one place to another, the shortest way across the sides [angstrom].
Vector way(const Slab& slab, const Vector& from, const Vector& to) {
  const Vector box = slab.box();
  return {std::remainder(to[0] - from[0], box[0]), std::remainder(to[1] - from[1], box[1]),
          to[2] - from[2]};
}

// The sites, up to a height, that are so near to the middle of layer 0 [angstrom].
Cells sites_near_middle(const Slab& slab, int top_layer, double reach) {
  const Vector middle = slab.position(middle_of(slab));
  const int highest = std::min(top_layer, static_cast<int>(reach / slab.layer_spacing()) + 1);
  Cells near;
  for (int k = 0; k <= highest; ++k)
    for (int j = 0; j < slab.rows(); ++j)
      for (int i = 0; i < slab.columns(); ++i) {
        const Vector r = way(slab, middle, slab.position({i, j, k}));
        if (std::hypot(r[0], r[1]) <= reach) near.push_back({i, j, k});
      }
  return near;
}

// The sites that come first by a measure; what is equal by symmetry must not be ordered by
// rounding.
template <class Measure>
Cells first_by(const Slab& slab, const Cells& sites, int count, Measure measure) {
  std::vector<std::tuple<double, std::uint64_t, Cell>> ranked;
  ranked.reserve(sites.size());
  for (const Cell& c : sites)
    ranked.emplace_back(std::round(measure(slab.position(c)) * 1e6), slab.number(c), c);
  const auto end = ranked.begin() + count;
  std::nth_element(ranked.begin(), end - 1, ranked.end());
  std::sort(ranked.begin(), end);
  Cells first;
  for (auto it = ranked.begin(); it != end; ++it) first.push_back(std::get<Cell>(*it));
  return first;
}

// A void, and how it changes to gain more.
class Relaxing {
 public:
  Relaxing(const Conditions& at, const Slab& slab, int top_layer)
      : at_(at), slab_(slab), top_layer_(top_layer), occupation_(slab) {}

  void put(const Cells& cells) {
    while (occupation_.vacancies() > 0) occupation_.fill({occupation_.vacancies() - 1});
    for (const Cell& c : cells) occupation_.vacate(c);
  }
  [[nodiscard]] Cells cells() const {
    Cells cells;
    for (std::uint32_t n = 0; n < occupation_.vacancies(); ++n)
      cells.push_back(occupation_.cell({n}));
    std::sort(cells.begin(), cells.end(),
              [this](const Cell& a, const Cell& b) { return slab_.number(a) < slab_.number(b); });
    return cells;
  }
  [[nodiscard]] double gain() const { return gain_of(at_, occupation_); }
  /// In one piece that touches layer 0?
  [[nodiscard]] bool is_whole() const {
    const auto pieces = find_clusters(occupation_, lattice::Connectivity::nn1_nn2).list;
    return pieces.size() == 1 && pieces[0].lowest_layer == 0;
  }
  void relax() {
    while (move_one()) {
    }
  }

 private:
  // What a vacancy gains at a site.
  [[nodiscard]] double gain_at(const Cell& c) const {
    const auto beside = occupation_.vacant_neighbours(slab_.site(c));
    return at_.bond_nn1 * beside.nn1 + at_.bond_nn2 * beside.nn2 +
           (c.k == 0 ? at_.segregation : 0.0);
  }
  [[nodiscard]] bool is_place(const Cell& c) const {
    return c.k >= 0 && c.k <= top_layer_ && !occupation_.vacant(slab_.site(c));
  }
  // The place beside the void where a vacancy gains most; the first of equal ones.
  [[nodiscard]] std::pair<double, Cell> best_place() const {
    std::pair<double, Cell> best{-1e300, {}};
    for (std::uint32_t n = 0; n < occupation_.vacancies(); ++n)
      for (int d = 0; d < lattice::neighbour_count; ++d) {
        const Cell c = slab_.neighbour(occupation_.cell({n}), d);
        if (!is_place(c)) continue;
        const double gain = gain_at(c);
        const bool first =
            std::abs(gain - best.first) <= rounding && slab_.number(c) < slab_.number(best.second);
        if (gain > best.first + rounding || first) best = {gain, c};
      }
    return best;
  }
  // Members that gain less than this, the least first.
  [[nodiscard]] Cells members_below(double most) const {
    std::vector<std::tuple<double, std::uint64_t, Cell>> list;
    for (const Cell& c : cells())
      if (const double gain = gain_at(c); gain < most - rounding)
        list.emplace_back(std::round(gain / rounding), slab_.number(c), c);
    std::sort(list.begin(), list.end());
    Cells members;
    for (const auto& entry : list) members.push_back(std::get<Cell>(entry));
    return members;
  }
  // Without itself a vacancy's places gain no more than with it, so that only those that gain less
  // than the best have one to go to.
  bool move_one() {
    for (const Cell& from : members_below(best_place().first)) {
      const double given_up = gain_at(from);
      occupation_.fill(occupation_.find(slab_.site(from)));
      const auto [gain, to] = best_place();
      if (gain > given_up + rounding) {
        occupation_.vacate(to);
        return true;
      }
      occupation_.vacate(from);
    }
    return false;
  }

  const Conditions& at_;
  const Slab& slab_;
  int top_layer_;
  Occupation occupation_;
};

// Winterbottom's shape, filled around centres on a grid finer than the lattice.
std::vector<Cells> filled_shapes(const Conditions& at, const Slab& slab, int top_layer,
                                 int vacancies) {
  const EquilibriumShape shape(at);
  const double a = slab.lattice_constant(), scale = shape.scale(vacancies);
  const Cells near = sites_near_middle(slab, top_layer, (1.5 * scale * shape.farthest() + 2) * a);
  if (near.size() < static_cast<std::size_t>(vacancies)) return {};
  // the wall's plane lies half a layer below layer 0
  const double height = scale * shape.wall() * a - slab.layer_spacing() / 2;
  const Vector middle = slab.position(middle_of(slab));
  const Vector across = slab.displacement({1, 0, 0}), along = slab.displacement({0, 1, 0});
  constexpr int lateral = 4, steps = 6;  // in quarters of a cell's edges, and of a / 8 upwards
  std::vector<Cells> shapes;
  for (int up = -steps; up <= steps; ++up)
    for (int u = 0; u < lateral; ++u)
      for (int v = 0; v < lateral; ++v) {
        const Vector centre{middle[0] + (u * across[0] + v * along[0]) / lateral,
                            middle[1] + (u * across[1] + v * along[1]) / lateral,
                            height + up * a / 8};
        shapes.push_back(first_by(slab, near, vacancies, [&](const Vector& position) {
          return shape.gauge(way(slab, centre, position));  // in angstrom: the same order
        }));
      }
  return shapes;
}

}  // namespace

double gain_of(const Conditions& at, const Occupation& occupation) {
  double gain = 0.0;
  for (std::uint32_t n = 0; n < occupation.vacancies(); ++n) {
    const auto beside = occupation.vacant_neighbours(occupation.site({n}));
    gain += (at.bond_nn1 * beside.nn1 + at.bond_nn2 * beside.nn2) / 2;
    if (occupation.layer({n}) == 0) gain += at.segregation;
  }
  return gain;
}

Cells half_ball(const Slab& slab, int top_layer, int vacancies) {
  // its radius is (3 n a³ / 4π)^(1/3); twice that and a bit is ample
  const double reach = slab.lattice_constant() * (2 + 2 * std::cbrt(0.25 * vacancies));
  const int highest = std::min(top_layer, static_cast<int>(reach / slab.layer_spacing()) + 1);
  Cells sites;
  for (std::uint64_t n = 0; n < slab.sites_per_layer() * static_cast<std::uint64_t>(highest + 1);
       ++n)
    sites.push_back(slab.nth(n));
  if (sites.size() < static_cast<std::size_t>(vacancies))
    throw InputError("a void of " + std::to_string(vacancies) +
                     " vacancies does not fit into the slab; make the slab larger");
  const Vector middle = slab.position(middle_of(slab));
  return first_by(slab, sites, vacancies, [&](const Vector& position) {
    const Vector r = way(slab, middle, position);
    return r[2] * r[2] + r[0] * r[0] + r[1] * r[1];
  });
}

Cells equilibrium_void(const Conditions& at, const Slab& slab, int top_layer, int vacancies) {
  Cells best = half_ball(slab, top_layer, vacancies);
  if (!has_shape(at)) return best;
  Relaxing relaxing(at, slab, top_layer);
  relaxing.put(best);
  double most = relaxing.gain();
  std::vector<std::pair<double, Cells>> starts{{most, best}};
  std::set<Cells> known;
  for (Cells& cells : filled_shapes(at, slab, top_layer, vacancies)) {
    if (!known.insert(cells).second) continue;
    relaxing.put(cells);
    starts.emplace_back(relaxing.gain(), std::move(cells));
  }
  std::stable_sort(starts.begin(), starts.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first + rounding; });
  // what relaxing costs grows with the square of the size, and large voids need it least
  const int relaxed = std::min(16, 20000 / vacancies);
  int rank = 0;
  for (const auto& [gain, cells] : starts) {
    relaxing.put(cells);
    if (rank++ < relaxed) relaxing.relax();
    if (relaxing.gain() <= most + rounding || !relaxing.is_whole()) continue;
    most = relaxing.gain();
    best = relaxing.cells();
  }
  return best;
}

}  // namespace lacuna::nucleation
