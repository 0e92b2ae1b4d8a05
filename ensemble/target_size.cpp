#include "ensemble/target_size.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "ensemble/theory_energy.hpp"
#include "interface/theory.hpp"
#include "lattice/slab.hpp"

namespace lacuna::ensemble {

using interface::Thick;

namespace {

// A sink as far off as the plan asks for; with lateral sizes the case itself.
Case at_target(Case c, const TargetSize& target) {
  if (target.quantity == TargetSize::Quantity::lateral) return c;
  c.far_side = Thick{.thickness = target.length};
  return c;
}

double target_of(const Case& c, const TargetSize& target) {
  if (target.quantity == TargetSize::Quantity::lateral) return target.length * target.length;
  return interface::total_layers(at_target(c, target));
}

std::span<const SizeLaw> laws_of(const Case& c, TargetSize::Quantity quantity) {
  static constexpr SizeLaw all[]{SizeLaw::inverse, SizeLaw::corrected, SizeLaw::power};
  if (quantity == TargetSize::Quantity::lateral) return std::span(all).last(1);
  return std::span(all).first(interacts(c.metal) ? 3 : 2);
}

bool differ_in_size_alone(const Plan& plan, const Branch& a, const Branch& b) {
  return a.name == b.name && without_size(plan, a.grid) == without_size(plan, b.grid);
}

// The mean of ln j in each cell of one branch, added to the temperatures it belongs to.
void add_currents(const BranchResult& result, double size, std::vector<SizeSeries>& series) {
  std::vector<CellSample> cells;
  for (const CellResult& cell : result.cells) cells.push_back(cell.sample);
  if (std::any_of(cells.begin(), cells.end(),
                  [](const CellSample& c) { return c.onsets.size() < 2; }))
    return;
  const std::vector<double> variances = moderated_variances(cells);
  for (std::size_t t = 0; t < cells.size(); ++t) {
    if (any_censored(std::span(&cells[t], 1)) || !(variances[t] > 0)) continue;
    const std::vector<double> values = exact_values(cells[t]);
    series[t].currents.push_back(
        {size, mean(values), std::sqrt(variances[t] / static_cast<double>(values.size()))});
  }
}

/// E_A there without simulation: for a vacancy sink.
std::optional<double> theory_at_target(const Plan& plan, const Case& c) {
  if (!theory_holds(c)) return {};
  return theory_energy(at_target(c, *plan.extrapolate), plan.temperatures);
}

void compare_with_experiment(const Plan& plan, SizeResult& group) {
  if (!group.found || !group.found->energy) return;
  constexpr double errors_across = 4.0;  // of an interval
  Estimate energy = *group.found->energy;
  const double across = energy.interval.high - energy.interval.low;
  group.energy_error = energy.error = std::max(energy.error, across / errors_across);
  group.like = rows_like(plan, energy);
}

void carry_on(const Plan& plan, const std::vector<BranchResult>& results, SizeResult& group) {
  const TargetSize& target = *plan.extrapolate;
  const Case first = plan.branches[group.branches.front()].vary({});
  std::vector<SizeSeries> series;
  for (const double temperature : plan.temperatures) series.push_back({temperature, {}});
  for (const std::size_t b : group.branches)
    add_currents(results[b], size_of(plan.branches[b].vary({}), target.quantity), series);
  const bool short_of = std::any_of(series.begin(), series.end(),
                                    [](const SizeSeries& s) { return s.currents.size() < 3; });
  if (short_of) {
    group.why_not =
        "fewer than three sizes with two onsets or more, none censored, at every temperature";
    return;
  }
  group.found = extrapolate(series, target_of(first, target), laws_of(first, target.quantity),
                            plan.confidence.level);
  if (!group.found) group.why_not = "the currents follow none of the size laws (chi squared, 1 %)";
}

}  // namespace

double size_of(const Case& c, TargetSize::Quantity quantity) {
  if (quantity == TargetSize::Quantity::thickness) return interface::total_layers(c);
  const lattice::PlaneCell cell = lattice::plane_cell(c.metal.normal, c.metal.lattice_constant);
  return cell.x * cell.y * c.metal.cells[0] * c.metal.cells[1];
}

std::vector<std::string> without_size(const Plan& plan, const std::vector<std::string>& all) {
  const auto& sizes = plan.extrapolate->grid_keys;
  std::vector<std::string> others;
  for (std::size_t k = 0; k < all.size(); ++k)
    if (std::find(sizes.begin(), sizes.end(), k) == sizes.end()) others.push_back(all[k]);
  return others;
}

std::vector<SizeResult> at_target_size(const Plan& plan, const std::vector<BranchResult>& results) {
  std::vector<SizeResult> groups;
  for (std::size_t b = 0; b < plan.branches.size(); ++b) {
    const auto known = std::find_if(groups.begin(), groups.end(), [&](const SizeResult& g) {
      return differ_in_size_alone(plan, plan.branches[g.branches.front()], plan.branches[b]);
    });
    if (known == groups.end()) {
      groups.emplace_back().branches = {b};
    } else {
      known->branches.push_back(b);
    }
  }
  for (SizeResult& group : groups) {
    group.theory_energy = theory_at_target(plan, plan.branches[group.branches.front()].vary({}));
    carry_on(plan, results, group);
    compare_with_experiment(plan, group);
  }
  return groups;
}

}  // namespace lacuna::ensemble
