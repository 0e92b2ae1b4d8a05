#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// What lacuna-validate holds the code against, one row per known result.
namespace lacuna::validate {

enum class Kind : std::uint8_t {
  certain,      ///< no chance in it: |measured - exact| <= bound
  statistical,  ///< the mean is known exactly: judged by its z-score
  mean_field,   ///< theory is approximate: |measured - exact| <= bound + 3 standard errors
};

/// Independent numbers whose mean is to be `exact`. Effort 1 is the full validation; a tenth of it
/// takes a tenth of the numbers, down to what a normal z-score needs.
using Measure = std::function<std::vector<double>(std::uint64_t seed, double effort)>;

/// Where a row lies in a figure of the page: its exact and measured value over `x`.
struct Point {
  std::string figure, curve;
  double x = 0.0;
};

struct Row {
  std::string id;    ///< number in the list of exact results, `§6` or `cross`
  std::string what;  ///< quantity, in units in which it is of order 1
  Kind kind;
  double exact;
  double bound;  ///< absolute; not of statistical rows
  Measure measure;
  std::optional<Point> point = {};
};
using Rows = std::vector<Row>;

// The rows, in the order of the page.
void add_walks(Rows&);        // 1 to 5
void add_currents(Rows&);     // 6, 7, 13 to 15 and design §6
void add_equilibria(Rows&);   // 8 to 12
void add_exchanges(Rows&);    // design §4
void add_fields(Rows&);       // docs/decisions/0017-field.md
void add_voids(Rows&);        // docs/nucleation.md
void add_cells(Rows&);        // from the box to the cell
void add_comparisons(Rows&);  // the code against itself

/// A figure of the page: curves as they are known, on which rows lie by the name of figure and
/// curve.
struct Curve {
  std::string name;
  std::vector<std::array<double, 2>> points;
};
struct Plot {
  std::string name, title;
  std::string axes;  ///< gnuplot's commands for the axes
  std::vector<Curve> curves;
};
using Plots = std::vector<Plot>;

void add_walk_plots(Plots&);
void add_current_plots(Plots&);

[[nodiscard]] inline int scaled(int full, double effort, int least) {
  return std::max(least, static_cast<int>(full * effort));
}

/// `once()` as often as the effort says.
template <class Once>
std::vector<double> repeat(int times, Once once) {
  std::vector<double> values;
  for (int n = 0; n < times; ++n) values.push_back(static_cast<double>(once()));
  return values;
}

}  // namespace lacuna::validate
