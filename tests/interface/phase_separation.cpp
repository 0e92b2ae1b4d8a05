// Exact result 12: the 1NN lattice gas on bcc separates into phases below kT_c = 1.589 e1 (the bcc
// Ising model, J/kT_c = 0.15737 with e1 = 4 J; Butera & Comi, Phys. Rev. B 62, 14837 (2000),
// doi:10.1103/PhysRevB.62.14837), and not above.

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

constexpr double kB = 1.380649e-23 / 1.602176634e-19;  // [eV/K]

/// Structure factor of the vacancies at the smallest wave vectors of a cubic periodic box of
/// cells³ cells, half of its sites vacant, averaged over `looks` after as many to settle. Above T_c
/// it does not depend on the size of the box; below, two phases make it grow with the volume.
double longest_wave(Bounding bounding, double relative_temperature, int cells, int looks, std::uint64_t seed) {
  Case c;
  c.metal.normal = lattice::Normal::n100;
  c.metal.bond_nn1 = 0.05;
  c.temperature = relative_temperature * 1.589 * c.metal.bond_nn1 / kB;
  const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, {cells, cells}, 2 * cells,
                           lattice::Boundary::periodic);
  SlabModel model(c, slab, bounding);
  kmc::Stream random(test::seed(seed), 1);
  kmc::Changes ignored;
  while (2 * model.carriers() < slab.sites()) {
    const lattice::Cell site = slab.cell({static_cast<std::uint32_t>(random.below(slab.sites()))});
    if (!model.occupation().vacant(slab.site(site))) model.vacate(site, ignored);
    ignored.clear();
  }
  kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()), kmc::Stream(test::seed(seed), 2));
  const double edge = slab.box()[0];
  double sum = 0;
  for (int look = -looks; look < looks; ++look) {
    engine.advance(1e300, 10 * slab.sites());
    if (look < 0) continue;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      std::complex<double> wave = 0;
      for (std::uint32_t v = 0; v < model.carriers(); ++v)
        wave += std::polar(1.0, 2 * std::numbers::pi * slab.position(model.occupation().cell({v}))[axis] / edge);
      sum += std::norm(wave);
    }
  }
  return sum / (3.0 * looks * static_cast<double>(slab.sites()));
}

}  // namespace

TEST_SUITE("all") {
  TEST_CASE("the first-neighbour lattice gas separates into phases below kT_c = 1.589 e1 and not above") {
    for (const Bounding bounding : {Bounding::ceiling, Bounding::kept}) {
      CAPTURE(static_cast<int>(bounding));
      // five cells across, then eight: four times the volume
      const double above = longest_wave(bounding, 1.3, 8, 60, 1) / longest_wave(bounding, 1.3, 5, 60, 2);
      const double below = longest_wave(bounding, 0.75, 8, 60, 3) / longest_wave(bounding, 0.75, 5, 60, 4);
      CAPTURE(above);
      CAPTURE(below);
      CHECK(above < 2.5);
      CHECK(below > 3.5);
    }
  }
}
