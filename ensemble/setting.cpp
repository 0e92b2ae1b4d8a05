#include "ensemble/setting.hpp"

#include <cmath>

#include "core/error.hpp"
#include "ensemble/hash.hpp"
#include "interface/auto_ramp.hpp"

namespace lacuna::ensemble {

Task Setting::task(TaskKind kind, double temperature, double rate_factor, int replica) const {
  return {kind, fit, branch, parameters, temperature, rate_factor, replica};
}

RampNeeds ramp_needs(const Case& c) {
  if (c.onset.primary == interface::Detector::growth ||
      !std::holds_alternative<interface::Ramp>(c.current))
    return {};
  const interface::AutoRamp* const automatic = interface::automatic_ramp(c.current);
  if (automatic == nullptr) return {true, false, false};
  return {true, true, automatic->convention == interface::RampConvention::fixed};
}

bool compares_rates(const Plan& plan, const Setting& setting, const Case& c) {
  if (!ramp_needs(c).ramp) return false;
  return (plan.rate_check == RateCheck::all && !setting.fit) ||
         (plan.rate_check != RateCheck::none && has_bonds(c.metal));
}

Case case_at(const Plan& plan, const Setting& setting, double temperature) {
  return case_of(plan, setting.task(TaskKind::replica, temperature));
}

const Failure* cell_failure(const Plan& plan, const Records& records, const Setting& setting,
                            double temperature) {
  for (const Task& task :
       {setting.task(TaskKind::reference, 0.0), setting.task(TaskKind::pilot, temperature)}) {
    const Record* const record = recorded(plan, records, task);
    if (record == nullptr) continue;
    if (const auto* failure = std::get_if<Failure>(&record->found)) return failure;
  }
  return nullptr;
}

const Outcome* outcome(const Plan& plan, const Records& records, const Task& replica) {
  const Record* const record = recorded(plan, records, replica);
  return record == nullptr ? nullptr : std::get_if<Outcome>(&record->found);
}

std::optional<Observation> observation(const interface::OnsetResult& onset) {
  if (!onset.applicable || !(onset.density > 0)) return std::nullopt;
  return Observation{std::log(onset.density), onset.censored};
}

const interface::OnsetResult& onset_of(const Outcome& outcome, interface::Detector detector) {
  return outcome.onsets[static_cast<std::size_t>(detector)];
}

std::vector<CellSample> samples(const Plan& plan, const Records& records, const Setting& setting,
                                const std::vector<int>& counts, interface::Detector detector) {
  std::vector<CellSample> cells;
  for (std::size_t c = 0; c < plan.temperatures.size(); ++c) {
    CellSample cell{plan.temperatures[c], {}};
    for (int n = 0; n < counts[c]; ++n) {
      const Outcome* const found =
          outcome(plan, records, setting.task(TaskKind::replica, cell.temperature, 1.0, n));
      if (found == nullptr) continue;
      if (const auto seen = observation(onset_of(*found, detector))) cell.onsets.push_back(*seen);
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

std::vector<CellSample> usable(const std::vector<CellSample>& cells) {
  std::vector<CellSample> kept;
  for (const CellSample& cell : cells)
    if (cell.onsets.size() >= 2) kept.push_back(cell);
  return kept;
}

kmc::Stream resampling_stream(const Plan& plan, const Setting& setting, Resampling purpose,
                              std::size_t which) {
  const std::string what =
      id_of(plan, setting.task(TaskKind::reference, 0.0)) + '\x1f' + std::to_string(which);
  return {plan.seed ^ hash64(what), static_cast<std::uint64_t>(purpose)};
}

Arrhenius line_of(const Plan& plan, const Setting& setting, const std::vector<CellSample>& cells,
                  interface::Detector detector, const Confidence& confidence) {
  auto stream =
      resampling_stream(plan, setting, Resampling::line, static_cast<std::size_t>(detector));
  const auto kept = usable(cells);
  if (kept.size() < 2)
    throw Error(
        "fewer than two temperatures have two onsets, and a slope needs both; see the failures, or "
        "add replicas");
  return fit_arrhenius(kept, confidence, stream);
}

}  // namespace lacuna::ensemble
