#include "io/results/settings_table.hpp"

#include <doctest/doctest.h>

using namespace lacuna;

TEST_CASE("what a hypothesis sets stands beside its name, once, with files by their names") {
  ensemble::Plan plan;
  plan.branches.resize(4);
  plan.branches[0].name = plan.branches[1].name = "weak";
  plan.branches[0].set = plan.branches[1].set = {{"interface.segregation_eV", "0.087"},
                                                 {"metal.hop.table", "/home/me/barriers.csv"}};
  plan.branches[2].name = "plain";  // as the base case, which needs no row
  plan.branches[3].name = "noted";
  plan.branches[3].note = "a long note, whole";
  const io::ShownTable table = io::shown_settings(plan);
  using Words = std::vector<std::string>;
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[1] ==
        Words{"weak", "interface.segregation_eV 0.087, metal.hop.table barriers.csv", ""});
  CHECK(table.rows[2] == Words{"noted", "nothing", "a long note, whole"});
}

TEST_CASE("without sets and notes there is nothing to show") {
  ensemble::Plan plan;
  plan.branches.resize(2);
  CHECK(io::shown_settings(plan).is_empty());
}
