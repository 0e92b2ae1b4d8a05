#include "ensemble/fit.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <charconv>
#include <cmath>
#include <limits>

#include "ensemble/response_surface.hpp"

namespace lacuna::ensemble {

namespace {

using Point = std::vector<double>;  ///< coordinates in [-1, 1]

double six_digits(double value) {
  std::array<char, 32> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific, 5)
          .ptr;
  std::from_chars(text.data(), end, value);
  return value;
}

double parameter_at(const FitParameter& p, double u) {
  return p.low + (p.high - p.low) * (u + 1) / 2;
}

std::vector<double> parameters_at(const Fit& fit, const Point& u) {
  std::vector<double> x;
  for (std::size_t k = 0; k < u.size(); ++k)
    x.push_back(std::clamp(six_digits(parameter_at(fit.parameters[k], u[k])), fit.parameters[k].low,
                           fit.parameters[k].high));
  return x;
}

/// What the branch does at any point, from its evaluations: E_A, and ln j at the 1/kT where errors
/// of the two do not go together, which is in the middle of the temperatures.
struct Response {
  ResponseSurface energy, log_density;
  double centre;  ///< 1/kT [1/eV]

  static std::optional<Response> of(const Fit&, std::span<const Evaluation>,
                                    const std::optional<Point>& focus);
};

std::optional<Response> Response::of(const Fit& fit, std::span<const Evaluation> evaluations,
                                     const std::optional<Point>& focus) {
  double centre = 0;
  for (const Evaluation& e : evaluations)
    centre += e.line.covariance / std::pow(e.line.activation_energy.error, 2) /
              static_cast<double>(evaluations.size());
  std::vector<NoisyValue> energies, densities;
  for (const Evaluation& e : evaluations) {
    Point u;
    for (std::size_t k = 0; k < e.parameters.size(); ++k) {
      const FitParameter& p = fit.parameters[k];
      u.push_back(2 * (e.parameters[k] - p.low) / (p.high - p.low) - 1);
    }
    const Estimate &energy = e.line.activation_energy, &prefactor = e.line.log_prefactor;
    const double variance = std::pow(prefactor.error, 2) - 2 * centre * e.line.covariance +
                            std::pow(centre * energy.error, 2);
    energies.push_back({u, energy.value, energy.error});
    densities.push_back({u, prefactor.value - centre * energy.value, std::sqrt(variance)});
  }
  const auto energy = ResponseSurface::through(energies, focus),
             density = ResponseSurface::through(densities, focus);
  if (!energy || !density) return std::nullopt;
  return Response{*energy, *density, centre};
}

/// How far a point is from reproducing a target.
struct Distance {
  double chi_squared = 0.0;  ///< 0 within a range
  double from_best = 0.0;    ///< the same, of a range from its middle
};

Distance energy_distance(const Response& response, const MeasuredEnergy& measured, const Point& u) {
  const double energy = response.energy.value(u);
  const double error = std::hypot(std::sqrt(response.energy.variance(u)), measured.error);
  const double nearest = std::clamp(energy, measured.low, measured.high);
  const double middle = (measured.low + measured.high) / 2;
  return {std::pow((energy - nearest) / error, 2), std::pow((energy - middle) / error, 2)};
}

Distance points_distance(const Response& response, std::span<const MeasuredPoint> points,
                         const Point& u) {
  const double energy = response.energy.value(u), energy_variance = response.energy.variance(u);
  const double density = response.log_density.value(u),
               density_variance = response.log_density.variance(u);
  SymmetricMatrix covariance(points.size());
  std::vector<double> away, differences;
  for (const MeasuredPoint& point : points) {
    away.push_back(inverse_thermal_energy(point.temperature) - response.centre);
    differences.push_back(point.log_density - (density - energy * away.back()));
  }
  for (std::size_t i = 0; i < points.size(); ++i)
    for (std::size_t j = 0; j < points.size(); ++j)
      covariance(i, j) = density_variance + away[i] * away[j] * energy_variance +
                         (i == j ? points[i].error * points[i].error : 0.0);
  const auto factor = Cholesky::factor(covariance);
  const double chi_squared = factor ? dot(factor->solve(differences), differences)
                                    : std::numeric_limits<double>::infinity();
  return {chi_squared, chi_squared};
}

/// Points of the range, and their distance from a target.
class Chart {
 public:
  /// `freedom` of the errors of evaluations.
  Chart(const Fit& fit, const FitTarget& target, const Response& response, double level,
        double freedom);

  [[nodiscard]] bool agrees() const { return lowest_ <= allowed_; }
  [[nodiscard]] const Point& best() const { return points_[best_]; }
  [[nodiscard]] double chi_squared() const { return distances_[best_].chi_squared; }
  /// What agrees, of a parameter.
  struct Reach {
    Interval interval;  ///< in [-1, 1]
    bool low_open, high_open;
    Point low, high;  ///< points at the interval's ends
    bool parted;      ///< something between them does not agree
  };
  [[nodiscard]] Reach reach(std::size_t parameter) const;

 private:
  [[nodiscard]] double coordinate(std::size_t index) const {
    return 2 * static_cast<double>(index) / static_cast<double>(side_ - 1) - 1;
  }
  void choose_best();

  std::size_t side_;
  std::vector<Point> points_;
  std::vector<Distance> distances_;
  std::size_t best_ = 0;
  double lowest_ = 0.0, allowed_;
};

Chart::Chart(const Fit& fit, const FitTarget& target, const Response& response, double level,
             double freedom)
    : side_(fit.parameters.size() == 1 ? 801 : 81),
      allowed_(std::pow(boost::math::quantile(boost::math::students_t_distribution<double>(freedom),
                                              (1 + level) / 2),
                        2)) {
  for (std::size_t i = 0; i < side_; ++i) {
    if (fit.parameters.size() == 1)
      points_.push_back({coordinate(i)});
    else
      for (std::size_t j = 0; j < side_; ++j) points_.push_back({coordinate(i), coordinate(j)});
  }
  for (const Point& u : points_)
    distances_.push_back(target.energy ? energy_distance(response, *target.energy, u)
                                       : points_distance(response, target.points, u));
  choose_best();
  lowest_ = distances_[best_].chi_squared;
  for (const Distance& d : distances_) lowest_ = std::min(lowest_, d.chi_squared);
  if (!target.energy) allowed_ += lowest_;
}

// Along a valley all are as good as each other: the one nearest to the middle of the range is
// taken.
void Chart::choose_best() {
  double lowest = std::numeric_limits<double>::infinity();
  for (const Distance& d : distances_) lowest = std::min(lowest, d.from_best);
  const double as_good = lowest + (points_[0].size() == 1 ? 0.0 : 0.25);
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t n = 0; n < points_.size(); ++n) {
    const double away = dot(points_[n], points_[n]);
    if (distances_[n].from_best > as_good || away >= nearest) continue;
    nearest = away;
    best_ = n;
  }
}

Chart::Reach Chart::reach(std::size_t parameter) const {
  // the most favourable point at each value of the parameter
  std::vector<std::size_t> profile(side_, points_.size());
  for (std::size_t n = 0; n < points_.size(); ++n) {
    const std::size_t i = points_[0].size() == 1 ? n : parameter == 0 ? n / side_ : n % side_;
    if (profile[i] == points_.size() ||
        distances_[n].chi_squared < distances_[profile[i]].chi_squared)
      profile[i] = n;
  }
  const auto chi_squared = [&](std::size_t i) { return distances_[profile[i]].chi_squared; };
  std::size_t low = 0, high = side_ - 1;
  while (low + 1 < side_ && chi_squared(low) > allowed_) ++low;
  while (high > low && chi_squared(high) > allowed_) --high;
  // between the last value that agrees and the first that does not, linearly
  const auto crossing = [&](std::size_t in, std::size_t out) {
    const double share = (allowed_ - chi_squared(in)) / (chi_squared(out) - chi_squared(in));
    return coordinate(in) + share * (coordinate(out) - coordinate(in));
  };
  Reach r{{-1, 1}, low == 0, high + 1 == side_, points_[profile[low]], points_[profile[high]],
          false};
  for (std::size_t i = low; i <= high; ++i) r.parted = r.parted || chi_squared(i) > allowed_;
  if (!r.low_open) r.interval.low = crossing(low, low - 1);
  if (!r.high_open) r.interval.high = crossing(high, high + 1);
  return r;
}

/// The point's parameters, a little aside of any tried before.
std::vector<double> untried(const Fit& fit, const Point& u,
                            std::span<const std::vector<double>> tried) {
  constexpr double step = 2e-3;
  for (int n = 0;; ++n) {
    Point shifted = u;
    const int steps = (n + 1) / 2 * (n % 2 == 0 ? 1 : -1);
    const double shift = step * steps;
    shifted[0] = std::clamp(shifted[0] + shift, -1.0, 1.0);
    auto x = parameters_at(fit, shifted);
    if (std::find(tried.begin(), tried.end(), x) == tried.end()) return x;
  }
}

/// The chart of the surface that is best about the best values. Empty for too few evaluations.
std::optional<Chart> focused_chart(const Fit& fit, const FitTarget& target,
                                   std::span<const Evaluation> evaluations, double level) {
  const auto whole = Response::of(fit, evaluations, {});
  if (!whole) return std::nullopt;
  // The errors of a few evaluations are known to so many degrees of freedom each
  // (tests/ensemble/fit.cpp: with the normal distribution's quantile 93 to 94 % of intervals hold
  // what was planted).
  const double freedom = 2 * static_cast<double>(evaluations.size());
  Chart chart(fit, target, *whole, level, freedom);
  for (int n = 0; n < 2; ++n) {
    const auto response = Response::of(fit, evaluations, chart.best());
    if (response) chart = Chart(fit, target, *response, level, freedom);
  }
  return chart;
}

std::string remark(const Fit& fit, const FitTarget& target, const Chart& chart) {
  std::string text;
  const auto add = [&text](const std::string& sentence) {
    text += (text.empty() ? "" : "; ") + sentence;
  };
  if (!chart.agrees())
    add("no values in the range agree with the target: widen it, or the hypothesis does not hold");
  if (fit.parameters.size() == 2 && target.energy)
    add("one activation energy does not fix two parameters: values are those nearest to the middle "
        "of the ranges, and "
        "each interval is what one parameter may be while the other takes the value that suits it");
  for (std::size_t k = 0; k < fit.parameters.size(); ++k)
    if (chart.agrees() && chart.reach(k).parted)
      add("separate stretches of values agree, and the interval spans them: something else has to "
          "tell them apart");
  return text;
}

}  // namespace

std::vector<std::vector<double>> first_evaluations(const Fit& fit) {
  std::vector<std::vector<double>> points;
  if (fit.parameters.size() == 1) {
    const int count = std::clamp(fit.evaluations - 5, 5, 7);
    for (int n = 0; n < count; ++n)
      points.push_back(parameters_at(fit, {2.0 * n / (count - 1) - 1}));
  } else {
    for (const double u : {-1.0, 0.0, 1.0})
      for (const double v : {-1.0, 0.0, 1.0}) points.push_back(parameters_at(fit, {u, v}));
  }
  points.resize(std::min(points.size(), static_cast<std::size_t>(fit.evaluations)));
  return points;
}

std::vector<std::vector<double>> next_evaluations(const Fit& fit,
                                                  std::span<const std::vector<double>> tried,
                                                  std::span<const Evaluation> evaluations,
                                                  double level) {
  std::vector<Point> best, ends;
  for (const FitTarget& target : fit.targets) {
    const auto chart = focused_chart(fit, target, evaluations, level);
    if (!chart) return {};
    best.push_back(chart->best());
    if (!chart->agrees()) continue;
    for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
      const Chart::Reach reach = chart->reach(k);
      ends.push_back(reach.low);
      ends.push_back(reach.high);
    }
  }
  best.insert(best.end(), ends.begin(), ends.end());
  std::vector<std::vector<double>> all(tried.begin(), tried.end());
  for (const Point& u : best)
    if (all.size() < static_cast<std::size_t>(fit.evaluations)) all.push_back(untried(fit, u, all));
  return {all.begin() + static_cast<std::ptrdiff_t>(tried.size()), all.end()};
}

FitResult fit_target(const Fit& fit, const FitTarget& target,
                     std::span<const Evaluation> evaluations, double level) {
  FitResult result;
  const auto chart = focused_chart(fit, target, evaluations, level);
  if (!chart) {
    result.remark = "too few evaluations gave an activation energy";
    return result;
  }
  result.chi_squared = chart->chi_squared();
  result.remark = remark(fit, target, *chart);
  if (!chart->agrees()) return result;
  for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
    const Chart::Reach reach = chart->reach(k);
    const FitParameter& p = fit.parameters[k];
    result.parameters.push_back(
        {parameter_at(p, chart->best()[k]),
         {parameter_at(p, reach.interval.low), parameter_at(p, reach.interval.high)},
         reach.low_open,
         reach.high_open});
  }
  return result;
}

}  // namespace lacuna::ensemble
