#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "ensemble/executor.hpp"

namespace lacuna::app {

/// The MPI ranks that the program was started with, from MPI_Init to MPI_Finalize. In a build
/// without MPI there is no way to make one.
class RankCrew {
 public:
  /// `threads` workers on each rank. Throws InputError in a build without MPI.
  explicit RankCrew(int threads);
  ~RankCrew();
  RankCrew(const RankCrew&) = delete;
  RankCrew& operator=(const RankCrew&) = delete;

  /// Is this the rank that hands out the work, and prints?
  [[nodiscard]] bool first() const;
  /// REQUIRES first().
  [[nodiscard]] ensemble::Executor& executor();
  /// (ranks) What every rank gives, on all of them; all have to call it.
  [[nodiscard]] std::vector<std::uint64_t> gather(std::uint64_t);
  /// REQUIRES !first(): do what is handed out, until there is no more. A rank that cannot says why,
  /// and ends all.
  void serve(const ensemble::Work&, const std::stop_token&);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace lacuna::app
