#include "io/trajectory/trajectory_reader.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"

using namespace lacuna;

TEST_CASE("a trajectory is read by frame number, in any order, as the program held it") {
  for (const lattice::Normal normal : test::all_normals) {
    const test::StoredTrajectory stored(normal);
    io::TrajectoryReader reader(stored.file());
    CHECK(reader.slab().sites() == stored.scene.slab.sites());
    CHECK(reader.slab().box() == stored.scene.slab.box());
    const auto frames = stored.held()["frames"];
    REQUIRE(reader.size() == frames.size());
    for (const std::size_t n : {2U, 0U, 1U, 2U}) {
      CHECK(reader.head(n).time == frames[n]["time"].get<double>());
      CHECK(reader.head(n).sample == frames[n]["sample"].get<std::uint64_t>());
      CHECK(reader.head(n).current == doctest::Approx(frames[n]["j"].get<double>()).epsilon(1e-14));
      const io::Frame frame = reader.read(n);
      REQUIRE(frame.sites.size() == frames[n]["vacancies"].size());
      CHECK(reader.head(n).vacancies == frame.sites.size());
      for (std::size_t v = 0; v < frame.sites.size(); ++v)
        CHECK(frame.sites[v] + 1 == frames[n]["vacancies"][v][4].get<std::uint64_t>());
    }
  }
}

TEST_CASE("a trajectory whose explicit layers became more has a slab that holds every frame") {
  const test::TemporaryDirectory folder;
  const test::Scene scene;
  io::Frame low, tall;
  low.sites = {5, 60 * 8 + 1};
  low.head.vacancies = tall.head.vacancies = 2;
  low.head.layers = 9;
  tall.sites = {5, 60 * 11 + 3};
  tall.head.layers = 12;
  const std::string header = io::encode(io::trajectory_header(scene.input));
  const auto file = folder / "trajectory.lacuna";
  test::put(file, header + io::encode(low) + io::encode(tall) + io::encode(low));
  io::TrajectoryReader reader(file);
  CHECK(reader.header().layers == 12);
  CHECK(reader.slab().layers() == 12);
  CHECK(reader.slab().sites_per_layer() == 60);
  CHECK(reader.read(1).sites == tall.sites);
  CHECK(reader.read(2).sites == low.sites);
  test::put(file, header + io::encode(low));
  CHECK(io::TrajectoryReader(file).slab().layers() == 9);
}

TEST_CASE("a trajectory that is cut off, damaged, foreign or missing is refused with what to do") {
  const test::StoredTrajectory stored;
  const std::string whole = test::contents(stored.file());
  const auto refusal = [&](const std::string& bytes) {
    test::put(stored.file(), bytes);
    try {
      io::TrajectoryReader reader(stored.file());
      static_cast<void>(reader.read(1));
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK(refusal(whole).empty());
  const std::string cut = refusal(whole.substr(0, whole.size() - 1));
  CHECK(cut.find("frame 2 is cut off; resume the run") != std::string::npos);
  const std::string advice = "truncate -s ";
  const auto mended = std::stoul(cut.substr(cut.find(advice) + advice.size()));
  CHECK(refusal(whole.substr(0, mended)).empty());
  CHECK(refusal(whole.substr(0, mended + 10)).find("cut off") != std::string::npos);
  CHECK(refusal(whole.substr(0, 20)).find("cut off") != std::string::npos);
  std::string damaged = whole;
  damaged[mended - 3] = static_cast<char>(damaged[mended - 3] ^ 1);  // in the body of frame 1
  CHECK(refusal(damaged).find("frame 1 is damaged") != std::string::npos);
  damaged = whole;
  damaged[io::trajectory_header_bytes + 20] =
      static_cast<char>(damaged[io::trajectory_header_bytes + 20] ^ 1);
  CHECK(refusal(damaged).find("frame 0 has a damaged head") != std::string::npos);
  CHECK(refusal(std::string(1000, 'x')).find("is not a trajectory") != std::string::npos);
  CHECK(refusal("").find("is not a trajectory") != std::string::npos);
  CHECK_THROWS_WITH_AS(io::TrajectoryReader(stored.folder / "nowhere"),
                       doctest::Contains("cannot open"), InputError);
  CHECK_THROWS_WITH_AS(io::TrajectoryReader(stored.folder.path()), doctest::Contains("directory"),
                       InputError);
}

// Not under the sanitizers, who open files themselves to look at an object.
TEST_CASE("that no more files can be opened is not held against a trajectory" *
          doctest::test_suite("all")) {
  const test::StoredTrajectory stored;
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  const rlimit none{0, limit.rlim_max};
  std::string message;
  ::setrlimit(RLIMIT_NOFILE, &none);
  try {
    const io::TrajectoryReader reader(stored.file());
  } catch (const SystemFailure& failure) {
    message = failure.what();
  }
  ::setrlimit(RLIMIT_NOFILE, &limit);
  CHECK(message.find("Too many open files") != std::string::npos);
}
