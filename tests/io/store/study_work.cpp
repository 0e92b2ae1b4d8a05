#include "io/store/study_work.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "core/error.hpp"
#include "io/store/run_directory.hpp"
#include "tests/io/input/example_studies.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::io;
namespace fs = std::filesystem;

TEST_CASE(
    "a replica at which another process is at work is left alone, and nothing is recorded of it") {
  const test::StudyFolder folder(
      "base: case.yaml\ntemperatures_K: [250, 300]\nreplicas: 2\n"
      "hypotheses: {one: {set: {current.ramp.rate_mA_cm2_per_s: 5.0e+14}}}\n");
  const StudyInput study = read_study(folder.study());
  const StudyDirectory directory(folder.path() / "out", study, Sharing::shard);
  StudyWork work(study, directory);
  ensemble::Assignment assignment;
  assignment.task.temperature = 300.0;
  const std::string id = id_of(study.plan, assignment.task);
  const fs::path unfinished = directory.unfinished_run(id);

  std::optional<RunDirectory> other(std::in_place, unfinished,
                                    study.run_input(assignment.task, nullptr), Opening::resume);
  // Even when it is about to give the directory its name.
  for (const char* file : {"checkpoint", "summary.json"}) {
    test::put(unfinished / file, "theirs");
    try {
      static_cast<void>(work(assignment, {}));
      FAIL("two at work on one replica");
    } catch (const SystemFailure& problem) {
      CHECK(std::string(problem.what()).find("is the same shard running twice?") !=
            std::string::npos);
    }
    CHECK(test::contents(unfinished / file) == "theirs");
    CHECK(read_journals(directory.path()).entries.empty());
  }

  other.reset();  // killed with its summary in place: what it found is found again
  const auto record = work(assignment, {});
  REQUIRE(record);
  CHECK(std::holds_alternative<ensemble::Outcome>(record->found));
  CHECK(test::contents(directory.run(id) / "summary.json") != "theirs");
  CHECK_FALSE(fs::exists(unfinished));
  CHECK(read_records(directory, study.plan).records.count(id) == 1);
}
