#include "io/input/study_identity.hpp"

#include "io/input/echo.hpp"
#include "io/input/experiment.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

std::string physics_of(RunInput input) {
  input.seed = 0;
  input.values.temperature = 0;
  return identity_text(case_keys(), input);
}

std::string branch_meaning(const std::string& name, const std::string& measured,
                           const GridPoint& point, const std::string& physics) {
  std::string line = yaml::scalar(name) + " " + yaml::scalar(measured);
  for (const std::string& text : point.texts) line += " " + text;
  return line + "\n" + physics;
}

std::string meaning_of_keys(const std::vector<std::string>& grid_keys) {
  std::string text;
  for (const std::string& key : grid_keys) text += key + "\n";
  return text;
}

std::string meaning_of_parameters(const std::vector<ensemble::FitParameter>& parameters) {
  std::string text;
  for (const auto& parameter : parameters)
    text += parameter.name + " " + shortest(parameter.low) + " " + shortest(parameter.high) + "\n";
  return text;
}

std::string meaning_of_targets(const std::vector<ensemble::FitTarget>& targets) {
  std::string text;
  for (const auto& target : targets) {
    text += yaml::scalar(target.name) + "\n";
    if (target.energy) text += energy_text(*target.energy);
    text += points_text(target.points);
  }
  return text;
}

}  // namespace lacuna::io
