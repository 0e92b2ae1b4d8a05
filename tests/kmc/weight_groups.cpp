#include "kmc/weight_groups.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "kmc/random.hpp"

using namespace lacuna;
using kmc::WeightGroups;

TEST_CASE("every weight lies in a group whose edge is at least that and below twice it") {
  constexpr double unit = 3.7;
  for (double units = 2.01; units < 8e9; units *= 1.013) {
    WeightGroups groups(unit);
    groups.insert(0, units * unit);
    const auto edge = static_cast<double>(groups.total());
    REQUIRE(edge >= units * (1 - 1e-12));
    REQUIRE(edge < 2 * units * (1 + 1e-12));
  }
}

TEST_CASE("a whole number of units on an edge loses nothing, and the lightest all weigh the same") {
  for (const std::uint64_t edge : {4u, 6u, 8u, 12u, 16u, 24u, 6u << 20}) {
    WeightGroups groups(1.0);
    groups.insert(5, static_cast<double>(edge));
    CHECK(groups.total() == edge);
  }
  WeightGroups groups(1.0);
  groups.insert(0, 1e-30);
  CHECK(groups.total() == WeightGroups::lightest);
  CHECK_THROWS_AS(WeightGroups{0.0}, Error);
}

TEST_CASE("places laid end to end find each item as often as its group's edge is wide") {
  WeightGroups groups(0.5);
  const std::vector<double> units{4, 5, 6, 7, 30, 100, 3, 48};
  for (std::uint32_t n = 0; n < units.size(); ++n) groups.insert(n, 0.5 * units[n]);
  std::vector<std::uint64_t> found(units.size());
  std::vector<double> largest(units.size());
  for (std::uint64_t place = 0; place < groups.total(); ++place) {
    const auto drawn = groups.at(place, ~std::uint64_t{0});
    ++found[drawn.item];
    largest[drawn.item] = std::max(largest[drawn.item], drawn.remainder);
  }
  CHECK(found == std::vector<std::uint64_t>{4, 6, 6, 8, 32, 128, 4, 48});
  for (std::size_t n = 0; n < units.size(); ++n)
    CHECK(largest[n] == doctest::Approx(0.5 * static_cast<double>(found[n])).epsilon(1e-12));
}

TEST_CASE(
    "after a million changes the total is the sum made anew, and every item is in its place") {
  WeightGroups groups(1.0);
  kmc::Stream random(7, 1);
  std::vector<double> weights(300, 0.0);
  for (int n = 0; n < 1000000; ++n) {
    const auto item = static_cast<std::uint32_t>(random.below(weights.size()));
    const double weight = random.below(4) == 0 ? 0.0 : std::exp2(20 * random.uniform());
    double& present = weights[item];
    if (present == 0 && weight > 0)
      groups.insert(item, weight);
    else if (present > 0 && weight > 0)
      groups.update(item, weight);
    else if (present > 0)
      groups.erase(item);
    present = weight;
  }
  groups.check_total();
  std::uint32_t in = 0;
  for (std::uint32_t item = 0; item < weights.size(); ++item) {
    if (weights[item] == 0) continue;
    groups.check(item, weights[item]);
    ++in;
  }
  CHECK(groups.items() == in);
  groups.clear();
  CHECK(groups.total() == 0);
}

TEST_CASE("a weight that falls a little stays in its group, and one that rises leaves it") {
  WeightGroups groups(1.0);
  groups.insert(0, 100.0);
  CHECK(groups.total() == 128);
  groups.update(0, 0.41 * 128);
  CHECK(groups.total() == 128);
  groups.update(0, 0.39 * 128);
  CHECK(groups.total() == 64);
  groups.update(0, 129.0);
  CHECK(groups.total() == 192);
  CHECK_THROWS_AS(groups.check(0, 193.0), Error);
  CHECK_THROWS_AS(groups.check(1, 1.0), Error);
}
