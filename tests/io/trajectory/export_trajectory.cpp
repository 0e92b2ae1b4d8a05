#include "io/trajectory/export_trajectory.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "io/trajectory/h5md.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"

using namespace lacuna;

namespace {

/// Samples of the frames that an export holds.
std::vector<std::string> steps(const test::StoredTrajectory& stored, const std::string& frames) {
  io::ExportOptions options;
  options.frames = io::parse_frames(frames);
  options.out = stored.folder / "out.extxyz";
  const std::size_t count = io::export_trajectory(stored.file(), options);
  const std::string text = test::contents(options.out);
  std::filesystem::remove(options.out);
  std::vector<std::string> list;
  const std::string key = "sample=";
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1))
    list.push_back(text.substr(at + key.size(), text.find('\n', at) - at - key.size()));
  CHECK(count == list.size());
  return list;
}

using Steps = std::vector<std::string>;

}  // namespace

TEST_CASE("frames are chosen as Python slices them") {
  const test::StoredTrajectory stored;
  CHECK(steps(stored, ":") == Steps{"0", "125", "250"});
  CHECK(steps(stored, "1") == Steps{"125"});
  CHECK(steps(stored, "-1") == Steps{"250"});
  CHECK(steps(stored, "-2") == Steps{"125"});
  CHECK(steps(stored, "1:") == Steps{"125", "250"});
  CHECK(steps(stored, ":-1") == Steps{"0", "125"});
  CHECK(steps(stored, "::2") == Steps{"0", "250"});
  CHECK(steps(stored, "-100:100") == Steps{"0", "125", "250"});
  CHECK_THROWS_WITH_AS(steps(stored, "3"), doctest::Contains("none of the frames asked for"),
                       InputError);
  CHECK(steps(stored, "1:3000000000:3000000000") == Steps{"125"});
  for (const char* bad : {"", "x", "1:2:3:4", "::0", "::-1", "1.5", "1:x", "9223372036854775807",
                          "1::9223372036854775807"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(static_cast<void>(io::parse_frames(bad)), InputError);
  }
}

TEST_CASE("a region is named axis by axis, ends may be left out") {
  const io::Region region = io::parse_region("x=1.5:20,z=:7");
  CHECK(region.low == std::array{1.5, -io::Region::anywhere, -io::Region::anywhere});
  CHECK(region.high == std::array{20.0, io::Region::anywhere, 7.0});
  for (const char* bad : {"", "x", "x=", "x=1", "w=1:2", "x=1:2:3", "x:1:2", "x=a:2", "x=1:2,"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(static_cast<void>(io::parse_region(bad)), InputError);
  }
}

TEST_CASE("an export holds the properties that are asked for, and refuses others by name") {
  const test::StoredTrajectory stored;
  io::ExportOptions options;
  options.out = stored.folder / "out.extxyz";
  options.columns = {"cluster", "id"};
  CHECK(io::export_trajectory(stored.file(), options) == 3);
  CHECK(test::contents(options.out).find("pos:R:3:cluster:I:1:id:I:1 ") != std::string::npos);
  CHECK_THROWS_WITH_AS(io::export_trajectory(stored.file(), options),
                       doctest::Contains("is there already"), InputError);
  options.out = stored.folder / "other.extxyz";
  options.columns = {"vacancy"};
  CHECK_THROWS_WITH_AS(io::export_trajectory(stored.file(), options),
                       doctest::Contains("trajectory: {paths: true}"), InputError);
  options.columns = {"id", "layer", "id"};
  CHECK_THROWS_WITH_AS(io::export_trajectory(stored.file(), options),
                       doctest::Contains("property id is listed twice"), InputError);
  CHECK_FALSE(std::filesystem::exists(options.out));
}

TEST_CASE("an export that fails at a later frame leaves nothing behind, whatever its format") {
  const test::StoredTrajectory stored;
  std::string bytes = test::contents(stored.file());
  bytes.back() = static_cast<char>(bytes.back() ^ 1);  // in the body of the last frame
  std::ofstream(stored.file(), std::ios::binary) << bytes;
  for (const char* format : {"extxyz", "lammpstrj", "vtp", "h5md"}) {
    CAPTURE(format);
    io::ExportOptions options;
    options.format = io::parse_format(format);
    options.out = stored.folder / (std::string("out") + io::extension(options.format));
    if (options.format == io::ExportFormat::h5md && !io::has_hdf5()) continue;
    CHECK_THROWS_WITH_AS(
        io::export_trajectory(stored.file(), options),
        doctest::Contains("frame 2 is damaged; lacuna export has the others with --frames :2"),
        InputError);
    CHECK(std::distance(std::filesystem::directory_iterator(stored.folder.path()), {}) == 1);
    options.out = stored.folder / (std::string("nowhere/out") + io::extension(options.format));
    CHECK_THROWS_WITH_AS(io::export_trajectory(stored.file(), options),
                         doctest::Contains("nowhere/out"), Error);
  }
}

TEST_CASE("paths are exported as the number of a vacancy and its crossings of the box") {
  test::Scene scene;
  scene.input.values.paths = true;
  const test::TemporaryDirectory folder;
  io::TrajectoryWriter writer(folder.path(), scene.input);
  scene.vacate({2, 3, 1});
  scene.vacate({1, 1, 1});  // number 1, whose way crossed once
  writer.sample(scene.at(0), scene.occupation, scene.clusters());
  writer.finish({});
  io::ExportOptions options;
  options.columns = {"vacancy", "ix", "iy"};
  options.out = folder / "out.extxyz";
  io::export_trajectory(io::trajectory_path(folder.path()), options);
  const std::string text = test::contents(options.out);
  CHECK(text.find(" 1001 1 0\n") != std::string::npos);
  CHECK(text.find(" 1000 0 0\n") != std::string::npos);
}

TEST_CASE("where the ceramic is another one is exported from the file beside the trajectory") {
  test::Scene scene;
  const test::TemporaryDirectory folder;
  io::TrajectoryWriter writer(folder.path(), scene.input);
  scene.vacate({1, 0, 0});
  writer.sample(scene.at(0), scene.occupation, scene.clusters());
  writer.finish({});
  io::ExportOptions options;
  options.sites = io::FrameSites::all;
  options.columns = {"id", "layer", "patch"};
  options.out = folder / "without.extxyz";
  const auto file = io::trajectory_path(folder.path());
  CHECK_THROWS_WITH_AS(io::export_trajectory(file, options),
                       doctest::Contains("no property 'patch'"), InputError);
  test::put(folder / "patch.csv", "i,j\n1,0\n0,0\n");
  options.out = folder / "with.extxyz";
  CHECK(io::export_trajectory(file, options) == 1);
  const std::string text = test::contents(options.out);
  CHECK(text.find("id:I:1:layer:I:1:patch:I:1") != std::string::npos);
  CHECK(text.find(" 1 0 1\n") != std::string::npos);
  CHECK(text.find(" 2 0 1\n") != std::string::npos);
  CHECK(text.find(" 3 0 0\n") != std::string::npos);
  test::put(folder / "patch.csv", "i,j,patch\n1,0,2\n0,0,1\n");
  options.out = folder / "two.extxyz";
  CHECK(io::export_trajectory(file, options) == 1);
  CHECK(test::contents(options.out).find(" 2 0 2\n") != std::string::npos);
  test::put(folder / "patch.csv", "i,j\n1000,0\n");
  options.out = folder / "wrong.extxyz";
  CHECK_THROWS_WITH_AS(io::export_trajectory(file, options),
                       doctest::Contains("patch.csv:2: i: '1000' is out of range"), InputError);
}
