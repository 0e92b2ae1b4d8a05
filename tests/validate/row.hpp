#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
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

struct Row {
  std::string id;    ///< number in the list of exact results, `§6` or `cross`
  std::string what;  ///< quantity, in units in which it is of order 1
  Kind kind;
  double exact;
  double bound;  ///< absolute; not of statistical rows
  Measure measure;
};
using Rows = std::vector<Row>;

// The rows, in the order of the page.
void add_walks(Rows&);        // 1 to 5
void add_currents(Rows&);     // 6, 7, 13 to 15 and design §6
void add_equilibria(Rows&);   // 8 to 12
void add_comparisons(Rows&);  // the code against itself

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
