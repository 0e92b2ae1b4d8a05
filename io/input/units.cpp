#include "io/input/units.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

/// x of it are x * up / down + shift of what its dimension is counted in. Two factors, since powers
/// of ten are exact above one and not below.
struct Unit {
  std::string_view dimension;
  std::string_view name;
  double up = 1, down = 1, shift = 0;
};

constexpr double per_mol = 96485.33212;   // J/mol in an eV: e N_A, CODATA 2018
constexpr double gas = 8.31446261815324;  // J/mol/K: k N_A, exact
constexpr double melting_ice = 273.15;    // K

namespace kind {
constexpr std::string_view temperature = "a temperature";
constexpr std::string_view energy = "an energy";
constexpr std::string_view entropy = "an entropy";
constexpr std::string_view length = "a length";
constexpr std::string_view area = "an area";
constexpr std::string_view per_area = "a number per area";
constexpr std::string_view time = "a time";
constexpr std::string_view frequency = "a frequency";
constexpr std::string_view current = "a current density";
constexpr std::string_view ramp = "the rise of a current density";
constexpr std::string_view charge = "a charge";
constexpr std::string_view charge_per_area = "a charge per area";
constexpr std::string_view pressure = "a pressure";
constexpr std::string_view per_square = "an energy per area";
constexpr std::string_view resistance = "a resistance of an area";
constexpr std::string_view resistivity = "a resistivity";
constexpr std::string_view conductivity = "a conductivity";
}  // namespace kind

constexpr std::array known_units{
    Unit{kind::temperature, "K"},
    Unit{kind::temperature, "°C", 1, 1, melting_ice},
    Unit{kind::energy, "eV"},
    Unit{kind::energy, "meV", 1, 1e3},
    Unit{kind::energy, "kJ/mol", 1e3, per_mol},
    Unit{kind::energy, "kcal/mol", 4184, per_mol},
    Unit{kind::entropy, "k"},
    Unit{kind::entropy, "eV/K", 1, constants::boltzmann},
    Unit{kind::entropy, "J/mol/K", 1, gas},
    Unit{kind::length, "Å", 1, 1e10},
    Unit{kind::length, "nm", 1, 1e9},
    Unit{kind::length, "µm", 1, 1e6},
    Unit{kind::length, "mm", 1, 1e3},
    Unit{kind::length, "cm", 1, 1e2},
    Unit{kind::length, "m"},
    Unit{kind::area, "nm²", 1, 1e18},
    Unit{kind::area, "µm²", 1, 1e12},
    Unit{kind::area, "mm²", 1, 1e6},
    Unit{kind::area, "cm²", 1, 1e4},
    Unit{kind::area, "m²"},
    Unit{kind::per_area, "1/µm²", 1e12},
    Unit{kind::per_area, "1/mm²", 1e6},
    Unit{kind::per_area, "1/cm²", 1e4},
    Unit{kind::per_area, "1/m²"},
    Unit{kind::time, "s"},
    Unit{kind::time, "ms", 1, 1e3},
    Unit{kind::time, "µs", 1, 1e6},
    Unit{kind::time, "ns", 1, 1e9},
    Unit{kind::time, "ps", 1, 1e12},
    Unit{kind::time, "min", 60},
    Unit{kind::time, "h", 3600},
    Unit{kind::time, "d", 86400},
    Unit{kind::frequency, "Hz"},
    Unit{kind::frequency, "1/s"},
    Unit{kind::frequency, "GHz", 1e9},
    Unit{kind::frequency, "THz", 1e12},
    Unit{kind::current, "mA/cm²", 10},
    Unit{kind::current, "µA/cm²", 1, 1e2},
    Unit{kind::current, "A/cm²", 1e4},
    Unit{kind::current, "A/m²"},
    Unit{kind::current, "mA/m²", 1, 1e3},
    Unit{kind::ramp, "mA/cm²/s", 10},
    Unit{kind::ramp, "mA/cm²/min", 10, 60},
    Unit{kind::ramp, "mA/cm²/h", 10, 3600},
    Unit{kind::ramp, "A/m²/s"},
    Unit{kind::ramp, "A/m²/min", 1, 60},
    Unit{kind::ramp, "A/m²/h", 1, 3600},
    Unit{kind::charge, "monolayers"},
    Unit{kind::charge_per_area, "mAh/cm²", 36000},
    Unit{kind::charge_per_area, "µAh/cm²", 36},
    Unit{kind::charge_per_area, "Ah/m²", 3600},
    Unit{kind::charge_per_area, "C/cm²", 1e4},
    Unit{kind::charge_per_area, "C/m²"},
    Unit{kind::pressure, "Pa"},
    Unit{kind::pressure, "kPa", 1e3},
    Unit{kind::pressure, "MPa", 1e6},
    Unit{kind::pressure, "GPa", 1e9},
    Unit{kind::pressure, "bar", 1e5},
    Unit{kind::per_square, "J/m²"},
    Unit{kind::per_square, "mJ/m²", 1, 1e3},
    Unit{kind::resistance, "Ω cm²", 1, 1e4},
    Unit{kind::resistance, "mΩ cm²", 1, 1e7},
    Unit{kind::resistance, "Ω m²"},
    Unit{kind::resistivity, "Ω cm", 1, 1e2},
    Unit{kind::resistivity, "Ω m"},
    Unit{kind::conductivity, "mS/cm", 1, 1e1},
    Unit{kind::conductivity, "S/cm", 1e2},
    Unit{kind::conductivity, "S/m"},
};

using Spelling = std::pair<std::string_view, std::string_view>;

/// Ways to write one and the same unit.
constexpr std::array<Spelling, 10> spelled_out{{
    {"degC", "°C"},
    {"angstrom", "Å"},
    {"second", "s"},
    {"seconds", "s"},
    {"minutes", "min"},
    {"hour", "h"},
    {"hours", "h"},
    {"day", "d"},
    {"days", "d"},
    {"monolayer", "monolayers"},
}};

/// The letters of a unit that have more than one form, and what may be left out.
constexpr std::array<Spelling, 10> letters{{
    {"²", "2"},
    {"^", ""},
    {" ", ""},
    {"\xC2\xA0", ""},         // no-break space
    {"\xE2\x80\xAF", ""},     // narrow no-break space
    {"\xC2\xB5", "u"},        // micro sign
    {"\xCE\xBC", "u"},        // Greek mu
    {"\xCE\xA9", "ohm"},      // Greek omega
    {"\xE2\x84\xA6", "ohm"},  // ohm sign
    {"\xE2\x84\xAB", "Å"},    // angstrom sign
}};

std::string plainly(std::string_view unit) {
  std::string text(unit);
  for (const auto& [from, to] : letters) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  }
  return text;
}

const Unit* find_unit(std::string_view name) {
  const auto* const word = std::find_if(spelled_out.begin(), spelled_out.end(),
                                        [&](const Spelling& w) { return w.first == name; });
  const std::string plain = plainly(word == spelled_out.end() ? name : word->second);
  const auto* const found =
      std::find_if(known_units.begin(), known_units.end(),
                   [&](const Unit& unit) { return plainly(unit.name) == plain; });
  return found == known_units.end() ? nullptr : found;
}

struct Measured {
  std::string_view number;
  std::string_view unit;
  bool apart;  ///< by a blank
};

Measured taken_apart(std::string_view text) {
  const std::string_view number = leading_number(text);
  std::string_view unit = text.substr(number.size());
  const std::size_t start = unit.find_first_not_of(' ');
  unit.remove_prefix(start == std::string_view::npos ? unit.size() : start);
  return {number, unit, start != 0};
}

Dimension of_name(std::string_view name) {
  Dimension dimension{name, {}};
  for (const Unit& unit : known_units)
    if (unit.dimension == name) dimension.units.push_back(unit.name);
  return dimension;
}

std::string expected_in(std::string_view unit) {
  if (unit.empty()) return "expected a number without a unit";
  std::string others;
  for (const std::string_view each : dimension_of(unit).units)
    if (each != unit) others += (others.empty() ? "" : ", ") + std::string(each);
  return fmt::format("expected a number in {}{}{}", unit, others.empty() ? "" : ", or with ",
                     others);
}

double converted(double number, const Unit& from, const Unit& to) {
  const double common = number * (from.up * to.down) / (from.down * to.up);
  return to_digits(common + (from.shift - to.shift), 15);
}

}  // namespace

std::vector<Dimension> dimensions() {
  std::vector<Dimension> list;
  for (const Unit& unit : known_units)
    if (list.empty() || list.back().name != unit.dimension) list.push_back(of_name(unit.dimension));
  return list;
}

Dimension dimension_of(std::string_view unit) {
  const Unit* const found = find_unit(unit);
  return found ? of_name(found->dimension) : Dimension{};
}

bool has_unit(std::string_view text) {
  const Measured parts = taken_apart(text);
  return !parts.number.empty() && !parts.unit.empty() && find_unit(parts.unit);
}

bool is_of_a_unit(std::string_view character) {
  const auto holds = [&](std::string_view text) {
    return text.find(character) != std::string_view::npos;
  };
  return std::any_of(letters.begin(), letters.end(),
                     [&](const Spelling& each) { return holds(each.first); }) ||
         std::any_of(known_units.begin(), known_units.end(),
                     [&](const Unit& unit) { return holds(unit.name); });
}

double number_in(std::string_view unit, std::string_view text) {
  const Measured parts = taken_apart(text);
  if (parts.number.empty() || parts.unit.empty()) return parse_number(text);
  const Unit* const stated = find_unit(parts.unit);
  const bool goes_on = !parts.apart || (parts.unit.front() >= '0' && parts.unit.front() <= '9');
  if (!stated && goes_on) return parse_number(text);  // which says what is wrong
  if (!stated)
    throw InputError(shown(text) + " has a unit that is not known; " + expected_in(unit));
  const Unit* const wanted = find_unit(unit);
  if (!wanted || wanted->dimension != stated->dimension)
    throw InputError(shown(text) + " is " + std::string(stated->dimension) + "; " +
                     expected_in(unit));
  const double number = parse_number(parts.number);
  return stated == wanted ? number : converted(number, *stated, *wanted);
}

}  // namespace lacuna::io
