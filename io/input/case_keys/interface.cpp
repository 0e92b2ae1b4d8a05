#include "io/input/case_keys/sections.hpp"

#include <cmath>
#include <utility>

#include "core/constants.hpp"
#include "io/input/case_keys/site_keys.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

// The resistivity is what is stored; the conductivity is a way to state it.
template <class Way>
CaseKey conductivity_key(Field<RunInput, Way> resistivity) {
  constexpr double mS_cm = 1e-3 / constants::ohm_cm;
  CaseKey key = row<RunInput>("conductivity_mS_cm", KeyType::number,
                              "of the electrolyte, at voltage.reference_temperature_K");
  key.unit = "mS/cm";
  key.range = {1e-9, 1e9};  // as resistivities, up to 1e12 ohm cm
  key.input_only = true;
  key.set = [=](RunInput& in, const Value& v) {
    resistivity(in) = 1 / (std::get<double>(v) * mS_cm);
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return 1 / (resistivity(in) * mS_cm);
  };
  return key;
}

CaseKey thickness_key() {
  constexpr double angstrom_per_nm = 10;
  CaseKey key = number("thickness_nm", "nm", angstrom_per_nm, {0.0, 1e9, true},
                       "of the electrolyte, below which the potential is the same everywhere",
                       value(&Case::ceramic, &Ceramic::electrolyte, &Electrolyte::thickness));
  key.default_doc = "that of a half-space";
  key.get = [get = std::move(key.get)](const RunInput& in) -> std::optional<Value> {
    if (std::isinf(in.values.ceramic.electrolyte->thickness)) return {};
    return get(in);
  };
  return key;
}

CaseKey field_section() {
  const auto electrolyte = [](auto... members) {
    return value(&Case::ceramic, &Ceramic::electrolyte, members...);
  };
  CaseKey key = optional_section(
      "field", Unless::given,
      "the electrolyte below the interface, for strip: field; the exchange current is voltage's",
      electrolyte(), {});
  key.keys = {
      conductivity_key(electrolyte(&Electrolyte::resistivity))
          .alternative_of("electrolyte")
          .must_be_given(),
      number("resistivity_ohm_cm", "Ω cm", constants::ohm_cm, {0.0, 1e12, true},
             "of the electrolyte, at voltage.reference_temperature_K",
             electrolyte(&Electrolyte::resistivity))
          .alternative_of("electrolyte")
          .must_be_given(),
      number("conductivity_activation_eV", "eV", 1, ranges::barrier,
             "activation energy of its conductivity", electrolyte(&Electrolyte::activation)),
      thickness_key(),
      choice<TransferLaw>(
          "charge_transfer",
          {{TransferLaw::linear, "kT/(e j0) per area, as at a battery's currents"},
           {TransferLaw::butler_volmer,
            "(2kT/e) asinh(i / (2 j0)), which the large currents of a box make small"}},
          "what a contact site opposes to its current", electrolyte(&Electrolyte::transfer)),
      choice<StripRule>("exchange",
                        {{StripRule::uniform, "the same at every contact atom"},
                         {StripRule::bond, "weight exp(-E_bond / 2kT)"}},
                        "exchange currents of sites, which patch.strip_weight multiplies",
                        electrolyte(&Electrolyte::exchange)),
      number("refresh_share", "", 1, {0.0, 1.0},
             "of the interface's sites: the current is solved again when so many have changed",
             electrolyte(&Electrolyte::refresh_share)),
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
  CaseKey key = section<RunInput>("interface", "where the metal meets the ceramic", {});
  key.keys = {injection_section(value(&Case::ceramic, &Ceramic::injection)), std::move(lateral)};
  for (CaseKey& each : adhesion_keys(value(&Case::ceramic, &Ceramic::segregation)))
    key.keys.push_back(std::move(each));
  key.keys.push_back(choice<StripRule>(
      "strip",
      {{StripRule::uniform, "every contact atom alike"},
       {StripRule::bond, "weight exp(-E_bond / 2kT): weakly bound atoms first"},
       {StripRule::field, "by the current through each: it crowds at the rim of voids"}},
      "which atom of layer 0 leaves when one is stripped", value(&Case::ceramic, &Ceramic::strip)));
  key.keys.push_back(
      when([](const RunInput& in) { return in.values.ceramic.strip == StripRule::field; },
           field_section().by_default("none")));
  key.keys.push_back(choice<PlateRule>(
      "plate",
      {{PlateRule::uniform, "every vacancy of layer 0 alike"},
       {PlateRule::bond, "weight exp(+E_bond / 2kT): where the atom is bound most"},
       {PlateRule::field, "by the current through the contact beside each, with strip: field"}},
      "which vacancy of layer 0 an atom fills when one is plated; sites of a patch are as others",
      value(&Case::ceramic, &Ceramic::plate)));
  key.keys.push_back(patch_section());
  return key;
}

}  // namespace lacuna::io
