#include "io/results/study_figures.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "ensemble/kaplan_meier.hpp"
#include "ensemble/measured_slope.hpp"
#include "io/results/currents.hpp"
#include "io/results/regime_map.hpp"
#include "io/results/slopes_figure.hpp"

namespace lacuna::io {
namespace {

using ensemble::BranchResult;
using ensemble::CellResult;
using ensemble::Plan;
using ensemble::StudyResult;

/// Lines that characters, or colours and points, can tell apart.
std::size_t most_lines(Medium medium) { return medium == Medium::characters ? 8 : 16; }

/// 1000/T, median and its interval; an open end is the median, and the point is among the `open`
/// ones, too.
struct MedianPoints {
  std::string all, open;
};
MedianPoints points_of(const BranchResult& result) {
  MedianPoints points;
  for (const CellResult& cell : result.cells) {
    if (!cell.median || !std::isfinite(cell.median->value)) continue;
    const auto end = [&](double log) {
      return std::isfinite(log) ? current_of_log(log) : current_of_log(cell.median->value);
    };
    const auto& [low, high] = cell.median->interval;
    const std::string place = fmt::format("{:.6g} {:.6g}", 1000 / cell.sample.temperature,
                                          current_of_log(cell.median->value));
    points.all += fmt::format("{} {:.6g} {:.6g}\n", place, end(low), end(high));
    if (!std::isfinite(low) || !std::isfinite(high)) points.open += place + "\n";
  }
  return points;
}

std::string band_of(const Plan& plan, const ensemble::Arrhenius& line) {
  constexpr int steps = 20;
  const double cold = 1000 / plan.temperatures.front(), hot = 1000 / plan.temperatures.back();
  std::string text;
  for (int k = 0; k <= steps; ++k) {
    const double x = hot + (cold - hot) * k / steps;
    const ensemble::Estimate at = line.estimate_at(1000 / x);
    if (!std::isfinite(at.interval.low) || !std::isfinite(at.interval.high)) return {};
    text += fmt::format("{:.6g} {:.6g} {:.6g} {:.6g}\n", x, current_of_log(at.value),
                        current_of_log(at.interval.low), current_of_log(at.interval.high));
  }
  return text;
}

Figure energies_figure(const Plan& plan, const StudyResult& result, Medium medium) {
  std::string data, open, bands, tics;
  std::size_t row = 0;
  for (const BranchResult& branch : result.branches) {
    if (!branch.arrhenius) continue;
    ++row;
    const auto& energy = branch.arrhenius->activation_energy;
    const auto end = [&](double x) { return std::isfinite(x) ? x : energy.value; };
    data += fmt::format("{:.5g} {:.5g} {:.5g} {}\n", energy.value, end(energy.interval.low),
                        end(energy.interval.high), row);
    if (!std::isfinite(energy.interval.low) || !std::isfinite(energy.interval.high))
      open += fmt::format("{:.5g} {}\n", energy.value, row);
    tics += fmt::format("{}{} {}", tics.empty() ? "" : ", ",
                        quoted(plan.branches[branch.branch].slug), row);
    if (const auto measured = ensemble::measured_beside(plan, branch)) {
      const double low = measured->low - measured->error, high = measured->high + measured->error;
      bands += medium == Medium::characters
                   ? fmt::format(
                         "set label '[' at {:.5g},{} center\nset label ']' at {:.5g},{} center\n",
                         low, row, high, row)
                   : fmt::format(
                         "set object rectangle from {:.5g},{} to {:.5g},{} behind fc rgb '#d9d9d9' "
                         "fs solid noborder\n",
                         low, static_cast<double>(row) - 0.4, high, static_cast<double>(row) + 0.4);
    }
  }
  if (row == 0) return {};
  const auto hollow = medium == Medium::svg ? hollow_points("o", open) : HollowPoints{};
  return {"energies",
          fmt::format(
              "{}set title \"activation energy of the onset current\\n{}: measured; bars: {:g} "
              "%{}{}\"\n"
              "set xlabel 'E_A (eV)'\n"
              "set yrange [{}.5:0.5]\nset xrange [0:*]\nset ytics ({})\nset key off\n$d << E\n{}E\n"
              "{}plot $d using 1:4:2:3 with xerrorbars lt 1 lw 1.5{}\n",
              bands, medium == Medium::characters ? "[ ]" : "grey", 100 * plan.confidence.level,
              hollow.plot.empty() ? "" : "; ", hollow.plot.empty() ? "" : HollowPoints::words, row,
              tics, data, hollow.data, hollow.plot)};
}

std::string survival_of(const CellResult& cell) {
  if (cell.sample.onsets.empty()) return {};
  const ensemble::KaplanMeier estimate(cell.sample.onsets);
  std::string text;
  double share = 1.0;
  for (std::size_t k = 0; k < estimate.steps().size(); ++k) {
    const double where = estimate.steps()[k].position();
    if (!std::isfinite(where)) continue;
    text += fmt::format("{:.6g} {:.6g}\n", current_of_log(where), share);
    share = 1 - estimate.cumulated()[k];
    text += fmt::format("{:.6g} {:.6g}\n", current_of_log(where), share);
  }
  return text;
}

Figure survival_figure(const Plan& plan, const BranchResult& branch, Medium medium) {
  std::string data, plots;
  std::size_t lines = 0;
  for (const CellResult& cell : branch.cells) {
    const std::string curve = survival_of(cell);
    if (curve.empty()) continue;
    data += fmt::format("$d{} << E\n{}E\n", lines, curve);
    plots += fmt::format("{}$d{} using 1:2 with {} lt {} title '{:g} K'", lines == 0 ? "" : ", ",
                         lines, medium == Medium::characters ? "points" : "lines", line_type(lines),
                         cell.sample.temperature);
    ++lines;
  }
  if (lines == 0) return {};
  const ensemble::Branch& about = plan.branches[branch.branch];
  return {"survival-" + about.slug,
          fmt::format("set title {}\nset xlabel 'current ({})'\nset ylabel 'fraction of runs not "
                      "yet at onset'\n"
                      "set logscale x\nset format x '{}'\nset yrange [0:1.02]\n{}plot {}\n",
                      quoted(about.slug), current_unit(medium), powers(medium), data, plots)};
}

}  // namespace

std::optional<Figure> arrhenius_figure(const Plan& plan, const StudyResult& result, Medium medium) {
  std::string data, bands, plots;
  std::size_t lines = 0, all = 0;
  bool any_open = false;
  for (const BranchResult& branch : result.branches) {
    const MedianPoints points = points_of(branch);
    if (points.all.empty() || ++all > most_lines(medium)) continue;
    const std::size_t type = line_type(lines);
    const auto hollow = medium == Medium::svg
                            ? hollow_points(fmt::format("o{}", lines), points.open)
                            : HollowPoints{};
    any_open = any_open || !hollow.plot.empty();
    data += fmt::format("$d{} << E\n{}E\n{}", lines, points.all, hollow.data);
    const std::string band =
        medium == Medium::svg && branch.arrhenius ? band_of(plan, *branch.arrhenius) : "";
    if (!band.empty()) {
      data += fmt::format("$b{} << E\n{}E\n", lines, band);
      bands += fmt::format(
          "$b{0} using 1:3:4 with filledcurves lt {1} fs transparent solid 0.15 notitle, "
          "$b{0} using 1:2 with lines lt {1} notitle, ",
          lines, type);
    }
    plots +=
        fmt::format("{}$d{} using {} lt {} title {}", lines == 0 ? "" : ", ", lines,
                    medium == Medium::characters ? "1:2 with points" : "1:2:3:4 with yerrorbars",
                    type, quoted(plan.branches[branch.branch].slug)) +
        hollow.plot;
    ++lines;
  }
  if (lines == 0) return {};
  const std::string bars = fmt::format("bars: {:g} %{}{}", 100 * plan.confidence.level,
                                       any_open ? "; " : "", any_open ? HollowPoints::words : "");
  const std::string more = all > lines ? fmt::format(", the first {} of {}", lines, all) : "";
  const std::string words =
      medium == Medium::characters
          ? fmt::format("set title 'onset current (mA/cm2) against 1000/T (1/K){}'\n", more)
          : fmt::format(
                "set title \"Arrhenius plot of the onset current{}\\n{}\"\n"
                "set xlabel '1000/T (1/K)'\nset ylabel 'onset current ({})'\n",
                more, bars, current_unit(medium));
  return Figure{"arrhenius", fmt::format("set logscale y\nset format y '{}'\nset offsets graph "
                                         "0.03, graph 0.03, 0, 0\n{}{}plot {}{}\n",
                                         powers(medium), words, data, bands, plots)};
}

std::vector<Figure> study_figures(const Plan& plan, const StudyResult& result, Medium medium) {
  std::vector<Figure> figures;
  if (medium == Medium::svg) {
    if (auto arrhenius = arrhenius_figure(plan, result, medium))
      figures.push_back(std::move(*arrhenius));
    if (auto slopes = slopes_figure(plan, result)) figures.push_back(std::move(*slopes));
    if (auto map = regime_map(plan, result)) figures.push_back(std::move(*map));
  }
  const auto add = [&](Figure figure) {
    if (!figure.script.empty()) figures.push_back(std::move(figure));
  };
  add(energies_figure(plan, result, medium));
  for (const BranchResult& branch : result.branches) add(survival_figure(plan, branch, medium));
  return figures;
}

}  // namespace lacuna::io
