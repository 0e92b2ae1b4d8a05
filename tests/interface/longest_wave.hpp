#pragma once

#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>

#include "core/constants.hpp"
#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"

/// Do vacancies separate into a phase of their own (exact result 12)?
namespace lacuna::test {

/// Structure factor of the vacancies at the smallest wave vectors of a cubic periodic box of
/// cells³ cells, half of its sites vacant, averaged over `looks` after as many to settle. Above T_c
/// it does not depend on the size of the box; below, two phases make it grow with the volume.
inline double longest_wave(interface::Bounding bounding, double relative_temperature, int cells,
                           int looks, std::uint64_t seed) {
  interface::Case c;
  c.metal.normal = lattice::Normal::n100;
  c.metal.bond_nn1 = 0.05;
  c.temperature = relative_temperature * 1.589 * c.metal.bond_nn1 / constants::boltzmann;
  const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, {cells, cells}, 2 * cells,
                           lattice::Boundary::periodic);
  interface::SlabModel model(c, slab, bounding);
  kmc::Stream random(seed, 1);
  kmc::Changes ignored;
  while (2 * model.carriers() < slab.sites()) {
    const lattice::Cell site = slab.cell({static_cast<std::uint32_t>(random.below(slab.sites()))});
    if (!model.occupation().vacant(slab.site(site))) model.vacate(site, ignored);
    ignored.clear();
  }
  kmc::Engine<interface::SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                           kmc::Stream(seed, 2));
  const double edge = slab.box()[0];
  double sum = 0;
  for (int look = -looks; look < looks; ++look) {
    engine.advance(1e300, 10 * slab.sites());
    if (look < 0) continue;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      std::complex<double> wave = 0;
      for (std::uint32_t v = 0; v < model.carriers(); ++v)
        wave += std::polar(
            1.0, 2 * std::numbers::pi * slab.position(model.occupation().cell({v}))[axis] / edge);
      sum += std::norm(wave);
    }
  }
  return sum / (3.0 * looks * static_cast<double>(slab.sites()));
}

}  // namespace lacuna::test
