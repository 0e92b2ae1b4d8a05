#include "app/manual.hpp"

#include <fmt/format.h>

#include <string_view>

#include "app/syntax.hpp"
#include "core/version.hpp"

namespace lacuna::app {
namespace {

/// As troff wants it: dashes that can be copied, nothing that it takes for a command.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c == '.' || c == '\'') && out.empty()) out += "\\&";
    if (c == '\n') {
      out += ' ';
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\\') {
      out += "\\e";
    } else {
      out += c;
    }
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + plain(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + plain(text) + "\\fR"; }

std::string item(const std::string& tag, std::string_view text) {
  return fmt::format(".TP\n{}\n{}\n", tag, plain(text));
}

std::string command_part(const CommandSyntax& command) {
  std::string text = fmt::format(".SS {} {}\n{}\n", bold("lacuna " + command.name),
                                 italic(command.argument), plain(command.purpose));
  for (const OptionSyntax& option : command.options) {
    const std::string argument = option.argument.empty() ? "" : " " + italic(option.argument);
    text += item(bold("--" + option.name) + argument, option.doc);
  }
  return text;
}

const char* const files = R"(.SH FILES
A run or a study writes into one directory,
.IR CASE .out
or
.IR STUDY .out
beside where it was started unless
.B \-\-out
names another. It holds
.I input.yaml
with every default explicit, tables as CSV, and what an interrupted run goes on from.
)";

const char* const examples = R"(.SH EXAMPLES
.EX
lacuna init case \-\-out case.yaml
lacuna check case.yaml
lacuna run case.yaml \-\-set temperature_K=320 \-\-seed 7
lacuna report case.out \-\-plot
.EE
)";

}  // namespace

std::string manual_page() {
  std::string text = fmt::format(
      ".TH LACUNA 1 \"\" \"lacuna {}\" \"User Commands\"\n.SH NAME\nlacuna \\- kinetic Monte Carlo "
      "of a metal "
      "electrode "
      "stripped through a ceramic electrolyte\n.SH SYNOPSIS\n",
      build_info().version);
  for (const CommandSyntax& command : command_table()) {
    text += fmt::format("{} {} [{}...]\n.br\n", bold("lacuna " + command.name),
                        italic(command.argument), italic("OPTION"));
  }
  text += bold("lacuna --version") + "\n.SH COMMANDS\nEach command has " + bold("--help") + ".\n";
  for (const CommandSyntax& command : command_table()) text += command_part(command);
  text += ".SH EXIT STATUS\n";
  for (const auto& [status, meaning] : exit_statuses())
    text += item(bold(std::to_string(status)), meaning);
  return text + files + examples;
}

}  // namespace lacuna::app
