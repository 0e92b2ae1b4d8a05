#include "cell/first_void.hpp"

#include <cmath>

namespace lacuna::cell {

Ode::Problem life_on(const Population& population, const Imposed::Stretch& stretch, double highest,
                     double end) {
  return {.derivative =
              [&](double time, Ode::State state, std::span<double> out) {
                population.derivative(stretch.at(time), state, out);
              },
          .relative_tolerance = 1e-10,
          .absolute_tolerance = population.small(highest, end),
          .decay = population.decay()};
}

void add(const Ode& ode, Integration& all) {
  const Ode::Effort effort = ode.effort();
  all.steps += effort.steps;
  all.evaluations += effort.evaluations;
  all.failures += effort.failures;
}

FirstVoid first_void(Population& flawed, std::vector<double> state, const Imposed& imposed,
                     Integration& taken) {
  FirstVoid found;
  std::size_t next = 0;
  const auto wanted = [&] { return -std::log1p(-first_void_shares[next]); };
  for (const Imposed::Stretch& stretch : imposed.stretches()) {
    Ode::Problem life = life_on(flawed, stretch, imposed.highest(), imposed.end());
    life.events = [&](double, Ode::State s, std::span<double> out) {
      out[0] = Population::born(s) - wanted();
    };
    life.event_count = 1;
    Ode ode(std::move(life), stretch.from, state);
    while (ode.advance(stretch.to) == 0) {
      const Moment here = imposed.moment(stretch, ode.time());
      found.when[next] = here;
      if (next == median) {
        found.median = here;
        found.slope = stretch.slope();
        found.balance = flawed.balance(here.density, ode.state());
        found.born = Population::born(ode.state());
      }
      if (++next == first_void_shares.size()) break;
    }
    add(ode, taken);
    if (next == first_void_shares.size()) return found;
    state.assign(ode.state().begin(), ode.state().end());
    if (next <= median) {
      found.median = imposed.moment(stretch, stretch.to);
      found.balance = flawed.balance(found.median.density, state);
      found.born = Population::born(state);
    }
  }
  return found;
}

}  // namespace lacuna::cell
