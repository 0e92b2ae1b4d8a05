#include "io/results/regime_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "ensemble/target_size.hpp"
#include "interface/theory.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using ensemble::Branch;
using ensemble::BranchResult;
using ensemble::Estimate;
using ensemble::Plan;
using ensemble::StudyResult;
using ensemble::TargetSize;

// Paler relatives of the colours of lines, which black text can be read on.
constexpr std::array<const char*, 4> colours{"#a6d0ee", "#f6c79f", "#a8dcc6", "#e9c3d9"};
constexpr const char* neither = "#ececec";

/// A grid key and its values, in the order of the study file.
struct Axis {
  std::size_t key;
  std::vector<std::string> values;
  [[nodiscard]] double place_of(const Branch& branch) const {
    return static_cast<double>(std::find(values.begin(), values.end(), branch.grid[key]) -
                               values.begin());
  }
};

std::vector<Axis> axes_of(const Plan& plan) {
  std::vector<Axis> axes;
  for (std::size_t k = 0; k < plan.grid_keys.size(); ++k) {
    Axis axis{k, {}};
    for (const Branch& branch : plan.branches)
      if (std::find(axis.values.begin(), axis.values.end(), branch.grid[k]) == axis.values.end())
        axis.values.push_back(branch.grid[k]);
    if (axis.values.size() > 1) axes.push_back(std::move(axis));
  }
  return axes;
}

bool is_size(const Plan& plan, const Axis& axis) {
  if (!plan.extrapolate) return false;
  const auto& keys = plan.extrapolate->grid_keys;
  return std::find(keys.begin(), keys.end(), axis.key) != keys.end();
}

/// Rows of the experiment that some hypothesis is compared with, as many as there are colours.
std::vector<std::size_t> coloured_rows(const Plan& plan) {
  std::vector<std::size_t> rows = compared_rows(plan);
  rows.resize(std::min(rows.size(), colours.size()));
  return rows;
}

struct Tile {
  double x, y;
  double energy, error;  ///< [eV]
  std::optional<double> theory;
  std::vector<std::size_t> like;  ///< rows of the experiment that E_A agrees with
};

/// The colour of the measured value that an energy is nearest to, of those that it agrees with.
const char* colour_of(const std::vector<std::size_t>& rows, const Tile& tile) {
  for (const std::size_t row : tile.like) {
    const auto place = std::find(rows.begin(), rows.end(), row);
    if (place != rows.end()) return colours[static_cast<std::size_t>(place - rows.begin())];
  }
  return neither;
}

class Map {
 public:
  Map(const Plan& plan, const StudyResult& result, Axis across, Axis up)
      : plan_(plan),
        result_(result),
        across_(std::move(across)),
        up_(std::move(up)),
        rows_(coloured_rows(plan)) {
    for (const Branch& branch : plan.branches)
      if (names_.empty() || names_.back() != branch.name) names_.push_back(branch.name);
  }

  [[nodiscard]] std::optional<Figure> figure() const {
    std::string panels;
    std::size_t count = 0;
    for (const std::string& name : names_) {
      const std::vector<Tile> tiles = tiles_of(name);
      if (tiles.empty()) continue;
      panels += panel(name, tiles);
      ++count;
    }
    if (count == 0) return {};
    const std::size_t columns = std::min<std::size_t>(count, 2),
                      lines = (count + columns - 1) / columns;
    const std::size_t wide = 200 + 104 * across_.values.size(),
                      high = 90 + 46 * height();  // [pixels] of a panel
    return Figure{
        "map",
        fmt::format("set multiplot layout {},{} title {} font ',13'\nset key off\nset border 0\n"
                    "set tics scale 0\nset lmargin 22\nset rmargin 1\n{}unset multiplot\n",
                    lines, columns, title(), panels),
        static_cast<int>(wide * columns), static_cast<int>(80 + high * lines)};
  }

 private:
  [[nodiscard]] bool carried_on() const { return is_size(plan_, up_); }
  [[nodiscard]] std::size_t height() const { return up_.values.size() + (carried_on() ? 1 : 0); }

  // up to three lines: what there is, what the colours mean, and how many chances there were
  [[nodiscard]] std::string title() const {
    static constexpr std::array words{"blue", "orange", "green", "pink"};
    std::string legend;
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      const auto& [name, energy] = plan_.experiment[rows_[k]];
      legend += fmt::format("{}{}: as {}, {}", k == 0 ? "" : ";  ", words[k], name,
                            measured_words(energy, "±"));
    }
    const std::string what = "E_A (eV) with its standard error; below it theory without bonds";
    std::string text = io::quoted(what);
    for (std::string line : {legend, chances_text(result_)}) {
      if (line.ends_with('\n')) line.pop_back();
      if (!line.empty()) text += fmt::format(".\"\\n\".{}", io::quoted(line));
    }
    return text;
  }

  [[nodiscard]] std::vector<Tile> tiles_of(const std::string& name) const {
    std::vector<Tile> tiles;
    for (const BranchResult& branch : result_.branches) {
      const Branch& about = plan_.branches[branch.branch];
      if (about.name != name || !branch.arrhenius) continue;
      const Estimate& energy = branch.arrhenius->activation_energy;
      tiles.push_back({across_.place_of(about), up_.place_of(about), energy.value, energy.error,
                       branch.theory_energy, branch.like});
    }
    if (!carried_on()) return tiles;
    for (const ensemble::SizeResult& size : result_.sizes) {
      const Branch& about = plan_.branches[size.branches.front()];
      if (about.name != name || !size.found || !size.found->energy) continue;
      tiles.push_back({across_.place_of(about), static_cast<double>(up_.values.size()),
                       size.found->energy->value, size.energy_error, size.theory_energy,
                       size.like});
    }
    return tiles;
  }

  [[nodiscard]] std::string panel(const std::string& name, const std::vector<Tile>& tiles) const {
    std::string text = fmt::format(
        "set title {} noenhanced font ',13'\nset xrange [-0.5:{}.5]\nset yrange [-0.5:{}.5]\nset "
        "xlabel {} "
        "noenhanced\nset ylabel "
        "{}\n"
        "set xtics ({})\nset ytics ({})\nunset object\nunset label\n",
        io::quoted(name), across_.values.size() - 1, height() - 1, io::quoted(key_text(across_)),
        io::quoted(key_text(up_)), tics(across_), tics(up_));
    for (const Tile& tile : tiles) {
      text += fmt::format(
          "set object rectangle center {},{} size 0.96,0.94 fc rgb '{}' fs solid noborder behind\n",
          tile.x, tile.y, colour_of(rows_, tile));
      text += fmt::format(
          "set label '{{/:Bold {:.3f}}} ± {:.3f}' at {},{} center offset 0,{} font ',12'\n",
          tile.energy, tile.error, tile.x, tile.y, tile.theory ? 0.45 : 0.0);
      if (tile.theory)
        text += fmt::format("set label 'theory {:.3f}' at {},{} center offset 0,-0.55 font ',10'\n",
                            *tile.theory, tile.x, tile.y);
    }
    return text + "plot NaN\n";
  }

  [[nodiscard]] std::string key_text(const Axis& axis) const {
    if (carried_on() && axis.key == up_.key &&
        plan_.extrapolate->quantity == TargetSize::Quantity::thickness)
      return "distance to the vacancy sink";
    return plan_.grid_keys[axis.key];
  }

  [[nodiscard]] std::string tics(const Axis& axis) const {
    std::string text;
    for (std::size_t k = 0; k < axis.values.size(); ++k)
      text += fmt::format("{}{} {}", k == 0 ? "" : ", ", io::quoted(value_text(axis, k)), k);
    if (axis.key != up_.key || !carried_on()) return text;
    const TargetSize& target = *plan_.extrapolate;
    return text +
           fmt::format(", {} {}",
                       io::quoted(target.quantity == TargetSize::Quantity::thickness
                                      ? fmt::format("{:g} µm, by a law", target.length / 1e4)
                                      : fmt::format("{:g} nm, by a law", target.length / 10)),
                       axis.values.size());
  }

  /// As it was written; of a thickness also what it is in nanometres.
  [[nodiscard]] std::string value_text(const Axis& axis, std::size_t k) const {
    const bool thickness = carried_on() && axis.key == up_.key &&
                           plan_.extrapolate->quantity == TargetSize::Quantity::thickness;
    if (!thickness) return axis.values[k];
    const auto branch =
        std::find_if(plan_.branches.begin(), plan_.branches.end(),
                     [&](const Branch& b) { return b.grid[axis.key] == axis.values[k]; });
    const ensemble::Case values = branch->vary({});
    const double layers = size_of(values, TargetSize::Quantity::thickness);
    const double spacing = interface::layer_spacing(values.metal);
    return fmt::format("{:g} layers, {:.2g} nm", layers, layers * spacing / 10);
  }

  const Plan& plan_;
  const StudyResult& result_;
  Axis across_, up_;
  std::vector<std::size_t> rows_;
  std::vector<std::string> names_;
};

}  // namespace

std::optional<Figure> regime_map(const Plan& plan, const StudyResult& result) {
  std::vector<Axis> axes = axes_of(plan);
  if (axes.size() != 2) return {};
  if (is_size(plan, axes[0])) std::swap(axes[0], axes[1]);
  return Map(plan, result, axes[0], axes[1]).figure();
}

}  // namespace lacuna::io
