#include "app/options.hpp"

#include <doctest/doctest.h>

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX

#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::app;
using lacuna::test::says;

namespace {

/// Of the environment, until the end of its life.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    ::setenv(name, value, 1);
  }
  ~Variable() {
    if (before_)
      ::setenv(name_, before_->c_str(), 1);
    else
      ::unsetenv(name_);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

template <class T>
T read(const std::vector<std::string>& arguments) {
  const Command command = read_command_line(arguments);
  REQUIRE(std::holds_alternative<T>(command));
  return std::get<T>(command);
}

std::string refusal(const std::vector<std::string>& arguments) {
  try {
    (void)read_command_line(arguments);
  } catch (const InputError& problem) {
    return problem.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a run needs no more than its case, and writes next to where it is started") {
  const auto run = read<RunOptions>({"run", "some/where/bare.yaml"});
  CHECK(run.case_file == "some/where/bare.yaml");
  CHECK(run.out == "bare.out");
  CHECK(run.settings.empty());
  CHECK_FALSE(run.seed.has_value());
  CHECK_FALSE(run.resume);
  CHECK_FALSE(run.quiet);
}

TEST_CASE(
    "every option of a run arrives, before or after the case, and settings keep their commas and "
    "order") {
  const auto run = read<RunOptions>({"run", "--set", "metal.lateral_cells=[4,3]", "--quiet",
                                     "a.yaml", "--out=d, e", "--seed", "18446744073709551615",
                                     "--resume", "--set=seed=2"});
  CHECK(run.case_file == "a.yaml");
  CHECK(run.out == "d, e");
  CHECK(run.settings == std::vector<std::string>{"metal.lateral_cells=[4,3]", "seed=2"});
  CHECK(run.seed == 18446744073709551615U);
  CHECK(run.resume);
  CHECK(run.quiet);
}

TEST_CASE("the other commands take what they can use") {
  const auto report = read<ReportOptions>({"report", "a.out", "--plot", "--svg"});
  CHECK(report.directory == "a.out");
  CHECK(report.plot);
  CHECK(report.svg);
  CHECK_FALSE(report.quiet);
  CHECK(refusal({"report", "a.out", "--plot", "--quiet"}).find("exclude each other") !=
        std::string::npos);
  const auto check = read<CheckOptions>({"check", "a.yaml", "--set", "seed=2"});
  CHECK(check.file == "a.yaml");
  CHECK(check.settings.size() == 1);
  CHECK_FALSE(check.events.has_value());
  CHECK(read<CheckOptions>({"check", "a.yaml", "--events", "2e6"}).events == 2'000'000);
  for (const char* wrong : {"-1", "0.5", "many", "1e16", "nan"})
    CHECK(says(refusal({"check", "a.yaml", "--events", wrong}), "is not a whole number from 0 to"));
  CHECK_FALSE(read<InitOptions>({"init", "case"}).out.has_value());
  CHECK(read<InitOptions>({"init", "case"}).kind == FileKind::case_file);
  CHECK(read<InitOptions>({"init", "study"}).kind == FileKind::study_file);
  CHECK(read<SchemaOptions>({"schema", "study"}).kind == FileKind::study_file);
  CHECK(read<InitOptions>({"init", "case", "--out", "b.yaml"}).out == "b.yaml");
  CHECK(read<SchemaOptions>({"schema", "case"}).format == SchemaFormat::json);
  CHECK(read<SchemaOptions>({"schema", "case", "--format", "markdown"}).format ==
        SchemaFormat::markdown);
}

TEST_CASE("help is given in any place, and names every option of its command") {
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                    {"-h"},
                                                    {"help"},
                                                    {"help", "run"},
                                                    {"run", "--help"},
                                                    {"check", "-h"}}) {
    CHECK(says(read<HelpText>(arguments).text, "lacuna"));
  }
  const std::string text = read<HelpText>({"run", "x.yaml", "--help"}).text;
  for (const char* option : {"--out", "--seed", "--set", "--resume", "--quiet", "CASE.yaml"})
    CHECK(says(text, option));
  CHECK_FALSE(says(text, "argument"));  // cxxopts' name for the positional one
  CHECK(std::holds_alternative<ShowVersion>(read_command_line({"--version"})));
}

TEST_CASE("help of a command is what its --help says") {
  CHECK(read<HelpText>({"help", "run"}).text == read<HelpText>({"run", "--help"}).text);
  CHECK(says(refusal({"help", "rnu"}), "did you mean run?"));
  CHECK(says(refusal({"help", "run", "--format", "man"}), "leave out 'run'"));
  CHECK(says(refusal({"help", "--format", "pdf"}), "unknown format 'pdf'"));
}

TEST_CASE("a misspelt command or option is refused with the nearest there is") {
  CHECK(says(refusal({"rnu"}), "did you mean run?"));
  CHECK(says(refusal({"chekc", "a.yaml"}), "did you mean check?"));
  CHECK(says(refusal({"--versoin"}), "did you mean --version?"));
  CHECK(says(refusal({"run", "a.yaml", "--sede", "1"}), "did you mean --seed?"));
  CHECK(says(refusal({"run", "a.yaml", "--reusme"}), "did you mean --resume?"));
  CHECK_FALSE(says(refusal({"elephant"}), "did you mean"));
  CHECK_FALSE(says(refusal({"check", "a.yaml", "--sort"}), "did you mean"));
  CHECK_FALSE(says(refusal({"--sed"}), "did you mean"));
  CHECK(says(refusal({"--"}), "unknown option '--'"));
}

TEST_CASE("an option of another command is said to be that") {
  CHECK(says(refusal({"check", "a.yaml", "--seed", "5"}),
             "lacuna check has no --seed; these have: run, study, cell"));
  CHECK(says(refusal({"study", "a.yaml", "--json"}), "has no --json; these have: cell"));
}

TEST_CASE("an option with one dash, or a value that it does not take, is named") {
  CHECK(says(refusal({"run", "a.yaml", "-seed", "1"}), "-seed has one dash; write --seed"));
  CHECK(says(refusal({"run", "a.yaml", "--quiet=5"}), "--quiet takes no value; leave out '=5'"));
  CHECK(says(refusal({"compare", "a", "b", "--csv=x"}), "--csv takes no value; leave out '=x'"));
  CHECK(read<ExportRunOptions>({"export", "r", "--frames", "-1"}).how.frames.first == -1);
}

TEST_CASE("a dash is no file, and what is meant by it is said") {
  CHECK(says(refusal({"check", "-"}), "'-' names no file; standard input is /dev/stdin"));
  CHECK(says(refusal({"init", "case", "--out", "-"}), "leave --out out, and it is printed"));
  CHECK(says(refusal({"export", "a.out", "--out", "-"}), "--out - names no file"));
}

TEST_CASE("the format of an export follows from its name, and never contradicts it") {
  const auto format = [](const std::string& name) {
    return read<ExportRunOptions>({"export", "r", "--out", name}).how.format;
  };
  CHECK(format("o.pvd") == io::ExportFormat::vtp);
  CHECK(format("o.h5") == io::ExportFormat::h5md);
  CHECK(format("o.dump.gz") == io::ExportFormat::lammpstrj);
  CHECK(format("o.xyz") == io::ExportFormat::extxyz);
  CHECK(format("o") == io::ExportFormat::extxyz);
  for (const std::string name : {"o.vtp", "o.vtu", "o.xyz.bz2", "o.txt"})
    CHECK(says(refusal({"export", "r", "--out", name}), "no export ends in ."));
  CHECK(says(refusal({"export", "r", "--format", "h5md", "--out", "o.vtp"}),
             ".pvd, which lists the files of vtp"));
  CHECK(says(refusal({"export", "r", "--format", "h5md", "--out", "o.xyz"}), "ends in .h5md"));
}

TEST_CASE("an option that a command would ignore is refused") {
  CHECK(says(refusal({"check", "a.yaml", "--seed", "1"}), "has no --seed"));
  CHECK(says(refusal({"check", "a.yaml", "--quiet"}), "has no --quiet"));
  CHECK(says(refusal({"init", "case", "--set", "seed=1"}), "has no --set"));
}

TEST_CASE("arguments that are missing, too many or unreadable are refused") {
  CHECK(says(refusal({}), "a command is missing"));
  CHECK(says(refusal({"run"}), "CASE.yaml is missing"));
  CHECK(says(refusal({"run", ""}), "CASE.yaml is missing"));
  CHECK(says(refusal({"run", "a.yaml", "b.yaml"}), "unexpected argument 'b.yaml'"));
  CHECK(says(refusal({"run", "a.yaml", "--out"}), "--out needs a value: --out DIR"));
  CHECK(says(refusal({"run", "a.yaml", "--out", "--quiet"}), "--out needs a value: --out DIR"));
  CHECK(says(refusal({"run", "a.yaml", "--out="}), "--out"));
  CHECK(says(refusal({"run", "a.yaml", "--out", "a", "--out", "b"}), "given 2 times"));
  for (const char* seed : {"-1", "1.5", "0x10", "18446744073709551616", "one", "1 "}) {
    CHECK(says(refusal({"run", "a.yaml", "--seed", seed}), "not a whole number"));
  }
  CHECK(says(refusal({"schema", "case", "--format", "xml"}), "unknown format 'xml'"));
}

TEST_CASE("kinds of input file that there are not are refused by name") {
  CHECK(says(refusal({"init", "run"}), "no 'run'"));
  CHECK(says(refusal({"schema", "steady"}), "no 'steady'"));
}

TEST_CASE("every option of a study arrives") {
  const auto plain = read<StudyOptions>({"study", "some/where/map.yaml"});
  CHECK(plain.study_file == "some/where/map.yaml");
  CHECK(plain.out == "map.out");
  CHECK(plain.threads >= 1);
  CHECK_FALSE(plain.shard.has_value());
  CHECK_FALSE((plain.collect || plain.dry_run || plain.mpi || plain.quiet));

  const auto study = read<StudyOptions>({"study", "a.yaml", "--out", "d", "--seed", "5",
                                         "--threads", "3", "--shard", "2/16", "--quiet", "--set",
                                         "replicas=4", "--set", "base.name=b"});
  CHECK(study.out == "d");
  CHECK(study.seed == 5U);
  CHECK(study.threads == 3);
  CHECK(study.shard.value().index == 2);
  CHECK(study.shard.value().count == 16);
  CHECK(study.quiet);
  CHECK(study.settings == std::vector<std::string>{"replicas=4", "base.name=b"});
  CHECK(read<StudyOptions>({"study", "a.yaml", "--collect"}).collect);
  CHECK(read<StudyOptions>({"study", "a.yaml", "--mpi"}).mpi);
  CHECK(read<StudyOptions>({"study", "a.yaml", "--dry-run"}).dry_run);
  CHECK(read<StudyOptions>({"study", "a.yaml", "--dry-run", "--events", "0"}).events == 0);
  CHECK(says(refusal({"study", "a.yaml", "--events", "9"}), "--events goes with --dry-run"));
  CHECK(read<StudyOptions>({"study", "a.yaml", "--merge", "b", "--merge", "c"}).merge.size() == 2);
  CHECK(says(refusal({"study", "a.yaml", "--mpi", "--merge", "b"}), "exclude each other"));
}

TEST_CASE("every option of a cell arrives") {
  const auto cell = read<CellOptions>({"cell", "a.yaml", "--out", "d", "--seed", "5", "--threads",
                                       "3", "--cache", "c", "--json", "--set", "cell={}"});
  CHECK(cell.study_file == "a.yaml");
  CHECK(cell.out == "d");
  CHECK(cell.seed == 5U);
  CHECK(cell.threads == 3);
  CHECK(cell.cache == "c");
  CHECK(cell.json);
  CHECK(cell.settings == std::vector<std::string>{"cell={}"});
  CHECK(says(refusal({"cell", "a.yaml", "--json", "--quiet"}), "exclude each other"));
}

TEST_CASE("counts of voids are kept where a user's caches are, or beside the results") {
  const auto cache = [] { return read<CellOptions>({"cell", "map.yaml"}).cache; };
  const Variable xdg("XDG_CACHE_HOME", "/caches"), home("HOME", "/home/me");
  CHECK(cache() == "/caches/lacuna/voids");
  ::setenv("XDG_CACHE_HOME", "relative", 1);
  CHECK(cache() == "/home/me/.cache/lacuna/voids");
  ::unsetenv("HOME");
  CHECK(cache() == "map.out/voids");
  CHECK(read<StudyOptions>({"study", "map.yaml"}).cache == "map.out/voids");
}

TEST_CASE("shards that are none, and options of a study that exclude each other, are refused") {
  for (const char* shard : {"3", "0/4", "5/4", "-1/4", "1/0", "1/", "/4", "1/4/2", "a/b", " 1/4"}) {
    CHECK(says(refusal({"study", "a.yaml", "--shard", shard}), "is not i/n"));
  }
  for (const char* threads : {"0", "-1", "1.5", "many", "100000"}) {
    CHECK(says(refusal({"study", "a.yaml", "--threads", threads}), "is not a whole number from 1"));
  }
  CHECK(says(refusal({"study", "a.yaml", "--shard", "1/2", "--collect"}), "exclude each other"));
  CHECK(says(refusal({"study", "a.yaml", "--shard", "1/2", "--mpi"}), "exclude each other"));
  CHECK(says(refusal({"study", "a.yaml", "--mpi", "--dry-run"}), "exclude each other"));
}

TEST_CASE("what comes through a pipe has no name for its results") {
  for (const char* pipe : {"/dev/stdin", "/dev/fd/63", "/proc/self/fd/0"}) {
    CHECK(says(refusal({"run", pipe}), "give --out DIR"));
    CHECK(read<RunOptions>({"run", pipe, "--out", "r"}).out == "r");
  }
}

TEST_CASE("a command comes before its options, and an option is named with its value's refusal") {
  CHECK(says(refusal({"--out", "x", "run", "a.yaml"}), "the command comes first: lacuna run"));
  CHECK(says(refusal({"export", "r", "--region", "x=nan:1"}), "--region: 'nan' is not a number"));
  CHECK(says(refusal({"export", "r", "--frames", "a:b"}), "--frames: 'a' is not"));
  CHECK(says(refusal({"export", "r", "--region", "x=0:5,x=6:20"}), "has x twice"));
  CHECK(says(refusal({"export", "r", "--format", "vtp", "--out", "t.lammpstrj"}),
             "give --format lammpstrj"));
  CHECK(says(refusal({"export", "r", "--format", "vtp", "--out", "t.lammpstrj.gz"}),
             "give --format lammpstrj"));
  CHECK(says(refusal({"export", "r", "--format", "h5md", "--out", "t.h5.gz"}), "leave .gz out"));
  CHECK(says(refusal({"study", "a.yaml", "--resume"}), "the same command, run again, continues"));
}
