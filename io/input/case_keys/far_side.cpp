#include "io/input/case_keys/sections.hpp"

#include <cmath>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "interface/vacancy_entropy.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

template <class Side, class... Members>
auto far_side(Members... members) {
  return field_of<RunInput>([=](auto& in) -> auto& {
    return follow(std::get<Side>(in.values.far_side), members...);
  });
}

// One of the alternatives: a word, or a section of keys that may also be one.
struct FarSideRow {
  Choice word;
  std::optional<CaseKey> keys;
  std::function<void(RunInput&)> enter;
  std::function<bool(const RunInput&)> present;
};

template <class Side>
FarSideRow word_alone(Choice word) {
  return {std::move(word), std::nullopt, [](RunInput& in) { in.values.far_side = Side{}; },
          [](const RunInput& in) { return std::holds_alternative<Side>(in.values.far_side); }};
}

// `make` gives the alternative with its defaults, for the keys before.
template <class Make>
FarSideRow with_keys(Choice word, CaseKey keys, Make make) {
  using Side = std::invoke_result_t<Make, const RunInput&>;
  FarSideRow side = word_alone<Side>(std::move(word));
  side.enter = [=](RunInput& in) { in.values.far_side = make(in); };
  side.keys = std::move(keys).alternative_of("far side").must_be_given();
  side.keys->enter = side.enter;
  side.keys->present = side.present;
  return side;
}

CaseKey one_of(CaseKey key, std::vector<FarSideRow> sides) {
  for (FarSideRow& side : sides) {
    key.choices.push_back(side.word);
    if (side.keys) key.keys.push_back(*side.keys);
  }
  key.set = [=](RunInput& in, const Value& v) {
    for (const FarSideRow& side : sides)
      if (side.word.word == std::get<std::string>(v)) side.enter(in);
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    for (const FarSideRow& side : sides)
      if (!side.keys && side.present(in)) return side.word.word;
    return {};
  };
  return key;
}

constexpr Range formation_range{-70.0, 70.0};  // 4 nn1 + 3 nn2 of the bonds

// The reservoir of the lattice's own vacancies.
Reservoir own_reservoir(const RunInput& in) { return own_vacancies(in.values.metal); }

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

CaseKey far_end_section() {
  const auto end = far_side<Thick>(&Thick::far_end);
  const auto enter = [=](RunInput& in) { end(in) = own_reservoir(in); };
  CaseKey equilibrium = equilibrium_section([=](auto& in) -> auto& { return *end(in); });
  equilibrium.present = [=](const RunInput& in) { return end(in).has_value(); };
  equilibrium.enter = enter;
  CaseKey key = section("far_end", "what vacancies find at the far end",
                        {std::move(equilibrium).must_be_given()});
  key.choices = {{"sink", "they are annihilated", ""},
                 {"equilibrium", "as the section of that name with its defaults", ""}};
  key.set = [=](RunInput& in, const Value& v) {
    end(in).reset();
    if (std::get<std::string>(v) == "equilibrium") enter(in);
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    if (end(in)) return {};
    return std::string("sink");
  };
  return key;
}

CaseKey thick_section() {
  const auto thickness = far_side<Thick>(&Thick::thickness);
  const auto layers = far_side<Thick>(&Thick::layers);
  constexpr double angstrom_per_um = 1e4;
  return section(
      "thick",
      "perfect metal up to a far end: vacancies that leave the explicit layers walk there unseen, "
      "by exact laws",
      {
          when([=](const RunInput& in) { return thickness(in) > 0; },
               number("thickness_um", "µm", angstrom_per_um, {0.0, 1e4, true},
                      "from the ceramic to the sink, explicit layers included", thickness))
              .alternative_of("thickness")
              .must_be_given(),
          when([=](const RunInput& in) { return layers(in) > 0; },
               integer("layers", "", {5.0, 1e8}, "the same in layers", layers))
              .alternative_of("thickness")
              .must_be_given(),
          choice<Returns>("returns",
                          {{Returns::in_time,
                            "when their walk says; at the start the metal holds the vacancies of "
                            "the steady state, the explicit layers too unless `initial` says what "
                            "they hold"},
                           {Returns::at_once,
                            "without delay: the same steady states, without the charge that fills "
                            "a thick metal"}},
                          "when vacancies come back", far_side<Thick>(&Thick::returns)),
          far_end_section(),
          integer("margin_layers", "layers", {1.0, 1000.0},
                  "with bonds, explicit layers above every void and every layer with more than 5 % "
                  "vacancies: as these grow so does the number of explicit layers, between "
                  "samples; it falls again when three times as many are above, never below "
                  "metal.layers",
                  far_side<Thick>(&Thick::margin)),
      });
}

}  // namespace

CaseKey far_side_section() {
  return one_of(
      row<RunInput>("far_side", KeyType::section,
                    "what the metal beyond the explicit layers does; results depend on it"),
      {
          word_alone<Sink>(
              {"sink",
               "vacancies that arrive are annihilated: the electrode drifts towards the ceramic",
               ""}),
          word_alone<Closed>({"closed", "a rigid current collector: nothing passes", ""}),
          with_keys({"equilibrium", "as the section of that name with its defaults", ""},
                    equilibrium_section(far_side<Equilibrium>(&Equilibrium::reservoir)),
                    [](const RunInput& in) { return Equilibrium{own_reservoir(in)}; }),
          with_keys(
              {"thick", "",
               "needs its thickness; write far_side: {thick: {thickness_um: 100}}, or layers"},
              thick_section(), [](const RunInput&) { return Thick{}; }),
      });
}

}  // namespace lacuna::io
