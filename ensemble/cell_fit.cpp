#include "ensemble/cell_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "ensemble/cell_spread.hpp"
#include "ensemble/line.hpp"

namespace lacuna::ensemble {
namespace {

/// Of ln j where nothing is sampled: integrations are no better.
constexpr double least_error = 1e-3;

/// The fit's branch at some parameters as the only hypothesis of a study.
Plan plan_at(const Plan& plan, std::size_t branch, const std::vector<double>& parameters) {
  Plan one = plan;
  Branch about = plan.cell_fit->fit.branches[branch];
  about.vary = [vary = about.vary, parameters](std::span<const double>) {
    return vary(parameters);
  };
  one.branches = {std::move(about)};
  one.grid_keys = plan.cell_fit->fit.grid_keys;
  one.cell = plan.cell_fit->cell(parameters);
  one.cell->journey = false;
  one.fit.reset();
  one.cell_fit.reset();
  return one;
}

/// ln j at each temperature that is known, and how it is not.
struct KnownCurrents {
  std::vector<double> x, ln_density;
  std::vector<Spread> spreads;
  std::vector<const std::vector<double>*> shifts;  ///< under each draw of the prior
};

KnownCurrents known_currents(const Plan& plan, const CellEvaluation& evaluation, CellOnset onset) {
  KnownCurrents known;
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t) {
    const auto& outcome = evaluation.temperatures[t].outcome;
    const cell::Moment* const moment = outcome ? moment_of(*outcome, onset, *plan.cell) : nullptr;
    if (moment == nullptr) continue;
    known.x.push_back(inverse_thermal_energy(plan.temperatures[t]));
    known.ln_density.push_back(std::log(moment->trend));
    known.spreads.push_back(spread_of(plan.cell->design, *outcome, plan.confidence.level));
    known.shifts.push_back(&outcome->prior_shifts);
  }
  return known;
}

/// What shifts of ln j at each temperature do to E_A and ln j0.
struct Shift {
  double energy = 0.0, log_prefactor = 0.0;
  void add(const Line& line, std::size_t at, double ln_density) {
    energy -= line.slope_weights[at] * ln_density;
    log_prefactor += line.intercept_weights[at] * ln_density;
  }
};

void add(LineVariance& all, const Shift& shift, double weight) {
  all.energy += weight * shift.energy * shift.energy;
  all.covariance += weight * shift.energy * shift.log_prefactor;
  all.log_prefactor += weight * shift.log_prefactor * shift.log_prefactor;
}

/// Draws that are known at all of the temperatures; empty where they are too few of them to say
/// how far E_A or ln j0 may be off.
std::optional<std::vector<Shift>> shifts_by_draw(const KnownCurrents& known, const Line& line) {
  std::vector<Shift> shifts;
  for (std::size_t draw = 0; draw < known.shifts.front()->size(); ++draw) {
    Shift shift;
    for (std::size_t t = 0; t < known.x.size(); ++t) shift.add(line, t, known.shifts[t]->at(draw));
    if (std::isfinite(shift.energy) && std::isfinite(shift.log_prefactor)) shifts.push_back(shift);
  }
  if (shifts.size() < known.shifts.front()->size() / 2) return std::nullopt;
  return shifts;
}

/// Empty where it is not known.
std::optional<LineVariance> systematic(const KnownCurrents& known, const Line& line) {
  LineVariance all;
  Shift births;
  for (std::size_t t = 0; t < known.x.size(); ++t) births.add(line, t, known.spreads[t].births);
  add(all, births, 1.0);
  std::optional<std::vector<Shift>> draws = shifts_by_draw(known, line);
  if (!draws) return std::nullopt;
  if (draws->empty()) return all;
  const auto count = static_cast<double>(draws->size());
  Shift mean;
  for (const Shift& each : *draws) {
    mean.energy += each.energy / count;
    mean.log_prefactor += each.log_prefactor / count;
  }
  for (Shift& each : *draws) {
    each.energy -= mean.energy;
    each.log_prefactor -= mean.log_prefactor;
    add(all, each, 1 / std::max(1.0, count - 1));
  }
  return all;
}

LineVariance noise(const KnownCurrents& known, const Line& line) {
  LineVariance all;
  for (std::size_t t = 0; t < known.x.size(); ++t) {
    Shift one;
    one.add(line, t,
            std::hypot(known.spreads[t].sampling, std::max(known.spreads[t].steps, least_error)));
    add(all, one, 1.0);
  }
  return all;
}

std::optional<Evaluation> line_through(const Plan& plan, const CellEvaluation& evaluation,
                                       CellOnset onset) {
  const KnownCurrents known = known_currents(plan, evaluation, onset);
  if (known.x.size() < 2) return std::nullopt;
  const Line line = fit_line(known.x, known.ln_density, std::vector(known.x.size(), 1.0));
  const LineVariance by_noise = noise(known, line);
  const std::optional<LineVariance> together = systematic(known, line);
  if (!together) return std::nullopt;
  Evaluation found{evaluation.parameters, {}, *together};
  found.line.activation_energy = {-line.slope, std::sqrt(by_noise.energy), {}};
  found.line.log_prefactor = {line.intercept, std::sqrt(by_noise.log_prefactor), {}};
  found.line.covariance = by_noise.covariance;
  found.line.cells = known.x.size();
  return found;
}

/// The fit of one branch.
class CellFitting {
 public:
  CellFitting(const Plan& plan, std::size_t branch, const PredictOne& predict)
      : plan_(plan), fit_(plan.cell_fit->fit), branch_(branch), predict_(predict) {}

  /// False: `predict` gave nothing.
  bool evaluate() {
    for (auto next = first_evaluations(fit_); !next.empty(); next = further()) {
      for (const auto& parameters : next) {
        auto cells = predict_(plan_at(plan_, branch_, parameters));
        if (!cells) return false;
        tried_.push_back(parameters);
        evaluations_.push_back(
            {branch_, parameters, std::move(*cells), CellOnset::contact, std::nullopt});
      }
      choose_onset();
    }
    return true;
  }

  void add_to(CellFitted& all) {
    for (std::size_t t = 0; t < fit_.targets.size(); ++t) {
      all.fits.push_back(fit_target(fit_, fit_.targets[t], lines(), plan_.confidence.level));
      all.fits.back().branch = branch_;
      all.fits.back().target = t;
    }
    for (CellEvaluation& each : evaluations_) all.evaluations.push_back(std::move(each));
  }

 private:
  std::vector<std::vector<double>> further() const {
    return next_evaluations(fit_, tried_, lines(), plan_.confidence.level);
  }

  [[nodiscard]] std::vector<Evaluation> lines() const {
    std::vector<Evaluation> known;
    for (const CellEvaluation& each : evaluations_)
      if (each.line) known.push_back(*each.line);
    return known;
  }

  void choose_onset() {
    std::size_t most = 0;
    for (const CellOnset onset : {CellOnset::contact, CellOnset::first_void}) {
      std::vector<std::optional<Evaluation>> found;
      std::size_t known = 0;
      for (const CellEvaluation& each : evaluations_) {
        found.push_back(line_through(plan_, each, onset));
        if (found.back()) known += found.back()->line.cells;
      }
      if (known <= most) continue;
      most = known;
      for (std::size_t n = 0; n < evaluations_.size(); ++n) {
        evaluations_[n].onset = onset;
        evaluations_[n].line = std::move(found[n]);
      }
    }
  }

  const Plan& plan_;
  const Fit& fit_;
  std::size_t branch_;
  const PredictOne& predict_;
  std::vector<std::vector<double>> tried_;
  std::vector<CellEvaluation> evaluations_;
};

}  // namespace

std::optional<CellFitted> fit_cells(const Plan& plan, const PredictOne& predict) {
  CellFitted all;
  for (std::size_t b = 0; b < plan.cell_fit->fit.branches.size(); ++b) {
    CellFitting branch(plan, b, predict);
    if (!branch.evaluate()) return std::nullopt;
    branch.add_to(all);
  }
  return all;
}

}  // namespace lacuna::ensemble
