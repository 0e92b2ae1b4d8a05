#include "ensemble/hypotheses.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

Estimate prediction(double energy, double error) {
  const double reach = 1.959963984540054 * error;
  return {energy, error, {energy - reach, energy + reach}};
}

const MeasuredEnergy coated{0.10, 0.10, 0.01}, bare{0.13, 0.15, 0.0};

}  // namespace

TEST_CASE("a range is a range: an interval is inside it, overlaps it, or is outside") {
  const auto where = [](double low, double high) {
    const Estimate predicted{(low + high) / 2, (high - low) / 4, {low, high}};
    return compare(predicted, bare, 0.95).overlap;
  };
  CHECK(where(0.131, 0.149) == Overlap::inside);
  CHECK(where(0.13, 0.15) == Overlap::inside);
  CHECK(where(0.12, 0.14) == Overlap::overlaps);
  CHECK(where(0.145, 0.165) == Overlap::overlaps);
  CHECK(where(0.10, 0.18) == Overlap::overlaps);  // about all of it
  CHECK(where(0.152, 0.16) == Overlap::outside);
  CHECK(where(0.053, 0.053) == Overlap::outside);  // without an error
  CHECK(compare(prediction(0.16, 0), bare, 0.95).distance == doctest::Approx(0.01));
  CHECK(compare(prediction(0.12, 0), bare, 0.95).distance == doctest::Approx(0.01));
  CHECK(compare(prediction(0.14, 0), bare, 0.95).distance == 0);
}

TEST_CASE("a value and a prediction are apart by both their errors together") {
  const double error = 0.0075, together = std::hypot(0.01, error);
  const auto at = [&](double errors) {
    return compare(prediction(0.10 + errors * together, error), coated, 0.95).overlap;
  };
  CHECK(at(1.95) == Overlap::overlaps);
  CHECK(at(1.97) == Overlap::outside);
  CHECK(at(-1.97) == Overlap::outside);
  CHECK(at(0) == Overlap::inside);
  CHECK(compare(prediction(0.10, 0.02), coated, 0.95).overlap == Overlap::overlaps);
  // The errors of a range's ends count as those of a value.
  CHECK(compare(prediction(0.16, 0.003), {0.13, 0.15, 0.004}, 0.95).overlap == Overlap::outside);
  CHECK(compare(prediction(0.16, 0.003), {0.13, 0.15, 0.005}, 0.95).overlap == Overlap::overlaps);
}

TEST_CASE("an interval that is open on a side reaches a measurement there") {
  const Estimate open{0.2, 0.01, {-HUGE_VAL, 0.22}};
  CHECK(compare(open, bare, 0.95).overlap == Overlap::overlaps);
}

TEST_CASE("a range with swapped ends is refused") {
  CHECK_THROWS_AS(compare(prediction(0.1, 0.01), {0.15, 0.13, 0}, 0.95), Error);
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
