#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>

#include "ensemble/plan.hpp"
#include "ensemble/run_forecast.hpp"
#include "ensemble/setting.hpp"

namespace lacuna::ensemble {

/// What a fit's branch is in the middle of the parameters. REQUIRES a fit.
[[nodiscard]] Setting middle_of_fit(const Plan&, std::size_t branch);

/// What the tasks of a study take, by trials at each of its state points; of its fit in the middle
/// of its parameters.
class StudyForecast {
 public:
  /// The state points share `budget` selections of events evenly; what some leave goes to those
  /// that need more. What is found does not depend on the number of threads, but for the seconds.
  /// REQUIRES threads >= 1.
  StudyForecast(const Plan&, std::uint64_t budget, int threads);

  /// Empty: it could not be told.
  [[nodiscard]] std::optional<RunCost> cost_of(const Task&) const;
  /// Of the task's state point; of a reference that at the lowest temperature.
  [[nodiscard]] const PointForecast& at(const Task&) const;

 private:
  struct Key {
    bool fit = false;
    std::size_t branch = 0;
    double temperature = 0.0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  std::map<Key, PointForecast> points_;
};

}  // namespace lacuna::ensemble
