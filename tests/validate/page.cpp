#include "tests/validate/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/version.hpp"
#include "tests/validate/plot.hpp"

namespace lacuna::validate {
namespace {

// Of all tests of normality of a page together, one is beyond by chance with this probability.
constexpr double false_alarms = 0.01;

std::string verdict(const Row& row, const Outcome& o) {
  if (!o.failure.empty()) return "**failed**: " + o.failure;
  if (!o.holds)
    return row.kind == Kind::statistical ? fmt::format("**{:+.2f}**", o.z) : "**failed**";
  if (row.kind == Kind::statistical) return fmt::format("{:+.2f}", o.z);
  return fmt::format("within {:.2g}", row.bound);
}

// A bar would begin another column.
std::string in_table(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
    text.insert(at, 1, '\\');
  return text;
}

std::string outcome_table(const Rows& rows, const Findings& f) {
  std::string text = "| # | what | exact | measured | z, or bound kept |\n|---|---|---|---|---|\n";
  for (std::size_t n = 0; n < rows.size(); ++n) {
    const Outcome& o = f.outcomes[n];
    const std::string error = o.error > 0 ? fmt::format(" ± {:.2g}", o.error) : "";
    const std::string about = rows[n].kind == Kind::mean_field ? "≈ " : "";
    text +=
        fmt::format("| {} | {} | {}{:.6g} | {:.6g}{} | {} |\n", rows[n].id, in_table(rows[n].what),
                    about, rows[n].exact, o.measured, error, verdict(rows[n], o));
  }
  return text;
}

std::string plot_section(const Plots& plots) {
  std::string text =
      "\n## Curves\n\nLines are exact, or theory's; points are rows of the table, with one "
      "standard error.\n";
  for (const Plot& plot : plots) text += fmt::format("\n![{}]({})\n", plot.title, file_of(plot));
  return text;
}

struct RowNormality {
  std::string row;
  Normality found;
};
std::vector<RowNormality> row_normalities(const Rows& rows, const Findings& f) {
  std::vector<RowNormality> all;
  for (std::size_t n = 0; n < rows.size(); ++n)
    if (f.deviates[n].size() > 1)
      all.push_back({rows[n].id + ": " + rows[n].what, normality(f.deviates[n])});
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.found.least() < b.found.least(); });
  return all;
}

Normality pooled(const Findings& f) {
  std::vector<double> all;
  for (const auto& z : f.deviates) all.insert(all.end(), z.begin(), z.end());
  return normality(all);
}

// Bonferroni over rows and three tests of each; the pooled ones count as one more row.
double level(const std::vector<RowNormality>& all) {
  return false_alarms / (3 * static_cast<double>(all.size() + 1));
}

std::string normality_line(const std::string& what, const Normality& n) {
  return fmt::format("| {} | {:+.3f} | {:.3f} | {:.2g} | {:.2g} | {:.2g} |\n", what, n.mean,
                     n.variance, n.p_mean, n.p_variance, n.p_shape);
}

std::string normality_section(const Rows& rows, const Findings& f) {
  const auto all = row_normalities(rows, f);
  std::string text = fmt::format(
      "\n## Are the z-scores standard normal?\n\n"
      "All statistical rows again with {} other seeds, at the least effort. If a standard error "
      "were too small or a mean biased, z would not have mean 0 and variance 1. p: probability of "
      "a larger deviation, of the mean, of the variance (χ²) and of the distribution "
      "(Kolmogorov). Alarm below {:.2g}: one page in a hundred raises one by chance. The five "
      "least probable of {} rows, and all z together:\n\n"
      "| row | mean | variance | p, mean | p, variance | p, distribution "
      "|\n|---|---|---|---|---|---|\n",
      f.seeds, level(all), all.size());
  for (std::size_t n = 0; n < std::min<std::size_t>(5, all.size()); ++n)
    text += normality_line(in_table(all[n].row), all[n].found);
  return text + normality_line("all", pooled(f));
}

std::string mutation_section(const std::vector<Caught>& mutants) {
  std::string text =
      "\n## Which row notices which fault\n\n"
      "Faults of `core/mutation.hpp` are switched on one at a time, in a build with "
      "`LACUNA_MUTATIONS`. Beside each is the first row that then fails at the least effort; "
      "rows that take long are tried last.\n\n"
      "| fault | noticed by |\n|---|---|\n";
  for (const Caught& m : mutants)
    text +=
        fmt::format("| {} | {} |\n", m.fault.fault, m.row.empty() ? "**none**" : in_table(m.row));
  return text;
}

}  // namespace

std::string page(const Rows& rows, const Findings& f, const Plots& plots) {
  std::string text = fmt::format(
      "# Validation\n\n"
      "Written by `{}` (seed {}, effort {:g}; lacuna {}, {}).\n\n"
      "One row for each result that is known exactly and each limit of theory. Numbers are those "
      "of the list of exact results that the code is compared with. § are sections of the design. "
      "`voids` is [nucleation](nucleation.md), and `cross` rows compare the code with itself. "
      "A z-score is (measured − exact) over its standard error, from independent numbers: "
      "Student's t, corrected for their skewness and made normal; {:g} are allowed. Rows without "
      "one have no chance in them, or compare with mean-field theory (≈). These keep a bound, a "
      "mean-field one with three standard errors on top. Flicker removal was not built, so it has "
      "no row.\n\n",
      f.command, f.seed, f.effort, build_info().version, build_info().revision, allowed);
  text += outcome_table(rows, f) + plot_section(plots);
  if (f.seeds > 0) text += normality_section(rows, f);
  if (f.mutants) text += mutation_section(*f.mutants);
  return text;
}

bool all_well(const Rows& rows, const Findings& f) {
  bool well =
      std::all_of(f.outcomes.begin(), f.outcomes.end(), [](const Outcome& o) { return o.holds; });
  if (f.seeds > 0) {
    const auto all = row_normalities(rows, f);
    well = well && pooled(f).least() > level(all) &&
           (all.empty() || all.front().found.least() > level(all));
  }
  if (f.mutants)
    well = well && std::none_of(f.mutants->begin(), f.mutants->end(),
                                [](const Caught& m) { return m.row.empty(); });
  return well;
}

}  // namespace lacuna::validate
