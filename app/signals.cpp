#include "app/signals.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

#include "core/error.hpp"

namespace lacuna::app {
namespace {

// USR1 is what batch systems are commonly told to warn with (sbatch --signal=USR1@120).
constexpr std::array handled{SIGINT, SIGTERM, SIGUSR1};
constexpr char stop_byte = 's';
constexpr char end_byte = 'e';

// A handler gets no argument, so the pipe has to be where it can see it.
std::array<int, 2> pipe_ends{-1, -1};

void put(char byte) {
  while (::write(pipe_ends[1], &byte, 1) < 0 && errno == EINTR) {
  }
}

extern "C" void lacuna_stop_handler(int) {
  const int kept = errno;
  put(stop_byte);
  errno = kept;
}

char next_byte() {
  char byte = end_byte;
  while (::read(pipe_ends[0], &byte, 1) < 0 && errno == EINTR) {
  }
  return byte;
}

/// Has it none, the next file that is opened would take its place, and messages would go there.
/// Read from, or written to, what takes its place here is refused as a closed one is.
void keep_place_of(int stream) {
  if (::fcntl(stream, F_GETFD) >= 0 || errno != EBADF) return;
  const int way = stream == STDIN_FILENO ? O_WRONLY : O_RDONLY;
  const int file = ::open("/dev/null", way);
  if (file < 0 || file == stream) return;
  ::dup2(file, stream);
  ::close(file);
}

}  // namespace

void make_failed_writes_errors() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) keep_place_of(stream);
  std::signal(SIGXFSZ, SIG_IGN);
}

StopOnSignal::StopOnSignal() {
  if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) {
    throw RuntimeFailure("cannot make a pipe for signals: " +
                         std::generic_category().message(errno));
  }
  listener_ = std::thread([this] {
    while (next_byte() == stop_byte) source_.request_stop();
  });
  struct sigaction action {};
  action.sa_handler = lacuna_stop_handler;
  // RESETHAND: the second signal finds the default action. RESTART: no system call of ours fails.
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  for (const int signal : handled) ::sigaction(signal, &action, nullptr);
  // A warning may come twice, from the scheduler and through mpirun: the second is no order to die.
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGUSR1, &action, nullptr);
}

StopOnSignal::~StopOnSignal() {
  for (const int signal : handled) std::signal(signal, SIG_DFL);
  put(end_byte);
  listener_.join();
  for (const int end : pipe_ends) ::close(end);
}

}  // namespace lacuna::app
