#include "ensemble/crew.hpp"

#include <omp.h>

#include <utility>

#include "core/error.hpp"

namespace lacuna::ensemble {

void Crew::run(const std::function<void()>& lead) {
  std::exception_ptr problem;
  const int kept = omp_get_dynamic();
  omp_set_dynamic(0);
#pragma omp parallel num_threads(threads_ + 1)
  {
    if (omp_get_thread_num() > 0) {
      serve();
    } else {
      try {
        if (omp_get_num_threads() <= threads_)
          throw RuntimeFailure(
              "OpenMP gives fewer threads than --threads asks for; ask for fewer, or unset "
              "OMP_THREAD_LIMIT");
        lead();
      } catch (...) {
        problem = std::current_exception();
      }
      dismiss();
    }
  }
  omp_set_dynamic(kept);
  if (problem) std::rethrow_exception(problem);
}

void Crew::give(Assignment assignment) {
  ++busy_;
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(assignment));
  }
  given_.notify_one();
}

std::optional<Crew::Finished> Crew::take(std::chrono::milliseconds longest) {
  std::unique_lock lock(mutex_);
  if (!finished_.wait_for(lock, longest, [this] { return !results_.empty(); })) return {};
  Finished result = std::move(results_.front());
  results_.pop_front();
  --busy_;
  return result;
}

void Crew::dismiss() {
  stop();
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  given_.notify_all();
}

void Crew::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    given_.wait(lock, [this] { return over_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Assignment assignment = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    Finished finished = attempt(assignment);
    lock.lock();
    results_.push_back(std::move(finished));
    finished_.notify_one();
  }
}

// What a task throws must not leave its thread.
Crew::Finished Crew::attempt(const Assignment& assignment) const {
  try {
    return {work_(assignment, stop_.get_token()), nullptr};
  } catch (...) {
    return {std::nullopt, std::current_exception()};
  }
}

void ThreadExecutor::execute(const Next& next, const Work& work, const Done& done,
                             const std::stop_token& stop) {
  Crew crew(threads_, work);
  const std::stop_callback relay(stop, [&crew] { crew.stop(); });
  crew.run([&] {
    std::exception_ptr problem;
    while (true) {
      while (crew.idle() > 0 && !crew.stopping()) {
        auto assignment = next();
        if (!assignment) break;
        crew.give(std::move(*assignment));
      }
      if (!crew.busy()) break;
      const auto finished = crew.take(std::chrono::hours(1));
      if (!finished) continue;
      if (finished->record) done(*finished->record);
      if (!finished->problem) continue;
      if (!problem) problem = finished->problem;
      crew.stop();
    }
    if (problem) std::rethrow_exception(problem);
  });
}

}  // namespace lacuna::ensemble
