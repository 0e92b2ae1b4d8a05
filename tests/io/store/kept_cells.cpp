#include "io/store/kept_cells.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "tests/ensemble/fabricated_cells.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::io;
using lacuna::test::contents;
using lacuna::test::put;
using lacuna::test::TemporaryDirectory;

namespace {

ensemble::CellPredictions two_cells() {
  ensemble::CellPredictions cells{{test::made_up_cell(1.5, 0.2, 0.01), ""}, {{}, "it is too cold"}};
  cells[0].outcome->first_void[4].reset();
  cells[0].outcome->losses[1].when.reset();
  cells[0].outcome->prior_shifts.back() = INFINITY;
  cells[0].outcome->journey = {{cell::JourneyStage::area, 1e9, 20, 0.5, 3.0, {}},
                               {cell::JourneyStage::time, 1e16, 20, 0, {}, "too slow"}};
  cells[0].outcome->flaws_dissolved = cell::Moment{7200, 0.5, 0.4};
  cells[0].outcome->ended_early = "voids are high";
  return cells;
}

}  // namespace

TEST_CASE("cells come back as they were kept") {
  const TemporaryDirectory folder;
  const auto cells = two_cells();
  keep_cells(folder.path(), 17, cells);
  const auto back = kept_cells(folder.path(), 17);
  REQUIRE(back.has_value());
  REQUIRE(back->size() == 2);
  CHECK_FALSE((*back)[1].outcome.has_value());
  CHECK((*back)[1].refusal == "it is too cold");
  const cell::Outcome &was = *cells[0].outcome, &is = (*back)[0].outcome.value();
  CHECK(is.relaxation == was.relaxation);
  CHECK(is.first_void[2]->trend == was.first_void[2]->trend);
  CHECK_FALSE(is.first_void[4].has_value());
  CHECK(is.at_first_void->ln_density_error == 0.01);
  REQUIRE(is.losses.size() == 2);
  CHECK(is.losses[0].when->time == was.losses[0].when->time);
  CHECK_FALSE(is.losses[1].when.has_value());
  CHECK(is.voltage->density == was.voltage->density);
  CHECK(is.flaws_dissolved->time == 7200);
  REQUIRE(is.course.size() == was.course.size());
  CHECK(is.course.back().lost == was.course.back().lost);
  REQUIRE(is.sizes.size() == 2);
  CHECK(is.sizes[1].radius == was.sizes[1].radius);
  CHECK(is.prior_shifts == was.prior_shifts);
  REQUIRE(is.journey.size() == 2);
  CHECK(is.journey[0].stage == cell::JourneyStage::area);
  CHECK(is.journey[0].density == 3.0);
  CHECK(is.journey[1].refusal == "too slow");
  CHECK_FALSE(is.journey[1].density.has_value());
  CHECK(is.ended_early == "voids are high");
  CHECK(is.integration.mass_residual == was.integration.mass_residual);
}

TEST_CASE("cells of another input, damaged ones and none at all are predicted again") {
  const TemporaryDirectory folder;
  CHECK_FALSE(kept_cells(folder.path(), 17).has_value());
  keep_cells(folder.path(), 17, two_cells());
  CHECK_FALSE(kept_cells(folder.path(), 18).has_value());
  const std::string sound = contents(folder / kept_cells_name);
  for (std::size_t at = 0; at < sound.size(); at += 97) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    put(folder / kept_cells_name, damaged);
    CHECK_FALSE(kept_cells(folder.path(), 17).has_value());
  }
  put(folder / kept_cells_name, sound.substr(0, sound.size() / 2));
  CHECK_FALSE(kept_cells(folder.path(), 17).has_value());
}
