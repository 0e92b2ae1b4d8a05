#include <string>

#include "io/echo.hpp"
#include "io/run_input.hpp"

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

}  // namespace

std::string starting_case() { return head + commented_yaml(parse_case(example, "starting case", ".")); }

}  // namespace lacuna::io
