// Strips a small slab at a constant current until a tenth of its interface is vacant.
#include <cstdio>

#include "core/constants.hpp"
#include "interface/run.hpp"

int main() {
  using namespace lacuna;
  interface::Case values;  // sodium on (110); energies in eV, lengths in angstrom
  values.metal.cells = {8, 6};
  values.metal.layers = 6;
  values.current = interface::Constant { .density = 1e9 * constants::mA_per_cm2, .monolayers = 50 };
  values.onset.primary = interface::Detector::coverage;
  const interface::Ending ending = interface::run(values, 1, {}, {}, {});
  const interface::OnsetResult& onset =
      ending.onsets[static_cast<std::size_t>(values.onset.primary)];
  std::printf("coverage %.3f after %.2f monolayers\n", onset.coverage, onset.monolayers);
}
