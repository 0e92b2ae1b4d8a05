#include "ensemble/rate_dependence.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/ensemble/synthetic.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

TEST_CASE("a power law of the rate has its exponent, from two factors or three") {
  const std::vector<std::pair<double, double>> factors{
      {1, 5}, {0.25, 5 + 0.2 * std::log(0.25)}, {4, 5 + 0.2 * std::log(4)}};
  CHECK(rate_exponent(factors).value() == doctest::Approx(0.2));
  CHECK(rate_exponent(std::span(factors).first(2)).value() == doctest::Approx(0.2));
  CHECK_FALSE(rate_exponent(std::span(factors).first(1)).has_value());
}

TEST_CASE("the conventions' activation energies are those of onsets with j ~ exp(-g/kT) rate^s") {
  // ln j = -g x + s ln rate; one rate: E = g. Equal charge, rate ~ j^2: ln j (1 - 2 s) = -g x.
  const double g = 0.09, s = 0.2;
  const Estimate charge{g / (1 - 2 * s), 0.003, {0, 1}}, fixed{g, 0.003, {0, 1}},
      exponent{s, 0.01, {0.1, 0.3}};
  CHECK(other_convention(SameRamp::charge, charge, exponent).value().value == doctest::Approx(g));
  CHECK(other_convention(SameRamp::fixed, fixed, exponent).value().value ==
        doctest::Approx(g / (1 - 2 * s)));
  CHECK_FALSE(other_convention(SameRamp::none, fixed, exponent).has_value());
  // j follows the ramp so closely that no charge per e-fold can be kept the same
  CHECK_FALSE(other_convention(SameRamp::fixed, fixed, {0.4, 0.1, {0.2, 0.6}}).has_value());
}

TEST_CASE(
    "one exponent for all temperatures is doubted in 1 % of studies where it holds, and always "
    "where it does not") {
  kmc::Stream stream(test::seed(62), 0);
  const auto doubted = [&](double change) {
    test::Mean share;
    for (int n = 0; n < 4000; ++n) {
      std::vector<RateExponent> cells;
      for (int c = 0; c < 3; ++c) {  // of unequal size and scatter
        const int replicas = 8 + 4 * c;
        std::vector<double> values;
        for (int i = 0; i < replicas; ++i)
          values.push_back(0.2 + change * c +
                           0.02 * (1 + c) * test::draw(test::Scatter::normal, stream));
        cells.push_back(
            {300.0, {mean(values), std::sqrt(variance(values) / replicas), {}}, replicas});
      }
      share.add(same_exponent_p(cells).value() < 0.01 ? 1 : 0);
    }
    return share.mean();
  };
  CHECK(std::abs(doubted(0) - 0.01) < 5 * std::sqrt(0.01 / 4000));
  CHECK(doubted(0.1) > 0.99);
}

TEST_CASE("cells that are alone or do not scatter tell nothing about each other's exponents") {
  const RateExponent one{300, {0.2, 0.01, {}}, 8}, exact{350, {0.3, 0.0, {}}, 8};
  CHECK_FALSE(same_exponent_p(std::vector{one}).has_value());
  CHECK_FALSE(same_exponent_p(std::vector{one, exact}).has_value());
}

TEST_CASE("intervals of the other convention cover 95 % where those of E_A and s do") {
  kmc::Stream stream(test::seed(61), 0);
  for (const SameRamp own : {SameRamp::charge, SameRamp::fixed}) {
    const double s = 0.2, energy = 0.12, reach = 1.959964;
    const double truth = own == SameRamp::charge ? energy * (1 - 2 * s) : energy / (1 - 2 * s);
    test::Mean held, error, squared;
    for (int n = 0; n < 4000; ++n) {
      const auto noisy = [&](double exact, double scatter) {
        const double value = exact + scatter * test::draw(test::Scatter::normal, stream);
        return Estimate{value, scatter, {value - reach * scatter, value + reach * scatter}};
      };
      const Estimate other = other_convention(own, noisy(energy, 0.004), noisy(s, 0.008)).value();
      held.add(other.interval.contains(truth) ? 1 : 0);
      error.add(other.error);
      squared.add((other.value - truth) * (other.value - truth));
    }
    CHECK(std::abs(100 * held.mean() - 95) < 2);
    CHECK(error.mean() == doctest::Approx(std::sqrt(squared.mean())).epsilon(0.06));
  }
}

TEST_CASE("a turned line keeps the current of the middle temperature, and errors go with it") {
  Arrhenius own;
  own.activation_energy = {0.14, 0.004, {0.132, 0.148}};
  own.log_prefactor = {2.0, 0.15, {1.7, 2.3}};
  own.covariance = 0.98 * 0.004 * 0.15;
  const double share = 0.6, by_exponent = 0.003, middle = inverse_thermal_energy(300);
  const Estimate other{share * 0.14, std::hypot(share * 0.004, by_exponent), {0.07, 0.098}};
  const Arrhenius line = turned(own, other, middle);
  CHECK(line.log_density_at(300) == doctest::Approx(own.log_density_at(300)));
  for (const double temperature : {250.0, 300.0, 350.0}) {
    // ln j = (1 - share) own(300) + share own(T) + d (x - x_middle)
    const double x = inverse_thermal_energy(temperature), away = x - middle;
    const double at = share * x + (1 - share) * middle;  // own prediction of the same value
    const double variance = std::pow(0.15, 2) - 2 * at * own.covariance + std::pow(at * 0.004, 2) +
                            std::pow(away * by_exponent, 2);
    CHECK(line.estimate_at(temperature).error ==
          doctest::Approx(std::sqrt(variance)).epsilon(1e-6));
  }
}
