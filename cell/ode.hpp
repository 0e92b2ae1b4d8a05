#pragma once

#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "core/stopped.hpp"

namespace lacuna::cell {

/// An ordinary differential equation y' = f(t, y), integrated by SUNDIALS CVODE (Hindmarsh et al.,
/// ACM Trans. Math. Softw. 31, 363 (2005), doi:10.1145/1089014.1089020) by Adams's method, for
/// equations that are not stiff: what is fast in a cell is in algebraic balance already.
class Ode {
 public:
  using State = std::span<const double>;
  /// Writes y' there, or the values of functions whose zeros are looked for.
  using Function = std::function<void(double time, State, std::span<double>)>;

  /// Of the local error of a state y: relative × |y| + absolute.
  struct Tolerance {
    double relative, absolute;
  };
  struct Problem {
    Function derivative;
    std::vector<Tolerance> tolerances;  ///< (states)
    Function events = {};               ///< is watched for zeros from below
    std::size_t event_count = 0;
    std::stop_token stop = {};
  };

  /// Throws RuntimeFailure where CVODE cannot start.
  Ode(Problem, double time, std::vector<double> state);
  ~Ode();
  Ode(Ode&&) noexcept;
  Ode& operator=(Ode&&) noexcept;

  /// Goes on to a time, or to the first event before it, whose number it returns; otherwise
  /// event_count. Throws what the functions throw, RuntimeFailure with CVODE's reason, and Stopped
  /// once a stop is asked for.
  std::size_t advance(double to);
  [[nodiscard]] double time() const;
  [[nodiscard]] State state() const;

  struct Effort {
    long steps = 0, evaluations = 0, failures = 0;
  };
  [[nodiscard]] Effort effort() const;

 private:
  struct Solver;
  std::unique_ptr<Solver> solver_;
};

}  // namespace lacuna::cell
