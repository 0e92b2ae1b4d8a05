#include "io/input/case_keys/sections.hpp"

#include <utility>

#include "io/input/case_keys/site_keys.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

CaseKey interface_section() {
  CaseKey lateral =
      section("lateral", "hops between two sites of layer 0 (only (110) has them)",
              {
                  number("barrier_eV", "eV", 1, ranges::barrier, "Q of this class",
                         value(&Case::ceramic, &Ceramic::lateral, &HopClass::barrier))
                      .by_default("as metal.hop"),
                  number("attempt_frequency_Hz", "Hz", 1, ranges::frequency, "ν of this class",
                         value(&Case::ceramic, &Ceramic::lateral, &HopClass::attempt_frequency))
                      .by_default("as metal.hop"),
              });
  lateral.enter = [](RunInput& in) { in.values.ceramic.lateral = in.values.metal.hop; };
  CaseKey key = section<RunInput>("interface", "where the metal meets the ceramic", {});
  key.keys = {injection_section(value(&Case::ceramic, &Ceramic::injection)), std::move(lateral)};
  for (CaseKey& each : adhesion_keys(value(&Case::ceramic, &Ceramic::segregation)))
    key.keys.push_back(std::move(each));
  key.keys.push_back(choice<StripRule>(
      "strip",
      {{StripRule::uniform, "every contact atom alike"},
       {StripRule::bond, "weight exp(-E_bond / 2kT): weakly bound atoms first"}},
      "which atom of layer 0 leaves when one is stripped", value(&Case::ceramic, &Ceramic::strip)));
  key.keys.push_back(patch_section());
  return key;
}

}  // namespace lacuna::io
