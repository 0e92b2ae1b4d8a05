#include "cell/rise.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace lacuna::cell {
namespace {

// Births c j^s, whose first void has a Weibull law of j in closed form.
constexpr double s = 6, c = 1e-3, area = 50;
double births(double density) { return c * std::pow(density, s); }

}  // namespace

TEST_CASE("a linear ramp gives a Weibull law of the shape s + 1") {
  const double rate = 0.3;
  const FirstVoids found = first_voids(births, area, LinearRise{rate, 0}, 1e3);
  const double scale = std::pow((s + 1) * rate / (c * area), 1 / (s + 1));
  for (std::size_t k = 0; k < first_void_shares.size(); ++k)
    CHECK(found.density[k] ==
          doctest::Approx(scale * std::pow(-std::log1p(-first_void_shares[k]), 1 / (s + 1)))
              .epsilon(1e-4));
  CHECK(found.mean == doctest::Approx(std::log(scale) - std::numbers::egamma / (s + 1)));
  CHECK(found.deviation ==
        doctest::Approx(std::numbers::pi / std::sqrt(6.0) / (s + 1)).epsilon(1e-3));
  CHECK(found.sensitivity == doctest::Approx(s).epsilon(1e-4));
}

TEST_CASE("a ramp that begins late sees no births before") {
  const double rate = 0.3;
  const double scale = (s + 1) * rate / (c * area);
  const double median_alone = first_voids(births, area, LinearRise{rate, 0}, 1e3).density[median];
  const double from = 0.9 * median_alone;
  const double exact = std::pow(std::log(2.0) * scale + std::pow(from, s + 1), 1 / (s + 1));
  CHECK(first_voids(births, area, LinearRise{rate, from}, 1e3).density[median] ==
        doctest::Approx(exact).epsilon(1e-3));
}

TEST_CASE("a current that rises by e in a time, and one by the charge of an e-fold") {
  const double e_fold = 4, charge = 7;
  CHECK(first_voids(births, area, SteadyRise{e_fold}, 1e3).density[median] ==
        doctest::Approx(std::pow(std::log(2.0) * s / (c * area * e_fold), 1 / s)).epsilon(1e-4));
  const double median_of_charge =
      first_voids(births, area, ChargeRise{charge}, 1e3).density[median];
  CHECK(median_of_charge ==
        doctest::Approx(std::pow(std::log(2.0) * (s + 1) / (c * area * charge), 1 / (s - 1)))
            .epsilon(2e-3));
  CHECK(e_fold_time(ChargeRise{charge}, 2) == charge / 2);
  // that is what a linear ramp of this rate does
  const double rate = median_of_charge * median_of_charge / charge;
  CHECK(first_voids(births, area, LinearRise{rate, 0}, 1e3).density[median] ==
        doctest::Approx(median_of_charge).epsilon(2e-3));
}

TEST_CASE("births that are too few as far as they are known are refused") {
  CHECK_THROWS_WITH_AS(first_voids(births, area, SteadyRise{1e-9}, 1.0),
                       doctest::Contains("the gas is not dilute"), InputError);
}

}  // namespace lacuna::cell
