#include "io/store/study_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/version.hpp"
#include "ensemble/rounds.hpp"
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
  void set(const std::string& text) {
    put(folder.study(), text);
    study = read_study(folder.study());
  }
  /// As if a replica of the first branch had been run.
  void record(int replica) const;
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
  entry.slug = plan.branches[0].slug;
  entry.physics = plan.branches[0].physics;
  entry.record.task.temperature = 300.0;
  entry.record.task.replica = replica;
  entry.record.seed = seed_of(plan, entry.record.task);
  entry.record.found = ensemble::Outcome{};
  const fs::path run = directory.run(id_of(plan, entry.record.task));
  fs::create_directories(run);
  put(run / "series.csv", "1\n");
  entry.files = run_checksum(run);
  return entry;
}

void Place::record(int replica) const {
  const StudyDirectory directory(out, study, Sharing::alone);
  Journal(out).append(found(directory, study.plan, replica));
}

}  // namespace

TEST_CASE("a study's directory says which program began it, beside its input") {
  const Place place;
  REQUIRE(place.refusal().empty());
  const std::string version = contents(place.out / "version");
  CHECK(version.starts_with("lacuna " + std::string(build_info().version) + " (revision " +
                            std::string(build_info().revision) + ")\ninput.yaml "));
  CHECK(contents(place.out / "input.yaml") == place.study.canonical);
  CHECK(contents(place.out / "base.yaml") == place.study.base);
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
      // whoever goes on with the same input puts it back
      if (std::string_view(name) != "version" || bit / 8 == first) continue;
      CHECK(place.refusal().empty());
      CHECK(contents(place.out / name) == whole);
    }
    put(place.out / name, whole);
  }
}

TEST_CASE("measured values that were edited change no run, so that the study goes on with them") {
  Place place(small_study + "experiment: lowack2026.csv\n");
  REQUIRE(place.refusal().empty());
  place.record(0);
  const std::string version = contents(place.out / "version");
  std::string rows = contents(place.folder.path() / "lowack2026.csv");
  rows.replace(rows.find("0.13"), 4, "0.12");
  put(place.folder.path() / "lowack2026.csv", rows);
  place.study = read_study(place.folder.study());
  const StudyDirectory directory(place.out, place.study, Sharing::alone);
  CHECK(directory.growth().find("  experiment: was inputs/lowack2026.crc32-") != std::string::npos);
  CHECK(contents(place.out / "version") != version);
  CHECK_NOTHROW(require_own_input(place.out));
  CHECK(read_records(directory, place.study.plan).records.size() == 1);
}

TEST_CASE("a study keeps its runs while it grows, wherever their branches and temperatures move") {
  Place place("base: case.yaml\ntemperatures_K: [300]\nreplicas: 2\nhypotheses: {two: {}}\n");
  place.record(1);
  fs::create_directories(place.out / "runs/two_300K_r001.part");
  place.set(
      "base: case.yaml\ntemperatures_K: [250, 300]\nreplicas: 3\nconfidence: 0.9\n"
      "hypotheses: {one: {set: {interface.segregation_eV: 0.01}}, two: {note: again}}\n");
  REQUIRE(place.study.plan.branches[1].slug == "two");
  const StudyDirectory directory(place.out, place.study, Sharing::alone);
  CHECK(directory.growth().find("  replicas: was 2, now 3\n") != std::string::npos);
  const Recorded recorded = read_records(directory, place.study.plan);
  CHECK(recorded.damaged.empty());
  REQUIRE(recorded.records.count("two_300K_r002") == 1);
  CHECK(recorded.records.at("two_300K_r002").task.branch == 1);
  CHECK(contents(place.out / "input.yaml") == place.study.canonical);
  CHECK_FALSE(fs::exists(place.out / "runs/two_300K_r001.part"));
}

TEST_CASE("what a study no longer asks for is left aside, and is there when it asks again") {
  Place place;
  place.record(1);
  for (const char* smaller :
       {"base: case.yaml\ntemperatures_K: [250, 300]\nreplicas: 1\nhypotheses: {one: {}}\n",
        "base: case.yaml\ntemperatures_K: [250]\nreplicas: 2\nhypotheses: {one: {}}\n",
        "base: case.yaml\ntemperatures_K: [300]\nreplicas: 2\nhypotheses: {other: {}}\n"}) {
    CAPTURE(smaller);
    place.set(smaller);
    const StudyDirectory directory(place.out, place.study, Sharing::alone);
    const Recorded recorded = read_records(directory, place.study.plan);
    CHECK(recorded.records.empty());
    CHECK(recorded.damaged.empty());
  }
  place.set(small_study);
  const StudyDirectory directory(place.out, place.study, Sharing::alone);
  CHECK(read_records(directory, place.study.plan).records.size() == 1);
}

TEST_CASE(
    "other physics or seeds behind runs that are there are refused with the keys that differ") {
  Place place;
  place.record(0);
  const std::string before = contents(place.out / "input.yaml");
  const std::string rest = "base: case.yaml\ntemperatures_K: [300]\n";
  struct Change {
    std::string text, told;
  };
  for (const Change& change :
       std::vector<Change>{{rest + "hypotheses: {one: {set: {interface.segregation_eV: 0.01}}}\n",
                            "hypotheses.one.set: was absent"},
                           {rest + "seed: 2\nhypotheses: {one: {}}\n", "seed: was 1, now 2"},
                           {rest + "common_random_numbers: true\nhypotheses: {one: {}}\n",
                            "common_random_numbers: was false, now true"}}) {
    CAPTURE(change.text);
    place.set(change.text);
    const std::string refusal = place.refusal();
    CHECK(refusal.find("holds runs of one that this input would make differently") !=
          std::string::npos);
    CHECK_MESSAGE(refusal.find(change.told) != std::string::npos, refusal);
    CHECK(contents(place.out / "input.yaml") == before);
  }
}

TEST_CASE("evaluations that a fit does not ask for are left aside") {
  Place place(small_study +
              "fit:\n  parameters: {interface.injection.barrier_eV: [0.1, 0.2]}\n"
              "  targets: {bare: {E_A_eV: 0.14}}\n");
  const ensemble::Plan& plan = place.study.plan;
  const StudyDirectory directory(place.out, place.study, Sharing::alone);
  const std::vector<double> asked = ensemble::fit_rounds(plan, {}, 0).evaluations[0].parameters;
  Journal journal(place.out);
  for (const std::vector<double>& parameters : {asked, std::vector<double>{0.1234}}) {
    JournalEntry entry = found(directory, plan, 0);
    entry.slug = plan.fit->branches[0].slug;
    entry.physics = plan.fit->branches[0].physics;
    entry.record.task.fit = true;
    entry.record.task.parameters = parameters;
    entry.record.seed = seed_of(plan, entry.record.task);
    fs::create_directories(directory.run(id_of(plan, entry.record.task)));
    entry.files = run_checksum(directory.run(id_of(plan, entry.record.task)));
    journal.append(entry);
  }
  const Recorded recorded = read_records(directory, plan);
  CHECK(recorded.damaged.empty());
  REQUIRE(recorded.records.size() == 1);
  CHECK(recorded.records.begin()->second.task.parameters == asked);
}

TEST_CASE("a study does not grow while another process is at work on it") {
  Place place;
  const StudyDirectory shard(place.out, place.study, Sharing::shard);
  CHECK(place.refusal(Sharing::shard).empty());
  place.set("base: case.yaml\ntemperatures_K: [300]\nreplicas: 3\nhypotheses: {one: {}}\n");
  CHECK(place.refusal(Sharing::shard).find("another lacuna study is at work") != std::string::npos);
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
  put(place.out / "version", "junk\n");
  CHECK(place.refusal().find("version is damaged: its first line does not name the program") !=
        std::string::npos);
  fs::remove(place.out / "version");
  CHECK(place.refusal().find("has an input.yaml but no version beside it") != std::string::npos);
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

TEST_CASE("what somebody else has in a folder is not written over, whatever a study calls it") {
  const Place place;
  fs::create_directories(place.out);
  std::vector<std::string> names{"base.yaml", "version", "input.yaml", "runs/mine", "journal.0"};
  for (const std::string_view name : results_of_study()) names.emplace_back(name);
  for (const std::string& name : names) {
    CAPTURE(name);
    fs::create_directories((place.out / name).parent_path());
    put(place.out / name, "mine: true\n");
    CHECK(place.refusal().find("use another directory (--out)") != std::string::npos);
    CHECK(contents(place.out / name) == "mine: true\n");
    CHECK_FALSE(fs::exists(place.out / "inputs"));
    fs::remove_all(place.out / name);
    fs::remove_all(place.out / "runs");
  }
  put(place.out / "notes.txt", "mine");
  CHECK(place.refusal().empty());
}

TEST_CASE("a study goes on where it was killed between any two of its first files") {
  const Place place;
  REQUIRE(place.refusal().empty());
  for (const char* last : {"input.yaml", "version", "base.yaml", "runs"}) {
    CAPTURE(last);
    fs::remove_all(place.out / "input.yaml");
    fs::remove_all(place.out / last);
    CHECK(place.refusal().empty());
  }
}

TEST_CASE("a study without its version is not reported") {
  const Place place;
  REQUIRE(place.refusal().empty());
  fs::remove(place.out / "version");
  CHECK_THROWS_WITH_AS(require_own_input(place.out), doctest::Contains("no version beside it"),
                       InputError);
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
