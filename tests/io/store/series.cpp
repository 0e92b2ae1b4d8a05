#include "io/store/series.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

std::vector<std::string> fields(std::string line) {
  if (!line.empty() && line.back() == '\n') line.pop_back();
  std::vector<std::string> result(1);
  for (const char c : line) {
    if (c == ',') {
      result.emplace_back();
    } else {
      result.back() += c;
    }
  }
  return result;
}

std::string field(const interface::Sample& sample, const std::string& name) {
  const auto names = fields(io::series_header());
  const auto values = fields(io::series_row(sample));
  REQUIRE(names.size() == values.size());
  for (std::size_t n = 0; n < names.size(); ++n) {
    if (names[n] == name) return values[n];
  }
  FAIL("no column ", name);
  return {};
}

interface::Sample sample_number(std::uint64_t index) {
  interface::Sample sample;
  sample.index = index;
  sample.time = 1e-7 / 3 * static_cast<double>(index);
  sample.density = 2e5 * constants::mA_per_cm2;
  sample.monolayers = 0.02 * static_cast<double>(index);
  sample.layer_vacancies = {static_cast<std::uint32_t>(index), 0, 7};
  if (index > 0) sample.cluster_sizes = {{1, 4}, {3, 1}};
  return sample;
}

/// What a writer needs to be called with, empty.
struct Scene {
  lattice::Slab slab{lattice::Normal::n110, 4.29, {4, 3}, 3};
  lattice::Occupation occupation{slab};
  lattice::Clusters clusters;
};

std::string all_files(const test::TemporaryDirectory& directory) {
  return test::contents(directory / "series.csv") + "|" + test::contents(directory / "layers.csv") +
         "|" + test::contents(directory / "clusters.csv");
}

}  // namespace

TEST_CASE("series columns begin as the design says") {
  const std::string start =
      "time_s,j_mA_cm2,charge_monolayers,contact_fraction,overpotential_V,clusters,largest_cluster,"
      "deepest_layer,";
  CHECK(io::series_header().substr(0, start.size()) == start);
}

TEST_CASE("docs/outputs.md explains every series column") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "run this test by ctest, which names the sources");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "outputs.md");
  for (const std::string& name : fields(io::series_header())) {
    CAPTURE(name);
    CHECK(page.find('`' + name + '`') != std::string::npos);
  }
}

TEST_CASE("series numbers read back exactly, in the unit of their column") {
  interface::Sample sample = sample_number(1);
  sample.coverage = 0.3;
  sample.charge = 5 * constants::mAh_per_cm2;
  sample.overpotential = 0.1 + 0.2;
  CHECK(std::stod(field(sample, "time_s")) == sample.time);
  CHECK(field(sample, "j_mA_cm2") == "200000");
  CHECK(std::stod(field(sample, "charge_mAh_cm2")) == doctest::Approx(5).epsilon(1e-15));
  CHECK(std::stod(field(sample, "contact_fraction")) == 1 - sample.coverage);
  CHECK(std::stod(field(sample, "overpotential_V")) == sample.overpotential);
}

TEST_CASE("each class of sites has a column of contact, empty where there is none") {
  interface::Sample sample = sample_number(1);
  CHECK(field(sample, "contact_fraction_rest").empty());
  CHECK(field(sample, "contact_fraction_patch").empty());
  sample.class_coverage = {0.25, std::numeric_limits<double>::quiet_NaN()};
  CHECK(field(sample, "contact_fraction_rest") == "0.75");
  CHECK(field(sample, "contact_fraction_patch").empty());
  sample.class_coverage = {0.25, 0.5};
  CHECK(field(sample, "contact_fraction_patch") == "0.5");
}

TEST_CASE("the second patch, and each after it, has a column at the end") {
  interface::Sample sample = sample_number(1);
  const std::string header = io::series_header(3), two = io::series_header(2);
  CHECK(header.ends_with(",contact_fraction_patch_2,contact_fraction_patch_3\n"));
  CHECK(header.starts_with(two.substr(0, two.size() - 1)));
  CHECK(io::series_header(0) == io::series_header());
  sample.class_coverage = {0.25, 0.5};
  CHECK(io::series_row(sample).find(",0.875,") == std::string::npos);
  sample.class_coverage = {0.25, 0.5, 0.125, 1};
  CHECK(io::series_row(sample).ends_with(",0.875,0\n"));
}

TEST_CASE("what does not exist leaves a series field empty, and lost contact is infinite") {
  interface::Sample sample = sample_number(0);
  CHECK(field(sample, "lag").empty());
  CHECK(field(sample, "rim_enhancement").empty());
  CHECK(field(sample, "constriction_V").empty());
  CHECK(field(sample, "deepest_layer").empty());
  sample.lag = 0.25;
  sample.deepest_layer = 0;
  CHECK(field(sample, "lag") == "0.25");
  CHECK(field(sample, "deepest_layer") == "0");
  sample.overpotential = std::numeric_limits<double>::infinity();
  CHECK(field(sample, "overpotential_V") == "inf");
  sample.overpotential = std::numeric_limits<double>::quiet_NaN();
  CHECK(field(sample, "overpotential_V").empty());
}

TEST_CASE(
    "layers that become explicit while a run goes on are counted in series.csv, not in "
    "layers.csv") {
  const test::TemporaryDirectory directory;
  Scene scene;
  io::SeriesWriter writer(directory.path(), 3);
  interface::Sample sample = sample_number(4);
  sample.layer_vacancies.push_back(9);
  CHECK(field(sample, "explicit_layers") == "4");
  writer.sample(sample, scene.occupation, scene.clusters);
  writer.finish();
  const std::string rows = test::contents(directory / "layers.csv");
  CHECK(rows.substr(rows.size() - 7) == ",4,0,7\n");
}

TEST_CASE("a series goes on from where it was saved as if it had never stopped") {
  const test::TemporaryDirectory straight;
  const test::TemporaryDirectory broken;
  Scene scene;
  {
    io::SeriesWriter writer(straight.path(), 3);
    for (std::uint64_t n = 0; n < 10; ++n)
      writer.sample(sample_number(n), scene.occupation, scene.clusters);
    writer.finish();
  }
  kmc::Writer state;
  {
    io::SeriesWriter writer(broken.path(), 3);
    for (std::uint64_t n = 0; n < 4; ++n)
      writer.sample(sample_number(n), scene.occupation, scene.clusters);
    writer.save(state);
    for (std::uint64_t n = 70; n < 77; ++n)
      writer.sample(sample_number(n), scene.occupation, scene.clusters);
  }
  io::SeriesWriter writer(broken.path(), 3);
  kmc::Reader reader(state.bytes());
  writer.load(reader);
  CHECK_NOTHROW(reader.finish());
  for (std::uint64_t n = 4; n < 10; ++n)
    writer.sample(sample_number(n), scene.occupation, scene.clusters);
  writer.finish();
  CHECK(all_files(broken) == all_files(straight));
  CHECK(test::contents(straight / "layers.csv").substr(0, 48) ==
        "time_s,charge_monolayers,layer_0,layer_1,layer_2");
  CHECK(test::contents(straight / "clusters.csv").substr(0, 59) ==
        "sample,charge_monolayers,size,count\n1,0.02,1,4\n1,0.02,3,1\n2");
}
