#include "nucleation/attachment.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "tests/nucleation/sodium.hpp"
#include "tests/oracles/statistics.hpp"

namespace lacuna::nucleation {
namespace {

constexpr double nu = 1e13;
constexpr Hops sodium{{0.053, nu}, {0.06, nu}, {0.14, nu}};

// f_1 of a vacancy at the origin of cubic coordinates (units of a/2), from the probability of
// getting away at every site, relaxed until it is what its neighbours' is.
class Relaxed {
 public:
  Relaxed(const Conditions& at, const Hops& hops) : at_(at), hops_(hops) {
    for (int x = -edge; x <= edge; ++x)
      for (int y = -edge; y <= edge; ++y)
        for (int z = -edge; z <= edge; ++z)
          if (is_site(x, y, z) && inside(x, y, z) && !is_attached(x, y, z))
            free_.push_back({x, y, z});
    away_.assign(static_cast<std::size_t>(width * width * width), 1.0);
    for (int x = -2; x <= 2; ++x)
      for (int y = -2; y <= 2; ++y)
        for (int z = -2; z <= 2; ++z)
          if (is_attached(x, y, z)) away(x, y, z) = 0.0;
    for (int sweep = 0; sweep < 150; ++sweep)
      for (const Point& p : free_) relax(p);
  }

  // [1/s]
  [[nodiscard]] double attachment() {
    double flux = 0.0;
    for (const Point& p : free_) {
      const double occupied = layer(p) == 0 && wall() ? std::exp(at_.wall_gain()) : 1.0;
      for (const Point& q : neighbours(p))
        if (is_attached(q.x, q.y, q.z)) flux += rate(p, q) * occupied * away(p.x, p.y, p.z);
    }
    using std::numbers::pi;
    const double hop = nu * std::exp(-hops_.bulk.barrier / at_.thermal_energy());
    return 1 / (1 / flux + 1 / ((wall() ? 4 : 8) * pi * hop * Approaches::radius));
  }

 private:
  struct Point {
    int x, y, z;
  };
  static constexpr int edge = 32, width = 2 * edge + 1;

  [[nodiscard]] bool wall() const { return at_.region == Region::wall; }
  [[nodiscard]] int layer(const Point& p) const {
    switch (at_.normal) {
      case lattice::Normal::n110: return (p.x + p.y) / 2;
      case lattice::Normal::n100: return p.x;
      case lattice::Normal::n111: break;
    }
    return p.x + p.y + p.z;
  }
  [[nodiscard]] bool is_site(int x, int y, int z) const {
    const bool bcc = (x - y) % 2 == 0 && (y - z) % 2 == 0;
    return bcc && (!wall() || layer({x, y, z}) >= 0);
  }
  [[nodiscard]] static bool inside(int x, int y, int z) {
    const double radius = 2 * Approaches::radius;
    return x * x + y * y + z * z <= radius * radius;
  }
  // Beside the vacancy, or the vacancy itself, or where there is nothing.
  [[nodiscard]] bool is_attached(int x, int y, int z) const {
    return is_site(x, y, z) && x * x + y * y + z * z <= 4;
  }
  [[nodiscard]] std::vector<Point> neighbours(const Point& p) const {
    std::vector<Point> all;
    for (const int x : {-1, 1})
      for (const int y : {-1, 1})
        for (const int z : {-1, 1})
          if (is_site(p.x + x, p.y + y, p.z + z)) all.push_back({p.x + x, p.y + y, p.z + z});
    return all;
  }
  [[nodiscard]] double rate(const Point& from, const Point& to) const {
    const int square = to.x * to.x + to.y * to.y + to.z * to.z;
    double change = square == 3 ? -at_.bond_nn1 : square == 4 ? -at_.bond_nn2 : 0.0;
    double saddle = hops_.bulk.barrier;
    if (wall() && layer(from) == 0 && layer(to) == 0) saddle = hops_.lateral.barrier;
    if (wall() && (layer(from) == 0) != (layer(to) == 0)) {
      saddle = hops_.injection.barrier - at_.segregation / 2;
      change += layer(from) == 0 ? at_.segregation : -at_.segregation;
    }
    const double barrier = std::max({0.0, change, saddle + change / 2});
    return nu * std::exp(-barrier / at_.thermal_energy());
  }
  double& away(int x, int y, int z) {
    return away_[static_cast<std::size_t>(((x + edge) * width + y + edge) * width + z + edge)];
  }
  void relax(const Point& p) {
    constexpr double over = 1.85;
    double total = 0.0, sum = 0.0;
    for (const Point& q : neighbours(p)) {
      const double k = rate(p, q);
      total += k;
      sum += k * away(q.x, q.y, q.z);
    }
    double& value = away(p.x, p.y, p.z);
    value += over * (sum / total - value);
  }

  Conditions at_;
  Hops hops_;
  std::vector<Point> free_;
  std::vector<double> away_;
};

// f_1 in a box [1/s], in the same way: of a vacancy in some layer, below a reservoir in the last
// one.
class RelaxedInBox {
 public:
  RelaxedInBox(const Conditions& at, const Box& box, int layer)
      : at_(at), slab_(at.normal, 1.0, box.cells, box.layers), away_(slab_.sites(), 0.0) {
    const lattice::Cell own{0, 0, layer};
    own_ = slab_.number(own);
    attached_.assign(slab_.sites(), false);
    attached_[own_] = true;
    for (int d = 0; d < lattice::neighbour_count; ++d)
      if (const lattice::Cell c = slab_.neighbour(own, d); c.k >= 0 && !is_reservoir(c))
        attached_[slab_.number(c)] = true;
    for (int sweep = 0; sweep < 500; ++sweep)
      for (std::uint64_t n = 0; n < slab_.sites(); ++n)
        if (!attached_[n]) relax(n);
  }

  // [1/s]
  [[nodiscard]] double attachment() const {
    double flux = 0.0;
    for (std::uint64_t n = 0; n < slab_.sites(); ++n) {
      const lattice::Cell to = slab_.nth(n);
      if (!is_attached(to)) continue;
      for (int d = 0; d < lattice::nn1_count; ++d) flux += flux_between(slab_.neighbour(to, d), to);
    }
    return flux;
  }

  // Of the flux, what joins in layer 0.
  [[nodiscard]] double low() const {
    double all = 0.0, low = 0.0;
    for (std::uint64_t n = 0; n < slab_.sites(); ++n) {
      const lattice::Cell to = slab_.nth(n);
      if (!is_attached(to)) continue;
      for (int d = 0; d < lattice::nn1_count; ++d) {
        const double flux = flux_between(slab_.neighbour(to, d), to);
        all += flux;
        if (to.k == 0) low += flux;
      }
    }
    return low / all;
  }

 private:
  [[nodiscard]] bool is_reservoir(const lattice::Cell& c) const {
    return c.k >= slab_.layers() - 1;
  }
  // Of what comes from afar [1/s]. From the reservoir, which may be several layers thick, all does.
  [[nodiscard]] double flux_between(const lattice::Cell& from, const lattice::Cell& to) const {
    if (is_reservoir(from)) return rate(from, to);
    if (from.k < 0 || attached_[slab_.number(from)]) return 0.0;
    const double occupied = from.k == 0 ? std::exp(at_.wall_gain()) : 1.0;
    return rate(from, to) * occupied * away_[slab_.number(from)];
  }
  // Beside the vacancy, but not its own site, to which no other hops.
  [[nodiscard]] bool is_attached(const lattice::Cell& c) const {
    if (c.k < 0 || is_reservoir(c)) return false;
    return attached_[slab_.number(c)] && slab_.number(c) != own_;
  }
  [[nodiscard]] double rate(const lattice::Cell& from, const lattice::Cell& to) const {
    double saddle = sodium.bulk.barrier, change = is_attached(to) ? -at_.bond_nn1 : 0.0;
    if (from.k == 0 && to.k == 0) saddle = sodium.lateral.barrier;
    if ((from.k == 0) != (to.k == 0)) {
      saddle = sodium.injection.barrier - at_.segregation / 2;
      change += from.k == 0 ? at_.segregation : -at_.segregation;
    }
    return nu * std::exp(-std::max({0.0, change, saddle + change / 2}) / at_.thermal_energy());
  }
  void relax(std::uint64_t n) {
    const lattice::Cell from = slab_.nth(n);
    if (is_reservoir(from)) return;
    double total = 0.0, sum = 0.0;
    for (int d = 0; d < lattice::nn1_count; ++d) {
      const lattice::Cell to = slab_.neighbour(from, d);
      if (to.k < 0) continue;
      const double k = rate(from, to);
      total += k;
      sum += k * (is_reservoir(to) ? 1.0 : away_[slab_.number(to)]);
    }
    away_[n] = sum / total;
  }

  Conditions at_;
  lattice::Slab slab_;
  std::vector<double> away_;  // stays 0 where a vacancy has joined
  std::vector<bool> attached_;
  std::uint64_t own_ = 0;
};

}  // namespace

TEST_CASE("a fit goes through what was measured, and on along its tangent") {
  std::vector<Estimate> measured;
  const auto parabola = [](double n) { return 1 + 2 * std::cbrt(n) - 0.1 * std::cbrt(n * n); };
  for (int n = 1; n <= 64; ++n) measured.push_back({parabola(n), n % 3 == 0 ? 0.0 : 0.01});
  measured[2].value = 100;  // without an error, not measured
  const Attachment fit(measured);
  for (const int n : {1, 3, 30, 64}) CHECK(fit(n) == doctest::Approx(parabola(n)));
  CHECK(fit(125) == doctest::Approx(parabola(64) + (2 - 0.2 * 4) * (5 - 4)));
}

TEST_CASE("too few sizes, or a fit that is not positive, are refused") {
  CHECK_THROWS_WITH_AS(Attachment({{1, 0.1}, {2, 0.1}, {}}), doctest::Contains("sample longer"),
                       RuntimeFailure);
  CHECK_THROWS_WITH_AS(Attachment({{1, 0.1}, {-1, 0.1}, {-3, 0.1}, {-4, 0.1}}),
                       doctest::Contains("not positive"), RuntimeFailure);
}

TEST_CASE("an injection barrier below the climb out of the wall's layer is refused") {
  CHECK_THROWS_WITH_AS(Approaches(test::wall(0.15), sodium, 10, 1),
                       doctest::Contains("segregation energy of 0.15 eV"), InputError);
}

TEST_CASE("layers of a box beyond those that are followed are in series with them") {
  const Conditions at = test::wall(0.087);
  const auto attachment = [&](int layers, int width) {
    Approaches approaches(at, sodium, 1, 3, Box{{width, 5}, layers});
    const Cluster one(at.normal, at.region);
    for (int n = 0; n < 20; ++n) approaches.measure(one);
    return approaches.attachment()[0].value;
  };
  const double hop = nu * std::exp(-sodium.bulk.barrier / at.thermal_energy());
  const double beyond = 10 / (2 * hop * 2 * 8 * 5);  // a hop has two ways up, by a layer each
  CHECK(1 / attachment(Approaches::followed + 10, 8) ==
        doctest::Approx(1 / attachment(Approaches::followed, 8) + beyond).epsilon(1e-9));
  CHECK(attachment(8, 41) == attachment(8, 60));
}

TEST_SUITE("physics") {
  TEST_CASE("pairs form as fast as the relaxed field of one vacancy says, in bulk and at walls") {
    for (const Conditions& at :
         {test::bulk(), test::wall(0.087), test::wall(0.087, lattice::Normal::n100),
          test::wall(0.087, lattice::Normal::n111)}) {
      CAPTURE(static_cast<int>(at.normal));
      CAPTURE(static_cast<int>(at.region));
      Approaches approaches(at, sodium, 1, test::seed(4));
      const Cluster one(at.normal, at.region);
      for (int n = 0; n < 4000; ++n) approaches.measure(one);
      const Estimate f = approaches.attachment()[0];
      CHECK(std::abs(f.value - Relaxed(at, sodium).attachment()) < test::allowed * f.error);
      CHECK(f.error < 0.02 * f.value);
    }
  }

  TEST_CASE("in a box vacancies come from its reservoir, past the void's images") {
    for (const lattice::Normal normal : test::normals) {
      CAPTURE(static_cast<int>(normal));
      const Conditions at = test::wall(0.087, normal);
      const Box box{{normal == lattice::Normal::n111 ? 5 : 8, 5},
                    normal == lattice::Normal::n110 ? 6 : 10};
      Approaches approaches(at, sodium, 1, test::seed(7), box);
      const Cluster one(at.normal, at.region);
      for (int n = 0; n < 10000; ++n) approaches.measure(one);
      const Estimate f = approaches.attachment()[0];
      const RelaxedInBox relaxed(at, box, 0);
      CHECK(std::abs(f.value - relaxed.attachment()) < test::allowed * f.error);
      CHECK(f.error < 0.03 * f.value);
      // of some thousands of walkers that got away
      CHECK(std::abs(approaches.arrivals()[0].low - relaxed.low()) < 0.04);
    }
  }

  TEST_CASE("in a box voids of the metal are in all layers, down from the reservoir's side") {
    for (const lattice::Normal normal : test::normals) {
      CAPTURE(static_cast<int>(normal));
      const Conditions at = test::bulk(normal);
      const Box box{{normal == lattice::Normal::n111 ? 5 : 8, 5},
                    normal == lattice::Normal::n110 ? 6 : 10};
      const int layers = box.layers - 1;
      Approaches approaches(at, sodium, 2, test::seed(8), box);
      Cluster voids(at.normal, at.region);
      for (int n = 0; n < 10000; ++n) approaches.measure(voids);
      double mean = 0.0;
      for (int k = 0; k < layers; ++k) mean += RelaxedInBox(at, box, k).attachment() / layers;
      const Estimate f = approaches.attachment()[0];
      CHECK(std::abs(f.value - mean) < test::allowed * f.error);
      CHECK(f.error < 0.03 * f.value);
      CHECK(approaches.room()[0] == layers);

      const Cluster::Place above = voids.neighbour(voids.members()[0], 0);
      const int height = std::abs(Cluster::way(voids.members()[0], above).k);
      voids.add(above);
      for (int n = 0; n < 10000; ++n) approaches.measure(voids);
      const double fits = static_cast<double>(layers - height) / layers;
      const double error = layers * std::sqrt(fits * (1 - fits) / 10000);
      CHECK(std::abs(approaches.room()[1] - (layers - height)) <= test::allowed * error);
    }
  }
}

}  // namespace lacuna::nucleation
