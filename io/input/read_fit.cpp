#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "ensemble/hash.hpp"
#include "io/input/read_document.hpp"
#include "io/input/study_draft.hpp"
#include "io/input/study_identity.hpp"
#include "io/input/units.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using ensemble::FitParameter;
using yaml::Node;

constexpr int least_for_two = 9;  // evaluations: three by three

/// Is it a key of the cell, not of the case?
bool is_of_cell(const std::string& name) {
  return std::find(cell_parameters.begin(), cell_parameters.end(), name) != cell_parameters.end();
}

/// Reads a section `fit`: parameters, targets, then the branches that are to be fitted.
class FitReader {
 public:
  FitReader(StudyDraft& study, FitKeys& keys, std::string path)
      : study_(study), keys_(keys), path_(std::move(path)) {}

  /// Empty where there are too many branches, which is noted.
  std::optional<ensemble::Fit> read() {
    fit_.replicas = keys_.replicas;
    fit_.evaluations = keys_.evaluations;
    read_parameters();
    read_targets();
    if (!read_branches()) return {};
    keys_.parameters.meaning = meaning_of_parameters(fit_.parameters) + meaning_;
    keys_.set.meaning = "";  // it is in every case of the fit
    keys_.grid.meaning = meaning_of_keys(fit_.grid_keys);
    keys_.targets.meaning = meaning_of_targets(fit_.targets);
    return std::move(fit_);
  }

 private:
  [[nodiscard]] bool at_cell() const { return path_ != "fit"; }

  // --- parameters

  void read_parameters() {
    const Node& map = keys_.parameters.node;
    if (map.kind == Node::Kind::null) return;  // that it is missing is noted
    if (map.kind != Node::Kind::map || map.entries.empty() || map.entries.size() > 2) {
      study_.problems.add(map.place, path_ + ".parameters",
                          "give a map of one or two keys of the case to [low, high]");
      return;
    }
    for (const yaml::Entry& entry : map.entries) read_parameter(entry);
    if (fit_.parameters.size() == 2 && fit_.evaluations < least_for_two) {
      study_.problems.add(map.place, path_ + ".evaluations",
                          "two parameters need at least 9, to begin with");
    }
  }

  void read_parameter(const yaml::Entry& entry) {
    const std::string path = path_ + ".parameters." + entry.key;
    const std::string refusal = refusal_of_parameter(entry.key);
    if (!refusal.empty()) {
      study_.problems.add(entry.place, path, refusal);
      return;
    }
    const auto range = range_of(entry.value, unit_of_parameter(entry.key), path);
    if (!range) return;
    fit_.parameters.push_back({entry.key, range->first, range->second});
    places_.push_back(entry.value.place);
    if (places_.back().setting < 0) places_.back().setting = study_.parameter_origin();
  }

  [[nodiscard]] std::string refusal_of_parameter(const std::string& name) const {
    if (name.rfind("cell.", 0) == 0) return refusal_of_cell_parameter(name);
    const CaseKey* key = find_key(case_keys(), name);
    if (key && key->type != KeyType::number)
      return "only a key that holds one number with a fraction can be fitted";
    if (name == "temperature_K") return "the temperatures of a study are `temperatures_K`";
    if (!fit_.parameters.empty() && undoes(case_keys(), name, fit_.parameters.front().name))
      return "undoes " + fit_.parameters.front().name + "; keep one of the two";
    return "";
  }

  [[nodiscard]] std::string refusal_of_cell_parameter(const std::string& name) const {
    if (!at_cell()) return "a box knows nothing of the cell; give it in cell.fit";
    if (!is_of_cell(name))
      return "of the cell's keys flaws.radius_nm, flaws.per_cm2 and pressure_MPa can be fitted";
    if (name.rfind("cell.flaws.", 0) == 0 && !study_.keys.cell->design.flaws)
      return "there are no flaws; give cell.flaws, of which this takes the value's place";
    return "";
  }

  [[nodiscard]] static std::string unit_of_parameter(const std::string& name) {
    if (const CaseKey* key = find_key(case_keys(), name)) return key->unit;
    const StudyKey* key = find_key(study_keys(), name);
    return key ? key->unit : "";
  }

  std::optional<std::pair<double, double>> range_of(const Node& node, const std::string& unit,
                                                    const std::string& path) {
    try {
      if (node.kind != Node::Kind::sequence || node.items.size() != 2)
        throw InputError("give [low, high]");
      const std::pair range{number_in(unit, node.items[0].text),
                            number_in(unit, node.items[1].text)};
      if (range.first < range.second) return range;
      throw InputError("low must be below high");
    } catch (const InputError& error) {
      study_.problems.add(node.place, path, error.what());
      return {};
    }
  }

  // --- targets

  void read_targets() {
    const Node& map = keys_.targets.node;
    if (map.kind == Node::Kind::null) return;
    if (map.kind != Node::Kind::map || map.entries.empty()) {
      study_.problems.add(map.place, path_ + ".targets",
                          "expected a map of one name or more to what is to be reproduced");
      return;
    }
    for (const yaml::Entry& entry : map.entries) {
      if (study_.has_good_name(entry, path_ + ".targets", map)) read_target(entry);
    }
  }

  void read_target(const yaml::Entry& entry) {
    const std::string path = path_ + ".targets." + entry.key;
    ensemble::FitTarget target{entry.key, {}, {}};
    if (entry.value.kind == Node::Kind::scalar) {
      read_measured(entry.value, path, target);
    } else if (entry.value.kind == Node::Kind::sequence) {
      read_both(entry.value, path, target);
    } else {
      target.energy = read_energy(entry, path);
    }
    fit_.targets.push_back(std::move(target));
  }

  // A row of the experiment, or `points`.
  void read_measured(const Node& node, const std::string& path, ensemble::FitTarget& target) {
    const auto* row = study_.find_measured(node.text, node.place, path);
    if (row) target.energy = row->energy;
    if (node.text == "points") target.points = study_.plan.measured_points;
  }

  void read_both(const Node& list, const std::string& path, ensemble::FitTarget& target) {
    const auto is_word = [](const Node& item) { return item.kind == Node::Kind::scalar; };
    const auto is_points = [](const Node& item) { return item.text == "points"; };
    const auto& items = list.items;
    if (items.size() != 2 || !std::all_of(items.begin(), items.end(), is_word) ||
        std::count_if(items.begin(), items.end(), is_points) != 1) {
      study_.problems.add(
          list.place, path,
          "expected [ROW, points], a row of the experiment and the measured points");
      return;
    }
    for (const Node& item : items) read_measured(item, path, target);
  }

  ensemble::MeasuredEnergy read_energy(const yaml::Entry& entry, const std::string& path) {
    if (entry.value.kind != Node::Kind::map) {
      study_.problems.add(
          entry.value.place, path,
          "give a row of the experiment, `points`, both in a list, or energies as a map of "
          "keys");
      return {};
    }
    TargetKeys keys;
    read_document(entry.value, target_keys(), path, "a target", study_.folder, keys,
                  study_.problems);
    if (keys.low && keys.high && *keys.low >= *keys.high) {
      study_.problems.add(entry.value.place, path,
                          "E_A_low_eV must be below E_A_high_eV; for a single value use E_A_eV");
    }
    const double low = keys.low ? *keys.low : keys.value.value_or(0.0);
    return {low, keys.high.value_or(low), keys.error.value_or(0.0)};
  }

  // --- branches

  // Every combination of the grid; false where they are too many.
  bool read_branches() {
    const std::vector<KeyValue> set = read_set(keys_.set.node, path_ + ".set", study_.folder,
                                               study_.set_origin(), study_.problems);
    const std::vector<Axis> axes =
        read_grid(keys_.grid.node, path_ + ".grid", study_.folder, study_.grid_origin(),
                  study_.keys.files, study_.problems);
    for (const Axis& axis : axes) fit_.grid_keys.push_back(axis.key);
    check_undone(set, path_ + ".set", axes, path_ + ".grid", study_.problems);
    const std::vector<GridPoint> points = combinations(axes, most_branches);
    if (points.empty()) {
      study_.problems.add(keys_.grid.node.place, path_ + ".grid",
                          "more than 1000 combinations; thin it out");
      return false;
    }
    for (const GridPoint& point : points) {
      std::vector<KeyValue> settings = set;
      settings.insert(settings.end(), point.settings.begin(), point.settings.end());
      add_branch(std::move(settings),
                 {axes, point, path_ + ".parameters", keys_.parameters.node.place});
    }
    return true;
  }

  void add_branch(std::vector<KeyValue> settings, const BranchAt& at) {
    if (is_undone_by_parameters(settings)) return;
    const std::optional<std::string> physics = physics_at_corners(settings, at);
    if (!physics) return;
    meaning_ += branch_meaning("fit", "", at.point, *physics);
    fit_.branches.push_back({"fit", at.point.texts,
                             make_slug("fit", at.axes, at.point, study_.slugs), "", "",
                             case_with(settings), ensemble::hash64(*physics)});
    if (!at_cell()) study_.source->fit_settings.push_back(std::move(settings));
  }

  // Would a parameter of the fit take back what is set?
  bool is_undone_by_parameters(const std::vector<KeyValue>& settings) {
    for (const FitParameter& parameter : fit_.parameters) {
      for (const KeyValue& setting : settings) {
        if (is_of_cell(parameter.name) || !undoes(case_keys(), parameter.name, setting.path))
          continue;
        study_.problems.add(keys_.parameters.node.place, path_ + ".parameters." + parameter.name,
                            "undoes " + setting.path + ", which is set too; keep one of the two");
        return true;
      }
    }
    return false;
  }

  // Valid at its corners, a range of parameters is taken to be valid within. Empty: it is not.
  std::optional<std::string> physics_at_corners(const std::vector<KeyValue>& settings,
                                                const BranchAt& at) {
    const auto origins = study_.origins(path_ + ".set", path_ + ".grid", path_ + ".parameters");
    const std::size_t corners = std::size_t{1} << fit_.parameters.size();
    std::string physics;
    for (std::size_t corner = 0; corner < corners; ++corner) {
      std::vector<KeyValue> all = settings;
      for (std::size_t p = 0; p < fit_.parameters.size(); ++p)
        if (!is_of_cell(fit_.parameters[p].name))
          all.push_back(parameter_at(p, (corner >> p) % 2 == 0));
      const auto input = read_branch(study_, all, origins, at);
      if (!input) return {};
      physics += physics_of(*input);
    }
    return physics;
  }

  // A parameter at an end of its range.
  [[nodiscard]] KeyValue parameter_at(std::size_t p, bool low) const {
    const FitParameter& parameter = fit_.parameters[p];
    KeyValue setting = made_setting(parameter.name, shortest(low ? parameter.low : parameter.high),
                                    study_.parameter_origin());
    setting.place = places_[p];
    setting.value.place = places_[p];
    return setting;
  }

  // The case of a branch, for values of the parameters.
  [[nodiscard]] ensemble::Vary case_with(const std::vector<KeyValue>& settings) const {
    const std::shared_ptr<const StudySource> source = study_.source;
    const std::vector<FitParameter> parameters = fit_.parameters;
    const int origin = study_.study_origin();
    return [source, settings, parameters, origin](std::span<const double> values) {
      std::vector<KeyValue> all = source->base_settings;
      all.insert(all.end(), settings.begin(), settings.end());
      for (std::size_t p = 0; p < parameters.size(); ++p)
        if (!is_of_cell(parameters[p].name))
          all.push_back(made_setting(parameters[p].name, shortest(values[p]), origin));
      return read_with(source->base, all).values;
    };
  }

  StudyDraft& study_;
  FitKeys& keys_;
  std::string path_;  ///< of the section
  ensemble::Fit fit_;
  std::vector<yaml::Place> places_;  ///< (parameters)
  std::string meaning_;              ///< of the branches, for the identity
};

using VaryCell = std::function<ensemble::CellPlan(std::span<const double>)>;

/// What is fitted is not what the prior does not know: others keep their errors, as independent.
void leave_out(const std::string& name, cell::Prior& prior) {
  const auto ends = [&](const std::string& word) {
    return name.size() >= word.size() &&
           name.compare(name.size() - word.size(), word.size(), word) == 0;
  };
  if (name.rfind("metal.bonds_eV.", 0) == 0) prior.formation_energy = prior.correlation = 0;
  if (name == "metal.vacancy_entropy_k") prior.vacancy_entropy = prior.correlation = 0;
  if (name == "clock_factor" || ends("attempt_frequency_Hz")) prior.attempt_frequency = 1;
}

VaryCell cell_with(const ensemble::CellPlan& plan, const std::vector<FitParameter>& parameters) {
  ensemble::CellPlan known = plan;
  const auto fits = [&](const char* name) {
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const FitParameter& each) { return each.name == name; });
  };
  for (const FitParameter& each : parameters) leave_out(each.name, known.prior);
  if (fits("metal.bonds_eV.nn1") && fits("metal.bonds_eV.nn2")) known.prior.bond_ratio = 1;
  return [known, parameters](std::span<const double> values) {
    StudyKeys in;
    in.cell = known;
    for (std::size_t p = 0; p < parameters.size(); ++p) {
      if (!is_of_cell(parameters[p].name)) continue;
      find_key(study_keys(), parameters[p].name)->set(in, values[p]);
    }
    return *in.cell;
  };
}

}  // namespace

void read_fit(StudyDraft& study) {
  study.plan.fit = FitReader(study, *study.keys.fit, "fit").read();
}

void read_cell_fit(StudyDraft& study) {
  const ensemble::CellPlan& cell = *study.keys.cell;
  if (cell.thicknesses.size() > 1)
    study.problems.add(study.place_of("cell"), "cell.fit",
                       "expected one thickness in cell.metal_um, got " +
                           std::to_string(cell.thicknesses.size()) +
                           "; what fits behind one does not behind another");
  auto fit = FitReader(study, *study.keys.cell_fit, "cell.fit").read();
  if (!fit) return;
  const VaryCell vary = cell_with(cell, fit->parameters);
  study.plan.cell_fit = ensemble::CellFit{std::move(*fit), vary};
}

}  // namespace lacuna::io
