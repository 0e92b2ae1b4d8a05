#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <utility>

#include "interface/vacancy_entropy.hpp"
#include "io/input/case_keys/sections.hpp"

/// The keys of a reservoir of vacancies, wherever the metal has one.
namespace lacuna::io::rows {

inline constexpr Range formation_range{-70.0, 70.0};  // 4 nn1 + 3 nn2 of the bonds

// The reservoir of the lattice's own vacancies.
inline interface::Reservoir own_reservoir(const RunInput& in) {
  return interface::own_vacancies(in.values.metal);
}

// P Ω is what is stored.
template <class Target>
CaseKey pressure_key(Target work) {
  const auto per_MPa = [](const RunInput& in) {
    return constants::MPa * std::pow(in.values.metal.lattice_constant, 3) / 2;
  };
  CaseKey key = row<RunInput>("pressure_MPa", KeyType::number,
                              "on the metal: a vacancy that it makes costs P Ω more, Ω = a³/2; one "
                              "that joins a void takes no volume");
  key.unit = "MPa";
  key.range = {0.0, 1e5};
  key.set = [=](RunInput& in, const Value& v) { work(in) = std::get<double>(v) * per_MPa(in); };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return in_unit(work(in), per_MPa(in));
  };
  return key;
}

template <class Way>
CaseKey equilibrium_section(Way reservoir) {
  using interface::Reservoir;
  const auto of = [=](double Reservoir::*member) {
    return field_of<RunInput>([=](auto& in) -> auto& { return follow(reservoir(in), member); });
  };
  return section(
      "equilibrium", "absorbs and emits vacancies in detailed balance with exp(S_f/k - E_f/kT)",
      {
          number("formation_energy_eV", "eV", 1, formation_range, "E_f, vacancy formation energy",
                 of(&Reservoir::formation_energy))
              .by_default("4 nn1 + 3 nn2 of metal.bonds_eV; must be given without bonds"),
          number("formation_entropy_k", "k", 1, {-100.0, 100.0}, "S_f, vacancy formation entropy",
                 of(&Reservoir::formation_entropy))
              .by_default("metal.vacancy_entropy_k"),
          pressure_key(of(&Reservoir::pressure_work)),
      });
}

/// A place that may hold a reservoir: the word `without` where there is none, or `equilibrium`.
template <class Way>
CaseKey exchange_section(std::string name, std::string doc, Choice without,
                         Field<RunInput, Way> reservoir) {
  const auto enter = [=](RunInput& in) { reservoir(in) = own_reservoir(in); };
  CaseKey equilibrium = equilibrium_section([=](auto& in) -> auto& { return *reservoir(in); });
  equilibrium.present = [=](const RunInput& in) { return reservoir(in).has_value(); };
  equilibrium.enter = enter;
  CaseKey key = section(std::move(name), std::move(doc), {std::move(equilibrium).must_be_given()});
  key.choices = {without, {"equilibrium", "as the section of that name with its defaults", ""}};
  key.set = [=](RunInput& in, const Value& v) {
    reservoir(in).reset();
    if (std::get<std::string>(v) == "equilibrium") enter(in);
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    if (reservoir(in)) return {};
    return without.word;
  };
  return key;
}

}  // namespace lacuna::io::rows
