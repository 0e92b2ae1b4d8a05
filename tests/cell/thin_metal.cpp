#include "cell/thin_metal.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "interface/theory.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {
namespace {

interface::Case thin(double segregation, int layers = 12) {
  interface::Case c = test::sodium(segregation);
  c.metal.layers = layers;
  c.far_side = interface::Sink {};
  return c;
}

// The chain of sizes itself: the gas joins n at f_n ζ_n z, where a void of n + 1 loses f_n
// Q_n/Q_{n+1}; what passes every size in the steady state, single vacancies held and the largest
// taken away.
double passing(const Source& source, double z, const std::vector<double>& thinner) {
  const int largest = source.voids.largest();
  double slower = 0.0, relative = 1.0;  // Σ 1/(gain of n × numbers without loss), up to n
  for (int n = 1; n <= largest; ++n) {
    const double gain = source.voids.attachment(n) * thinner[static_cast<std::size_t>(n - 1)] * z;
    const double loss = source.voids.attachment(n) *
                        std::exp(source.voids.ln_partition(n) - source.voids.ln_partition(n + 1));
    slower += 1 / (gain * relative);
    relative *= gain / loss;
  }
  return std::exp(source.voids.ln_partition(1)) * z / slower;
}

}  // namespace

TEST_CASE("the gas of thin metal is that of lone vacancies, whose flux is known") {
  for (const double segregation : {0.0, 0.087}) {
    const interface::Case c = thin(segregation);
    const ThinMetal metal(c);
    const double z = 1e-9, coverage = z * std::exp(segregation / (constants::boltzmann * 300));
    CHECK(
        metal.density(z) ==
        doctest::Approx(interface::stripping_rate(c, coverage) / metal.site_area()).epsilon(1e-6));
    const Gradient gas = metal(metal.density(z));
    CHECK(gas.interface == doctest::Approx(z));
    CHECK(std::abs(gas.above(11)) < 1e-6 * z);
    const std::vector<double> profile = interface::steady_profile(c, coverage);
    CHECK(gas.above(1) == doctest::Approx(profile[1]).epsilon(1e-6));
    CHECK(gas.above(7) == doctest::Approx(profile[7]).epsilon(1e-6));
  }
}

TEST_CASE("without current the gas is the far side's") {
  interface::Case c = thin(0.0);
  c.far_side = interface::Equilibrium {
    { 0.3, 0.0 }
  };
  const ThinMetal metal(c);
  CHECK(metal(0).interface == doctest::Approx(std::exp(-0.3 / (constants::boltzmann * 300))));
  CHECK(metal(0).above(5) == doctest::Approx(metal(0).interface));
}

TEST_CASE("a closed far side has no steady state") {
  interface::Case c = thin(0.0);
  c.far_side = interface::Closed {};
  CHECK_THROWS_WITH_AS(ThinMetal{c}, doctest::Contains("no steady state"), InputError);
}

TEST_CASE("births at the wall are what passes the chain of sizes in the gas where each joins") {
  for (const double segregation : {0.0, 0.087}) {
    const interface::Case c = thin(segregation);
    const Sources sources = test::lawful_sources(c);
    const ThinBirths births(c, sources);
    const double z = segregation > 0 ? 6e-5 : 4e-4, density = births.metal().density(z);
    const Gradient gas = births.metal()(density);
    std::vector<double> thinner;
    for (const nucleation::Arrivals& joined : sources.wall.counts.arrivals) {
      const double above = joined.low < 1 ? joined.height / (1 - joined.low) : 1;  // mean layer of
                                                                                   // those above 0
      thinner.push_back(joined.low + (1 - joined.low) * gas.above(above) / z);
    }
    CHECK(std::exp(births.at_wall(density).ln_rate) ==
          doctest::Approx(passing(sources.wall, z, thinner)).epsilon(1e-9));
    CHECK(births(density).wall ==
          doctest::Approx(std::exp(births.at_wall(density).ln_rate) / births.metal().site_area()));
  }
}

TEST_CASE("births in the metal are the sum over its layers") {
  const interface::Case c = thin(0.0, 10);
  const Sources sources = test::lawful_sources(c);
  const ThinBirths births(c, sources);
  const double density = births.metal().density(4e-4);
  const Gradient gas = births.metal()(density);
  double sum = 0.0;
  for (int layer = 1; layer < 9; ++layer) {
    const double z = gas.above(layer);
    std::vector<double> thinner;
    for (const nucleation::Arrivals& joined : sources.bulk.counts.arrivals)
      thinner.push_back(std::max(1e-3, gas.above(layer + joined.height) / z));
    sum += passing(sources.bulk, z, thinner);
  }
  CHECK(births(density).bulk * births.metal().site_area() == doctest::Approx(sum).epsilon(1e-4));
}

TEST_CASE("in thick metal births are those of a cell's straight line") {
  const interface::Case c = thin(0.0, 3000);
  const Sources sources = test::lawful_sources(c);
  const ThinBirths births(c, sources);
  Design design;
  design.thickness = 2999 * interface::layer_spacing(c.metal);
  design.far_end = FarEnd::sink;
  const Boundary boundary(c, design);
  const Births line(sources, boundary, 1e-4);
  const double z = 5e-5, density = births.metal().density(z);
  CHECK(births(density).total() == doctest::Approx(line(z, z).total()).epsilon(0.03));
}

}  // namespace lacuna::cell
