// What `lacuna check` says that a study takes, against what it takes: in hops, which are the same
// on every machine.

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/forecast_words.hpp"
#include "ensemble/first_tasks.hpp"
#include "ensemble/setting.hpp"
#include "ensemble/study_forecast.hpp"
#include "interface/run.hpp"
#include "io/input/study_input.hpp"

using namespace lacuna;
using ensemble::Plan;
using ensemble::StudyForecast;
using ensemble::Task;
using ensemble::TaskKind;

namespace {

std::filesystem::path example(const std::string& name) {
  const char* const source = std::getenv("LACUNA_SOURCE");
  REQUIRE(source != nullptr);
  return std::filesystem::path(source) / "examples" / name;
}

/// Hops of tasks as they are found, and as they are foretold.
struct Hops {
  double found = 0.0, told = 0.0;
  [[nodiscard]] double ratio() const { return told / found; }
};

/// Does the tasks of a plan, those that the first ones serve included.
class Doing {
 public:
  explicit Doing(const Plan& plan) : plan_(plan) {}

  double hops_of(const Task& task) {
    if (task.kind == TaskKind::pilot) return static_cast<double>(pilot(task).hops);
    const bool piloted = ensemble::ramp_needs(case_of(plan_, task)).pilot;
    const auto c = replica_case(plan_, task, piloted ? &pilot(task).ramp : nullptr);
    const auto ending = interface::run(c, seed_of(plan_, task), {}, {}, {});
    return static_cast<double>(ending.last.events.hops());
  }

 private:
  const ensemble::ChosenRamp& pilot(const Task& task) {
    const std::pair key(task.branch, task.temperature);
    const auto found = pilots_.find(key);
    if (found != pilots_.end()) return found->second;
    return pilots_.emplace(key, *ensemble::choose_ramp(case_of(plan_, task), {})).first->second;
  }

  const Plan& plan_;
  std::map<std::pair<std::size_t, double>, ensemble::ChosenRamp> pilots_;
};

/// Of a study; what a trial has run itself is left out, as counting it is no forecast.
std::map<TaskKind, Hops> hops_of_study(const io::StudyInput& study) {
  const StudyForecast forecast(study.plan, app::study_budget, 2);
  Doing doing(study.plan);
  std::map<TaskKind, Hops> hops;
  for (const Task& task : first_tasks(study.plan, std::nullopt)) {
    if (task.kind == TaskKind::replica && task.replica == 0) continue;
    const auto told = forecast.cost_of(task);
    REQUIRE_MESSAGE(told.has_value(), id_of(study.plan, task) << ": " << forecast.at(task).unknown);
    const Hops each{doing.hops_of(task), told->hops};
    MESSAGE(id_of(study.plan, task) << ": " << each.told << " told, " << each.found << " found");
    hops[task.kind].found += each.found;
    hops[task.kind].told += each.told;
  }
  return hops;
}

std::map<TaskKind, Hops> hops_of_study(const std::string& shipped,
                                       const std::vector<std::string>& settings) {
  return hops_of_study(io::read_study(example(shipped), settings));
}

void check_within_two(const std::map<TaskKind, Hops>& kinds) {
  for (const auto& kind : kinds) {
    const Hops& hops = kind.second;  // no binding, which clang's lambdas do not take
    CHECK_MESSAGE((hops.ratio() > 0.5 && hops.ratio() < 2.0),
                  hops.told << " told, " << hops.found << " found");
  }
}

/// A study of two hypotheses whose ramps are left to pilots.
io::StudyInput piloted_study(const std::string& detector, const std::vector<std::string>& more) {
  std::vector<std::string> settings{"base.onset.primary=" + detector};
  settings.insert(settings.end(), more.begin(), more.end());
  return io::parse_study(R"(name: piloted
base:
  metal: {lateral_cells: [6, 4], layers: 6}
  interface: {injection: {barrier_eV: 0.14}, segregation_eV: 0.06}
  current: {ramp: {auto: charge, monolayers_per_e_fold: 10}}
temperatures_K: [300, 340]
replicas: 4
rate_check: false
hypotheses:
  bonds: {set: {metal.bonds_eV: {nn1: 0.06, nn2: 0.06}}}
  gas: {}
)",
                         "study.yaml", ".", settings);
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE("hops of studies whose ramps are left to pilots are foretold, by either detector") {
    SUBCASE("voltage") { check_within_two(hops_of_study(piloted_study("voltage", {}))); }
    SUBCASE("coverage") { check_within_two(hops_of_study(piloted_study("coverage", {}))); }
    SUBCASE("larger") {
      check_within_two(hops_of_study(piloted_study(
          "voltage", {"base.metal.lateral_cells=[12, 8]", "base.metal.layers=8", "replicas=2"})));
    }
  }

  TEST_CASE(
      "hops ahead of small studies are foretold within a factor of two, pilots and rates too") {
    check_within_two(
        hops_of_study("regimes/small.yaml",
                      {"replicas=2", "temperatures_K=[350]", "rate_check=true",
                       "grid={far_side.thick.layers: [8], interface.segregation_eV: [0.06]}"}));
  }
}

TEST_SUITE("all") {
  TEST_CASE("hops ahead of shipped studies are foretold within a factor of two") {
    SUBCASE("cycles") { check_within_two(hops_of_study("cycles/study.yaml", {"replicas=2"})); }
    SUBCASE("finite size") {
      check_within_two(hops_of_study(
          "finite_size/study.yaml",
          {"replicas=2", "grid={metal.lateral_nm: [[6, 6], [12, 12], [25, 25], [35, 35]]}"}));
    }
    SUBCASE("collector") {
      check_within_two(hops_of_study("collector/study.yaml", {"replicas=2", "rate_check=false",
                                                              "grid={metal.layers: [16, 64]}"}));
    }
  }
}
