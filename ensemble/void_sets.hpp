#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "cell/sources.hpp"
#include "ensemble/plan.hpp"
#include "nucleation/cache.hpp"

namespace lacuna::ensemble {

/// What is counted before it is known what cells need.
[[nodiscard]] nucleation::Effort first_effort(const VoidSampling&, std::uint64_t seed);
/// The largest void once a cell is known to need voids of that many vacancies: in steps of 40, so
/// that cells that are much alike share them. REQUIRES needed <= nucleation::Cluster::largest.
[[nodiscard]] int next_largest(double needed, int before);

/// The sets of voids that the cells of a study need, each counted once, whoever asks for it.
/// Where a walk was too short another one takes four times as many moves, up to those that are
/// allowed, unless their number is given. The same bits for any number of threads.
class VoidSets {
 public:
  /// The cache must outlive it.
  VoidSets(const nucleation::Cache&, const VoidSampling&, std::uint64_t seed);

  /// Has a set counted by the next `count`, unless it is already.
  void ask(const cell::Counting&, int largest);
  [[nodiscard]] std::size_t left() const { return asked_.size() - found_.size(); }
  /// Counts those left on so many threads, and calls `counted` after each. False: stopped; those
  /// that were counted are in the cache. Throws SystemFailure.
  bool count(int threads, const std::function<void()>& counted, const std::stop_token&);
  /// Throws InputError with the reason where it could not be counted. REQUIRES a set counted.
  [[nodiscard]] const nucleation::VoidCounts& counts(const cell::Counting&, int largest) const;

 private:
  struct Asked {
    cell::Counting what;
    int largest = 0;
  };
  using Found = std::variant<nucleation::VoidCounts, std::string>;
  [[nodiscard]] nucleation::Effort effort_to(int largest) const;
  [[nodiscard]] Found found(const Asked&, const std::stop_token&) const;
  [[nodiscard]] nucleation::VoidCounts sample(const Asked&, const std::stop_token&) const;
  [[nodiscard]] std::filesystem::path name(const cell::Counting&, int largest) const;

  const nucleation::Cache& cache_;
  VoidSampling sampling_;
  std::uint64_t seed_;
  std::map<std::filesystem::path, std::size_t> numbers_;  ///< by `name`
  std::vector<Asked> asked_;
  std::vector<Found> found_;
};

}  // namespace lacuna::ensemble
