#include "ensemble/each_in_parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <vector>

namespace lacuna::ensemble {

bool each_in_parallel(std::size_t count, int threads, const std::function<void(std::size_t)>& work,
                      const std::stop_token& stop) {
  std::vector<std::exception_ptr> problems(count);
  std::atomic<bool> failed = false;
  std::atomic<std::size_t> done = 0;
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (std::size_t k = 0; k < count; ++k) {
    if (failed || stop.stop_requested()) continue;
    try {
      work(k);
      ++done;
    } catch (...) {  // what is thrown must not leave its thread
      problems[k] = std::current_exception();
      failed = true;
    }
  }
  const auto problem = std::find_if(problems.begin(), problems.end(),
                                    [](const auto& each) { return each != nullptr; });
  if (problem != problems.end()) std::rethrow_exception(*problem);
  return done == count;
}

}  // namespace lacuna::ensemble
