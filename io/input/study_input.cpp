#include "io/input/study_input.hpp"

#include <utility>

#include "core/constants.hpp"
#include "io/input/study_base.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"
#include "io/shell_word.hpp"

namespace lacuna::io {

using ensemble::Task;

namespace {

std::string in_mA_per_cm2(double density) {
  return shortest(in_unit(density, constants::mA_per_cm2));
}

// The settings that make the base case, beyond the base's own, into a replica's.
std::vector<Setting> settings_of(const StudyInput& input, const Task& task,
                                 const interface::Ramp* chosen) {
  const StudyInput::Source& source = *input.source;
  std::vector<Setting> list =
      task.fit ? source.fit_settings.at(task.branch) : source.settings.at(task.branch);
  const auto set = [&](const std::string& path, const std::string& value) {
    list.push_back(made_setting(path, value, source.origin));
  };
  set("temperature_K", shortest(task.temperature));
  for (std::size_t p = 0; p < task.parameters.size(); ++p) {
    set(input.plan.fit->parameters.at(p).name, shortest(task.parameters[p]));
  }
  if (chosen) {
    set("current.ramp.from_mA_cm2", in_mA_per_cm2(chosen->from));
    set("current.ramp.to_mA_cm2", in_mA_per_cm2(chosen->to));
    set("current.ramp.rate_mA_cm2_per_s", in_mA_per_cm2(chosen->rate * task.rate_factor));
  } else if (task.rate_factor != 1.0) {
    const ensemble::Case values = ensemble::branch_of(input.plan, task).vary(task.parameters);
    set("current.ramp.rate_mA_cm2_per_s",
        in_mA_per_cm2(std::get<interface::Ramp>(values.current).rate * task.rate_factor));
  }
  return list;
}

}  // namespace

RunInput StudyInput::run_input(const Task& task, const interface::Ramp* chosen) const {
  std::vector<Setting> settings = source->base_settings;
  for (Setting& setting : settings_of(*this, task, chosen)) settings.push_back(std::move(setting));
  const std::uint64_t seed = ensemble::seed_of(plan, task);
  settings.push_back(made_setting("seed", std::to_string(seed), source->origin));
  return read_with(source->base, settings);
}

std::string StudyInput::run_command(const Task& task, const interface::Ramp* chosen) const {
  std::string command = "lacuna run " + shell_word(base_file.empty() ? "base.yaml" : base_file);
  const auto add = [&](const Setting& setting) {
    command += " --set " + shell_word(setting.path + "=" + yaml::one_line(setting.value));
  };
  for (const Setting& setting : source->base_settings) add(setting);
  for (const Setting& setting : settings_of(*this, task, chosen)) add(setting);
  return command + " --seed " + std::to_string(ensemble::seed_of(plan, task));
}

std::uint64_t fingerprint(const StudyInput& input) { return input.identity; }

}  // namespace lacuna::io
