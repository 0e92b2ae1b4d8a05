#pragma once

#include <cmath>
#include <utility>
#include <vector>

#include "tests/ensemble/fabricated.hpp"
#include "tests/oracles/statistics.hpp"

/// Studies without grid, rate check or failures, whose replicas scatter about a line.
namespace lacuna::test {

/// E_A 0.15 eV, and a scatter of ln j of 0.1.
inline const Find plain = on_a_line([](const ensemble::Task&) { return 0.15; }, 0.1);

inline ensemble::Plan plain_plan(std::vector<ensemble::Branch> branches = {branch("a")}) {
  ensemble::Plan p = plan(std::move(branches));
  p.seed = seed(5);
  return p;
}

inline bool near(const ensemble::Estimate& e, double exact) {
  return std::abs(e.value - exact) < allowed * e.error;
}

/// E_A 0.10 eV for the first branch, 0.03 eV more for each further one.
inline double by_branch(const ensemble::Task& task) {
  return 0.10 + 0.03 * static_cast<double>(task.branch);
}

}  // namespace lacuna::test
