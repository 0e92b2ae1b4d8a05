#include "io/trajectory/trajectory_writer.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/io/trajectory/example_trajectory.hpp"

using namespace lacuna;
using test::Scene;

namespace {

std::vector<double> stored_charges(const test::TemporaryDirectory& directory) {
  const io::TrajectoryReader reader(io::trajectory_path(directory.path()));
  std::vector<double> charges;
  for (std::size_t n = 0; n < reader.size(); ++n) charges.push_back(reader.head(n).charge);
  return charges;
}

/// Charges of the frames that a trajectory of samples at these charges holds.
std::vector<double> frame_charges(const std::vector<double>& charges,
                                  const io::TrajectoryOptions& options) {
  const test::TemporaryDirectory directory;
  Scene scene;
  scene.input.trajectory = options;
  io::TrajectoryWriter writer(directory.path(), scene.input);
  for (const double charge : charges)
    writer.sample(scene.at(charge), scene.occupation, scene.clusters());
  writer.finish({});
  return stored_charges(directory);
}

std::vector<double> every(double monolayers, const std::vector<double>& charges) {
  io::TrajectoryOptions options;
  options.every_monolayers = monolayers;
  return frame_charges(charges, options);
}

/// A frame at each of 0, 1, ..., 40 monolayers, but kept only around an onset at 20.5 that is known
/// at 24.
struct AroundOnset {
  AroundOnset() {
    scene.input.trajectory->every_monolayers = 1;
    scene.input.trajectory->at = io::FrameTimes::onset;
    scene.input.trajectory->window_monolayers = 3;
    scene.input.values.onset.window_monolayers = 2.2;
    scene.input.values.sample_monolayers = 0.1;
    scene.fill();
  }
  void write(io::TrajectoryWriter& writer, int from, int to) {
    for (int charge = from; charge < to; ++charge) {
      interface::Sample sample = scene.at(charge);
      if (charge >= 24) sample.onset = 20.5;
      writer.sample(sample, scene.occupation, scene.clusters());
    }
  }
  Scene scene;
};

}  // namespace

TEST_CASE(
    "a trajectory has a frame at the start and at the first sample past each multiple of charge") {
  CHECK(every(0.1, {0, 0.04, 0.09, 0.1, 0.15, 0.35, 0.39, 0.41}) ==
        std::vector<double>{0, 0.1, 0.35, 0.41});
  CHECK(every(0.1, {0, -0.05, -0.12, -0.18, -0.2}) == std::vector<double>{0, -0.12, -0.2});
  // Back and forth across a multiple is one frame, not many.
  CHECK(every(0.1, {0, 0.11, 0.09, 0.11, 0.09, 0.0}) == std::vector<double>{0, 0.11, 0.0});
}

TEST_CASE("a sample that is at a multiple but for rounding has its frame") {
  std::vector<double> charges;
  double sum = 0;
  for (int n = 0; n < 200; ++n, sum += 0.1) charges.push_back(sum);
  REQUIRE(charges[10] < 1);  // 0.1 ten times
  CHECK(every(0.1, charges) == charges);
}

TEST_CASE("frames are spaced by simulated time or by events just as well") {
  io::TrajectoryOptions by_time;
  by_time.every_monolayers = 0;
  by_time.every_time = 1.234e-8;  // that passes with a monolayer in these samples, the first at 1
  CHECK(frame_charges({0, 0.5, 0.9, 1.1, 1.9, 3.5}, by_time) == std::vector<double>{0, 1.1, 3.5});
  io::TrajectoryOptions by_events;
  by_events.every_monolayers = 0;
  by_events.every_events = 2000000;  // in two monolayers
  CHECK(frame_charges({0, 1, 1.9, 2, 3.9, 4.5}, by_events) == std::vector<double>{0, 2, 4.5});
}

TEST_CASE("a frame does not depend on how the vacancies are numbered") {
  Scene scene, other;
  scene.fill();
  for (std::uint32_t v = scene.occupation.vacancies(); v-- > 0;)
    other.vacate(scene.occupation.cell({v}));
  CHECK(io::encode(io::frame_of(scene.at(1), scene.occupation)) ==
        io::encode(io::frame_of(other.at(1), other.occupation)));
}

TEST_CASE("the image of a vacancy is how often its way has crossed the box, on every normal") {
  for (const lattice::Normal normal : test::all_normals) {
    Scene scene(normal);
    scene.input.values.paths = true;
    scene.fill();
    const io::Frame frame = io::frame_of(scene.at(1), scene.occupation);
    REQUIRE(frame.paths.size() == scene.occupation.vacancies());
    for (std::size_t n = 0; n < frame.sites.size(); ++n) {
      const auto v = scene.occupation.find(scene.slab.site(scene.slab.nth(frame.sites[n]))).value;
      CHECK(frame.paths[n].vacancy == 1000 + v);
      const lattice::Vector way = scene.slab.displacement(scene.paths()[v].unwrapped);
      const lattice::Vector here = scene.slab.position(scene.slab.nth(frame.sites[n])),
                            box = scene.slab.box();
      for (const std::size_t axis : {0U, 1U})
        CHECK(here[axis] + frame.paths[n].image[axis] * box[axis] == doctest::Approx(way[axis]));
    }
  }
}

TEST_CASE(
    "a trajectory around onset has the frames of its window and no others, those before it "
    "included") {
  AroundOnset run;
  const test::TemporaryDirectory directory;
  io::TrajectoryWriter writer(directory.path(), run.scene.input);
  run.write(writer, 0, 40);
  writer.finish({});
  CHECK(stored_charges(directory) == std::vector<double>{18, 19, 20, 21, 22, 23});
}

TEST_CASE("a trajectory has a frame where onset is told, and one of the end, each once") {
  AroundOnset run;
  run.scene.input.trajectory->at = io::FrameTimes::always;
  run.scene.input.trajectory->every_monolayers = 10;
  const test::TemporaryDirectory directory;
  io::TrajectoryWriter writer(directory.path(), run.scene.input);
  run.write(writer, 0, 40);
  const interface::Sample last = run.scene.at(39);
  writer.end(last, run.scene.occupation);
  writer.end(last, run.scene.occupation);
  writer.finish({});
  CHECK(stored_charges(directory) == std::vector<double>{0, 10, 20, 24, 30, 39});
}

TEST_CASE("contact that is lost all at once is an onset that a trajectory has a window around") {
  AroundOnset run;
  const test::TemporaryDirectory directory;
  io::TrajectoryWriter writer(directory.path(), run.scene.input);
  run.write(writer, 0, 10);
  interface::Ending ending;
  ending.onsets[0].detected = true;
  ending.onsets[0].monolayers = 9;
  writer.finish(ending);
  CHECK(stored_charges(directory) == std::vector<double>{6, 7, 8, 9});
}

TEST_CASE(
    "a trajectory goes on from where it was saved as if it had never stopped, around onset or "
    "not") {
  for (const auto at : {io::FrameTimes::always, io::FrameTimes::onset}) {
    for (const int stop : {2, 20, 22, 30}) {
      const test::TemporaryDirectory straight, broken;
      AroundOnset run;
      run.scene.input.trajectory->at = at;
      io::TrajectoryWriter undisturbed(straight.path(), run.scene.input);
      run.write(undisturbed, 0, 40);
      undisturbed.finish({});
      kmc::Writer state;
      {
        io::TrajectoryWriter first(broken.path(), run.scene.input);
        run.write(first, 0, stop);
        first.save(state);
        run.write(first, 50, 60);
      }
      io::TrajectoryWriter second(broken.path(), run.scene.input);
      kmc::Reader reader(state.bytes());
      second.load(reader);
      CHECK_NOTHROW(reader.finish());
      run.write(second, stop, 40);
      second.finish({});
      const bool same = test::contents(broken / "trajectory.lacuna") ==
                        test::contents(straight / "trajectory.lacuna");
      CHECK(same);
    }
  }
}
