#include "cell/births.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/constants.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {

TEST_CASE("tabulated births are those of the sum, at any fugacity") {
  const interface::Case c = test::sodium(0.087);
  const Source wall = test::lawful(c, nucleation::Region::wall);
  const BirthTable table(wall.voids, 1e-4);
  for (const double z : {1e-7, 1.2345e-6, 3.3e-6, 2.2e-5, 9.99e-5, 1e-4})
    CHECK(std::log(table.rate(z)) ==
          doctest::Approx(wall.voids.birth_sum(z).ln_rate).epsilon(1e-7));
  CHECK(table.rate(1e-9) == 0);
  CHECK(table.rate(0) == 0);
}

TEST_CASE("their integral is that of a fine sum") {
  const interface::Case c = test::sodium(0.087);
  const Source wall = test::lawful(c, nucleation::Region::wall);
  const BirthTable table(wall.voids, 1e-4);
  double sum = 0.0;
  constexpr int steps = 20000;
  for (int n = 0; n < steps; ++n) {
    const double z = 2e-5 + 3e-5 * (n + 0.5) / steps;
    sum += std::exp(wall.voids.birth_sum(z).ln_rate) * 3e-5 / steps;
  }
  CHECK(table.integral(5e-5) - table.integral(2e-5) == doctest::Approx(sum).epsilon(1e-5));
}

TEST_CASE("births in the metal are the sum over its layers, above layer 0") {
  const interface::Case c = test::sodium(0.0);
  const Sources sources = test::lawful_sources(c);
  for (const double thickness : {1e4, 2e5}) {
    Design design;
    design.thickness = thickness;
    const Boundary b(c, design);
    const Births births(sources, b, 1e-4);
    const double z = 2e-5, rise = z - b.far;
    double sum = 0.0;
    for (int k = 1; k <= b.layers; ++k)
      sum += std::exp(sources.bulk.voids.birth_sum(z - rise * k / b.layers).ln_rate);
    CHECK(births(z, rise).bulk == doctest::Approx(sum / b.site_area).epsilon(1e-4));
    CHECK(births(z, rise).wall ==
          doctest::Approx(std::exp(sources.wall.voids.birth_sum(z).ln_rate) / b.site_area)
              .epsilon(1e-6));
    // without a slope every layer is as the interface
    CHECK(
        births(z, 0.0).bulk ==
        doctest::Approx(b.layers * std::exp(sources.bulk.voids.birth_sum(z).ln_rate) / b.site_area)
            .epsilon(1e-6));
    CHECK(births.sensitivity(1e-4, 1e-4) > 5);  // up to the highest
    const double h = 1e-4;
    CHECK(births.sensitivity(z, rise) ==
          doctest::Approx(std::log(births(z * (1 + h), rise + z * h).total() /
                                   births(z * (1 - h), rise - z * h).total()) /
                          (2 * h))
              .epsilon(1e-2));
  }
}

TEST_CASE("beside sinks births in the metal are those of a gas that thins out faster") {
  const interface::Case c = test::sodium(0.0);
  const Sources sources = test::lawful_sources(c);
  Design design;
  design.sinks = InnerSinks{.dislocations = 1e9 / constants::cm2};
  const Boundary b(c, design);
  const Births births(sources, b, 1e-4);
  const double z = 2e-5, density = (z - b.far) / b.per_density;
  const double spacing = design.thickness / b.layers, k = 1 / b.effective;  // kL >> 1
  double sum = 0.0;
  for (int n = 1; n * spacing < 5 * b.effective; ++n) {
    const double here = b.far + (z - b.far) * std::exp(-k * n * spacing);
    sum += std::exp(sources.bulk.voids.birth_sum(here).ln_rate);
  }
  CHECK(births(z, b.rise(density)).bulk == doctest::Approx(sum / b.site_area).epsilon(0.05));
}

}  // namespace lacuna::cell
