#include "io/input/case_keys/sections.hpp"

#include <utility>

#include "core/error.hpp"
#include "interface/theory.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

// The segregation energy is what is stored; the two others are ways to state it.
template <class To, class From>
CaseKey adhesion_key(std::string name, std::string unit, double factor, Range range,
                     std::string doc, To to, From from) {
  CaseKey key = row<RunInput>(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.input_only = true;
  key.set = [=](RunInput& in, const Value& v) {
    const double segregation = to(in.values.metal, std::get<double>(v) * factor);
    if (segregation < ranges::any_energy.low || segregation > ranges::any_energy.high) {
      throw InputError("makes a segregation energy of " + shortest(segregation) +
                       " eV; -10 to 10 are possible");
    }
    in.values.ceramic.segregation = segregation;
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return from(in.values.metal, in.values.ceramic.segregation) / factor;
  };
  return key;
}

}  // namespace

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
  return section(
      "interface", "where the metal meets the ceramic",
      {
          section(
              "injection", "hops between layer 0 and the layers above",
              {
                  number("barrier_eV", "eV", 1, ranges::barrier,
                         "E_inj, what an isolated vacancy at the interface must climb to leave it",
                         value(&Case::ceramic, &Ceramic::injection, &HopClass::barrier)),
                  number("attempt_frequency_Hz", "Hz", 1, ranges::frequency, "ν of this class",
                         value(&Case::ceramic, &Ceramic::injection, &HopClass::attempt_frequency)),
              }),
          std::move(lateral),
          number("segregation_eV", "eV", 1, ranges::any_energy,
                 "E_seg, how much a vacancy prefers the interface to the bulk; negative: avoids it",
                 value(&Case::ceramic, &Ceramic::segregation))
              .alternative_of("adhesion"),
          adhesion_key("adhesion_eV", "eV", 1, {-100.0, 100.0},
                       "φ, adhesion of one interface atom to the ceramic; where vacancies have an "
                       "entropy that at 0 K, as E_seg has none",
                       segregation_from_adhesion,
                       [](const Metal& m, double e) { return adhesion(m, e); })
              .alternative_of("adhesion"),
          adhesion_key("work_of_adhesion_J_m2", "J/m²", units::J_m2, {-100.0, 100.0},
                       "W_ad = φ / A_s, work of adhesion", segregation_from_work,
                       [](const Metal& m, double e) { return work_of_adhesion(m, e); })
              .alternative_of("adhesion"),
          choice<StripRule>(
              "strip",
              {{StripRule::uniform, "every contact atom alike"},
               {StripRule::bond, "weight exp(-E_bond / 2kT): weakly bound atoms first"}},
              "which atom of layer 0 leaves when one is stripped",
              value(&Case::ceramic, &Ceramic::strip)),
      });
}

}  // namespace lacuna::io
