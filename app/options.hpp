#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace lacuna::app {

/// lacuna run
struct RunOptions {
  std::filesystem::path case_file;
  std::filesystem::path out;          ///< ./<stem>.out unless given
  std::vector<std::string> settings;  ///< key=value, in order
  std::optional<std::uint64_t> seed;
  bool resume = false;
  bool quiet = false;
};

/// lacuna check
struct CheckOptions {
  std::filesystem::path case_file;
  std::vector<std::string> settings;
};

/// lacuna init
struct InitOptions {
  std::optional<std::filesystem::path> out;  ///< empty: standard output
};

enum class SchemaFormat : std::uint8_t { json, markdown };

/// lacuna schema
struct SchemaOptions {
  SchemaFormat format = SchemaFormat::json;
};

/// --help in any place
struct HelpText {
  std::string text;
};

/// --version
struct ShowVersion {};

using Command = std::variant<RunOptions, CheckOptions, InitOptions, SchemaOptions, HelpText, ShowVersion>;

/// What the command line asks for. `arguments` are those after the program's name.
/// Throws InputError for an unknown command or option (with the nearest one there is), a missing
/// argument or a value that cannot be read.
[[nodiscard]] Command read_command_line(const std::vector<std::string>& arguments);

}  // namespace lacuna::app
