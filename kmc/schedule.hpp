#pragma once

#include <array>
#include <cstddef>
#include <limits>

namespace lacuna::kmc {

inline constexpr double never = std::numeric_limits<double>::infinity();  ///< [s]

/// The next moment [s] of each of a few sources of scheduled events; a source keeps its own queue
/// and shows its earliest. On a tie the lower slot comes first, so the order is reproducible.
template <std::size_t Slots>
class Schedule {
 public:
  struct Due {
    std::size_t slot;
    double time;
  };
  Schedule() { times_.fill(never); }
  void set(std::size_t slot, double time) { times_[slot] = time; }
  [[nodiscard]] double at(std::size_t slot) const { return times_[slot]; }
  [[nodiscard]] Due next() const {
    Due due{0, times_[0]};
    for (std::size_t slot = 1; slot < Slots; ++slot)
      if (times_[slot] < due.time) due = {slot, times_[slot]};
    return due;
  }

 private:
  std::array<double, Slots> times_;
};

}  // namespace lacuna::kmc
