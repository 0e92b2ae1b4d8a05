#include "ensemble/censored_line.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "ensemble/normal.hpp"

namespace lacuna::ensemble {

namespace {

/// Shift and width that make numbers of order one, for the sake of the arithmetic.
struct Scale {
  double centre = 0.0, width = 1.0;
  [[nodiscard]] double apply(double v) const { return (v - centre) / width; }
};

/// Coefficients of a parabola at most, and the scatter.
constexpr std::size_t most_parameters = 4;

/// What the likelihood sees of an observation. Its residual u = y/sigma - sum_k x^k c_k/sigma is
/// `regressors` times the parameters (c_0/sigma, ..., 1/sigma).
struct Row {
  std::array<double, most_parameters> regressors;
  Censored censored;
  std::size_t cell;
};

double residual(const Row& row, const std::vector<double>& parameters) {
  double u = 0;
  for (std::size_t j = 0; j < parameters.size(); ++j) u += row.regressors[j] * parameters[j];
  return u;
}

/// ln of an observation's likelihood and its first two derivatives with respect to u, without the
/// ln(1/sigma) of an exact one.
struct Term {
  double value, slope, curvature;
};

Term term(double u, Censored censored) {
  if (censored == Censored::no) return {log_normal_density(u), -u, -1.0};
  const double sign = censored == Censored::left ? 1.0 : -1.0;
  const double mills = inverse_mills(sign * u);
  return {log_normal_probability(sign * u), sign * mills, -mills * (sign * u + mills)};
}

/// ln of the likelihood about some parameters.
struct Shape {
  double value;
  std::vector<double> gradient;
  SymmetricMatrix information;  ///< minus the second derivatives
};

class Likelihood {
 public:
  Likelihood(std::span<const CellSample> cells, int order);

  /// Is there an onset that is no bound? Bounds alone have no scatter, and allow any.
  [[nodiscard]] bool saw_any() const { return exact_ > 0; }
  [[nodiscard]] std::vector<double> start() const;
  [[nodiscard]] Shape evaluate(const std::vector<double>& parameters) const;
  /// Sum over cells of n times the covariance of the scores within the cell.
  [[nodiscard]] SymmetricMatrix score_scatter(const std::vector<double>& parameters) const;
  /// Back to the units of the observations.
  [[nodiscard]] CensoredFit fit(const std::vector<double>& parameters, double value,
                                const Cholesky& information) const;

 private:
  [[nodiscard]] std::vector<double> score(const Row&, const std::vector<double>& parameters) const;

  std::size_t order_, exact_ = 0;
  Scale x_, y_;
  std::vector<Row> rows_;
  std::vector<std::size_t> cell_sizes_;
};

Likelihood::Likelihood(std::span<const CellSample> cells, int order)
    : order_(static_cast<std::size_t>(order)) {
  std::vector<double> all_x, all_y;
  for (const CellSample& cell : cells) {
    for (const Observation& o : cell.onsets) {
      all_x.push_back(inverse_thermal_energy(cell.temperature));
      all_y.push_back(o.value);
    }
  }
  const auto scale = [](const std::vector<double>& v) {
    const double width = v.size() < 2 ? 0.0 : std::sqrt(variance(v));
    return Scale{mean(v), width > 0 ? width : 1.0};
  };
  if (all_x.empty()) return;
  x_ = scale(all_x);
  y_ = scale(all_y);
  for (std::size_t c = 0; c < cells.size(); ++c) {
    cell_sizes_.push_back(cells[c].onsets.size());
    const double x = x_.apply(inverse_thermal_energy(cells[c].temperature));
    for (const Observation& o : cells[c].onsets) {
      Row row{{}, o.censored, c};
      row.regressors[0] = -1;
      for (std::size_t k = 1; k <= order_; ++k) row.regressors[k] = row.regressors[k - 1] * x;
      row.regressors[order_ + 1] = y_.apply(o.value);
      rows_.push_back(row);
      exact_ += o.censored == Censored::no ? 1 : 0;
    }
  }
}

std::vector<double> Likelihood::start() const {
  std::vector<double> parameters(order_ + 1, 0.0);
  parameters.push_back(1.0);
  return parameters;
}

Shape Likelihood::evaluate(const std::vector<double>& parameters) const {
  const std::size_t p = parameters.size();
  const double exact = static_cast<double>(exact_), precision = parameters.back();
  Shape shape{-std::numeric_limits<double>::infinity(), std::vector<double>(p, 0.0),
              SymmetricMatrix(p)};
  if (!(precision > 0)) return shape;
  shape.value = exact * std::log(precision);
  shape.gradient.back() = exact / precision;
  shape.information(p - 1, p - 1) = exact / (precision * precision);
  for (const Row& row : rows_) {
    const Term t = term(residual(row, parameters), row.censored);
    shape.value += t.value;
    for (std::size_t j = 0; j < p; ++j) {
      shape.gradient[j] += t.slope * row.regressors[j];
      for (std::size_t k = 0; k < p; ++k)
        shape.information(j, k) -= t.curvature * row.regressors[j] * row.regressors[k];
    }
  }
  return shape;
}

std::vector<double> Likelihood::score(const Row& row, const std::vector<double>& parameters) const {
  const Term t = term(residual(row, parameters), row.censored);
  std::vector<double> score(parameters.size());
  for (std::size_t j = 0; j < score.size(); ++j) score[j] = t.slope * row.regressors[j];
  if (row.censored == Censored::no) score.back() += 1 / parameters.back();
  return score;
}

SymmetricMatrix Likelihood::score_scatter(const std::vector<double>& parameters) const {
  const std::size_t p = parameters.size();
  std::vector<std::vector<double>> centres(cell_sizes_.size(), std::vector<double>(p, 0.0));
  for (const Row& row : rows_) {
    const std::vector<double> s = score(row, parameters);
    for (std::size_t j = 0; j < p; ++j)
      centres[row.cell][j] += s[j] / static_cast<double>(cell_sizes_[row.cell]);
  }
  SymmetricMatrix scatter(p);
  for (const Row& row : rows_) {
    const double n = static_cast<double>(cell_sizes_[row.cell]);
    const std::vector<double> s = score(row, parameters);
    const std::vector<double>& centre = centres[row.cell];
    for (std::size_t j = 0; j < p; ++j)
      for (std::size_t k = 0; k < p; ++k)
        scatter(j, k) += n / (n - 1) * (s[j] - centre[j]) * (s[k] - centre[k]);
  }
  return scatter;
}

/// The rows of d(coefficient)/d(parameter), in the units of the observations. With x scaled, a
/// coefficient is a sum over those of higher powers: (x - m)^k / w^k by the binomial theorem.
std::vector<std::vector<double>> to_coefficients(std::size_t order, const Scale& x) {
  std::vector<std::vector<double>> powers{{1.0}};  // of the scaled x, in powers of x
  for (std::size_t k = 1; k <= order; ++k) {
    std::vector<double> next(k + 1, 0.0);
    for (std::size_t j = 0; j < k; ++j) {
      next[j] -= powers[k - 1][j] * x.centre / x.width;
      next[j + 1] += powers[k - 1][j] / x.width;
    }
    powers.push_back(std::move(next));
  }
  std::vector<std::vector<double>> rows(order + 1, std::vector<double>(order + 1, 0.0));
  for (std::size_t k = 0; k <= order; ++k)
    for (std::size_t j = 0; j <= k; ++j) rows[j][k] = powers[k][j];
  return rows;
}

CensoredFit Likelihood::fit(const std::vector<double>& parameters, double value,
                            const Cholesky& information) const {
  CensoredFit fit;
  const double sigma = 1 / parameters.back();
  fit.sigma = y_.width * sigma;
  fit.log_likelihood = value - static_cast<double>(exact_) * std::log(y_.width);
  std::vector<std::vector<double>> gradients;  // of a coefficient with respect to the parameters
  for (std::vector<double> row : to_coefficients(order_, x_)) {
    double scaled = 0;
    for (std::size_t k = 0; k <= order_; ++k) scaled += row[k] * parameters[k];
    for (double& r : row) r *= y_.width * sigma;
    row.push_back(-y_.width * scaled * sigma * sigma);
    fit.coefficients.push_back(y_.width * scaled * sigma);
    gradients.push_back(information.solve(row));
  }
  fit.coefficients[0] += y_.centre;
  const SymmetricMatrix scatter = score_scatter(parameters);
  fit.covariance = SymmetricMatrix(order_ + 1);
  for (std::size_t a = 0; a <= order_; ++a) {
    for (std::size_t b = 0; b <= order_; ++b) {
      for (std::size_t j = 0; j < parameters.size(); ++j)
        for (std::size_t k = 0; k < parameters.size(); ++k)
          fit.covariance(a, b) += gradients[a][j] * scatter(j, k) * gradients[b][k];
    }
  }
  return fit;
}

}  // namespace

std::optional<CensoredFit> fit_censored(std::span<const CellSample> cells, int order) {
  constexpr int enough = 100;
  constexpr double settled = 1e-18;  // twice the gain, relative, that Newton's step still promises
  constexpr double rounding = 1e-13;
  constexpr double degenerate = 1e6;  // 1/sigma in units of the whole scatter: a perfect fit
  const Likelihood likelihood(cells, order);
  if (!likelihood.saw_any()) return std::nullopt;
  std::vector<double> at = likelihood.start();
  Shape shape = likelihood.evaluate(at);
  for (int n = 0; n < enough; ++n) {
    const auto information = Cholesky::factor(shape.information);
    if (!information || at.back() > degenerate) return std::nullopt;
    const std::vector<double> step = information->solve(shape.gradient);
    const double gain = dot(step, shape.gradient), unit = std::max(1.0, std::abs(shape.value));
    if (gain < settled * unit) return likelihood.fit(at, shape.value, *information);
    for (double length = 1;; length /= 2) {  // until it rises, or would by less than rounding
      std::vector<double> next = at;
      for (std::size_t j = 0; j < next.size(); ++j) next[j] += length * step[j];
      Shape reached = likelihood.evaluate(next);
      if (reached.value < shape.value && length * gain > rounding * unit) continue;
      at = std::move(next);
      shape = std::move(reached);
      break;
    }
  }
  return std::nullopt;
}

}  // namespace lacuna::ensemble
