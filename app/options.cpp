#include "app/options.hpp"

// A --set value may hold commas ([4,3]), at which cxxopts would cut it: no argument holds a NUL.
#define CXXOPTS_VECTOR_DELIMITER '\0'
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
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

[[noreturn]] void refuse(std::string_view command, const std::string& what) {
  const std::string name = command.empty() ? "lacuna" : fmt::format("lacuna {}", command);
  throw InputError(fmt::format("{}; see {} --help", what, name));
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  const std::string best = io::nearest_word(word, known);
  return best.empty() ? std::string{} : fmt::format(" (did you mean {}?)", best);
}

/// The name of an option, of "--name" or "--name=value".
std::string name_of(std::string_view word) {
  word = word.substr(0, word.find('='));
  return std::string(word.substr(std::min(word.find_first_not_of('-'), word.size())));
}

/// Names of options are short, and half of one is soon another.
std::string option_meant(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t letters_a_slip = 3;
  const std::string best = io::nearest_word(name_of(word), known, letters_a_slip);
  return best.empty() ? std::string{} : fmt::format(" (did you mean --{}?)", best);
}

/// What cxxopts makes of a command's row of the table.
cxxopts::Options make_options(const CommandSyntax& command) {
  cxxopts::Options options("lacuna " + command.name, command.purpose);
  options.custom_help("[OPTION...]").positional_help(command.argument).show_positional_help();
  options.allow_unrecognised_options().set_width(100);
  auto add = options.add_options();
  for (const OptionSyntax& option : command.options) {
    if (option.argument.empty()) {
      add(option.name, option.doc);
    } else {
      add(option.name, option.doc, cxxopts::value<std::vector<std::string>>(), option.argument);
    }
  }
  add("h,help", "show this");
  // Not shown: the positional argument, which cxxopts wants to have a name.
  options.add_options("hidden")("argument", "", cxxopts::value<std::vector<std::string>>());
  options.parse_positional({"argument"});
  return options;
}

std::string help_of(const CommandSyntax& command) { return make_options(command).help({""}); }

std::vector<std::string> option_names(const CommandSyntax& command) {
  std::vector<std::string> names;
  for (const OptionSyntax& option : command.options) names.push_back(option.name);
  names.emplace_back("help");
  return names;
}

/// Null if the command has no such option.
const OptionSyntax* find_option(const CommandSyntax& command, std::string_view name) {
  const auto at = std::find_if(command.options.begin(), command.options.end(),
                               [&](const OptionSyntax& option) { return option.name == name; });
  return at == command.options.end() ? nullptr : &*at;
}

/// Those that have an option of that name.
std::vector<std::string> commands_with(std::string_view option) {
  std::vector<std::string> names;
  for (const CommandSyntax& command : command_table())
    if (find_option(command, option) != nullptr) names.push_back(command.name);
  return names;
}

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What is given to a command.
class Given {
 public:
  Given(const CommandSyntax& command, const std::vector<std::string>& words)
      : command_(command), options_(make_options(command)), parsed_(parse(words)) {}

  [[nodiscard]] bool flag(const std::string& name) const { return parsed_.count(name) > 0; }

  /// Of an option that may be repeated.
  [[nodiscard]] std::vector<std::string> values(const std::string& name) const {
    return flag(name) ? parsed_[name].as<std::vector<std::string>>() : std::vector<std::string>{};
  }

  [[nodiscard]] std::optional<std::string> value(const std::string& name) const {
    const auto given = values(name);
    if (given.empty()) return std::nullopt;
    if (given.size() > 1)
      refuse(fmt::format("--{} is given {} times, once is enough", name, given.size()));
    if (given.front().empty()) refuse(fmt::format("--{} needs a value", name));
    return given.front();
  }

  [[nodiscard]] std::string argument() const {
    const auto given = values("argument");
    if (given.size() > 1) {
      refuse(fmt::format("unexpected argument '{}': lacuna {} takes one {}", given[1],
                         command_.name, command_.argument));
    }
    if (!given.empty() && given.front() == "-")
      refuse("'-' names no file; standard input is /dev/stdin");
    if (given.empty() || given.front().empty())
      refuse(fmt::format("{} is missing after 'lacuna {}'", command_.argument, command_.name));
    return given.front();
  }

  [[noreturn]] void refuse(const std::string& what) const { app::refuse(command_.name, what); }

  void refuse_both(const std::string& first, const std::string& second) const {
    if (flag(first) && flag(second))
      refuse(fmt::format("--{} and --{} exclude each other; give one of them", first, second));
  }

  void refuse_unknown() const {
    if (parsed_.unmatched().empty()) return;
    const std::string& word = parsed_.unmatched().front();
    if (word.size() < 2 || word.front() != '-')
      refuse(fmt::format("unexpected argument '{}'", word));
    const std::string name = name_of(word);
    const bool goes_on = command_.name == "study" || command_.name == "cell";
    if (name == "resume" && goes_on)
      refuse(fmt::format("lacuna {} has no --resume: the same command, run again, continues",
                         command_.name));
    if (const auto others = commands_with(name); !others.empty())
      refuse(fmt::format("lacuna {} has no --{}; these have: {}", command_.name, name,
                         fmt::join(others, ", ")));
    refuse(fmt::format("unknown option '{}'{}", word, option_meant(word, option_names(command_))));
  }

 private:
  /// Said here, as cxxopts would take the next option for the value of this one, call no option by
  /// its name that was given a value in vain, and read one dash as an option for each letter.
  void require_dashes_and_values(const std::vector<std::string>& words) const {
    for (std::size_t k = 0; k < words.size(); ++k) {
      const std::string& word = words[k];
      const std::string name = name_of(word);
      const OptionSyntax* const option =
          word.starts_with('-') ? find_option(command_, name) : nullptr;
      if (option == nullptr) continue;
      if (!word.starts_with("--")) refuse(fmt::format("{} has one dash; write --{}", word, name));
      const std::size_t equals = word.find('=');
      const bool assigned = equals != std::string::npos;
      if (assigned && option->argument.empty())
        refuse(fmt::format("--{} takes no value; leave out '{}'", name, word.substr(equals)));
      if (assigned || option->argument.empty()) continue;
      const bool is_last = k + 1 == words.size();
      if (is_last || words[k + 1].starts_with("--"))
        refuse(fmt::format("{} needs a value: {} {}", word, word, option->argument));
      ++k;
    }
  }

  cxxopts::ParseResult parse(const std::vector<std::string>& words) {
    require_dashes_and_values(words);
    std::vector<const char*> pointers;
    for (const std::string& word : words) pointers.push_back(word.c_str());
    try {
      return options_.parse(static_cast<int>(pointers.size()), pointers.data());
    } catch (const cxxopts::exceptions::exception& problem) {
      refuse(problem.what());
    }
  }

  const CommandSyntax& command_;
  cxxopts::Options options_;  // which parsed_ points into
  cxxopts::ParseResult parsed_;
};

std::optional<std::uint64_t> read_seed(const Given& given) {
  const auto text = given.value("seed");
  if (!text) return std::nullopt;
  const auto seed = read_number<std::uint64_t>(*text);
  if (!seed) {
    given.refuse(
        fmt::format("--seed {} is not a whole number from 0 to 18446744073709551615", *text));
  }
  return seed;
}

int read_threads(const Given& given) {
  constexpr int most = 4096;
  const auto text = given.value("threads");
  if (!text) return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const auto threads = read_number<int>(*text);
  if (!threads || *threads < 1 || *threads > most)
    given.refuse(fmt::format("--threads {} is not a whole number from 1 to {}", *text, most));
  return *threads;
}

std::optional<ensemble::Shard> read_shard(const Given& given) {
  const auto text = given.value("shard");
  if (!text) return std::nullopt;
  const std::string_view whole = *text;
  const std::size_t slash = whole.find('/');
  const auto index = read_number<int>(whole.substr(0, slash));
  const auto count =
      slash == std::string_view::npos ? std::nullopt : read_number<int>(whole.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count)
    given.refuse(fmt::format("--shard {} is not i/n with i from 1 to n, as in 3/16", *text));
  return ensemble::Shard{*index, *count};
}

/// Where counts of voids are kept: as the XDG base directory specification has it; beside the
/// results where there is no home.
std::filesystem::path usual_cache(const std::filesystem::path& out) {
  const auto folder = [](const char* variable) -> std::filesystem::path {
    const char* text = std::getenv(variable);
    return text == nullptr ? "" : text;
  };
  const std::filesystem::path cache = folder("XDG_CACHE_HOME"), home = folder("HOME");
  if (cache.is_absolute()) return cache / "lacuna" / "voids";
  if (home.is_absolute()) return home / ".cache" / "lacuna" / "voids";
  return out / "voids";
}

std::filesystem::path read_cache(const Given& given, const std::filesystem::path& out) {
  if (const auto text = given.value("cache")) return *text;
  return usual_cache(out);
}

std::filesystem::path default_directory(const std::filesystem::path& case_file) {
  std::filesystem::path directory = case_file.stem();
  return directory += ".out";
}

/// A pipe, as <(...) or /dev/stdin, has no name that results could be called by.
std::filesystem::path read_out(const Given& given, const std::filesystem::path& file) {
  if (const auto out = given.value("out")) return *out;
  const std::string name = file.string();
  if (name.starts_with("/dev/") || name.starts_with("/proc/"))
    given.refuse(fmt::format("{} has no name to call the results by; give --out DIR", name));
  return default_directory(file);
}

std::optional<std::uint64_t> read_events(const Given& given) {
  constexpr double most = 1e15;
  const auto text = given.value("events");
  if (!text) return std::nullopt;
  const auto events = read_number<double>(*text);
  if (!events || !(*events >= 0) || *events > most || *events != std::floor(*events))
    given.refuse(fmt::format("--events {} is not a whole number from 0 to {:g}", *text, most));
  return static_cast<std::uint64_t>(*events);
}

Command read_run(const Given& given) {
  RunOptions run;
  run.case_file = given.argument();
  run.out = read_out(given, run.case_file);
  run.settings = given.values("set");
  run.seed = read_seed(given);
  run.resume = given.flag("resume");
  run.quiet = given.flag("quiet");
  return run;
}

Command read_check(const Given& given) {
  const std::filesystem::path file = given.argument();
  return CheckOptions{file, given.values("set"), usual_cache(default_directory(file)),
                      read_events(given)};
}

Command read_study(const Given& given) {
  StudyOptions study;
  study.study_file = given.argument();
  study.out = read_out(given, study.study_file);
  study.settings = given.values("set");
  study.seed = read_seed(given);
  study.threads = read_threads(given);
  study.shard = read_shard(given);
  for (const std::string& directory : given.values("merge")) study.merge.emplace_back(directory);
  study.collect = given.flag("collect");
  study.dry_run = given.flag("dry-run");
  study.events = read_events(given);
  study.mpi = given.flag("mpi");
  study.cache = read_cache(given, study.out);
  study.quiet = given.flag("quiet");
  // What needs all that is known at once goes to one process that sees it.
  given.refuse_both("shard", "collect");
  given.refuse_both("shard", "merge");
  given.refuse_both("mpi", "merge");
  given.refuse_both("dry-run", "merge");
  given.refuse_both("shard", "mpi");
  given.refuse_both("collect", "mpi");
  given.refuse_both("collect", "dry-run");
  given.refuse_both("mpi", "dry-run");
  given.refuse_both("quiet", "dry-run");
  given.refuse_both("collect", "threads");
  if (study.events && !study.dry_run)
    given.refuse("--events goes with --dry-run; a study is ended early by limits of its base");
  return study;
}

Command read_cell(const Given& given) {
  CellOptions cell;
  cell.study_file = given.argument();
  cell.out = read_out(given, cell.study_file);
  cell.settings = given.values("set");
  cell.seed = read_seed(given);
  cell.threads = read_threads(given);
  cell.cache = read_cache(given, cell.out);
  cell.json = given.flag("json");
  cell.quiet = given.flag("quiet");
  given.refuse_both("json", "quiet");
  return cell;
}

Command read_report(const Given& given) {
  ReportOptions report;
  report.directory = given.argument();
  report.plot = given.flag("plot");
  report.svg = given.flag("svg");
  report.watch = given.flag("watch");
  report.quiet = given.flag("quiet");
  given.refuse_both("plot", "quiet");
  return report;
}

Command read_compare(const Given& given) {
  const auto names = given.values("argument");
  if (names.size() < 2) {
    given.refuse(fmt::format("expected two or more directories of studies, or of runs, got {}",
                             names.size()));
  }
  return CompareOptions{{names.begin(), names.end()}, given.flag("csv")};
}

/// What a value is refused for is told with the option's name.
template <class Read>
auto parsed(const Given& given, const std::string& option, Read read)
    -> std::optional<decltype(read(std::string_view()))> {
  const auto text = given.value(option);
  if (!text) return std::nullopt;
  try {
    return read(*text);
  } catch (const InputError& problem) {
    given.refuse(fmt::format("--{}: {}", option, problem.what()));
  }
}

std::vector<std::string> split_at_commas(const std::string& list) {
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

/// The format that the end of a name promises; none where it has no end. One of no format is a
/// slip.
std::optional<io::ExportFormat> format_promised(const Given& given, const std::string& out) {
  const std::filesystem::path whole = out;
  const bool packed = whole.extension() == io::packed_ending;
  const std::string ending = (packed ? whole.stem() : whole).extension();
  if (ending.empty()) return {};
  const auto format = io::format_ending_in(ending);
  if (!format)
    given.refuse(
        fmt::format("--out {}: no export ends in {}; there are {}, which lists the files of vtp, "
                    "and {} after those of text",
                    out, ending, io::listed_endings(), io::packed_ending));
  return format;
}

/// The format that was asked for, or else the one that the name promises; both have to agree.
io::ExportFormat read_format(const Given& given, const std::optional<std::string>& out) {
  const auto asked = parsed(given, "format", io::parse_format);
  std::optional<io::ExportFormat> promised;
  if (out) promised = format_promised(given, *out);
  const io::ExportFormat format = asked.value_or(promised.value_or(io::ExportFormat::extxyz));
  if (promised.value_or(format) != format)
    given.refuse(
        fmt::format("--out {} is named as a file of another format; give --format {}, or another "
                    "name, as one that ends in {}",
                    *out, word_of(promised.value_or(format)), io::extension(format)));
  if (out && out->ends_with(io::packed_ending) && !io::is_text(format))
    given.refuse(
        fmt::format("--out {}: only text is compressed, and {} packs by itself; leave {} "
                    "out",
                    *out, word_of(format), io::packed_ending));
  return format;
}

Command read_export(const Given& given) {
  ExportRunOptions options;
  io::ExportOptions& how = options.how;
  options.directory = given.argument();
  const auto out = given.value("out");
  if (out == "-") given.refuse("--out - names no file; name one, or leave --out out");
  how.format = read_format(given, out);
  if (const auto frames = parsed(given, "frames", io::parse_frames)) how.frames = *frames;
  if (const auto sites = parsed(given, "what", io::parse_sites)) how.sites = *sites;
  if (const auto region = parsed(given, "region", io::parse_region)) how.region = *region;
  if (const auto list = given.value("properties")) how.columns = split_at_commas(*list);
  const auto standard = options.directory / (std::string("trajectory") + io::extension(how.format));
  how.out = out.value_or(standard.string());
  return options;
}

/// `init` and `schema` are about a kind of file.
FileKind read_kind(const Given& given) {
  const std::string kind = given.argument();
  if (kind == "case") return FileKind::case_file;
  if (kind == "study") return FileKind::study_file;
  given.refuse(
      fmt::format("there is no '{}' to give; the kinds of input files are case and study", kind));
}

Command read_init(const Given& given) {
  InitOptions init;
  init.kind = read_kind(given);
  if (const auto out = given.value("out")) init.out = *out;
  if (init.out == "-") given.refuse("--out - names no file; leave --out out, and it is printed");
  return init;
}

Command read_schema(const Given& given) {
  const FileKind kind = read_kind(given);
  const std::string format = given.value("format").value_or("json");
  if (format == "json") return SchemaOptions{kind, SchemaFormat::json};
  if (format == "markdown") return SchemaOptions{kind, SchemaFormat::markdown};
  given.refuse(fmt::format("unknown format '{}'; there are json and markdown", format));
}

[[noreturn]] void refuse_command(const std::string& name) {
  refuse("", fmt::format("unknown command '{}'{}", name, did_you_mean(name, command_names())));
}

Command read_help(const Given& given) {
  const std::string format = given.value("format").value_or("text");
  const auto asked = given.values("argument");
  if (format == "text") {
    if (asked.empty()) return HelpText{overview()};
    const CommandSyntax* command = find_command(given.argument());
    if (command == nullptr) refuse_command(asked.front());
    return HelpText{help_of(*command)};
  }
  if (!asked.empty()) {
    given.refuse(
        fmt::format("--format {} is of all commands; leave out '{}'", format, asked.front()));
  }
  if (format == "man") return HelpText{manual_page()};
  if (format == "bash") return HelpText{bash_completion()};
  given.refuse(fmt::format("unknown format '{}'; there are text, man and bash", format));
}

using Reading = Command (*)(const Given&);

Reading reading_of(std::string_view command) {
  if (command == "run") return read_run;
  if (command == "study") return read_study;
  if (command == "cell") return read_cell;
  if (command == "report") return read_report;
  if (command == "compare") return read_compare;
  if (command == "export") return read_export;
  if (command == "check") return read_check;
  if (command == "init") return read_init;
  return command == "schema" ? read_schema : read_help;
}

Command read_subcommand(const CommandSyntax& command, const std::vector<std::string>& arguments) {
  const Given given(command, arguments);
  if (given.flag("help")) return HelpText{help_of(command)};
  given.refuse_unknown();
  return reading_of(command.name)(given);
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
    for (const std::string& word : arguments) {
      if (find_command(word) != nullptr)
        refuse("", fmt::format("the command comes first: lacuna {} ... {} ...", word, first));
    }
    const std::vector<std::string> known{"help", "version"};
    refuse("", fmt::format("unknown option '{}'{}", first, option_meant(first, known)));
  }
  refuse_command(first);
}

}  // namespace lacuna::app
