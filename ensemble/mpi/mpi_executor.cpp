#include "ensemble/mpi/mpi_executor.hpp"

#include <mpi.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <numeric>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "ensemble/crew.hpp"

namespace lacuna::ensemble {
namespace {

// What a message is about is its tag.
enum Tag : int {
  work_tag = 1,    ///< from rank 0: an assignment
  record_tag,      ///< to rank 0: what was found
  unfinished_tag,  ///< to rank 0: an assignment was stopped
  problem_tag,     ///< to rank 0: an assignment threw this message
  stop_tag,   ///< to rank 0: this rank was asked to stop; from rank 0: stop what is in progress
  leave_tag,  ///< from rank 0: no more work
};

// Between two looks for messages: short against any task, long against a look.
constexpr std::chrono::milliseconds pause{2};

struct Message {
  int source = 0;
  int tag = 0;
  std::string bytes;
};

void send(int rank, Tag tag, const std::string& bytes = {}) {
  MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_CHAR, rank, tag, MPI_COMM_WORLD);
}

std::optional<Message> receive() {
  int there = 0;
  MPI_Status status;
  MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status);
  if (there == 0) return {};
  int size = 0;
  MPI_Get_count(&status, MPI_CHAR, &size);
  Message message{status.MPI_SOURCE, status.MPI_TAG,
                  std::string(static_cast<std::size_t>(size), '\0')};
  MPI_Recv(message.bytes.data(), size, MPI_CHAR, message.source, message.tag, MPI_COMM_WORLD,
           MPI_STATUS_IGNORE);
  return message;
}

std::string text_of(const std::exception_ptr& problem) {
  try {
    std::rethrow_exception(problem);
  } catch (const std::exception& error) {
    return error.what();
  }
}

/// The tasks as rank 0 hands them out.
class Distribution {
 public:
  Distribution(const Next& next, Crew& crew, const Codec& codec, std::vector<int> idle,
               const Done& done)
      : next_(next), crew_(crew), codec_(codec), idle_(std::move(idle)), done_(done) {}

  void operator()(const std::stop_token& stop) {
    while (true) {
      if (stop.stop_requested()) stop_all();
      hand_out();
      if (in_progress_ == 0) break;
      while (const auto message = receive()) take(*message);
      if (const auto finished = crew_.take(pause)) take(*finished);
    }
    if (problem_) std::rethrow_exception(problem_);
  }

 private:
  void hand_out() {
    while (!stopping_) {
      const auto rank =
          std::find_if(idle_.begin() + 1, idle_.end(), [](int idle) { return idle > 0; });
      if (crew_.idle() == 0 && rank == idle_.end()) return;
      auto assignment = next_();
      if (!assignment) return;
      ++in_progress_;
      if (crew_.idle() > 0) {
        crew_.give(std::move(*assignment));
      } else {
        --*rank;
        send(static_cast<int>(rank - idle_.begin()), work_tag,
             codec_.write_assignment(*assignment));
      }
    }
  }

  void take(const Crew::Finished& finished) {
    --in_progress_;
    if (finished.record) done_(*finished.record);
    if (finished.problem) note(finished.problem);
  }

  void take(const Message& message) {
    if (message.tag == stop_tag) return stop_all();
    ++idle_[static_cast<std::size_t>(message.source)];
    --in_progress_;
    if (message.tag == record_tag) done_(codec_.read_record(message.bytes));
    if (message.tag == problem_tag) {
      note(std::make_exception_ptr(
          SystemFailure("rank " + std::to_string(message.source) + ": " + message.bytes)));
    }
  }

  void note(const std::exception_ptr& problem) {
    if (!problem_) problem_ = problem;
    stop_all();
  }

  void stop_all() {
    if (stopping_) return;
    stopping_ = true;
    crew_.stop();
    for (std::size_t rank = 1; rank < idle_.size(); ++rank) send(static_cast<int>(rank), stop_tag);
  }

  const Next& next_;
  Crew& crew_;
  const Codec& codec_;
  std::vector<int> idle_;  ///< (ranks)
  const Done& done_;
  int in_progress_ = 0;
  bool stopping_ = false;
  std::exception_ptr problem_;
};

}  // namespace

MpiSession::MpiSession() {
  int provided = MPI_THREAD_SINGLE;
  MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
  if (provided < MPI_THREAD_FUNNELED)
    throw RuntimeFailure("this MPI cannot be used beside threads; use another");
  MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks_);
}

MpiSession::~MpiSession() { MPI_Finalize(); }

std::vector<std::uint64_t> MpiSession::gather(std::uint64_t own) const {
  std::vector<std::uint64_t> all(static_cast<std::size_t>(ranks_));
  MPI_Allgather(&own, 1, MPI_UINT64_T, all.data(), 1, MPI_UINT64_T, MPI_COMM_WORLD);
  return all;
}

void MpiSession::abort() const {
  MPI_Abort(MPI_COMM_WORLD, 1);
  std::abort();  // MPI_Abort does not return, but does not say so
}

MpiExecutor::MpiExecutor(const MpiSession& session, int threads, Codec codec)
    : session_(session),
      threads_(threads),
      codec_(std::move(codec)),
      threads_of_(static_cast<std::size_t>(session.ranks())) {
  MPI_Allgather(&threads_, 1, MPI_INT, threads_of_.data(), 1, MPI_INT, MPI_COMM_WORLD);
}

MpiExecutor::~MpiExecutor() {
  if (session_.rank() != 0) return;
  for (int rank = 1; rank < session_.ranks(); ++rank) send(rank, leave_tag);
}

int MpiExecutor::workers() const {
  return std::accumulate(threads_of_.begin(), threads_of_.end(), 0);
}

void MpiExecutor::execute(const Next& next, const Work& work, const Done& done,
                          const std::stop_token& stop) {
  Crew crew(threads_, work);
  crew.run([&] { Distribution(next, crew, codec_, threads_of_, done)(stop); });
}

void MpiExecutor::serve(const Work& work, const std::stop_token& stop) {
  Crew crew(threads_, work);
  crew.run([&] {
    bool told = false;
    for (bool over = false; !over || crew.busy();) {
      if (stop.stop_requested() && !std::exchange(told, true)) send(0, stop_tag);
      while (const auto message = receive()) {
        if (message->tag == work_tag) crew.give(codec_.read_assignment(message->bytes));
        if (message->tag == stop_tag || message->tag == leave_tag) crew.stop();
        over = over || message->tag == leave_tag;
      }
      const auto finished = crew.take(pause);
      if (!finished) continue;
      if (finished->record) {
        send(0, record_tag, codec_.write_record(*finished->record));
      } else if (finished->problem) {
        send(0, problem_tag, text_of(finished->problem));
      } else {
        send(0, unfinished_tag);
      }
    }
  });
}

}  // namespace lacuna::ensemble
