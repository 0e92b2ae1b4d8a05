#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/commands.hpp"
#include "app/page_file.hpp"
#include "core/error.hpp"
#include "core/replace_file.hpp"
#include "ensemble/study_result.hpp"
#include "io/input/file_kind.hpp"
#include "io/input/study_input.hpp"
#include "io/results/report_page.hpp"
#include "io/results/report_run.hpp"
#include "io/results/report_study.hpp"
#include "io/results/result_text.hpp"
#include "io/results/run_figures.hpp"
#include "io/results/study_figures.hpp"
#include "io/results/study_text.hpp"
#include "io/store/sealed_summary.hpp"
#include "io/store/study_directory.hpp"
#include "io/store/summary.hpp"
#include "io/text_file.hpp"

namespace lacuna::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_file = std::size_t{64} << 20U;  // [B]

/// What a report consists of, before it is printed and written.
struct Report {
  const char* kind;
  std::string text, data;
  std::function<std::vector<io::Figure>(io::Medium)> figures;
};

Report report_of_study(const fs::path& directory) {
  io::require_own_input(directory);
  const io::StudyInput study = io::read_study(directory / "input.yaml");
  const io::Recorded recorded = io::look_at_records(directory, study.plan);
  for (const std::string& line : recorded.damaged)
    fmt::print(stderr, "warning: {}; it is left out\n", line);
  const ensemble::StudyResult result = ensemble::analyse(study.plan, recorded.records);
  const io::StudyWords words{io::headline(study.plan, result), io::verdict_text(study.plan, result),
                             io::prefactor_text(study.plan, result)};
  return {"study", io::study_text(study.plan, result, directory),
          io::study_report(study.plan, recorded.records, result, words, study.canonical, directory),
          [plan = study.plan, result](io::Medium medium) {
            return io::study_figures(plan, result, medium);
          }};
}

std::optional<interface::Ending> ending_in(const fs::path& directory) {
  const fs::path file = directory / "summary.json";
  if (!fs::exists(file)) return {};
  io::require_unchanged(directory);
  return io::read_ending(io::read_text(file, "summary of the run", largest_file), file);
}

Report report_of_run(const fs::path& directory) {
  const io::RunInput input = io::read_case(directory / "input.yaml");
  const auto ending = ending_in(directory);
  return {"run",
          ending ? io::result_text(input, *ending, directory)
                 : fmt::format("{}: not finished\n", input.values.name),
          io::run_report(input, ending, io::headline(input, ending), directory),
          [=](io::Medium medium) { return io::run_figures(input, ending, directory, medium); }};
}

void write_figures(const Report& report, const ReportOptions& options) {
  const fs::path folder = options.directory / "figures";
  for (const io::Figure& figure : report.figures(io::Medium::svg)) {
    const std::string drawing = io::as_svg(figure);
    fs::create_directories(folder);
    replace_file(folder / (figure.name + ".svg"), drawing);
  }
  if (!options.quiet) fmt::print("figures: {}\n", folder.string());
}

Status write_page(const Report& report, const ReportOptions& options) {
  const auto page = page_file(report.kind);
  if (!page) {
    fmt::print(stderr,
               "lacuna: no report.html is made: this lacuna was built without the report's page, "
               "which needs Node.js "
               "and npm (Debian: nodejs, npm) when it is configured; ./bootstrap sees to both\n");
    return Status::failed;
  }
  const fs::path file = options.directory / "report.html";
  replace_file(
      file, io::filled_page(io::read_text(*page, "page of the report", largest_file), report.data));
  if (!options.quiet) fmt::print("report: {}\n", file.string());
  return Status::done;
}

}  // namespace

Status report(const ReportOptions& options) {
  const fs::path directory = fs::absolute(options.directory).lexically_normal();
  if (!fs::exists(directory / "input.yaml")) {
    throw InputError(fmt::format(
        "{} holds neither a run nor a study; name the directory that lacuna run or lacuna "
        "study has written",
        options.directory.string()));
  }
  const Report found = io::is_study(directory / "input.yaml") ? report_of_study(directory)
                                                              : report_of_run(directory);
  if (!options.quiet) fmt::print("{}", found.text);
  if (options.plot) {
    for (const io::Figure& figure : found.figures(io::Medium::characters))
      fmt::print("\n{}", io::in_characters(figure));
  }
  if (options.svg) write_figures(found, options);
  return write_page(found, options);
}

}  // namespace lacuna::app
