#include "app/mpi.hpp"

#include "app/tell.hpp"
#include "core/error.hpp"

#ifdef LACUNA_HAS_MPI
#include <fmt/format.h>

#include <exception>

#include "ensemble/mpi/mpi_executor.hpp"
#include "io/store/record_text.hpp"
#endif

namespace lacuna::app {

#ifdef LACUNA_HAS_MPI

struct RankCrew::Parts {
  explicit Parts(int threads)
      : executor(
            session, threads,
            {io::assignment_text,
             [](const std::string& text) { return io::parse_assignment(text); }, io::record_text,
             [](const std::string& text) { return io::parse_record(text); }}) {}
  ensemble::MpiSession session;
  ensemble::MpiExecutor executor;
};

RankCrew::RankCrew(int threads) : parts_(std::make_unique<Parts>(threads)) {}
bool RankCrew::first() const { return parts_->session.rank() == 0; }
ensemble::Executor& RankCrew::executor() { return parts_->executor; }
std::vector<std::uint64_t> RankCrew::gather(std::uint64_t own) {
  return parts_->session.gather(own);
}
void RankCrew::serve(const ensemble::Work& work, const std::stop_token& stop) {
  try {
    parts_->executor.serve(work, stop);
  } catch (const std::exception& problem) {
    tell("lacuna: rank {}: {}\n", parts_->session.rank(), problem.what());
    parts_->session.abort();
  }
}

#else

struct RankCrew::Parts {};

RankCrew::RankCrew(int) {
  throw InputError(
      "this lacuna was built without MPI; install libopenmpi-dev and build it again, or use "
      "--threads or --shard");
}
// Never reached, as there is no such object.
bool RankCrew::first() const { throw Error("no MPI"); }
ensemble::Executor& RankCrew::executor() { throw Error("no MPI"); }
std::vector<std::uint64_t> RankCrew::gather(std::uint64_t) { throw Error("no MPI"); }
void RankCrew::serve(const ensemble::Work&, const std::stop_token&) { throw Error("no MPI"); }

#endif

RankCrew::~RankCrew() = default;

}  // namespace lacuna::app
