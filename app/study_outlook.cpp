#include "app/study_outlook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "app/forecast_words.hpp"
#include "app/status_line.hpp"
#include "core/constants.hpp"
#include "ensemble/first_tasks.hpp"
#include "ensemble/rounds.hpp"
#include "ensemble/setting.hpp"
#include "ensemble/study_forecast.hpp"
#include "ensemble/warnings.hpp"
#include "interface/outlook.hpp"
#include "interface/theory.hpp"
#include "io/input/run_input.hpp"
#include "io/number_text.hpp"
#include "io/results/byte_words.hpp"
#include "io/results/case_report.hpp"
#include "io/results/listing.hpp"
#include "io/results/prefactor_words.hpp"

namespace lacuna::app {
namespace {

using ensemble::Branch;
using ensemble::Plan;
using ensemble::RunCost;
using ensemble::StudyForecast;
using ensemble::Task;
using ensemble::TaskKind;
using interface::Case;

std::string label(const Branch& branch) {
  std::string text = branch.name;
  for (const std::string& value : branch.grid) text += "  " + value;
  return text;
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
  table.row("j_pred",
            fmt::format("{} mA/cm2 at {:g} K; with bonds an upper bound",
                        io::range_text(current(lowest), current(highest)), wanted.temperature));
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

/// Some tasks, and what they take as far as it can be told.
struct Work {
  std::size_t replicas = 0, other_rates = 0, uncapped = 0, pilots = 0;
  std::size_t unknown = 0;  ///< of all these
  RunCost cost;
  double bytes = 0.0;    ///< on the disk
  double longest = 0.0;  ///< task [s]

  void add(const Task& task, const StudyForecast& forecast) {
    ++(task.kind != TaskKind::replica ? pilots
       : task.uncapped                ? uncapped
       : task.rate_factor != 1.0      ? other_rates
                                      : replicas);
    const auto known = forecast.cost_of(task);
    if (!known) {
      ++unknown;
      return;
    }
    cost += *known;
    longest = std::max(longest, known->seconds);
    if (task.kind != TaskKind::replica) return;
    const auto& run = forecast.at(task).run;
    bytes += bytes_of(known->samples, run->last());
  }

  [[nodiscard]] std::size_t tasks() const { return replicas + other_rates + uncapped + pilots; }
};

std::string hops_words(const Work& work) {
  if (work.unknown == work.tasks()) return "hops not known";
  return fmt::format("{} {:.2g} hops", work.unknown > 0 ? "more than" : "about", work.cost.hops);
}

std::string words_of(const Work& work) {
  std::string text = fmt::format("{} replicas", work.replicas);
  if (work.other_rates > 0) text += fmt::format(", {} at other rates", work.other_rates);
  if (work.uncapped > 0) text += fmt::format(", {} without the cap", work.uncapped);
  if (work.pilots > 0) text += fmt::format(", {} pilots", work.pilots);
  return text + ", " + hops_words(work);
}

/// What a fit asks for at one of its evaluations, in one branch.
Work work_of_evaluation(const Plan& plan, std::size_t branch, const StudyForecast& forecast) {
  Work work;
  const ensemble::Setting setting = ensemble::middle_of_fit(plan, branch);
  for (const double temperature : plan.temperatures) {
    const Case values = case_at(plan, setting, temperature);
    if (ensemble::ramp_needs(values).pilot)
      work.add(setting.task(TaskKind::pilot, temperature), forecast);
    for (const Task& replica : replicas_at(plan, setting, values, temperature, plan.fit->replicas))
      work.add(replica, forecast);
  }
  return work;
}

/// Why something cannot be told, once for each reason.
void add_unknown(io::Listing& table, const Plan& plan, const StudyForecast& forecast) {
  std::map<std::string, std::string> reasons;  // and where they hold
  for (std::size_t b = 0; b < plan.branches.size(); ++b)
    for (const double temperature : plan.temperatures) {
      const auto& point = forecast.at({TaskKind::replica, false, b, {}, temperature});
      if (point.unknown.empty()) continue;
      std::string& where = reasons[point.unknown];
      where += fmt::format("{}{} at {:g} K", where.empty() ? "" : ", ", label(plan.branches[b]),
                           temperature);
    }
  for (const auto& [why, where] : reasons)
    table.row("not known", fmt::format("{}: {}", where, why));
}

/// How many state points rest on what.
std::string bases(const Plan& plan, const StudyForecast& forecast) {
  std::array<std::size_t, 4> count{};
  for (std::size_t b = 0; b < plan.branches.size(); ++b)
    for (const double temperature : plan.temperatures) {
      const auto& point = forecast.at({TaskKind::replica, false, b, {}, temperature});
      if (point.run) ++count[static_cast<std::size_t>(point.basis())];
    }
  std::string text;
  const auto add = [&](ensemble::ForecastBasis basis, const char* words) {
    const std::size_t n = count[static_cast<std::size_t>(basis)];
    if (n > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", n, words);
  };
  add(ensemble::ForecastBasis::whole, "to their end");
  add(ensemble::ForecastBasis::faster, "on faster ramps");
  add(ensemble::ForecastBasis::share, "for the beginning of their protocol");
  add(ensemble::ForecastBasis::guess, "roughly, on ramps that pilots may yet move");
  return text.empty() ? "none could be run" : text;
}

void add_cost(io::Listing& table, const Plan& plan, const StudyForecast& forecast, const Work& work,
              int workers) {
  table.heading("cost");
  table.row("state points tried", bases(plan, forecast));
  add_unknown(table, plan, forecast);
  if (work.cost.hops <= 0) return;
  table.row("in all", hops_words(work));
  table.row("speed here", fmt::format("{:.3g} million hops per s and worker",
                                      1e-6 * work.cost.hops / work.cost.seconds));
  const char* more = work.unknown > 0 ? "more than" : "about";
  table.row("time", fmt::format("{} {} on {} workers{}", more,
                                duration_text(std::max(work.longest, work.cost.seconds / workers)),
                                workers, plan.precision ? ", and what `precision` adds" : ""));
  table.row("memory", fmt::format("about {}", io::bytes_text(peak_memory())));
  table.row("disk",
            fmt::format("{} {} and what trajectories take", more, io::bytes_text(work.bytes)));
}

}  // namespace

double cost_of(const Task& task) {
  return task.kind == TaskKind::replica ? 1 / task.rate_factor : 1 + ensemble::runs_of_pilot;
}

namespace {

/// What may mislead in the cases at the hottest temperature, where currents at onset are highest,
/// once each, with the hypotheses that it is about.
std::vector<std::string> case_warnings_of(const Plan& plan) {
  std::map<std::string, std::vector<std::string>> about;
  std::vector<std::string> order;
  for (const Branch& branch : plan.branches) {
    io::RunInput input;
    input.values = branch.vary({});
    input.values.temperature = plan.temperatures.back();
    const double highest = interface::highest_density(input.values);
    for (const std::string& warning : io::case_warnings(input, highest)) {
      if (warning.starts_with("temperature_K: ")) continue;  // temperatures_K is told of
      std::vector<std::string>& names = about[warning];
      if (names.empty()) order.push_back(warning);
      names.push_back(label(branch));
    }
  }
  constexpr std::size_t most = 3;  // that are named
  std::vector<std::string> list;
  for (const std::string& warning : order) {
    const std::vector<std::string>& names = about[warning];
    std::string who;
    for (std::size_t n = 0; n < std::min(most, names.size()); ++n)
      who += (n == 0 ? "" : ", ") + names[n];
    if (names.size() > most) who += fmt::format(" and {} more", names.size() - most);
    list.push_back(fmt::format("{}: {}", who, warning));
  }
  return list;
}

/// Hypotheses that are one case, so that no comparison between them can differ but by chance. Two
/// are told of once, be they the same in every cell of a grid.
std::vector<std::string> warnings_of_the_same(const Plan& plan) {
  std::set<std::array<std::string, 2>> told;
  std::vector<std::string> list;
  for (auto one = plan.branches.begin(); one != plan.branches.end(); ++one) {
    const auto other = std::find_if(std::next(one), plan.branches.end(), [&](const Branch& each) {
      return each.physics == one->physics;
    });
    if (other == plan.branches.end() || !told.insert({one->name, other->name}).second) continue;
    list.push_back(
        fmt::format("{} and {} are the same case, so that they differ by chance alone; let one "
                    "set something else, or remove it",
                    label(*one), label(*other)));
  }
  return list;
}

}  // namespace

namespace {

/// Of the boxes that a law of their size is drawn through.
std::size_t sizes_of(const Plan& plan) {
  if (!plan.extrapolate) return 0;
  std::set<std::vector<std::string>> sizes;
  for (const ensemble::Branch& branch : plan.branches) {
    std::vector<std::string> size;
    for (const std::size_t key : plan.extrapolate->grid_keys) size.push_back(branch.grid[key]);
    sizes.insert(std::move(size));
  }
  return sizes.size();
}

}  // namespace

std::vector<std::string> study_warnings(const Plan& plan) {
  std::vector<std::string> list = ensemble::temperature_warnings(plan);
  if (plan.temperatures.size() == 1)
    list.emplace_back(
        "one temperature gives currents but no E_A; give three or more in temperatures_K");
  if (plan.temperatures.size() == 2)
    list.emplace_back(
        "two temperatures give an E_A but cannot show whether the line is straight; give three or "
        "more in temperatures_K");
  constexpr double least_span = 1.01;  // 3 K at 300 K, over which E_A of 0.1 eV moves ln j by 0.04
  if (plan.temperatures.size() > 1 &&
      plan.temperatures.back() < least_span * plan.temperatures.front())
    list.push_back(fmt::format(
        "temperatures_K: they span {:.2g} K, over which currents hardly differ, so that "
        "E_A is not known; spread them over tens of kelvins",
        plan.temperatures.back() - plan.temperatures.front()));
  if (plan.measured_points.size() == 1)
    list.emplace_back(
        "measured_points: one point has no slope, so that no E_A is compared; give three or more");
  if (plan.replicas == 1)
    list.emplace_back(
        "one replica has no scatter, so nothing gets an interval; give 8 or more in replicas");
  const std::size_t sizes = sizes_of(plan);
  if (plan.extrapolate && sizes < 3)
    list.push_back(fmt::format(
        "extrapolate: {} are too few for a law; give three values or more of each size in grid",
        io::counted(sizes, "size", "sizes")));
  for (std::string& warning : warnings_of_the_same(plan)) list.push_back(std::move(warning));
  for (std::string& warning : case_warnings_of(plan)) list.push_back(std::move(warning));
  return list;
}

namespace {

StudyForecast tried(const Plan& plan, std::uint64_t budget, int workers) {
  StatusLine line(terminal_style());
  line.show(fmt::format(
      "trying {}, to tell what the study takes",
      io::counted(plan.branches.size() * plan.temperatures.size(), "state point", "state points")));
  return StudyForecast(plan, budget, workers);
}

}  // namespace

std::string study_outlook(const io::StudyInput& study, const std::optional<ensemble::Shard>& shard,
                          std::optional<std::uint64_t> events, int workers) {
  const Plan& plan = study.plan;
  const StudyForecast forecast = tried(plan, events.value_or(study_budget), workers);
  std::vector<Work> branches(plan.branches.size());
  Work all;
  for (const Task& task : first_tasks(plan, shard)) {
    branches[task.branch].add(task, forecast);
    all.add(task, forecast);
  }
  io::Listing table;
  table.heading(fmt::format("{}: {} at {}{}", plan.name,
                            io::counted(plan.branches.size(), "hypothesis", "hypotheses"),
                            io::counted(plan.temperatures.size(), "temperature"),
                            shard ? fmt::format(", shard {}/{}", shard->index, shard->count) : ""));
  for (std::size_t b = 0; b < branches.size(); ++b)
    if (branches[b].tasks() > 0) table.row(label(plan.branches[b]), words_of(branches[b]));
  for (std::size_t b = 0; plan.fit && !shard && b < plan.fit->branches.size(); ++b) {
    const Work each = work_of_evaluation(plan, b, forecast);
    const int times = plan.fit->evaluations;
    table.row("fit " + label(plan.fit->branches[b]),
              fmt::format("{} evaluations at most, of {}", times, words_of(each)));
    all.cost += times * each.cost;
    all.bytes += times * each.bytes;
    all.unknown += each.unknown;
  }
  add_cost(table, plan, forecast, all, workers);
  return table.text();
}

}  // namespace lacuna::app
