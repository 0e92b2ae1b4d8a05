#include "ensemble/energy_difference.hpp"

#include <algorithm>
#include <optional>

#include "core/error.hpp"
#include "ensemble/setting.hpp"

namespace lacuna::ensemble {
namespace {

using interface::Detector;

/// ln j of `to` over that of `from`, replica by replica; empty unless all were seen under both.
std::optional<std::vector<CellSample>> paired_ratios(const Plan& plan, const Records& records,
                                                     const BranchResult& from,
                                                     const BranchResult& to) {
  struct Side {
    const Plan& plan;
    const Records& records;
    Setting setting;
    Detector primary = Detector::voltage;
    [[nodiscard]] std::optional<double> seen(double temperature, int replica) const {
      const Outcome* const o =
          outcome(plan, records, setting.task(TaskKind::replica, temperature, 1.0, replica));
      const auto onset = o == nullptr ? std::nullopt : observation(onset_of(*o, primary));
      return onset && onset->censored == Censored::no ? std::optional(onset->value) : std::nullopt;
    }
  };
  const auto side = [&](const BranchResult& r) {
    const Setting setting{false, r.branch, {}};
    return Side{plan, records, setting,
                case_at(plan, setting, plan.temperatures.front()).onset.primary};
  };
  const Side first = side(from), second = side(to);
  std::vector<CellSample> cells;
  for (std::size_t c = 0; c < plan.temperatures.size(); ++c) {
    CellSample cell{plan.temperatures[c], {}};
    const std::size_t count =
        std::min(from.cells[c].sample.onsets.size(), to.cells[c].sample.onsets.size());
    for (int n = 0; n < static_cast<int>(count); ++n) {
      const auto a = first.seen(cell.temperature, n), b = second.seen(cell.temperature, n);
      if (!a || !b) return std::nullopt;
      cell.onsets.push_back({*b - *a, Censored::no});
    }
    cells.push_back(std::move(cell));
  }
  return cells;
}

EnergyDifference difference(const Plan& plan, const Records& records, const BranchResult& from,
                            const BranchResult& to) {
  EnergyDifference d{from.branch, to.branch, {}, false};
  // What was brought to equal charge was so by exponents of its own.
  if (plan.common_random_numbers && !from.equal_charge && !to.equal_charge) {
    if (const auto ratios = paired_ratios(plan, records, from, to)) {
      try {
        auto stream =
            resampling_stream(plan, {false, to.branch, {}}, Resampling::difference, from.branch);
        d.value = fit_arrhenius(*ratios, plan.confidence, stream).activation_energy;
        d.paired = true;
        return d;
      } catch (const Error&) {
        // pairs are too few, or all the same: as independent ones
      }
    }
  }
  d.value =
      independent_difference(from.arrhenius->activation_energy, to.arrhenius->activation_energy);
  return d;
}

}  // namespace

std::vector<EnergyDifference> energy_differences(const Plan& plan, const Records& records,
                                                 const std::vector<BranchResult>& branches) {
  std::vector<EnergyDifference> found;
  for (const BranchResult& to : branches) {
    const auto from = std::find_if(branches.begin(), branches.end(), [&](const BranchResult& r) {
      return plan.branches[r.branch].grid == plan.branches[to.branch].grid;
    });
    if (from->branch != to.branch && from->arrhenius && to.arrhenius)
      found.push_back(difference(plan, records, *from, to));
  }
  return found;
}

}  // namespace lacuna::ensemble
