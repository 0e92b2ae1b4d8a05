#include "app/completion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "app/syntax.hpp"
#include "io/input/key_names.hpp"

namespace lacuna::app {
namespace {

const char* const head = R"(# Completion for bash, made by: lacuna help --format bash

_lacuna_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }

_lacuna_keys() {
  _lacuna_words "$1" "$2"
  compopt -o nospace 2> /dev/null
}

_lacuna_files() {
  mapfile -t COMPREPLY < <(compgen "$@")
  compopt -o filenames 2> /dev/null
}

_lacuna_yaml() {
  mapfile -t COMPREPLY < <(compgen -f -X '!*.yaml' -- "$1"; compgen -d -- "$1")
  compopt -o filenames 2> /dev/null
}

)";

// Bash takes --out=DIR and KEY=VALUE apart: what is completed is what follows the =.
const char* const body = R"(
_lacuna() {
  local current=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} option="" key=""
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _lacuna_words "$_lacuna_commands --help --version" "$current"
    return
  fi
  local before=("${COMP_WORDS[@]:0:COMP_CWORD}")
  if [[ $current == = ]]; then
    before+=(=)
    current=""
  fi
  local n=${#before[@]}
  if [[ ${before[n - 1]} != = ]]; then
    option=${before[n - 1]}
  elif [[ ${before[n - 2]} == --* ]]; then
    option=${before[n - 2]}
  else
    key=${before[n - 2]}
  fi
)";

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

/// The words of case|study; none if it is not such a list.
std::string words_of(std::string argument) {
  if (argument.find('|') == std::string::npos) return {};
  std::replace(argument.begin(), argument.end(), '|', ' ');
  return argument;
}

/// The command that completes an argument of that name; `:` if nothing is known of it.
std::string completing(const std::string& argument, const std::string& values) {
  if (!values.empty()) return fmt::format("_lacuna_words '{}' \"$current\"", values);
  if (argument == "DIR") return "_lacuna_files -d -- \"$current\"";
  if (argument == "FILE") return "_lacuna_files -f -- \"$current\"";
  return argument.find(".yaml") == std::string::npos ? ":" : "_lacuna_yaml \"$current\"";
}

/// Keys to be set, each with the = after it.
std::string keys_of(const std::vector<io::KeyName>& keys, std::string_view prefix = {}) {
  std::string text;
  for (const io::KeyName& key : keys) text += fmt::format("{}{}= ", prefix, key.path);
  return text;
}

std::string variables() {
  const std::string of_case = keys_of(io::case_key_names());
  return fmt::format(
      "_lacuna_commands='{}'\n_lacuna_run_keys='{}'\n_lacuna_check_keys=$_lacuna_run_keys\n_lacuna_"
      "study_keys='{}{}'\n_lacuna_cell_keys=$_lacuna_study_keys\n",
      joined(command_names()), of_case, keys_of(io::study_key_names()),
      keys_of(io::case_key_names(), "base."));
}

/// Keys whose values are words.
std::string key_part() {
  std::string text = "  if [[ -n $key ]]; then\n    case ${key#base.} in\n";
  for (const auto& keys : {io::case_key_names(), io::study_key_names()})
    for (const io::KeyName& key : keys)
      if (!key.words.empty())
        text += fmt::format("      {}) _lacuna_words '{}' \"$current\" ;;\n", key.path,
                            joined(key.words));
  return text + "    esac\n    return\n  fi\n";
}

std::string act_of(const CommandSyntax& command, const OptionSyntax& option) {
  if (option.name == "set")
    return fmt::format("_lacuna_keys \"$_lacuna_{}_keys\" \"$current\"", command.name);
  return completing(option.argument, joined(option.values));
}

/// Values of options; where nothing is known of them there is nothing to offer.
std::string option_part() {
  std::string text = "  case \"$command $option\" in\n";
  for (const CommandSyntax& command : command_table())
    for (const OptionSyntax& option : command.options)
      if (!option.argument.empty())
        text += fmt::format("    '{} --{}') {}; return ;;\n", command.name, option.name,
                            act_of(command, option));
  return text + "  esac\n";
}

/// Options and the argument of each command.
std::string command_part() {
  std::string text = "  case \"$command $current\" in\n";
  for (const CommandSyntax& command : command_table()) {
    std::string options;
    for (const OptionSyntax& option : command.options) options += "--" + option.name + " ";
    const std::string values =
        command.argument == "[COMMAND]" ? joined(command_names()) : words_of(command.argument);
    text += fmt::format(
        "    '{0} -'*) _lacuna_words '{1}--help' \"$current\" ;;\n    '{0} '*) {2} ;;\n",
        command.name, options, completing(command.argument, values));
  }
  return text + "  esac\n}\ncomplete -F _lacuna lacuna\n";
}

}  // namespace

std::string bash_completion() {
  return head + variables() + body + key_part() + option_part() + command_part();
}

}  // namespace lacuna::app
