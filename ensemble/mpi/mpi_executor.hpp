#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ensemble/executor.hpp"

namespace lacuna::ensemble {

/// How assignments and records travel between ranks, as bytes.
struct Codec {
  std::function<std::string(const Assignment&)> write_assignment;
  std::function<Assignment(const std::string&)> read_assignment;
  std::function<std::string(const Record&)> write_record;
  std::function<Record(const std::string&)> read_record;
};

/// MPI from its start to its end; one in a process.
class MpiSession {
 public:
  /// MPI_Init_thread. Throws RuntimeFailure if MPI cannot be used beside threads.
  MpiSession();
  ~MpiSession();
  MpiSession(const MpiSession&) = delete;
  MpiSession& operator=(const MpiSession&) = delete;
  [[nodiscard]] int rank() const { return rank_; }
  [[nodiscard]] int ranks() const { return ranks_; }
  /// (ranks) What every rank gives, on all of them; all have to call it.
  [[nodiscard]] std::vector<std::uint64_t> gather(std::uint64_t) const;
  /// Ends all ranks at once: the way out of a rank that cannot go on, as the others would wait for
  /// it.
  [[noreturn]] void abort() const;

 private:
  int rank_ = 0, ranks_ = 1;
};

/// Threads of all ranks. Rank 0 hands the tasks out, one for every worker that is free, and works
/// too; the others `serve`. Only the leading thread of each rank talks MPI.
class MpiExecutor : public Executor {
 public:
  /// `threads` workers on this rank. REQUIRES that the session outlives it.
  MpiExecutor(const MpiSession&, int threads, Codec);
  /// Rank 0: lets the others go.
  ~MpiExecutor() override;
  MpiExecutor(const MpiExecutor&) = delete;
  MpiExecutor& operator=(const MpiExecutor&) = delete;

  /// REQUIRES rank 0. A task that throws on another rank is a RuntimeFailure here. `stop` stops all
  /// ranks.
  void execute(const Next&, const Work&, const Done&, const std::stop_token& stop) override;
  [[nodiscard]] int workers() const override;
  /// REQUIRES another rank: do what rank 0 hands out, until it lets go. `stop` stops all ranks.
  void serve(const Work&, const std::stop_token& stop);

 private:
  const MpiSession& session_;
  int threads_;
  Codec codec_;
  std::vector<int> threads_of_;  ///< (ranks) workers each has; rank 0 knows
};

}  // namespace lacuna::ensemble
