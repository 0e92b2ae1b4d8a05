#include "io/results/regime_map.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::says;

namespace {

const std::vector<std::string> energies{"0", "0.05"}, layers{"8", "16", "64"};

// Two doorways, one of them with bonds, over segregation and thickness.
Plan plan() {
  Plan p;
  p.temperatures = {250, 350};
  p.grid_keys = {"interface.segregation_eV", "metal.layers"};
  p.experiment = {
      {"bare", {0.13, 0.15, 0}}, {"bulk", {0.053, 0.053, 0}}, {"coated", {0.10, 0.10, 0.01}}};
  p.extrapolate = TargetSize{TargetSize::Quantity::thickness, 2e6, {1}};
  for (const double bond : {0.0, 0.06})
    for (const std::string& energy : energies)
      for (const std::string& height : layers)
        p.branches.push_back({bond == 0 ? "free" : "bonded",
                              {energy, height},
                              "",
                              bond == 0 ? "bare" : "coated",
                              "",
                              [=](std::span<const double>) {
                                Case c;
                                c.metal.bond_nn1 = bond;
                                c.metal.layers = std::stoi(height);
                                c.ceramic.segregation = std::stod(energy);
                                return c;
                              }});
  return p;
}

Estimate estimate(double energy) { return {energy, 0.003, {energy - 0.006, energy + 0.006}}; }

StudyResult result(const std::vector<double>& found) {
  StudyResult study;
  for (std::size_t b = 0; b < found.size(); ++b) {
    BranchResult r;
    r.branch = b;
    if (found[b] > 0) r.arrhenius.emplace().activation_energy = estimate(found[b]);
    if (b < 6) r.theory_energy = 0.123;  // without bonds
    study.branches.push_back(r);
  }
  return study;
}

}  // namespace

TEST_CASE(
    "a map has a cell for every E_A, in the colour of the measurement it agrees with, above "
    "theory") {
  StudyResult study = result({0.14, 0.13, 0.10, 0.05, 0.101, 0.12, 0, 0.2});
  study.branches[0].like = {0};
  study.branches[2].like = {2, 0};  // the nearest first
  study.branches[3].like = {1};     // bulk, which nothing is held against
  study.branches[4].like = {1, 2};
  SizeResult& size = study.sizes.emplace_back();
  size.branches = {0, 1, 2};
  size.found.emplace().energy = estimate(0.055);
  size.energy_error = 0.004;
  const io::Figure map = io::regime_map(plan(), study).value();
  CHECK(map.name == "map");
  const auto cell = [&](const char* place, const char* colour) {
    return says(map.script,
                std::string("rectangle center ") + place + " size 0.96,0.94 fc rgb '" + colour);
  };
  CHECK(cell("0,0", "#a6d0ee"));  // 0.14: bare
  CHECK(cell("0,2", "#f6c79f"));  // 0.10: coated
  CHECK(cell("1,0", "#ececec"));  // 0.05
  CHECK(cell("0,3", "#ececec"));  // at 200 µm
  CHECK(cell("1,1", "#f6c79f"));
  CHECK(says(map.script, "{/:Bold 0.140} ± 0.003"));
  CHECK(says(map.script, "{/:Bold 0.055} ± 0.004"));
  CHECK(says(map.script, "'theory 0.123"));
  CHECK(says(map.script, "'64 layers, 19 nm' 2, '200 µm, by a law' 3"));
  CHECK(says(map.script, "set title 'bonded' noenhanced"));
  CHECK_FALSE(says(map.script.substr(map.script.find("'bonded'")), "theory"));
  CHECK(map.width > map.height);
}

TEST_CASE("without two keys of more than one value, or without any E_A, there is no map") {
  Plan p = plan();
  CHECK_FALSE(io::regime_map(p, result({0, 0})).has_value());
  p.branches.resize(3);  // one segregation energy
  CHECK_FALSE(io::regime_map(p, result({0.14, 0.13, 0.10})).has_value());
}

TEST_SUITE_BEGIN("all");  // these need gnuplot

TEST_CASE("gnuplot draws a map") {
  const std::string drawing =
      io::as_svg(io::regime_map(plan(), result({0.14, 0.13, 0.10})).value());
  CHECK(says(drawing, "0.140"));
  CHECK(says(drawing, "distance to the vacancy sink"));
}

TEST_SUITE_END();
