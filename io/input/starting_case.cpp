#include <string>

#include "io/input/echo.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"

namespace lacuna::io {
namespace {

const char* const head =
    R"(# A case for `lacuna run`: sodium is stripped through a ceramic under a rising current until contact is lost.
# Every key is here; those that state the default can be removed. docs/input.md explains them all.
)";

// Bare ceramic at 300 K with bonds; everything else is commented from the table of keys.
const char* const example = R"(
name: bare
metal:
  lateral_nm: [12, 12]
  bonds_eV: {nn1: 0.06, nn2: 0.06}
interface:
  segregation_eV: 0.087
current:
  ramp: {from_mA_cm2: 2.0e+5, to_mA_cm2: 1.0e+8, rate_mA_cm2_per_s: 5.0e+11}
trajectory: {every_monolayers: 0.1}
)";

// Beside case.yaml, which has bonds and an explicit ramp: a ramp that chooses itself suits every
// cell.
const char* const study =
    R"(# A study for `lacuna study`: which activation energy does each hypothesis predict?
# docs/study.md explains every key, `lacuna init case --out case.yaml` writes the case that it starts from.
base: case.yaml                           # the case that hypotheses start from
temperatures_K: [250, 270, 290, 310, 330, 350]
replicas: 16                              # of each cell: runs that differ by their random numbers alone
# precision: {E_A_eV: 0.005}              # add replicas until every E_A is known this well (replicas: the first round)
seed: 1
# common_random_numbers: true             # the same random numbers under every hypothesis, for paired differences
# rate_check: true                        # repeat all at 1/4 and 4 times the ramp's rate; default: where there are bonds
hypotheses:                               # each a name and the keys of the case that differ
  highway:
    note: the interface is no obstacle
    set: {interface.injection.barrier_eV: 0.053, interface.segregation_eV: 0, current.ramp: {auto: charge}}
  doorway:
    note: vacancies prefer the interface
    set: {interface.injection.barrier_eV: 0.14, interface.segregation_eV: 0.087, current.ramp: {auto: charge}}
# grid:                                   # every combination, for every hypothesis
#   metal.layers: [8, 16]
# experiment: lowack2026.csv              # measured activation energies (examples/lowack2026 has one)
# fit:                                    # which value gives the measured activation energy?
#   parameters: {interface.segregation_eV: [0, 0.12]}
#   targets: {bare: {E_A_low_eV: 0.13, E_A_high_eV: 0.15}}
)";

}  // namespace

std::string starting_study() { return study; }

std::string starting_case() {
  return head + commented_yaml(parse_case(example, "starting case", "."));
}

}  // namespace lacuna::io
