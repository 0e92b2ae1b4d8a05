#include "io/store/study_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "core/version.hpp"
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

const std::string small_study =
    "base: case.yaml\ntemperatures_K: [250, 300]\nreplicas: 2\nhypotheses: {one: {}}\n";

/// A study's directory beside its input.
struct Place {
  explicit Place(const std::string& text = small_study)
      : folder(text), study(read_study(folder.study())), out(folder.path() / "out") {}
  [[nodiscard]] std::string refusal(Sharing sharing = Sharing::alone) const {
    try {
      const StudyDirectory directory(out, study, sharing);
    } catch (const InputError& problem) {
      return problem.what();
    }
    return {};
  }
  StudyFolder folder;
  StudyInput study;
  fs::path out;
};

JournalEntry found(const StudyDirectory& directory, const ensemble::Plan& plan, int replica) {
  JournalEntry entry;
  entry.record.task.temperature = 300.0;
  entry.record.task.replica = replica;
  entry.record.found = ensemble::Outcome{};
  const fs::path run = directory.run(id_of(plan, entry.record.task));
  fs::create_directories(run);
  put(run / "series.csv", "1\n");
  entry.files = run_checksum(run);
  return entry;
}

}  // namespace

TEST_CASE("a study's directory says which program began it, beside its input") {
  const Place place;
  REQUIRE(place.refusal().empty());
  const std::string version = contents(place.out / "version");
  CHECK(version.starts_with("lacuna " + std::string(build_info().version) + " (revision " +
                            std::string(build_info().revision) + ")\ninput.yaml "));
  CHECK(contents(place.out / "input.yaml") == place.study.canonical);
  CHECK_FALSE(fs::exists(place.out / "base.yaml"));
  CHECK(place.refusal(Sharing::shard).empty());
  CHECK(contents(place.out / "version") == version);
}

TEST_CASE(
    "a study's input is told from one that was changed, by each bit of it, and a version that does "
    "not fit") {
  const Place place;
  REQUIRE(place.refusal().empty());
  CHECK_NOTHROW(require_own_input(place.out));
  for (const char* name : {"input.yaml", "version"}) {
    const std::string whole = contents(place.out / name);
    const std::size_t first = std::string_view(name) == "version" ? whole.find('\n') : 0;
    for (std::size_t bit = 8 * first; bit < 8 * whole.size(); bit += 7) {
      CAPTURE(bit);
      std::string text = whole;
      text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
      put(place.out / name, text);
      CHECK_THROWS_WITH_AS(require_own_input(place.out), doctest::Contains("input.yaml is damaged"),
                           InputError);
    }
    put(place.out / name, whole);
  }
}

TEST_CASE("a study whose input is the same but names a file that was edited is refused") {
  Place place(small_study + "experiment: lowack2026.csv\n");
  REQUIRE(place.refusal().empty());
  std::string rows = contents(place.folder.path() / "lowack2026.csv");
  rows.replace(rows.find("0.13"), 4, "0.12");
  put(place.folder.path() / "lowack2026.csv", rows);
  const std::string before = place.study.canonical;
  place.study = read_study(place.folder.study());
  REQUIRE(place.study.canonical == before);
  CHECK(place.refusal().find("holds results of other files") != std::string::npos);
}

TEST_CASE("a study of another version of the program is refused and left as it is") {
  const Place place;
  REQUIRE(place.refusal().empty());
  put(place.out / "version", "lacuna 0.0.1 (revision abc-dirty)\n");
  for (const Sharing sharing : {Sharing::alone, Sharing::shard}) {
    const std::string message = place.refusal(sharing);
    CHECK(message.find("was begun by lacuna 0.0.1 (revision abc-dirty), this is lacuna ") !=
          std::string::npos);
    CHECK(message.find("--out") != std::string::npos);
  }
  CHECK(place.refusal(Sharing::rank).empty());
  CHECK(contents(place.out / "version") == "lacuna 0.0.1 (revision abc-dirty)\n");
  fs::remove(place.out / "version");
  CHECK(place.refusal().find("an unknown lacuna") != std::string::npos);
  CHECK_FALSE(fs::exists(place.out / "version"));
}

TEST_CASE(
    "a study that was killed before its input was there belongs to the program that goes on") {
  const Place place;
  fs::create_directories(place.out);
  put(place.out / "version", "lacuna 0.0.1 (revision abc)\n");
  CHECK(place.refusal().empty());
  CHECK(contents(place.out / "version").find("0.0.1") == std::string::npos);
}

TEST_CASE("journals without an input are not touched, whatever their numbers") {
  const Place place;
  fs::create_directories(place.out);
  put(place.out / "journal.3", "");
  CHECK(place.refusal().find("no input.yaml") != std::string::npos);
  CHECK_FALSE(fs::exists(place.out / "input.yaml"));
}

TEST_CASE("what a journal says of another study's hypotheses or fit is told and left out") {
  const Place place;
  const StudyDirectory directory(place.out, place.study, Sharing::alone);
  JournalEntry foreign;
  foreign.record.found = ensemble::Failure{"whatever"};
  {
    Journal journal(place.out);
    foreign.record.task.branch = 1;
    journal.append(foreign);
    foreign.record.task.branch = 0;
    foreign.record.task.fit = true;
    journal.append(foreign);
  }
  const Recorded recorded = read_records(directory, place.study.plan);
  CHECK(recorded.records.empty());
  REQUIRE(recorded.damaged.size() == 2);
  CHECK(recorded.damaged[0] ==
        place.out.string() + ": a journal holds a run that is none of this study's");
}

TEST_CASE("damage is told as long as there is no sound record, damaged lines once") {
  const Place place;
  const StudyDirectory directory(place.out, place.study, Sharing::alone);
  const ensemble::Plan& plan = place.study.plan;
  const JournalEntry first = found(directory, plan, 0), second = found(directory, plan, 1);
  {
    Journal journal(place.out);
    journal.append(first);
    journal.append(second);
  }
  CHECK(read_records(directory, plan).damaged.empty());
  const std::string id = id_of(plan, first.record.task);
  put(directory.run(id) / "series.csv", "2\n");
  std::string text = contents(directory.file("journal.0"));
  text[text.size() - 2] ^= 1;
  put(directory.file("journal.0"), text);

  const Recorded before = read_records(directory, plan);
  CHECK(before.records.empty());
  REQUIRE(before.damaged.size() == 2);
  CHECK(before.damaged[0] == directory.file("journal.0").string() + ":2 is damaged");
  CHECK(before.damaged[1] == directory.run(id).string() + ": changed since it was recorded");
  CHECK(read_records(directory, plan).damaged.size() == 1);

  JournalEntry again = first;
  again.files = run_checksum(directory.run(id));
  Journal(place.out).append(again);
  const Recorded after = read_records(directory, plan);
  CHECK(after.damaged.empty());
  CHECK(after.records.count(id) == 1);
  CHECK(after.records.size() == 1);
}
