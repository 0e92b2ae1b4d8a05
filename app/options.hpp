#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ensemble/run_study.hpp"
#include "io/trajectory/export_trajectory.hpp"

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

/// lacuna study
struct StudyOptions {
  std::filesystem::path study_file;
  std::filesystem::path out;          ///< ./<stem>.out unless given
  std::vector<std::string> settings;  ///< key=value of the study, base.key=value of its base, in
                                      ///< order
  std::optional<std::uint64_t> seed;
  int threads = 1;                           ///< in each process
  std::optional<ensemble::Shard> shard;      ///< do this part only
  std::vector<std::filesystem::path> merge;  ///< directories to take recorded runs from first
  bool collect = false;                      ///< do nothing, rebuild the results
  bool dry_run = false;                      ///< say what there is to do
  std::optional<std::uint64_t> events;       ///< most to try before costs are told
  bool mpi = false;
  std::filesystem::path cache;  ///< of counted voids, for the cell
  bool quiet = false;
};

/// lacuna cell
struct CellOptions {
  std::filesystem::path study_file;
  std::filesystem::path out;          ///< ./<stem>.out unless given
  std::vector<std::string> settings;  ///< as of `lacuna study`
  std::optional<std::uint64_t> seed;
  int threads = 1;
  std::filesystem::path cache;  ///< of counted voids
  bool json = false;            ///< print JSON in place of tables
  bool quiet = false;
};

/// lacuna report
struct ReportOptions {
  std::filesystem::path directory;  ///< of a run or a study
  bool plot = false;                ///< draw the figures in the terminal
  bool svg = false;                 ///< write them as files
  bool watch = false;               ///< again and again, until the run or study is finished
  bool quiet = false;
};

/// lacuna compare
struct CompareOptions {
  std::vector<std::filesystem::path> directories;  ///< of studies, or of runs; the others are
                                                   ///< compared with the first
  bool csv = false;                                ///< print CSV in place of tables
};

/// lacuna export
struct ExportRunOptions {
  std::filesystem::path directory;  ///< of the run
  io::ExportOptions how;            ///< to DIR/trajectory.<format> unless given
};

/// lacuna check
struct CheckOptions {
  std::filesystem::path file;  ///< of a case or a study
  std::vector<std::string> settings;
  std::filesystem::path cache;          ///< where counts of voids are looked for
  std::optional<std::uint64_t> events;  ///< most to try before costs are told
};

enum class FileKind : std::uint8_t { case_file, study_file };

/// lacuna init
struct InitOptions {
  FileKind kind = FileKind::case_file;
  std::optional<std::filesystem::path> out;  ///< empty: standard output
};

enum class SchemaFormat : std::uint8_t { json, markdown };

/// lacuna schema
struct SchemaOptions {
  FileKind kind = FileKind::case_file;
  SchemaFormat format = SchemaFormat::json;
};

/// --help in any place
struct HelpText {
  std::string text;
};

/// --version
struct ShowVersion {};

using Command =
    std::variant<RunOptions, StudyOptions, CellOptions, ReportOptions, CompareOptions,
                 ExportRunOptions, CheckOptions, InitOptions, SchemaOptions, HelpText, ShowVersion>;

/// What the command line asks for. `arguments` are those after the program's name.
/// Throws InputError for an unknown command or option (with the nearest one there is), a missing
/// argument or a value that cannot be read.
[[nodiscard]] Command read_command_line(const std::vector<std::string>& arguments);

}  // namespace lacuna::app
