#include "io/results/slopes_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "ensemble/measured_slope.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using ensemble::BranchResult;
using ensemble::Plan;

/// The hypotheses that are compared with one measured system.
struct Panel {
  std::string measured;
  ensemble::MeasuredEnergy energy;
  std::vector<const BranchResult*> branches;
};

std::vector<Panel> panels_of(const Plan& plan, const ensemble::StudyResult& result) {
  std::vector<Panel> panels;
  for (const BranchResult& branch : result.branches) {
    const auto measured = ensemble::measured_beside(plan, branch);
    if (!measured || !branch.arrhenius) continue;
    const std::string& name = plan.branches[branch.branch].measured;
    const auto same = [&](const Panel& panel) { return panel.measured == name; };
    const auto at = std::find_if(panels.begin(), panels.end(), same);
    if (at == panels.end()) {
      panels.push_back({name, *measured, {&branch}});
    } else if (at->branches.size() < line_types) {
      at->branches.push_back(&branch);
    }
  }
  return panels;
}

/// 1000/T, median and its interval over the line's value at `middle`; an open end is the median,
/// and the point is among the `open` ones, too.
struct SlopePoints {
  std::string all, open;
};
SlopePoints points_of(const BranchResult& branch, double middle) {
  const double at_middle = branch.arrhenius->log_density_at(middle);
  SlopePoints points;
  for (const ensemble::CellResult& cell : branch.cells) {
    if (!cell.median || !std::isfinite(cell.median->value)) continue;
    const double value = cell.median->value;
    const auto end = [&](double log) {
      return std::exp((std::isfinite(log) ? log : value) - at_middle);
    };
    const auto& [low, high] = cell.median->interval;
    const std::string place =
        fmt::format("{:.6g} {:.6g}", 1000 / cell.sample.temperature, std::exp(value - at_middle));
    points.all += fmt::format("{} {:.6g} {:.6g}\n", place, end(low), end(high));
    if (!std::isfinite(low) || !std::isfinite(high)) points.open += place + "\n";
  }
  return points;
}

/// The wedge first, so that lines and points lie on it.
std::string plot_of(const Plan& plan, const Panel& panel, double middle, std::size_t& blocks) {
  const auto& [low, high, error] = panel.energy;
  std::string data;
  std::string plot = fmt::format(
      "plot '+' using 1:(slope({:.5g}, $1)):(slope({:.5g}, $1)) with filledcurves fc rgb '#c8c8c8' "
      "title 'measured'",
      low - error, high + error);
  for (std::size_t k = 0; k < panel.branches.size(); ++k, ++blocks) {
    const BranchResult& branch = *panel.branches[k];
    const SlopePoints points = points_of(branch, middle);
    const auto hollow = hollow_points(fmt::format("o{}", blocks), points.open);
    data += fmt::format("$d{} << E\n{}E\n{}", blocks, points.all, hollow.data);
    plot += fmt::format(
        ", slope({:.5g}, x) with lines lt {} lw 1.5 notitle, $d{} using 1:2:3:4 with yerrorbars lt "
        "{} title {}",
        branch.arrhenius->activation_energy.value, line_type(k), blocks, line_type(k),
        quoted(plan.branches[branch.branch].slug));
    plot += hollow.plot;
  }
  return fmt::format(
      "{}set title {}\n{}\n", data,
      quoted(fmt::format("{}: {} eV", panel.measured, measured_words(panel.energy, "±"))), plot);
}

/// The largest slope of all [eV]: what the axis has to hold.
double steepest(const std::vector<Panel>& panels) {
  double most = 0;
  for (const Panel& panel : panels) {
    most = std::max(most, panel.energy.high);
    for (const BranchResult* branch : panel.branches)
      most = std::max(most, std::abs(branch->arrhenius->activation_energy.value));
  }
  return most;
}

}  // namespace

std::optional<Figure> slopes_figure(const Plan& plan, const ensemble::StudyResult& result) {
  const std::vector<Panel> panels = panels_of(plan, result);
  if (panels.empty()) return {};
  const double cold = 1000 / plan.temperatures.front(), hot = 1000 / plan.temperatures.back();
  const double middle = (cold + hot) / 2, margin = 0.04 * (cold - hot);
  const double per_eV = ensemble::inverse_thermal_energy(1000);  // and per 1000/T
  const double top = 1.5 * std::exp(steepest(panels) * per_eV * (cold - middle));
  std::string plots;
  std::size_t blocks = 0;
  for (const Panel& panel : panels) plots += plot_of(plan, panel, 1000 / middle, blocks);
  const bool any_open = plots.find("$o") != std::string::npos;
  const std::string bars = fmt::format("bars: {:g} %{}{}", 100 * plan.confidence.level,
                                       any_open ? "; " : "", any_open ? HollowPoints::words : "");
  return Figure{"slopes", fmt::format("slope(E, x) = exp(-E * {:.6g} * (x - {:.6g}))\n"
                                      "set multiplot layout 1,{} title \"onset current over its "
                                      "value in the middle, and the measured slope\\n{}\"\n"
                                      "set logscale y\nset format y '%g'\nset ytics add (0.2, 0.5, "
                                      "2, 5)\nset xrange [{:.6g}:{:.6g}]\n"
                                      "set yrange [{:.6g}:{:.6g}]\nset xlabel '1000/T (1/K)'\nset "
                                      "key inside left bottom Left reverse samplen 1.5\n"
                                      "{}unset multiplot\n",
                                      per_eV, middle, panels.size(), bars, hot - margin,
                                      cold + margin, 1 / top, top, plots)};
}

}  // namespace lacuna::io
