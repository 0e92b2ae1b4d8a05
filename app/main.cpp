#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <variant>
#include <vector>

#include "app/commands.hpp"
#include "app/options.hpp"
#include "app/signals.hpp"
#include "app/tell.hpp"
#include "core/error.hpp"
#include "core/version.hpp"

namespace lacuna::app {
namespace {

Status print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return Status::done;
}

std::string version_text() {
  const BuildInfo& build = build_info();
  return fmt::format("lacuna {}\nrevision   {}\ncompiler   {}\nflags      {}\nlibraries  {}\n",
                     build.version, build.revision, build.compiler, build.flags, build.libraries);
}

struct Perform {
  Status operator()(const RunOptions& options) const { return run(options); }
  Status operator()(const StudyOptions& options) const { return study(options); }
  Status operator()(const CellOptions& options) const { return cell(options); }
  Status operator()(const ReportOptions& options) const { return report(options); }
  Status operator()(const CompareOptions& options) const { return compare(options); }
  Status operator()(const ExportRunOptions& options) const { return export_run(options); }
  Status operator()(const CheckOptions& options) const { return check(options); }
  Status operator()(const InitOptions& options) const { return init(options); }
  Status operator()(const SchemaOptions& options) const { return schema(options); }
  Status operator()(const HelpText& help) const { return print(help.text); }
  Status operator()(const ShowVersion&) const { return print(version_text()); }
};

Status complain(Status status, const std::string& message) {
  const char* end = message.empty() || message.back() != '\n' ? "\n" : "";
  tell("lacuna: {}{}", message, end);
  return status;
}

/// Is what a command prints in files, too?
struct IsInFiles {
  bool operator()(const RunOptions&) const { return true; }
  bool operator()(const StudyOptions& options) const { return !options.dry_run; }
  bool operator()(const CellOptions&) const { return true; }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }
};

std::string not_printed(const std::string& why, const Command& command) {
  const bool in_files = std::visit(IsInFiles{}, command);
  return fmt::format("could not print everything: {}{}", why,
                     in_files ? "; the results are in files, and lacuna report DIR prints them"
                              : "; print to where that can be written");
}

Status act(const Command& command) {
  const Status status = std::visit(Perform{}, command);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw RuntimeFailure(std::strerror(errno));
  return status;
}

/// Everything that can go wrong ends here, as one of the four statuses.
Status act_safely(const std::vector<std::string>& arguments) {
  Command command = ShowVersion{};
  try {
    command = read_command_line(arguments);
    return act(command);
  } catch (const InputError& problem) {
    return complain(Status::bad_input, problem.what());
  } catch (const std::bad_alloc&) {
    return complain(Status::failed,
                    "out of memory; a smaller slab needs less (lacuna check says how much)");
  } catch (const std::exception& problem) {
    return complain(Status::failed, std::ferror(stdout) != 0 ? not_printed(problem.what(), command)
                                                             : problem.what());
  }
}

}  // namespace
}  // namespace lacuna::app

int main(int argc, char** argv) {
  lacuna::app::make_failed_writes_errors();
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  return static_cast<int>(lacuna::app::act_safely(arguments));
}
