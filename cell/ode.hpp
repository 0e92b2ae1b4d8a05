#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace lacuna::cell {

/// An ordinary differential equation y' = f(t, y), integrated by SUNDIALS CVODE (Hindmarsh et al.,
/// ACM Trans. Math. Softw. 31, 363 (2005), doi:10.1145/1089014.1089020). Where some states are
/// known to decay it is stiff: backward differences, Newton's method with preconditioned GMRES.
/// Others have their fast parts in algebraic balance already: Adams's method, by iteration, takes a
/// third of the time.
class Ode {
 public:
  using State = std::span<const double>;
  /// Writes y' there, or the values of functions whose zeros are looked for.
  using Function = std::function<void(double time, State, std::span<double>)>;

  struct Problem {
    Function derivative;
    double relative_tolerance;
    std::vector<double> absolute_tolerance;  ///< (states)
    std::vector<double> decay;  ///< (states) [1/s] known part of −∂y'_i/∂y_i, that may be fast; 0
                                ///< elsewhere
    Function events = {};  ///< is watched for zeros from below
    std::size_t event_count = 0;
  };

  /// Throws RuntimeFailure where CVODE cannot start.
  Ode(Problem, double time, std::vector<double> state);
  ~Ode();
  Ode(Ode&&) noexcept;
  Ode& operator=(Ode&&) noexcept;

  /// Goes on to a time, or to the first event before it, whose number it returns; otherwise
  /// event_count. Throws what the functions throw, and RuntimeFailure with CVODE's reason.
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
