#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::app {

// The one table of commands and their options. Reading the command line, --help, the manual page
// and the completion all go through it; nothing else lists options.

struct OptionSyntax {
  std::string name;  ///< without the dashes
  std::string doc;
  std::string argument;             ///< what it takes: DIR, N, ...; empty: nothing
  std::vector<std::string> values;  ///< those it can have, where they can be listed
};

struct CommandSyntax {
  std::string name;
  std::string argument;  ///< the one it takes: CASE.yaml, case|study, ...; in brackets if it may be
                         ///< left out
  std::string brief;     ///< for the list of commands
  std::string purpose;   ///< in whole sentences
  std::vector<OptionSyntax> options;  ///< all but --help, which each has
};

[[nodiscard]] const std::vector<CommandSyntax>& command_table();

[[nodiscard]] std::vector<std::string> command_names();

/// Null if there is no such command.
[[nodiscard]] const CommandSyntax* find_command(std::string_view name);

struct StatusMeaning {
  int status;
  std::string meaning;
};
[[nodiscard]] const std::vector<StatusMeaning>& exit_statuses();

/// What `lacuna --help` prints.
[[nodiscard]] std::string overview();

}  // namespace lacuna::app
