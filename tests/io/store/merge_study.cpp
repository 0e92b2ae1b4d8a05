#include "io/store/merge_study.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "io/store/journal.hpp"
#include "tests/io/input/example_studies.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::io;
using lacuna::test::contents;
using lacuna::test::put;
using lacuna::test::StudyFolder;
namespace fs = std::filesystem;

namespace {

/// Two directories of a study.
struct TwoPlaces {
  TwoPlaces()
      : folder("base: case.yaml\ntemperatures_K: [300]\nreplicas: 3\nhypotheses: {one: {}}\n"),
        study(read_study(folder.study())),
        here(folder.path() / "here"),
        there(folder.path() / "there") {}
  /// As if a replica had been run, with `text` for its only file.
  void record(const fs::path& where, int replica, const std::string& text) const {
    const StudyDirectory directory(where, study, Sharing::alone);
    JournalEntry entry;
    entry.slug = study.plan.branches[0].slug;
    entry.physics = study.plan.branches[0].physics;
    entry.record.task.temperature = 300.0;
    entry.record.task.replica = replica;
    entry.record.seed = seed_of(study.plan, entry.record.task);
    entry.record.found = ensemble::Outcome{};
    const fs::path run = directory.run(id_of(study.plan, entry.record.task));
    fs::create_directories(run);
    put(run / "series.csv", text);
    entry.files = run_checksum(run);
    Journal(where).append(entry);
  }
  [[nodiscard]] Merged merge() const {
    require_mergeable(there, study);
    return merge_from(there, study, StudyDirectory(here, study, Sharing::alone));
  }
  [[nodiscard]] std::size_t recorded() const {
    return look_at_records(here, study.plan).records.size();
  }
  StudyFolder folder;
  StudyInput study;
  fs::path here, there;
};

}  // namespace

TEST_CASE("what another directory has recorded is taken over once, whatever a kill has left") {
  const TwoPlaces places;
  places.record(places.here, 0, "a\n");
  places.record(places.there, 0, "a\n");
  places.record(places.there, 1, "b\n");
  places.record(places.there, 2, "c\n");
  // Killed while one was copied, and between another's name and its line in the journal.
  fs::create_directories(places.here / "runs/one_300K_r002.part");
  put(places.here / "runs/one_300K_r002.part/series.csv", "torn");
  fs::create_directories(places.here / "runs/one_300K_r003");
  CHECK(places.merge().tasks == 2);
  CHECK(places.recorded() == 3);
  CHECK(contents(places.here / "runs/one_300K_r002/series.csv") == "b\n");
  CHECK_FALSE(fs::exists(places.here / "runs/one_300K_r002.part"));
  CHECK(places.merge().tasks == 0);
  CHECK(look_at_records(places.here, places.study.plan).damaged.empty());
}

TEST_CASE("two results of one replica are refused by its name; a damaged one is left out") {
  const TwoPlaces places;
  places.record(places.here, 0, "a\n");
  places.record(places.there, 0, "other\n");
  CHECK_THROWS_WITH_AS(static_cast<void>(places.merge()), doctest::Contains("one_300K_r001"),
                       InputError);
  put(places.there / "runs/one_300K_r001/series.csv", "damaged");
  const Merged merged = places.merge();
  CHECK(merged.tasks == 0);
  REQUIRE(merged.damaged.size() == 1);
  CHECK(merged.damaged.front().find("changed since it was recorded") != std::string::npos);
  CHECK(contents(places.here / "runs/one_300K_r001/series.csv") == "a\n");
}
