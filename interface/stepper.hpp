#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>

#include "interface/case.hpp"
#include "interface/observer.hpp"
#include "interface/slab_model.hpp"

namespace lacuna::interface {

/// Where a run pauses: at whatever of these comes first. A stretch of trials (some 64, where a
/// ceiling bounds all rates) is not divided, so that it pauses at its end.
struct Pause {
  double time = std::numeric_limits<double>::infinity();                 ///< [s] simulated
  std::uint64_t trials = std::numeric_limits<std::uint64_t>::max() / 2;  ///< so many more
  bool at_sample = false;                                                ///< at the next sample
};

/// A run in the hands of its caller. It goes through the same events at the same times as
/// interface::run, bit for bit, wherever it pauses. Belongs to one thread.
class Stepper {
 public:
  Stepper() = default;
  Stepper(const Stepper&) = delete;
  Stepper& operator=(const Stepper&) = delete;
  virtual ~Stepper() = default;

  /// Go on to the pause; false if the run is over. Throws what interface::run throws.
  virtual bool go(const Pause&) = 0;

  [[nodiscard]] virtual double now() const = 0;      ///< [s] simulated
  [[nodiscard]] virtual double density() const = 0;  ///< imposed [1/(A^2 s)]
  /// [V A^2 s] StripField::constriction; empty without a field.
  [[nodiscard]] virtual std::optional<double> constriction() const = 0;
  [[nodiscard]] virtual std::uint64_t trials() const = 0;
  [[nodiscard]] virtual const SlabState& state() const = 0;
  [[nodiscard]] virtual const Sample& last_sample() const = 0;
  /// nullptr while it goes on.
  [[nodiscard]] virtual const Ending* ending() const = 0;
};

/// At its start, the first sample taken. Throws what interface::run throws.
[[nodiscard]] std::unique_ptr<Stepper> start(const Case&, std::uint64_t seed);

}  // namespace lacuna::interface
