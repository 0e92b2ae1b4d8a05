#include "io/store/run_directory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "io/input/read_document.hpp"
#include "io/store/sealed_summary.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using io::Opening;
using io::RunDirectory;
using io::Standing;
namespace fs = std::filesystem;

namespace {

io::RunInput input_of(const std::string& setting = {}) {
  std::vector<std::string> settings;
  if (!setting.empty()) settings.push_back(setting);
  return io::parse_case(io::starting_case(), "case.yaml", ".", settings);
}

std::string refusal(const fs::path& path, const io::RunInput& input, Opening opening) {
  try {
    const RunDirectory directory(path, input, opening);
  } catch (const InputError& problem) {
    return problem.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a run's directory is made with its input in it") {
  const test::TemporaryDirectory folder;
  const io::RunInput input = input_of();
  const RunDirectory directory(folder / "a/b", input, Opening::fresh);
  CHECK(directory.standing() == Standing::to_run);
  CHECK(test::contents(folder / "a/b/input.yaml") == input.canonical);
}

TEST_CASE("a directory with results is refused unless it is to be resumed") {
  const test::TemporaryDirectory folder;
  { const RunDirectory directory(folder / "a", input_of(), Opening::fresh); }
  const std::string message = refusal(folder / "a", input_of(), Opening::fresh);
  CHECK(message.find("input.yaml") != std::string::npos);
  CHECK(message.find("--resume") != std::string::npos);
  CHECK(refusal(folder / "a", input_of(), Opening::resume).empty());
}

TEST_CASE("a directory without results of ours may be used, resumed or not") {
  const test::TemporaryDirectory folder;
  test::put(folder / "notes.txt", "mine");
  CHECK(refusal(folder.path(), input_of(), Opening::resume).empty());
  CHECK(test::contents(folder / "notes.txt") == "mine");
}

TEST_CASE(
    "resuming with a different input is refused with the keys that differ, and changes nothing") {
  const test::TemporaryDirectory folder;
  const io::RunInput input = input_of("temperature_K=300");
  { const RunDirectory directory(folder / "a", input, Opening::fresh); }
  const std::string message = refusal(folder / "a", input_of("temperature_K=310"), Opening::resume);
  CHECK(message.ends_with("what differs:\n  temperature_K: was 300, now 310\n"));
  CHECK(test::contents(folder / "a/input.yaml") == input.canonical);
}

TEST_CASE("how often a checkpoint is written may change on resuming") {
  const test::TemporaryDirectory folder;
  { const RunDirectory directory(folder / "a", input_of("checkpoint.every_s=60"), Opening::fresh); }
  const io::RunInput other = input_of("checkpoint.every_s=7");
  CHECK(refusal(folder / "a", other, Opening::resume).empty());
  CHECK(test::contents(folder / "a/input.yaml") == other.canonical);
}

TEST_CASE("results without the input they are of are not touched") {
  const test::TemporaryDirectory folder;
  test::put(folder / "series.csv", "somebody's");
  CHECK_FALSE(refusal(folder.path(), input_of(), Opening::resume).empty());
  CHECK_FALSE(refusal(folder.path(), input_of(), Opening::fresh).empty());
  CHECK(test::contents(folder / "series.csv") == "somebody's");
  CHECK_FALSE(fs::exists(folder / "input.yaml"));
}

TEST_CASE("two runs cannot be at work in one directory") {
  const test::TemporaryDirectory folder;
  const RunDirectory first(folder / "a", input_of(), Opening::fresh);
  CHECK(refusal(folder / "a", input_of(), Opening::resume).find("at work") != std::string::npos);
  CHECK_THROWS_AS(RunDirectory(folder / "a", input_of(), Opening::resume), io::Occupied);
}

TEST_CASE("a finished run has its summary and no checkpoint, and is known as finished") {
  const test::TemporaryDirectory folder;
  {
    RunDirectory directory(folder / "a", input_of(), Opening::fresh);
    test::put(directory.checkpoint(), "state");
    directory.finish("{}\n");
  }
  io::require_unchanged(folder / "a");
  CHECK_FALSE(fs::exists(folder / "a/checkpoint"));
  test::put(folder / "a/checkpoint.new", "left by a run that was killed");
  const RunDirectory directory(folder / "a", input_of(), Opening::resume);
  CHECK(directory.standing() == Standing::finished);
  CHECK_FALSE(fs::exists(folder / "a/checkpoint.new"));
}

TEST_CASE("a run keeps a copy of the table that its input names, and tells another one by it") {
  const test::TemporaryDirectory folder;
  const fs::path table = folder / "j.csv";
  test::put(table, "time_s,j_mA_cm2\n0,0\n1e-6,2e5\n");
  const auto input = [&] { return input_of("current={file: " + table.string() + "}"); };
  RunDirectory(folder / "a", input(), Opening::fresh).finish("{}\n");
  CHECK_NOTHROW(RunDirectory(folder / "a", input(), Opening::resume).require_same_files());
  const std::string text = test::contents(table);
  test::put(table, "time_s,j_mA_cm2\n0,0\n1e-6,3e5\n");
  const std::string told = refusal(folder / "a", input(), Opening::resume);
  CHECK_MESSAGE(told.find("current.file: was inputs/j.crc32-") != std::string::npos, told);
  fs::remove(table);
  fs::rename(folder / "a", folder / "b");
  const io::RunInput moved = io::read_case(folder / "b/input.yaml");
  CHECK_NOTHROW(RunDirectory(folder / "b", moved, Opening::resume).require_same_files());
  const fs::path copy = fs::directory_iterator(folder / "b/inputs")->path();
  CHECK(test::contents(copy) == text);
  test::put(copy, text + " ");
  CHECK_THROWS_WITH_AS(static_cast<void>(io::read_case(folder / "b/input.yaml")),
                       doctest::Contains((copy.filename().string() + " was changed").c_str()),
                       InputError);
}

TEST_CASE("a finished run of an input that names tables where they lay tells one that was edited") {
  const test::TemporaryDirectory folder;
  const fs::path table = folder / "j.csv";
  test::put(table, "time_s,j_mA_cm2\n0,0\n1e-6,2e5\n");
  const auto input = [&] {
    io::RunInput read = input_of("current={file: " + table.string() + "}");
    read.files.are_in("");  // as before there were copies
    io::finish_case(read);
    return read;
  };
  RunDirectory(folder / "a", input(), Opening::fresh).finish("{}\n");
  CHECK_NOTHROW(RunDirectory(folder / "a", input(), Opening::resume).require_same_files());
  test::put(table, "time_s,j_mA_cm2\n0,0\n1e-6,3e5\n");
  CHECK_THROWS_WITH_AS(RunDirectory(folder / "a", input(), Opening::resume).require_same_files(),
                       doctest::Contains("holds results of other files"), InputError);
}

TEST_CASE("a run that turns out to be unusable takes its directory back, and only if it made it") {
  const test::TemporaryDirectory folder;
  {
    RunDirectory directory(folder / "a", input_of(), Opening::fresh);
    directory.withdraw();
  }
  CHECK_FALSE(fs::exists(folder / "a"));
  fs::create_directory(folder / "b");
  {
    RunDirectory directory(folder / "b", input_of(), Opening::fresh);
    directory.withdraw();
  }
  CHECK(fs::is_empty(folder / "b"));
  { const RunDirectory directory(folder / "c", input_of(), Opening::fresh); }
  RunDirectory resumed(folder / "c", input_of(), Opening::resume);
  resumed.withdraw();
  CHECK(fs::exists(folder / "c/input.yaml"));
}

TEST_CASE("a directory that cannot be made is bad input, with the system's reason") {
  const test::TemporaryDirectory folder;
  test::put(folder / "file", "");
  CHECK(refusal(folder / "file", input_of(), Opening::fresh).find("not a directory") !=
        std::string::npos);
  CHECK(refusal(folder / "file/below", input_of(), Opening::fresh).find("cannot make") !=
        std::string::npos);
}
