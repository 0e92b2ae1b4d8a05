#include "io/input/study_input.hpp"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "core/constants.hpp"
#include "io/input/keys.hpp"
#include "io/input/read_document.hpp"
#include "io/input/settings.hpp"
#include "io/input/study_base.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"
#include "io/shell_word.hpp"

namespace lacuna::io {

using ensemble::Task;

namespace {

using interface::Ramp;

std::string in_mA_per_cm2(double density) {
  return shortest(in_unit(density, constants::mA_per_cm2));
}

// The nearest that a case file can state, so that input.yaml gives the same run again.
double stated(double density) {
  return in_unit(density, constants::mA_per_cm2) * constants::mA_per_cm2;
}

/// The ramp of a replica where it is not its branch's own: chosen by a pilot, or at another rate.
std::optional<Ramp> other_ramp(const StudyInput& input, const Task& task, const Ramp* chosen) {
  if (!chosen && task.rate_factor == 1.0) return {};
  const ensemble::Case values = ensemble::replica_case(input.plan, task, chosen);
  return std::get<Ramp>(values.current);
}

// The settings that make the base case, beyond the base's own, into a replica's, but for its ramp.
std::vector<KeyValue> settings_of(const StudyInput& input, const Task& task) {
  const StudySource& source = *input.source;
  std::vector<KeyValue> list =
      task.fit ? source.fit_settings.at(task.branch) : source.settings.at(task.branch);
  const auto set = [&](const std::string& path, const std::string& value) {
    list.push_back(made_setting(path, value, source.origin));
  };
  set("temperature_K", shortest(task.temperature));
  if (task.uncapped) set("metal.surface_hop_cap", "none");
  for (std::size_t p = 0; p < task.parameters.size(); ++p) {
    set(input.plan.fit->parameters.at(p).name, shortest(task.parameters[p]));
  }
  return list;
}

}  // namespace

RunInput StudyInput::run_input(const Task& task, const Ramp* chosen) const {
  std::vector<KeyValue> settings = source->base_settings;
  for (KeyValue& setting : settings_of(*this, task)) settings.push_back(std::move(setting));
  Problems problems(source->base.name, source->base.origins);
  RunInput input = read_with(source->base, settings, problems);
  problems.raise();
  input.seed = ensemble::seed_of(plan, task);
  input.files.are_in("../../inputs");  // of the study, seen from the replica's directory
  if (const auto ramp = other_ramp(*this, task, chosen)) {
    auto& own = std::get<Ramp>(input.values.current);
    own.from = stated(ramp->from);
    own.to = stated(ramp->to);
    own.rate = stated(ramp->rate);
    own.automatic.reset();
  }
  finish_case(input);
  return input;
}

std::string StudyInput::run_command(const Task& task, const Ramp* chosen) const {
  std::string command = "lacuna run base.yaml";
  const auto set = [&](const std::string& path, const std::string& value) {
    command += " --set " + shell_word(path + "=" + value);
  };
  for (KeyValue& setting : settings_of(*this, task)) {
    change_files(setting.value, case_keys(), setting.path,
                 [this](yaml::Node& file) { file.text = files.stated(file.text); });
    set(setting.path, yaml::one_line(setting.value));
  }
  if (const auto ramp = other_ramp(*this, task, chosen)) {
    if (chosen) {
      set("current.ramp.from_mA_cm2", in_mA_per_cm2(ramp->from));
      set("current.ramp.to_mA_cm2", in_mA_per_cm2(ramp->to));
    }
    set("current.ramp.rate_mA_cm2_per_s", in_mA_per_cm2(ramp->rate));
  }
  return command + " --seed " + std::to_string(ensemble::seed_of(plan, task));
}

std::uint64_t fingerprint(const StudyInput& input) { return input.identity; }

}  // namespace lacuna::io
