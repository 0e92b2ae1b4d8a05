#include "app/options.hpp"

// A --set value may hold commas ([4,3]), at which cxxopts would cut it: no argument holds a NUL.
#define CXXOPTS_VECTOR_DELIMITER '\0'
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cxxopts.hpp>
#include <span>
#include <string_view>
#include <thread>

#include "app/completion.hpp"
#include "app/manual.hpp"
#include "app/syntax.hpp"
#include "core/error.hpp"
#include "io/nearest_word.hpp"

namespace lacuna::app {
namespace {

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const CommandSyntax& command : command_table()) names.push_back(command.name);
  return names;
}

[[noreturn]] void refuse(std::string_view command, const std::string& what) {
  const std::string name = command.empty() ? "lacuna" : fmt::format("lacuna {}", command);
  throw InputError(fmt::format("{}; see {} --help", what, name));
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  const std::string best = io::nearest_word(word, known);
  return best.empty() ? std::string{} : fmt::format(" (did you mean {}?)", best);
}

/// A command's row of the table, and what cxxopts makes of it.
struct Syntax {
  const CommandSyntax& of;
  cxxopts::Options options;
};

Syntax make_syntax(const CommandSyntax& command) {
  Syntax syntax{command, cxxopts::Options("lacuna " + command.name, command.purpose)};
  syntax.options.custom_help("[OPTION...]")
      .positional_help(command.argument)
      .show_positional_help();
  syntax.options.allow_unrecognised_options().set_width(100);
  auto add = syntax.options.add_options();
  for (const OptionSyntax& option : command.options) {
    if (option.argument.empty()) {
      add(option.name, option.doc);
    } else {
      add(option.name, option.doc, cxxopts::value<std::vector<std::string>>(), option.argument);
    }
  }
  add("h,help", "show this");
  // Not shown: the positional argument, which cxxopts wants to have a name.
  syntax.options.add_options("hidden")("argument", "", cxxopts::value<std::vector<std::string>>());
  syntax.options.parse_positional({"argument"});
  return syntax;
}

/// With the dashes.
std::vector<std::string> option_names(const CommandSyntax& command) {
  std::vector<std::string> names;
  for (const OptionSyntax& option : command.options) names.push_back("--" + option.name);
  names.emplace_back("--help");
  return names;
}

void refuse_unknown(const Syntax& syntax, const cxxopts::ParseResult& result) {
  if (result.unmatched().empty()) return;
  const std::string& word = result.unmatched().front();
  if (word.size() < 2 || word.front() != '-')
    refuse(syntax.of.name, fmt::format("unexpected argument '{}'", word));
  refuse(syntax.of.name,
         fmt::format("unknown option '{}'{}", word,
                     did_you_mean(word.substr(0, word.find('=')), option_names(syntax.of))));
}

/// Values given, at most one unless the option may be repeated.
std::vector<std::string> values_of(const cxxopts::ParseResult& result, const std::string& name) {
  return result.count(name) == 0 ? std::vector<std::string>{}
                                 : result[name].as<std::vector<std::string>>();
}

std::optional<std::string> value_of(const Syntax& syntax, const cxxopts::ParseResult& result,
                                    const std::string& name) {
  const auto values = values_of(result, name);
  if (values.empty()) return std::nullopt;
  if (values.size() > 1) {
    refuse(syntax.of.name,
           fmt::format("--{} is given {} times, once is enough", name, values.size()));
  }
  if (values.front().empty()) refuse(syntax.of.name, fmt::format("--{} needs a value", name));
  return values.front();
}

std::string argument_of(const Syntax& syntax, const cxxopts::ParseResult& result) {
  const auto values = values_of(result, "argument");
  if (values.size() > 1) {
    refuse(syntax.of.name, fmt::format("unexpected argument '{}': lacuna {} takes one {}",
                                       values[1], syntax.of.name, syntax.of.argument));
  }
  std::string argument = values.empty() ? "" : values.front();
  if (argument.empty()) {
    refuse(syntax.of.name,
           fmt::format("{} is missing after 'lacuna {}'", syntax.of.argument, syntax.of.name));
  }
  return argument;
}

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> read_seed(const Syntax& syntax, const cxxopts::ParseResult& result) {
  const auto text = value_of(syntax, result, "seed");
  if (!text) return std::nullopt;
  const auto seed = read_number<std::uint64_t>(*text);
  if (!seed) {
    refuse(syntax.of.name,
           fmt::format("--seed {} is not a whole number from 0 to 18446744073709551615", *text));
  }
  return seed;
}

int read_threads(const Syntax& syntax, const cxxopts::ParseResult& result) {
  constexpr int most = 4096;
  const auto text = value_of(syntax, result, "threads");
  if (!text) return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const auto threads = read_number<int>(*text);
  if (!threads || *threads < 1 || *threads > most) {
    refuse(syntax.of.name,
           fmt::format("--threads {} is not a whole number from 1 to {}", *text, most));
  }
  return *threads;
}

std::optional<ensemble::Shard> read_shard(const Syntax& syntax,
                                          const cxxopts::ParseResult& result) {
  const auto text = value_of(syntax, result, "shard");
  if (!text) return std::nullopt;
  const std::string_view whole = *text;
  const std::size_t slash = whole.find('/');
  const auto index = read_number<int>(whole.substr(0, slash));
  const auto count =
      slash == std::string_view::npos ? std::nullopt : read_number<int>(whole.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count) {
    refuse(syntax.of.name,
           fmt::format("--shard {} is not i/n with i from 1 to n, as in 3/16", *text));
  }
  return ensemble::Shard{*index, *count};
}

std::filesystem::path default_directory(const std::filesystem::path& case_file) {
  std::filesystem::path directory = case_file.stem();
  return directory += ".out";
}

Command read_run(const Syntax& syntax, const cxxopts::ParseResult& result) {
  RunOptions run;
  run.case_file = argument_of(syntax, result);
  run.out = value_of(syntax, result, "out").value_or(default_directory(run.case_file).string());
  run.settings = values_of(result, "set");
  run.seed = read_seed(syntax, result);
  run.resume = result.count("resume") > 0;
  run.quiet = result.count("quiet") > 0;
  return run;
}

Command read_check(const Syntax& syntax, const cxxopts::ParseResult& result) {
  return CheckOptions{argument_of(syntax, result), values_of(result, "set")};
}

/// What needs all that is known at once goes to one process that sees it.
void refuse_combinations(const Syntax& syntax, const StudyOptions& study, bool threads_given) {
  const auto both = [&](bool one, const char* first, bool other, const char* second) {
    if (one && other)
      refuse(syntax.of.name,
             fmt::format("{} and {} exclude each other; give one of them", first, second));
  };
  both(study.shard.has_value(), "--shard", study.collect, "--collect");
  both(study.shard.has_value(), "--shard", study.mpi, "--mpi");
  both(study.collect, "--collect", study.mpi, "--mpi");
  both(study.collect, "--collect", study.dry_run, "--dry-run");
  both(study.mpi, "--mpi", study.dry_run, "--dry-run");
  both(study.shard.has_value(), "--shard", study.dry_run, "--dry-run");
  both(study.quiet, "--quiet", study.dry_run, "--dry-run");
  both(study.collect, "--collect", threads_given, "--threads");
}

Command read_study(const Syntax& syntax, const cxxopts::ParseResult& result) {
  StudyOptions study;
  study.study_file = argument_of(syntax, result);
  study.out =
      value_of(syntax, result, "out").value_or(default_directory(study.study_file).string());
  study.settings = values_of(result, "set");
  study.seed = read_seed(syntax, result);
  study.threads = read_threads(syntax, result);
  study.shard = read_shard(syntax, result);
  study.collect = result.count("collect") > 0;
  study.dry_run = result.count("dry-run") > 0;
  study.mpi = result.count("mpi") > 0;
  study.quiet = result.count("quiet") > 0;
  refuse_combinations(syntax, study, result.count("threads") > 0);
  return study;
}

Command read_report(const Syntax& syntax, const cxxopts::ParseResult& result) {
  ReportOptions report;
  report.directory = argument_of(syntax, result);
  report.plot = result.count("plot") > 0;
  report.svg = result.count("svg") > 0;
  report.quiet = result.count("quiet") > 0;
  if (report.plot && report.quiet)
    refuse(syntax.of.name, "--plot and --quiet exclude each other; give one of them");
  return report;
}

std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words(1);
  for (const char c : list) {
    if (c == ',') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

Command read_export(const Syntax& syntax, const cxxopts::ParseResult& result) {
  ExportOptions options;
  io::ExportOptions& how = options.how;
  options.directory = argument_of(syntax, result);
  how.format = io::parse_format(value_of(syntax, result, "format").value_or("extxyz"));
  if (const auto frames = value_of(syntax, result, "frames"))
    how.frames = io::parse_frames(*frames);
  if (const auto sites = value_of(syntax, result, "what")) how.sites = io::parse_sites(*sites);
  if (const auto region = value_of(syntax, result, "region"))
    how.region = io::parse_region(*region);
  if (const auto list = value_of(syntax, result, "properties")) how.columns = words_of(*list);
  const auto standard = options.directory / (std::string("trajectory") + io::extension(how.format));
  how.out = value_of(syntax, result, "out").value_or(standard.string());
  return options;
}

/// `init` and `schema` are about a kind of file.
FileKind read_kind(const Syntax& syntax, const cxxopts::ParseResult& result) {
  const std::string kind = argument_of(syntax, result);
  if (kind == "case") return FileKind::case_file;
  if (kind == "study") return FileKind::study_file;
  refuse(
      syntax.of.name,
      fmt::format("there is no '{}' to give; the kinds of input files are case and study", kind));
}

Command read_init(const Syntax& syntax, const cxxopts::ParseResult& result) {
  InitOptions init;
  init.kind = read_kind(syntax, result);
  if (const auto out = value_of(syntax, result, "out")) init.out = *out;
  return init;
}

Command read_schema(const Syntax& syntax, const cxxopts::ParseResult& result) {
  const FileKind kind = read_kind(syntax, result);
  const std::string format = value_of(syntax, result, "format").value_or("json");
  if (format == "json") return SchemaOptions{kind, SchemaFormat::json};
  if (format == "markdown") return SchemaOptions{kind, SchemaFormat::markdown};
  refuse(syntax.of.name, fmt::format("unknown format '{}'; there are json and markdown", format));
}

std::string help_of(const CommandSyntax& command) {
  return make_syntax(command).options.help({""});
}

[[noreturn]] void refuse_command(const std::string& name) {
  refuse("", fmt::format("unknown command '{}'{}", name, did_you_mean(name, command_names())));
}

Command read_help(const Syntax& syntax, const cxxopts::ParseResult& result) {
  const std::string format = value_of(syntax, result, "format").value_or("text");
  const auto asked = values_of(result, "argument");
  if (format == "text") {
    if (asked.empty()) return HelpText{overview()};
    const CommandSyntax* command = find_command(argument_of(syntax, result));
    if (command == nullptr) refuse_command(asked.front());
    return HelpText{help_of(*command)};
  }
  if (!asked.empty())
    refuse(syntax.of.name,
           fmt::format("--format {} is of all commands; leave out '{}'", format, asked.front()));
  if (format == "man") return HelpText{manual_page()};
  if (format == "bash") return HelpText{bash_completion()};
  refuse(syntax.of.name, fmt::format("unknown format '{}'; there are text, man and bash", format));
}

using Reading = Command (*)(const Syntax&, const cxxopts::ParseResult&);

Reading reading_of(std::string_view command) {
  if (command == "run") return read_run;
  if (command == "study") return read_study;
  if (command == "report") return read_report;
  if (command == "export") return read_export;
  if (command == "check") return read_check;
  if (command == "init") return read_init;
  return command == "schema" ? read_schema : read_help;
}

Command read_subcommand(const CommandSyntax& command, const std::vector<std::string>& arguments) {
  Syntax syntax = make_syntax(command);
  std::vector<const char*> words;
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  try {
    const auto result = syntax.options.parse(static_cast<int>(words.size()), words.data());
    if (result.count("help") > 0) return HelpText{syntax.options.help({""})};
    refuse_unknown(syntax, result);
    return reading_of(command.name)(syntax, result);
  } catch (const cxxopts::exceptions::exception& problem) {
    refuse(syntax.of.name, problem.what());
  }
}

}  // namespace

Command read_command_line(const std::vector<std::string>& arguments) {
  if (arguments.empty()) throw InputError(fmt::format("a command is missing\n\n{}", overview()));
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h") return HelpText{overview()};
  if (first == "--version") return ShowVersion{};
  if (const CommandSyntax* command = find_command(first))
    return read_subcommand(*command, arguments);
  if (first.front() == '-') {
    const std::vector<std::string> known{"--help", "--version"};
    refuse("", fmt::format("unknown option '{}'{}", first, did_you_mean(first, known)));
  }
  refuse_command(first);
}

}  // namespace lacuna::app
