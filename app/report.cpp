#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>

#include "app/commands.hpp"
#include "app/findings.hpp"
#include "app/page_file.hpp"
#include "app/signals.hpp"
#include "app/tell.hpp"
#include "app/way_on.hpp"
#include "core/error.hpp"
#include "core/replace_file.hpp"
#include "io/results/report_page.hpp"
#include "io/store/directory_state.hpp"
#include "io/store/result_directory.hpp"
#include "io/text_file.hpp"

namespace lacuna::app {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::size_t largest_page = std::size_t{64} << 20U;  // [B]

void make_folder_of_figures(const fs::path& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (!problem) return;
  throw InputError(
      fmt::format("cannot make the folder {} for figures: {}; move away what has that name, or "
                  "copy the results to where you may write",
                  folder.string(), problem.message()));
}

void write_figures(const Findings& report, const ReportOptions& options) {
  const fs::path folder = options.directory / "figures";
  for (const io::Figure& figure : report.figures(io::Medium::svg)) {
    const std::string drawing = io::as_svg(figure);
    make_folder_of_figures(folder);
    replace_file(folder / (figure.name + ".svg"), drawing);
  }
  if (!options.quiet) fmt::print("figures: {}\n", folder.string());
}

fs::path page_of(const ReportOptions& options) { return options.directory / "report.html"; }

Status write_page(const Findings& report, const ReportOptions& options, io::PageReader reader) {
  const auto page = page_file(report.kind);
  if (!page) {
    tell(
        "lacuna: no report.html is made: this lacuna was built without the report's page, "
        "which needs Node.js "
        "and npm (Debian: nodejs, npm) when it is configured; ./bootstrap sees to both\n");
    return Status::failed;
  }
  const std::string empty = io::read_text(*page, "page of the report", largest_page);
  return with_way_on("the page goes into the directory: copy that to where you may write", [&] {
    replace_file(page_of(options), io::filled_page(empty, io::data_for(reader, report.data)));
    return Status::done;
  });
}

Status report_once(const ReportOptions& options, const fs::path& directory) {
  const Findings found = findings_in(directory, options.quiet);
  if (!options.quiet) fmt::print("{}", found.text);
  if (options.plot) {
    for (const io::Figure& figure : found.figures(io::Medium::characters))
      fmt::print("\n{}", io::in_characters(figure));
  }
  if (options.svg) write_figures(found, options);
  const Status status = write_page(found, options, io::PageReader::once);
  if (status == Status::done && !options.quiet)
    fmt::print("report: {}\n", page_of(options).string());
  return status;
}

/// What is being written may be torn for a moment, and is whole when it is looked at again.
class Patience {
 public:
  /// `look` until it fails three times in a row.
  template <class Look>
  bool try_once(Look look) {
    try {
      look();
      failures_ = 0;
      return true;
    } catch (const Error&) {
      if (++failures_ == 3) throw;
      return false;
    }
  }

 private:
  int failures_ = 0;
};

bool is_begun(const fs::path& directory) { return io::is_present(directory / io::input_name); }

/// Pages of what there is, whenever there is more, until nothing is left to do or a signal asks for
/// the end. A page takes at most a tenth of the time.
Status follow(const ReportOptions& options, const fs::path& directory) {
  using namespace std::chrono_literals;
  const StopOnSignal signals;
  Patience patience;
  std::string drawn;
  bool over = false;
  auto next = Clock::now();
  while (!over && !signals.token().stop_requested()) {
    const std::string state = io::directory_state(directory);
    const bool waits = drawn.empty() && !is_begun(directory);
    if (waits || state == drawn || Clock::now() < next) {
      std::this_thread::sleep_for(50ms);
      continue;
    }
    const auto begin = Clock::now();
    Status status = Status::done;
    const auto draw = [&] {
      const Findings found = findings_in(directory, true);
      over = found.over;
      if (!over) status = write_page(found, options, io::PageReader::follows);
    };
    if (patience.try_once(draw)) drawn = state;
    if (status != Status::done) return status;
    next = Clock::now() + std::max<Clock::duration>(2s, 9 * (Clock::now() - begin));
  }
  return Status::done;
}

}  // namespace

Status report(const ReportOptions& options) {
  const fs::path directory = fs::absolute(options.directory).lexically_normal();
  if (options.watch) {
    if (!fs::is_directory(directory)) {
      throw InputError(
          fmt::format("{} is no directory, so nothing will come there; name the one of a run or a "
                      "study, which may be empty yet",
                      options.directory.string()));
    }
    if (!options.quiet)
      tell("{} follows {} until it is finished; Ctrl-C ends this\n{}", page_of(options).string(),
           options.directory.string(),
           is_begun(directory) ? "" : "no run or study has begun there yet: waiting for one\n");
    if (const Status status = follow(options, directory); status != Status::done) return status;
    if (!is_begun(directory)) return Status::interrupted;
  }
  return report_once(options, directory);
}

}  // namespace lacuna::app
