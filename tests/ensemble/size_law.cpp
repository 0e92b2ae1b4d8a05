#include "ensemble/size_law.hpp"

#include <doctest/doctest.h>

#include <array>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <vector>

#include "core/constants.hpp"
#include "ensemble/sample.hpp"
#include "interface/theory.hpp"
#include "kmc/random.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

constexpr std::array all_laws{SizeLaw::inverse, SizeLaw::corrected, SizeLaw::power};
constexpr std::array without_bonds{SizeLaw::inverse, SizeLaw::corrected};

template <class Current>
std::vector<SizedCurrent> currents(const std::vector<double>& sizes, double error,
                                   Current log_current) {
  std::vector<SizedCurrent> list;
  for (const double x : sizes) list.push_back({x, log_current(x), error});
  return list;
}

}  // namespace

TEST_CASE("currents that follow a size law are fitted by it exactly, and extrapolated") {
  const std::vector<double> sizes{8, 16, 32, 64};
  const auto inverse = SizeFit::through(
      currents(sizes, 0.01, [](double x) { return -std::log(3 + 0.5 * x); }), SizeLaw::inverse);
  REQUIRE(inverse);
  CHECK(inverse->offset() == doctest::Approx(6));
  CHECK(inverse->chi_squared() < 1e-15);
  CHECK(inverse->freedom() == 2);
  CHECK(inverse->at(1e4)->log_current == doctest::Approx(-std::log(3 + 0.5e4)));
  const auto corrected = SizeFit::through(
      currents(sizes, 0.01, [](double x) { return -std::log(3 + 0.5 * x + 2 / x); }),
      SizeLaw::corrected);
  REQUIRE(corrected);
  CHECK(corrected->at(1e4)->log_current == doctest::Approx(-std::log(3 + 0.5e4 + 2e-4)));
  const auto power = SizeFit::through(
      currents(sizes, 0.01, [](double x) { return 2 - 0.4 * std::log(x); }), SizeLaw::power);
  REQUIRE(power);
  CHECK(power->exponent() == doctest::Approx(-0.4));
  CHECK(power->at(1e4)->log_current == doctest::Approx(2 - 0.4 * std::log(1e4)));
}

TEST_CASE("too few sizes, or a law that gives no current, fit nothing") {
  CHECK_FALSE(SizeFit::through(currents({8}, 0.01, [](double) { return 0.0; }), SizeLaw::inverse));
  CHECK_FALSE(
      SizeFit::through(currents({8, 8, 16}, 0.01, [](double) { return 0.0; }), SizeLaw::corrected));
  const auto rising = SizeFit::through(
      currents({8, 16}, 0.01, [](double x) { return std::log(x); }), SizeLaw::inverse);
  REQUIRE(rising);
  CHECK_FALSE(rising->at(1e6));
}

TEST_CASE("extrapolated currents are off by their errors: standard normal over 400 sets of noise") {
  const std::vector<double> sizes{8, 16, 32, 64, 128};
  constexpr double noise = 0.03, far = 1e4;
  kmc::Stream random(test::seed(11), 1);
  boost::random::normal_distribution<double> normal;
  for (const SizeLaw law : {SizeLaw::inverse, SizeLaw::power}) {
    CAPTURE(word_of(law));
    const auto truth = [&](double x) {
      return law == SizeLaw::inverse ? -std::log(20 + x) : -0.7 * std::log(x);
    };
    constexpr int sets = 400;
    double sum = 0, squares = 0, chi_squared = 0;
    for (int n = 0; n < sets; ++n) {
      const auto fit = SizeFit::through(
          currents(sizes, noise, [&](double x) { return truth(x) + noise * normal(random); }), law);
      REQUIRE(fit);
      const auto value = fit->at(far);
      REQUIRE(value);
      const double z = (value->log_current - truth(far)) / value->error;
      sum += z;
      squares += z * z;
      chi_squared += fit->chi_squared();
    }
    CHECK(std::abs(sum / std::sqrt(sets)) < 4);
    CHECK(std::abs((squares - sets) / std::sqrt(2.0 * sets)) < 4);
    CHECK(std::abs((chi_squared - 3.0 * sets) / std::sqrt(2 * 3.0 * sets)) < 4);
  }
}

TEST_CASE(
    "the simplest law that chi squared allows is taken, and E_A belongs to the size asked for") {
  const std::vector<double> sizes{8, 16, 32, 64, 128};
  std::vector<SizeSeries> inverse, power, neither;
  for (const double temperature : {260.0, 300.0, 340.0}) {
    const double x = inverse_thermal_energy(temperature);
    // L* = exp(2 - 0.05 x) makes E_A fall from 0.12 to 0.07 eV with the thickness
    const auto of = [&](double size) {
      return -0.12 * x - std::log(1 + size * std::exp(-2 - 0.05 * x));
    };
    inverse.push_back({temperature, currents(sizes, 0.01, of)});
    power.push_back({temperature, currents(sizes, 0.01, [&](double size) {
                       return -0.2 * x - 0.5 * std::log(size);
                     })});
    neither.push_back(
        {temperature, currents(sizes, 0.01, [&](double size) { return std::sin(size); })});
  }
  const auto first = extrapolate(inverse, 1e7, all_laws, 0.95);
  REQUIRE(first);
  CHECK(first->law == SizeLaw::inverse);
  CHECK(first->energy->value == doctest::Approx(0.07).epsilon(1e-4));
  const auto second = extrapolate(power, 1e4, all_laws, 0.95);
  REQUIRE(second);
  CHECK(second->law == SizeLaw::power);
  CHECK(second->energy->value == doctest::Approx(0.2));
  CHECK_FALSE(extrapolate(power, 1e4, without_bonds, 0.95));
  CHECK_FALSE(extrapolate(neither, 1e4, all_laws, 0.95));
}

TEST_CASE("the mean field's currents of 16 to 256 layers lead to its current at 200 micrometres") {
  std::vector<SizeSeries> series;
  interface::Case c;
  c.ceramic.injection = {0.14, 1e13};
  const auto current = [&](double temperature, int layers) {
    c.temperature = temperature;
    c.metal.layers = layers;
    return std::log(interface::predicted_density(c));
  };
  for (const double temperature : {250.0, 300.0, 350.0}) {
    SizeSeries s{temperature, {}};
    for (const int layers : {16, 32, 64, 128, 256})
      s.currents.push_back({static_cast<double>(layers), current(temperature, layers), 0.01});
    series.push_back(s);
  }
  constexpr int far = 659000;
  const auto found = extrapolate(series, far, without_bonds, 0.95);
  REQUIRE(found);
  CHECK(found->law == SizeLaw::inverse);
  for (std::size_t n = 0; n < series.size(); ++n)
    CHECK(found->log_currents[n].value ==
          doctest::Approx(current(series[n].temperature, far)).epsilon(1e-6));
}
