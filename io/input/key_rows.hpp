#pragma once

#include <cstdint>
#include <initializer_list>
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

/// The way from a Target to one of its members, for reading and for writing.
template <class Target, class Way>
struct Field {
  Way way;
  auto& operator()(Target& in) const { return way(in); }
  auto& operator()(const Target& in) const { return way(in); }
};
template <class Target, class Way>
Field<Target, Way> field_of(Way way) {
  return {way};
}

template <class Object>
auto& follow(Object& object) {
  return object;
}
// What is optional is taken to be there.
template <class Object, class Member, class... More>
auto& follow(Object& object, Member member, More... more) {
  if constexpr (requires { *object; }) {
    return follow((*object).*member, more...);
  } else {
    return follow(object.*member, more...);
  }
}

/// field(&RunInput::trajectory, &TrajectoryOptions::what)(input) is (*input.trajectory).what.
template <class Target, class Member, class... More>
auto field(Member Target::*first, More... more) {
  return field_of<Target>([=](auto& in) -> auto& { return follow(in, first, more...); });
}
/// The same from the case that is read.
template <class... Members>
auto value(Members... members) {
  return field(&RunInput::values, members...);
}
template <class ImposedCurrent, class... Members>
auto current(Members... members) {
  return field_of<RunInput>([=](auto& in) -> auto& {
    return follow(std::get<ImposedCurrent>(in.values.current), members...);
  });
}

// What a member that may be absent holds.
template <class T>
std::optional<T> if_there(const std::optional<T>& member) {
  return member;
}
template <class T>
std::optional<T> if_there(const T& member) {
  return member;
}

// One kind of row each.

template <class Target>
Key<Target> row(std::string name, KeyType type, std::string doc) {
  Key<Target> key;
  key.name = std::move(name);
  key.type = type;
  key.doc = std::move(doc);
  return key;
}

/// Of a double, or an optional one.
template <class Target, class Way>
Key<Target> number(std::string name, std::string unit, double factor, Range range, std::string doc,
                   Field<Target, Way> at) {
  auto key = row<Target>(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.set = [=](Target& in, const Value& v) { at(in) = std::get<double>(v) * factor; };
  key.get = [=](const Target& in) -> std::optional<Value> {
    const std::optional<double> internal = at(in);
    if (!internal) return {};
    return in_unit(*internal, factor);
  };
  return key;
}

/// Of an integer, or an optional one.
template <class Target, class Way>
Key<Target> integer(std::string name, std::string unit, Range range, std::string doc,
                    Field<Target, Way> at) {
  auto key = row<Target>(std::move(name), KeyType::integer, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.set = [=](Target& in, const Value& v) {
    auto& member = at(in);
    using Whole = std::remove_cvref_t<decltype(*if_there(member))>;
    member = static_cast<Whole>(std::get<std::uint64_t>(v));
  };
  key.get = [=](const Target& in) -> std::optional<Value> {
    const auto there = if_there(at(in));
    if (!there) return {};
    return static_cast<std::uint64_t>(*there);
  };
  return key;
}

/// Of a bool, or an optional one.
template <class Target, class Way>
Key<Target> boolean(std::string name, std::string doc, Field<Target, Way> at) {
  auto key = row<Target>(std::move(name), KeyType::boolean, std::move(doc));
  key.set = [=](Target& in, const Value& v) { at(in) = std::get<bool>(v); };
  key.get = [=](const Target& in) -> std::optional<Value> { return if_there(at(in)); };
  return key;
}

/// Of a string; an empty one is none.
template <class Target, class Way>
Key<Target> text(std::string name, std::string doc, Field<Target, Way> at) {
  auto key = row<Target>(std::move(name), KeyType::text, std::move(doc));
  key.set = [=](Target& in, const Value& v) { at(in) = std::get<std::string>(v); };
  key.get = [=](const Target& in) -> std::optional<Value> {
    if (at(in).empty()) return {};
    return at(in);
  };
  return key;
}

/// Of the path of a file, `what` it is for messages, which `read` reads each time that one is
/// given; `content` is what it held.
template <class Target, class Way, class Read, class Content>
Key<Target> file(std::string name, const char* what, std::string doc, Field<Target, Way> at,
                 Read read, Content content) {
  auto key = text(std::move(name), std::move(doc), at);
  key.type = KeyType::file;
  key.set = [=](Target& in, const Value& v) {
    at(in) = std::get<std::string>(v);
    read(in, in.files.read(at(in), what));
  };
  key.get = [=](const Target& in) -> std::optional<Value> {
    if (at(in).empty()) return {};
    return in.files.stated(at(in));
  };
  key.content = content;
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

template <class Enum, class Target, class Way>
Key<Target> choice(std::string name, const std::vector<Told<Enum>>& list, std::string doc,
                   Field<Target, Way> at) {
  auto key = row<Target>(std::move(name), KeyType::choice, std::move(doc));
  key.choices = choices(list);
  key.set = [=](Target& in, const Value& v) { at(in) = chosen<Enum>(v); };
  key.get = [=](const Target& in) -> std::optional<Value> { return std::string(word_of(at(in))); };
  return key;
}

template <class Target>
Key<Target> section(std::string name, std::string doc, std::initializer_list<Key<Target>> keys) {
  auto key = row<Target>(std::move(name), KeyType::section, std::move(doc));
  key.keys = keys;
  return key;
}

enum class Unless : std::uint8_t { given, off };  // what an optional section is there unless

/// A section that `none` switches off, stored in an optional; it is absent unless given, or there
/// unless switched off.
template <class Target, class Way>
Key<Target> optional_section(std::string name, Unless unless, std::string doc,
                             Field<Target, Way> at, std::initializer_list<Key<Target>> keys) {
  auto key = section(std::move(name), std::move(doc), keys);
  key.choices = {{"none", "off", ""}};
  key.off_by_default = unless == Unless::given;
  key.present = [=](const Target& in) { return at(in).has_value(); };
  key.enter = [=](Target& in) { at(in).emplace(); };
  key.set = [=](Target& in, const Value&) { at(in).reset(); };
  key.get = [=](const Target& in) -> std::optional<Value> {
    if (at(in).has_value()) return {};
    return std::string("none");
  };
  return key;
}

/// A key that applies only while `condition` holds.
template <class Condition, class Target>
Key<Target> when(Condition condition, Key<Target> key) {
  key.applies = condition;
  return key;
}

}  // namespace lacuna::io::rows
