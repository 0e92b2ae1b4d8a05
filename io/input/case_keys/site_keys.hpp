#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "interface/theory.hpp"
#include "io/input/case_keys/sections.hpp"
#include "io/number_text.hpp"

/// Keys that all sites of the interface have, and those of a class.
namespace lacuna::io::rows {

/// The segregation energy is what is stored; the others are ways to state it.
template <class Way, class To, class From>
CaseKey adhesion_key(std::string name, std::string unit, double factor, std::string doc,
                     Field<RunInput, Way> at, To to, From from) {
  CaseKey key = row<RunInput>(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = {-100.0, 100.0};
  key.input_only = true;
  key.set = [=](RunInput& in, const Value& v) {
    const double segregation = to(in.values.metal, std::get<double>(v) * factor);
    if (segregation < ranges::any_energy.low || segregation > ranges::any_energy.high) {
      throw InputError("makes a segregation energy of " + shortest(segregation) +
                       " eV; -10 to 10 are possible");
    }
    at(in) = segregation;
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return from(in.values.metal, at(in)) / factor;
  };
  return key;
}

/// How the metal adheres to sites of a class, stated in one of three ways.
template <class Way>
std::vector<CaseKey> adhesion_keys(Field<RunInput, Way> segregation) {
  return {
      number("segregation_eV", "eV", 1, ranges::any_energy,
             "E_seg, how much a vacancy prefers the interface to the bulk; negative: avoids it",
             segregation)
          .alternative_of("adhesion"),
      adhesion_key("adhesion_eV", "eV", 1,
                   "φ, adhesion of one interface atom to the ceramic; where vacancies have an "
                   "entropy that at 0 K, as E_seg has none",
                   segregation, interface::segregation_from_adhesion,
                   [](const interface::Metal& m, double e) { return interface::adhesion(m, e); })
          .alternative_of("adhesion"),
      adhesion_key(
          "work_of_adhesion_J_m2", "J/m²", units::J_m2, "W_ad = φ / A_s, work of adhesion",
          segregation, interface::segregation_from_work,
          [](const interface::Metal& m, double e) { return interface::work_of_adhesion(m, e); })
          .alternative_of("adhesion"),
  };
}

template <class Way>
CaseKey injection_section(Field<RunInput, Way> injection) {
  const auto of = [=](double interface::HopClass::*member) {
    return field_of<RunInput>([=](auto& in) -> auto& { return follow(injection(in), member); });
  };
  return section(
      "injection", "hops between layer 0 and the layers above",
      {
          number("barrier_eV", "eV", 1, ranges::barrier,
                 "E_inj, what an isolated vacancy at the interface must climb to leave it",
                 of(&interface::HopClass::barrier)),
          number("attempt_frequency_Hz", "Hz", 1, ranges::frequency, "ν of this class",
                 of(&interface::HopClass::attempt_frequency)),
      });
}

}  // namespace lacuna::io::rows
