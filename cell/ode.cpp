#include "cell/ode.hpp"

#include <cvode/cvode.h>
#include <fmt/format.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_context.h>
#include <sunnonlinsol/sunnonlinsol_fixedpoint.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "core/stopped.hpp"

namespace lacuna::cell {
namespace {

constexpr long most_steps = 500'000;  // of one advance

}  // namespace

struct Ode::Solver {
  Problem problem;
  double time;
  std::vector<double> values;
  std::string reason;         // what CVODE said
  std::exception_ptr thrown;  // by a function, which C cannot pass on
  SUNContext context = nullptr;
  N_Vector state = nullptr;
  SUNNonlinearSolver iteration = nullptr;
  void* memory = nullptr;

  Solver(Problem p, double t, std::vector<double> y)
      : problem(std::move(p)), time(t), values(std::move(y)) {}
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;
  ~Solver() {
    CVodeFree(&memory);
    if (iteration) SUNNonlinSolFree(iteration);
    if (state) N_VDestroy(state);
    if (context) SUNContext_Free(&context);
  }

  [[nodiscard]] std::size_t size() const { return values.size(); }
  void start();
  // Throws unless a call went well.
  void require(bool well) const {
    if (thrown) std::rethrow_exception(thrown);
    if (!well)
      throw RuntimeFailure(fmt::format(
          "the integration of the cell failed at {:.6g} s: {}; change the protocol, or report it",
          time, reason.empty() ? "CVODE could not start" : reason));
  }

  template <class Call>
  int guarded(const Call& call) {
    try {
      call();
      return 0;
    } catch (...) {
      thrown = std::current_exception();
      return -1;
    }
  }
  [[nodiscard]] State values_of(N_Vector v) const { return {N_VGetArrayPointer(v), size()}; }

  static int derivative(double t, N_Vector y, N_Vector out, void* self) {
    auto& s = *static_cast<Solver*>(self);
    return s.guarded([&] {
      if (s.problem.stop.stop_requested()) throw Stopped{};
      s.problem.derivative(t, s.values_of(y), {N_VGetArrayPointer(out), s.size()});
    });
  }
  static int events(double t, N_Vector y, double* out, void* self) {
    auto& s = *static_cast<Solver*>(self);
    return s.guarded([&] { s.problem.events(t, s.values_of(y), {out, s.problem.event_count}); });
  }
  static int weights(N_Vector y, N_Vector out, void* self) {
    const auto& s = *static_cast<Solver*>(self);
    const State values = s.values_of(y);
    double* const weight = N_VGetArrayPointer(out);
    for (std::size_t n = 0; n < s.size(); ++n) {
      const auto [relative, absolute] = s.problem.tolerances[n];
      weight[n] = 1 / (relative * std::abs(values[n]) + absolute);
    }
    return 0;
  }
  static void listen(int, const char*, const char*, char* message, void* self) {
    static_cast<Solver*>(self)->reason = message;
  }
};

void Ode::Solver::start() {
  const auto length = static_cast<sunindextype>(size());
  require(SUNContext_Create(nullptr, &context) == 0);
  state = N_VMake_Serial(length, values.data(), context);
  require(state != nullptr);
  memory = CVodeCreate(CV_ADAMS, context);
  require(memory != nullptr);
  require(CVodeSetErrHandlerFn(memory, listen, this) == CV_SUCCESS);
  require(CVodeInit(memory, derivative, time, state) == CV_SUCCESS);
  require(CVodeSetUserData(memory, this) == CV_SUCCESS);
  require(CVodeWFtolerances(memory, weights) == CV_SUCCESS);
  iteration = SUNNonlinSol_FixedPoint(state, 0, context);
  require(iteration != nullptr);
  require(CVodeSetNonlinearSolver(memory, iteration) == CV_SUCCESS);
  require(CVodeSetMaxNumSteps(memory, most_steps) == CV_SUCCESS);
  if (problem.event_count == 0) return;
  const auto count = static_cast<int>(problem.event_count);
  require(CVodeRootInit(memory, count, events) == CV_SUCCESS);
  std::vector<int> rising(problem.event_count, 1);
  require(CVodeSetRootDirection(memory, rising.data()) == CV_SUCCESS);
  require(CVodeSetNoInactiveRootWarn(memory) == CV_SUCCESS);
}

Ode::Ode(Problem problem, double time, std::vector<double> state)
    : solver_(std::make_unique<Solver>(std::move(problem), time, std::move(state))) {
  solver_->start();
}
Ode::~Ode() = default;
Ode::Ode(Ode&&) noexcept = default;
Ode& Ode::operator=(Ode&&) noexcept = default;

std::size_t Ode::advance(double to) {
  Solver& s = *solver_;
  s.require(CVodeSetStopTime(s.memory, to) == CV_SUCCESS);
  const int flag = CVode(s.memory, to, s.state, &s.time, CV_NORMAL);
  s.require(flag >= 0);
  if (flag != CV_ROOT_RETURN) return s.problem.event_count;
  std::vector<int> found(s.problem.event_count);
  s.require(CVodeGetRootInfo(s.memory, found.data()) == CV_SUCCESS);
  const auto first = std::find_if(found.begin(), found.end(), [](int f) { return f != 0; });
  return static_cast<std::size_t>(first - found.begin());
}

double Ode::time() const { return solver_->time; }
Ode::State Ode::state() const { return solver_->values; }

Ode::Effort Ode::effort() const {
  const Solver& s = *solver_;
  Effort all;
  long tests = 0, solves = 0;
  s.require(CVodeGetNumSteps(s.memory, &all.steps) == CV_SUCCESS);
  s.require(CVodeGetNumRhsEvals(s.memory, &all.evaluations) == CV_SUCCESS);
  s.require(CVodeGetNumErrTestFails(s.memory, &tests) == CV_SUCCESS);
  s.require(CVodeGetNumNonlinSolvConvFails(s.memory, &solves) == CV_SUCCESS);
  all.failures = tests + solves;
  return all;
}

}  // namespace lacuna::cell
