#include "cell/constriction.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "interface/contact_current.hpp"
#include "interface/voltage.hpp"

using namespace lacuna;
using std::numbers::pi;

namespace {

constexpr double half_space = std::numeric_limits<double>::infinity();

interface::Case with_ceramic() {
  interface::Case c;
  c.ceramic.strip = interface::StripRule::field;
  c.ceramic.electrolyte = interface::Electrolyte { 1000 * constants::ohm_cm };
  c.voltage.exchange_relative.reset();
  c.voltage.exchange_density = 10 * constants::mA_per_cm2;
  return c;
}

/// A round hole in the contact, in a square box so many radii wide: what a half-spherical void
/// there catches by the current that its ground does not pass, and what it adds to the resistance
/// by ρ a³.
struct Hole {
  double caught, constriction;
};
Hole hole(double sites_of_radius, double widths, double wagner) {
  const int across = static_cast<int>(sites_of_radius * widths);
  const lattice::Slab slab(lattice::Normal::n100, 1.0, {across, across}, 4);
  std::vector<double> contact(slab.sites_per_layer(), 1.0), r(contact.size());
  double covered = 0;
  for (std::uint32_t n = 0; n < contact.size(); ++n) {
    const lattice::Vector p = slab.position(slab.nth(n));
    r[n] = std::hypot(p[0] - slab.box()[0] / 2, p[1] - slab.box()[1] / 2);
    if (r[n] < sites_of_radius) contact[n] = 0;
    covered += contact[n] == 0;
  }
  interface::ContactCurrent current(slab, half_space);
  const double radius = std::sqrt(covered / pi);
  const auto found = current.solve(contact, {wagner * radius, 0});
  const double sites = static_cast<double>(contact.size()), mean = 1 - covered / sites;
  double sum = 0;
  for (std::size_t n = 0; n < contact.size(); ++n)
    if (contact[n] > 0 && r[n] < slab.box()[0] / 2)
      sum += (found.share[n] / mean - 1) * radius / r[n];
  return {sum / covered, found.constriction / mean * sites / std::pow(radius, 3)};
}

/// The same of a lone disc, exactly. With φ = ρ j a u and i = j s, both less those of an even
/// current, f = u + w s is 0 outside of the disc (a = 1), s = −1 inside, and waves have
/// s_k = k² f_k/(1 + w k). f is sought among the constant and functions with the transforms
/// j_{2n+1}(k)/k (Galerkin). Then the constriction is −∫u over the disc, and u(0) that under its
/// middle.
class Disc {
 public:
  explicit Disc(double wagner) : wagner_(wagner) {
    for (double from = 0, to = 1e-6; from < last; from = std::exchange(to, next(to)))
      for (const auto& [place, weight] : gauss)
        add(from + (to - from) * (1 + place) / 2, (to - from) * weight / 2);
    solve();
  }
  [[nodiscard]] double constriction() const {
    return -2 * pi * (coefficients_[0] / 3 + coefficients_[functions - 1] / 2) - pi * wagner_;
  }
  [[nodiscard]] double under_the_middle() const {
    double sum = 0;
    for (std::size_t n = 0; n < functions; ++n) sum += coefficients_[n] * potential_[n];
    return sum;
  }

 private:
  static constexpr std::size_t functions = 8;
  static constexpr double last = 1500;
  static constexpr std::array<std::pair<double, double>, 4> gauss{
      {{-0.861136311594053, 0.347854845137454},
       {-0.339981043584856, 0.652145154862546},
       {0.339981043584856, 0.652145154862546},
       {0.861136311594053, 0.347854845137454}}};
  static double next(double k) { return k < 0.8 ? 1.3 * k : k + 0.3; }

  void add(double k, double weight) {
    std::array<double, functions> f{};  // transforms, by k
    for (unsigned n = 0; n + 1 < functions; ++n)
      f[n] = (n % 2 == 0 ? 1 : -1) * std::sph_bessel(2 * n + 1, k);
    f[functions - 1] = std::cyl_bessel_j(1, k);
    for (std::size_t n = 0; n < functions; ++n) {
      potential_[n] += f[n] * weight / (1 + wagner_ * k);
      for (std::size_t m = 0; m < functions; ++m)
        matrix_[n][m] += f[n] * f[m] * weight / (1 + wagner_ * k);
    }
  }

  void solve() {
    // beyond the last wave: the means of j_n j_m, 1/(2k²), and of J_1², 1/(πk)
    for (std::size_t n = 0; n + 1 < functions; ++n)
      for (std::size_t m = 0; m + 1 < functions; ++m)
        matrix_[n][m] += (1 / last - wagner_ * std::log1p(1 / (wagner_ * last))) / 2;
    matrix_[functions - 1][functions - 1] += std::log1p(1 / (wagner_ * last)) / pi;
    coefficients_ = {-1.0 / 3};
    coefficients_[functions - 1] = -0.5;
    for (std::size_t n = 0; n < functions; ++n)  // Gauss and Jordan
      for (std::size_t row = 0; row < functions; ++row) {
        if (row == n) continue;
        const double factor = matrix_[row][n] / matrix_[n][n];
        for (std::size_t m = n; m < functions; ++m) matrix_[row][m] -= factor * matrix_[n][m];
        coefficients_[row] -= factor * coefficients_[n];
      }
    for (std::size_t n = 0; n < functions; ++n) coefficients_[n] /= matrix_[n][n];
  }

  double wagner_;
  std::array<std::array<double, functions>, functions> matrix_{};
  std::array<double, functions> potential_{}, coefficients_{};
};

}  // namespace

TEST_CASE(
    "a lone void's constriction and catch are those of the exact solution at any Wagner number") {
  for (const double wagner : {0.003, 0.03, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0}) {
    CAPTURE(wagner);
    const Disc exact(wagner);
    CHECK(cell::constriction_by_wagner(wagner) ==
          doctest::Approx(exact.constriction()).epsilon(2e-3));
    CHECK(cell::caught_by_wagner(wagner) ==
          doctest::Approx(2 * (1 + exact.under_the_middle())).epsilon(1e-2));
  }
}

TEST_CASE("the limits are the crack and the even current") {
  CHECK(cell::constriction_by_wagner(0) == doctest::Approx(4.0 / 3).epsilon(1e-14));
  CHECK(cell::caught_by_wagner(0) == doctest::Approx(2 - 4 / pi).epsilon(1e-14));
  // the mean potential of an even disc, 8a/(3π), over its area
  CHECK(cell::constriction_by_wagner(1e6) == doctest::Approx(8.0 / 3).epsilon(1e-4));
  CHECK(cell::caught_by_wagner(1e6) < 2e-5);
  double before = cell::caught_by_wagner(0);
  for (double wagner = 1e-12; wagner < 1e6; wagner *= 1.5) {
    CHECK(cell::caught_by_wagner(wagner) <= before);
    before = cell::caught_by_wagner(wagner);
  }
}

TEST_CASE("a half-sphere catches of the crack's excess current a/r, together 2 - 4/π") {
  double sum = 0;  // by r = a/sin t
  constexpr int steps = 20000;
  for (int n = 0; n < steps; ++n) {
    const double t = pi / 2 * (n + 0.5) / steps;
    sum += (std::tan(t) - t) * std::cos(t) / (std::sin(t) * std::sin(t)) * pi / 2 / steps;
  }
  CHECK(4 / pi * sum == doctest::Approx(2 - 4 / pi).epsilon(1e-3));
}

TEST_CASE("the current over sites around a hole has the same constriction and catch") {
  for (const double wagner : {0.0, 0.3, 2.0}) {
    CAPTURE(wagner);
    // as the rim's uncertainty of a site goes away; neighbours are ten radii off
    const Hole coarse = hole(10, 10, wagner), fine = hole(20, 10, wagner);
    CHECK(2 * fine.caught - coarse.caught ==
          doctest::Approx(cell::caught_by_wagner(wagner)).epsilon(0.06));
    CHECK(2 * fine.constriction - coarse.constriction ==
          doctest::Approx(cell::constriction_by_wagner(wagner)).epsilon(0.06));
  }
}

TEST_CASE("voids add to the area resistance by ρ a³ each, and the Wagner number is by radius") {
  const interface::Case c = with_ceramic();
  const std::vector<cell::SizeClass> sizes{{0, 0, 1e4, 2e-12}, {0, 0, 2e4, 1e-12}};
  const auto found = cell::constriction(c, sizes);
  CHECK(found.radius == doctest::Approx(1e4 * std::sqrt(2)));
  CHECK(found.wagner == doctest::Approx(25.85e4 / found.radius).epsilon(1e-3));
  CHECK(found.caught == cell::caught_by_wagner(found.wagner));
  // 1000 Ω cm · (2·10⁴ (10⁻⁴ cm)³ g(25.85) + 10⁴ (2·10⁻⁴ cm)³ g(12.93)) per cm²
  CHECK(found.resistance / constants::ohm_cm2 ==
        doctest::Approx(1000 * (2e4 * 1e-12 * cell::constriction_by_wagner(25.852) +
                                1e4 * 8e-12 * cell::constriction_by_wagner(12.926))));
}

TEST_CASE("crowding is of the current that passes: nothing without an electrolyte, more at large") {
  interface::Case c = with_ceramic();
  const double j = 40 * constants::mA_per_cm2, radius = 1e5;
  const double even = j * pi * radius * radius;
  const cell::Crowding linear(c);
  CHECK(linear.caught(radius, j) / even ==
        doctest::Approx(cell::caught_by_wagner(2.5852)).epsilon(1e-5));
  CHECK(linear.caught(radius, -j) == -linear.caught(radius, j));
  CHECK(linear.caught(0, j) == 0);
  // Butler and Volmer's slope at j = 4 j0 is that at small currents by √(1 + 2²).
  c.ceramic.electrolyte->transfer = interface::TransferLaw::butler_volmer;
  const cell::Crowding curved(c);
  CHECK(curved.caught(radius, j) / even ==
        doctest::Approx(cell::caught_by_wagner(2.5852 / std::sqrt(5.0))).epsilon(1e-5));
  CHECK(curved.resistance(radius, 1e-9 * j) == doctest::Approx(linear.resistance(radius, j)));
  CHECK(curved.wagner(radius) == linear.wagner(radius));
  c.ceramic.electrolyte.reset();
  CHECK(cell::Crowding(c).caught(radius, j) == 0);
  CHECK(cell::Crowding(c).resistance(radius, j) == 0);
}
