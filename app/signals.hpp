#pragma once

#include <stop_token>
#include <thread>

namespace lacuna::app {

/// As the program begins: a limit on file sizes is to be a failed write with a message, not the end
/// of the program, and a standard stream that is closed one that fails, not a file of results.
void make_failed_writes_errors();

/// While it lives, the first Ctrl-C (SIGINT) or SIGTERM asks for a stop; a second one ends the
/// program at once, as signals do. SIGUSR1, a scheduler's warning, asks for a stop however often it
/// comes. One at a time, made by the main thread.
///
/// The handler only writes a byte to a pipe: all that is safe in it. A thread that waits at the
/// other end turns the byte into the stop request, however busy the rest is.
class StopOnSignal {
 public:
  StopOnSignal();
  ~StopOnSignal();
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::thread listener_;
};

}  // namespace lacuna::app
