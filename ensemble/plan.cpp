#include "ensemble/plan.hpp"

#include <array>
#include <charconv>

#include "core/error.hpp"
#include "ensemble/hash.hpp"
#include "interface/auto_ramp.hpp"

namespace lacuna::ensemble {

namespace {

/// The shortest text that reads back as the same number.
std::string text(double number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

std::string kind_text(const Task& task) {
  const std::string prefix = task.fit ? "fit-" : "";
  if (task.kind != TaskKind::replica) return prefix + word_of(task.kind);
  const std::string number = std::to_string(task.replica + 1);
  return prefix + "r" + std::string(number.size() < 3 ? 3 - number.size() : 0, '0') + number;
}

}  // namespace

const Branch& branch_of(const Plan& plan, const Task& task) {
  return task.fit ? plan.fit.value().branches.at(task.branch) : plan.branches.at(task.branch);
}

Case case_of(const Plan& plan, const Task& task) {
  Case c = branch_of(plan, task).vary(task.parameters);
  c.temperature = task.temperature;
  if (task.kind != TaskKind::reference) return c;
  const interface::AutoRamp* const automatic = interface::automatic_ramp(c.current);
  if (automatic == nullptr)
    throw Error(
        "a reference rate is asked for a case whose ramp is not automatic; this is a fault of the "
        "program");
  c.temperature = automatic->reference_temperature;
  return c;
}

Case replica_case(const Plan& plan, const Task& task, const interface::Ramp* chosen) {
  Case c = case_of(plan, task);
  if (task.uncapped) c.metal.surface_hop_cap.reset();
  auto* const ramp = std::get_if<interface::Ramp>(&c.current);
  if (ramp == nullptr) return c;
  if (ramp->automatic && chosen != nullptr) *ramp = *chosen;
  ramp->rate *= task.rate_factor;
  return c;
}

std::string id_of(const Plan& plan, const Task& task) {
  std::string id = branch_of(plan, task).slug;
  for (const double parameter : task.parameters) id += "_" + text(parameter);
  if (task.kind != TaskKind::reference) id += "_" + text(task.temperature) + "K";
  if (task.rate_factor != 1.0) id += "_x" + text(task.rate_factor);
  if (task.uncapped) id += "_uncapped";
  return id + "_" + kind_text(task);
}

std::uint64_t seed_of(const Plan& plan, const Task& task) {
  const Branch& branch = branch_of(plan, task);
  // Unit separators: no text of one item runs into the next.
  std::string items = std::to_string(plan.seed) + '\x1f' + (task.fit ? "fit" : "hypothesis");
  items += '\x1f' + (plan.common_random_numbers ? std::string() : branch.name);
  items += '\x1f' + text(task.temperature);
  for (const std::string& value : branch.grid) items += '\x1f' + value;
  for (const double parameter : task.parameters) items += '\x1f' + text(parameter);
  return hash64(items + '\x1f' + std::to_string(task.replica));
}

}  // namespace lacuna::ensemble
