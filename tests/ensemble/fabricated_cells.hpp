#pragma once

#include <cmath>
#include <string>

#include "core/constants.hpp"
#include "ensemble/cell_study.hpp"

namespace lacuna::test {

/// A cell that does what it is told: first void at `density` [mA/cm²], contact lost at twice, the
/// voltage gone at three times that.
inline cell::Outcome made_up_cell(double density, double contact_loss, double error = 0.0) {
  const double first = density * constants::mA_per_cm2;
  const auto at = [&](double times) {
    return cell::Moment{3600 * times, 0.99 * times * first, times * first};
  };
  cell::Outcome outcome;
  outcome.equilibrium_fugacity = 1e-8;
  outcome.far_fugacity = 0;
  outcome.layers = 1e5;
  outcome.relaxation = 0.25;
  for (std::size_t k = 0; k < outcome.first_void.size(); ++k)
    outcome.first_void[k] = at(0.9 + 0.05 * static_cast<double>(k));
  outcome.at_first_void = cell::AtFirstVoid{
      .fugacity = 1e-5,
      .critical_size = 30,
      .barrier = 40,
      .sensitivity = 31,
      .wall_share = 0.75,
      .wall_density = 3e-20,
      .bulk_density = 1e-20,
      .ln_density_error = error,
  };
  outcome.losses = {{0.05, at(1.5)}, {contact_loss, at(2)}};
  outcome.voltage = at(3);
  for (int k = 1; k <= 4; ++k)
    outcome.course.push_back({3600.0 * k, k * first, 1e-5 * k, 1e-12 * k, 0.1 * k, 50.0 * k, 0.01});
  outcome.sizes = {{0.0, 1000, 30, 1e-13}, {3600.0, 500, 20, 2e-13}};
  outcome.integration.mass_residual = 1e-10;
  outcome.journey = {{cell::JourneyStage::box, 1e4, 40, 1e-6, 1e7 * first, {}},
                     {cell::JourneyStage::time, 1e16, 40, 0, {}, "not \"dilute\""},
                     {cell::JourneyStage::cell, 1e16, 2e6, 3600, first, {}}};
  for (int k = 0; k < 21; ++k) outcome.prior_shifts.push_back(0.1 * (k - 10));
  return outcome;
}

/// Cells whose first void goes as exp(−E/kT), E [eV], 1 mA/cm² at 300 K behind 1 µm and as one by
/// the thickness: every hypothesis the same.
inline ensemble::CellPredictions made_up_cells(const ensemble::Plan& plan, double energy,
                                               double error = 0.0) {
  ensemble::CellPredictions cells;
  for (std::size_t b = 0; b < plan.branches.size(); ++b)
    for (const double thickness : plan.cell->thicknesses)
      for (const double temperature : plan.temperatures) {
        const double x =
            ensemble::inverse_thermal_energy(temperature) - ensemble::inverse_thermal_energy(300);
        const double density = std::exp(-energy * x) * 1e4 / thickness;
        cells.push_back({made_up_cell(density, plan.cell->design.contact_loss, error), ""});
      }
  return cells;
}

/// Refuses the k-th.
inline void refuse(ensemble::CellPredictions& cells, std::size_t k, const std::string& why) {
  cells[k] = {{}, why};
}

}  // namespace lacuna::test
