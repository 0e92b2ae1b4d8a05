#include "app/arrhenius_plot.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
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
    text +=
        fmt::format("{:.6g} {:.6g}\n", 1000 / cell.sample.temperature, std::exp(cell.median->value) / constants::mA_per_cm2);
  }
  return text;
}

std::string title_of(const ensemble::Branch& branch) {
  std::string title;
  for (const char c : branch.slug) title += c == '_' || c == '\'' ? ' ' : c;
  return title;
}

/// What the command prints; empty if it fails.
std::string output_of(const char* command) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command, "r"), ::pclose);
  if (!pipe) return {};
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) > 0;)
    text.append(buffer.data(), n);
  return text;
}

}  // namespace

std::string arrhenius_script(const ensemble::Plan& plan, const ensemble::StudyResult& result) {
  std::string data, plots;
  std::size_t lines = 0;
  for (const BranchResult& branch : result.branches) {
    const std::string points = points_of(branch);
    if (points.empty() || lines == most_lines) continue;
    data += fmt::format("$d{} << E\n{}E\n", lines, points);
    plots += fmt::format("{}$d{} using 1:2 with points title '{}'", lines == 0 ? "" : ", ", lines,
                         title_of(plan.branches[branch.branch]));
    ++lines;
  }
  if (lines == 0) return {};
  return fmt::format(
      "set terminal dumb 100 28\nset logscale y\nset format y '%.0e'\nset key outside\n"
      "set title 'onset current (mA/cm2) against 1000/T (1/K)'\n{}plot {}\n",
      data, plots);
}

std::string arrhenius_plot(const ensemble::Plan& plan, const ensemble::StudyResult& result) {
  const std::string script = arrhenius_script(plan, result);
  if (script.empty()) return {};
  std::string name = "/tmp/lacuna-plot-XXXXXX";
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) return {};
  const bool written = ::write(descriptor, script.data(), script.size()) == static_cast<ssize_t>(script.size());
  ::close(descriptor);
  const std::string plot = written ? output_of(fmt::format("gnuplot {} 2> /dev/null", name).c_str()) : std::string{};
  ::unlink(name.c_str());
  return plot.empty() ? "no plot in characters: gnuplot is not installed (Debian: gnuplot-nox)\n" : plot;
}

}  // namespace lacuna::app
