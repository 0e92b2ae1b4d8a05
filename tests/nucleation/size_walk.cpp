#include "nucleation/size_walk.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "nucleation/shapes.hpp"
#include "nucleation/streams.hpp"
#include "tests/nucleation/sodium.hpp"
#include "tests/oracles/statistics.hpp"

namespace lacuna::nucleation {

TEST_CASE("without bonds, moves to a pair and back are accepted by numbers of places alone") {
  const Conditions at{lattice::Normal::n110, Region::bulk, 0, 0, 0, 300};
  for (const double eta : {-3.0, -1.0}) {
    SizeWalk walk(at, {0.0, eta}, stream(1, Purpose::sizes));
    for (int n = 0; n < 1000; ++n) walk.step();
    const Acceptances found = walk.take_acceptances();
    const double places = lattice::neighbour_count;
    CHECK(found.growth[0].mean() == doctest::Approx(std::min(1.0, std::exp(eta) * places / 2)));
    CHECK(found.shrinkage[0].mean() == doctest::Approx(std::min(1.0, std::exp(-eta) * 2 / places)));
    CHECK(found.growth[0].tries + found.shrinkage[0].tries > 400);
    CHECK(walk.take_acceptances().growth[0].tries == 0);
    CHECK(walk.round_trips() > 50);
  }
}

TEST_SUITE("physics") {
  TEST_CASE("a walk visits sizes by Q_n exp(eta_n), at any bonds, on every normal") {
    for (const lattice::Normal normal : test::normals)
      for (const Region region : {Region::bulk, Region::wall}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(static_cast<int>(region));
        const Conditions at{normal, region, 0.03, 0.05, 0.04, 400};
        const Shapes shapes(normal, 4);
        // not flat, so that a wrong weight would show
        const std::array<double, 4> due{0.1, 0.4, 0.2, 0.3};
        std::vector<double> eta;
        for (int n = 1; n <= 4; ++n)
          eta.push_back(std::log(due[static_cast<std::size_t>(n - 1)]) -
                        shapes.ln_partition(n, at));
        std::array<test::Mean, 4> share;
        for (std::uint64_t repeat = 0; repeat < 20; ++repeat) {
          SizeWalk walk(at, eta, stream(test::seed(100 + repeat), Purpose::sizes));
          std::array<double, 4> visits{};
          constexpr int steps = 20000;
          for (int n = 0; n < steps / 10; ++n) walk.step();
          for (int n = 0; n < steps; ++n) {
            walk.step();
            visits[walk.cluster().size() - 1] += 1.0 / steps;
          }
          for (std::size_t n = 0; n < 4; ++n) share[n].add(visits[n]);
        }
        for (std::size_t n = 0; n < 4; ++n) {
          CHECK(std::abs(share[n].deviate(due[n])) < test::allowed);
          CHECK(share[n].standard_error() < 0.02);
        }
      }
  }
}

}  // namespace lacuna::nucleation
