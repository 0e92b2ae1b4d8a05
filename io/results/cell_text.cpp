#include "io/results/cell_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "interface/self_diffusion.hpp"
#include "io/number_text.hpp"
#include "io/results/cell_words.hpp"
#include "io/results/columns.hpp"
#include "io/results/currents.hpp"
#include "io/results/fit_tables.hpp"
#include "io/results/study_words.hpp"

namespace lacuna::io {
namespace {

using namespace ensemble;

constexpr double um_of_cells = 1e4, cm2_of_cells = 1e16, hour_of_cells = 3600;

std::string words_for_course(const cell::Protocol& protocol) {
  if (const auto* stairs = std::get_if<cell::Staircase>(&protocol))
    return fmt::format("steps of {:g} h, each {:g} times the last", stairs->hold / hour_of_cells,
                       stairs->factor);
  if (const auto* ramp = std::get_if<cell::Ramp>(&protocol))
    return fmt::format("a ramp of {:g} mA/cm2 per hour",
                       ramp->rate * hour_of_cells / constants::mA_per_cm2);
  if (const auto* cycle = std::get_if<cell::Cycle>(&protocol))
    return fmt::format("{} of {:g} h that strip {:g} mA/cm2 and plate {:g}",
                       counted(static_cast<std::size_t>(cycle->cycles), "cycle"),
                       cycle->period() / hour_of_cells, cycle->strip / constants::mA_per_cm2,
                       cycle->plate / constants::mA_per_cm2);
  return "a current from a file";
}

std::string current_in_row(const Plan& plan, const CellPrediction& prediction, CellOnset onset) {
  if (!prediction.outcome) return "refused";
  const auto* moment = moment_of(*prediction.outcome, onset, *plan.cell);
  return moment == nullptr ? "-" : fmt::format("{:.3g}", moment->trend / constants::mA_per_cm2);
}

std::string words_for_onset(CellOnset onset, const CellPlan& plan) {
  return onset == CellOnset::first_void
             ? "first void"
             : fmt::format("{:g} % contact loss", 100 * plan.design.contact_loss);
}

std::string words_with_interval(const Estimate& estimate) {
  const auto& [value, error, interval] = estimate;
  const auto end = [](double eV) {
    return std::isfinite(eV) ? fmt::format("{:.4f}", eV) : std::string("open");
  };
  return fmt::format("{:.4f} [{}, {}]", value, end(interval.low), end(interval.high));
}

std::string energy_with_interval(const CellEnergy& energy) {
  return energy.value ? words_with_interval(*energy.value) : "-";
}

/// "2 of 3, 0.5 to 4 times, E_A there 0.14 [0.12, 0.16] eV": the cell's currents over the measured
/// ones, and the slope at their temperatures, which is what is compared; and how that lies where
/// the columns before are of another measurement.
std::string currents_met(const CellEnergy& energy) {
  if (!energy.currents) return "-";
  const CellCurrents& all = *energy.currents;
  std::string slope;
  if (all.slope) slope = fmt::format(", E_A there {} eV", words_with_interval(all.slope->cell));
  if (energy.comparison && all.slope)
    slope += fmt::format(", slope {}", word_of(all.slope->comparison.overlap));
  return fmt::format("{} of {}, {:.2g} to {:.2g} times{}", all.met, all.compared, all.lowest,
                     all.highest, slope);
}

/// The energy that a hypothesis is compared with: its row of the experiment, or the slope of the
/// measured points.
std::string measured_energy(const Plan& plan, const CellBranch& branch, const CellEnergy& energy) {
  if (const auto* measured = measured_by(plan, branch.branch)) return measured_words(*measured);
  return energy.currents && energy.currents->slope
             ? measured_words(energy.currents->slope->measured)
             : "-";
}

bool is_ever_reached(const Plan& plan, const CellBranch& branch, CellOnset onset) {
  return std::any_of(branch.temperatures.begin(), branch.temperatures.end(), [&](const auto& each) {
    return each.outcome && moment_of(*each.outcome, onset, *plan.cell) != nullptr;
  });
}

std::vector<std::string> row_of_cells(const Plan& plan, const CellBranch& branch, CellOnset onset) {
  const Branch& about = plan.branches[branch.branch];
  std::vector<std::string> row{about.name};
  row.insert(row.end(), about.grid.begin(), about.grid.end());
  row.push_back(fmt::format("{:g}", branch.thickness / um_of_cells));
  row.push_back(words_for_onset(onset, *plan.cell));
  for (const CellPrediction& each : branch.temperatures)
    row.push_back(current_in_row(plan, each, onset));
  const CellEnergy& energy = branch.energy(onset);
  row.push_back(energy_with_interval(energy));
  row.push_back(measured_energy(plan, branch, energy));
  if (!energy.is_compared()) return row;
  const auto* against = energy.against_slope();
  row.emplace_back(against != nullptr ? word_of(against->overlap) : "-");
  if (!plan.measured_points.empty()) row.push_back(currents_met(energy));
  row.emplace_back(word_of(energy.verdict));
  return row;
}

std::string currents_of_cells(const Plan& plan, const std::vector<CellBranch>& branches) {
  std::vector<std::string> heading{"hypothesis"};
  heading.insert(heading.end(), plan.grid_keys.begin(), plan.grid_keys.end());
  for (const char* word : {"metal (um)", "j (mA/cm2) at"}) heading.emplace_back(word);
  for (const double temperature : plan.temperatures)
    heading.push_back(fmt::format("{:g} K", temperature));
  heading.push_back(fmt::format("E_A (eV) [{:g} %]", 100 * plan.confidence.level));
  for (const char* word : {"measured", "interval"}) heading.emplace_back(word);
  if (!plan.measured_points.empty()) heading.emplace_back("currents met");
  heading.emplace_back("verdict");
  std::vector<std::vector<std::string>> rows{heading};
  for (const CellBranch& branch : branches)
    for (const CellOnset onset : {CellOnset::first_void, CellOnset::contact})
      if (onset == CellOnset::contact || is_ever_reached(plan, branch, onset))
        rows.push_back(row_of_cells(plan, branch, onset));
  return columns(rows);
}

/// What is said of cells, temperatures of the same words in one line: "refused: name, 200 um, 250,
/// 300 K: why".
template <class Why>
std::string lines_about(const Plan& plan, const std::vector<CellBranch>& branches, const char* what,
                        Why why_of) {
  std::string text;
  for (const CellBranch& branch : branches) {
    std::vector<std::pair<std::string, std::string>> list;  // words, temperatures
    for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
      const std::string why = why_of(branch.temperatures[t]);
      if (why.empty()) continue;
      const auto same = [&](const auto& each) { return each.first == why; };
      auto at = std::find_if(list.begin(), list.end(), same);
      if (at == list.end()) at = list.insert(at, {why, ""});
      at->second += fmt::format("{}{:g}", at->second.empty() ? "" : ", ", plan.temperatures[t]);
    }
    for (const auto& [why, temperatures] : list)
      text += fmt::format("{}: {}, {:g} um, {} K: {}\n", what, label_of(plan, branch.branch),
                          branch.thickness / um_of_cells, temperatures, why);
  }
  return text;
}

std::string words_for_end_of_flaws(const cell::Moment& when) {
  return fmt::format("at {:.3g} mA/cm2, after {:.3g} h, since vacancies are too few to hold them",
                     when.trend / constants::mA_per_cm2, when.time / hour_of_cells);
}

/// Where they open the interval of its currents.
std::string words_for_lost_draws(const CellPlan& plan, const cell::Outcome& outcome, double level) {
  const auto prior = spread_of(plan.design, outcome, level).prior;
  if (!prior || (std::isfinite(prior->interval.low) && std::isfinite(prior->interval.high)))
    return {};
  const std::size_t draws = outcome.prior_shifts.size();
  return fmt::format(
      "{} of {} draws of cell.uncertainty have no onset that is known: it is on the first step, "
      "beyond the protocol, or the method does not hold{}",
      draws - prior->draws, draws,
      std::isfinite(prior->deviation) ? "" : "; so large an uncertainty says nothing of the cell");
}

std::string refusal_lines(const Plan& plan, const std::vector<CellBranch>& branches) {
  const auto refusal = [](const CellPrediction& each) { return each.refusal; };
  const auto ended = [](const CellPrediction& each) {
    return each.outcome ? each.outcome->ended_early : std::string();
  };
  const auto no_void = [](const CellPrediction& each) {
    return each.outcome ? each.outcome->no_void : std::string();
  };
  const auto dissolved = [](const CellPrediction& each) {
    return each.outcome && each.outcome->flaws_dissolved
               ? words_for_end_of_flaws(*each.outcome->flaws_dissolved)
               : std::string();
  };
  const auto lost_draws = [&](const CellPrediction& each) {
    return each.outcome ? words_for_lost_draws(*plan.cell, *each.outcome, plan.confidence.level)
                        : std::string();
  };
  const auto kept = [&](const CellPrediction& each) {
    return words_for_kept_contact(*plan.cell, each);
  };
  const std::string no_loss = "no " + words_for_onset(CellOnset::contact, *plan.cell);
  return lines_about(plan, branches, "refused", refusal) +
         lines_about(plan, branches, no_loss.c_str(), kept) +
         lines_about(plan, branches, "flaws dissolved", dissolved) +
         lines_about(plan, branches, "first void", no_void) +
         lines_about(plan, branches, "followed no further", ended) +
         lines_about(plan, branches, "interval open", lost_draws);
}

/// Of a hypothesis near room temperature.
struct NearRoom {
  double temperature;
  const cell::Outcome* outcome;  ///< null: refused at every temperature
};

NearRoom near_room(const Plan& plan, const CellBranch& branch) {
  NearRoom nearest{0.0, nullptr};
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
    const auto& outcome = branch.temperatures[t].outcome;
    const double temperature = plan.temperatures[t];
    const bool nearer = std::abs(temperature - 300) < std::abs(nearest.temperature - 300);
    if (outcome && (nearest.outcome == nullptr || nearer)) nearest = {temperature, &*outcome};
  }
  return nearest;
}

std::string current_and_interval(const Plan& plan, const cell::Outcome& outcome, CellOnset onset) {
  const auto* moment = moment_of(outcome, onset, *plan.cell);
  if (moment == nullptr) return "-";
  const double density = moment->trend / constants::mA_per_cm2, level = plan.confidence.level;
  const Interval whole =
      current_interval(density, spread_of(plan.cell->design, outcome, level), level);
  return fmt::format("{:.3g} [{}, {}]", density, current_words(whole.low),
                     current_words(whole.high));
}

std::string or_dash(const std::optional<double>& value) {
  return value ? fmt::format("{:.3g}", *value) : "-";
}

std::string as_milli_eV(bool known, double eV) {
  if (!known) return "-";
  return std::isfinite(eV) ? fmt::format("{:.1f}", 1e3 * eV) : "open";
}

std::vector<std::string> row_near_room(const Plan& plan, const CellBranch& branch) {
  const auto [temperature, outcome] = near_room(plan, branch);
  const CellOnset onset = branch.decisive();
  const CellEnergy& energy = branch.energy(onset);
  const bool has_energy = energy.value.has_value();
  std::optional<double> at_birth;
  if (outcome->at_first_void)
    at_birth = supersaturation(*outcome, outcome->at_first_void->fugacity);
  Case values = plan.branches[branch.branch].vary({});
  values.temperature = temperature;
  const auto metal = interface::self_diffusion(values);
  return {label_of(plan, branch.branch),
          fmt::format("{:g}", branch.thickness / um_of_cells),
          fmt::format("{:g}", temperature),
          current_and_interval(plan, *outcome, onset),
          or_dash(at_birth),
          or_dash(supersaturation(*outcome, fugacity_at(*outcome, constants::mA_per_cm2))),
          metal ? or_dash(metal->ratio()) : "-",
          as_milli_eV(has_energy, energy.spread.sampling),
          as_milli_eV(has_energy, energy.spread.steps),
          as_milli_eV(has_energy, energy.spread.births),
          as_milli_eV(energy.spread.prior.has_value(),
                      energy.spread.prior ? energy.spread.prior->deviation : 0.0)};
}

/// Near room temperature: a current with its interval, how far vacancies are from equilibrium, what
/// the metal carries by itself; and what the interval of E_A is made of.
std::string rows_near_room(const Plan& plan, const std::vector<CellBranch>& branches) {
  std::vector<std::vector<std::string>> rows{
      {"near 300 K", "metal (um)", "T (K)",
       fmt::format("j (mA/cm2) [{:g} %]", 100 * plan.confidence.level), "z0/z_eq at first void",
       "at 1 mA/cm2", "D* / measured", "dE_A (meV): sampling", "steps", "nucleation", "metal"}};
  for (const CellBranch& branch : branches)
    if (near_room(plan, branch).outcome != nullptr) rows.push_back(row_near_room(plan, branch));
  return rows.size() > 1 ? columns(rows) : std::string();
}

const char* quantities_judged(const Plan& plan) {
  if (plan.measured_points.empty()) return "E_A";
  return plan.experiment.empty() ? "currents" : "E_A and currents";
}

std::string name_of(const Plan& plan, const CellBranch& branch) {
  const std::string name = label_of(plan, branch.branch);
  return plan.cell->thicknesses.size() > 1
             ? fmt::format("{} behind {:g} um", name, branch.thickness / um_of_cells)
             : name;
}

enum class Remarks { given, left_out };

/// Names of the hypotheses with a verdict at the cell, each with the onset that it is about; with
/// the temperatures that are left out of it where a remark may say so.
std::vector<std::string> names_with(const Plan& plan, const std::vector<CellBranch>& branches,
                                    Verdict verdict, Remarks remarks = Remarks::left_out) {
  std::vector<std::string> names;
  for (const CellBranch& branch : branches) {
    const CellOnset onset = branch.decisive();
    const CellEnergy& energy = branch.energy(onset);
    if (!energy.is_compared() || energy.verdict != verdict) continue;
    names.push_back(name_of(plan, branch));
    std::vector<std::string> notes;
    if (onset == CellOnset::first_void) notes.emplace_back("first void");
    if (remarks == Remarks::given && !energy.remark.empty()) notes.push_back(energy.remark);
    if (!notes.empty()) names.back() += fmt::format(" ({})", fmt::join(notes, ", "));
  }
  return names;
}

std::string few_of(const std::vector<std::string>& names) {
  constexpr std::size_t most = 3;
  return names.size() > most ? fmt::format("{} hypotheses", names.size())
                             : fmt::format("{}", fmt::join(names, ", "));
}

/// Why a hypothesis that is to be compared is not; empty where it is.
std::string why_not_evaluated(const Plan& plan, const CellBranch& branch) {
  const CellEnergy& energy = branch.energy(branch.decisive());
  if (plan.branches[branch.branch].measured.empty() || energy.is_compared()) return {};
  const auto& cells = branch.temperatures;
  const bool is_refused = std::none_of(cells.begin(), cells.end(),
                                       [](const auto& each) { return each.outcome.has_value(); });
  if (is_refused) return "refused: " + cells.front().refusal;
  return energy.remark.empty() ? "no current was measured between its temperatures" : energy.remark;
}

enum class Reasons { given, left_out };

/// "; not evaluated: coated (refused: why)", or "; not evaluated: coated (refused)" and no more
/// than three names; empty where all are.
std::string not_evaluated(const Plan& plan, const std::vector<CellBranch>& branches,
                          Reasons reasons) {
  std::vector<std::string> names;
  for (const CellBranch& branch : branches) {
    const std::string why = why_not_evaluated(plan, branch);
    if (why.empty()) continue;
    names.push_back(name_of(plan, branch));
    if (reasons == Reasons::given)
      names.back() += fmt::format(" ({})", why);
    else if (why.starts_with("refused"))
      names.back() += " (refused)";
  }
  if (names.empty()) return {};
  return "; not evaluated: " +
         (reasons == Reasons::given ? fmt::format("{}", fmt::join(names, ", ")) : few_of(names));
}

bool is_any_compared(const std::vector<CellBranch>& branches) {
  return std::any_of(branches.begin(), branches.end(), [](const CellBranch& branch) {
    return branch.energy(branch.decisive()).is_compared();
  });
}

std::string verdict_line(const Plan& plan, const std::vector<CellBranch>& branches) {
  if (!is_any_compared(branches)) return {};
  const auto compatible = names_with(plan, branches, Verdict::compatible, Remarks::given);
  std::string text = fmt::format(
      "At the cell, compatible with the measured {}: {}", quantities_judged(plan),
      compatible.empty() ? std::string("none") : fmt::format("{}", fmt::join(compatible, ", ")));
  const auto add = [&](const char* words, Verdict verdict) {
    const auto names = names_with(plan, branches, verdict, Remarks::given);
    if (!names.empty()) text += fmt::format("; {}: {}", words, fmt::join(names, ", "));
  };
  add("agree by construction, which is no test", Verdict::by_construction);
  add("not compatible", Verdict::not_compatible);
  add("not known well enough to tell", Verdict::undecided);
  return text + not_evaluated(plan, branches, Reasons::given) + ".\n";
}

std::string measured_line(const Plan& plan) {
  const std::string quantities = measured_quantities_text(plan);
  if (quantities.empty()) return {};
  if (plan.measured_points.empty()) return quantities + ".\n";
  return quantities +
         fmt::format(
             "; at the cell a verdict is on {}, each current within the cell's interval, "
             "and their slope.\n",
             quantities_judged(plan));
}

/// Which values give what was measured, and where a hypothesis cannot.
std::string fit_text(const Plan& plan, const CellFindings& cells) {
  if (!cells.fitted) return {};
  return "\n" + columns(shown_fits("fit at the cell", plan.cell_fit->fit, cells.fitted->fits).rows);
}

}  // namespace

std::string design_words(const CellPlan& plan) {
  std::string text = fmt::format(
      "{:g} cm2, {}, {} at the far end of the metal", plan.design.area / cm2_of_cells,
      words_for_course(plan.design.protocol),
      plan.design.far_end == cell::FarEnd::sink ? "no vacancies" : "vacancies in equilibrium");
  if (const auto& sinks = plan.design.sinks; sinks && sinks->dislocations > 0)
    text += fmt::format(", {:g} dislocations per cm2", sinks->dislocations * cm2_of_cells);
  if (const auto& sinks = plan.design.sinks; sinks && sinks->grains > 0)
    text += fmt::format(", grains of {:g} um", sinks->grains / um_of_cells);
  if (plan.design.flaws)
    text += fmt::format(", {:g} voids per cm2 from the start",
                        plan.design.flaws->density * cm2_of_cells);
  return text;
}

std::string cell_text(const Plan& plan, const CellFindings& cells) {
  const std::vector<CellBranch>& branches = cells.branches;
  const std::string stripped = stripped_words(plan, branches);
  return "at the cell: " + design_words(*plan.cell) + "\n" + currents_of_cells(plan, branches) +
         cell_verdict_text(plan, cells) + refusal_lines(plan, branches) +
         (stripped.empty() ? "" : stripped + "\n") + rows_near_room(plan, branches) +
         interval_words(*plan.cell) + "\n" + fit_text(plan, cells);
}

std::string cell_headline(const Plan& plan, const CellFindings& cells) {
  const std::vector<CellBranch>& branches = cells.branches;
  const std::string without = not_evaluated(plan, branches, Reasons::left_out);
  if (!is_any_compared(branches))
    return "Critical currents at the cell, as computed" + without + ".";
  const char* const measured = quantities_judged(plan);
  const auto compatible = names_with(plan, branches, Verdict::compatible);
  if (!compatible.empty())
    return fmt::format("At the cell, compatible with the measured {}: {}{}.", measured,
                       few_of(compatible), without);
  const auto open = names_with(plan, branches, Verdict::undecided);
  if (!open.empty())
    return fmt::format("At the cell nothing is decided: too little is known of {}{}.", few_of(open),
                       without);
  const bool constructed = !names_with(plan, branches, Verdict::by_construction).empty();
  return fmt::format("At the cell no hypothesis{} predicts the measured {}{}{}.",
                     without.empty() ? "" : " of those evaluated", measured,
                     constructed ? ", except where it was put in" : "", without);
}

std::string cell_verdict_text(const Plan& plan, const CellFindings& cells) {
  const std::string verdict = verdict_line(plan, cells.branches);
  return verdict.empty() ? verdict : verdict + measured_line(plan);
}

}  // namespace lacuna::io
