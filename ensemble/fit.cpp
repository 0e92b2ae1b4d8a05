#include "ensemble/fit.hpp"

#include <algorithm>
#include <array>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

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

Point point_of(const Fit& fit, const std::vector<double>& parameters) {
  Point u;
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    const FitParameter& p = fit.parameters[k];
    u.push_back(2 * (parameters[k] - p.low) / (p.high - p.low) - 1);
  }
  return u;
}

double distance_between(const Point& a, const Point& b) {
  double squares = 0;
  for (std::size_t k = 0; k < a.size(); ++k) squares += std::pow(a[k] - b[k], 2);
  return std::sqrt(squares);
}

/// What the branch does at any point, from its evaluations: E_A, and ln j at the 1/kT where errors
/// of the two do not go together, which is in the middle of the temperatures.
struct Response {
  ResponseSurface energy, log_density;
  double centre;  ///< 1/kT [1/eV]
  LineVariance systematic;

  static std::optional<Response> of(const Fit&, std::span<const Evaluation>,
                                    const std::optional<Point>& focus);

  /// Variances there; the second is that of ln j at `centre`.
  [[nodiscard]] LineVariance variance(const Point&) const;
};

std::optional<Response> Response::of(const Fit& fit, std::span<const Evaluation> evaluations,
                                     const std::optional<Point>& focus) {
  double centre = 0;
  for (const Evaluation& e : evaluations)
    centre += e.line.covariance / std::pow(e.line.activation_energy.error, 2) /
              static_cast<double>(evaluations.size());
  std::vector<NoisyValue> energies, densities;
  const Point near = focus.value_or(Point(fit.parameters.size(), 0.0));
  double nearest = std::numeric_limits<double>::infinity();
  LineVariance systematic;
  for (const Evaluation& e : evaluations) {
    const Point u = point_of(fit, e.parameters);
    const Estimate &energy = e.line.activation_energy, &prefactor = e.line.log_prefactor;
    const double variance = std::pow(prefactor.error, 2) - 2 * centre * e.line.covariance +
                            std::pow(centre * energy.error, 2);
    energies.push_back({u, energy.value, energy.error});
    densities.push_back({u, prefactor.value - centre * energy.value, std::sqrt(variance)});
    if (distance_between(u, near) >= nearest) continue;
    nearest = distance_between(u, near);
    systematic = e.systematic;
  }
  const auto energy = ResponseSurface::through(energies, focus),
             density = ResponseSurface::through(densities, focus);
  if (!energy || !density) return std::nullopt;
  return Response{*energy, *density, centre, systematic};
}

LineVariance Response::variance(const Point& u) const {
  const auto& [of_energy, both, of_prefactor] = systematic;
  return {energy.variance(u) + of_energy, both - centre * of_energy,
          log_density.variance(u) + of_prefactor - 2 * centre * both + centre * centre * of_energy};
}

/// How far a point is from reproducing a target.
struct Distance {
  double chi_squared = 0.0;  ///< of an energy in a range the least
  double from_best = 0.0;    ///< the same, of a range from its middle
};
constexpr Distance beyond_reach{std::numeric_limits<double>::infinity(),
                                std::numeric_limits<double>::infinity()};

/// chi^2 of what was measured about what is predicted, as a function of the measured energy where
/// there is one: base + 2 slope x + curvature x², x being that energy less the predicted one.
class Residuals {
 public:
  Residuals(const Response&, const FitTarget&, const Point&);

  /// Of the measured energy's values from `low` to `high`.
  [[nodiscard]] double least(double low, double high) const;

 private:
  double energy_;  ///< predicted
  double base_ = std::numeric_limits<double>::infinity(), slope_ = 0.0, curvature_ = 0.0;
};

Residuals::Residuals(const Response& response, const FitTarget& target, const Point& u)
    : energy_(response.energy.value(u)) {
  const LineVariance variance = response.variance(u);
  const double density = response.log_density.value(u);
  // E_A, or ln j at 1/kT, is `by_energy` E_A + `by_density` ln j(centre).
  struct Measured {
    double by_energy, by_density, error;
  };
  std::vector<Measured> measured;
  std::vector<double> differences;  // an energy's is x
  if (target.energy) {
    measured.push_back({1, 0, target.energy->error});
    differences.push_back(0);
  }
  for (const MeasuredPoint& point : target.points) {
    const double away = inverse_thermal_energy(point.temperature) - response.centre;
    measured.push_back({-away, 1, point.error});
    differences.push_back(point.log_density - (density - energy_ * away));
  }
  SymmetricMatrix covariance(measured.size());
  for (std::size_t i = 0; i < measured.size(); ++i)
    for (std::size_t j = 0; j < measured.size(); ++j) {
      const Measured &a = measured[i], &b = measured[j];
      covariance(i, j) =
          a.by_energy * b.by_energy * variance.energy +
          (a.by_energy * b.by_density + a.by_density * b.by_energy) * variance.covariance +
          a.by_density * b.by_density * variance.log_prefactor + (i == j ? a.error * a.error : 0.0);
    }
  const auto factor = Cholesky::factor(covariance);
  if (!factor) return;
  base_ = dot(factor->solve(differences), differences);
  if (!target.energy) return;
  std::vector<double> unit(differences.size(), 0.0);
  unit[0] = 1;
  const std::vector<double> row = factor->solve(unit);
  slope_ = dot(row, differences);
  curvature_ = row[0];
}

double Residuals::least(double low, double high) const {
  if (curvature_ == 0) return base_;
  const double x = std::clamp(-slope_ / curvature_, low - energy_, high - energy_);
  return base_ + 2 * slope_ * x + curvature_ * x * x;
}

Distance distance(const Response& response, const FitTarget& target, const Point& u) {
  const Residuals residuals(response, target, u);
  const MeasuredEnergy energy = target.energy.value_or(MeasuredEnergy{});
  const double middle = (energy.low + energy.high) / 2;
  return {residuals.least(energy.low, energy.high), residuals.least(middle, middle)};
}

/// Between which coordinates there are evaluations: beyond, nothing is known.
struct Reached {
  Point low, high;

  [[nodiscard]] bool holds(const Point& u) const {
    constexpr double rounding = 1e-4;  // parameters have six digits
    for (std::size_t k = 0; k < u.size(); ++k)
      if (u[k] < low[k] - rounding || u[k] > high[k] + rounding) return false;
    return true;
  }
};

Reached reached(const Fit& fit, std::span<const Evaluation> evaluations) {
  Reached r{Point(fit.parameters.size(), 1.0), Point(fit.parameters.size(), -1.0)};
  for (const Evaluation& e : evaluations) {
    const Point u = point_of(fit, e.parameters);
    for (std::size_t k = 0; k < u.size(); ++k) {
      r.low[k] = std::min(r.low[k], u[k]);
      r.high[k] = std::max(r.high[k], u[k]);
    }
  }
  return r;
}

/// Points of the range, and their distance from a target.
class Chart {
 public:
  /// `freedom` of the errors of evaluations; `known` is how far these reach.
  Chart(const Fit& fit, const FitTarget& target, const Response& response, const Reached& known,
        double level, double freedom);

  [[nodiscard]] bool agrees() const { return agrees_; }
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
  /// Of two parameters: do the values that agree lie along a line? Change of the second by that of
  /// the first, in [-1, 1] each.
  [[nodiscard]] std::optional<double> valley() const;

 private:
  [[nodiscard]] double coordinate(std::size_t index) const {
    return 2 * static_cast<double>(index) / static_cast<double>(side_ - 1) - 1;
  }
  void choose_best();
  /// The largest chi^2 of the best values that is not beyond chance.
  [[nodiscard]] static double possible(const Fit&, const FitTarget&);

  std::size_t side_;
  std::vector<Point> points_;
  std::vector<Distance> distances_;
  std::size_t best_ = 0;
  double allowed_;
  bool agrees_ = false;
};

Chart::Chart(const Fit& fit, const FitTarget& target, const Response& response,
             const Reached& known, double level, double freedom)
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
    distances_.push_back(known.holds(u) ? distance(response, target, u) : beyond_reach);
  choose_best();
  double lowest = distances_[best_].chi_squared;
  for (const Distance& d : distances_) lowest = std::min(lowest, d.chi_squared);
  agrees_ = lowest <= (target.points.empty() ? allowed_ : possible(fit, target));
  if (!target.points.empty()) allowed_ += lowest;
}

// Of so much chi^2 at the best values or more the chance is one in a thousand: rare enough that
// intervals keep their level.
double Chart::possible(const Fit& fit, const FitTarget& target) {
  constexpr double chance = 1e-3;
  const std::size_t measured = target.points.size() + (target.energy ? 1 : 0);
  const double freedom =
      std::max(1.0, static_cast<double>(measured) - static_cast<double>(fit.parameters.size()));
  return quantile(complement(boost::math::chi_squared_distribution<double>(freedom), chance));
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
  const auto ends = [&](std::size_t in, std::size_t out) {
    return out >= side_ || (std::isinf(chi_squared(out)) && !std::isinf(chi_squared(in)));
  };
  Reach r{{coordinate(low), coordinate(high)},
          ends(low, low - 1),
          ends(high, high + 1),
          points_[profile[low]],
          points_[profile[high]],
          false};
  for (std::size_t i = low; i <= high; ++i) r.parted = r.parted || chi_squared(i) > allowed_;
  if (!r.low_open) r.interval.low = crossing(low, low - 1);
  if (!r.high_open) r.interval.high = crossing(high, high + 1);
  return r;
}

std::optional<double> Chart::valley() const {
  if (points_[0].size() != 2) return std::nullopt;
  double count = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  for (std::size_t n = 0; n < points_.size(); ++n) {
    if (distances_[n].chi_squared > allowed_) continue;
    const Point& u = points_[n];
    ++count;
    x += u[0];
    y += u[1];
    xx += u[0] * u[0];
    xy += u[0] * u[1];
    yy += u[1] * u[1];
  }
  const double var_x = xx / count - std::pow(x / count, 2);
  const double both = xy / count - x * y / (count * count);
  const double var_y = yy / count - std::pow(y / count, 2);
  constexpr double closely = 0.9;   // correlation
  constexpr double long_one = 0.2;  // standard deviation along it; the range is 2
  if (std::sqrt(std::max(var_x, var_y)) < long_one) return std::nullopt;
  if (!(std::abs(both) > closely * std::sqrt(var_x * var_y))) return std::nullopt;
  return std::copysign(std::sqrt(var_y / var_x), both);
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
  const Reached known = reached(fit, evaluations);
  Chart chart(fit, target, *whole, known, level, freedom);
  for (int n = 0; n < 2; ++n) {
    const auto response = Response::of(fit, evaluations, chart.best());
    if (response) chart = Chart(fit, target, *response, known, level, freedom);
  }
  return chart;
}

/// Of values that agree as well as each other.
std::string valley_words(const Fit& fit, double slope) {
  const FitParameter &first = fit.parameters[0], &second = fit.parameters[1];
  const double change = slope * (second.high - second.low) / (first.high - first.low);
  return fmt::format(
      "the two trade off against each other: what agrees lies along a line on which {} changes by "
      "{:+.3g} per unit of {}",
      second.name, change, first.name);
}

/// "nothing is known of x outside 1 to 2, as no evaluation there has a line".
std::string unknown_words(const FitParameter& p, double low, double high) {
  constexpr double edge = 1 - 1e-3;
  if (low <= -edge && high >= edge) return {};
  return fmt::format(
      "nothing is known of {} outside {:.4g} to {:.4g}, as no evaluation there has a line", p.name,
      parameter_at(p, low), parameter_at(p, high));
}

std::string remark(const Fit& fit, const FitTarget& target, const Reached& known,
                   const Chart& chart) {
  std::string text;
  const auto add = [&text](const std::string& sentence) {
    if (sentence.empty()) return;
    text += (text.empty() ? "" : "; ") + sentence;
  };
  for (std::size_t k = 0; k < fit.parameters.size(); ++k)
    add(unknown_words(fit.parameters[k], known.low[k], known.high[k]));
  if (!chart.agrees()) {
    add("no values in the range agree with the target: widen it, or the hypothesis does not hold");
    return text;
  }
  if (fit.parameters.size() == 2 && target.points.empty())
    add("one activation energy does not fix two parameters: values are those nearest to the middle "
        "of the ranges; each interval is of one parameter, while the other takes the value that "
        "suits it");
  if (const auto slope = chart.valley()) add(valley_words(fit, *slope));
  for (std::size_t k = 0; k < fit.parameters.size(); ++k) {
    const Chart::Reach reach = chart.reach(k);
    if (reach.parted)
      add("separate stretches of values agree, and the interval spans them: something else has to "
          "tell them apart");
    else if (reach.low_open && reach.high_open)
      add(fmt::format("every value of {} in the range agrees", fit.parameters[k].name));
  }
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
  result.remark = remark(fit, target, reached(fit, evaluations), *chart);
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
