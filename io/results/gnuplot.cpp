#include "io/results/gnuplot.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkstemp is POSIX
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

struct Printed {
  std::string text;
  int status = 0;  ///< as a shell's
};

constexpr int not_found = 127, not_run = 126;

std::string all_from(int descriptor) {
  std::string text;
  std::array<char, 4096> buffer{};
  for (ssize_t n = 0;
       (n = ::read(descriptor, buffer.data(), buffer.size())) > 0 || (n < 0 && errno == EINTR);)
    text.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
  return text;
}

// Without a shell, to which the name of the folder for temporary files would be a command.
Printed output_of_gnuplot(std::string script_file) {
  std::array<int, 2> ends{};  // of a pipe: for reading, for writing
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {{}, not_run};
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string program = "gnuplot";
  const std::array<char*, 3> words{program.data(), script_file.data(), nullptr};
  pid_t process = 0;
  const int problem =
      ::posix_spawnp(&process, program.c_str(), &actions, nullptr, words.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  Printed printed{problem == 0 ? all_from(ends[0]) : "", problem == ENOENT ? not_found : not_run};
  ::close(ends[0]);
  int state = 0;
  if (problem == 0 && ::waitpid(process, &state, 0) == process && WIFEXITED(state))
    printed.status = WEXITSTATUS(state);
  return printed;
}

Printed drawn(const std::string& script) {
  std::error_code none;
  std::string name = (std::filesystem::temp_directory_path(none) / "lacuna-plot-XXXXXX").string();
  if (none) return {{}, not_run};
  const int descriptor = ::mkstemp(name.data());
  if (descriptor < 0) return {{}, not_run};
  const bool written =
      ::write(descriptor, script.data(), script.size()) == static_cast<ssize_t>(script.size());
  ::close(descriptor);
  Printed plot = written ? output_of_gnuplot(name) : Printed{{}, not_run};
  ::unlink(name.c_str());
  return plot;
}

const char* why(int status) {
  if (status == not_found) return "gnuplot is not installed (Debian: gnuplot-nox)";
  return status == not_run
             ? "gnuplot cannot be started, or the folder for temporary files not be written to"
             : "gnuplot failed";
}

std::string terminal(const Figure& figure, Medium medium) {
  if (medium == Medium::characters) return "set terminal dumb 100 28\nset key outside\n";
  return fmt::format("set terminal svg size {},{}", figure.width, figure.height) +
         " enhanced background 'white' font 'sans-serif,13'\nset encoding utf8\n"
         "set border lw 0.8\nset tics nomirror\nset xtics font ',11'\n"
         "set key below height 1\n"
         "set linetype 1 lc rgb '#0072b2' pt 7\nset linetype 2 lc rgb '#d55e00' pt 5\n"
         "set linetype 3 lc rgb '#009e73' pt 9\nset linetype 4 lc rgb '#cc79a7' pt 13\n"
         "set linetype 5 lc rgb '#e69f00' pt 11\nset linetype 6 lc rgb '#56b4e9' pt 4\n"
         "set linetype 7 lc rgb '#666666' pt 6\nset linetype 8 lc rgb '#000000' pt 8\n";
}

}  // namespace

std::string whole_script(const Figure& figure, Medium medium) {
  return terminal(figure, medium) + figure.script;
}

std::string in_characters(const Figure& figure) {
  const Printed plot = drawn(whole_script(figure, Medium::characters));
  return plot.status == 0 ? plot.text
                          : fmt::format("no plot in characters: {}\n", why(plot.status));
}

std::string as_svg(const Figure& figure) {
  Printed plot = drawn(whole_script(figure, Medium::svg));
  if (plot.status != 0)
    throw RuntimeFailure(fmt::format("cannot draw {}.svg: {}", figure.name, why(plot.status)));
  return std::move(plot.text);
}

const char* powers(Medium medium) { return medium == Medium::characters ? "%.0e" : "10^{%T}"; }

const char* current_unit(Medium medium) { return medium == Medium::svg ? "mA/cm^2" : "mA/cm2"; }

HollowPoints hollow_points(const std::string& block, const std::string& rows) {
  if (rows.empty()) return {};
  return {fmt::format("${} << E\n{}E\n", block, rows),
          fmt::format(", ${} using 1:2 with points pt 7 ps 0.6 lc rgb 'white' notitle", block)};
}

std::string quoted(const std::string& text) {
  std::string in_quotes = "'";
  for (const char c : text) in_quotes += c == '\'' ? "''" : std::string(1, c == '_' ? ' ' : c);
  return in_quotes + "'";
}

}  // namespace lacuna::io
