#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace lacuna {

/// An enumerator, and the word that files, messages and the command line have for it. An enum with
/// words states them once, beside itself, in the order of its enumerators:
///
///     enum class Side : std::uint8_t { left, right };
///     constexpr auto words_of(Side) {
///       return std::array{Word{Side::left, "left"}, Word{Side::right, "right"}};
///     }
///
/// Whatever writes, reads or lists the enum uses that. A table that is incomplete does not compile.
template <class Enum>
struct Word {
  Enum meaning;
  const char* text;
};
template <class Enum>
Word(Enum, const char*) -> Word<Enum>;

/// Is `value` the value of an enumerator? GCC and Clang print others as a cast: (Side)2.
template <auto value>
[[nodiscard]] consteval bool is_enumerator() {
  const std::string_view signature = __PRETTY_FUNCTION__;
  const char after_bracket = signature[signature.rfind(')') + 1];
  return after_bracket < '0' || after_bracket > '9';
}

/// Has every enumerator, from 0 on, one word of its own?
template <class Enum, std::size_t count>
[[nodiscard]] consteval bool is_complete(const std::array<Word<Enum>, count>& table) {
  for (std::size_t k = 0; k < count; ++k) {
    if (table[k].meaning != static_cast<Enum>(k)) return false;
    for (std::size_t other = 0; other < k; ++other) {
      if (std::string_view(table[k].text) == table[other].text) return false;
    }
  }
  return !is_enumerator<static_cast<Enum>(count)>();
}

/// All words of an enum.
template <class Enum>
inline constexpr auto vocabulary = [] {
  constexpr auto table = words_of(Enum{});
  static_assert(is_complete(table));
  return table;
}();

/// Throws Error for a value outside the enumeration.
template <class Enum>
[[nodiscard]] constexpr const char* word_of(Enum value) {
  const auto& known = vocabulary<Enum>;
  const auto place = static_cast<std::size_t>(value);
  if (place >= known.size()) throw Error("a value outside its enumeration has no word");
  return known[place].text;
}

/// Empty: no such word.
template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> meaning_of(std::string_view text) {
  for (const auto& word : vocabulary<Enum>) {
    if (text == word.text) return word.meaning;
  }
  return {};
}

/// For help and completion.
template <class Enum>
[[nodiscard]] std::vector<std::string> all_words() {
  std::vector<std::string> list;
  for (const auto& word : vocabulary<Enum>) list.emplace_back(word.text);
  return list;
}

/// "left and right", for messages.
template <class Enum>
[[nodiscard]] std::string listed_words() {
  const std::vector<std::string> words = all_words<Enum>();
  std::string list = words.front();
  for (std::size_t k = 1; k < words.size(); ++k)
    list += (k + 1 == words.size() ? " and " : ", ") + words[k];
  return list;
}

}  // namespace lacuna
