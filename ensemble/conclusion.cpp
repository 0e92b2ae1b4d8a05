#include "ensemble/conclusion.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace lacuna::ensemble {
namespace {

void sort_by_verdict(const std::vector<BranchResult>& branches, Conclusion& c) {
  for (const BranchResult& branch : branches) {
    if (!branch.compared()) continue;
    c.by_verdict[static_cast<std::size_t>(branch.verdict)].push_back(branch.branch);
    if (survives(branch.verdict)) c.survivors.push_back(branch.branch);
    if (branch.verdict == Verdict::needs_other && branch.rate_replicas.repeated == 0)
      c.unchecked.push_back(branch.branch);
  }
}

/// Compared with the same measurement at the same grid values?
bool alike(const Plan& plan, std::size_t first, std::size_t second) {
  const Branch &a = plan.branches[first], &b = plan.branches[second];
  return a.measured == b.measured && a.grid == b.grid;
}

std::vector<std::size_t> most_alike(const Plan& plan, const std::vector<std::size_t>& list) {
  std::vector<std::size_t> most;
  for (const std::size_t one : list) {
    std::vector<std::size_t> like;
    std::copy_if(list.begin(), list.end(), std::back_inserter(like),
                 [&](std::size_t other) { return alike(plan, one, other); });
    if (like.size() > most.size()) most = std::move(like);
  }
  return most;
}

const BranchResult& result_of(std::size_t branch, const std::vector<BranchResult>& branches) {
  return *std::find_if(branches.begin(), branches.end(),
                       [&](const BranchResult& r) { return r.branch == branch; });
}

std::optional<Conclusion::Contest> contest(const Plan& plan,
                                           const std::vector<BranchResult>& branches,
                                           std::size_t first, std::size_t second) {
  const auto ways = separations(plan, result_of(first, branches), result_of(second, branches));
  if (ways.empty()) return {};
  return Conclusion::Contest{first, second, ways.front()};
}

std::optional<Conclusion::Contest> hardest_contest(const Plan& plan,
                                                   const std::vector<BranchResult>& branches,
                                                   const std::vector<std::size_t>& survivors) {
  const auto errors = [](const auto& of) { return of->best.standard_errors(); };
  std::optional<Conclusion::Contest> hardest;
  for (std::size_t a = 0; a < survivors.size(); ++a) {
    for (std::size_t b = a + 1; b < survivors.size(); ++b) {
      if (!alike(plan, survivors[a], survivors[b])) continue;
      const auto other = contest(plan, branches, survivors[a], survivors[b]);
      if (other && (!hardest || errors(other) < errors(hardest))) hardest = other;
    }
  }
  return hardest;
}

Headline headline_of(const Conclusion& c) {
  if (c.compared() == 0) return Headline::energies;
  if (c.survivors.empty()) {
    const bool all_excluded = c.with(Verdict::not_compatible).size() == c.compared();
    return all_excluded ? Headline::none_survives : Headline::undecided;
  }
  return c.rivals.size() > 1 ? Headline::rivals : Headline::some_survive;
}

}  // namespace

const std::vector<std::size_t>& Conclusion::with(Verdict verdict) const {
  return by_verdict[static_cast<std::size_t>(verdict)];
}

std::size_t Conclusion::compared() const {
  return std::accumulate(by_verdict.begin(), by_verdict.end(), std::size_t{0},
                         [](std::size_t sum, const auto& list) { return sum + list.size(); });
}

Conclusion conclude(const Plan& plan, const std::vector<BranchResult>& branches) {
  Conclusion conclusion;
  sort_by_verdict(branches, conclusion);
  conclusion.rivals = most_alike(plan, conclusion.survivors);
  conclusion.hardest = hardest_contest(plan, branches, conclusion.survivors);
  conclusion.headline = headline_of(conclusion);
  return conclusion;
}

}  // namespace lacuna::ensemble
