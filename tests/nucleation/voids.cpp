#include "nucleation/voids.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <string>

#include "core/error.hpp"
#include "nucleation/equilibrium_shape.hpp"
#include "tests/nucleation/sodium.hpp"

namespace lacuna::nucleation {
namespace {

constexpr double nu = 1e13;
constexpr Hop bulk_hop{0.053, nu};
constexpr Hops free_hops{bulk_hop, bulk_hop, bulk_hop},
    doorway_hops{bulk_hop, bulk_hop, {0.14, nu}};

// Of a law with the right A, as if counted.
VoidCounts counts_of(const Conditions& at, int largest, double edge_term, double constant) {
  VoidCounts counts;
  const double A = EquilibriumShape(at).surface_coefficient();
  for (int n = 1; n <= largest; ++n) {
    const double edge = std::cbrt(n), surface = A * edge * edge + edge_term * edge + constant;
    counts.ln_partition.push_back({at.formation() * n - surface, 0.1});
    counts.attachment.push_back({1e13 * edge, 1e12});
  }
  return counts;
}

// The cell of shared/cell.md §4: (110), 1 cm², one hour, 200 µm, no vacancies at the far end.
struct Cell {
  explicit Cell(double temperature) : kT(constants::boltzmann * temperature) {}

  static constexpr double a = 4.29e-8;  // [cm]
  static constexpr double site = a * a / std::numbers::sqrt2;
  static constexpr double layers = 200e-4 / (a / std::numbers::sqrt2);

  // Fugacity at the boundary: r (M + k_b/k_ret)/(2 k_b), r = j A_s/e; k_ret is the hop into
  // layer 0, by the symmetric law.
  [[nodiscard]] double fugacity(double mA_per_cm2, double segregation, double injection) const {
    const double strip = mA_per_cm2 * 1e-3 * site / constants::elementary_charge_C;
    const double hop = nu * std::exp(-0.053 / kT);
    const double back = nu * std::exp(-(injection - segregation) / kT);
    return strip * (layers + hop / back) / (2 * hop);
  }
  // ln of the births [1/s] in the cell: at the wall, or in the metal, layer by layer.
  [[nodiscard]] static double ln_births(const Voids& voids, Region region, double fugacity) {
    const double ln_sites = -std::log(site), first = voids.birth(fugacity).ln_rate;
    if (region == Region::wall) return first + ln_sites;
    constexpr double step = 0.005;
    double sum = 0.5;
    double share = 1.0;
    for (double depth = step; share > 1e-3; depth += step) {
      share = std::exp(voids.birth(fugacity * (1 - depth)).ln_rate - first);
      sum += share;
    }
    return first + std::log(sum * step * layers) + ln_sites;
  }
  // [mA/cm²] at which one void is born in the hour.
  [[nodiscard]] double critical_current(const Voids& voids, const Conditions& at,
                                        const Hops& hops) const {
    double low = std::log(0.05), high = std::log(200);
    for (int n = 0; n < 40; ++n) {
      const double middle = (low + high) / 2;
      const double z = fugacity(std::exp(middle), at.segregation, hops.injection.barrier);
      (enough(voids, at.region, z) ? high : low) = middle;
    }
    return std::exp(high);
  }

  double kT;

 private:
  // Where the critical void is too large for what was sampled, far too few are born.
  [[nodiscard]] static bool enough(const Voids& voids, Region region, double z) {
    try {
      return ln_births(voids, region, z) > -std::log(3600.0);
    } catch (const InputError& error) {
      return std::string(error.what()).find("sample larger voids") == std::string::npos;
    }
  }
};

}  // namespace

TEST_CASE("beyond the largest void counted, partition functions go on by the law of the shape") {
  for (const Conditions& at : {test::bulk(), test::wall(0.087)}) {
    VoidCounts counts = counts_of(at, 60, 3.0, -7.0);
    const Voids voids(at, counts);
    const VoidCounts law = counts_of(at, 400, 3.0, -7.0);
    for (const int n : {1, 30, 60, 61, 120, 400})
      CHECK(voids.ln_partition(n) ==
            doctest::Approx(law.ln_partition[static_cast<std::size_t>(n - 1)].value));
    CHECK(voids.largest() == 60);
    CHECK(voids.attachment(8) == doctest::Approx(2e13));
    // a last value that is off moves the rest along, and nothing jumps
    counts.ln_partition.back().value += 0.5;
    const Voids moved(at, counts);
    CHECK(moved.ln_partition(61) - moved.ln_partition(60) ==
          doctest::Approx(voids.ln_partition(61) - voids.ln_partition(60)).epsilon(0.01));
  }
}

TEST_CASE("a void is in balance at Q_n/Q_{n+1}, between whole sizes and beyond those counted too") {
  const VoidCounts law = counts_of(test::bulk(), 400, 3.0, -7.0);
  const Voids voids(test::bulk(), counts_of(test::bulk(), 60, 3.0, -7.0));
  const auto exact = [&](int n) {
    const auto at = static_cast<std::size_t>(n - 1);
    return law.ln_partition[at].value - law.ln_partition[at + 1].value;
  };
  for (const int n : {1, 30, 58, 59, 60, 399})
    CHECK(voids.ln_threshold(n) == doctest::Approx(exact(n)).epsilon(1e-5));
  CHECK(voids.ln_threshold(20.25) == doctest::Approx(0.75 * exact(20) + 0.25 * exact(21)));
  CHECK(voids.ln_threshold(1e15) == doctest::Approx(-test::bulk().formation()).epsilon(1e-4));
}

TEST_CASE("voids that the wall attracts so much that it wets are refused") {
  CHECK_THROWS_WITH_AS(Voids(test::wall(0.3), counts_of(test::bulk(), 20, 0, 0)),
                       doctest::Contains("wet"), InputError);
  CHECK_THROWS_WITH_AS(count_voids(test::wall(0.3), {bulk_hop, bulk_hop, {0.4, nu}}, {}),
                       doctest::Contains("wet"), InputError);
}

TEST_CASE("the same conditions and effort give the same counts, whatever is measured beside") {
  const Effort effort{12, 400'000, 3};
  const VoidCounts one = count_voids(test::wall(0.087), doorway_hops, effort, 5);
  const VoidCounts other = count_voids(test::wall(0.087), doorway_hops, effort, 5);
  const Shapes shapes(lattice::Normal::n110, 5);
  const Estimate unmeasured = sample(test::wall(0.087), shapes, effort).ln_ratio(5, 12);
  for (std::size_t n = 0; n < 12; ++n) {
    CHECK(one.ln_partition[n].value == other.ln_partition[n].value);
    CHECK(one.attachment[n].value == other.attachment[n].value);
  }
  CHECK(one.ln_partition[11].value == one.ln_partition[4].value + unmeasured.value);
  CHECK(one.round_trips >= Sampled::least_round_trips);
}

TEST_SUITE("physics") {
  TEST_CASE(
      "vacancies join sodium's voids at the table's rates, and voids are born at the trials'") {
    const auto check = [](const Voids& voids, const std::array<double, 4>& attachment) {
      const std::array sizes{1, 10, 30, 100};
      for (std::size_t n = 0; n < sizes.size(); ++n)
        CHECK(voids.attachment(sizes[n]) == doctest::Approx(attachment[n] * nu).epsilon(0.15));
    };
    const Effort effort{100, 40'000'000, 1};
    check(Voids(test::bulk(), count_voids(test::bulk(), free_hops, effort)), {4.3, 6.6, 8.4, 10.9});
    const Conditions at = test::wall(0.087);
    const Voids voids(at, count_voids(at, doorway_hops, effort));
    check(voids, {8.7, 10.1, 11.2, 12.6});
    // direct runs, by how much they were above the prediction of the trials
    CHECK(std::exp(voids.birth(1e-4).ln_rate) == doctest::Approx(1.1e5 / 1.41).epsilon(0.1));
    CHECK(std::exp(voids.birth(4e-5).ln_rate) == doctest::Approx(134 / 1.74).epsilon(0.1));
  }
}

TEST_SUITE("long") {
  TEST_CASE("currents at which one void is born in a square centimetre and hour are the table's") {
    struct Row {
      double segregation, injection, temperature, current;  // [eV, eV, K, mA/cm²]
    };
    for (const Row& row :
         {Row{0.087, 0.14, 250, 0.142}, Row{0.087, 0.14, 300, 1.62}, Row{0.087, 0.14, 325, 4.28},
          Row{0.087, 0.14, 350, 9.99}, Row{0.047, 0.10, 250, 0.325}, Row{0.047, 0.10, 275, 1.08},
          Row{0.047, 0.10, 300, 3.02}, Row{0.047, 0.10, 325, 7.39}, Row{0.047, 0.10, 350, 16.2},
          Row{0, 0.053, 250, 0.413}, Row{0, 0.053, 275, 1.31}, Row{0, 0.053, 300, 3.57},
          Row{0, 0.053, 325, 8.52}, Row{0, 0.053, 350, 18.3}}) {
      Conditions at = row.segregation > 0 ? test::wall(row.segregation) : test::bulk();
      at.temperature = row.temperature;
      const Hops hops{bulk_hop, bulk_hop, {row.injection, nu}};
      const Voids voids(at, count_voids(at, hops, {}));
      const double current = Cell(row.temperature).critical_current(voids, at, hops);
      CAPTURE(row.segregation);
      CAPTURE(row.temperature);
      CHECK(current == doctest::Approx(row.current).epsilon(0.02));
    }
  }
}

}  // namespace lacuna::nucleation
