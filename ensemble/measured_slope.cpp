#include "ensemble/measured_slope.hpp"

#include <cmath>
#include <vector>

#include "ensemble/arrhenius.hpp"

namespace lacuna::ensemble {

std::optional<Line> line_through(std::span<const MeasuredPoint> points) {
  std::vector<double> x, y, weights;
  bool several = false;
  for (const MeasuredPoint& point : points) {
    x.push_back(inverse_thermal_energy(point.temperature));
    y.push_back(point.log_density);
    weights.push_back(1 / (point.error * point.error));
    several = several || point.temperature != points.front().temperature;
  }
  return several ? std::optional(fit_line(x, y, weights)) : std::nullopt;
}

std::optional<MeasuredEnergy> measured_slope(std::span<const MeasuredPoint> points) {
  const auto line = line_through(points);
  if (!line) return {};
  double variance = 0.0;
  for (std::size_t k = 0; k < points.size(); ++k)
    variance += std::pow(line->slope_weights[k] * points[k].error, 2);
  return MeasuredEnergy{-line->slope, -line->slope, std::sqrt(variance)};
}

std::optional<MeasuredEnergy> measured_beside(const Plan& plan, const BranchResult& result) {
  if (result.measured) return result.measured;
  if (plan.branches[result.branch].measured != "points") return {};
  return measured_slope(plan.measured_points);
}

}  // namespace lacuna::ensemble
