#include <memory>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "ensemble/hash.hpp"
#include "io/input/read_document.hpp"
#include "io/input/study_draft.hpp"
#include "io/input/study_identity.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using ensemble::FitParameter;
using yaml::Node;

constexpr int least_for_two = 9;  // evaluations: three by three

/// Reads the section `fit`: parameters, targets, then the branches that are to be fitted.
class FitReader {
 public:
  explicit FitReader(StudyDraft& study) : study_(study), keys_(*study.keys.fit) {}

  void read() {
    fit_.replicas = keys_.replicas;
    fit_.evaluations = keys_.evaluations;
    read_parameters();
    read_targets();
    if (!read_branches()) return;
    keys_.parameters.meaning = meaning_of_parameters(fit_.parameters) + meaning_;
    keys_.set.meaning = "";  // it is in every case of the fit
    keys_.grid.meaning = meaning_of_keys(fit_.grid_keys);
    keys_.targets.meaning = meaning_of_targets(fit_.targets);
    study_.plan.fit = std::move(fit_);
  }

 private:
  // --- parameters
  // ---------------------------------------------------------------------------------

  void read_parameters() {
    const Node& map = keys_.parameters.node;
    if (map.kind == Node::Kind::null) return;  // that it is missing is noted
    if (map.kind != Node::Kind::map || map.entries.empty() || map.entries.size() > 2) {
      study_.problems.add(map.place, "fit.parameters",
                          "give a map of one or two keys of the case to [low, high]");
      return;
    }
    for (const yaml::Entry& entry : map.entries) read_parameter(entry);
    if (fit_.parameters.size() == 2 && fit_.evaluations < least_for_two) {
      study_.problems.add(map.place, "fit.evaluations",
                          "two parameters need at least 9, to begin with");
    }
  }

  void read_parameter(const yaml::Entry& entry) {
    const std::string path = "fit.parameters." + entry.key;
    const std::string refusal = refusal_of_parameter(entry.key);
    if (!refusal.empty()) {
      study_.problems.add(entry.place, path, refusal);
      return;
    }
    const auto range = range_of(entry.value, path);
    if (!range) return;
    fit_.parameters.push_back({entry.key, range->first, range->second});
    places_.push_back(entry.value.place);
    if (places_.back().setting < 0) places_.back().setting = study_.parameter_origin();
  }

  [[nodiscard]] std::string refusal_of_parameter(const std::string& name) const {
    const CaseKey* key = find_key(case_keys(), name);
    if (key && key->type != KeyType::number)
      return "only a key that holds one number with a fraction can be fitted";
    if (name == "temperature_K") return "the temperatures of a study are `temperatures_K`";
    if (!fit_.parameters.empty() && undoes(case_keys(), name, fit_.parameters.front().name))
      return "undoes " + fit_.parameters.front().name + "; keep one of the two";
    return "";
  }

  std::optional<std::pair<double, double>> range_of(const Node& node, const std::string& path) {
    try {
      if (node.kind != Node::Kind::sequence || node.items.size() != 2)
        throw InputError("give [low, high]");
      const std::pair range{parse_number(node.items[0].text), parse_number(node.items[1].text)};
      if (range.first < range.second) return range;
      throw InputError("low must be below high");
    } catch (const InputError& error) {
      study_.problems.add(node.place, path, error.what());
      return {};
    }
  }

  // --- targets
  // ------------------------------------------------------------------------------------

  void read_targets() {
    const Node& map = keys_.targets.node;
    if (map.kind == Node::Kind::null) return;
    if (map.kind != Node::Kind::map || map.entries.empty()) {
      study_.problems.add(map.place, "fit.targets",
                          "expected a map of one name or more to what is to be reproduced");
      return;
    }
    for (const yaml::Entry& entry : map.entries) {
      if (study_.has_good_name(entry, "fit.targets", map)) read_target(entry);
    }
  }

  void read_target(const yaml::Entry& entry) {
    const std::string path = "fit.targets." + entry.key;
    ensemble::FitTarget target{entry.key, {}, {}};
    if (entry.value.kind == Node::Kind::scalar) {
      const auto* row = study_.find_measured(entry.value.text, entry.value.place, path);
      if (row) target.energy = row->energy;
      if (entry.value.text == "points") target.points = study_.plan.measured_points;
    } else {
      target.energy = read_energy(entry, path);
    }
    fit_.targets.push_back(std::move(target));
  }

  ensemble::MeasuredEnergy read_energy(const yaml::Entry& entry, const std::string& path) {
    if (entry.value.kind != Node::Kind::map) {
      study_.problems.add(entry.value.place, path,
                          "give a row of the experiment, `points`, or energies as a map of keys");
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
  // -----------------------------------------------------------------------------------

  // Every combination of the grid; false where they are too many.
  bool read_branches() {
    const std::vector<KeyValue> set =
        read_set(keys_.set.node, "fit.set", study_.folder, study_.set_origin(), study_.problems);
    const std::vector<Axis> axes = read_grid(keys_.grid.node, "fit.grid", study_.folder,
                                             study_.grid_origin(), study_.problems);
    for (const Axis& axis : axes) fit_.grid_keys.push_back(axis.key);
    check_undone(set, "fit.set", axes, "fit.grid", study_.problems);
    const std::vector<GridPoint> points = combinations(axes, most_branches);
    if (points.empty()) {
      study_.problems.add(keys_.grid.node.place, "fit.grid",
                          "more than 1000 combinations; thin it out");
      return false;
    }
    for (const GridPoint& point : points) {
      std::vector<KeyValue> settings = set;
      settings.insert(settings.end(), point.settings.begin(), point.settings.end());
      add_branch(std::move(settings), {axes, point, "fit.parameters", keys_.parameters.node.place});
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
    study_.source->fit_settings.push_back(std::move(settings));
  }

  // Would a parameter of the fit take back what is set?
  bool is_undone_by_parameters(const std::vector<KeyValue>& settings) {
    for (const FitParameter& parameter : fit_.parameters) {
      for (const KeyValue& setting : settings) {
        if (!undoes(case_keys(), parameter.name, setting.path)) continue;
        study_.problems.add(keys_.parameters.node.place, "fit.parameters." + parameter.name,
                            "undoes " + setting.path + ", which is set too; keep one of the two");
        return true;
      }
    }
    return false;
  }

  // Valid at its corners, a range of parameters is taken to be valid within. Empty: it is not.
  std::optional<std::string> physics_at_corners(const std::vector<KeyValue>& settings,
                                                const BranchAt& at) {
    const auto origins = study_.origins("fit.set", "fit.grid");
    const std::size_t corners = std::size_t{1} << fit_.parameters.size();
    std::string physics;
    for (std::size_t corner = 0; corner < corners; ++corner) {
      std::vector<KeyValue> all = settings;
      for (std::size_t p = 0; p < fit_.parameters.size(); ++p)
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
        all.push_back(made_setting(parameters[p].name, shortest(values[p]), origin));
      return read_with(source->base, all).values;
    };
  }

  StudyDraft& study_;
  FitKeys& keys_;
  ensemble::Fit fit_;
  std::vector<yaml::Place> places_;  ///< (parameters)
  std::string meaning_;              ///< of the branches, for the identity
};

}  // namespace

void read_fit(StudyDraft& study) { FitReader(study).read(); }

}  // namespace lacuna::io
