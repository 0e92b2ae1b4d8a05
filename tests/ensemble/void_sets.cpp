#include "ensemble/void_sets.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "core/stopped.hpp"
#include "ensemble/cell_study.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::TemporaryDirectory;

namespace {

constexpr int largest = 30;
constexpr std::uint64_t seed = 4, few = 20'000;

cell::Counting wall_of_sodium() {
  cell::Counting what;
  what.at.region = nucleation::Region::wall;
  what.at.bond_nn1 = what.at.bond_nn2 = 0.06;
  what.at.segregation = 0.087;
  what.hops = {{0.053, 1e13}, {0.06, 1e13}, {0.14, 1e13}};
  return what;
}

VoidSampling starting_with(std::uint64_t moves, std::uint64_t most) {
  VoidSampling sampling;
  sampling.first = {largest, moves, 0};
  sampling.most_moves = most;
  return sampling;
}

/// Of the wall, and why there are none.
struct CountsOrNot {
  nucleation::VoidCounts counts;
  std::string refusal;
};
CountsOrNot counts_of(const nucleation::Cache& cache, const VoidSampling& sampling) {
  VoidSets sets(cache, sampling, seed);
  sets.ask(wall_of_sodium(), largest);
  sets.ask(wall_of_sodium(), largest);
  CHECK(sets.left() == 1);
  REQUIRE(sets.count(1, [] {}, {}));
  CHECK(sets.left() == 0);
  try {
    return {sets.counts(wall_of_sodium(), largest), {}};
  } catch (const InputError& refusal) {
    return {{}, refusal.what()};
  }
}

/// The moves that are enough, and those before, four times fewer.
std::uint64_t enough() {
  for (std::uint64_t moves = few;; moves *= 4) {
    try {
      static_cast<void>(nucleation::count_voids(wall_of_sodium().at, wall_of_sodium().hops,
                                                {largest, moves, seed}));
      return moves;
    } catch (const nucleation::TooFewMoves&) {
      REQUIRE(moves < 100 * few);
    }
  }
}

}  // namespace

TEST_CASE("a walk that is too short is walked again with four times the moves, and kept") {
  const std::uint64_t moves = enough();
  REQUIRE(moves > few);
  const TemporaryDirectory folder;
  const nucleation::Cache cache(folder / "voids");
  const CountsOrNot first = counts_of(cache, starting_with(few, 1'000 * few));
  CHECK_MESSAGE(first.refusal.empty(), first.refusal);
  const auto direct =
      nucleation::count_voids(wall_of_sodium().at, wall_of_sodium().hops, {largest, moves, seed})
          .ln_partition;
  REQUIRE(first.counts.ln_partition.size() == direct.size());
  for (std::size_t n = 0; n < direct.size(); ++n)
    CHECK(first.counts.ln_partition[n].value == direct[n].value);
}

TEST_CASE("a refusal says which walks were tried, and is kept as well") {
  const TemporaryDirectory folder;
  const nucleation::Cache cache(folder / "voids");
  const std::uint64_t last = enough() / 4;
  const std::string refusal = counts_of(cache, starting_with(few, last)).refusal;
  CHECK(refusal.find("cell.sampling.most_moves is") != std::string::npos);
  CHECK(refusal.find("walks of 20000") != std::string::npos);
  const auto file = cache.file(wall_of_sodium().at, wall_of_sodium().hops, {largest, last, seed});
  REQUIRE(std::filesystem::exists(file));
  const auto written = std::filesystem::last_write_time(file);
  CHECK(counts_of(cache, starting_with(few, last)).refusal == refusal);
  CHECK(std::filesystem::last_write_time(file) == written);
}

TEST_CASE("moves that are given are neither more nor fewer") {
  const TemporaryDirectory folder;
  VoidSampling sampling = starting_with(100 * few, 1'000 * few);
  sampling.moves = few;
  const std::string refusal = counts_of(nucleation::Cache(folder / "voids"), sampling).refusal;
  CHECK(refusal.find("sample longer") != std::string::npos);
  CHECK(refusal.find("most_moves") == std::string::npos);
}

TEST_CASE("a stop within a walk leaves it, and nothing is kept of it") {
  const TemporaryDirectory folder;
  const nucleation::Cache cache(folder / "voids");
  VoidSets sets(cache, starting_with(1'000'000'000'000, 1'000'000'000'000), seed);
  sets.ask(wall_of_sodium(), largest);
  std::stop_source source;
  source.request_stop();
  CHECK_THROWS_AS(cache.count_voids(wall_of_sodium().at, wall_of_sodium().hops,
                                    {largest, 1'000'000'000'000, seed}, 6, {}, source.get_token()),
                  Stopped);
  CHECK_FALSE(sets.count(
      1, [] {}, source.get_token()));
  CHECK(sets.left() == 1);
  CHECK_FALSE(std::filesystem::exists(folder / "voids"));
}

TEST_CASE("larger voids come in steps of 40") {
  CHECK(next_largest(81, 80) == 120);
  CHECK(next_largest(120, 80) == 120);
  CHECK(next_largest(121, 80) == 160);
  CHECK(next_largest(90, 120) == 160);
  CHECK(next_largest(1000, 120) == 1000);
}

namespace {

/// One hypothesis in a small cell, in a hurry.
Plan hurried_cell() {
  Case values;
  values.metal.bond_nn1 = values.metal.bond_nn2 = 0.06;
  values.ceramic.segregation = 0.087;
  Plan plan;
  plan.seed = seed;
  plan.temperatures = {300};
  plan.branches = {
      {"one", {}, "one", "", "", [values](std::span<const double>) { return values; }}};
  plan.cell = CellPlan{};
  plan.cell->thicknesses = {1e5};
  plan.cell->prior.draws = 0;
  plan.cell->journey = false;
  plan.cell->design.area = 1e8;
  plan.cell->design.protocol = cell::Staircase{1e-2, 1e6, 1.1, 1.0};
  plan.cell->sampling.first = {20, 2'000'000, 0};
  return plan;
}

CellPrediction cell_of(const Plan& plan, const std::filesystem::path& cache, int threads = 1) {
  const auto cells = predict_cells(plan, nucleation::Cache(cache), threads, {}, {});
  REQUIRE(cells.has_value());
  return cells->front();
}

}  // namespace

TEST_CASE("a cell that needs larger voids has them counted, unless their size is given") {
  Plan plan = hurried_cell();
  const TemporaryDirectory folder;
  const CellPrediction found = cell_of(plan, folder / "voids");
  REQUIRE_MESSAGE(found.outcome.has_value(), found.refusal);
  REQUIRE(found.outcome->at_first_void.has_value());
  const double critical = found.outcome->at_first_void->critical_size;
  CHECK(critical > 10);
  plan.cell->sampling.largest = 20;
  const std::string refusal = cell_of(plan, folder / "voids").refusal;
  CHECK_MESSAGE(refusal.find("voids of up to 20 are known") != std::string::npos, refusal);
  // As many as were counted by themselves give the same cell, for any number of threads.
  plan.cell->sampling.largest = next_largest(2.5 * critical, 20);
  const CellPrediction given = cell_of(plan, folder / "other", 2);
  REQUIRE(given.outcome.has_value());
  CHECK(given.outcome->first_void[cell::median]->time ==
        found.outcome->first_void[cell::median]->time);
  CHECK(given.outcome->at_first_void->ln_density_error ==
        found.outcome->at_first_void->ln_density_error);
}

TEST_CASE("voids larger than any that can be counted are refused with what would be needed") {
  Plan plan = hurried_cell();
  // Where bonds are so weak, and the step an hour long, critical voids have hundreds of vacancies.
  plan.branches[0].vary = [vary = plan.branches[0].vary](std::span<const double> none) {
    Case values = vary(none);
    values.metal.bond_nn1 = values.metal.bond_nn2 = 0.03;
    return values;
  };
  plan.cell->design.area = 1e16;
  plan.cell->design.protocol = cell::Staircase{1e-4, 100, 1.1, 3600};
  const TemporaryDirectory folder;
  const std::string refusal = cell_of(plan, folder / "voids").refusal;
  CHECK_MESSAGE(
      refusal.find("would have to be counted, and 1000 are the most") != std::string::npos,
      refusal);
  CHECK_MESSAGE(refusal.find("this much is certain") != std::string::npos, refusal);
}
