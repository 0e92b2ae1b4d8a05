#include "io/results/report_run.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "io/store/series.hpp"
#include "tests/io/trajectory/example_trajectory.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using nlohmann::json;

namespace {

constexpr int many_samples = 5000;

/// The files of a run of that many samples, with clusters of two sizes in each. Charge is stripped
/// and plated again.
void write_run(const test::TemporaryDirectory& folder, int count = many_samples) {
  std::string series = io::series_header(), layers = "time_s,charge_monolayers,layer_0,layer_1\n",
              clusters = "sample,charge_monolayers,size,count\n";
  for (int n = 0; n < count; ++n) {
    interface::Sample sample;
    sample.index = static_cast<std::uint64_t>(n);
    sample.time = 1e-9 * n;
    sample.density = (1e6 + n) * constants::mA_per_cm2;
    sample.monolayers = n % 7;
    series += io::series_row(sample);
    layers += fmt::format("{},{},{},3\n", 1e-9 * n, n % 7, n);
    clusters += fmt::format("{0},{1},1,{0}\n{0},{1},7,2\n", n, n % 7);
  }
  test::put(folder / "series.csv", series);
  test::put(folder / "layers.csv", layers);
  test::put(folder / "clusters.csv", clusters);
}

/// Onset is at `time` [s], if it is not zero.
json report(const test::TemporaryDirectory& folder, double time = 0) {
  io::RunInput input;
  input.values.name = "bare";
  interface::Ending ending;
  ending.voltage_slope = 2.0 / constants::mA_per_cm2;
  auto& onset = ending.onsets.at(static_cast<std::size_t>(input.values.onset.primary));
  onset.detected = time > 0;
  onset.time = time;
  return json::parse(io::run_report(input, ending, "It held.", folder.path()));
}

}  // namespace

TEST_CASE(
    "a long series is thinned, first and last sample kept, and layers and clusters are of the same "
    "moments") {
  const test::TemporaryDirectory folder;
  write_run(folder);
  const json data = report(folder);
  const json& columns = data.at("series").at("columns");
  CHECK(data.at("series").at("samples") == many_samples);
  CHECK(columns.at("time_s").size() >= 1200);
  CHECK(columns.at("time_s").size() <= 1320);  // with the moments
  CHECK(columns.at("time_s").front() == 0);
  CHECK(columns.at("time_s").back().get<double>() == doctest::Approx(1e-9 * (many_samples - 1)));
  CHECK(columns.at("lag").front() == nullptr);
  const json& moments = data.at("moments");
  CHECK(moments.at("onset") == nullptr);
  REQUIRE(moments.at("layers").size() == 120);
  REQUIRE(moments.at("clusters").size() == 120);
  for (std::size_t k = 0; k < 120; ++k) {
    const auto n =
        static_cast<int>(std::lround(moments.at("series").at("time_s")[k].get<double>() * 1e9));
    CHECK(moments.at("layers")[k] == json{n, 3});
    CHECK(moments.at("clusters")[k] == json{{1, n}, {7, 2}});
  }
}

TEST_CASE("onset is among the moments, by its time: charge comes back to what it was") {
  const test::TemporaryDirectory folder;
  write_run(folder);
  const json moments = report(folder, 3001.2e-9).at("moments");
  const auto k = moments.at("onset").get<std::size_t>();
  CHECK(moments.at("layers").at(k) == json{3001, 3});
  CHECK(moments.at("layers").size() == 121);
}

TEST_CASE("around onset no sample is left out, and currents differ as they do") {
  const test::TemporaryDirectory folder;
  write_run(folder);
  const json columns = report(folder, 3001.2e-9).at("series").at("columns");
  const auto currents = columns.at("j_mA_cm2").get<std::vector<double>>();
  for (int n = 2901; n <= 3101; ++n) {
    CAPTURE(n);
    CHECK(std::ranges::count(currents, 1e6 + n) == 1);
  }
}

TEST_CASE("the straight line of a report is the one that the voltage detector fitted") {
  const test::TemporaryDirectory folder;
  CHECK(report(folder).at("line").at("slope_V_per_mA_cm2") == doctest::Approx(2.0));
}

TEST_CASE("the frames of a report are what the program held") {
  const test::StoredTrajectory stored;
  write_run(stored.folder, 251);
  const json held = stored.held();
  const json data = report(stored.folder);
  const json& frames = data.at("frames");
  REQUIRE(frames.size() == 3);
  CHECK(data.at("moments").at("layers") == json{{0, 3}, {125, 3}, {250, 3}});
  for (std::size_t n = 0; n < 3; ++n) {
    const json &frame = frames[n], &vacancies = held.at("frames")[n].at("vacancies");
    CHECK(frame.at("sample") == held.at("frames")[n].at("sample"));
    REQUIRE(frame.at("cluster").size() == vacancies.size());
    for (std::size_t v = 0; v < vacancies.size(); ++v) {
      CHECK(frame.at("layer")[v] == vacancies[v][5]);
      CHECK(frame.at("cluster")[v] == vacancies[v][6]);
      for (std::size_t x = 0; x < 3; ++x)
        CHECK(frame.at("positions")[3 * v + x].get<double>() ==
              doctest::Approx(vacancies[v][x + 1].get<double>()).epsilon(1e-3));
    }
  }
  CHECK(frames[0].at("box")[2].get<double>() ==
        doctest::Approx(held.at("box")[2].get<double>()).epsilon(1e-3));
}

TEST_CASE(
    "of many frames as many are kept as stay small, first, last and that of onset among them; "
    "moments are theirs") {
  const test::TemporaryDirectory folder;
  test::Scene scene;
  scene.input.trajectory->every_monolayers = 1;
  io::TrajectoryWriter writer(folder.path(), scene.input);
  scene.fill();
  interface::Sample at = scene.at(0);
  for (int n = 0; n < 250; ++n) {
    at.index = static_cast<std::uint64_t>(n);
    at.time = 1e-9 * n;
    at.monolayers = n;
    writer.sample(at, scene.occupation, scene.clusters());
  }
  writer.finish({});
  write_run(folder, 240);  // what a run at work has written so far
  const json data = report(folder, 101.1e-9);
  const json &frames = data.at("frames"), &moments = data.at("moments");
  CHECK(frames.size() == 121);
  CHECK(frames.front().at("sample") == 0);
  CHECK(frames.back().at("sample") == 239);
  CHECK(frames.at(moments.at("onset").get<std::size_t>()).at("sample") == 101);
  REQUIRE(moments.at("layers").size() == frames.size());
  for (std::size_t k = 0; k < frames.size(); ++k)
    CHECK(moments.at("layers")[k][0] == frames[k].at("sample"));
}

TEST_CASE("a trajectory that ends within a frame is no error while its run is not finished") {
  const test::StoredTrajectory stored;
  write_run(stored.folder, 251);
  std::filesystem::resize_file(stored.file(), std::filesystem::file_size(stored.file()) - 1);
  CHECK_THROWS_AS((void)report(stored.folder), InputError);
  CHECK(json::parse(io::run_report({}, std::nullopt, "", stored.folder.path())).at("frames") ==
        nullptr);
}

TEST_CASE("a run without samples, and one that is not finished, have a report too") {
  const test::TemporaryDirectory folder;
  const json data = json::parse(io::run_report({}, std::nullopt, "", folder.path()));
  CHECK(data.at("summary") == nullptr);
  CHECK(data.at("line") == nullptr);
  CHECK(data.at("series").at("samples") == 0);
}
