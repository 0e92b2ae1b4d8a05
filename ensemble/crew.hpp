#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>

#include "ensemble/executor.hpp"

namespace lacuna::ensemble {

/// OpenMP threads that do what a leading thread, which does none of the work, hands them.
class Crew {
 public:
  /// What became of an assignment: a record, a problem that was thrown, or neither if it was
  /// stopped.
  struct Finished {
    std::optional<Record> record;
    std::exception_ptr problem;
  };

  /// `threads` >= 1 workers; `work` gets a token that `stop` sets.
  Crew(int threads, const Work& work) : threads_(threads), work_(work) {}

  /// Calls `lead` in this thread while the workers stand ready; they leave when it returns, which
  /// it should do with none of them busy. Throws what `lead` throws, and RuntimeFailure if OpenMP
  /// does not give the threads.
  void run(const std::function<void()>& lead);

  // For the leader.

  /// Workers without an assignment.
  [[nodiscard]] int idle() const { return threads_ - busy_; }
  [[nodiscard]] bool busy() const { return busy_ > 0; }
  /// REQUIRES idle() > 0.
  void give(Assignment);
  /// The next that is finished, waiting for it no longer than this.
  [[nodiscard]] std::optional<Finished> take(std::chrono::milliseconds longest);
  /// Ask those who are busy to stop.
  void stop() { stop_.request_stop(); }
  [[nodiscard]] bool stopping() const { return stop_.stop_requested(); }

 private:
  void serve();
  void dismiss();
  [[nodiscard]] Finished attempt(const Assignment&) const;

  int threads_;
  const Work& work_;
  int busy_ = 0;  ///< as the leader knows
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable given_, finished_;
  std::deque<Assignment> waiting_;
  std::deque<Finished> results_;
  bool over_ = false;
};

/// Threads of this process.
class ThreadExecutor : public Executor {
 public:
  explicit ThreadExecutor(int threads) : threads_(threads) {}
  void execute(const Next&, const Work&, const Done&, const std::stop_token&) override;
  [[nodiscard]] int workers() const override { return threads_; }

 private:
  int threads_;
};

}  // namespace lacuna::ensemble
