#include "ensemble/arrhenius.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "core/error.hpp"
#include "ensemble/censored_line.hpp"
#include "ensemble/line.hpp"

namespace lacuna::ensemble {

namespace {

/// Degrees of freedom that the pooled variance counts for in each cell's.
constexpr double pooled_weight = 8.0;

/// Means of the cells, their scatter, and the weights that follow.
struct Moments {
  std::vector<double> x;          ///< (cells) 1/kT [1/eV]
  std::vector<double> means;      ///< (cells) of ln j
  std::vector<double> variances;  ///< (cells) of one replica
  std::vector<double> sizes;      ///< (cells)
  std::vector<double> moderated;  ///< (cells) the variances drawn towards the pooled one
  std::vector<double> weights;    ///< (cells)
  /// Variance of a sum of the means with these factors.
  [[nodiscard]] double spread(std::span<const double> factors,
                              std::span<const double> others) const {
    double sum = 0;
    for (std::size_t c = 0; c < x.size(); ++c)
      sum += factors[c] * others[c] * variances[c] / sizes[c];
    return sum;
  }
};

std::optional<Moments> moments(std::span<const CellSample> cells) {
  Moments m;
  double squares = 0, freedom = 0;
  std::vector<double> values;
  for (const CellSample& cell : cells) {
    values.clear();
    for (const Observation& o : cell.onsets) values.push_back(o.value);
    m.x.push_back(inverse_thermal_energy(cell.temperature));
    m.means.push_back(mean(values));
    m.variances.push_back(variance(values));
    m.sizes.push_back(static_cast<double>(values.size()));
    squares += m.variances.back() * (m.sizes.back() - 1);
    freedom += m.sizes.back() - 1;
  }
  if (!(squares > 0)) return std::nullopt;
  const double pooled = squares / freedom;
  for (std::size_t c = 0; c < m.x.size(); ++c) {
    const double own = m.sizes[c] - 1;
    m.moderated.push_back((own * m.variances[c] + pooled_weight * pooled) / (own + pooled_weight));
    m.weights.push_back(m.sizes[c] / m.moderated[c]);
  }
  return m;
}

/// A line and its variances.
struct Fitted {
  double energy, log_prefactor;
  double energy_variance, log_prefactor_variance, covariance;
};

std::optional<Fitted> least_squares(std::span<const CellSample> cells) {
  const auto m = moments(cells);
  if (!m) return std::nullopt;
  const Line fit = fit_line(m->x, m->means, m->weights);
  return Fitted{-fit.slope, fit.intercept, m->spread(fit.slope_weights, fit.slope_weights),
                m->spread(fit.intercept_weights, fit.intercept_weights),
                -m->spread(fit.slope_weights, fit.intercept_weights)};
}

double replicas(std::span<const CellSample> cells) {
  double all = 0;
  for (const CellSample& cell : cells) all += static_cast<double>(cell.onsets.size());
  return all;
}

void require_replicas(std::span<const CellSample> cells) {
  for (const CellSample& cell : cells) {
    if (cell.onsets.size() < 2)
      throw Error(
          "an activation energy needs at least two replicas at every temperature, because one says "
          "nothing "
          "about scatter; add replicas");
    for (const Observation& o : cell.onsets)
      if (!std::isfinite(o.value))
        throw Error("an onset current is zero or not a number, so that it has no logarithm");
  }
}

void require_temperatures(std::span<const CellSample> cells) {
  std::set<double> temperatures;
  for (const CellSample& cell : cells) temperatures.insert(cell.temperature);
  if (temperatures.size() < 2)
    throw Error(
        "an activation energy needs two different temperatures, because it is a slope; add one");
}

/// The same cells with replicas resampled within each.
void resample_cells(std::span<const CellSample> from, std::vector<CellSample>& to,
                    kmc::Stream& stream) {
  for (std::size_t c = 0; c < from.size(); ++c)
    for (Observation& o : to[c].onsets) o = from[c].onsets[stream.below(from[c].onsets.size())];
}

/// Line and studentised intervals from cells without censoring.
std::optional<Arrhenius> bootstrapped(std::span<const CellSample> cells,
                                      const Confidence& confidence, kmc::Stream& stream) {
  const auto found = least_squares(cells);
  if (!found) return std::nullopt;
  std::vector<CellSample> drawn(cells.begin(), cells.end());
  std::vector<double> energy_pivots, prefactor_pivots;
  for (int b = 0; b < confidence.resamples; ++b) {
    resample_cells(cells, drawn, stream);
    const auto again = least_squares(drawn);
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    energy_pivots.push_back(
        again ? (again->energy - found->energy) / std::sqrt(again->energy_variance) : none);
    prefactor_pivots.push_back(again ? (again->log_prefactor - found->log_prefactor) /
                                           std::sqrt(again->log_prefactor_variance)
                                     : none);
  }
  const auto estimate = [&](double value, double variance, const std::vector<double>& pivots) {
    const double error = std::sqrt(variance);
    return Estimate{value, error, studentised_interval(value, error, pivots, confidence.level)};
  };
  Arrhenius result;
  result.activation_energy = estimate(found->energy, found->energy_variance, energy_pivots);
  result.log_prefactor =
      estimate(found->log_prefactor, found->log_prefactor_variance, prefactor_pivots);
  result.covariance = found->covariance;
  return result;
}

/// The most likely line with intervals of Student's t: three parameters were estimated.
std::optional<Arrhenius> most_likely(std::span<const CellSample> cells, double level) {
  const auto fit = fit_censored(cells, 1);
  const double freedom = replicas(cells) - 3;
  if (!fit || freedom < 1) return std::nullopt;
  const boost::math::students_t_distribution<double> t(freedom);
  const double quantile = boost::math::quantile(t, (1 + level) / 2);
  const auto estimate = [&](double value, double variance) {
    const double error = std::sqrt(variance);
    return Estimate{value, error, {value - quantile * error, value + quantile * error}};
  };
  Arrhenius result;
  result.method = LineMethod::censored_likelihood;
  result.activation_energy = estimate(-fit->coefficients[1], fit->covariance(1, 1));
  result.log_prefactor = estimate(fit->coefficients[0], fit->covariance(0, 0));
  result.covariance = -fit->covariance(0, 1);
  return result;
}

std::optional<Arrhenius> line(std::span<const CellSample> cells, const Confidence& confidence,
                              kmc::Stream& stream) {
  auto result = any_censored(cells) ? most_likely(cells, confidence.level)
                                    : bootstrapped(cells, confidence, stream);
  if (!result) return std::nullopt;
  result->cells = cells.size();
  result->censored_share = censored_share(cells);
  return result;
}

double t_test(const Moments& m) {
  const std::vector<double> factors = curvature_weights(m.x, m.weights);
  double value = 0, spread = 0, fourth = 0;
  for (std::size_t c = 0; c < m.x.size(); ++c) {
    const double part = factors[c] * factors[c] * m.variances[c] / m.sizes[c];
    value += factors[c] * m.means[c];
    spread += part;
    fourth += part * part / (m.sizes[c] - 1);
  }
  if (!(spread > 0)) return value == 0 ? 1.0 : 0.0;
  const boost::math::students_t_distribution<double> t(spread * spread / fourth);
  return 2 * boost::math::cdf(boost::math::complement(t, std::abs(value) / std::sqrt(spread)));
}

/// Weighted squares about the line against F, both degrees of freedom corrected for weights that
/// are themselves estimated, from each cell's own variance.
std::optional<double> johansen_test(const Moments& m) {
  std::vector<double> weights;
  for (std::size_t c = 0; c < m.x.size(); ++c) {
    if (!(m.variances[c] > 0)) return std::nullopt;
    weights.push_back(m.sizes[c] / m.variances[c]);
  }
  const Line fit = fit_line(m.x, m.means, weights);
  double squares = 0, correction = 0;
  for (std::size_t c = 0; c < m.x.size(); ++c) {
    const double left = 1 - fit.leverages[c];
    squares += weights[c] * std::pow(m.means[c] - fit.at(m.x[c]), 2);
    correction += left * left / (m.sizes[c] - 1);
  }
  const double f = static_cast<double>(m.x.size() - 2);
  const double scale = f + 2 * correction - 6 * correction / (f + 2);
  const boost::math::fisher_f_distribution<double> law(f, f * (f + 2) / (3 * correction));
  return boost::math::cdf(boost::math::complement(law, squares / scale));
}

/// The likelihood ratio of a parabola and a line, as the F that it is without censoring.
std::optional<double> likelihood_ratio_test(std::span<const CellSample> cells) {
  const auto straight = fit_censored(cells, 1), parabola = fit_censored(cells, 2);
  const double n = replicas(cells);
  if (!straight || !parabola || n <= 3) return std::nullopt;
  const double gain = std::max(0.0, 2 * (parabola->log_likelihood - straight->log_likelihood));
  const boost::math::fisher_f_distribution<double> law(1, n - 3);
  return boost::math::cdf(boost::math::complement(law, (n - 3) * std::expm1(gain / n)));
}

std::optional<Curvature> curvature(std::span<const CellSample> cells) {
  std::set<double> temperatures;
  for (const CellSample& cell : cells) temperatures.insert(cell.temperature);
  if (temperatures.size() < 3) return std::nullopt;
  if (any_censored(cells)) {
    const auto p = likelihood_ratio_test(cells);
    if (!p) return std::nullopt;
    return Curvature{*p, std::nullopt};
  }
  const auto m = moments(cells);
  if (!m) return std::nullopt;
  return Curvature{t_test(*m), johansen_test(*m)};
}

}  // namespace

bool Curvature::one_slope_does_not_fit() const {
  constexpr double significance = 0.01;
  return quadratic_p < significance || lack_of_fit_p.value_or(1.0) < significance;
}

double Arrhenius::log_density_at(double temperature) const {
  return log_prefactor.value - activation_energy.value * inverse_thermal_energy(temperature);
}

Estimate Arrhenius::estimate_at(double temperature) const {
  const double x = inverse_thermal_energy(temperature);
  const Estimate &energy = activation_energy, &prefactor = log_prefactor;
  const double variance =
      prefactor.error * prefactor.error + x * x * energy.error * energy.error - 2 * x * covariance;
  Estimate found{log_density_at(temperature), std::sqrt(std::max(variance, 0.0)), {}};
  const double errors =
      energy.error > 0 ? (energy.interval.high - energy.interval.low) / (2 * energy.error) : 0.0;
  found.interval = {found.value - errors * found.error, found.value + errors * found.error};
  return found;
}

Arrhenius fit_arrhenius(std::span<const CellSample> cells, const Confidence& confidence,
                        kmc::Stream& stream) {
  require_replicas(cells);
  require_temperatures(cells);
  auto result = line(cells, confidence, stream);
  if (!result && any_censored(cells))
    throw Error(
        std::string("too few onsets were observed for an activation energy, because replicas ended "
                    "without one or began after it; ") +
        way_to_onset(any_censored(cells, Censored::right), any_censored(cells, Censored::left)) +
        (any_censored(cells, Censored::right) ? ", unless voids or `limits` ended them" : ""));
  if (!result)
    throw Error(
        "replicas of one temperature all have the same onset, so that nothing weighs the "
        "temperatures; give "
        "them different seeds");
  result->curvature = curvature(cells);
  return *result;
}

std::vector<double> moderated_variances(std::span<const CellSample> cells) {
  require_replicas(cells);
  const auto m = moments(cells);
  return m ? m->moderated : std::vector<double>(cells.size(), 0.0);
}

std::vector<LocalSlope> local_slopes(std::span<const CellSample> cells,
                                     const Confidence& confidence, kmc::Stream& stream) {
  std::vector<CellSample> sorted(cells.begin(), cells.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const CellSample& a, const CellSample& b) {
    return a.temperature < b.temperature;
  });
  std::vector<LocalSlope> slopes;
  for (std::size_t c = 0; c + 1 < sorted.size(); ++c) {
    const std::span<const CellSample> pair = std::span(sorted).subspan(c, 2);
    if (pair[0].temperature == pair[1].temperature || pair[0].onsets.size() < 2 ||
        pair[1].onsets.size() < 2)
      continue;
    const auto through = line(pair, confidence, stream);
    if (!through) continue;
    slopes.push_back(
        {2 / (1 / pair[0].temperature + 1 / pair[1].temperature), through->activation_energy});
  }
  return slopes;
}

}  // namespace lacuna::ensemble
