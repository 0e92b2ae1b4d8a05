#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "core/constants.hpp"
#include "interface/slab_model.hpp"
#include "tests/interface/lattice_energy.hpp"

/// Small closed boxes whose every state can be enumerated (exact result 10).
namespace lacuna::test {

using interface::Case;
using interface::RateLaw;
using interface::SlabModel;
using lattice::Boundary;
using lattice::Cell;
using lattice::Normal;

struct Box {
  Case values;
  Boundary boundary = Boundary::open;
  std::size_t vacancies = 2;
};

/// As small as hops by windows allow (lattice::Occupation): no two chains around a hop are the
/// same.
inline Box closed_cell(Normal normal, RateLaw law) {
  Box box;
  Case& c = box.values;
  c.temperature = 800;
  c.metal.normal = normal;
  c.metal.cells = {normal == Normal::n111 ? 2 : 4, normal == Normal::n110 ? 2 : 4};
  c.metal.layers = normal == Normal::n111 ? 4 : 3;
  c.metal.bond_nn1 = 0.07;
  c.metal.bond_nn2 = 0.04;
  c.metal.law = law;
  c.metal.hop = {0.05, 1e13};
  c.ceramic.lateral = {0.03, 2e13};
  c.ceramic.injection = {0.11, 2e13};
  c.ceramic.segregation = 0.08;
  c.far_side = interface::Closed {};
  return box;
}

/// Every set of vacancies of the box, as sorted places, with its Boltzmann probability.
class States {
 public:
  States(const Box& box, const lattice::Slab& slab) {
    std::vector<Cell> cells;
    for (int k = 0; k < slab.layers(); ++k)
      for (int j = 0; j < slab.rows(); ++j)
        for (int i = 0; i < slab.columns(); ++i) cells.push_back({i, j, k});
    std::vector<Cell> chosen;
    add(box, slab, cells, 0, chosen);
    double sum = 0;
    for (const double w : weight_) sum += w;
    for (double& w : weight_) w /= sum;
  }
  [[nodiscard]] std::size_t size() const { return weight_.size(); }
  [[nodiscard]] double probability(std::size_t n) const { return weight_[n]; }
  [[nodiscard]] const std::vector<double>& probabilities() const { return weight_; }
  /// Sites of the vacancies.
  [[nodiscard]] const std::vector<Cell>& cells(std::size_t n) const { return cells_[n]; }
  [[nodiscard]] std::size_t of(const interface::SlabState& model) const {
    std::vector<std::uint32_t> places;
    for (std::uint32_t v = 0; v < model.carriers(); ++v)
      places.push_back(model.occupation().site({v}).value);
    std::sort(places.begin(), places.end());
    return number_.at(places);
  }

 private:
  void add(const Box& box, const lattice::Slab& slab, const std::vector<Cell>& cells,
           std::size_t next, std::vector<Cell>& chosen) {
    if (chosen.size() == box.vacancies) {
      std::vector<std::uint32_t> places;
      for (const Cell& c : chosen) places.push_back(slab.site(c).value);
      std::sort(places.begin(), places.end());
      number_.emplace(std::move(places), weight_.size());
      cells_.push_back(chosen);
      const Case& c = box.values;
      weight_.push_back(
          std::exp(-lattice_energy(warm(c.metal, c.temperature), c.ceramic, slab, chosen) /
                   (constants::boltzmann * c.temperature)));
      return;
    }
    for (std::size_t n = next; n < cells.size(); ++n) {
      chosen.push_back(cells[n]);
      add(box, slab, cells, n + 1, chosen);
      chosen.pop_back();
    }
  }

  std::map<std::vector<std::uint32_t>, std::size_t> number_;
  std::vector<double> weight_;
  std::vector<std::vector<Cell>> cells_;
};

}  // namespace lacuna::test
