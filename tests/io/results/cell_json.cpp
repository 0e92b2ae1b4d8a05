#include "io/results/cell_json.hpp"

#include <doctest/doctest.h>

#include "tests/io/results/example_cells.hpp"

using namespace lacuna;

TEST_CASE("the cells are there as JSON: design, currents, refusals, energies, courses") {
  const auto& all = test::cells_of_everything();
  const io::Json block = io::cells_block(all.plan, all.cells);
  CHECK(block.at("area_cm2") == 1);
  CHECK(block.at("contact_loss") == 0.2);
  REQUIRE(block.at("branches").size() == 12);
  REQUIRE_FALSE(block.at("rivals").empty());
  CHECK(block.at("rivals").at(0).at("first") == "highway");
  CHECK(block.at("rivals").at(0).at("measurements").at(0).at("ratio").is_number());
  CHECK(block.at("decision").is_string());
  const io::Json& first = block.at("branches").at(0);
  CHECK(first.at("name") == "highway");
  CHECK(first.at("thickness_um") == 10);
  CHECK(first.at("energies").at("contact").at("value") == 0.14);
  CHECK(first.at("energies").at("contact").at("verdict") == "by construction");
  CHECK(first.at("energies").at("contact").at("interval") == "inside");
  const io::Json& room = first.at("temperatures").at(1);
  CHECK(room.at("contact") == 0.2);
  CHECK(room.at("first_void_interval").at(0).get<double>() < 0.1);
  CHECK(room.at("first_void_interval").at(1).get<double>() > 0.1);
  CHECK(room.at("contact_interval").at(0).get<double>() < 0.2);
  CHECK(room.at("contact_interval").at(1).get<double>() > 0.2);
  CHECK(first.at("energies").at("contact").at("spread").at("draws") == 21);
  CHECK(room.at("refusal") == "");
  CHECK(first.at("slope").at(1).at(1) == 0.2);  // 0.14 eV was measured, and put in
  CHECK(first.at("slope").at(0).at(1).get<double>() ==
        doctest::Approx(first.at("temperatures").at(0).at("contact").get<double>()));
  CHECK(room.at("course").size() == 4);
  const io::Json& refused = block.at("branches").at(1);
  CHECK(refused.at("temperatures").at(0).at("refusal") == "the wall wets, \"wholly\"");
  CHECK(refused.at("energies").at("contact").at("value").is_null());
}

TEST_CASE("the page is told the slope that is compared, and contact that a cell keeps") {
  auto plan = test::cells_of_everything().plan;
  plan.cell->thicknesses = {1e4};
  for (auto& branch : plan.branches) branch.measured = "points";
  for (const double temperature : plan.temperatures)
    plan.measured_points.push_back({temperature, 0.0, 0.2});
  auto predictions = test::made_up_cells(plan, 0.14);
  for (auto& loss : predictions[1].outcome->losses) loss.when.reset();
  const ensemble::CellFindings cells{ensemble::analyse_cells(plan, predictions), {}, {}};
  const io::Json block = io::cells_block(plan, cells);
  const io::Json& first = block.at("branches").at(0);
  const io::Json& currents = first.at("energies").at("contact").at("currents");
  CHECK(currents.at("slope_energy").at("value").get<double>() == doctest::Approx(0.14));
  CHECK(currents.at("slope_measured").at("low").get<double>() == doctest::Approx(0.0));
  CHECK(currents.at("slope_measured").at("error").get<double>() > 0);
  CHECK(first.at("temperatures").at(0).at("kept_contact") == "");
  CHECK(first.at("temperatures")
            .at(1)
            .at("kept_contact")
            .get<std::string>()
            .starts_with("at most 40 % in the protocol"));
}
