#include "io/results/run_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/constants.hpp"
#include "interface/voltage.hpp"
#include "io/number_rows.hpp"
#include "io/results/interface_figure.hpp"
#include "io/store/summary.hpp"

namespace lacuna::io {
namespace {

constexpr std::size_t most_points = 2000;

/// What is plotted against what, with the onsets.
class RunPlot {
 public:
  RunPlot(const NumberRows& series, const std::optional<interface::Ending>& ending, Medium medium)
      : series_(series), ending_(ending), medium_(medium), current_(rises(series)) {}

  [[nodiscard]] Figure figure(const std::string& name, const std::string& column,
                              const std::string& label, const std::string& settings,
                              const std::string& more = {}, double factor = 1.0) const {
    return {name, fmt::format(
                      "set xlabel '{}'\nset ylabel '{}'\n{}set format x '%.5g'\n{}{}$d << E\n{}E\n"
                      "plot $d using 1:2 with {} lt 1 notitle{}{}\n",
                      current_ ? fmt::format("current ({})", current_unit(medium_)) : "time (s)",
                      label, medium_ == Medium::characters ? "set key off\n" : "",
                      near_onset() + settings, onset_marks(), points(column, factor),
                      medium_ == Medium::characters ? "points" : "lines", more, key_of_marks())};
  }
  [[nodiscard]] bool against_current() const { return current_; }

 private:
  static bool rises(const NumberRows& series) {
    const std::size_t j = series.column("j_mA_cm2");
    return series.rows.back()[j] > series.rows.front()[j] && series.rows.front()[j] > 0;
  }

  [[nodiscard]] std::size_t abscissa() const {
    return series_.column(current_ ? "j_mA_cm2" : "time_s");
  }

  [[nodiscard]] std::string points(const std::string& column, double factor) const {
    const std::size_t x = abscissa(), y = series_.column(column);
    std::string text;
    for (const auto& row : series_.rows) {
      if (std::isfinite(row[x]) && std::isfinite(row[y]))
        text += fmt::format("{:.6g} {:.6g}\n", row[x], factor * row[y]);
    }
    return text;
  }

  [[nodiscard]] double place_of(const interface::OnsetResult& onset) const {
    return current_ ? onset.density / constants::mA_per_cm2 : onset.time;
  }

  /// Onset in the last twentieth of the axis is not seen: then it begins where the last fifth is
  /// what comes after.
  [[nodiscard]] std::string near_onset() const {
    if (!ending_) return {};
    const double begin = series_.rows.front()[abscissa()], end = series_.rows.back()[abscissa()];
    double first = end;
    for (const interface::OnsetResult& onset : ending_->onsets)
      if (onset.applicable && onset.detected) first = std::min(first, place_of(onset));
    if (!(first < end) || end - first > 0.05 * (end - begin)) return {};
    return fmt::format("set xrange [{:.6g}:*]\n", first - 4 * (end - first));
  }

  /// Lines of onsets are named below the figure, where no curve is: in characters, beside them.
  [[nodiscard]] std::string key_of_marks() const {
    if (!ending_ || medium_ == Medium::characters) return {};
    std::string text;
    int mark = 0;
    for (const interface::OnsetResult& onset : ending_->onsets)
      if (onset.applicable && onset.detected)
        text += fmt::format(", NaN with lines lt {} dt 2 title 'onset by {}'", 2 + mark++,
                            word_of(onset.detector));
    return text;
  }

  [[nodiscard]] std::string onset_marks() const {
    if (!ending_) return {};
    std::string text;
    int mark = 0;
    for (const interface::OnsetResult& onset : ending_->onsets) {
      if (!onset.applicable || !onset.detected) continue;
      const double x = place_of(onset);
      text += fmt::format(
          "set arrow from first {0:.6g},graph 0 to first {0:.6g},graph 1 nohead lt {1} dt 2\n", x,
          mark + 2);
      if (medium_ == Medium::characters)
        text += fmt::format("set label '{}' at first {:.6g},graph {:.2f} right offset -0.5,0\n",
                            word_of(onset.detector), x, 0.95 - 0.08 * mark);
      ++mark;
    }
    return text;
  }

  const NumberRows& series_;
  const std::optional<interface::Ending>& ending_;
  Medium medium_;
  bool current_;
};

/// A unit in which the largest voltage has at least one digit before the point.
struct VoltageUnit {
  const char* name;
  double per_V;
};
VoltageUnit unit_of(const NumberRows& series) {
  const std::size_t voltage = series.column("overpotential_V");
  double most = 0.0;
  for (const auto& row : series.rows)
    if (std::isfinite(row[voltage])) most = std::max(most, std::abs(row[voltage]));
  if (most < 1e-3) return {"µV", 1e6};
  return most < 1 ? VoltageUnit{"mV", 1e3} : VoltageUnit{"V", 1.0};
}

/// By the primary detector [s].
std::optional<double> time_at_onset(const RunInput& input,
                                    const std::optional<interface::Ending>& ending) {
  if (!ending) return {};
  for (const interface::OnsetResult& onset : ending->onsets)
    if (onset.detector == input.values.onset.primary && onset.detected) return onset.time;
  return {};
}

}  // namespace

std::vector<Figure> run_figures(const RunInput& input,
                                const std::optional<interface::Ending>& ending,
                                const std::filesystem::path& directory, Medium medium) {
  const NumberRows series = thinned_rows(directory / "series.csv", most_points);
  if (series.rows.empty()) return {};
  const RunPlot plot(series, ending, medium);
  const VoltageUnit unit = unit_of(series);
  std::string line;
  if (ending && ending->voltage_slope > 0 && plot.against_current()) {
    line = fmt::format(
        ", {:.6g} * x with lines lt 7 dt 2 title 'straight line of the voltage detector'",
        (ending->voltage_slope + interface::Overpotential(input.values).subtracted_resistance()) *
            constants::mA_per_cm2 * unit.per_V);
  }
  std::vector<Figure> figures{
      plot.figure("overpotential", "overpotential_V",
                  fmt::format("anode overpotential ({})", unit.name),
                  "set title 'anode overpotential'\n", line, unit.per_V),
      plot.figure("contact", "contact_fraction", "contact fraction",
                  "set title 'contact with the ceramic'\nset yrange [*:1.02]\n"),
      plot.figure("largest", "largest_cluster", "vacancies",
                  "set title 'largest cluster of vacancies'\nset yrange [0:*]\n")};
  if (medium == Medium::svg) {
    if (auto view = interface_figure(directory, time_at_onset(input, ending)))
      figures.push_back(std::move(*view));
  }
  return figures;
}

}  // namespace lacuna::io
