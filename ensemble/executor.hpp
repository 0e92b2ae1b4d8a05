#pragma once

#include <functional>
#include <optional>
#include <stop_token>

#include "ensemble/record.hpp"

namespace lacuna::ensemble {

/// A task with what was found out for it before: all that is needed to do it anywhere.
struct Assignment {
  Task task;
  std::optional<double> reference_rate;  ///< [1/(A^2 s^2)] for the pilot of a fixed rate
  std::optional<ChosenRamp> chosen;      ///< for a replica whose ramp a pilot chose
};

/// The next task that may be begun; empty: none at the moment, though what is in progress may lead
/// to more.
using Next = std::function<std::optional<Assignment>()>;
/// Does one task; called by many threads at once. Empty: it was stopped before it was finished.
using Work = std::function<std::optional<Record>(const Assignment&, const std::stop_token&)>;
/// Receives what was found, one record at a time, in the order of completion.
using Done = std::function<void(const Record&)>;

/// Where tasks are done: threads of this process, or MPI ranks.
class Executor {
 public:
  virtual ~Executor() = default;
  /// Does what `next` gives, each time there is a free worker, until nothing is in progress and
  /// there is no next, or until the stop is asked for. `next` and `done` are called by one thread.
  /// What a task throws stops the others and is thrown from here.
  virtual void execute(const Next&, const Work&, const Done&, const std::stop_token&) = 0;
  /// How many tasks are done at the same time.
  [[nodiscard]] virtual int workers() const = 0;
};

}  // namespace lacuna::ensemble
