#include "interface/voltage.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/constants.hpp"
#include "tests/interface/layer_walk.hpp"
#include "tests/oracles/boltzmann_constant.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;

namespace {

bool agree(double x, double y, double relative = 1e-12) {
  return std::abs(x - y) <= relative * std::abs(y);
}

Case with_exchange(double density) {
  Case c;
  c.temperature = 310;
  c.voltage.exchange_relative = {};
  c.voltage.exchange_density = density;
  c.voltage.reference_temperature = 310;
  return c;
}

}  // namespace

TEST_CASE(
    "the overpotential inverts the symmetric Butler-Volmer law over the contact that is left") {
  const Overpotential eta(with_exchange(0.02));
  for (const double j : {1e-5, 0.01, 0.3, -0.2})
    for (const double f : {1.0, 0.7, 0.01}) {
      const double V = eta(j, f), x = V / (2 * kB * 310);
      CHECK(agree(0.02 * f * (std::exp(x) - std::exp(-x)), j, 1e-11));
    }
}

TEST_CASE("an area resistance adds j ASR, and does not count as charge transfer") {
  Case c = with_exchange(0.02);
  const Overpotential bare(c);
  c.voltage.area_resistance = 1.7;
  const Overpotential eta(c);
  CHECK(agree(eta(0.03, 0.5), bare(0.03, 0.5) + 0.03 * 1.7));
  CHECK(eta.charge_transfer(0.03, 0.5) == bare(0.03, 0.5));
}

TEST_CASE(
    "an area resistance with an activation energy is that at its reference temperature there") {
  Case c = with_exchange(0.02);
  c.voltage.reference_temperature = 300;
  c.voltage.area_resistance = 1.7;
  c.voltage.resistance_activation = 0.2;
  CHECK(agree(Overpotential(c).area_resistance(),
              1.7 * std::exp(0.2 / kB * (1 / 310.0 - 1 / 300.0))));
  c.temperature = 300;
  CHECK(agree(Overpotential(c).area_resistance(), 1.7));
}

TEST_CASE("the analysis looks at all of the overpotential, or at what a known resistance leaves") {
  Case c = with_exchange(0.02);
  c.voltage.area_resistance = 1.7;
  const Overpotential given(c);
  CHECK(agree(given.watched(0.03, 0.5), given.charge_transfer(0.03, 0.5)));
  CHECK(agree(given.watched_resistance(), given.charge_transfer_resistance()));
  c.onset.ohmic = OhmicPart::found;
  const Overpotential found(c);
  CHECK(agree(found.watched(0.03, 0.5), found(0.03, 0.5)));
  CHECK(agree(found.watched_resistance(), kB * 310 / 0.02 + 1.7));
  CHECK(found.subtracted_resistance() == 0);
}

TEST_CASE("without contact the overpotential is infinite, without current it is zero") {
  const Overpotential eta(with_exchange(0.02));
  CHECK(std::isinf(eta(0.1, 0.0)));
  CHECK(eta(-0.1, 0.0) < 0);
  CHECK(eta(0.0, 0.0) == 0.0);
}

TEST_CASE("the straight part rises by kT/e over j0") {
  const Overpotential eta(with_exchange(0.02));
  CHECK(agree(eta.charge_transfer_resistance(), kB * 310 / 0.02));
  CHECK(agree(eta(1e-8, 1.0) / 1e-8, kB * 310 / 0.02, 1e-9));
}

TEST_CASE("a relative exchange current is a multiple of the predicted current density") {
  Case c;
  c.temperature = 280;
  c.metal.layers = 8;
  c.ceramic.segregation = 0.05;
  c.onset.coverage_threshold = 0.3;
  c.voltage.exchange_relative = 3.0;
  const double area = c.metal.lattice_constant * c.metal.lattice_constant / std::sqrt(2.0);
  CHECK(
      agree(Overpotential(c).exchange_density(), 3 * test::steady_state(c, 0.3).flux / area, 1e-9));
}

TEST_CASE("a stated exchange current follows Arrhenius around its reference temperature") {
  Case c = with_exchange(0.02);
  c.voltage.reference_temperature = 300;
  c.voltage.exchange_activation = 0.2;
  CHECK(agree(Overpotential(c).exchange_density(),
              0.02 * std::exp(-0.2 / kB * (1 / 310.0 - 1 / 300.0))));
  c.temperature = 300;
  CHECK(agree(Overpotential(c).exchange_density(), 0.02));
}
