#include "app/syntax.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "app/completion.hpp"
#include "app/manual.hpp"
#include "app/options.hpp"
#include "core/error.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using lacuna::test::says;

namespace {

/// An option as troff is given it.
std::string in_troff(const std::string& option) {
  std::string text;
  for (const char c : "--" + option) text += c == '-' ? "\\-" : std::string(1, c);
  return text;
}

}  // namespace

TEST_CASE(
    "every command and option of the table is in the overview, the manual page and the "
    "completion") {
  const std::string overview = app::overview(), manual = app::manual_page(),
                    completion = app::bash_completion();
  for (const app::CommandSyntax& command : app::command_table()) {
    CHECK(says(overview, "lacuna " + command.name + " " + command.argument));
    CHECK(says(manual, "lacuna " + command.name));
    for (const app::OptionSyntax& option : command.options) {
      CHECK(says(manual, in_troff(option.name)));
      CHECK(says(completion, "--" + option.name));
    }
  }
}

TEST_CASE("values that the table lists are those that the command takes") {
  for (const app::CommandSyntax& command : app::command_table()) {
    const std::string argument = command.argument == "case|study" ? "case" : "x";
    for (const app::OptionSyntax& option : command.options) {
      for (const std::string& value : option.values) {
        std::vector<std::string> words{command.name, "--" + option.name, value};
        if (command.name != "help") words.push_back(argument);
        CHECK_NOTHROW((void)app::read_command_line(words));
        words[2] += "x";
        CHECK_THROWS_AS((void)app::read_command_line(words), InputError);
      }
    }
  }
}
