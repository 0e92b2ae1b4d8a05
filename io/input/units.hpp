#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::io {

/// What is measured in units that convert into each other.
struct Dimension {
  std::string_view name;                ///< with its article: "a temperature"
  std::vector<std::string_view> units;  ///< as they are spelled in messages
};

/// All that are known, for the page.
[[nodiscard]] std::vector<Dimension> dimensions();

/// The dimension that a key's unit belongs to; without units of its own if there is none.
[[nodiscard]] Dimension dimension_of(std::string_view unit);

/// Is it a number and one of the units, whatever key it is for ("25 °C", "0.1A/m2")?
[[nodiscard]] bool has_unit(std::string_view text);

/// Does a unit in one of its spellings hold this character, given in UTF-8?
[[nodiscard]] bool is_of_a_unit(std::string_view character);

/// The number that a text states, in `unit`: a number alone is in that unit already, one with a
/// unit of the same dimension is converted, rounded to 15 digits so that 0.1 A/m2 are 0.01 mA/cm².
/// What unit is meant is never guessed. Throws InputError: no number, a unit that is not known, one
/// of another dimension.
[[nodiscard]] double number_in(std::string_view unit, std::string_view text);

}  // namespace lacuna::io
