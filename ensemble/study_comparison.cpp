#include "ensemble/study_comparison.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ensemble/setting.hpp"

namespace lacuna::ensemble {
namespace {

/// What stands in one place of a study, and the runs that it comes from.
struct Found {
  Estimate estimate;
  std::vector<std::pair<std::uint64_t, double>> runs;  ///< seed and ln j
  std::uint64_t physics = 0;

  [[nodiscard]] bool is_of_same_runs(const Found& other) const {
    return physics == other.physics && runs == other.runs;
  }
};
using Places = std::vector<std::pair<std::string, Found>>;

std::string kelvin(double temperature) {
  std::string text = std::to_string(temperature);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + " K";
}

void add_runs(Found& found, const Plan& plan, std::size_t branch, const CellSample& sample) {
  const Setting setting{false, branch, {}};
  for (std::size_t n = 0; n < sample.onsets.size(); ++n) {
    const Task task = setting.task(TaskKind::replica, sample.temperature, 1.0, static_cast<int>(n));
    found.runs.emplace_back(seed_of(plan, task), sample.onsets[n].value);
  }
}

Places currents_of(const ComparedStudy& study) {
  Places places;
  for (const BranchResult& branch : study.result.branches) {
    const Branch& about = study.plan.branches[branch.branch];
    for (const CellResult& cell : branch.cells) {
      Found found{cell.median.value_or(Estimate{NAN, NAN, {NAN, NAN}}), {}, about.physics};
      add_runs(found, study.plan, branch.branch, cell.sample);
      places.emplace_back(about.slug + " " + kelvin(cell.sample.temperature), std::move(found));
    }
  }
  return places;
}

Places energies_of(const ComparedStudy& study) {
  Places places;
  for (const BranchResult& branch : study.result.branches) {
    if (!branch.arrhenius) continue;
    const Branch& about = study.plan.branches[branch.branch];
    Found found{branch.arrhenius->activation_energy, {}, about.physics};
    for (const CellResult& cell : branch.cells)
      add_runs(found, study.plan, branch.branch, cell.sample);
    places.emplace_back(about.slug, std::move(found));
  }
  return places;
}

Change change_of(const std::string& where, const Found& a, const Found& b) {
  Change change{where, a.estimate.value, b.estimate.value,
                independent_difference(a.estimate, b.estimate), a.is_of_same_runs(b)};
  // Of the same runs also what resampling drew otherwise.
  if (change.same_runs) {
    change.second = change.first;
    change.difference = {};
  }
  return change;
}

const Found* find(const Places& places, const std::string& where) {
  const auto found =
      std::find_if(places.begin(), places.end(), [&](const auto& p) { return p.first == where; });
  return found == places.end() || !std::isfinite(found->second.estimate.value) ? nullptr
                                                                               : &found->second;
}

std::vector<Change> matched(const Places& first, const Places& second,
                            std::vector<std::string>* only_first,
                            std::vector<std::string>* only_second) {
  std::vector<Change> changes;
  for (const auto& place : first) {
    const Found* const a = find(first, place.first);
    const Found* const b = find(second, place.first);
    if (a && b)
      changes.push_back(change_of(place.first, *a, *b));
    else if (a && only_first)
      only_first->push_back(place.first);
  }
  for (const auto& place : second)
    if (only_second && find(second, place.first) && !find(first, place.first))
      only_second->push_back(place.first);
  return changes;
}

}  // namespace

StudyComparison compare(const ComparedStudy& first, const ComparedStudy& second) {
  StudyComparison all;
  all.currents =
      matched(currents_of(first), currents_of(second), &all.only_first, &all.only_second);
  all.energies = matched(energies_of(first), energies_of(second), nullptr, nullptr);
  return all;
}

}  // namespace lacuna::ensemble
