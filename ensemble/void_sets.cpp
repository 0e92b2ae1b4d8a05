#include "ensemble/void_sets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/stopped.hpp"
#include "ensemble/each_in_parallel.hpp"

namespace lacuna::ensemble {
namespace {

constexpr std::uint64_t more_moves = 4;

std::string tried_words(const VoidSampling& sampling, std::uint64_t first, std::uint64_t last) {
  if (sampling.moves) return {};
  std::string list;
  for (std::uint64_t moves = first; moves <= last; moves *= more_moves)
    list += fmt::format("{}{:g}", list.empty() ? "" : ", ", static_cast<double>(moves));
  return fmt::format(" (cell.sampling.most_moves is {:g}; walks of {} moves were tried)",
                     static_cast<double>(sampling.most_moves), list);
}

}  // namespace

nucleation::Effort first_effort(const VoidSampling& sampling, std::uint64_t seed) {
  const nucleation::Effort& automatic = sampling.first;
  return {sampling.largest.value_or(automatic.largest),
          sampling.moves.value_or(std::min(automatic.steps, sampling.most_moves)), seed};
}

int next_largest(double needed, int before) {
  constexpr int step = 40;
  const int rounded = step * static_cast<int>(std::ceil(needed / step));
  return std::min(std::max(rounded, before + step), nucleation::Cluster::largest);
}

VoidSets::VoidSets(const nucleation::Cache& cache, const VoidSampling& sampling, std::uint64_t seed)
    : cache_(cache), sampling_(sampling), seed_(seed) {}

nucleation::Effort VoidSets::effort_to(int largest) const {
  nucleation::Effort effort = first_effort(sampling_, seed_);
  effort.largest = largest;
  return effort;
}

// What is kept in one file is one set.
std::filesystem::path VoidSets::name(const cell::Counting& what, int largest) const {
  return cache_.file(what.at, what.hops, effort_to(largest));
}

void VoidSets::ask(const cell::Counting& what, int largest) {
  if (numbers_.try_emplace(name(what, largest), asked_.size()).second)
    asked_.push_back({what, largest});
}

nucleation::VoidCounts VoidSets::sample(const Asked& asked, const std::stop_token& stop) const {
  nucleation::Effort effort = effort_to(asked.largest);
  const std::uint64_t first = effort.steps;
  for (;; effort.steps *= more_moves) {
    try {
      return cache_.count_voids(asked.what.at, asked.what.hops, effort, 6, {}, stop);
    } catch (const nucleation::TooFewMoves& refusal) {
      if (!sampling_.moves && effort.steps <= sampling_.most_moves / more_moves) continue;
      throw InputError(refusal.what() + tried_words(sampling_, first, effort.steps));
    }
  }
}

VoidSets::Found VoidSets::found(const Asked& asked, const std::stop_token& stop) const {
  try {
    return sample(asked, stop);
  } catch (const SystemFailure&) {
    throw;
  } catch (const Error& refusal) {
    return std::string(refusal.what());
  }
}

bool VoidSets::count(int threads, const std::function<void()>& counted,
                     const std::stop_token& stop) {
  const std::size_t before = found_.size();
  std::vector<Found> more(left());
  std::atomic<bool> stopped = false;
  const auto work = [&](std::size_t k) {
    try {
      more[k] = found(asked_[before + k], stop);
      counted();
    } catch (const Stopped&) {
      stopped = true;
    }
  };
  if (!each_in_parallel(more.size(), threads, work, stop) || stopped) return false;
  std::move(more.begin(), more.end(), std::back_inserter(found_));
  return true;
}

const nucleation::VoidCounts& VoidSets::counts(const cell::Counting& what, int largest) const {
  const Found& found = found_[numbers_.at(name(what, largest))];
  if (const auto* refusal = std::get_if<std::string>(&found)) throw InputError(*refusal);
  return std::get<nucleation::VoidCounts>(found);
}

}  // namespace lacuna::ensemble
