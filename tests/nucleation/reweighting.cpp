#include "nucleation/reweighting.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/nucleation/sodium.hpp"
#include "tests/oracles/statistics.hpp"

namespace lacuna::nucleation {
namespace {

constexpr Hops hops{{0.053, 1e13}, {0.053, 1e13}, {0.14, 1e13}};

// E_f higher by `formation` [eV] with ε2/ε1 = `ratio`, and E_seg by `segregation` [eV].
Conditions changed(Conditions at, double formation, double ratio, double segregation = 0.0) {
  const double whole = 4 * at.bond_nn1 + 3 * at.bond_nn2 + formation;
  at.bond_nn1 = whole / (4 + 3 * ratio);
  at.bond_nn2 = ratio * at.bond_nn1;
  at.segregation += segregation;
  return at;
}

}  // namespace

TEST_CASE("reweighting to the same energies changes nothing") {
  const Shapes shapes(lattice::Normal::n110, 5);
  const Conditions at = test::wall(0.087);
  const VoidCounts counts = count_voids(at, hops, {12, 400'000, 1}, 5);
  const VoidCounts again = reweighted(counts, at, at, shapes);
  for (std::size_t n = 0; n < 12; ++n) {
    CHECK(again.ln_partition[n].value == counts.ln_partition[n].value);
    CHECK(again.ln_partition[n].error == counts.ln_partition[n].error);
    CHECK(again.attachment[n].value == counts.attachment[n].value);
  }
}

TEST_CASE("reweighted voids of six are those that are counted there") {
  const Shapes all(lattice::Normal::n110, 6), few(lattice::Normal::n110, 3);
  const Conditions at = test::wall(0.047), there = changed(at, 0.03, 1.1, 0.005);
  // Exact as far as shapes reach, by the moments of the walk beyond.
  const VoidCounts counts = count_voids(at, hops, {8, 3'000'000, test::seed(1)}, 3);
  const VoidCounts exact = reweighted(counts, at, there, all);
  const VoidCounts found = reweighted(counts, at, there, few);
  for (int n = 1; n <= 6; ++n) {
    CAPTURE(n);
    const auto k = static_cast<std::size_t>(n - 1);
    CHECK(exact.ln_partition[k].value == all.ln_partition(n, there));
    CHECK(exact.ln_partition[k].error == 0);
    const Estimate& moved = found.ln_partition[k];
    const double third_order = 0.002;
    CHECK(std::abs(moved.value - all.ln_partition(n, there)) <
          test::allowed * moved.error + third_order);
    CHECK(moved.error < 0.02);
  }
  CHECK(std::abs(all.ln_partition(6, there) - all.ln_partition(6, at)) > 1);
}

TEST_SUITE("all") {
  // One standard deviation of what is known of sodium, in turn.
  TEST_CASE("reweighted voids of 60 are those of a walk at those energies") {
    const Shapes shapes(lattice::Normal::n110);
    const Effort effort{80, 60'000'000, test::seed(1)};
    const Conditions at = test::wall(0.087);
    const VoidCounts counts = count_voids(at, hops, effort);
    for (const Conditions& there : {changed(at, 0.03, 1.0), changed(at, -0.03, 1.0),
                                    changed(at, 0.0, 1.4), changed(at, 0.0, 1 / 1.4)}) {
      CAPTURE(there.bond_nn1);
      CAPTURE(there.bond_nn2);
      const VoidCounts moved = reweighted(counts, at, there, shapes);
      const VoidCounts walked = count_voids(there, hops, effort);
      for (const std::size_t n : {10U, 20U, 40U, 60U}) {
        CAPTURE(n);
        const Estimate &one = moved.ln_partition[n - 1], &other = walked.ln_partition[n - 1];
        const double error = std::hypot(one.error, other.error);
        CHECK(std::abs(one.value - other.value) < test::allowed * error);
        CHECK(error < 0.2);
      }
    }
  }
}

}  // namespace lacuna::nucleation
