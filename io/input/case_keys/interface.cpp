#include "io/input/case_keys/sections.hpp"

#include <cmath>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "interface/theory.hpp"
#include "io/input/patch_file.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

// The segregation energy is what is stored; the two others are ways to state it.
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

// How the metal adheres to sites of a class, stated in one of three ways.
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
                   segregation, segregation_from_adhesion,
                   [](const Metal& m, double e) { return adhesion(m, e); })
          .alternative_of("adhesion"),
      adhesion_key("work_of_adhesion_J_m2", "J/m²", units::J_m2, "W_ad = φ / A_s, work of adhesion",
                   segregation, segregation_from_work,
                   [](const Metal& m, double e) { return work_of_adhesion(m, e); })
          .alternative_of("adhesion"),
  };
}

template <class Way>
CaseKey injection_section(Field<RunInput, Way> injection) {
  const auto of = [=](double HopClass::*member) {
    return field_of<RunInput>([=](auto& in) -> auto& { return follow(injection(in), member); });
  };
  return section(
      "injection", "hops between layer 0 and the layers above",
      {
          number("barrier_eV", "eV", 1, ranges::barrier,
                 "E_inj, what an isolated vacancy at the interface must climb to leave it",
                 of(&HopClass::barrier)),
          number("attempt_frequency_Hz", "Hz", 1, ranges::frequency, "ν of this class",
                 of(&HopClass::attempt_frequency)),
      });
}

// One of the shapes of a patch.
template <class Shape>
CaseKey shape_section(const std::string& name, const std::string& doc,
                      std::initializer_list<CaseKey> keys) {
  CaseKey key = section(name, doc, keys).alternative_of("sites").must_be_given();
  key.enter = [](RunInput& in) { in.values.ceramic.patch->shape = Shape{}; };
  key.present = [](const RunInput& in) {
    return in.values.ceramic.patch && std::holds_alternative<Shape>(in.values.ceramic.patch->shape);
  };
  return key;
}

template <class Shape, class Member>
auto shape(Member Shape::*member) {
  return field_of<RunInput>([=](auto& in) -> auto& {
    return follow(std::get<Shape>(in.values.ceramic.patch->shape), member);
  });
}

constexpr double angstrom_per_nm = 10;
constexpr Range length_range{0.0, 1e5, true};

template <class Shape>
CaseKey length(const std::string& name, const std::string& doc, double Shape::*member) {
  return number(name, "nm", angstrom_per_nm, length_range, doc, shape(member)).must_be_given();
}

CaseKey patch_seed() {
  CaseKey key = row<RunInput>("seed", KeyType::integer, "of the random field");
  key.range = {0.0, 18446744073709551615.0};
  key.default_doc = "that of the run, so that each replica has patches of its own";
  const auto seed = shape(&RandomPatches::seed);
  key.set = [=](RunInput& in, const Value& v) { seed(in) = std::get<std::uint64_t>(v); };
  key.get = [=](const RunInput& in) { return if_there(seed(in)); };
  return key;
}

CaseKey patch_file() {
  return file(
      "file", "patch file",
      "CSV of the sites on it (i,j: columns and rows of primitive cells along the interface), as "
      "patch.csv of a run",
      field(&RunInput::patch_file),
      [](RunInput& in, const SideFile& side) {
        in.values.ceramic.patch->shape =
            ListedSites{read_patch_file(side, slab_of(in.values.metal))};
      },
      [](const RunInput& in) {
        std::string text;
        for (const std::uint32_t n : std::get<ListedSites>(in.values.ceramic.patch->shape).numbers)
          text += std::to_string(n) + "\n";
        return text;
      });
}

CaseKey patch_section() {
  const auto patch = [](auto... members) {
    return value(&Case::ceramic, &Ceramic::patch, members...);
  };
  CaseKey key = optional_section(
      "patch", Unless::given,
      "where the ceramic is another one; what it does not say is as outside of it", patch(), {});
  key.enter = [=](RunInput& in) {
    const Ceramic& rest = in.values.ceramic;
    patch()(in) = Patch{{rest.segregation, rest.injection, 1.0}, Stripes{}};
  };
  key.keys = adhesion_keys(patch(&Patch::sites, &SiteClass::segregation));
  key.keys.front().default_doc = "as outside";
  CaseKey injection = injection_section(patch(&Patch::sites, &SiteClass::injection));
  for (CaseKey& each : injection.keys) each.default_doc = "as outside";
  key.keys.push_back(std::move(injection));
  key.keys.push_back(number("strip_weight", "", 1, {0.0, 1e6, true},
                            "how much likelier than outside one of its atoms is stripped; the "
                            "rule's weight is multiplied by it",
                            patch(&Patch::sites, &SiteClass::strip_weight)));
  key.keys.push_back(shape_section<Stripes>(
      "stripes", "stripes along y, as many as the box has periods (to the nearest whole number)",
      {length("width_nm", "of a stripe; its share of the period is kept", &Stripes::width),
       length("period_nm", "from stripe to stripe", &Stripes::period)}));
  key.keys.push_back(shape_section<Discs>(
      "discs",
      "discs on a rectangular grid, as many along each edge as it has spacings (to the nearest "
      "whole number); one stands in the middle of the box",
      {length("radius_nm", "of a disc", &Discs::radius),
       length("spacing_nm", "from centre to centre", &Discs::spacing)}));
  key.keys.push_back(shape_section<RandomPatches>(
      "random", "where a Gaussian random field is highest",
      {number("share", "", 1, {0.0, 1.0}, "of the sites, exactly", shape(&RandomPatches::share))
           .must_be_given(),
       number("correlation_nm", "nm", angstrom_per_nm, {0.1, 1e4},
              "length c of the field, whose correlation falls as exp(-r²/(2 c²))",
              shape(&RandomPatches::correlation))
           .must_be_given(),
       patch_seed()}));
  key.keys.push_back(patch_file().alternative_of("sites").must_be_given());
  return key;
}

// The resistivity is what is stored; the conductivity is a way to state it.
template <class Way>
CaseKey conductivity_key(Field<RunInput, Way> resistivity) {
  constexpr double mS_cm = 1e-3 / constants::ohm_cm;
  CaseKey key = row<RunInput>("conductivity_mS_cm", KeyType::number,
                              "of the electrolyte, at voltage.reference_temperature_K");
  key.unit = "mS/cm";
  key.range = {0.0, 1e9, true};
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
  key.keys.push_back(patch_section());
  return key;
}

}  // namespace lacuna::io
