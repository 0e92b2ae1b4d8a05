#include "ensemble/energy_difference.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/ensemble/plain_studies.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

TEST_CASE("differences on the same seeds are narrower than those of independent lines") {
  Plan p = test::plain_plan({test::branch("a"), test::branch("b")});
  const auto find = test::on_a_line(test::by_branch, 0.1);
  const auto apart = analyse(p, test::records(p, find)).differences;
  REQUIRE(apart.size() == 1);
  CHECK_FALSE(apart[0].paired);
  CHECK(test::near(apart[0].value, 0.03));
  p.common_random_numbers = true;
  // Nearly the same scatter under both, as seeds are the same.
  const auto similar = [&](const Plan& of, const Task& task) -> decltype(Record::found) {
    kmc::Stream own(seed_of(of, task), 1000 + task.branch);
    const double log_density = std::log(std::get<Outcome>(find(of, task)).onsets[1].density);
    return test::seen(log_density + 0.01 * test::draw(test::Scatter::normal, own));
  };
  const auto paired = analyse(p, test::records(p, similar)).differences;
  REQUIRE(paired.size() == 1);
  CHECK(paired[0].paired);
  CHECK(paired[0].from == 0);
  CHECK(paired[0].to == 1);
  CHECK(test::near(paired[0].value, 0.03));
  CHECK(paired[0].value.error < apart[0].value.error / 3);
}

TEST_CASE("hypotheses are subtracted at the same combination of grid values only") {
  Plan p = test::plain_plan(
      {test::branch("a"), test::branch("a"), test::branch("b"), test::branch("b")});
  const char* const layers[] = {"8", "16", "8", "16"};
  for (std::size_t b = 0; b < 4; ++b) {
    p.branches[b].grid = {layers[b]};
    p.branches[b].slug += layers[b];
  }
  p.grid_keys = {"metal.layers"};
  const auto found = analyse(p, test::records(p, test::plain)).differences;
  REQUIRE(found.size() == 2);
  CHECK(found[0].from == 0);
  CHECK(found[0].to == 2);
  CHECK(found[1].from == 1);
  CHECK(found[1].to == 3);
}
