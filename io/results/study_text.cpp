#include "io/results/study_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "io/results/columns.hpp"
#include "io/results/currents.hpp"
#include "io/results/study_figures.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using ensemble::Branch;
using ensemble::BranchResult;
using ensemble::Estimate;
using ensemble::Plan;
using ensemble::SameRamp;
using ensemble::StudyResult;
using Rows = std::vector<std::vector<std::string>>;

std::string with_interval(double value, const ensemble::Interval& interval) {
  const auto end = [](double x) {
    return std::isfinite(x) ? fmt::format("{:.4f}", x) : std::string("open");
  };
  return fmt::format("{:.4f} [{}, {}]", value, end(interval.low), end(interval.high));
}

std::string with_interval(const Estimate& estimate) {
  return with_interval(estimate.value, estimate.interval);
}

/// ln j, as currents [mA/cm2].
std::string current_with_interval(const Estimate& log) {
  const auto current = [](double x) {
    return std::isfinite(x) ? fmt::format("{:.3g}", current_of_log(x)) : std::string("open");
  };
  return fmt::format("{} [{}, {}]", current(log.value), current(log.interval.low),
                     current(log.interval.high));
}

const char* word_for(SameRamp same) { return same == SameRamp::none ? "-" : word_of(same); }

std::string measured_text(const BranchResult& result) {
  if (result.measured) return measured_words(*result.measured);
  return result.profile ? "j_crit(T)" : "-";
}

std::vector<std::string> identity(const Branch& branch) {
  std::vector<std::string> row{branch.name};
  row.insert(row.end(), branch.grid.begin(), branch.grid.end());
  return row;
}

std::vector<std::string> heading(const std::vector<std::string>& grid_keys,
                                 std::initializer_list<const char*> more) {
  std::vector<std::string> row{"hypothesis"};
  row.insert(row.end(), grid_keys.begin(), grid_keys.end());
  row.insert(row.end(), more.begin(), more.end());
  return row;
}

template <class... Words>
void extend(std::vector<std::string>& row, Words... words) {
  (row.push_back(std::move(words)), ...);
}

/// Far out in the tails weights hang on the very last digits of an error.
std::string weight_text(double weight) {
  return weight < 0.001 ? "<0.001" : fmt::format("{:.3f}", weight);
}

std::string energy_text(const std::optional<double>& energy) {
  return energy ? fmt::format("{:.4f}", *energy) : "-";
}

std::string energies(const Plan& plan, const StudyResult& result) {
  const std::string column = fmt::format("E_A (eV) [{:g} %]", 100 * plan.confidence.level);
  Rows rows{heading(plan.grid_keys,
                    {"same ramp", column.c_str(), "theory", "measured", "z", "weight", "verdict"})};
  for (const BranchResult& branch : result.branches) {
    std::vector<std::string> row = identity(plan.branches[branch.branch]);
    extend(
        row, std::string(word_for(branch.same_ramp)),
        branch.arrhenius ? with_interval(branch.arrhenius->activation_energy) : branch.no_arrhenius,
        energy_text(branch.theory_energy), measured_text(branch));
    if (branch.compared()) {
      const auto& agreement = branch.agreement;
      extend(row, agreement ? fmt::format("{:+.2f}", agreement->comparison.z) : std::string("-"),
             agreement ? weight_text(agreement->weight) : std::string("-"),
             std::string(word_of(branch.verdict)));
    }
    rows.push_back(std::move(row));
  }
  return "activation energy of the onset current\n" + columns(rows);
}

std::string currents(const Plan& plan, const StudyResult& result) {
  Rows rows{heading(plan.grid_keys, {"T (K)", "median j (mA/cm2)", "replicas", "censored", "lag",
                                     "ML per e-fold"})};
  for (const BranchResult& branch : result.branches) {
    for (const auto& cell : branch.cells) {
      std::vector<std::string> row = identity(plan.branches[branch.branch]);
      extend(row, fmt::format("{:g}", cell.sample.temperature),
             cell.median ? current_with_interval(*cell.median) : std::string("-"),
             fmt::format("{}", cell.sample.onsets.size()),
             fmt::format("{:.0f} %", 100 * ensemble::censored_share({&cell.sample, 1})),
             cell.lag ? fmt::format("{:.1f} %", 100 * *cell.lag) : std::string("-"),
             cell.charge_per_e_fold ? fmt::format("{:.1f}", *cell.charge_per_e_fold)
                                    : std::string("-"));
      rows.push_back(std::move(row));
    }
  }
  return "\nonset currents\n" + columns(rows);
}

std::string rates(const Plan& plan, const StudyResult& result) {
  Rows rows{heading(plan.grid_keys,
                    {"d ln j/d ln rate", "E_A, equal charge (eV)", "E_A, one rate (eV)"})};
  for (const BranchResult& branch : result.branches) {
    if (!branch.rate) continue;
    std::vector<std::string> row = identity(plan.branches[branch.branch]);
    const auto energy = [](const std::optional<Estimate>& e) {
      return e ? with_interval(*e) : std::string("-");
    };
    extend(row, with_interval(branch.rate->exponent), energy(branch.rate->energy_charge),
           energy(branch.rate->energy_fixed));
    rows.push_back(std::move(row));
  }
  return rows.size() == 1 ? std::string{} : "\ndoes the ramp decide?\n" + columns(rows);
}

std::string absolutes(const Plan& plan, const StudyResult& result) {
  const char* wanted = plan.measured_points.empty() ? "clock factor for 1 mA/cm2"
                                                    : "clock factor for what was measured";
  Rows rows{heading(plan.grid_keys, {"T (K)", "nu (Hz)", "layers", "j_crit (mA/cm2)", wanted,
                                     "D (cm2/s)", "D / measured"})};
  for (const BranchResult& branch : result.branches) {
    const auto& absolute = branch.absolute;
    if (!absolute) continue;
    std::vector<std::string> row = identity(plan.branches[branch.branch]);
    const ensemble::Interval& factor = absolute->clock_factor_interval;
    extend(row, fmt::format("{:g}", absolute->temperature),
           fmt::format("{:.3g}", absolute->attempt_frequency), fmt::format("{}", absolute->layers),
           fmt::format("{:.3g}", current_of_log(absolute->log_current.value)),
           fmt::format("{:.3g} [{:.2g}, {:.2g}]", absolute->clock_factor, factor.low, factor.high));
    const auto& metal = absolute->self_diffusion;
    extend(row, metal ? fmt::format("{:.2g}", metal->model / constants::cm2) : "-",
           metal ? fmt::format("{:.2g}", metal->ratio()) : "-");
    rows.push_back(std::move(row));
  }
  return rows.size() == 1 ? std::string{}
                          : "\nabsolute currents\n" + columns(rows) + prefactor_text(plan, result);
}

std::string prefactors(const Plan& plan, const StudyResult& result) {
  Rows rows{heading(plan.grid_keys, {"clock factor", "chi2 / freedom", "p"})};
  for (const BranchResult& branch : result.branches) {
    if (!branch.profile) continue;
    std::vector<std::string> row = identity(plan.branches[branch.branch]);
    const ensemble::Interval interval = branch.profile->clock_factor_interval();
    extend(row,
           fmt::format("{:.3g} [{:.3g}, {:.3g}]", branch.profile->clock_factor(), interval.low,
                       interval.high),
           branch.profile->freedom > 0
               ? fmt::format("{:.3g} / {}", branch.profile->chi_squared, branch.profile->freedom)
               : std::string("-"),
           branch.profile->p ? fmt::format("{:.2g}", *branch.profile->p) : std::string("-"));
    rows.push_back(std::move(row));
  }
  if (rows.size() == 1) return {};
  return "\nagainst the measured currents, with a free prefactor (the clock factor on all attempt "
         "frequencies)\n" +
         columns(rows);
}

std::string sizes(const Plan& plan, const StudyResult& result) {
  if (!plan.extrapolate) return {};
  const std::vector<std::string> keys = without_size(plan, plan.grid_keys);
  Rows energies{heading(keys, {"law", "p", "E_A (eV)", "theory", "remark"})};
  Rows currents{heading(keys, {"T (K)", "j (mA/cm2)"})};
  for (const ensemble::SizeResult& size : result.sizes) {
    const Branch& branch = plan.branches[size.branches.front()];
    std::vector<std::string> who = without_size(plan, branch.grid);
    who.insert(who.begin(), branch.name);
    energies.push_back(who);
    extend(energies.back(), std::string(size.found ? word_of(size.found->law) : "-"),
           size.found ? fmt::format("{:.2g}", size.found->p) : std::string("-"),
           size.found && size.found->energy ? with_interval(*size.found->energy) : std::string("-"),
           energy_text(size.theory_energy), size.why_not);
    for (std::size_t t = 0; size.found && t < plan.temperatures.size(); ++t) {
      currents.push_back(who);
      extend(currents.back(), fmt::format("{:g}", plan.temperatures[t]),
             current_with_interval(size.found->log_currents[t]));
    }
  }
  const ensemble::TargetSize& target = *plan.extrapolate;
  const std::string where =
      target.quantity == ensemble::TargetSize::Quantity::thickness
          ? fmt::format("a thickness of {:g} um", target.length / 1e4)
          : fmt::format("an interface of {0:g} nm x {0:g} nm", target.length / 10);
  return fmt::format("\ncarried on to {} by a law through the sizes of the grid\n", where) +
         columns(energies) +
         (currents.size() == 1 ? std::string() : "\nonset currents there\n" + columns(currents));
}

std::string fits(const Plan& plan, const StudyResult& result) {
  if (!plan.fit || result.fits.empty()) return {};
  std::vector<std::string> head{"fit"};
  head.insert(head.end(), plan.fit->grid_keys.begin(), plan.fit->grid_keys.end());
  head.emplace_back("to");
  for (const auto& parameter : plan.fit->parameters) head.push_back(parameter.name);
  head.emplace_back("remark");
  Rows rows{head};
  for (const ensemble::FitResult& fit : result.fits) {
    std::vector<std::string> row = identity(plan.fit->branches[fit.branch]);
    row.push_back(plan.fit->targets[fit.target].name);
    for (std::size_t k = 0; k < plan.fit->parameters.size(); ++k) {
      if (k >= fit.parameters.size()) {
        row.emplace_back("-");
        continue;
      }
      const auto& p = fit.parameters[k];
      row.push_back(fmt::format("{:.4f} [{}{:.4f}, {}{:.4f}]", p.value, p.low_open ? "<" : "",
                                p.interval.low, p.high_open ? ">" : "", p.interval.high));
    }
    row.push_back(fit.remark);
    rows.push_back(std::move(row));
  }
  return "\nfit\n" + columns(rows);
}

std::string warnings(const StudyResult& result) {
  std::string text;
  for (const std::string& warning : result.warnings) text += fmt::format("warning: {}\n", warning);
  for (const BranchResult& branch : result.branches) {
    for (const std::string& warning : branch.warnings)
      text += fmt::format("warning: {}\n", warning);
  }
  return text.empty() ? text : "\n" + text;
}

}  // namespace

std::string study_text(const Plan& plan, const StudyResult& result,
                       const std::filesystem::path& directory) {
  std::string text = energies(plan, result) + currents(plan, result) + rates(plan, result) +
                     absolutes(plan, result) + prefactors(plan, result) + sizes(plan, result) +
                     fits(plan, result) + warnings(result);
  if (const auto plot = arrhenius_figure(plan, result, Medium::characters))
    text += "\n" + in_characters(*plot);
  const std::string verdict = verdict_text(plan, result.conclusion);
  if (!verdict.empty()) text += "\n" + verdict;
  return text + fmt::format("files: {}\n", directory.string());
}

}  // namespace lacuna::io
