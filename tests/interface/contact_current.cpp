#include "interface/contact_current.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "kmc/random.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lattice::Normal;
using lattice::Slab;
using std::numbers::pi;

namespace {

constexpr double a = 4.29, half_space = std::numeric_limits<double>::infinity();
constexpr std::array normals{Normal::n110, Normal::n100, Normal::n111};

double from_middle(const Slab& slab, const lattice::Vector& r) {
  return std::hypot(r[0] - slab.box()[0] / 2, r[1] - slab.box()[1] / 2);
}

// (sites) 1 where the distance from the middle of the box is within the bounds, else 0.
std::vector<double> ring(const Slab& slab, double inner, double outer) {
  std::vector<double> w(slab.sites_per_layer());
  for (std::uint32_t n = 0; n < w.size(); ++n) {
    const double r = from_middle(slab, slab.position(slab.nth(n)));
    w[n] = r >= inner && r < outer ? 1.0 : 0.0;
  }
  return w;
}

std::vector<double> some_contact(const Slab& slab, double share, std::uint64_t seed) {
  kmc::Stream random(seed, 1);
  std::vector<double> w(slab.sites_per_layer());
  for (double& each : w) each = random.uniform() < share ? 0.5 + random.uniform() : 0.0;
  return w;
}

double mean_over_contact(const std::vector<double>& share, const std::vector<double>& w) {
  double sum = 0, count = 0;
  for (std::size_t n = 0; n < w.size(); ++n) {
    sum += share[n];
    count += w[n] > 0;
  }
  return sum / count;
}

// Reciprocal vectors that tell the sites of a layer apart.
std::vector<lattice::Vector> waves_of(const Slab& slab) {
  std::vector<lattice::Vector> waves;
  for (int m = 0; m < slab.columns(); ++m)
    for (int n = 0; n < slab.rows(); ++n)
      waves.push_back({2 * pi * m / slab.box()[0], 2 * pi * n / slab.box()[1], 0});
  return waves;
}

// κ² with the vectors between neighbours and their weights, found by hand.
double wave_number(Normal normal, const lattice::Vector& k) {
  const double s = std::numbers::sqrt2, t = std::numbers::sqrt3;
  struct Part {
    double x, y, weight;
  };
  using Parts = std::vector<Part>;
  const Parts parts =
      normal == Normal::n110 ? Parts{{1, 0, 0.5}, {0.5, 1 / s, 1}, {-0.5, 1 / s, 1}}
      : normal == Normal::n100
          ? Parts{{1, 0, 1}, {0, 1, 1}}
          : Parts{{s, 0, 1.0 / 3}, {s / 2, s * t / 2, 1.0 / 3}, {-s / 2, s * t / 2, 1.0 / 3}};
  double squared = 0;
  for (const Part& p : parts)
    squared += 2 * p.weight * (1 - std::cos(a * (k[0] * p.x + k[1] * p.y))) / (a * a);
  return std::sqrt(std::max(squared, 0.0));
}

// Potential at one site of a current through another, by the sum over waves [A].
std::vector<std::vector<double>> dense(const Slab& slab, double thickness) {
  const std::uint32_t sites = slab.sites_per_layer();
  std::vector<std::vector<double>> matrix(sites, std::vector<double>(sites, 0.0));
  for (const lattice::Vector& k : waves_of(slab)) {
    const double kappa = wave_number(slab.normal(), k);
    if (kappa < 1e-9) continue;
    const double factor = std::tanh(kappa * thickness) / kappa / sites;
    for (std::uint32_t x = 0; x < sites; ++x)
      for (std::uint32_t y = 0; y < sites; ++y) {
        const lattice::Vector p = slab.position(slab.nth(x)), q = slab.position(slab.nth(y));
        matrix[x][y] += factor * std::cos(k[0] * (p[0] - q[0]) + k[1] * (p[1] - q[1]));
      }
  }
  return matrix;
}

// Gauss with pivots; the solution of A x = b.
std::vector<double> eliminate(std::vector<std::vector<double>> A, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t pivot = i;
    for (std::size_t k = i; k < n; ++k)
      if (std::abs(A[k][i]) > std::abs(A[pivot][i])) pivot = k;
    std::swap(A[i], A[pivot]);
    std::swap(b[i], b[pivot]);
    for (std::size_t k = i + 1; k < n; ++k) {
      const double f = A[k][i] / A[i][i];
      for (std::size_t j = i; j < n; ++j) A[k][j] -= f * A[i][j];
      b[k] -= f * b[i];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) b[i] -= A[i][j] * b[j];
    b[i] /= A[i][i];
  }
  return b;
}

// The linear law solved at once: currents of the contact's sites, and V last [A].
std::vector<double> solved_densely(const Slab& slab, const std::vector<double>& w, double length,
                                   double thickness) {
  const auto matrix = dense(slab, thickness);
  std::vector<std::size_t> contact;
  for (std::size_t n = 0; n < w.size(); ++n)
    if (w[n] > 0) contact.push_back(n);
  const std::size_t n = contact.size();
  std::vector<std::vector<double>> A(n + 1, std::vector<double>(n + 1, 0.0));
  std::vector<double> b(n + 1, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) A[i][j] = matrix[contact[i]][contact[j]];
    A[i][i] += length / w[contact[i]];
    A[i][n] = -1;
    A[n][i] = 1;
  }
  b[n] = static_cast<double>(n);
  const std::vector<double> x = eliminate(A, b);
  std::vector<double> share(w.size() + 1, 0.0);
  for (std::size_t i = 0; i < n; ++i) share[contact[i]] = x[i];
  share.back() = x[n];
  return share;
}

double largest_difference(const std::vector<double>& one, const std::vector<double>& other) {
  double largest = 0;
  for (std::size_t n = 0; n < one.size(); ++n)
    largest = std::max(largest, std::abs(one[n] - other[n]));
  return largest;
}

}  // namespace

TEST_CASE("the current over any contact is that of a dense solution with sums over waves") {
  for (const Normal normal : normals)
    for (const auto& [length, thickness] :
         {std::pair{0.0, half_space}, {3.0, half_space}, {40.0, 6.0}}) {
      const Slab slab(normal, a, {7, 4}, 6);
      const std::vector<double> w = some_contact(slab, 0.6, 5);
      const auto found = ContactCurrent(slab, thickness).solve(w, {length, 0}, 1e-13);
      const auto expected = solved_densely(slab, w, length, thickness);
      CHECK(found.constriction == doctest::Approx(expected.back() - length).epsilon(1e-10));
      CHECK(largest_difference(found.share, expected) < 1e-10);
    }
}

TEST_CASE("no current is lost, none is negative, and none passes without contact") {
  for (const Normal normal : normals)
    for (const double share : {0.02, 0.3, 0.97}) {
      const Slab slab(normal, a, {12, 9}, 6);
      const std::vector<double> w = some_contact(slab, share, 9);
      for (const ChargeTransfer law : {ChargeTransfer{0, 0}, {5, 0}, {50, 30}}) {
        const auto d = ContactCurrent(slab, half_space).solve(w, law);
        CHECK(mean_over_contact(d.share, w) == doctest::Approx(1).epsilon(1e-12));
        CHECK(*std::min_element(d.share.begin(), d.share.end()) >= 0);
        for (std::size_t n = 0; n < w.size(); ++n)
          if (w[n] == 0) CHECK(d.share[n] == 0);
      }
    }
}

TEST_CASE("the operator that the current is solved with is symmetric") {
  for (const Normal normal : normals) {
    const Slab slab(normal, a, {9, 5}, 6);
    LayerFilter filter(slab, [](double k) { return k > 0 ? 1 / k : 0.0; });
    std::vector<double> x = some_contact(slab, 1, 2), y = some_contact(slab, 1, 3);
    const std::vector<double> x0 = x, y0 = y;
    filter(x);
    filter(y);
    double one = 0, other = 0;
    for (std::size_t n = 0; n < x.size(); ++n) {
      one += x[n] * y0[n];
      other += x0[n] * y[n];
    }
    CHECK(one == doctest::Approx(other).epsilon(1e-13));
    CHECK(one != 0);
  }
}

TEST_CASE("current through full contact is even, exactly") {
  for (const Normal normal : normals)
    for (const ChargeTransfer law : {ChargeTransfer{0, 0}, {3, 0}, {3, 20}}) {
      const Slab slab(normal, a, {10, 7}, 6);
      const std::vector<double> w(slab.sites_per_layer(), 1.0);
      const auto d = ContactCurrent(slab, half_space).solve(w, law);
      for (const double share : d.share) CHECK(share == 1.0);
      CHECK(std::abs(d.constriction) < 1e-12);
    }
}

TEST_CASE(
    "current is shared by exchange currents where charge transfer outweighs the electrolyte") {
  const Slab slab(Normal::n110, a, {12, 9}, 6);
  const std::vector<double> w = some_contact(slab, 0.6, 4);
  const double mean = mean_over_contact(w, w);
  for (const double length : {1e4, 1e5, 1e6}) {
    const auto d = ContactCurrent(slab, half_space).solve(w, {length, 0});
    for (std::size_t n = 0; n < w.size(); ++n)
      CHECK(std::abs(d.share[n] - w[n] / mean) < 50 / length);  // the box is 50 Å wide
  }
}

TEST_CASE("a disc of contact passes 1/sqrt(1 - r²/a²) towards its rim, a constriction of ρ/(4a)") {
  // The potential that a square array of discs shares: -3.9002649/L times the current over 2π
  // (Madelung constant of a square lattice in its background).
  constexpr double madelung = 3.9002649;
  // The rim is uncertain by a site, so both are off by its share of the radius, which two radii
  // show.
  std::vector<double> resistances;
  for (const double sites_across : {20.0, 40.0}) {
    const int cells = static_cast<int>(6 * sites_across);
    const Slab slab(Normal::n100, a, {cells, cells}, 6);
    const std::vector<double> w = ring(slab, 0, sites_across / 2 * a);
    double sites = 0;
    for (const double each : w) sites += each;
    const double radius = std::sqrt(sites * slab.site_area() / pi);
    const auto d = ContactCurrent(slab, half_space).solve(w, {0, 0});
    const double expected = 1 / (4 * radius) - madelung / (2 * pi * slab.box()[0]);
    resistances.push_back(d.constriction / (sites * slab.site_area()) / expected);
    double off = 0;
    for (std::uint32_t n = 0; n < w.size(); ++n) {
      const double r = from_middle(slab, slab.position(slab.nth(n))) / radius;
      if (r < 0.8) off = std::max(off, std::abs(d.share[n] * 2 * std::sqrt(1 - r * r) - 1));
    }
    CHECK(off < 2.2 / sites_across);
  }
  CHECK(resistances[1] == doctest::Approx(1).epsilon(0.02));
  CHECK(2 * resistances[1] - resistances[0] == doctest::Approx(1).epsilon(0.004));
}

TEST_CASE("the current around a covered disc is that of a penny-shaped crack") {
  // i/j = 1 + (2/π) [a/√(r² - a²) - arcsin(a/r)] (Sneddon 1946, doi:10.1098/rspa.1946.0077, by the
  // analogy of stress and current); the potential over the disc, (2ρj/π) √(a² - r²), has the mean
  // (4/3) a³ ρ j per disc.
  const Slab slab(Normal::n100, a, {160, 160}, 6);
  const std::vector<double> w = ring(slab, 16 * a, 1e9);
  double covered = 0;
  for (const double each : w) covered += each == 0;
  const double radius = std::sqrt(covered * slab.site_area() / pi);
  const auto d = ContactCurrent(slab, half_space).solve(w, {0, 0});
  const double to_mean = 1 - covered / static_cast<double>(w.size());
  for (std::uint32_t n = 0; n < w.size(); ++n) {
    const double x = radius / from_middle(slab, slab.position(slab.nth(n)));
    if (x > 0.85 || w[n] == 0) continue;
    const double excess = 2 / pi * (x / std::sqrt(1 - x * x) - std::asin(x));
    CHECK(d.share[n] == doctest::Approx(to_mean * (1 + excess)).epsilon(0.03));
  }
  const double per_area = d.constriction / to_mean;
  CHECK(per_area == doctest::Approx(4.0 / 3 * std::pow(radius, 3) / (slab.box()[0] * slab.box()[1]))
                        .epsilon(0.05));
}

TEST_CASE("Butler–Volmer is linear at small currents, and primary where they are large") {
  const Slab slab(Normal::n110, a, {16, 12}, 6);
  const std::vector<double> w = ring(slab, 12, 1e9);
  ContactCurrent current(slab, half_space);
  const auto linear = current.solve(w, {30, 0}, 1e-12), weak = current.solve(w, {30, 1e-4}, 1e-12),
             strong = current.solve(w, {30, 1e7}, 1e-12), primary = current.solve(w, {0, 0}, 1e-12);
  CHECK(largest_difference(weak.share, linear.share) < 1e-7);
  CHECK(weak.constriction == doctest::Approx(linear.constriction).epsilon(1e-6));
  CHECK(largest_difference(strong.share, primary.share) < 1e-4);
  CHECK(largest_difference(linear.share, primary.share) > 0.1);
}

TEST_CASE("a Butler–Volmer law is met at every site of the contact") {
  const Slab slab(Normal::n111, a, {8, 5}, 6);
  const std::vector<double> w = some_contact(slab, 0.5, 11);
  const double length = 60, drive = 8;
  const auto d = ContactCurrent(slab, half_space).solve(w, {length, drive}, 1e-12);
  const auto matrix = dense(slab, half_space);
  const double level = d.constriction + length * std::asinh(drive) / drive;
  for (std::size_t x = 0; x < w.size(); ++x) {
    if (w[x] == 0) continue;
    double potential = 0;
    for (std::size_t y = 0; y < w.size(); ++y) potential += matrix[x][y] * d.share[y];
    const double across = level - potential;
    CHECK(d.share[x] ==
          doctest::Approx(w[x] * std::sinh(across * drive / length) / drive).epsilon(1e-9));
  }
}
