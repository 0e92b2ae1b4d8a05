// Exact result 12: the 1NN lattice gas on bcc separates into phases below kT_c = 1.589 e1 (the bcc
// Ising model, J/kT_c = 0.15737 with e1 = 4 J; Butera & Comi, Phys. Rev. B 62, 14837 (2000),
// doi:10.1103/PhysRevB.62.14837), and not above.

#include <doctest/doctest.h>

#include "tests/interface/longest_wave.hpp"
#include "tests/interface/statistics.hpp"

using lacuna::interface::Bounding;
using lacuna::test::longest_wave, lacuna::test::seed;

TEST_SUITE("all") {
  TEST_CASE(
      "the first-neighbour lattice gas separates into phases below kT_c = 1.589 e1 and not above") {
    for (const Bounding bounding : {Bounding::ceiling, Bounding::tiers, Bounding::kept}) {
      CAPTURE(static_cast<int>(bounding));
      // five cells across, then eight: four times the volume
      const double above =
          longest_wave(bounding, 1.3, 8, 60, seed(1)) / longest_wave(bounding, 1.3, 5, 60, seed(2));
      const double below = longest_wave(bounding, 0.75, 8, 60, seed(3)) /
                           longest_wave(bounding, 0.75, 5, 60, seed(4));
      CAPTURE(above);
      CAPTURE(below);
      CHECK(above < 2.5);
      CHECK(below > 3.5);
    }
  }
}
