#include "io/input/case_keys/reservoir.hpp"
#include "io/input/case_keys/sections.hpp"

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

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

CaseKey far_end_section() {
  return exchange_section("far_end", "what vacancies find at the far end",
                          {"sink", "they are annihilated", ""}, far_side<Thick>(&Thick::far_end));
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
