#include "io/results/cell_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "core/constants.hpp"
#include "ensemble/cell_spread.hpp"
#include "io/results/currents.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

std::string name_of_cell(const Plan& plan, const CellBranch& branch) {
  std::string name = label_of(plan, branch.branch);
  if (plan.cell->thicknesses.size() > 1) name += fmt::format(", {:g} um", branch.thickness / 1e4);
  return name;
}

/// The same with the onset that is drawn, where that is not the loss of contact.
std::string name_with_onset(const Plan& plan, const CellBranch& branch) {
  const bool is_void = branch.decisive() == CellOnset::first_void;
  return name_of_cell(plan, branch) + (is_void ? ", first void" : "");
}

struct Point {
  double temperature, density;  ///< [mA/cm²]
  Interval interval;            ///< the same
};

std::vector<Point> points_of_cell(const Plan& plan, const CellBranch& branch, CellOnset onset) {
  std::vector<Point> points;
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
    const auto& outcome = branch.temperatures[t].outcome;
    const auto* moment = outcome ? moment_of(*outcome, onset, *plan.cell) : nullptr;
    if (moment == nullptr) continue;
    const double density = moment->trend / constants::mA_per_cm2, level = plan.confidence.level;
    const Spread spread = spread_of(plan.cell->design, *outcome, level);
    points.push_back({plan.temperatures[t], density, current_interval(density, spread, level)});
  }
  return points;
}

/// The measured slope, as a line through the middle one of the points: "a exp(-E x)".
std::optional<std::string> measured_line(const Plan& plan, const CellBranch& branch,
                                         const std::vector<Point>& points) {
  const auto* measured = measured_by(plan, branch.branch);
  if (measured == nullptr) return {};
  const Point& middle = points[points.size() / 2];
  return fmt::format("{:.6g} * exp(-{:.6g} * (x - {:.6g}))", middle.density,
                     (measured->low + measured->high) / 2 * inverse_thermal_energy(1000),
                     1000 / middle.temperature);
}

/// What was measured, with its errors: rows of 1000/T, j and its ends [mA/cm²].
std::string measured_rows(const Plan& plan) {
  std::string rows;
  for (const MeasuredPoint& point : plan.measured_points)
    rows += fmt::format("{:.6g} {:.6g} {:.6g} {:.6g}\n", 1000 / point.temperature,
                        current_of_log(point.log_density),
                        current_of_log(point.log_density - point.error),
                        current_of_log(point.log_density + point.error));
  return rows;
}

bool has_open_end(const Point& point) {
  return !std::isfinite(point.interval.high) || !(point.interval.low > 0);
}

/// Which onset a line is of, where its name does not say it, and what bars are.
std::string words_for_bars(const Plan& plan, const std::vector<CellBranch>& branches,
                           bool any_open) {
  const auto is_contact = [](const CellBranch& branch) {
    return branch.decisive() == CellOnset::contact;
  };
  const std::string loss = fmt::format("{:g} % contact loss", 100 * plan.cell->design.contact_loss);
  const bool all = std::all_of(branches.begin(), branches.end(), is_contact);
  const bool none = std::none_of(branches.begin(), branches.end(), is_contact);
  return fmt::format("{}; bars: {:g} %{}{}",
                     none  ? "first void"
                     : all ? loss
                           : loss + " unless named",
                     100 * plan.confidence.level, any_open ? "; " : "",
                     any_open ? HollowPoints::words : "");
}

/// An end that is not known is the point's own: no bar is drawn there.
std::string row_of(const Point& point) {
  const auto end = [&](double x) { return std::isfinite(x) && x > 0 ? x : point.density; };
  return fmt::format("{:.6g} {:.6g} {:.6g} {:.6g}\n", 1000 / point.temperature, point.density,
                     end(point.interval.low), end(point.interval.high));
}

Figure currents_figure(const Plan& plan, const std::vector<CellBranch>& branches, Medium medium) {
  const bool svg = medium == Medium::svg;
  std::string data, plots, behind;
  std::size_t lines = 0;
  bool dashed = false, any_open = false;
  for (const CellBranch& branch : branches) {
    const auto points = points_of_cell(plan, branch, branch.decisive());
    if (points.empty() || lines == 2 * line_types) continue;
    data += fmt::format("$d{} << E\n", lines);
    std::string open;
    for (const Point& point : points) {
      data += row_of(point);
      if (has_open_end(point))
        open += fmt::format("{:.6g} {:.6g}\n", 1000 / point.temperature, point.density);
    }
    data += "E\n";
    const auto hollow = svg ? hollow_points(fmt::format("o{}", lines), open) : HollowPoints{};
    any_open = any_open || !hollow.plot.empty();
    data += hollow.data;
    const auto measured = svg ? measured_line(plan, branch, points) : std::nullopt;
    if (measured) behind += fmt::format("{} with lines dt 2 lc rgb '#999999' notitle, ", *measured);
    dashed = dashed || measured;
    const std::size_t type = line_type(lines);
    if (svg)
      behind += fmt::format("$d{} using 1:2:3:4 with yerrorbars lt {} pt 0 notitle, ", lines, type);
    plots +=
        fmt::format("{}$d{} using 1:2 with {} lt {} title {}", lines == 0 ? "" : ", ", lines,
                    svg ? "linespoints" : "points", type, quoted(name_with_onset(plan, branch))) +
        hollow.plot;
    ++lines;
  }
  if (lines == 0) return {};
  if (const std::string measured = measured_rows(plan); !measured.empty()) {
    data += fmt::format("$m << E\n{}E\n", measured);
    plots += svg ? ", $m using 1:2:3:4 with yerrorbars pt 2 lc rgb 'black' title 'measured'"
                 : ", $m using 1:2 with points pt 'M' title 'measured'";
  }
  const double cold = 1000 / plan.temperatures.front(), hot = 1000 / plan.temperatures.back();
  const double margin = 0.04 * (cold - hot) + 0.01;
  const std::string words =
      svg ? fmt::format(
                "set title \"critical current at the cell{}\\n{}\"\n"
                "set xlabel '1000/T (1/K)'\nset ylabel 'critical current ({})'\n",
                dashed ? "; dashed: the measured slope" : "",
                words_for_bars(plan, branches, any_open), current_unit(medium))
          : "set title 'critical current at the cell (mA/cm2) against 1000/T (1/K)'\n";
  return {"cell",
          fmt::format("set logscale y\nset format y '{}'\nset xrange [{:.6g}:{:.6g}]\n"
                      "{}{}plot {}{}\n",
                      powers(medium), hot - margin, cold + margin, words, data, behind, plots)};
}

/// Index of the temperature nearest 300 K.
std::size_t room_of(const Plan& plan) {
  const auto nearer = [](double a, double b) { return std::abs(a - 300) < std::abs(b - 300); };
  const auto nearest = std::min_element(plan.temperatures.begin(), plan.temperatures.end(), nearer);
  return static_cast<std::size_t>(nearest - plan.temperatures.begin());
}

/// Where a stage ends on the axis of steps.
std::string stage_tics(const std::vector<cell::JourneyStep>& steps) {
  std::string tics;
  for (std::size_t k = 0; k < steps.size(); ++k)
    if (k + 1 == steps.size() || steps[k + 1].stage != steps[k].stage)
      tics += fmt::format("{}'{}' {}", tics.empty() ? "" : ", ", word_of(steps[k].stage), k);
  return tics;
}

Figure journey_figure(const Plan& plan, const std::vector<CellBranch>& branches, Medium medium) {
  const std::size_t t = room_of(plan);
  const bool svg = medium == Medium::svg;
  std::string data, plots, tics;
  std::size_t lines = 0;
  for (const CellBranch& branch : branches) {
    const auto& outcome = branch.temperatures[t].outcome;
    if (!outcome || outcome->journey.size() < 2 || lines == 2 * line_types) continue;
    data += fmt::format("$d{} << E\n", lines);
    for (std::size_t k = 0; k < outcome->journey.size(); ++k) {
      const auto& density = outcome->journey[k].density;
      const auto& energy = branch.journey_energies[k];
      data += fmt::format("{} {} {}\n", k,
                          density ? fmt::format("{:.6g}", *density / constants::mA_per_cm2) : "NaN",
                          energy ? fmt::format("{:.6g}", *energy) : "NaN");
    }
    data += "E\n";
    plots += fmt::format("{}$d{} using 1:2 with {} lt {} title {}", lines == 0 ? "" : ", ", lines,
                         svg ? "linespoints" : "points", line_type(lines),
                         quoted(name_of_cell(plan, branch)));
    if (svg)
      plots += fmt::format(", $d{} using 1:3 axes x1y2 with lines dt 2 lt {} notitle", lines,
                           line_type(lines));
    tics = stage_tics(outcome->journey);
    ++lines;
  }
  if (lines == 0) return {};
  return {"cell-journey",
          fmt::format(
              "set title 'from the box to the cell, {:g} K{}'\nset ylabel 'first void ({})'\n"
              "set logscale y\nset format y '{}'\nset xtics ({})\n{}{}plot {}\n",
              plan.temperatures[t], svg ? "; dashed: E_A" : "", current_unit(medium),
              powers(medium), tics,
              svg ? "set ytics nomirror\nset y2tics\nset y2label 'E_A (eV)'\n" : "", data, plots)};
}

Figure contact_figure(const Plan& plan, const std::vector<CellBranch>& branches, Medium medium) {
  const std::size_t t = room_of(plan);
  std::string data, plots;
  std::size_t lines = 0;
  for (const CellBranch& branch : branches) {
    const auto& outcome = branch.temperatures[t].outcome;
    if (!outcome || lines == 2 * line_types) continue;
    std::string course;
    for (const cell::Instant& at : outcome->course)
      if (at.lost > 1e-6 && at.density > 0)
        course += fmt::format("{:.6g} {:.6g}\n", at.density / constants::mA_per_cm2, at.lost);
    if (course.empty()) continue;
    data += fmt::format("$d{} << E\n{}E\n", lines, course);
    plots += fmt::format("{}$d{} using 1:2 with {} lt {} title {}", lines == 0 ? "" : ", ", lines,
                         medium == Medium::characters ? "points" : "lines", line_type(lines),
                         quoted(name_of_cell(plan, branch)));
    ++lines;
  }
  if (lines == 0) return {};
  return {"cell-contact",
          fmt::format("set title 'contact lost at the cell, {:g} K'\nset xlabel 'current ({})'\n"
                      "set ylabel 'share of the interface'\nset logscale xy\nset format '{}'\n"
                      "{}plot {}\n",
                      plan.temperatures[t], current_unit(medium), powers(medium), data, plots)};
}

}  // namespace

std::vector<Figure> cell_figures(const Plan& plan, const std::vector<CellBranch>& branches,
                                 Medium medium) {
  std::vector<Figure> figures;
  if (branches.empty()) return figures;
  const auto add = [&](Figure figure) {
    if (!figure.script.empty()) figures.push_back(std::move(figure));
  };
  add(currents_figure(plan, branches, medium));
  add(contact_figure(plan, branches, medium));
  add(journey_figure(plan, branches, medium));
  return figures;
}

}  // namespace lacuna::io
