#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/words.hpp"
#include "io/input/keys.hpp"
#include "io/number_text.hpp"

/// The kinds of rows that a table of keys is made of. A row says once how its key is spelled, told,
/// converted and stored; reading and writing share the way to the member.
namespace lacuna::io::rows {

// Access to a member, given the way to it: field(&RunInput::seed)(input).
template <class... Members>
auto field(Members... members) {
  return [=](auto& in) -> auto& { return (in.*....*members); };
}
template <class... Members>
auto value(Members... members) {
  return field(&RunInput::values, members...);
}
template <class... Members>
auto metal(Members... members) {
  return value(&interface::Case::metal, members...);
}
template <class... Members>
auto ceramic(Members... members) {
  return value(&interface::Case::ceramic, members...);
}
template <class... Members>
auto onset(Members... members) {
  return value(&interface::Case::onset, members...);
}
template <class Program, class... Members>
auto current(Members... members) {
  return [=](auto& in) -> auto& { return (std::get<Program>(in.values.current).*....*members); };
}
template <class Side, class... Members>
auto far_side(Members... members) {
  return [=](auto& in) -> auto& { return (std::get<Side>(in.values.far_side).*....*members); };
}
template <class... Members>
auto surface(Members... members) {
  return [=](auto& in) -> auto& { return ((*in.values.metal.surface).*....*members); };
}
template <class... Members>
auto frames(Members... members) {
  return [=](auto& in) -> auto& { return ((*in.trajectory).*....*members); };
}

// One kind of row each.

inline Key row(std::string name, KeyType type, std::string doc) {
  Key key;
  key.name = std::move(name);
  key.type = type;
  key.doc = std::move(doc);
  return key;
}

template <class Field>
Key number(std::string name, std::string unit, double factor, Range range, std::string doc,
           Field at) {
  Key key = row(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.set = [=](RunInput& in, const Value& v) { at(in) = std::get<double>(v) * factor; };
  key.get = [=](const RunInput& in) -> std::optional<Value> { return in_unit(at(in), factor); };
  return key;
}

template <class Field>
Key integer(std::string name, std::string unit, Range range, std::string doc, Field at) {
  Key key = row(std::move(name), KeyType::integer, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.set = [=](RunInput& in, const Value& v) {
    at(in) = static_cast<std::remove_reference_t<decltype(at(in))>>(std::get<std::uint64_t>(v));
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return static_cast<std::uint64_t>(at(in));
  };
  return key;
}

template <class Field>
Key boolean(std::string name, std::string doc, Field at) {
  Key key = row(std::move(name), KeyType::boolean, std::move(doc));
  key.set = [=](RunInput& in, const Value& v) { at(in) = std::get<bool>(v); };
  key.get = [=](const RunInput& in) -> std::optional<Value> { return at(in); };
  return key;
}

/// What an enumerator means, for the docs of a choice.
template <class Enum>
struct Told {
  Enum meaning;
  std::string doc;
};

template <class Enum>
std::vector<Choice> choices(const std::vector<Told<Enum>>& list) {
  std::vector<Choice> words;
  for (const auto& each : list) words.push_back({word_of(each.meaning), each.doc, ""});
  return words;
}

template <class Enum>
Enum chosen(const Value& word) {
  return meaning_of<Enum>(std::get<std::string>(word)).value();
}

template <class Enum, class Field>
Key choice(std::string name, const std::vector<Told<Enum>>& list, std::string doc, Field at) {
  Key key = row(std::move(name), KeyType::choice, std::move(doc));
  key.choices = choices(list);
  key.set = [=](RunInput& in, const Value& v) { at(in) = chosen<Enum>(v); };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return std::string(word_of(at(in)));
  };
  return key;
}

inline Key section(std::string name, std::string doc, std::vector<Key> keys) {
  Key key = row(std::move(name), KeyType::section, std::move(doc));
  key.keys = std::move(keys);
  return key;
}

enum class Unless : std::uint8_t { given, off };  // what an optional section is there unless

// A section that `none` switches off; it is absent unless given, or there unless switched off.
template <class Present, class Enter, class Leave>
Key optional_section(std::string name, Unless unless, std::string doc, Present present, Enter enter,
                     Leave leave, std::vector<Key> keys) {
  Key key = section(std::move(name), std::move(doc), std::move(keys));
  key.choices = {{"none", "off", ""}};
  key.off_by_default = unless == Unless::given;
  key.present = present;
  key.enter = enter;
  key.set = [=](RunInput& in, const Value&) { leave(in); };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    if (present(in)) return {};
    return std::string("none");
  };
  return key;
}

// One of the alternatives of `current`.
template <class Kind>
Key protocol(std::string name, std::string doc, std::vector<Key> keys) {
  Key key = section(std::move(name), std::move(doc), std::move(keys))
                .alternative_of("protocol")
                .must_be_given();
  key.enter = [](RunInput& in) { in.values.current = Kind{}; };
  key.present = [](const RunInput& in) { return std::holds_alternative<Kind>(in.values.current); };
  return key;
}

// One of the alternatives of `far_side`: a word, or a section of keys that may also be one.
struct FarSideRow {
  Choice word;
  std::optional<Key> keys;
  std::function<void(RunInput&)> enter;
  std::function<bool(const RunInput&)> present;
};

template <class Side>
FarSideRow far_side_word(Choice word) {
  return {std::move(word), std::nullopt, [](RunInput& in) { in.values.far_side = Side{}; },
          [](const RunInput& in) { return std::holds_alternative<Side>(in.values.far_side); }};
}

// `make` gives the alternative with its defaults, for the keys before.
template <class Make>
FarSideRow far_side_keys(Choice word, Key keys, Make make) {
  using Side = std::invoke_result_t<Make, const RunInput&>;
  FarSideRow side = far_side_word<Side>(std::move(word));
  side.enter = [=](RunInput& in) { in.values.far_side = make(in); };
  side.keys = std::move(keys).alternative_of("far side").must_be_given();
  side.keys->enter = side.enter;
  side.keys->present = side.present;
  return side;
}

inline Key far_sides(std::string name, std::string doc, std::vector<FarSideRow> sides) {
  Key key = section(std::move(name), std::move(doc), {});
  for (FarSideRow& side : sides) {
    key.choices.push_back(side.word);
    if (side.keys) key.keys.push_back(std::move(*side.keys));
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

inline Key refused(std::string name, std::string refusal) {
  Key key = row(std::move(name), KeyType::text, "");
  key.refusal = std::move(refusal);
  return key;
}

// A key that applies only while `condition` holds.
template <class Condition>
Key when(Condition condition, Key key) {
  key.applies = condition;
  return key;
}

}  // namespace lacuna::io::rows
