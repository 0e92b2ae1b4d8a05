#include <algorithm>
#include <memory>
#include <utility>

#include "core/error.hpp"
#include "ensemble/hash.hpp"
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
    read_measurements();
    if (source_->base.document.kind == Node::Kind::map) {
      read_hypotheses();
      if (keys_.fit) read_fit();
    }
    check_runs();
    settle_rate_check();
    if (keys_.extrapolate) read_target_size();
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
    const Key table = study_keys(keys_);
    for (std::size_t k = 0; k < settings_.size(); ++k) {
      const auto setting = read_setting(settings_[k], static_cast<int>(k), problems_);
      if (!setting) continue;
      if (is_of_base(setting->path)) {
        source_->base_settings.push_back(*setting);
        source_->base_settings.back().path.erase(0, base_prefix.size());
      } else {
        apply_setting(document_, table, *setting, problems_);
      }
    }
    keys_.name = stem_of(name_);
    RunInput unused;
    read_document(document_, table, "", "a study", folder_, unused, problems_);
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
    if (keys_.base.kind == Node::Kind::map) {
      base.name = name_;
      base.folder = folder_;
      base.document = keys_.base;
    } else if (keys_.base.kind == Node::Kind::scalar) {
      read_base_file(base);
    } else if (keys_.base.kind == Node::Kind::sequence) {
      problems_.add(keys_.base.place, "base",
                    "a list where the path of a case file, or a case, is wanted");
    }
    if (base.document.kind != Node::Kind::map) return;
    anchor_files(base.document, case_keys(), "", base.folder);
  }

  void read_base_file(BaseCase& base) {
    const std::filesystem::path path = folder_ / keys_.base.text;
    base.name = path.string();
    base.folder = path.parent_path();
    base_file_ = base.name;
    std::string text;
    try {
      text = read_text(path, "case", yaml::most_bytes);
    } catch (const InputError& error) {
      problems_.add(keys_.base.place, "base", error.what());
      return;
    }
    base.document = yaml::parse(text, base.name);
    if (base.document.kind == Node::Kind::null) base.document.kind = Node::Kind::map;
    if (base.document.kind != Node::Kind::map)
      problems_.add(keys_.base.place, "base", base.name + " is no map of keys");
  }

  void read_measurements() {
    const auto read = [&](const char* key, const std::string& file, auto reader, auto& to) {
      if (file.empty()) return;
      try {
        to = reader(file);
      } catch (const InputError& error) {
        problems_.add(place_of(key), key, error.what());
      }
    };
    read("experiment", keys_.experiment_file, read_experiment, plan_.experiment);
    read("measured_points", keys_.points_file, read_measured_points, plan_.measured_points);
  }

  void read_hypotheses() {
    const std::vector<Axis> axes = read_grid(keys_.grid, "grid", folder_, grid_origin(), problems_);
    const std::vector<GridPoint> points = combinations(axes, most_branches);
    for (const Axis& axis : axes) plan_.grid_keys.push_back(axis.key);
    if (keys_.hypotheses.kind != Node::Kind::map || keys_.hypotheses.entries.empty()) {
      if (keys_.hypotheses.kind != Node::Kind::null)
        problems_.add(keys_.hypotheses.place, "hypotheses",
                      "give a map of one name or more to what each sets");
      return;
    }
    if (points.empty() || keys_.hypotheses.entries.size() * points.size() > most_branches) {
      problems_.add(keys_.hypotheses.place, "hypotheses",
                    "more than 1000 combinations with the grid; thin it out");
      return;
    }
    for (const yaml::Entry& entry : keys_.hypotheses.entries) read_hypothesis(entry, axes, points);
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
    if (!good_name(entry, "hypotheses", keys_.hypotheses)) return;
    const std::string path = "hypotheses." + entry.key;
    HypothesisKeys keys;
    RunInput unused;
    read_document(entry.value, hypothesis_keys(keys), path, "a hypothesis", folder_, unused,
                  problems_);
    const std::string measured = measured_of(keys, path, entry);
    const std::vector<Setting> set =
        read_set(keys.set, path + ".set", folder_, set_origin_, problems_);
    check_undone(set, path + ".set", axes, "grid", problems_);
    const std::vector<Axis> left_out =
        read_grid(keys.leave_out, path + ".leave_out", folder_, grid_origin(), problems_);
    for (const GridPoint& point : without(points, axes, left_out, path + ".leave_out", problems_)) {
      std::vector<Setting> settings = set;
      settings.insert(settings.end(), point.settings.begin(), point.settings.end());
      const auto input =
          read_branch(settings, origins(path + ".set", "grid"), entry.place, path, axes, point);
      if (!input) continue;
      const auto values = std::make_shared<const ensemble::Case>(input->values);
      plan_.branches.push_back({entry.key, point.texts, make_slug(entry.key, axes, point, slugs_),
                                measured, keys.note,
                                [values](std::span<const double>) { return *values; }});
      source_->settings.push_back(std::move(settings));
      identify_case(entry.key, measured, point, *input);
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
  std::optional<RunInput> read_branch(const std::vector<Setting>& settings,
                                      const std::vector<Origin>& origins, const yaml::Place& place,
                                      const std::string& path, const std::vector<Axis>& axes,
                                      const GridPoint& point) {
    std::vector<Setting> all = source_->base_settings;
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
    read_parameters(keys.parameters, fit);
    if (fit.parameters.size() == 2 && fit.evaluations < least_for_two) {
      problems_.add(keys.parameters.place, "fit.evaluations",
                    "two parameters need at least 9, to begin with");
    }
    read_targets(keys.targets, fit);
    const std::vector<Setting> set = read_set(keys.set, "fit.set", folder_, set_origin_, problems_);
    const std::vector<Axis> axes =
        read_grid(keys.grid, "fit.grid", folder_, grid_origin(), problems_);
    for (const Axis& axis : axes) fit.grid_keys.push_back(axis.key);
    check_undone(set, "fit.set", axes, "fit.grid", problems_);
    const std::vector<GridPoint> points = combinations(axes, most_branches);
    if (points.empty()) {
      problems_.add(keys.grid.place, "fit.grid", "more than 1000 combinations; thin it out");
      return;
    }
    for (const GridPoint& point : points) read_fit_branch(set, axes, point, fit);
    plan_.fit = std::move(fit);
  }

  void read_fit_branch(const std::vector<Setting>& set, const std::vector<Axis>& axes,
                       const GridPoint& point, ensemble::Fit& fit) {
    std::vector<Setting> settings = set;
    settings.insert(settings.end(), point.settings.begin(), point.settings.end());
    for (const ensemble::FitParameter& parameter : fit.parameters) {
      for (const Setting& setting : settings) {
        if (!undoes(case_keys(), parameter.name, setting.path)) continue;
        problems_.add(keys_.fit->parameters.place, "fit.parameters." + parameter.name,
                      "undoes " + setting.path + ", which is set too; keep one of the two");
        return;
      }
    }
    // Valid at its corners, a range of parameters is taken to be valid within.
    for (std::size_t corner = 0; corner < (std::size_t{1} << fit.parameters.size()); ++corner) {
      std::vector<Setting> all = settings;
      for (std::size_t p = 0; p < fit.parameters.size(); ++p) {
        const auto& parameter = fit.parameters[p];
        const double value = (corner >> p) % 2 == 0 ? parameter.low : parameter.high;
        all.push_back(made_setting(parameter.name, shortest(value), parameter_origin()));
        all.back().place = parameter_places_[p];
        all.back().value.place = parameter_places_[p];
      }
      const auto input = read_branch(all, origins("fit.set", "fit.grid"),
                                     keys_.fit->parameters.place, "fit.parameters", axes, point);
      if (!input) return;
      identify_case("fit", "", point, *input);
    }
    Branch branch{"fit", point.texts, make_slug("fit", axes, point, slugs_), "", "", {}};
    branch.vary = [source = std::shared_ptr<const StudyInput::Source>(source_), settings,
                   parameters = fit.parameters,
                   origin = study_origin()](std::span<const double> values) {
      std::vector<Setting> all = source->base_settings;
      all.insert(all.end(), settings.begin(), settings.end());
      for (std::size_t p = 0; p < parameters.size(); ++p) {
        all.push_back(made_setting(parameters[p].name, shortest(values[p]), origin));
      }
      return read_with(source->base, all).values;
    };
    fit.branches.push_back(std::move(branch));
    source_->fit_settings.push_back(std::move(settings));
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
      const Key* key = find_key(case_keys(), entry.key);
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
    RunInput unused;
    read_document(entry.value, target_keys(keys), path, "a target", folder_, unused, problems_);
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

  // One line for each thing that a result can depend on.
  void identify_case(const std::string& name, const std::string& measured, const GridPoint& point,
                     RunInput input) {
    input.seed = 0;
    identity_ += yaml::scalar(name) + " " + yaml::scalar(measured);
    for (const std::string& text : point.texts) identity_ += " " + text;
    identity_ += "\n" + identity_text(input);
  }

  void identify(const std::string& name, double value) {
    identity_ += name + " " + shortest(value) + "\n";
  }
  void identify(const ensemble::MeasuredEnergy& energy) {
    identify("low", energy.low);
    identify("high", energy.high);
    identify("error", energy.error);
  }
  void identify(const std::vector<ensemble::MeasuredPoint>& points) {
    for (const auto& point : points) {
      identify("T", point.temperature);
      identify("ln_j", point.log_density);
      identify("error", point.error);
    }
  }

  void identify_study() {
    identity_ += yaml::scalar(keys_.name) + " " + std::to_string(keys_.seed) + "\n";
    for (const std::string& key : plan_.grid_keys) identity_ += key + "\n";
    identify("common", keys_.common_random_numbers ? 1.0 : 0.0);
    identify("rate_check", static_cast<double>(plan_.rate_check));
    identify("replicas", keys_.replicas);
    identify("confidence", keys_.confidence);
    for (const double temperature : keys_.temperatures) identify("T", temperature);
    if (keys_.precision) identify("precision", keys_.precision->half_width);
    if (keys_.precision) identify("max", keys_.precision->max_replicas);
    for (const auto& row : plan_.experiment) {
      identity_ += yaml::scalar(row.name) + "\n";
      identify(row.energy);
    }
    identify(plan_.measured_points);
    if (plan_.extrapolate) {
      identify("extrapolate", static_cast<double>(plan_.extrapolate->quantity));
      identify("length", plan_.extrapolate->length);
    }
  }

  void identify_fit(const ensemble::Fit& fit) {
    identify("fit", fit.replicas);
    identify("evaluations", fit.evaluations);
    for (const std::string& key : fit.grid_keys) identity_ += key + "\n";
    for (const auto& parameter : fit.parameters) {
      identity_ += parameter.name + "\n";
      identify("low", parameter.low);
      identify("high", parameter.high);
    }
    for (const auto& target : fit.targets) {
      identity_ += yaml::scalar(target.name) + "\n";
      if (target.energy) identify(*target.energy);
      identify(target.points);
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
    source_->origin = study_origin();

    keys_.base = source_->base.document;
    for (const Setting& setting : source_->base_settings) {
      apply_setting(keys_.base, case_keys(), setting, problems_);
    }
    if (base_file_.empty()) {
      source_->base.document = keys_.base;
      source_->base_settings.clear();
    }
    anchor_all();
    StudyInput input;
    identify_study();
    if (plan_.fit) identify_fit(*plan_.fit);
    input.identity = ensemble::hash64(identity_);
    input.plan = std::move(plan_);
    input.canonical = canonical_yaml(study_keys(keys_), RunInput{});
    input.base_file = base_file_;
    input.base = yaml::block(keys_.base) + "\n";
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
    for (yaml::Entry& entry : keys_.hypotheses.entries) {
      if (Node* set = entry.value.find("set")) anchor_map(*set);
    }
    anchor_lists(keys_.grid);
    if (!keys_.fit) return;
    anchor_map(keys_.fit->set);
    anchor_lists(keys_.fit->grid);
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
  std::shared_ptr<StudyInput::Source> source_ = std::make_shared<StudyInput::Source>();
  std::vector<yaml::Place> parameter_places_;
  std::vector<std::string> slugs_;
  std::string identity_;
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
