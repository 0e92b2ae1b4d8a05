#include "nucleation/partition.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "tests/nucleation/sodium.hpp"
#include "tests/oracles/statistics.hpp"

namespace lacuna::nucleation {
namespace {

using lattice::Normal;

// Squared deviations, in their own errors, of ln(Q_n/Q_1) of 20 seeds from the exact one, as a
// normal deviate. With errors from ten blocks, each is Student's t of 9 degrees of freedom squared:
// mean 9/7, variance 2·81·8/(49·5).
double chi_square_deviate(const Conditions& at, int n, Effort effort, double exact,
                          const Shapes& shapes) {
  constexpr int seeds = 20;
  double sum = 0.0;
  for (int s = 0; s < seeds; ++s, ++effort.seed) {
    const Estimate found = sample(at, shapes, effort).ln_ratio(1, n);
    sum += std::pow((found.value - exact) / found.error, 2);
  }
  return (sum - seeds * 9.0 / 7) / std::sqrt(seeds * 2.0 * 81 * 8 / (49 * 5));
}

}  // namespace

TEST_CASE("a seed always gives the same partition functions, another seed others") {
  const Shapes shapes(Normal::n110, 5);
  const auto ln_ratio = [&](std::uint64_t seed) {
    return sample(test::bulk(), shapes, {8, 200'000, seed}).ln_ratio(5, 8).value;
  };
  CHECK(ln_ratio(1) == ln_ratio(1));
  CHECK(ln_ratio(1) != ln_ratio(2));
}

TEST_CASE("partition functions are exact as far as shapes are counted, and go on from there") {
  const Shapes shapes(Normal::n110, 5);
  const Conditions at = test::wall(0.047);
  const Sampled sampled = sample(at, shapes, {8, 200'000, 1});
  const std::vector<Estimate> all = ln_partitions(at, shapes, sampled);
  REQUIRE(all.size() == 8);
  for (int n = 1; n <= 5; ++n) {
    CHECK(all[static_cast<std::size_t>(n - 1)].value == shapes.ln_partition(n, at));
    CHECK(all[static_cast<std::size_t>(n - 1)].error == 0.0);
  }
  CHECK(all[7].value == shapes.ln_partition(5, at) + sampled.ln_ratio(5, 8).value);
  CHECK(all[7].error == sampled.ln_ratio(5, 8).error);
}

TEST_CASE("a walk that goes to the largest void and back too seldom is refused") {
  const Shapes shapes(Normal::n110, 5);
  CHECK_THROWS_WITH_AS(sample(test::bulk(), shapes, {120, 300'000, 1}),
                       doctest::Contains("sample longer, or fewer vacancies"), RuntimeFailure);
}

TEST_CASE("so is one that missed a size in one of its ten stretches") {
  const auto stretch = [](double shrinkage) {
    Stretch found(2);
    Cluster cluster(Normal::n110, Region::bulk);
    found.bonds.add(cluster);
    cluster.add(cluster.perimeter()[0]);
    found.bonds.add(cluster);
    found.accepted.growth[0].add(0.5);
    found.accepted.shrinkage[0].add(shrinkage);
    return found;
  };
  std::vector<Stretch> stretches(Sampled::blocks, stretch(0.25));
  const Sampled sampled(stretches, {0.0, -1.0}, Sampled::least_round_trips);
  CHECK(sampled.ln_ratio(1, 2).value == doctest::Approx(std::log(2.0) + 1));
  CHECK(sampled.ln_ratio(1, 2).error == doctest::Approx(0));
  stretches[3] = stretch(0.0);
  CHECK_THROWS_WITH_AS(Sampled(stretches, {0.0, -1.0}, Sampled::least_round_trips),
                       doctest::Contains("no move between 1 and 2 vacancies"), RuntimeFailure);
}

TEST_CASE("sizes that are counted already, or too large for the lattice, are refused") {
  const Shapes shapes(Normal::n110, 5);
  for (const int largest : {5, 1001})
    CHECK_THROWS_WITH_AS(sample(test::bulk(), shapes, {largest, 1000, 1}),
                         doctest::Contains("ask for 6 to 1000"), InputError);
  CHECK_THROWS_WITH_AS(sample(test::bulk(), Shapes(Normal::n110, 1), {8, 1000, 1}),
                       doctest::Contains("count more"), InputError);
}

TEST_SUITE("physics") {
  TEST_CASE("sampled and counted partition functions agree on every normal, in bulk and at walls") {
    for (const Normal normal : test::normals)
      for (const Conditions& at : {test::bulk(normal), test::wall(0.087, normal)}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(static_cast<int>(at.region));
        const Shapes shapes(normal);
        const Sampled sampled = sample(at, Shapes(normal, 3), {7, 5'000'000, test::seed(3)});
        for (int n = 2; n <= 6; ++n) {
          const Estimate found = sampled.ln_ratio(1, n);
          const double exact = shapes.ln_partition(n, at) - shapes.ln_partition(1, at);
          CHECK(std::abs(found.value - exact) < test::allowed * std::max(found.error, 1e-12));
          CHECK(found.error < 0.02);
        }
      }
  }

  TEST_CASE("errors of 20 seeds are as large as they say") {
    const Shapes shapes(Normal::n110);
    const Conditions at = test::wall(0.047);
    const double exact = shapes.ln_partition(6, at) - shapes.ln_partition(1, at);
    const Effort effort{12, 3'000'000, test::seed(50)};
    CHECK(std::abs(chi_square_deviate(at, 6, effort, exact, shapes)) < test::allowed);
  }

  TEST_CASE("a wall that neither attracts nor repels has the large voids of the bulk") {
    const Shapes shapes(Normal::n110, 5);
    const Effort effort{30, 20'000'000, test::seed(5)};
    const Sampled bulk = sample(test::bulk(), shapes, effort);
    const Sampled wall = sample(test::wall(0), shapes, effort);
    for (const int n : {10, 20, 30}) {
      const Estimate b = bulk.ln_ratio(5, n), w = wall.ln_ratio(5, n);
      CHECK(std::abs(b.value - w.value) < test::allowed * std::hypot(b.error, w.error));
      CHECK(std::hypot(b.error, w.error) < 0.2);
    }
  }
}

TEST_SUITE("long") {
  TEST_CASE(
      "shapes of seven are as many on every normal, and as many as a walk without bonds says") {
    Conditions at;
    const Estimate sampled =
        sample(at, Shapes(at.normal, 3), {8, 30'000'000, test::seed(6)}).ln_ratio(1, 7);
    for (const Normal normal : test::normals) {
      const auto count = static_cast<double>(Shapes(normal, 7).count(7));
      CHECK(std::abs(std::log(count) - sampled.value) < test::allowed * sampled.error);
      CHECK(count == static_cast<double>(Shapes(Normal::n110, 7).count(7)));
    }
    CHECK(sampled.error < 0.004);
  }

  TEST_CASE("large voids at 300 K cost A n^(2/3) + B") {
    const Shapes shapes(Normal::n110);
    struct Law {
      Conditions at;
      double A, B;
    };
    for (const Law& law : {Law{test::bulk(), 21.5, -5.0}, Law{test::wall(0.047), 20.3, -8.3},
                           Law{test::wall(0.087), 18.5, -10.1}}) {
      const auto all = ln_partitions(law.at, shapes, sample(law.at, shapes, {120, 200'000'000, 1}));
      // the line through cost against n^(2/3)
      double xs = 0, ys = 0, xx = 0, xy = 0;
      const auto x = [](int n) { return std::pow(n, 2.0 / 3); };
      const auto cost = [&](int n) {
        return law.at.formation() * n - all[static_cast<std::size_t>(n - 1)].value;
      };
      constexpr int first = 10, last = 120, count = last - first + 1;
      for (int n = first; n <= last; ++n) {
        xs += x(n) / count;
        ys += cost(n) / count;
      }
      for (int n = first; n <= last; ++n) {
        xx += std::pow(x(n) - xs, 2);
        xy += (x(n) - xs) * (cost(n) - ys);
      }
      CHECK(xy / xx == doctest::Approx(law.A).epsilon(0.01));
      double squares = 0;
      for (int n = first; n <= last; ++n)
        squares += std::pow(cost(n) - ys - xy / xx * (x(n) - xs), 2);
      CHECK(std::sqrt(squares / count) < 0.4);  // compact sizes cost less than those between them
      CHECK(std::abs(ys - xy / xx * xs - law.B) < 0.7);
    }
  }

  TEST_CASE("errors of 20 seeds are honest for voids of 30, against a longer walk") {
    const Shapes shapes(Normal::n110);
    const Conditions at = test::wall(0.087);
    const double exact = sample(at, shapes, {30, 1'000'000'000, 9}).ln_ratio(1, 30).value;
    const Effort effort{40, 20'000'000, test::seed(70)};
    CHECK(std::abs(chi_square_deviate(at, 30, effort, exact, shapes)) < test::allowed);
  }
}

}  // namespace lacuna::nucleation
