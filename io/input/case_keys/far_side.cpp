#include "io/input/case_keys/sections.hpp"

#include <utility>

#include "interface/theory.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

constexpr Range formation_range{-70.0, 70.0};  // 4 nn1 + 3 nn2 of the bonds

CaseKey equilibrium_section() {
  return section(
      "equilibrium", "absorbs and emits vacancies in detailed balance with exp(S_f/k - E_f/kT)",
      {
          number("formation_energy_eV", "eV", 1, formation_range, "E_f, vacancy formation energy",
                 value(&Case::far_side, &FarField::formation_energy))
              .by_default("4 nn1 + 3 nn2 of metal.bonds_eV; must be given without bonds"),
          number("formation_entropy_k", "k", 1, {-100.0, 100.0}, "S_f, vacancy formation entropy",
                 value(&Case::far_side, &FarField::formation_entropy)),
      });
}

CaseKey far_end_section() {
  const auto end = value(&Case::far_side, &FarField::end);
  const auto enter = [=](RunInput& in) {
    end(in) = FarEnd::equilibrium;
    in.values.far_side.formation_energy = formation_energy(in.values.metal);
    in.values.far_side.formation_entropy = 0.0;
  };
  CaseKey equilibrium = equilibrium_section();
  equilibrium.present = [=](const RunInput& in) { return end(in) == FarEnd::equilibrium; };
  equilibrium.enter = enter;
  CaseKey key = section("far_end", "what vacancies find at the far end",
                        {std::move(equilibrium).must_be_given()});
  key.choices = {{"sink", "they are annihilated", ""},
                 {"equilibrium", "as the section of that name with its defaults", ""}};
  key.set = [=](RunInput& in, const Value& v) {
    end(in) = FarEnd::sink;
    if (std::get<std::string>(v) == "equilibrium") enter(in);
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    if (end(in) == FarEnd::equilibrium) return {};
    return std::string("sink");
  };
  return key;
}

CaseKey thick_section() {
  const auto thickness = value(&Case::far_side, &FarField::thickness);
  const auto layers = value(&Case::far_side, &FarField::layers);
  constexpr double angstrom_per_um = 1e4;
  CaseKey thick = section(
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
                            "the steady state, the explicit "
                            "layers too unless `initial` says what they hold"},
                           {Returns::at_once,
                            "without delay: the same steady states, without the charge that fills "
                            "a thick metal"}},
                          "when vacancies come back", value(&Case::far_side, &FarField::returns)),
          far_end_section(),
          integer("margin_layers", "layers", {1.0, 1000.0},
                  "with bonds, explicit layers above every void and every layer with more than 5 % "
                  "vacancies: as these "
                  "grow so does the number of explicit layers, between samples; it falls again "
                  "when three times as many "
                  "are above, never below metal.layers",
                  value(&Case::far_side, &FarField::margin)),
      });
  thick.enter = [](RunInput& in) {
    in.values.far_side = {};
    in.values.far_side.kind = FarSide::thick;
  };
  return thick;
}

}  // namespace

CaseKey far_side_section() {
  const auto kind = value(&Case::far_side, &FarField::kind);
  const auto alternative = [kind](FarSide side, CaseKey key) {
    key.present = [=](const RunInput& in) { return kind(in) == side; };
    return std::move(key).alternative_of("far side").must_be_given();
  };
  CaseKey equilibrium = equilibrium_section();
  const auto enter_equilibrium = [](RunInput& in) {
    in.values.far_side = {FarSide::equilibrium, formation_energy(in.values.metal), 0.0};
  };
  equilibrium.enter = enter_equilibrium;
  CaseKey key =
      section("far_side", "what the metal beyond the explicit layers does; results depend on it",
              {alternative(FarSide::equilibrium, std::move(equilibrium)),
               alternative(FarSide::thick, thick_section())});
  key.choices = {
      {"sink", "vacancies that arrive are annihilated: the electrode drifts towards the ceramic",
       ""},
      {"closed", "a rigid current collector: nothing passes", ""},
      {"equilibrium", "as the section of that name with its defaults", ""},
      {"thick", "",
       "needs its thickness; write far_side: {thick: {thickness_um: 100}}, or layers"}};
  key.set = [=](RunInput& in, const Value& v) {
    const auto& word = std::get<std::string>(v);
    in.values.far_side = {};
    if (word == "equilibrium") enter_equilibrium(in);
    if (word == "closed") kind(in) = FarSide::closed;
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    if (kind(in) == FarSide::equilibrium || kind(in) == FarSide::thick) return {};
    return std::string(kind(in) == FarSide::sink ? "sink" : "closed");
  };
  return key;
}

}  // namespace lacuna::io
