#include "cell/first_void.hpp"

#include <cmath>

#include "core/mutation.hpp"

namespace lacuna::cell {

Ode::Problem life_on(const Population& population, double highest, double end,
                     const std::stop_token& stop) {
  return {.derivative = [&](double time, Ode::State state,
                            std::span<double> out) { population.derivative(time, state, out); },
          .tolerances = population.tolerances(highest, end),
          .stop = stop};
}

void add(const Ode& ode, Integration& all) {
  const Ode::Effort effort = ode.effort();
  all.steps += effort.steps;
  all.evaluations += effort.evaluations;
  all.failures += effort.failures;
}

FirstVoid first_void(Population& flawed, std::vector<double> state, const Imposed& imposed,
                     Integration& taken, const std::stop_token& stop) {
  FirstVoid found;
  std::size_t next = 0;
  const auto wanted = [&] {
    const double expected = -std::log1p(-first_void_shares[next]);
    return mutated(Mutation::one_expected) ? expected / std::log(2.0) : expected;
  };
  const auto pass = [&](const Imposed::Stretch& stretch, double from) {
    flawed.dissolve(from, state);
    Ode::Problem life = life_on(flawed, imposed.highest(), imposed.end(), stop);
    life.events = [&](double, Ode::State s, std::span<double> out) {
      out[0] = Population::born(s) - wanted();
      out[1] = flawed.shrunk(s);
    };
    life.event_count = 2;
    Ode ode(std::move(life), from, state);
    while (next < first_void_shares.size() && ode.advance(stretch.to) == 0) {
      const Moment here = imposed.moment(stretch, ode.time());
      found.when[next] = here;
      if (next == median) {
        found.median = here;
        found.slope = stretch.slope();
        found.balance = flawed.balance(here.time, ode.state());
        found.born = Population::born(ode.state());
      }
      ++next;
    }
    add(ode, taken);
    state.assign(ode.state().begin(), ode.state().end());
    return ode.time();
  };
  for (const Imposed::Stretch& stretch : imposed.stretches()) {
    flawed.enter(stretch);
    for (double time = stretch.from; time < stretch.to;) {
      time = pass(stretch, time);
      if (next == first_void_shares.size()) return found;
    }
    if (next > median) continue;
    found.median = imposed.moment(stretch, stretch.to);
    found.balance = flawed.balance(stretch.to, state);
    found.born = Population::born(state);
  }
  return found;
}

}  // namespace lacuna::cell
