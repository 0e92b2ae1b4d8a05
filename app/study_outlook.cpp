#include "app/study_outlook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/outlook.hpp"
#include "app/status_line.hpp"
#include "app/trial.hpp"
#include "core/constants.hpp"
#include "ensemble/cap_check.hpp"
#include "ensemble/setting.hpp"
#include "ensemble/warnings.hpp"
#include "interface/theory.hpp"
#include "io/results/listing.hpp"
#include "io/results/prefactor_words.hpp"

namespace lacuna::app {
namespace {

using ensemble::Branch;
using ensemble::Plan;
using ensemble::Task;
using interface::Case;

/// Runs of a pilot, as production replicas.
constexpr double pilot_runs = 6.0;

Task first_task(std::size_t branch, bool fit, const Plan& plan) {
  Task task;
  task.branch = branch;
  task.fit = fit;
  task.temperature = plan.temperatures.front();
  if (fit) {
    for (const auto& parameter : plan.fit->parameters)
      task.parameters.push_back((parameter.low + parameter.high) / 2);
  }
  return task;
}

std::string label(const Branch& branch) {
  std::string text = branch.name;
  for (const std::string& value : branch.grid) text += "  " + value;
  return text;
}

bool is_chosen(const Case& values) {
  const auto* ramp = std::get_if<interface::Ramp>(&values.current);
  return ramp != nullptr && ramp->automatic.has_value();
}

/// At all temperatures; pilots and other rates counted by what they cost.
double replicas_of(const Plan& plan, const Case& values, int replicas, bool rates,
                   int uncapped = 0) {
  const double pilots = is_chosen(values) ? pilot_runs : 0.0;
  double count = replicas;
  if (rates)
    count = replicas * (1 + 4.0 + 0.25);  // a quarter of the rate passes four times the charge
  count += uncapped;
  return static_cast<double>(plan.temperatures.size()) * (count + pilots);
}

double hops_of(const Plan& plan, const Case& values, int replicas, bool rates, int uncapped = 0) {
  return replicas_of(plan, values, replicas, rates, uncapped) * expected_cost(values).hops;
}

/// A current that is to be met: the measured point nearest room temperature, else 1 mA/cm2 at about
/// that.
struct Wanted {
  double temperature, density;
};
Wanted wanted_of(const Plan& plan) {
  const auto nearer = [](double a, double b) { return std::abs(a - 300.0) < std::abs(b - 300.0); };
  if (plan.measured_points.empty())
    return {*std::min_element(plan.temperatures.begin(), plan.temperatures.end(), nearer),
            constants::mA_per_cm2};
  const auto point = std::min_element(
      plan.measured_points.begin(), plan.measured_points.end(),
      [&](const auto& a, const auto& b) { return nearer(a.temperature, b.temperature); });
  return {point->temperature, std::exp(point->log_density)};
}

}  // namespace

std::string prefactor_outlook(const Plan& plan) {
  io::Listing table;
  const Wanted wanted = wanted_of(plan);
  double lowest = INFINITY, highest = 0.0;
  std::optional<interface::SelfDiffusion> slowest, fastest;
  for (const Branch& branch : plan.branches) {
    Case values = branch.vary({});
    values.temperature = wanted.temperature;
    lowest = std::min(lowest, interface::predicted_density(values));
    highest = std::max(highest, interface::predicted_density(values));
    const auto metal = interface::self_diffusion(values);
    if (metal && (!slowest || metal->model < slowest->model)) slowest = metal;
    if (metal && (!fastest || metal->model > fastest->model)) fastest = metal;
  }
  const auto current = [](double density) {
    return fmt::format("{:.3g}", density / constants::mA_per_cm2);
  };
  table.heading("prefactor");
  table.row("j_pred", fmt::format("{} to {} mA/cm2 at {:g} K; with bonds an upper bound",
                                  current(lowest), current(highest), wanted.temperature));
  std::string metal = io::self_diffusion_words(slowest, wanted.temperature);
  if (slowest && slowest->model < fastest->model)
    metal += fmt::format("; up to {:.2g} times", fastest->ratio());
  table.row("self-diffusion", metal);
  table.row(
      "clock factor",
      io::prefactor_words(wanted.density / highest, wanted.density / lowest, wanted.temperature,
                          fmt::format("a j_pred of {} mA/cm2", current(wanted.density))));
  return table.text();
}

namespace {

/// Of all hypotheses, each in a row.
double add_hypotheses(io::Listing& table, const Plan& plan) {
  const std::string more = plan.precision ? " or more" : "";
  double hops = 0.0;
  for (std::size_t b = 0; b < plan.branches.size(); ++b) {
    const Case values = case_of(plan, first_task(b, false, plan));
    const bool rates = ensemble::compares_rates(plan, {false, b, {}}, values);
    const int uncapped = ensemble::uncapped_replicas(plan, {false, b, {}}, values);
    const double each = hops_of(plan, values, plan.replicas, rates, uncapped);
    hops += each;
    table.row(label(plan.branches[b]),
              fmt::format("{} x {}{} replicas{}{}{}, about {:.2g} hops", plan.temperatures.size(),
                          plan.replicas, more, rates ? " x 3 ramp rates" : "",
                          uncapped > 0 ? fmt::format(", {} without the cap", uncapped) : "",
                          is_chosen(values) ? ", pilots" : "", each));
  }
  return hops;
}

/// Of the fit, each combination of its grid in a row.
double add_fit(io::Listing& table, const Plan& plan) {
  const ensemble::Fit& fit = *plan.fit;
  double hops = 0.0;
  for (std::size_t b = 0; b < fit.branches.size(); ++b) {
    const Case values = case_of(plan, first_task(b, true, plan));
    const double each = hops_of(plan, values, fit.replicas, false) * fit.evaluations;
    hops += each;
    table.row("fit " + label(fit.branches[b]),
              fmt::format("up to {} evaluations of {} x {} replicas, about {:.2g} hops",
                          fit.evaluations, plan.temperatures.size(), fit.replicas, each));
  }
  return hops;
}

bool any_bonds(const Plan& plan) {
  const auto& branches = plan.branches;
  return std::any_of(branches.begin(), branches.end(),
                     [](const Branch& branch) { return has_bonds(branch.vary({}).metal); });
}

/// Of the first hypothesis at the lowest temperature.
Trial first_trial(const Plan& plan) {
  io::RunInput input;
  input.values = case_of(plan, first_task(0, false, plan));
  constexpr double seconds = 0.25;
  return try_case(input, seconds);
}

void add_cost(io::Listing& table, const Plan& plan, double hops, int workers) {
  const Trial trial = first_trial(plan);
  table.heading("cost");
  if (trial.hops == 0) {
    table.row("time", "not known: no vacancy has moved in the trial");
    return;
  }
  const double seconds = hops * trial.seconds_per_hop() / workers;
  table.row("speed, trial",
            fmt::format("{:.3g} million hops per s and worker", 1e-6 / trial.seconds_per_hop()));
  table.row(
      "time",
      fmt::format("about {} on {} workers, by theory without bonds{}", duration_text(seconds),
                  workers,
                  any_bonds(plan) ? ": with them onset comes sooner, but hops cost more" : ""));
}

}  // namespace

double cost_of(const ensemble::Task& task) {
  return task.kind == ensemble::TaskKind::replica ? 1 / task.rate_factor : pilot_runs;
}

std::vector<double> planned_costs(const Plan& plan) {
  std::vector<double> costs;
  for (std::size_t b = 0; b < plan.branches.size(); ++b) {
    const Case values = case_of(plan, first_task(b, false, plan));
    const bool rates = ensemble::compares_rates(plan, {false, b, {}}, values);
    costs.push_back(replicas_of(plan, values, plan.replicas, rates,
                                ensemble::uncapped_replicas(plan, {false, b, {}}, values)));
  }
  return costs;
}

std::vector<std::string> study_warnings(const Plan& plan) {
  std::vector<std::string> list = ensemble::temperature_warnings(plan);
  if (plan.temperatures.size() == 1)
    list.emplace_back(
        "one temperature gives currents but no E_A; give three or more in temperatures_K");
  if (plan.temperatures.size() == 2)
    list.emplace_back(
        "two temperatures give an E_A but cannot show whether the line is straight; give three or "
        "more in temperatures_K");
  if (plan.replicas == 1)
    list.emplace_back(
        "one replica has no scatter, so nothing gets an interval; give 8 or more in replicas");
  return list;
}

std::string study_outlook(const io::StudyInput& study, int workers) {
  const Plan& plan = study.plan;
  io::Listing table;
  table.heading(fmt::format("{}: {} hypotheses at {} temperatures", plan.name, plan.branches.size(),
                            plan.temperatures.size()));
  double hops = add_hypotheses(table, plan);
  if (plan.fit) hops += add_fit(table, plan);
  add_cost(table, plan, hops, workers);
  return table.text();
}

}  // namespace lacuna::app
