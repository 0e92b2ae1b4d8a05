#include "io/store/cycles.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;

namespace {

std::vector<std::string> cells_of_line(const std::string& line) {
  std::vector<std::string> cells;
  std::stringstream text(line.substr(0, line.find('\n')));
  for (std::string cell; std::getline(text, cell, ',');) cells.push_back(cell);
  return cells;
}

/// Layer 0 but two of its atoms is cut off by vacancies in layers 1 and 2.
struct CutOff {
  lattice::Slab slab{lattice::Normal::n110, 4.29, {4, 3}, 6};
  lattice::Occupation occupation{slab};
  lattice::Clusters clusters;
  interface::Sample sample;
  std::uint32_t layer = slab.sites_per_layer();

  CutOff() {
    for (std::uint64_t n = 0; n < slab.sites(); ++n)
      if (const lattice::Cell c = slab.nth(n); c.k == 1 || c.k == 2 || n < 2)
        static_cast<void>(occupation.vacate(c));
    sample.time = 1e-7 / 3;
    sample.monolayers = 0.25;
    sample.vacancies = 2 * layer + 2;
    sample.layer_vacancies = {2, layer, layer, 0, 0, 0};
    sample.cluster_sizes = {{1, 3}, {9, 1}, {10, 2}, {25, 1}};
    sample.ended = interface::CycleMoment { 3, interface::CyclePart::rest_stripped };
  }
  [[nodiscard]] std::map<std::string, std::string> row() const {
    const auto names = cells_of_line(io::cycles_header());
    const auto values = cells_of_line(io::cycles_row(sample, occupation));
    REQUIRE(names.size() == values.size());
    std::map<std::string, std::string> row;
    for (std::size_t n = 0; n < names.size(); ++n) row[names[n]] = values[n];
    return row;
  }
};

}  // namespace

TEST_CASE("a row of cycles.csv tells contact, voids and dead atoms of its moment") {
  const CutOff scene;
  const auto row = scene.row();
  CHECK(row.at("cycle") == "3");
  CHECK(row.at("part") == "rest_stripped");
  CHECK(std::stod(row.at("time_s")) == scene.sample.time);
  CHECK(row.at("charge_monolayers") == "0.25");
  CHECK(std::stod(row.at("contact_fraction")) == doctest::Approx(1 - 2.0 / scene.layer));
  CHECK(row.at("live_contact_fraction") == "0");
  CHECK(row.at("interface_vacancies") == "2");
  CHECK(row.at("voids") == "3");
  CHECK(row.at("void_vacancies") == "45");
  CHECK(std::stod(row.at("void_volume_nm3")) == doctest::Approx(45 * 0.429 * 0.429 * 0.429 / 2));
  CHECK(row.at("largest_void") == "25");
  CHECK(row.at("dead_atoms") == std::to_string(scene.layer - 2));
  CHECK(row.at("dead_islands") == "1");
}

TEST_CASE("docs/outputs.md explains every column of cycles.csv") {
  const char* source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "run this test by ctest, which names the sources");
  const std::string page = test::contents(std::filesystem::path(source) / "docs" / "outputs.md");
  for (const std::string& name : cells_of_line(io::cycles_header())) {
    CAPTURE(name);
    CHECK(page.find('`' + name + '`') != std::string::npos);
  }
}

TEST_CASE(
    "cycles.csv has a row where a part of a cycle ended, and goes on from where it was saved") {
  const test::TemporaryDirectory directory;
  CutOff scene;
  kmc::Writer state;
  {
    io::CyclesWriter writer(directory.path());
    writer.sample(scene.sample, scene.occupation, scene.clusters);
    writer.save(state);
    writer.sample(scene.sample, scene.occupation, scene.clusters);
  }
  io::CyclesWriter writer(directory.path());
  kmc::Reader reader(state.bytes());
  writer.load(reader);
  CHECK_NOTHROW(reader.finish());
  scene.sample.ended.reset();
  writer.sample(scene.sample, scene.occupation, scene.clusters);
  scene.sample.ended = interface::CycleMoment { 4, interface::CyclePart::plate };
  writer.sample(scene.sample, scene.occupation, scene.clusters);
  writer.finish();
  const std::string text = test::contents(directory / "cycles.csv");
  CHECK(text.starts_with("cycle,part,time_s,"));
  CHECK(text.find("\n3,rest_stripped,") != std::string::npos);
  CHECK(text.find("\n4,plate,") != std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 3);
}
