#include "ensemble/cell_forecast.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>
#include <set>
#include <variant>

#include "cell/boundary.hpp"
#include "cell/imposed.hpp"
#include "cell/sources.hpp"
#include "cell/without_bonds.hpp"
#include "core/error.hpp"
#include "ensemble/cell_study.hpp"
#include "ensemble/discrimination.hpp"
#include "ensemble/void_sets.hpp"
#include "nucleation/equilibrium_shape.hpp"

namespace lacuna::ensemble {
namespace {

class Forecast {
 public:
  Forecast(const Plan& plan, const nucleation::Cache& cache)
      : plan_(plan), cache_(cache), effort_(first_effort(plan.cell->sampling, plan.seed)) {}

  CellForecast of_all() {
    forecast_.cells = cells_of(plan_);
    forecast_.changed = changed_cells_of(plan_);
    if (plan_.cell_fit) {
      const Fit& fit = plan_.cell_fit->fit;
      forecast_.evaluations = fit.branches.size() * static_cast<std::size_t>(fit.evaluations);
    }
    for (std::size_t b = 0; b < plan_.branches.size(); ++b)
      for (const double temperature : plan_.temperatures)
        add(plan_.branches[b],
            case_of(plan_, {TaskKind::replica, false, b, {}, temperature, 1.0, 0}));
    for (const auto& file : files_)
      if (std::filesystem::exists(file)) ++forecast_.counted;
    forecast_.sets = files_.size();
    forecast_.moves = static_cast<double>(forecast_.sets - forecast_.counted) *
                      static_cast<double>(effort_.steps);
    return forecast_;
  }

 private:
  void add(const Branch& branch, const Case& values) {
    try {
      if (!interface::has_bonds(values.metal)) return check_without_bonds(branch, values);
      for (const cell::Counting& asked : cell::countings(values)) {
        const nucleation::EquilibriumShape shape(asked.at);  // which a wetting wall has not
        if (asked.at.region == nucleation::Region::wall) check_flaws(branch, shape);
        files_.insert(cache_.file(asked.at, asked.hops, effort_));
      }
      check_lag(branch, values);
    } catch (const SystemFailure&) {
      throw;
    } catch (const Error& refusal) {
      warn(branch, values, refusal.what());
    }
  }

  void check_without_bonds(const Branch& branch, const Case& values) {
    static_cast<void>(cell::contact_lost_without_bonds(values, plan_.cell->design));
    if (plan_.cell->design.pressure > 0)
      tell(branch,
           "cell.pressure_MPa does nothing: without bonds the metal has no vacancies of its own "
           "that would cost more");
  }

  // A gap, or a void at rest, that is half as high as the thinnest metal, or more.
  void check_flaws(const Branch& branch, const nucleation::EquilibriumShape& shape) {
    const auto& flaws = plan_.cell->design.flaws;
    if (!flaws) return;
    const double ground = std::numbers::pi * flaws->radius * flaws->radius;
    const double at_rest = shape.cap_height(std::pow(ground / shape.ground(), 1.5));
    const double height = flaws->height > 0 ? flaws->height : at_rest;
    const double thinnest = plan_.cell->thicknesses.front();
    constexpr double much = 0.5;
    if (height < much * thinnest) return;
    tell(branch,
         fmt::format("cell.flaws: flaws are {:.3g} um high in {:.3g} um of metal (cell.metal_um), "
                     "whose field is taken as flat above voids, and is not there; let them be "
                     "lower, or take thicker metal",
                     height / 1e4, thinnest / 1e4));
  }

  // As cell::predict will refuse it.
  void check_lag(const Branch& branch, const Case& values) {
    if (plan_.cell->design.transient) return;
    cell::Design design = plan_.cell->design;
    design.thickness = plan_.cell->thicknesses.back();  // they rise
    const cell::Boundary boundary(values, design);
    constexpr double most = 0.05;
    const auto check = [&](double time, const char* what) {
      if (boundary.relaxation <= most * time) return;
      warn(branch, values,
           fmt::format("behind {:g} um the metal's field follows the current in {:.3g} s (L2/D), "
                       "which is not short compared with {:.3g} s, {}: give cell.transient: true, "
                       "or change the current more slowly",
                       design.thickness / 1e4, boundary.relaxation, time, what));
    };
    check(cell::Imposed(design.protocol).shortest_step(), "the shortest step");
    // Births change by an e-fold while the current does, and sooner; beyond a tenth of all sites
    // vacant the method holds for none.
    constexpr double dense = 0.1;
    if (const auto* const ramp = std::get_if<cell::Ramp>(&design.protocol))
      check(std::min(ramp->to, dense / boundary.per_density) / ramp->rate,
            "in which the ramp fills the metal with vacancies");
  }

  void warn(const Branch& branch, const Case& values, const std::string& why) {
    tell(branch, fmt::format("at {:g} K and maybe more, the cell will be refused: {}",
                             values.temperature, why));
  }
  void tell(const Branch& branch, const std::string& what) {
    const std::string about = branch.name + ": ";
    const auto told = [&](const std::string& line) { return line.rfind(about, 0) == 0; };
    auto& list = forecast_.warnings;
    if (std::any_of(list.begin(), list.end(), told)) return;  // once for a hypothesis
    list.push_back(about + what);
  }

  const Plan& plan_;
  const nucleation::Cache& cache_;
  nucleation::Effort effort_;
  CellForecast forecast_;
  std::set<std::filesystem::path> files_;
};

}  // namespace

CellForecast forecast_cells(const Plan& plan, const nucleation::Cache& cache) {
  return Forecast(plan, cache).of_all();
}

}  // namespace lacuna::ensemble
