#include "app/study_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/study_outlook.hpp"
#include "ensemble/first_tasks.hpp"
#include "ensemble/study_result.hpp"

namespace lacuna::app {
namespace {

std::uint64_t hops_of(const ensemble::Record& record) {
  if (const auto* outcome = std::get_if<ensemble::Outcome>(&record.found)) return outcome->hops;
  const auto* chosen = std::get_if<ensemble::ChosenRamp>(&record.found);
  return chosen ? chosen->hops : 0;
}

/// Of the first of the tasks that are to be done now.
std::string first_stage(const ensemble::Plan& plan, const ensemble::Records& records) {
  const auto next = ensemble::next_assignments(plan, records, nullptr);
  return next.empty() ? "" : stage_of(plan, next.front().task);
}

}  // namespace

StudyProgressLine::StudyProgressLine(ProgressStyle style, const ensemble::Plan& plan,
                                     const std::optional<ensemble::Shard>& shard)
    : line_(style), plan_(plan), ahead_(plan.branches.size()) {
  for (const ensemble::Task& task : first_tasks(plan, shard)) {
    if (task.kind == ensemble::TaskKind::reference) continue;
    ahead_[task.branch].left += cost_of(task);
    ++ahead_[task.branch].tasks;
  }
}

void StudyProgressLine::operator()(const ensemble::StudyProgress& now) {
  if (line_.silent() || now.known == 0) return;
  if (now.last == nullptr)  // at the beginning, what is recorded is behind
    for (const auto& [id, record] : now.records) count(record);
  if (now.last != nullptr) {
    hops_ += hops_of(*now.last);
    count(*now.last);
  }
  const bool first_or_last = now.last == nullptr || now.done == now.known;
  if (!first_or_last && !line_.due()) return;
  if (now.last != nullptr) update_energies(now.records);
  line_.show(study_progress_text(standing(now), energies_));
}

void StudyProgressLine::count(const ensemble::Record& record) {
  const ensemble::Task& task = record.task;
  if (task.fit || task.kind == ensemble::TaskKind::reference) return;
  Ahead& branch = ahead_[task.branch];
  branch.left = std::max(0.0, branch.left - cost_of(task));
  branch.tasks -= branch.tasks > 0 ? 1 : 0;
  branch.done += cost_of(task);
  branch.hops += static_cast<double>(hops_of(record));
}

// A hypothesis costs what its own replicas and pilots have, as those of another may have a thousand
// times the hops; what follows from results is taken for the mean of all.
double StudyProgressLine::hops_left(const ensemble::StudyProgress& now) const {
  Ahead all;
  for (const Ahead& branch : ahead_) {
    all.done += branch.done;
    all.hops += branch.hops;
  }
  const double mean = all.done > 0 ? all.hops / all.done : 0.0;
  double hops = 0.0;
  for (const Ahead& branch : ahead_) {
    all.left += branch.left;
    hops += branch.left * (branch.done > 0 ? branch.hops / branch.done : mean);
  }
  return hops + mean * std::max(0.0, static_cast<double>(now.known - now.done) - all.left);
}

StudyStanding StudyProgressLine::standing(const ensemble::StudyProgress& now) const {
  std::size_t planned = now.done;
  for (const Ahead& branch : ahead_) planned += branch.tasks;
  StudyStanding standing{now.done, std::max(now.known, planned), {}, 0.0, {}};
  if (now.last == nullptr) {
    standing.stage = first_stage(plan_, now.records);
    return standing;
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  standing.stage = stage_of(plan_, now.last->task);
  standing.hops_per_s = static_cast<double>(hops_) / seconds;
  if (now.done < now.known && hops_ > 0)
    standing.seconds_left = hops_left(now) / standing.hops_per_s;
  return standing;
}

// With few resamples, as nobody reads intervals off a running line, and never more than a fiftieth
// of the time.
void StudyProgressLine::update_energies(const ensemble::Records& records) {
  const auto begin = Clock::now();
  if (begin - computed_ < std::max(std::chrono::duration<double>(2.0), 50 * computing_)) return;
  ensemble::Plan plan = plan_;
  plan.confidence.resamples = 49;
  plan.fit.reset();
  energies_.clear();
  for (const auto& branch : ensemble::analyse(plan, records).branches) {
    if (!branch.arrhenius) continue;
    const auto& energy = branch.arrhenius->activation_energy;
    energies_.push_back({plan.branches[branch.branch].slug, energy.value, energy.error});
  }
  computed_ = Clock::now();
  computing_ = computed_ - begin;
}

std::string stage_of(const ensemble::Plan& plan, const ensemble::Task& task) {
  if (task.fit) return "fit";
  if (task.kind != ensemble::TaskKind::replica) return "pilots";
  if (task.uncapped) return "surface hop check";
  if (task.rate_factor != 1.0) return "rate check";
  if (!plan.precision) return "replicas";
  return task.replica < plan.replicas ? "first round" : "more replicas";
}

std::string study_progress_text(const StudyStanding& now,
                                const std::vector<RunningEnergy>& energies) {
  std::string text = fmt::format("{}/{}", now.done, now.known);
  if (!now.stage.empty()) add_if_it_fits(text, now.stage);
  if (now.hops_per_s <= 0) return text;
  if (now.seconds_left) add_if_it_fits(text, duration_text(*now.seconds_left) + " left");
  add_if_it_fits(text, fmt::format("{:.2f} Mhops/s", now.hops_per_s / 1e6));
  for (const RunningEnergy& energy : energies) {
    const bool fits = add_if_it_fits(
        text, fmt::format("{} {:.3f}({:.0f}) eV", energy.name, energy.value, 1000 * energy.error));
    if (!fits) break;
  }
  return text;
}

}  // namespace lacuna::app
