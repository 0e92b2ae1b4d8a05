#include <algorithm>
#include <memory>
#include <utility>

#include "core/error.hpp"
#include "ensemble/hash.hpp"
#include "io/input/cell_keys.hpp"
#include "io/input/echo.hpp"
#include "io/input/experiment.hpp"
#include "io/input/problems.hpp"
#include "io/input/read_document.hpp"
#include "io/input/settings.hpp"
#include "io/input/study_base.hpp"
#include "io/input/study_branches.hpp"
#include "io/input/study_input.hpp"
#include "io/input/study_keys.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/nearest_word.hpp"
#include "io/number_text.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {

using ensemble::Branch;
using yaml::Node;

namespace {

constexpr std::size_t most_temperatures = 100;
constexpr std::size_t most_branches = 1000;
constexpr int least_for_two = 9;  // evaluations: three by three
constexpr std::string_view base_prefix = "base.";

std::string stem_of(const std::string& name) {
  const std::string stem = std::filesystem::path(name).stem().string();
  return stem.empty() ? "study" : stem;
}

// Settings of the command line: those of the base case apart from those of the study.
bool is_of_base(const std::string& setting) { return setting.starts_with(base_prefix); }

// How their problems are to be called: the key of the base case stands in "--set base.KEY" already.
std::vector<Origin> origins_of(std::span<const std::string> settings) {
  std::vector<Origin> origins = command_line(settings);
  for (Origin& origin : origins) {
    if (is_of_base(origin.key)) origin.key.erase(0, base_prefix.size());
  }
  return origins;
}

// For the identity: what keys of the study come to.

std::string case_line(const std::string& name, const std::string& measured,
                      const GridPoint& point) {
  std::string line = yaml::scalar(name) + " " + yaml::scalar(measured);
  for (const std::string& text : point.texts) line += " " + text;
  return line + "\n";
}

// Without the seed, which is every replica's own.
std::string case_text(RunInput input) {
  input.seed = 0;
  return identity_text(case_keys(), input);
}

std::string keys_text(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) text += key + "\n";
  return text;
}

std::string parameters_text(const std::vector<ensemble::FitParameter>& parameters) {
  std::string text;
  for (const auto& parameter : parameters)
    text += parameter.name + " " + shortest(parameter.low) + " " + shortest(parameter.high) + "\n";
  return text;
}

std::string targets_text(const std::vector<ensemble::FitTarget>& targets) {
  std::string text;
  for (const auto& target : targets) {
    text += yaml::scalar(target.name) + "\n";
    if (target.energy) text += energy_text(*target.energy);
    text += points_text(target.points);
  }
  return text;
}

/// Reads one study; the steps are in the order of `read`.
class StudyReader {
 public:
  StudyReader(std::string name, std::filesystem::path folder, std::span<const std::string> settings)
      : name_(std::move(name)),
        folder_(std::move(folder)),
        settings_(settings),
        problems_(name_, origins_of(settings)),
        set_origin_(static_cast<int>(settings.size())) {}

  StudyInput read(const std::string& text, std::optional<std::uint64_t> seed) {
    read_keys(yaml::parse(text, name_));
    if (seed) keys_.seed = *seed;
    check_replicas();
    read_base();
    if (source_->base.document.kind == Node::Kind::map) {
      read_hypotheses();
      if (keys_.fit) read_fit();
    }
    check_runs();
    settle_rate_check();
    if (keys_.extrapolate) read_target_size();
    if (keys_.cell) check_cell(*keys_.cell);
    problems_.raise();
    return finish();
  }

 private:
  [[nodiscard]] int grid_origin() const { return set_origin_ + 1; }
  [[nodiscard]] int parameter_origin() const { return set_origin_ + 2; }
  [[nodiscard]] int study_origin() const { return set_origin_ + 3; }
  [[nodiscard]] std::vector<Origin> origins(const std::string& set_path,
                                            const std::string& grid_path) const {
    std::vector<Origin> list = origins_of(settings_);
    list.push_back({name_, "", set_path});
    list.push_back({name_, "", grid_path});
    list.push_back({name_, "", "fit.parameters"});
    list.push_back({"the study", "", ""});
    return list;
  }
  // Where in the study file an entry stands.
  [[nodiscard]] yaml::Place place_of(const char* key) const {
    const Node* node = document_.find(key);
    return node ? node->place : yaml::Place{};
  }

  void read_keys(Node document) {
    document_ = std::move(document);
    for (std::size_t k = 0; k < settings_.size(); ++k) {
      const auto setting = read_setting(settings_[k], static_cast<int>(k), problems_);
      if (!setting) continue;
      if (is_of_base(setting->path)) {
        source_->base_settings.push_back(*setting);
        source_->base_settings.back().path.erase(0, base_prefix.size());
      } else {
        apply_setting(document_, study_keys(), *setting, problems_);
      }
    }
    keys_.name = stem_of(name_);
    read_document(document_, study_keys(), "", "a study", folder_, keys_, problems_);
    plan_.experiment = keys_.experiment;
    plan_.measured_points = keys_.points;
    std::sort(keys_.temperatures.begin(), keys_.temperatures.end());
    const auto twice = std::adjacent_find(keys_.temperatures.begin(), keys_.temperatures.end());
    if (twice != keys_.temperatures.end()) {
      problems_.add(place_of("temperatures_K"), "temperatures_K",
                    shortest(*twice) + " is listed twice; keep one");
    }
    if (keys_.temperatures.size() > most_temperatures) {
      problems_.add(place_of("temperatures_K"), "temperatures_K",
                    "more than 100 temperatures; thin them out");
    }
  }

  void check_replicas() {
    constexpr int least = 8;
    const bool given = keys_.replicas > 0;
    if (!given) keys_.replicas = keys_.precision ? least : 16;
    if (!keys_.precision) return;
    const yaml::Place place = place_of(given ? "replicas" : "precision");
    if (keys_.replicas < least) {
      problems_.add(place, "replicas",
                    "at least 8 are needed before `precision` may decide; give 8 or more");
    } else if (keys_.replicas > keys_.precision->max_replicas) {
      problems_.add(place, "replicas",
                    "more than precision.max_replicas; raise that or lower this");
    }
  }

  // They are listed before the first is begun.
  void check_runs() {
    constexpr std::size_t most = 1'000'000;
    const int replicas = plan_.fit ? std::max(keys_.replicas, plan_.fit->replicas) : keys_.replicas;
    const std::size_t branches =
        plan_.branches.size() + (plan_.fit ? plan_.fit->branches.size() : 0);
    const std::size_t runs =
        branches * keys_.temperatures.size() * static_cast<std::size_t>(replicas);
    if (runs <= most) return;
    problems_.add(place_of("replicas"), "replicas",
                  "up to " + std::to_string(runs) +
                      " runs in a round, more than 1000000; lower this or thin the rest out");
  }

  void read_base() {
    BaseCase& base = source_->base;
    base.origins = origins("set", "grid");
    if (keys_.base.node.kind == Node::Kind::map) {
      base.name = name_;
      base.folder = folder_;
      base.document = keys_.base.node;
    } else if (keys_.base.node.kind == Node::Kind::scalar) {
      read_base_file(base);
    } else if (keys_.base.node.kind == Node::Kind::sequence) {
      problems_.add(keys_.base.node.place, "base",
                    "a list where the path of a case file, or a case, is wanted");
    }
    if (base.document.kind != Node::Kind::map) return;
    anchor_files(base.document, case_keys(), "", base.folder);
  }

  void read_base_file(BaseCase& base) {
    const std::filesystem::path path = folder_ / keys_.base.node.text;
    base.name = path.string();
    base.folder = path.parent_path();
    base_file_ = base.name;
    std::string text;
    try {
      text = read_text(path, "case", yaml::most_bytes);
    } catch (const InputError& error) {
      problems_.add(keys_.base.node.place, "base", error.what());
      return;
    }
    base.document = yaml::parse(text, base.name);
    if (base.document.kind == Node::Kind::null) base.document.kind = Node::Kind::map;
    if (base.document.kind != Node::Kind::map)
      problems_.add(keys_.base.node.place, "base", base.name + " is no map of keys");
  }

  void read_hypotheses() {
    const std::vector<Axis> axes =
        read_grid(keys_.grid.node, "grid", folder_, grid_origin(), problems_);
    const std::vector<GridPoint> points = combinations(axes, most_branches);
    for (const Axis& axis : axes) plan_.grid_keys.push_back(axis.key);
    keys_.grid.meaning = keys_text(plan_.grid_keys);
    if (keys_.hypotheses.node.kind != Node::Kind::map || keys_.hypotheses.node.entries.empty()) {
      if (keys_.hypotheses.node.kind != Node::Kind::null)
        problems_.add(keys_.hypotheses.node.place, "hypotheses",
                      "give a map of one name or more to what each sets");
      return;
    }
    if (points.empty() || keys_.hypotheses.node.entries.size() * points.size() > most_branches) {
      problems_.add(keys_.hypotheses.node.place, "hypotheses",
                    "more than 1000 combinations with the grid; thin it out");
      return;
    }
    for (const yaml::Entry& entry : keys_.hypotheses.node.entries)
      read_hypothesis(entry, axes, points);
    keys_.hypotheses.meaning = std::move(cases_);
    keys_.base.meaning = "";  // it is in every case
  }

  bool good_name(const yaml::Entry& entry, const std::string& section, const Node& map) {
    const std::string refusal = refusal_of_name(entry.key);
    if (!refusal.empty()) problems_.add(entry.place, section, refusal);
    const bool first = map.find(entry.key) == &entry.value;
    if (!first)
      problems_.add(entry.place, section + "." + entry.key, "duplicate name; choose another");
    return refusal.empty() && first;
  }

  void read_hypothesis(const yaml::Entry& entry, const std::vector<Axis>& axes,
                       const std::vector<GridPoint>& points) {
    if (!good_name(entry, "hypotheses", keys_.hypotheses.node)) return;
    const std::string path = "hypotheses." + entry.key;
    HypothesisKeys keys;
    read_document(entry.value, hypothesis_keys(), path, "a hypothesis", folder_, keys, problems_);
    const std::string measured = measured_of(keys, path, entry);
    const std::vector<KeyValue> set =
        read_set(keys.set.node, path + ".set", folder_, set_origin_, problems_);
    check_undone(set, path + ".set", axes, "grid", problems_);
    const std::vector<Axis> left_out =
        read_grid(keys.leave_out.node, path + ".leave_out", folder_, grid_origin(), problems_);
    for (const GridPoint& point : without(points, axes, left_out, path + ".leave_out", problems_)) {
      std::vector<KeyValue> settings = set;
      settings.insert(settings.end(), point.settings.begin(), point.settings.end());
      const auto input =
          read_branch(settings, origins(path + ".set", "grid"), entry.place, path, axes, point);
      if (!input) continue;
      const auto values = std::make_shared<const ensemble::Case>(input->values);
      plan_.branches.push_back({entry.key, point.texts, make_slug(entry.key, axes, point, slugs_),
                                measured, keys.note,
                                [values](std::span<const double>) { return *values; }});
      source_->settings.push_back(std::move(settings));
      cases_ += case_line(entry.key, measured, point) + case_text(*input);
    }
  }

  std::string measured_of(const HypothesisKeys& keys, const std::string& path,
                          const yaml::Entry& entry) {
    if (keys.measured == "none") return "";
    if (keys.measured.empty()) {
      if (!plan_.experiment.empty()) return plan_.experiment.front().name;
      return plan_.measured_points.empty() ? "" : "points";
    }
    const Node* node = entry.value.find("measured");
    check_measured(keys.measured, node ? node->place : entry.place, path + ".measured");
    return keys.measured;
  }

  // Is that a row of the experiment, or points that are there?
  const ensemble::MeasuredRow* check_measured(const std::string& measured, const yaml::Place& place,
                                              const std::string& path) {
    if (measured == "points") {
      if (keys_.points_file.empty())
        problems_.add(place, path, "there are no points without `measured_points`");
      return nullptr;
    }
    std::vector<std::string> names;
    for (const ensemble::MeasuredRow& row : plan_.experiment) {
      if (row.name == measured) return &row;
      names.push_back(row.name);
    }
    if (keys_.experiment_file.empty()) {
      problems_.add(place, path,
                    shown(measured) + " is the row of no file; name one with `experiment`");
    } else if (!names.empty()) {
      const std::string nearest = nearest_word(measured, names);
      std::string all;
      for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
      problems_.add(place, path,
                    shown(measured) + " is no row of the experiment; " +
                        (nearest.empty() ? "there are: " + all : "nearest: " + nearest));
    }
    return nullptr;
  }

  // The case of a branch at the first temperature, if it is valid at all of them.
  std::optional<RunInput> read_branch(const std::vector<KeyValue>& settings,
                                      const std::vector<Origin>& origins, const yaml::Place& place,
                                      const std::string& path, const std::vector<Axis>& axes,
                                      const GridPoint& point) {
    std::vector<KeyValue> all = source_->base_settings;
    all.insert(all.end(), settings.begin(), settings.end());
    Problems problems(source_->base.name, origins);
    RunInput input = read_with(source_->base, all, problems);
    if (!problems.empty()) {
      adopt(problems);
      return {};
    }
    for (std::size_t k = keys_.temperatures.size(); k-- > 0;) {
      input.values.temperature = keys_.temperatures[k];
      try {
        finish_case(input);
      } catch (const InputError& error) {
        std::string which;
        for (std::size_t axis = 0; axis < axes.size(); ++axis) {
          which += (which.empty() ? "with " : ", ") + axes[axis].key + " " + point.texts[axis];
        }
        which += (which.empty() ? "at " : ", at ") + shortest(input.values.temperature) + " K: ";
        problems_.add(place, path, which + error.what());
        return {};
      }
    }
    return input;
  }

  void adopt(const Problems& problems) {
    for (const Problems::Problem& problem : problems.sorted()) {
      yaml::Place place = problem.place;
      if (place.setting >= set_origin_) {
        place.setting = -1;
      } else if (place.setting < 0 && !base_file_.empty()) {
        place = {0, 0, -1};  // those of another file come first
      }
      problems_.adopt(place, problem.text);
    }
  }

  void read_fit() {
    FitKeys& keys = *keys_.fit;
    ensemble::Fit fit;
    fit.replicas = keys.replicas;
    fit.evaluations = keys.evaluations;
    read_parameters(keys.parameters.node, fit);
    if (fit.parameters.size() == 2 && fit.evaluations < least_for_two) {
      problems_.add(keys.parameters.node.place, "fit.evaluations",
                    "two parameters need at least 9, to begin with");
    }
    read_targets(keys.targets.node, fit);
    const std::vector<KeyValue> set =
        read_set(keys.set.node, "fit.set", folder_, set_origin_, problems_);
    const std::vector<Axis> axes =
        read_grid(keys.grid.node, "fit.grid", folder_, grid_origin(), problems_);
    for (const Axis& axis : axes) fit.grid_keys.push_back(axis.key);
    check_undone(set, "fit.set", axes, "fit.grid", problems_);
    const std::vector<GridPoint> points = combinations(axes, most_branches);
    if (points.empty()) {
      problems_.add(keys.grid.node.place, "fit.grid", "more than 1000 combinations; thin it out");
      return;
    }
    for (const GridPoint& point : points) read_fit_branch(set, axes, point, fit);
    keys.parameters.meaning = parameters_text(fit.parameters) + fit_cases_;
    keys.set.meaning = "";  // it is in every case of the fit
    keys.grid.meaning = keys_text(fit.grid_keys);
    keys.targets.meaning = targets_text(fit.targets);
    plan_.fit = std::move(fit);
  }

  void read_fit_branch(const std::vector<KeyValue>& set, const std::vector<Axis>& axes,
                       const GridPoint& point, ensemble::Fit& fit) {
    std::vector<KeyValue> settings = set;
    settings.insert(settings.end(), point.settings.begin(), point.settings.end());
    if (undone_by_parameters(settings, fit.parameters)) return;
    if (!valid_at_corners(settings, axes, point, fit.parameters)) return;
    fit.branches.push_back({"fit", point.texts, make_slug("fit", axes, point, slugs_), "", "",
                            varied(settings, fit.parameters)});
    source_->fit_settings.push_back(std::move(settings));
  }

  // Would a parameter of the fit take back what is set?
  bool undone_by_parameters(const std::vector<KeyValue>& settings,
                            const std::vector<ensemble::FitParameter>& parameters) {
    for (const ensemble::FitParameter& parameter : parameters) {
      for (const KeyValue& setting : settings) {
        if (!undoes(case_keys(), parameter.name, setting.path)) continue;
        problems_.add(keys_.fit->parameters.node.place, "fit.parameters." + parameter.name,
                      "undoes " + setting.path + ", which is set too; keep one of the two");
        return true;
      }
    }
    return false;
  }

  // Valid at its corners, a range of parameters is taken to be valid within.
  bool valid_at_corners(const std::vector<KeyValue>& settings, const std::vector<Axis>& axes,
                        const GridPoint& point,
                        const std::vector<ensemble::FitParameter>& parameters) {
    const std::size_t corners = std::size_t{1} << parameters.size();
    for (std::size_t corner = 0; corner < corners; ++corner) {
      std::vector<KeyValue> all = settings;
      for (std::size_t p = 0; p < parameters.size(); ++p) {
        const bool low = (corner >> p) % 2 == 0;
        all.push_back(parameter_at(p, parameters[p], low));
      }
      const auto input =
          read_branch(all, origins("fit.set", "fit.grid"), keys_.fit->parameters.node.place,
                      "fit.parameters", axes, point);
      if (!input) return false;
      fit_cases_ += case_line("fit", "", point) + case_text(*input);
    }
    return true;
  }

  // A parameter of the fit at an end of its range.
  [[nodiscard]] KeyValue parameter_at(std::size_t p, const ensemble::FitParameter& parameter,
                                      bool low) const {
    KeyValue setting = made_setting(parameter.name, shortest(low ? parameter.low : parameter.high),
                                    parameter_origin());
    setting.place = parameter_places_[p];
    setting.value.place = parameter_places_[p];
    return setting;
  }

  // The case of a branch of the fit, for values of its parameters.
  [[nodiscard]] ensemble::Vary varied(const std::vector<KeyValue>& settings,
                                      const std::vector<ensemble::FitParameter>& parameters) const {
    const std::shared_ptr<const StudySource> source = source_;
    const int origin = study_origin();
    return [source, settings, parameters, origin](std::span<const double> values) {
      std::vector<KeyValue> all = source->base_settings;
      all.insert(all.end(), settings.begin(), settings.end());
      for (std::size_t p = 0; p < parameters.size(); ++p)
        all.push_back(made_setting(parameters[p].name, shortest(values[p]), origin));
      return read_with(source->base, all).values;
    };
  }

  void read_parameters(const Node& map, ensemble::Fit& fit) {
    if (map.kind == Node::Kind::null) return;
    if (map.kind != Node::Kind::map || map.entries.empty() || map.entries.size() > 2) {
      problems_.add(map.place, "fit.parameters",
                    "give a map of one or two keys of the case to [low, high]");
      return;
    }
    for (const yaml::Entry& entry : map.entries) {
      const std::string path = "fit.parameters." + entry.key;
      const CaseKey* key = find_key(case_keys(), entry.key);
      if (key && key->type != KeyType::number) {
        problems_.add(entry.place, path,
                      "only a key that holds one number with a fraction can be fitted");
      } else if (entry.key == "temperature_K") {
        problems_.add(entry.place, path, "the temperatures of a study are `temperatures_K`");
      } else if (!fit.parameters.empty() &&
                 undoes(case_keys(), entry.key, fit.parameters.front().name)) {
        problems_.add(entry.place, path,
                      "undoes " + fit.parameters.front().name + "; keep one of the two");
      } else if (const auto range = range_of(entry.value, path)) {
        fit.parameters.push_back({entry.key, range->first, range->second});
        yaml::Place place = entry.value.place;
        if (place.setting < 0) place.setting = parameter_origin();
        parameter_places_.push_back(place);
      }
    }
  }

  std::optional<std::pair<double, double>> range_of(const Node& node, const std::string& path) {
    try {
      if (node.kind != Node::Kind::sequence || node.items.size() != 2)
        throw InputError("give [low, high]");
      const std::pair range{parse_number(node.items[0].text), parse_number(node.items[1].text)};
      if (range.first < range.second) return range;
      throw InputError("low must be below high");
    } catch (const InputError& error) {
      problems_.add(node.place, path, error.what());
      return {};
    }
  }

  void read_targets(const Node& map, ensemble::Fit& fit) {
    if (map.kind == Node::Kind::null) return;
    if (map.kind != Node::Kind::map || map.entries.empty()) {
      problems_.add(map.place, "fit.targets",
                    "give a map of one name or more to what is to emerge");
      return;
    }
    for (const yaml::Entry& entry : map.entries) {
      if (!good_name(entry, "fit.targets", map)) continue;
      const std::string path = "fit.targets." + entry.key;
      ensemble::FitTarget target{entry.key, {}, {}};
      if (entry.value.kind == Node::Kind::scalar) {
        const auto* row = check_measured(entry.value.text, entry.value.place, path);
        if (row) target.energy = row->energy;
        if (entry.value.text == "points") target.points = plan_.measured_points;
      } else {
        target.energy = read_energy(entry, path);
      }
      fit.targets.push_back(std::move(target));
    }
  }

  ensemble::MeasuredEnergy read_energy(const yaml::Entry& entry, const std::string& path) {
    if (entry.value.kind != Node::Kind::map) {
      problems_.add(entry.value.place, path,
                    "give a row of the experiment, `points`, or energies as a map of keys");
      return {};
    }
    TargetKeys keys;
    read_document(entry.value, target_keys(), path, "a target", folder_, keys, problems_);
    if (keys.low && keys.high && *keys.low >= *keys.high) {
      problems_.add(entry.value.place, path,
                    "E_A_low_eV must be below E_A_high_eV; for a single value use E_A_eV");
    }
    const double low = keys.low ? *keys.low : keys.value.value_or(0.0);
    return {low, keys.high.value_or(low), keys.error.value_or(0.0)};
  }

  void settle_rate_check() {
    const auto ramped = [](const Branch& branch) {
      const ensemble::Case values = branch.vary({});
      return std::holds_alternative<interface::Ramp>(values.current) &&
             values.onset.primary != interface::Detector::growth;
    };
    const auto& list = plan_.branches;
    const bool any_ramp = std::any_of(list.begin(), list.end(), ramped);
    if (keys_.rate_check == true && !any_ramp && problems_.empty()) {
      problems_.add(place_of("rate_check"), "rate_check",
                    "no hypothesis has a ramp whose rate could be changed; remove it");
    }
    using ensemble::RateCheck;
    plan_.rate_check = !keys_.rate_check   ? RateCheck::bonds
                       : *keys_.rate_check ? RateCheck::all
                                           : RateCheck::none;
  }

  // Where the critical currents are to be carried on to, and which keys of the grid lead there.
  void read_target_size() {
    const bool thickness = keys_.extrapolate->thickness.has_value();
    static const std::vector<std::string> upwards{"metal.layers", "far_side.thick.layers",
                                                  "far_side.thick.thickness_um"},
        sideways{"metal.lateral_nm", "metal.lateral_cells"};
    const std::vector<std::string>& keys = thickness ? upwards : sideways;
    ensemble::TargetSize target;
    target.quantity = thickness ? ensemble::TargetSize::Quantity::thickness
                                : ensemble::TargetSize::Quantity::lateral;
    // Where neither is given, that is noted already.
    target.length =
        (thickness ? keys_.extrapolate->thickness : keys_.extrapolate->lateral).value_or(0.0);
    for (std::size_t k = 0; k < plan_.grid_keys.size(); ++k)
      if (std::find(keys.begin(), keys.end(), plan_.grid_keys[k]) != keys.end())
        target.grid_keys.push_back(k);
    if (target.grid_keys.empty()) {
      std::string names;
      for (const std::string& key : keys) names += (names.empty() ? "" : " or ") + key;
      problems_.add(place_of("extrapolate"), "extrapolate",
                    "there is nothing to carry on from; give three values or more of " + names +
                        " in `grid`");
    }
    plan_.extrapolate = std::move(target);
  }

  void check_cell(ensemble::CellPlan& plan) {
    std::vector<double>& list = plan.thicknesses;
    std::sort(list.begin(), list.end());
    if (std::adjacent_find(list.begin(), list.end()) != list.end())
      problems_.add(place_of("cell"), "cell.metal_um", "a thickness is listed twice; keep one");
    try {
      for (const double thickness : list) {
        plan.design.thickness = thickness;
        cell::validate(plan.design);
      }
    } catch (const InputError& error) {
      problems_.add(place_of("cell"), "cell", error.what());
    }
  }

  StudyInput finish() {
    plan_.name = keys_.name;
    plan_.seed = keys_.seed;
    plan_.common_random_numbers = keys_.common_random_numbers;
    plan_.temperatures = keys_.temperatures;
    plan_.replicas = keys_.replicas;
    plan_.precision = keys_.precision;
    plan_.confidence.level = keys_.confidence;
    plan_.cell = keys_.cell;
    source_->origin = study_origin();

    Node& base = keys_.base.node;
    base = source_->base.document;
    for (const KeyValue& setting : source_->base_settings)
      apply_setting(base, case_keys(), setting, problems_);
    if (base_file_.empty()) {
      source_->base.document = base;
      source_->base_settings.clear();
    }
    anchor_all();
    StudyInput input;
    const std::string identity = identity_text(study_keys(), keys_);
    input.identity = ensemble::hash64(identity);
    if (keys_.cell)
      input.cell_identity = ensemble::hash64(identity + identity_text(cell_section(), keys_));
    input.plan = std::move(plan_);
    input.canonical = canonical_yaml(study_keys(), keys_);
    input.base_file = base_file_;
    input.base = yaml::block(keys_.base.node) + "\n";
    input.source = source_;
    return input;
  }

  // The canonical text may be read from anywhere.
  void anchor_all() {
    const auto anchor_map = [&](Node& map) {
      for (yaml::Entry& entry : map.entries)
        anchor_files(entry.value, case_keys(), entry.key, folder_);
    };
    const auto anchor_lists = [&](Node& map) {
      for (yaml::Entry& entry : map.entries) {
        for (Node& item : entry.value.items) anchor_files(item, case_keys(), entry.key, folder_);
      }
    };
    for (yaml::Entry& entry : keys_.hypotheses.node.entries) {
      if (Node* set = entry.value.find("set")) anchor_map(*set);
    }
    anchor_lists(keys_.grid.node);
    if (!keys_.fit) return;
    anchor_map(keys_.fit->set.node);
    anchor_lists(keys_.fit->grid.node);
  }

  std::string name_;
  std::filesystem::path folder_;
  std::span<const std::string> settings_;
  Problems problems_;
  int set_origin_;  ///< index of the first origin that is no `--set`
  Node document_;
  StudyKeys keys_;
  ensemble::Plan plan_;
  std::string base_file_;
  std::shared_ptr<StudySource> source_ = std::make_shared<StudySource>();
  std::vector<yaml::Place> parameter_places_;
  std::vector<std::string> slugs_;
  std::string cases_, fit_cases_;  ///< what they come to, for the identity
};

}  // namespace

StudyInput parse_study(const std::string& text, const std::string& name,
                       const std::filesystem::path& folder, std::span<const std::string> settings,
                       std::optional<std::uint64_t> seed) {
  return StudyReader(name, folder, settings).read(text, seed);
}

StudyInput read_study(const std::filesystem::path& path, std::span<const std::string> settings,
                      std::optional<std::uint64_t> seed) {
  return parse_study(read_text(path, "study", yaml::most_bytes), path.string(), path.parent_path(),
                     settings, seed);
}

}  // namespace lacuna::io
