#include "ensemble/hypotheses.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "ensemble/normal.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

Estimate prediction(double energy, double error) { return {energy, error, {}}; }

const MeasuredEnergy coated{0.10, 0.10, 0.01}, bare{0.13, 0.15, 0.0};

}  // namespace

TEST_CASE("a measured value is compared with both errors together") {
  const EnergyComparison c = compare(prediction(0.14, 0.0075), coated);
  const double s = std::sqrt(0.01 * 0.01 + 0.0075 * 0.0075);  // 0.0125
  CHECK(c.z == doctest::Approx(0.04 / s));
  CHECK(std::exp(c.log_likelihood) ==
        doctest::Approx(std::exp(-c.z * c.z / 2) / (s * std::sqrt(2 * 3.14159265358979))));
}

TEST_CASE("a measured range is flat within and falls off with the prediction's error") {
  const EnergyComparison inside = compare(prediction(0.14, 0.001), bare);
  CHECK(inside.z == 0);
  CHECK(std::exp(inside.log_likelihood) == doctest::Approx(1 / 0.02));
  const EnergyComparison at_end = compare(prediction(0.15, 0.001), bare);
  CHECK(std::exp(at_end.log_likelihood) == doctest::Approx(0.5 / 0.02));
  const EnergyComparison above = compare(prediction(0.16, 0.005), bare);
  CHECK(above.z == doctest::Approx(2));
  CHECK(std::exp(above.log_likelihood) ==
        doctest::Approx((std::erf(6 / std::sqrt(2.0)) - std::erf(2 / std::sqrt(2.0))) / 2 / 0.02));
  CHECK(compare(prediction(0.11, 0.005), bare).z == doctest::Approx(-4));
  // Within a range much wider than the error, a value's error widens the edges only.
  CHECK(compare(prediction(0.15, 0.003), {0.13, 0.15, 0.004}).log_likelihood ==
        doctest::Approx(compare(prediction(0.15, 0.005), bare).log_likelihood));
}

TEST_CASE("predictions far off keep a likelihood to be compared by") {
  const double near = compare(prediction(0.30, 0.001), bare).log_likelihood;
  const double far = compare(prediction(0.31, 0.001), bare).log_likelihood;
  CHECK(near - far ==
        doctest::Approx((160 * 160 - 150 * 150) / 2 + std::log(160.0 / 150)).epsilon(1e-4));
  CHECK(compare(prediction(0.14, 0), bare).log_likelihood == doctest::Approx(-std::log(0.02)));
  CHECK(compare(prediction(0.16, 0), bare).log_likelihood == -HUGE_VAL);
}

TEST_CASE("a measurement without error or width, or with swapped ends, is refused") {
  CHECK_THROWS_AS(compare(prediction(0.1, 0), {0.1, 0.1, 0}), Error);
  CHECK_THROWS_AS(compare(prediction(0.1, 0.01), {0.15, 0.13, 0}), Error);
}

TEST_CASE("weights of hypotheses are their likelihoods' shares") {
  const std::vector<double> weights =
      posterior_weights(std::vector<double>{-1000, -1000 - std::log(3.0), -HUGE_VAL});
  CHECK(weights[0] == doctest::Approx(0.75));
  CHECK(weights[1] == doctest::Approx(0.25));
  CHECK(weights[2] == 0);
  CHECK_THROWS_AS(posterior_weights(std::vector<double>{-HUGE_VAL}), Error);
  CHECK(posterior_weights({}).empty());
}

TEST_CASE("the free prefactor is the weighted mean difference when errors are independent") {
  const std::vector<MeasuredPoint> points{{300, 1.0, 0.1}, {320, 2.0, 0.2}, {340, 3.0, 0.2}};
  const std::vector<double> predicted{0.0, 1.2, 2.0};
  const PrefactorProfile p = profile_prefactor(points, predicted, SymmetricMatrix(3), 0.95);
  const double shift = (100 * 1.0 + 25 * 0.8 + 25 * 1.0) / 150;
  CHECK(p.log_factor.value == doctest::Approx(shift));
  CHECK(p.log_factor.error == doctest::Approx(1 / std::sqrt(150.0)));
  CHECK(p.clock_factor() == doctest::Approx(std::exp(shift)));
  CHECK(p.clock_factor_interval().high ==
        doctest::Approx(std::exp(shift + 1.959963984540054 / std::sqrt(150.0))));
  const double chi_squared =
      100 * std::pow(1 - shift, 2) + 25 * std::pow(0.8 - shift, 2) + 25 * std::pow(1 - shift, 2);
  CHECK(p.chi_squared == doctest::Approx(chi_squared));
  CHECK(p.freedom == 2);
  REQUIRE(p.p.has_value());
  CHECK(p.p.value() == doctest::Approx(std::exp(-chi_squared / 2)));  // two degrees of freedom
  double log_likelihood = 0;
  for (std::size_t i = 0; i < 3; ++i)
    log_likelihood +=
        log_normal_density((points[i].log_density - predicted[i] - shift) / points[i].error) -
        std::log(points[i].error);
  CHECK(p.log_likelihood == doctest::Approx(log_likelihood));
}

TEST_CASE("an error that all predictions share moves the prefactor only") {
  const std::vector<MeasuredPoint> points{{300, 1.0, 0.1}, {320, 2.0, 0.1}};
  const std::vector<double> predicted{0.0, 1.3};
  SymmetricMatrix shared(2);
  shared.elements.assign(4, 0.09);
  const PrefactorProfile with = profile_prefactor(points, predicted, shared, 0.95);
  const PrefactorProfile without = profile_prefactor(points, predicted, SymmetricMatrix(2), 0.95);
  CHECK(with.chi_squared == doctest::Approx(without.chi_squared));
  CHECK(with.log_factor.error == doctest::Approx(std::sqrt(0.01 / 2 + 0.09)));
}

TEST_CASE(
    "points on a line of the predicted slope give back the clock factor that they were made with") {
  Arrhenius line;
  line.activation_energy = prediction(0.14, 0.002);
  line.log_prefactor = prediction(5.0, 0.08);
  line.covariance = 0.99 * 0.002 * 0.08;
  std::vector<MeasuredPoint> points;
  for (const double t : {280.0, 300.0, 330.0})
    points.push_back({t, line.log_density_at(t) + std::log(2.5), 0.05});
  const PrefactorProfile p = profile_prefactor(points, line, 0.95);
  CHECK(p.clock_factor() == doctest::Approx(2.5));
  CHECK(p.chi_squared == doctest::Approx(0).epsilon(1e-12));
  for (MeasuredPoint& point : points)
    point.log_density -= 0.1 * inverse_thermal_energy(point.temperature);
  const PrefactorProfile steeper = profile_prefactor(points, line, 0.95);
  REQUIRE(steeper.p.has_value());
  CHECK(steeper.p.value() < 1e-6);
  CHECK(steeper.log_likelihood < p.log_likelihood - 10);
}

TEST_CASE("one point fixes the prefactor and tests nothing; none fix nothing") {
  const std::vector<MeasuredPoint> one{{300, 1.0, 0.1}}, without_error{{300, 1.0, 0.0}};
  const std::vector<double> predicted{0.5};
  const PrefactorProfile p = profile_prefactor(one, predicted, SymmetricMatrix(1), 0.95);
  CHECK(p.log_factor.value == doctest::Approx(0.5));
  CHECK_FALSE(p.p.has_value());
  CHECK_THROWS_AS(profile_prefactor({}, {}, SymmetricMatrix(0), 0.95), Error);
  CHECK_THROWS_AS(profile_prefactor(without_error, predicted, SymmetricMatrix(1), 0.95), Error);
}
