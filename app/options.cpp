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

#include "core/error.hpp"
#include "io/nearest_word.hpp"

namespace lacuna::app {
namespace {

const std::vector<std::string> commands{"run", "study", "report", "export", "check", "init", "schema"};

constexpr const char* overview =
    R"(lacuna: kinetic Monte Carlo of a metal electrode stripped through a ceramic electrolyte

usage: lacuna COMMAND ...

  lacuna init case|study    a commented starting file
  lacuna check FILE.yaml    validate a case or study; print derived quantities, expected regime, cost
  lacuna run CASE.yaml      one run: time series, onset, optional trajectory, checkpoint
  lacuna study STUDY.yaml   hypotheses x grid x temperatures x replicas in parallel, resumable; activation
                            energies with intervals beside the measured ones
  lacuna report DIR         tables in the terminal, one self-contained HTML file (DIR/report.html), figures
  lacuna export DIR         a run's trajectory as extxyz, lammpstrj, h5md or vtp
  lacuna schema case|study  the JSON Schema of the input files, for editors

  lacuna COMMAND --help   the options of a command
  lacuna --version        version, git revision, compiler, flags and libraries

exit status: 0 done, 1 failed while running, 2 bad input or usage and nothing written,
3 interrupted and resumable
)";

[[noreturn]] void refuse(std::string_view command, const std::string& what) {
  const std::string name = command.empty() ? "lacuna" : fmt::format("lacuna {}", command);
  throw InputError(fmt::format("{}; see {} --help", what, name));
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  const std::string best = io::nearest_word(word, known);
  return best.empty() ? std::string{} : fmt::format(" (did you mean {}?)", best);
}

/// One command's options. `names` lists the long names once more because cxxopts does
/// not give its own list away, and the nearest one is to be named in messages.
struct Syntax {
  std::string_view command;
  std::string_view argument;       ///< of its one positional argument
  std::vector<std::string> names;  ///< with the dashes
  cxxopts::Options options;
};

struct Option {
  const char* name;
  const char* doc;
  const char* argument;  ///< nullptr: a flag
};

Syntax make_syntax(std::string_view command, std::string_view argument, const char* purpose,
                   std::initializer_list<Option> list) {
  Syntax syntax{command, argument, {}, cxxopts::Options(fmt::format("lacuna {}", command), purpose)};
  syntax.options.custom_help("[OPTION...]").positional_help(std::string(argument)).show_positional_help();
  syntax.options.allow_unrecognised_options().set_width(100);
  auto add = syntax.options.add_options();
  for (const Option& option : list) {
    if (option.argument == nullptr) {
      add(option.name, option.doc);
    } else {
      add(option.name, option.doc, cxxopts::value<std::vector<std::string>>(), option.argument);
    }
    syntax.names.push_back(std::string("--") + option.name);
  }
  add("h,help", "show this");
  syntax.names.emplace_back("--help");
  // Not shown: the positional argument, which cxxopts wants to have a name.
  syntax.options.add_options("hidden")("argument", "", cxxopts::value<std::vector<std::string>>());
  syntax.options.parse_positional({"argument"});
  return syntax;
}

void refuse_unknown(const Syntax& syntax, const cxxopts::ParseResult& result) {
  if (result.unmatched().empty()) return;
  const std::string& word = result.unmatched().front();
  if (word.size() < 2 || word.front() != '-') refuse(syntax.command, fmt::format("unexpected argument '{}'", word));
  refuse(syntax.command,
         fmt::format("unknown option '{}'{}", word, did_you_mean(word.substr(0, word.find('=')), syntax.names)));
}

/// Values given, at most one unless the option may be repeated.
std::vector<std::string> values_of(const cxxopts::ParseResult& result, const std::string& name) {
  return result.count(name) == 0 ? std::vector<std::string>{} : result[name].as<std::vector<std::string>>();
}

std::optional<std::string> value_of(const Syntax& syntax, const cxxopts::ParseResult& result, const std::string& name) {
  const auto values = values_of(result, name);
  if (values.empty()) return std::nullopt;
  if (values.size() > 1) {
    refuse(syntax.command, fmt::format("--{} is given {} times, once is enough", name, values.size()));
  }
  if (values.front().empty()) refuse(syntax.command, fmt::format("--{} needs a value", name));
  return values.front();
}

std::string argument_of(const Syntax& syntax, const cxxopts::ParseResult& result) {
  const auto values = values_of(result, "argument");
  if (values.empty() || values.front().empty()) {
    refuse(syntax.command, fmt::format("{} is missing after 'lacuna {}'", syntax.argument, syntax.command));
  }
  if (values.size() > 1) {
    refuse(syntax.command,
           fmt::format("unexpected argument '{}': lacuna {} takes one {}", values[1], syntax.command, syntax.argument));
  }
  return values.front();
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
    refuse(syntax.command, fmt::format("--seed {} is not a whole number from 0 to 18446744073709551615", *text));
  }
  return seed;
}

int read_threads(const Syntax& syntax, const cxxopts::ParseResult& result) {
  constexpr int most = 4096;
  const auto text = value_of(syntax, result, "threads");
  if (!text) return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const auto threads = read_number<int>(*text);
  if (!threads || *threads < 1 || *threads > most) {
    refuse(syntax.command, fmt::format("--threads {} is not a whole number from 1 to {}", *text, most));
  }
  return *threads;
}

std::optional<ensemble::Shard> read_shard(const Syntax& syntax, const cxxopts::ParseResult& result) {
  const auto text = value_of(syntax, result, "shard");
  if (!text) return std::nullopt;
  const std::string_view whole = *text;
  const std::size_t slash = whole.find('/');
  const auto index = read_number<int>(whole.substr(0, slash));
  const auto count = slash == std::string_view::npos ? std::nullopt : read_number<int>(whole.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count) {
    refuse(syntax.command, fmt::format("--shard {} is not i/n with i from 1 to n, as in 3/16", *text));
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
      refuse(syntax.command, fmt::format("{} and {} exclude each other; give one of them", first, second));
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
  study.out = value_of(syntax, result, "out").value_or(default_directory(study.study_file).string());
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
  if (report.plot && report.quiet) refuse(syntax.command, "--plot and --quiet exclude each other; give one of them");
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
  if (const auto frames = value_of(syntax, result, "frames")) how.frames = io::parse_frames(*frames);
  if (const auto sites = value_of(syntax, result, "what")) how.sites = io::parse_sites(*sites);
  if (const auto region = value_of(syntax, result, "region")) how.region = io::parse_region(*region);
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
  refuse(syntax.command, fmt::format("there is no '{}' to give; the kinds of input files are case and study", kind));
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
  refuse(syntax.command, fmt::format("unknown format '{}'; there are json and markdown", format));
}

constexpr Option set_option{"set", "change one key of the case, as if it stood in the file; repeatable", "KEY=VALUE"};

using Reading = Command (*)(const Syntax&, const cxxopts::ParseResult&);

std::pair<Syntax, Reading> syntax_of(std::string_view command) {
  if (command == "run") {
    return {make_syntax("run", "CASE.yaml", "Run a case to its end: time series, onset, trajectory if asked for.",
                        {{"out", "directory for the results (default: ./<name of CASE without .yaml>.out)", "DIR"},
                         {"seed", "random seed, instead of the file's", "N"},
                         set_option,
                         {"resume", "go on where an interrupted run in that directory stopped", nullptr},
                         {"quiet", "print nothing but errors", nullptr}}),
            read_run};
  }
  if (command == "study") {
    return {make_syntax("study", "STUDY.yaml",
                        "Run every replica of a study in parallel, or those that are missing, and conclude from them. "
                        "Running it again continues.",
                        {{"out", "directory for the results (default: ./<name of STUDY without .yaml>.out)", "DIR"},
                         {"seed", "random seed of the study, instead of the file's", "N"},
                         {"set", "change one key of the study, or of its base case with base. before it; repeatable",
                          "KEY=VALUE"},
                         {"threads", "in each process (default: as many as there are processors)", "N"},
                         {"shard", "do the i-th of n parts only (from 1), as one job of a Slurm array", "I/N"},
                         {"collect", "run nothing; rebuild the results from what all shards have recorded", nullptr},
                         {"mpi", "spread over the MPI ranks that this was started with", nullptr},
                         {"dry-run", "list the work and what it may cost, and do nothing", nullptr},
                         {"quiet", "print nothing but errors", nullptr}}),
            read_study};
  }
  if (command == "report") {
    return {make_syntax("report", "DIR",
                        "Tables of a run or a study in the terminal, and one HTML file, DIR/report.html, that opens "
                        "anywhere.",
                        {{"plot", "also draw its figures in the terminal, with gnuplot", nullptr},
                         {"svg", "also write its figures as DIR/figures/*.svg, with gnuplot", nullptr},
                         {"quiet", "print nothing but errors", nullptr}}),
            read_report};
  }
  if (command == "export") {
    return {
        make_syntax(
            "export", "DIR", "Convert the trajectory of the run in DIR for other programs.",
            {{"format", "extxyz: OVITO, ASE (default); lammpstrj: LAMMPS dump; h5md: MDAnalysis, h5py; vtp: ParaView",
              "FORMAT"},
             {"frames", "N, or FIRST:END:STEP as Python slices: 10:20, ::10, -1 (default: all)", "FRAMES"},
             {"what", "vacancies, near_voids (and the atoms around them) or all (default: as in the case)", "SITES"},
             {"region", "only sites in a box in angstrom, as in x=0:50,z=:20", "REGION"},
             {"properties", "of id, layer, cluster, nn1, nn2, and with paths vacancy, ix, iy (default: all)", "LIST"},
             {"out", "file (default: DIR/trajectory.FORMAT; vtp: .pvd and a folder); .gz compresses text", "FILE"}}),
        read_export};
  }
  if (command == "check") {
    return {make_syntax("check", "FILE.yaml",
                        "Validate a case or a study and print what it implies and what it will cost.", {set_option}),
            read_check};
  }
  if (command == "init") {
    return {make_syntax("init", "case|study", "Print a commented starting file, or write it.",
                        {{"out", "write to this file, which must not exist", "FILE"}}),
            read_init};
  }
  return {make_syntax("schema", "case|study", "Print what a case or study file may hold.",
                      {{"format", "json: JSON Schema for editors (default); markdown: the reference page", "FORMAT"}}),
          read_schema};
}

Command read_subcommand(const std::vector<std::string>& arguments) {
  auto [syntax, reading] = syntax_of(arguments.front());
  std::vector<const char*> words;
  for (const std::string& argument : arguments) words.push_back(argument.c_str());
  try {
    const auto result = syntax.options.parse(static_cast<int>(words.size()), words.data());
    if (result.count("help") > 0) return HelpText{syntax.options.help({""})};
    refuse_unknown(syntax, result);
    return reading(syntax, result);
  } catch (const cxxopts::exceptions::exception& problem) {
    refuse(syntax.command, problem.what());
  }
}

}  // namespace

Command read_command_line(const std::vector<std::string>& arguments) {
  if (arguments.empty()) throw InputError(fmt::format("a command is missing\n\n{}", overview));
  const std::string& first = arguments.front();
  if (first == "--help" || first == "-h" || first == "help") return HelpText{overview};
  if (first == "--version") return ShowVersion{};
  if (std::find(commands.begin(), commands.end(), first) != commands.end()) return read_subcommand(arguments);
  if (first.front() == '-') {
    const std::vector<std::string> known{"--help", "--version"};
    refuse("", fmt::format("unknown option '{}'{}", first, did_you_mean(first, known)));
  }
  refuse("", fmt::format("unknown command '{}'{}", first, did_you_mean(first, commands)));
}

}  // namespace lacuna::app
