#include "ensemble/cap_check.hpp"

namespace lacuna::ensemble {
namespace {

/// The pairs of some cells.
struct CapPairs {
  std::vector<double> differences;
  double capped_hops = 0.0, free_hops = 0.0;
  int left_out = 0;

  void add(const CapPairs& more) {
    differences.insert(differences.end(), more.differences.begin(), more.differences.end());
    capped_hops += more.capped_hops;
    free_hops += more.free_hops;
    left_out += more.left_out;
  }
};

/// ln j of an onset that was seen.
std::optional<double> seen_onset(const Outcome* found, interface::Detector detector) {
  const auto seen = found == nullptr ? std::nullopt : observation(onset_of(*found, detector));
  return seen && seen->censored == Censored::no ? std::optional(seen->value) : std::nullopt;
}

CapPairs pairs_at(const Plan& plan, const Records& records, const Setting& setting,
                  double temperature) {
  const Case values = case_at(plan, setting, temperature);
  CapPairs pairs;
  for (int n = 0; n < uncapped_replicas(plan, setting, values); ++n) {
    Task task = setting.task(TaskKind::replica, temperature, 1.0, n);
    const Outcome* const capped = outcome(plan, records, task);
    const bool both_run = recorded(plan, records, task) != nullptr;
    task.uncapped = true;
    const Outcome* const uncapped = outcome(plan, records, task);
    if (!both_run || recorded(plan, records, task) == nullptr) continue;
    const auto with = seen_onset(capped, values.onset.primary),
               without = seen_onset(uncapped, values.onset.primary);
    if (!with || !without) {
      ++pairs.left_out;
      continue;
    }
    pairs.differences.push_back(*with - *without);
    pairs.capped_hops += static_cast<double>(capped->hops);
    pairs.free_hops += static_cast<double>(uncapped->hops);
  }
  return pairs;
}

CapDifference estimate_of(const CapPairs& pairs, const Confidence& confidence,
                          kmc::Stream&& stream) {
  return {std::nullopt, mean_with_interval(pairs.differences, confidence, stream),
          pairs.free_hops / pairs.capped_hops, static_cast<int>(pairs.differences.size()),
          pairs.left_out};
}

}  // namespace

int uncapped_replicas(const Plan& plan, const Setting& setting, const Case& c) {
  return setting.fit || !c.metal.surface_hop_cap ? 0 : plan.surface_hop_check;
}

std::vector<CapDifference> cap_differences(const Plan& plan, const Records& records,
                                           const Setting& setting) {
  std::vector<CapDifference> found;
  CapPairs all;
  const auto add = [&](const CapPairs& pairs, std::optional<double> temperature,
                       std::size_t which) {
    if (pairs.differences.size() < 2) return;
    found.push_back(estimate_of(pairs, plan.confidence,
                                resampling_stream(plan, setting, Resampling::cap, which)));
    found.back().temperature = temperature;
  };
  for (std::size_t c = 0; c < plan.temperatures.size(); ++c) {
    const CapPairs pairs = pairs_at(plan, records, setting, plan.temperatures[c]);
    add(pairs, plan.temperatures[c], c + 1);
    all.add(pairs);
  }
  if (plan.temperatures.size() > 1) add(all, std::nullopt, 0);
  return found;
}

}  // namespace lacuna::ensemble
