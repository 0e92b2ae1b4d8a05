#include "ensemble/censored_line.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "ensemble/line.hpp"
#include "ensemble/normal.hpp"
#include "tests/ensemble/synthetic.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

/// ln likelihood as it is written down.
double log_likelihood(const std::vector<CellSample>& cells, const std::vector<double>& c,
                      double sigma) {
  double sum = 0;
  for (const CellSample& cell : cells) {
    const double x = inverse_thermal_energy(cell.temperature);
    double centre = 0;
    for (std::size_t k = c.size(); k-- > 0;) centre = centre * x + c[k];
    for (const Observation& o : cell.onsets) {
      const double u = (o.value - centre) / sigma;
      if (o.censored == Censored::no) sum += log_normal_density(u) - std::log(sigma);
      if (o.censored == Censored::left) sum += std::log(std::erfc(-u / std::sqrt(2.0)) / 2);
      if (o.censored == Censored::right) sum += std::log(std::erfc(u / std::sqrt(2.0)) / 2);
    }
  }
  return sum;
}

std::vector<CellSample> censored_study(int replicas) {
  test::Study study;
  study.seen_from = -1.2;
  study.seen_to = 0.8;
  kmc::Stream stream(test::seed(3), 0);
  return test::replicas(study, test::Scatter::normal, replicas, stream);
}

}  // namespace

TEST_CASE("without censoring the most likely line is that of least squares") {
  kmc::Stream stream(test::seed(1), 0);
  const auto cells = test::replicas({}, test::Scatter::normal, 5, stream);
  const auto fit = fit_censored(cells, 1);
  REQUIRE(fit.has_value());
  std::vector<double> x, y;
  for (const CellSample& cell : cells) {
    for (const Observation& o : cell.onsets) {
      x.push_back(inverse_thermal_energy(cell.temperature));
      y.push_back(o.value);
    }
  }
  const Line line = fit_line(x, y, std::vector<double>(x.size(), 1.0));
  double squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) squares += std::pow(y[i] - line.at(x[i]), 2);
  CHECK(fit->coefficients[0] == doctest::Approx(line.intercept));
  CHECK(fit->coefficients[1] == doctest::Approx(line.slope));
  CHECK(fit->sigma == doctest::Approx(std::sqrt(squares / static_cast<double>(x.size()))));

  double variance_of_slope = 0;  // of cell means with their own variances
  for (std::size_t c = 0; c < cells.size(); ++c)
    variance_of_slope +=
        std::pow(5 * line.slope_weights[5 * c], 2) * variance(exact_values(cells[c])) / 5;
  CHECK(fit->covariance(1, 1) == doctest::Approx(variance_of_slope));
}

TEST_CASE("the most likely censored line is at the top of its likelihood") {
  const auto cells = censored_study(8);
  for (const int order : {1, 2}) {
    const auto fit = fit_censored(cells, order);
    REQUIRE(fit.has_value());
    CHECK(fit->log_likelihood ==
          doctest::Approx(log_likelihood(cells, fit->coefficients, fit->sigma)));
    for (std::size_t k = 0; k <= fit->coefficients.size(); ++k) {
      for (const double step : {-1e-3, 1e-3}) {
        std::vector<double> moved = fit->coefficients;
        double sigma = fit->sigma;
        (k < moved.size() ? moved[k] : sigma) *= 1 + step;
        CHECK(log_likelihood(cells, moved, sigma) < fit->log_likelihood);
      }
    }
  }
}

TEST_CASE("a censored line finds the true one and knows its error") {
  const auto fit = fit_censored(censored_study(400), 1);
  REQUIRE(fit.has_value());
  CHECK(std::abs(-fit->coefficients[1] - 0.15) < test::allowed * std::sqrt(fit->covariance(1, 1)));
  CHECK(std::abs(fit->coefficients[0] - 10) < test::allowed * std::sqrt(fit->covariance(0, 0)));
  CHECK(fit->sigma == doctest::Approx(0.1).epsilon(0.1));
  CHECK(std::sqrt(fit->covariance(1, 1)) < 0.001);
}

TEST_CASE("bounds that allow any line give none") {
  const auto right = Censored::right;
  const std::vector<CellSample> all{{300, {{1, right}, {1, right}}},
                                    {350, {{2, right}, {2, right}}}};
  CHECK_FALSE(fit_censored(all, 1).has_value());
  std::vector<CellSample> one_ramp = all;  // its end, but for rounding
  for (CellSample& cell : one_ramp) cell.onsets = {{2, right}, {std::nextafter(2, 3), right}};
  CHECK_FALSE(fit_censored(one_ramp, 1).has_value());
  const std::vector<CellSample> one_seen{{300, {{1}, {1.1}}}, {350, {{2, right}, {2, right}}}};
  CHECK_FALSE(fit_censored(one_seen, 1).has_value());
  const std::vector<CellSample> no_scatter{{300, {{1}, {1}}}, {350, {{2}, {2}}}};
  CHECK_FALSE(fit_censored(no_scatter, 1).has_value());
}
