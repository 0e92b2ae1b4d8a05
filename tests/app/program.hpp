#pragma once

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/temporary_directory.hpp"

namespace lacuna::test {

/// How a program ended.
struct Outcome {
  int status = -1;         ///< exit status; -1: ended by a signal
  int signal = 0;          ///< that ended it
  bool timed_out = false;  ///< it was killed by us, having taken too long
  std::string out, err;
};

/// A signal to send after a while.
struct Interruption {
  int signal = SIGINT;
  std::chrono::duration<double> after{0.0};
  std::filesystem::path once_exists;  ///< the while begins when this file is there; empty: at once
};

struct Conditions {
  std::filesystem::path folder;  ///< working directory
  std::optional<Interruption> interruption;
  std::optional<rlim_t> largest_file;  ///< [B], as ulimit -f
  std::chrono::seconds patience{300};
};

/// The lacuna program, as ctest names it.
inline std::string program() {
  const char* path = std::getenv("LACUNA_PROGRAM");
  if (path == nullptr)
    throw std::runtime_error("LACUNA_PROGRAM is not set: run this test by ctest");
  return path;
}

namespace detail {

/// The child's part. Nothing may leave it but by _exit: another copy of the tests would go on.
[[noreturn]] inline void become(const std::string& path, const std::vector<std::string>& arguments,
                                const Conditions& conditions) noexcept {
  const auto send = [&conditions](const char* name, int to) {
    const int file = ::open((conditions.folder / name).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    ::dup2(file, to);
  };
  send("stdout.txt", STDOUT_FILENO);
  send("stderr.txt", STDERR_FILENO);
  if (::chdir(conditions.folder.c_str()) != 0) ::_exit(126);
  if (conditions.largest_file) {
    const rlimit limit{*conditions.largest_file, *conditions.largest_file};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  std::vector<char*> words{const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::execv(path.c_str(), words.data());
  ::_exit(127);
}

}  // namespace detail

/// Runs the program at `path` with `arguments`; its output is kept in stdout.txt and stderr.txt of
/// the folder.
inline Outcome execute(const std::string& path, const std::vector<std::string>& arguments,
                       const Conditions& conditions) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  auto awaited = start;
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) detail::become(path, arguments, conditions);

  Outcome outcome;
  bool interrupted = false;
  int state = 0;
  while (::waitpid(child, &state, WNOHANG) == 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(500));
    const auto elapsed = Clock::now() - start;
    const auto& interruption = conditions.interruption;
    if (interruption && !interruption->once_exists.empty() &&
        !std::filesystem::exists(interruption->once_exists))
      awaited = Clock::now();
    if (interruption && !interrupted && Clock::now() - awaited >= interruption->after) {
      ::kill(child, conditions.interruption->signal);
      interrupted = true;
    }
    if (elapsed >= conditions.patience) {
      ::kill(child, SIGKILL);
      outcome.timed_out = true;
    }
  }
  if (WIFEXITED(state)) outcome.status = WEXITSTATUS(state);
  if (WIFSIGNALED(state)) outcome.signal = WTERMSIG(state);
  outcome.out = contents(conditions.folder / "stdout.txt");
  outcome.err = contents(conditions.folder / "stderr.txt");
  return outcome;
}

/// Runs lacuna.
inline Outcome lacuna(const std::vector<std::string>& arguments, const Conditions& conditions) {
  return execute(program(), arguments, conditions);
}

}  // namespace lacuna::test
