#include "lattice/stencil.hpp"

#include <set>

#include "lattice/floor_division.hpp"
#include "lattice/slab.hpp"

namespace lacuna::lattice {
namespace {

// Cuts 0..size-1 into runs whose members behave alike; `cuts` are first members of runs. Returns
// the first member of each, and writes every member's run number times `stride`.
std::vector<int> classes(std::set<int> cuts, int size, std::size_t stride,
                         std::vector<std::uint32_t>& out) {
  cuts.insert(0);
  std::vector<int> first(cuts.begin(), cuts.end());
  out.resize(static_cast<std::size_t>(size));
  std::size_t run = 0;
  for (int n = 0; n < size; ++n) {
    if (run + 1 < first.size() && n == first[run + 1]) ++run;
    out[static_cast<std::size_t>(n)] = static_cast<std::uint32_t>(run * stride);
  }
  return first;
}

}  // namespace

Stencil::Stencil(const Slab& slab, std::span<const Cell> steps) : width_(steps.size()) {
  std::set<int> column_cuts, row_cuts, layer_cuts;
  for (const Cell& step : steps) {
    // how often the step can pass the periodic boundary of the stack, then of the rows, then of a
    // row
    const int lowest = slab.boundary() == Boundary::open ? 0 : floor_div(step.k, slab.layers());
    const int highest = slab.boundary() == Boundary::open
                            ? 0
                            : floor_div(step.k + slab.layers() - 1, slab.layers());
    if (slab.boundary() == Boundary::periodic) layer_cuts.insert(floor_mod(-step.k, slab.layers()));
    for (int stack = lowest; stack <= highest; ++stack) {
      const int dj = step.j + stack * slab.stack_shift().j,
                di = step.i + stack * slab.stack_shift().i;
      row_cuts.insert(floor_mod(-dj, slab.rows()));
      for (int turn = floor_div(dj, slab.rows());
           turn <= floor_div(dj + slab.rows() - 1, slab.rows()); ++turn)
        column_cuts.insert(floor_mod(-(di + turn * slab.skew()), slab.columns()));
    }
  }
  const auto columns = classes(column_cuts, slab.columns(), 1, column_class_);
  const auto rows = classes(row_cuts, slab.rows(), columns.size(), row_class_);
  const auto layers =
      classes(layer_cuts, slab.layers(), columns.size() * rows.size(), layer_class_);
  offsets_.reserve(columns.size() * rows.size() * layers.size() * width_);
  for (const int k : layers)
    for (const int j : rows)
      for (const int i : columns)
        for (const Cell& step : steps) {
          const Cell from{i, j, k};
          offsets_.push_back(static_cast<std::int32_t>(slab.site(slab.wrap(from + step)).value) -
                             static_cast<std::int32_t>(slab.site(from).value));
        }
}

}  // namespace lacuna::lattice
