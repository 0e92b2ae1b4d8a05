#include <algorithm>
#include <tuple>
#include <utility>

#include "core/error.hpp"
#include "ensemble/hash.hpp"
#include "io/input/cell_keys.hpp"
#include "io/input/echo.hpp"
#include "io/input/file_kind.hpp"
#include "io/input/place_named_by.hpp"
#include "io/input/read_document.hpp"
#include "io/input/settings.hpp"
#include "io/input/study_draft.hpp"
#include "io/input/study_input.hpp"
#include "io/number_text.hpp"
#include "io/shell_word.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

using yaml::Node;

constexpr std::size_t most_temperatures = 100;
constexpr int least_with_precision = 8;  // replicas
constexpr std::size_t most_runs = 1'000'000;

std::string stem_of(const std::string& name) {
  const std::string stem = std::filesystem::path(name).stem().string();
  return stem.empty() ? "study" : stem;
}

// --- keys ---------------------------------------------------------------------------------------

// Settings of the command line: those of the base case are kept for it.
void apply_command_line(StudyDraft& study) {
  constexpr std::string_view base_prefix = "base.";
  for (std::size_t k = 0; k < study.settings.size(); ++k) {
    auto setting = read_setting(study.settings[k], static_cast<int>(k), study.problems);
    if (!setting) continue;
    const bool of_case = find_key(study_keys(), setting->path) == nullptr &&
                         find_key(case_keys(), setting->path) != nullptr;
    if (of_case) {
      study.problems.add(
          setting->place, setting->path,
          "a key of the base case; write " + std::string(base_prefix) + setting->path);
    } else if (setting->path.starts_with(base_prefix)) {
      setting->path.erase(0, base_prefix.size());
      const std::string refusal = refusal_of_setting(setting->path);
      if (refusal.empty())
        study.source->base_settings.push_back(*setting);
      else
        study.problems.add(setting->place, setting->path, refusal);
    } else {
      apply_setting(study.document, study_keys(), *setting, study.problems);
    }
  }
}

void check_temperatures(StudyDraft& study) {
  std::vector<double>& list = study.plan.temperatures;
  const yaml::Place place = study.place_of("temperatures_K");
  std::sort(list.begin(), list.end());
  const auto twice = std::adjacent_find(list.begin(), list.end());
  if (twice != list.end()) {
    study.problems.add(place, "temperatures_K", shortest(*twice) + " is listed twice; keep one");
  }
  if (list.size() > most_temperatures)
    study.problems.add(place, "temperatures_K", "more than 100 temperatures; thin them out");
}

void check_replicas(StudyDraft& study) {
  ensemble::Plan& plan = study.plan;
  const bool given = plan.replicas > 0;
  if (!given) plan.replicas = plan.precision ? least_with_precision : 16;
  if (!plan.precision) return;
  const yaml::Place place = study.place_of(given ? "replicas" : "precision");
  if (plan.replicas < least_with_precision) {
    study.problems.add(place, "replicas",
                       "at least 8 are needed before `precision` may decide; give 8 or more");
  } else if (plan.replicas > plan.precision->max_replicas) {
    study.problems.add(place, "replicas",
                       "more than precision.max_replicas; raise that or lower this");
  }
}

/// Lines are not extrapolated far beyond the temperatures that are simulated.
void check_points(StudyDraft& study) {
  constexpr double reach = 1.1;  // factor beyond the coldest and the hottest
  if (study.plan.temperatures.empty()) return;
  const double coldest = study.plan.temperatures.front();
  const double hottest = study.plan.temperatures.back();
  for (const ensemble::MeasuredPoint& point : study.plan.measured_points) {
    if (point.temperature * reach >= coldest && point.temperature <= hottest * reach) continue;
    study.problems.add(study.place_of("measured_points"), "measured_points",
                       "a current was measured at " + shortest(point.temperature) +
                           " K, far outside the " + shortest(coldest) + " to " + shortest(hottest) +
                           " K of temperatures_K; simulate there, or take the point out (in "
                           "degrees Celsius? add 273.15). A part of a study that is to be merged "
                           "leaves measured_points out: the study of all has them");
    return;
  }
}

void read_keys(StudyDraft& study, std::optional<std::uint64_t> seed) {
  apply_command_line(study);
  study.plan.name = stem_of(study.name);
  read_document(study.document, study_keys(), "", "a study", study.folder, study.keys,
                study.problems);
  if (seed) study.plan.seed = *seed;
  check_temperatures(study);
  check_points(study);
  check_replicas(study);
}

// --- what the plan comes to ---------------------------------------------------------------------

// Runs are listed before the first is begun.
void check_runs(StudyDraft& study) {
  const ensemble::Plan& plan = study.plan;
  const int replicas = plan.fit ? std::max(plan.replicas, plan.fit->replicas) : plan.replicas;
  const std::size_t branches = plan.branches.size() + (plan.fit ? plan.fit->branches.size() : 0);
  const std::size_t runs = branches * plan.temperatures.size() * static_cast<std::size_t>(replicas);
  if (runs <= most_runs) return;
  study.problems.add(study.place_of("replicas"), "replicas",
                     "up to " + std::to_string(runs) +
                         " runs in a round, more than 1000000; lower this or thin the rest out");
}

bool has_ramp_to_check(const ensemble::Branch& branch) {
  const ensemble::Case values = branch.vary({});
  return std::holds_alternative<interface::Ramp>(values.current) &&
         values.onset.primary != interface::Detector::growth;
}

void settle_rate_check(StudyDraft& study) {
  using ensemble::RateCheck;
  const auto& asked = study.keys.rate_check;
  const auto& list = study.plan.branches;
  const bool any_ramp = std::any_of(list.begin(), list.end(), has_ramp_to_check);
  if (asked == true && !any_ramp && study.problems.empty()) {
    study.problems.add(study.place_of("rate_check"), "rate_check",
                       "no hypothesis has a ramp whose rate could be changed; remove it");
  }
  study.plan.rate_check = !asked ? RateCheck::bonds : *asked ? RateCheck::all : RateCheck::none;
}

void check_surface_hop_check(StudyDraft& study) {
  const int asked = study.plan.surface_hop_check;
  if (asked == 0 || !study.problems.empty()) return;
  const auto refuse = [&study](const std::string& why) {
    study.problems.add(study.place_of("surface_hop_check"), "surface_hop_check", why);
  };
  const auto& list = study.plan.branches;
  const auto capped = [](const ensemble::Branch& branch) {
    return branch.vary({}).metal.surface_hop_cap.has_value();
  };
  if (std::none_of(list.begin(), list.end(), capped))
    return refuse("no hypothesis has metal.surface_hop_cap, so none can do without; remove it");
  if (asked == 1) refuse("expected 0, or 2 and more, got 1: one replica has no scatter");
  if (asked > study.plan.replicas)
    refuse("expected at most the " + std::to_string(study.plan.replicas) + " replicas, got " +
           std::to_string(asked));
}

// The size to which critical currents are extrapolated, and which keys of the grid lead there.
void read_target_size(StudyDraft& study) {
  using Quantity = ensemble::TargetSize::Quantity;
  static const std::vector<std::string> upwards{"metal.layers", "far_side.thick.layers",
                                                "far_side.thick.thickness_um"};
  static const std::vector<std::string> sideways{"metal.lateral_nm", "metal.lateral_cells"};
  const ExtrapolateKeys& asked = *study.keys.extrapolate;
  const bool is_thickness = asked.thickness.has_value();
  const std::vector<std::string>& ways = is_thickness ? upwards : sideways;
  ensemble::TargetSize target;
  target.quantity = is_thickness ? Quantity::thickness : Quantity::lateral;
  // Where neither is given, that is noted already.
  target.length = (is_thickness ? asked.thickness : asked.lateral).value_or(0.0);
  const std::vector<std::string>& grid_keys = study.plan.grid_keys;
  for (std::size_t k = 0; k < grid_keys.size(); ++k)
    if (std::find(ways.begin(), ways.end(), grid_keys[k]) != ways.end())
      target.grid_keys.push_back(k);
  if (target.grid_keys.empty()) {
    std::string names;
    for (const std::string& key : ways) names += (names.empty() ? "" : " or ") + key;
    study.problems.add(
        study.place_of("extrapolate"), "extrapolate",
        "nothing to extrapolate from; give three values or more of " + names + " in `grid`");
  }
  study.plan.extrapolate = std::move(target);
}

// What is missing, or no value at all, is told already, and not as what it was taken for.
void check_cell(StudyDraft& study) {
  ensemble::CellPlan& plan = *study.keys.cell;
  std::vector<double>& list = plan.thicknesses;
  std::sort(list.begin(), list.end());
  if (!study.problems.empty()) return;
  try {
    if (std::adjacent_find(list.begin(), list.end()) != list.end())
      throw InputError("cell.metal_um: a thickness is listed twice; keep one");
    for (const double thickness : list) {
      plan.design.thickness = thickness;
      cell::validate(plan.design);
    }
  } catch (const InputError& error) {
    const auto place = place_named_by(study.document, error.what());
    study.problems.add(place.value_or(study.place_of("cell")), "", error.what());
  }
}

// --- the finished study -------------------------------------------------------------------------

// The canonical text has the base case in it, with what the command line sets.
void put_base_inside(StudyDraft& study) {
  StudySource& source = *study.source;
  Node& base = study.keys.base.node;
  source.origin = study.study_origin();
  base = source.base.document;
  for (const KeyValue& setting : source.base_settings)
    apply_setting(base, case_keys(), setting, study.problems);
  settle(base, case_keys(), "", source.base.folder);
  if (!study.base_file.empty()) return;
  source.base.document = base;
  source.base_settings.clear();
}

// The canonical text may be read from anywhere.
void settle_all(StudyDraft& study) {
  const auto settle_map = [&](Node& map) {
    for (yaml::Entry& entry : map.entries)
      settle(entry.value, case_keys(), entry.key, study.folder);
  };
  for (yaml::Entry& entry : study.keys.hypotheses.node.entries) {
    for (const char* part : {"set", "leave_out"})
      if (Node* map = entry.value.find(part)) settle_map(*map);
  }
  settle_map(study.keys.grid.node);
  for (auto* fit : {&study.keys.fit, &study.keys.cell_fit}) {
    if (!*fit) continue;
    for (auto* map : {&(*fit)->parameters, &(*fit)->set, &(*fit)->grid}) settle_map(map->node);
    for (yaml::Entry& entry : (*fit)->parameters.node.entries)
      settle(entry.value, study_keys(), entry.key, study.folder);
    for (yaml::Entry& entry : (*fit)->targets.node.entries)
      settle(entry.value, target_keys(), "", study.folder);
  }
}

/// Puts the names of the copies in place of all files that a study's trees name by whole paths.
class FilesStated {
 public:
  explicit FilesStated(StudyDraft& study) : study_(study) {}

  void apply() {
    state(study_.keys.base.node, "");
    for (yaml::Entry& entry : study_.keys.hypotheses.node.entries) {
      for (const char* part : {"set", "leave_out"})
        if (Node* map = entry.value.find(part)) state_map(*map);
    }
    state_map(study_.keys.grid.node);
    for (auto* fit : {&study_.keys.fit, &study_.keys.cell_fit}) {
      if (!*fit) continue;
      state_map((*fit)->set.node);
      state_map((*fit)->grid.node);
    }
  }

 private:
  void state_map(Node& map) {
    for (yaml::Entry& entry : map.entries) state(entry.value, entry.key);
  }

  void state(Node& node, const std::string& path) {
    change_files(node, case_keys(), path, [this](Node& file) {
      try {
        // One that every hypothesis replaces has not been read yet.
        std::ignore = study_.keys.files.read(file.text, "file");
        file.text = study_.keys.files.stated(file.text);
      } catch (const InputError& error) {
        study_.problems.add(file.place, "base", error.what());
      }
    });
  }

  StudyDraft& study_;
};

StudyInput finish(StudyDraft& study) {
  const StudyKeys& keys = study.keys;
  study.plan.cell = keys.cell;
  put_base_inside(study);
  settle_all(study);
  FilesStated(study).apply();
  study.problems.raise();
  study.source->base.files.add(keys.files);
  StudyInput input;
  const std::string identity = identity_text(study_keys(), keys);
  input.identity = ensemble::hash64(identity);
  if (keys.cell)
    input.cell_identity = ensemble::hash64(identity + identity_text(cell_section(), keys));
  input.canonical = canonical_yaml(study_keys(), keys);
  input.files = keys.files;
  input.base = yaml::block(keys.base.node) + "\n";
  input.source = study.source;
  input.plan = std::move(study.plan);
  return input;
}

}  // namespace

StudyInput parse_study(const std::string& text, const std::string& name,
                       const std::filesystem::path& folder, std::span<const std::string> settings,
                       std::optional<std::uint64_t> seed) {
  StudyDraft study(name, folder, settings);
  study.document = yaml::parse(text, name);
  if (is_case(study.document))
    throw InputError(name + " is a case, not a study: lacuna run " + shell_word(name));
  read_keys(study, seed);
  read_base(study);
  if (study.source->base.document.kind == Node::Kind::map) {
    read_hypotheses(study);
    if (study.keys.fit) read_fit(study);
    if (study.keys.cell_fit) read_cell_fit(study);
  }
  check_runs(study);
  settle_rate_check(study);
  check_surface_hop_check(study);
  if (study.keys.extrapolate) read_target_size(study);
  if (study.keys.cell) check_cell(study);
  study.problems.raise();
  return finish(study);
}

StudyInput read_study(const std::filesystem::path& path, std::span<const std::string> settings,
                      std::optional<std::uint64_t> seed) {
  return parse_study(read_text(path, "study", yaml::most_bytes), path.string(), path.parent_path(),
                     settings, seed);
}

}  // namespace lacuna::io
