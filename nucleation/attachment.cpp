#include "nucleation/attachment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/mutation.hpp"
#include "nucleation/least_squares.hpp"

namespace lacuna::nucleation {
namespace {

using lattice::Vector;

double square(const Vector& r) { return r[0] * r[0] + r[1] * r[1] + r[2] * r[2]; }

void check_injection(const Conditions& at, const Hops& hops) {
  const double climb = std::max(0.0, at.segregation);
  if (at.region == Region::wall && hops.injection.barrier < climb)
    throw InputError(
        fmt::format("an injection barrier of {} eV is below the segregation energy of {} eV, which "
                    "is the least that a vacancy climbs; raise it, or lower the segregation energy",
                    hops.injection.barrier, at.segregation));
}

}  // namespace

Approaches::Approaches(const Conditions& at, const Hops& hops, int largest, std::uint64_t seed,
                       const std::optional<Box>& box)
    : slab_(unit_slab(at.normal)),
      region_(at.region),
      wall_occupation_(std::exp(at.wall_gain())),
      sums_(static_cast<std::size_t>(largest)),
      random_(stream(seed, Purpose::approaches)) {
  check_injection(at, hops);
  for (std::size_t d = 0; d < steps_.size(); ++d)
    steps_[d] = slab_.step_vector(static_cast<int>(d));
  if (box) enter(*box);
  const double kT = at.thermal_energy(), climb = at.wall_gain() * kT;
  // E_inj is what an isolated vacancy climbs; Q is the barrier between equal energies.
  const Hop injection{hops.injection.barrier - climb / 2, hops.injection.attempt_frequency};
  const auto fill = [&](Kind kind, const Hop& hop, double rise) {
    for (std::size_t around = 0; around < Cluster::environments; ++around) {
      const double change = rise - Cluster::bonds(around, at.bond_nn1, at.bond_nn2);
      const double barrier = std::max({0.0, change, hop.barrier + change / 2});
      rates_[static_cast<std::size_t>(kind)][around] =
          hop.attempt_frequency * std::exp(-barrier / kT);
    }
  };
  fill(Kind::bulk, hops.bulk, 0.0);
  fill(Kind::lateral, hops.lateral, 0.0);
  fill(Kind::inject, injection, climb);
  fill(Kind::join_wall, injection, -climb);
}

// A void of the metal into any of the layers, at the wall into layer 0, if it fits.
bool Approaches::put_into_box(const Cluster& cluster) {
  int lowest = 0, highest = 0;
  for (const Cluster::Place p : cluster.members()) {
    const int above = Cluster::way(cluster.members()[0], p).k;
    lowest = std::min(lowest, above);
    highest = std::max(highest, above);
  }
  const int base =
      region_ == Region::wall
          ? 0
          : static_cast<int>(random_.below(static_cast<std::size_t>(reservoir_layer_)));
  first_layer_ = base - lowest;
  return base + highest - lowest < reservoir_layer_;
}

// Endless metal has no layer 0.
int Approaches::layer(const Cluster& cluster, Cluster::Place p) const {
  if (region_ == Region::wall) return cluster.layer(p);
  if (periods_.empty()) return std::numeric_limits<int>::max();
  return first_layer_ + Cluster::way(cluster.members()[0], p).k;
}

bool Approaches::in_reservoir(const Cluster& cluster, Cluster::Place p) const {
  return !periods_.empty() && layer(cluster, p) >= reservoir_layer_;
}

void Approaches::enter(const Box& box) {
  std::array<int, 2> cells = box.cells;
  const std::array<double, 3> edges = lattice::Slab(slab_.normal(), 1.0, cells, 4).box();
  for (std::size_t axis = 0; axis < cells.size(); ++axis)
    if (edges[axis] > widest) cells[axis] = static_cast<int>(cells[axis] * widest / edges[axis]);
  const int layers = std::min(box.layers, followed);
  const lattice::Slab slab(slab_.normal(), 1.0, cells, layers);
  periods_ = {{{slab.columns(), 0, 0}, slab.box()[0]},
              {{-slab.skew(), slab.rows(), 0}, slab.box()[1]}};
  reservoir_layer_ = layers - 1;
  double squares = 0.0;
  for (const lattice::Vector& step : steps_) {
    const double climb = std::max(0.0, step[2]) / slab_.layer_spacing();
    squares += climb * climb;
  }
  beyond_ = (box.layers - layers) / (squares * slab.sites_per_layer());
}

// 0 where there is no site. In the reservoir vacancies have no bonds.
double Approaches::rate(const Cluster& cluster, Cluster::Place from, Cluster::Place to) const {
  const int start = layer(cluster, from), end = layer(cluster, to);
  if (end < 0) return 0.0;
  const Kind kind = start == 0 && end == 0 ? Kind::lateral
                    : start == 0           ? Kind::inject
                    : end == 0             ? Kind::join_wall
                                           : Kind::bulk;
  const std::size_t around = in_reservoir(cluster, to) ? 0 : cluster.around(to);
  return rates_[static_cast<std::size_t>(kind)][around];
}

void Approaches::list_entrances(const Cluster& cluster) {
  entrances_.clear();
  double flux = 0.0;
  for (const Cluster::Place to : cluster.perimeter()) {
    if (in_reservoir(cluster, to)) continue;
    for (std::size_t d = 0; d < lattice::nn1_count; ++d) {
      const Cluster::Place from = cluster.neighbour(to, d);
      const int start = layer(cluster, from);
      const bool empty = cluster.around(from) == 0 || in_reservoir(cluster, from);
      // a lone vacancy's own site, from where none gets away, unless the reservoir is beside it
      const bool own = !periods_.empty() && cluster.is_member(from);
      if (!empty || own || start < 0) continue;
      flux += rate(cluster, from, to) * (start == 0 ? wall_occupation_ : 1.0);
      entrances_.push_back({from, to, flux});
    }
  }
}

// Layers of the lowest member above the first, negative: 0 at most.
int Approaches::lowest(const Cluster& cluster) {
  int least = 0;
  const Cluster::Place first = cluster.members()[0];
  for (const Cluster::Place p : cluster.members())
    least = std::min<int>(least, Cluster::way(first, p).k);
  return least;
}

// From the first member, in lattice constants; at the wall, in layer 0.
Vector Approaches::centre(const Cluster& cluster) const {
  Vector sum{};
  const Cluster::Place first = cluster.members()[0];
  for (const Cluster::Place p : cluster.members()) {
    const Vector r = slab_.displacement(Cluster::way(first, p));
    for (std::size_t n = 0; n < 3; ++n) sum[n] += r[n];
  }
  for (double& s : sum) s /= static_cast<double>(cluster.size());
  if (region_ == Region::wall) sum[2] = -slab_.layer_spacing() * cluster.layer(first);
  return sum;
}

// One sample a cluster: its walkers have the flux in common.
void Approaches::measure(const Cluster& cluster) {
  constexpr int walkers = 8;
  Sum& sum = sums_[cluster.size() - 1];
  sum.tried += 1;
  if (!periods_.empty() && !put_into_box(cluster)) return;
  list_entrances(cluster);
  const double flux = entrances_.back().flux;
  const Vector middle = centre(cluster);
  const Cluster::Place first = cluster.members()[0];
  const int floor = lowest(cluster);
  double away = 0.0;
  for (int n = 0; n < walkers; ++n) {
    const double drawn = random_.uniform() * flux;
    const auto entrance = std::upper_bound(entrances_.begin(), entrances_.end() - 1, drawn,
                                           [](double u, const Entrance& e) { return u < e.flux; });
    const Cluster::Place from = entrance->from;
    Vector r = slab_.displacement(Cluster::way(first, from));
    for (std::size_t axis = 0; axis < 3; ++axis) r[axis] -= middle[axis];
    if (!escapes(cluster, from, r)) continue;
    away += 1.0 / walkers;
    const int height = Cluster::way(first, entrance->to).k - floor;
    sum.low += height <= 0 ? flux / walkers : 0.0;
    sum.height += height * flux / walkers;
  }
  sum.count += 1;
  sum.sum += flux * away;
  sum.squares += flux * away * flux * away;
}

bool Approaches::escapes(const Cluster& cluster, Cluster::Place at, Vector r) {
  while (!is_away(cluster, at, r) && !mutated(Mutation::no_way_back)) {
    const std::size_t d = direction(cluster, at);
    at = cluster.neighbour(at, d);
    for (std::size_t axis = 0; axis < 3; ++axis) r[axis] += steps_[d][axis];
    return_to_box(at, r);
    if (cluster.around(at) != 0 && !in_reservoir(cluster, at)) return false;
  }
  return true;
}

bool Approaches::is_away(const Cluster& cluster, Cluster::Place at, const Vector& r) const {
  return periods_.empty() ? square(r) > radius * radius : in_reservoir(cluster, at);
}

// To the image that is nearest to the cluster.
void Approaches::return_to_box(Cluster::Place& at, Vector& r) const {
  for (std::size_t axis = 0; axis < periods_.size(); ++axis) {
    const auto& [step, length] = periods_[axis];
    if (std::abs(r[axis]) <= length / 2) continue;
    const bool beyond = r[axis] > 0;
    at = Cluster::moved(at, beyond ? lattice::Cell{-step.i, -step.j, 0} : step);
    r[axis] += beyond ? -length : length;
  }
}

// Of a walker's next hop. Far from cluster and wall all eight are alike.
std::size_t Approaches::direction(const Cluster& cluster, Cluster::Place at) {
  bool alike = layer(cluster, at) > slab_.reach();
  for (std::size_t d = 0; alike && d < lattice::nn1_count; ++d)
    alike = cluster.around(cluster.neighbour(at, d)) == 0;
  if (alike) return random_() % lattice::nn1_count;
  std::array<double, lattice::nn1_count> up_to{};
  double total = 0.0;
  for (std::size_t d = 0; d < lattice::nn1_count; ++d)
    up_to[d] = total += rate(cluster, at, cluster.neighbour(at, d));
  const double drawn = random_.uniform() * total;
  const auto found = std::upper_bound(up_to.begin(), up_to.end() - 1, drawn);
  return static_cast<std::size_t>(found - up_to.begin());
}

std::vector<Estimate> Approaches::attachment() const {
  using std::numbers::pi;
  const double hop = rates_[static_cast<std::size_t>(Kind::bulk)][0];
  const double endless = (region_ == Region::wall ? 4 : 8) * pi * hop * radius;
  // nothing beyond is an infinite rate
  const double far = periods_.empty() ? endless : hop / beyond_;
  std::vector<Estimate> all;
  for (const Sum& s : sums_) {
    if (s.sum == 0 || s.count < 2) {
      all.push_back({});
      continue;
    }
    const double near = s.sum / s.count;
    const double variance = (s.squares / s.count - near * near) / (s.count - 1);
    const double f = 1 / (1 / near + 1 / far), slope = f / near * (f / near);
    all.push_back({f, slope * std::sqrt(variance)});
  }
  return all;
}

std::vector<double> Approaches::room() const {
  const int layers = region_ == Region::wall ? 1 : reservoir_layer_;
  std::vector<double> all;
  all.reserve(sums_.size());
  for (const Sum& s : sums_) all.push_back(layers * s.count / s.tried);
  return all;
}

std::vector<Arrivals> Approaches::arrivals() const {
  std::vector<Arrivals> all;
  for (const Sum& s : sums_)
    all.push_back(s.sum > 0 ? Arrivals{s.low / s.sum, s.height / s.sum} : Arrivals{});
  return all;
}

Attachment::Attachment(const std::vector<Estimate>& measured) : last_(std::cbrt(measured.size())) {
  LeastSquares<3> fit;
  std::size_t points = 0;
  for (std::size_t n = 1; n <= measured.size(); ++n) {
    const auto& [f, error] = measured[n - 1];
    if (!(error > 0)) continue;
    const double x = std::cbrt(n);
    // No point weighs more than one known to a percent, which the parabola is not.
    fit.add({1.0, x, x * x}, f, std::max(error, 0.01 * f));
    ++points;
  }
  if (points < 3)
    throw RuntimeFailure(fmt::format(
        "the rate of attachment was measured on {} sizes of voids, and needs 3; sample longer",
        points));
  coefficients_ = fit.coefficients();
  for (std::size_t n = 1; n <= measured.size(); ++n)
    if (!((*this)(static_cast<int>(n)) > 0))
      throw RuntimeFailure(fmt::format(
          "the fitted rate of attachment of a void of {} is not positive; sample longer", n));
}

double Attachment::operator()(double n) const {
  const auto& [constant, linear, bend] = coefficients_;
  const double x = std::cbrt(n), within = std::min(x, last_);
  return constant + linear * within + bend * within * within +
         (linear + 2 * bend * last_) * (x - within);
}

}  // namespace lacuna::nucleation
