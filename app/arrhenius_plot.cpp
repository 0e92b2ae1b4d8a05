#include "app/arrhenius_plot.hpp"

#include <fmt/format.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkstemp is POSIX
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "core/constants.hpp"

namespace lacuna::app {
namespace {

using ensemble::BranchResult;

constexpr std::size_t most_lines = 8;  // that characters can tell apart

std::string points_of(const BranchResult& result) {
  std::string text;
  for (const auto& cell : result.cells) {
    if (!cell.median || !std::isfinite(cell.median->value)) continue;
    text += fmt::format("{:.6g} {:.6g}\n", 1000 / cell.sample.temperature,
                        std::exp(cell.median->value) / constants::mA_per_cm2);
  }
  return text;
}

std::string title_of(const ensemble::Branch& branch) {
  std::string title;
  for (const char c : branch.slug) title += c == '_' || c == '\'' ? ' ' : c;
  return title;
}

struct Printed {
  std::string text;
  int status = 0;  ///< as a shell's
};

Printed output_of(const std::string& command) {
  Printed printed;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return {{}, 126};
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    printed.text.append(buffer.data(), n);
  const int state = ::pclose(pipe);
  printed.status = WIFEXITED(state) ? WEXITSTATUS(state) : 126;
  return printed;
}

}  // namespace

std::string arrhenius_script(const ensemble::Plan& plan, const ensemble::StudyResult& result) {
  std::string data, plots;
  std::size_t lines = 0, all = 0;
  for (const BranchResult& branch : result.branches) {
    const std::string points = points_of(branch);
    if (points.empty() || ++all > most_lines) continue;
    data += fmt::format("$d{} << E\n{}E\n", lines, points);
    plots += fmt::format("{}$d{} using 1:2 with points title '{}'", lines == 0 ? "" : ", ", lines,
                         title_of(plan.branches[branch.branch]));
    ++lines;
  }
  if (lines == 0) return {};
  return fmt::format(
      "set terminal dumb 100 28\nset logscale y\nset format y '%.0e'\nset key outside\n"
      "set title 'onset current (mA/cm2) against 1000/T (1/K){}'\n{}plot {}\n",
      all > lines ? fmt::format(", the first {} of {}", lines, all) : "", data, plots);
}

std::string arrhenius_plot(const ensemble::Plan& plan, const ensemble::StudyResult& result) {
  const std::string script = arrhenius_script(plan, result);
  if (script.empty()) return {};
  std::string name = (std::filesystem::temp_directory_path() / "lacuna-plot-XXXXXX").string();
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) return "no plot in characters: cannot write to the folder for temporary files\n";
  const bool written = ::write(descriptor, script.data(), script.size()) == static_cast<ssize_t>(script.size());
  ::close(descriptor);
  const Printed plot = written ? output_of(fmt::format("gnuplot '{}' 2> /dev/null", name)) : Printed{{}, 126};
  ::unlink(name.c_str());
  constexpr int not_found = 127;
  if (plot.status == not_found) return "no plot in characters: gnuplot is not installed (Debian: gnuplot-nox)\n";
  return plot.status == 0 ? plot.text : "no plot in characters: gnuplot failed\n";
}

}  // namespace lacuna::app
