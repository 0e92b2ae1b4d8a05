#include "kmc/engine.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "tests/kmc/toy_model.hpp"
#include "tests/oracles/linear_scan.hpp"
#include "tests/oracles/statistics.hpp"
#include "tests/oracles/sum_tree.hpp"

using namespace lacuna;
using kmc::Changes, kmc::Clock, kmc::CompositionRejection, kmc::Engine, kmc::Stream;
using test::Drawing, test::LinearScan, test::SumTree, test::Switches, test::Walkers;

namespace {

constexpr double forever = std::numeric_limits<double>::infinity();
constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

Switches equal_switches(std::size_t count, double rate, double excess = 1) {
  return {std::vector<double>(count, rate), std::vector<double>(count, rate), excess};
}

std::uint64_t total(const std::vector<std::uint64_t>& counts) {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : counts) sum += n;
  return sum;
}

// The probability of n under a Poisson law of mean m.
double poisson(double m, int n) { return std::exp(n * std::log(m) - m - std::lgamma(n + 1.0)); }

// Probability that a walker alive is at each place: the linear balance of steps, deaths and births
// at place 0, iterated until it stands.
std::vector<double> place_probabilities(const Walkers& model) {
  const double left = model.rates[Walkers::left], right = model.rates[Walkers::right],
               death = model.rates[Walkers::death], leave = left + right + death;
  const std::size_t places = model.places;
  std::vector<double> p(places, 1.0 / static_cast<double>(places)), next(places);
  for (int n = 0; n < 2000; ++n) {
    for (std::size_t i = 0; i < places; ++i)
      next[i] = ((i == 0 ? death : 0) + left * p[(i + 1) % places] +
                 right * p[(i + places - 1) % places]) /
                leave;
    p.swap(next);
  }
  return p;
}

// How far a stationary run of walkers is from its exact law, in standard errors. Their number
// is a Poisson variable of mean m = birth/death, independently so at every place.
struct WalkerDeviates {
  double number, at_0, places;   ///< χ² of the number alive, of those at place 0, of all places
  double births, steps, deaths;  ///< of the events in the whole time
};

template <class S>
WalkerDeviates walk(const std::array<double, 4>& rates, double excess, double scheduled_every,
                    std::uint64_t seed, Drawing drawing = Drawing::by_bounds) {
  Walkers model{rates, 5, excess, drawing};
  Engine<Walkers, S> engine(model, S(rates[Walkers::right]), Stream(seed, 1));
  const double m = rates[Walkers::birth] / rates[Walkers::death], life = 1 / rates[Walkers::death];
  const std::vector<double> p = place_probabilities(model);
  constexpr int samples = 4000;
  std::vector<double> number(40), at_0(40), places(model.places);
  double moment = 0;
  const auto run_to = [&](double end) {
    bool reached = true;
    for (; moment + scheduled_every < end; moment += scheduled_every)
      reached = engine.advance(moment + scheduled_every, unlimited) && reached;
    moment = end;
    reached = engine.advance(moment, unlimited) && reached;
    REQUIRE(reached);
  };
  run_to(20 * life);
  model.events = {};
  for (int n = 0; n < samples; ++n) {
    run_to(20 * life + (n + 1) * 10 * life);  // exp(-10) of the last sample is still alive
    ++number[std::min<std::size_t>(model.at.size(), 39)];
    std::size_t here = 0;
    for (const std::uint32_t place : model.at) {
      ++places[place];
      if (place == 0) ++here;
    }
    ++at_0[std::min<std::size_t>(here, 39)];
  }

  const auto law = [&](double mean) {
    std::vector<double> expected(40);
    for (int n = 0; n < 40; ++n) expected[static_cast<std::size_t>(n)] = samples * poisson(mean, n);
    return expected;
  };
  double alive = 0;
  for (const double n : places) alive += n;
  std::vector<double> expected_places;
  for (const double q : p) expected_places.push_back(alive * q);
  // Births are a Poisson process, and so are deaths in the stationary state; the steps' variance
  // also has that of the time integral of the number alive, 2 m T / death for long T.
  const double time = samples * 10 * life, births = rates[Walkers::birth] * time;
  const double hop = rates[Walkers::left] + rates[Walkers::right], steps = hop * m * time;
  const auto count = [&](Walkers::Channel c) { return static_cast<double>(model.events[c]); };
  return {test::chi_square_deviate(number, law(m)),
          test::chi_square_deviate(at_0, law(m * p[0])),
          test::chi_square_deviate(places, expected_places),
          (count(Walkers::birth) - births) / std::sqrt(births),
          (count(Walkers::left) + count(Walkers::right) - steps) /
              std::sqrt(steps + hop * hop * 2 * m * time * life),
          (count(Walkers::death) - births) / std::sqrt(births)};
}

void check(const WalkerDeviates& d) {
  CHECK(std::abs(d.number) < test::allowed);
  CHECK(std::abs(d.at_0) < test::allowed);
  CHECK(std::abs(d.places) < test::allowed);
  CHECK(std::abs(d.births) < test::allowed);
  CHECK(std::abs(d.steps) < test::allowed);
  CHECK(std::abs(d.deaths) < test::allowed);
}

// Waiting times between the events of `model`, whose total rate [1/s] never changes: deviates of
// their mean, and of their distribution over 20 bins of equal probability.
template <class S>
std::array<double, 2> waiting_deviates(Switches model, double rate, double scheduled_every,
                                       std::uint64_t seed) {
  Engine<Switches, S> engine(model, S(1.0), Stream(seed, 1));
  constexpr int waits = 40000, bins = 20;
  std::vector<double> observed(bins);
  test::Mean mean;
  double moment = scheduled_every, last = 0;
  for (int n = 0; n < waits;) {
    const std::uint64_t before = total(model.flips);
    if (engine.advance(moment, 1)) moment += scheduled_every;
    if (total(model.flips) == before) continue;
    const double wait = engine.now() - last;
    last = engine.now();
    mean.add(wait);
    ++observed[std::min<std::size_t>(bins - 1,
                                     static_cast<std::size_t>(-std::expm1(-rate * wait) * bins))];
    ++n;
  }
  return {mean.deviate(1 / rate),
          test::chi_square_deviate(observed, std::vector<double>(bins, waits / double{bins}))};
}

// All that can differ between two runs.
template <class E>
std::string state_of(const E& engine, const Walkers& model) {
  kmc::Writer w;
  engine.save(w);
  w.put(model.at);
  w.put(model.events);
  return w.bytes();
}

}  // namespace

TEST_CASE("a million steps of 1e-14 s do not drown in a clock that stands at 1000 s") {
  Clock clock;
  clock.schedule_reached(1e3);
  for (int n = 0; n < 1000000; ++n) clock.advance_to(clock.since_scheduled() + 1e-14);
  CHECK(clock.since_scheduled() == doctest::Approx(1e-8).epsilon(1e-9));
  CHECK(clock.now() == 1e3 + clock.since_scheduled());
  CHECK(clock.until(1e3 + 0x1p-20) == 0x1p-20);
  clock.schedule_reached(2e3);
  CHECK(clock.now() == 2e3);
  CHECK(clock.since_scheduled() == 0.0);
}

TEST_CASE("an engine that waited 1000 s makes steps of 1e-14 s at their rate") {
  Switches model = equal_switches(100, 0.0);
  Engine engine(model, CompositionRejection(1e12), Stream(5, 1));
  REQUIRE(engine.advance(1e3, unlimited));
  CHECK(engine.trials() == 0);
  // a scheduled change: the switches come alive, 1e14 flips a second in all
  model.up = model.down = std::vector<double>(100, 1e12);
  Changes changes;
  for (std::uint32_t c = 0; c < 100; ++c) changes.bound({c});
  engine.take_up(changes);
  CHECK(changes.list().empty());
  const double end = 1e3 + 0x1p-27;  // 7.45e-9 s later, 65536 spacings of doubles there
  REQUIRE(engine.advance(end, unlimited));
  const double expected = 1e14 * 0x1p-27;
  CHECK(std::abs(static_cast<double>(engine.trials()) - expected) <
        test::allowed * std::sqrt(expected));
  CHECK(total(model.flips) == engine.trials());
  CHECK(engine.now() == end);
}

TEST_CASE_TEMPLATE("advance stops exactly at its moment, or after its budget, and says which", S,
                   CompositionRejection, SumTree, LinearScan) {
  Switches model = equal_switches(10, 1.0);
  Engine<Switches, S> engine(model, S(1.0), Stream(1, 1));
  CHECK(engine.advance(3.0, unlimited));
  CHECK(engine.now() == 3.0);
  const std::uint64_t reached = engine.trials();
  CHECK(reached > 0);
  CHECK(total(model.flips) == reached);

  // a moment that is now is reached without a trial
  CHECK(engine.advance(3.0, 1));
  CHECK(engine.now() == 3.0);
  CHECK(engine.trials() == reached);

  // no budget, no trial
  CHECK_FALSE(engine.advance(4.0, 0));
  CHECK(engine.trials() == reached);

  // the budget is used up to the last trial, at the time of which the clock stands
  CHECK_FALSE(engine.advance(1e6, 25));
  CHECK(engine.trials() == reached + 25);
  CHECK(total(model.flips) == reached + 25);
  CHECK(engine.now() > 3.0);
  CHECK(engine.now() < 1e6);

  CHECK_FALSE(engine.advance(forever, 1000));
  CHECK(engine.trials() == reached + 1025);
  CHECK(engine.now() < forever);
}

TEST_CASE_TEMPLATE("a model that can do nothing lets the clock go straight to the moment", S,
                   CompositionRejection, SumTree, LinearScan) {
  Switches model = equal_switches(3, 0.0);
  Engine<Switches, S> engine(model, S(1.0), Stream(1, 1));
  CHECK(engine.advance(7.5, 1));
  CHECK(engine.now() == 7.5);
  CHECK(engine.advance(forever, 1));
  CHECK(engine.now() == forever);
  CHECK(engine.trials() == 0);

  Switches none{{}, {}};
  Engine<Switches, S> empty(none, S(1.0), Stream(1, 1));
  CHECK(empty.advance(2.0, 1));
  CHECK(empty.now() == 2.0);
}

TEST_CASE_TEMPLATE("a model that runs out of events stops there", S, CompositionRejection, SumTree,
                   LinearScan) {
  Switches model{{1.0, 2.0, 3.0}, {0.0, 0.0, 0.0}};  // on once, and never off again
  Engine<Switches, S> engine(model, S(1.0), Stream(1, 1));
  CHECK(engine.advance(1e9, unlimited));
  CHECK(model.flips == std::vector<std::uint64_t>{1, 1, 1});
  CHECK(engine.selector().total() == 0.0);
}

TEST_CASE_TEMPLATE("a channel without a rate never happens", S, CompositionRejection, SumTree,
                   LinearScan) {
  Walkers model{{2.0, 0.0, 3.0, 1.0}};
  Engine<Walkers, S> engine(model, S(1.0), Stream(2, 1));
  CHECK_FALSE(engine.advance(forever, 20000));
  CHECK(model.events[Walkers::left] == 0);
  CHECK(model.events[Walkers::birth] > 1000);
  CHECK(model.events[Walkers::right] > 1000);
  CHECK(model.events[Walkers::death] > 1000);
  CHECK(model.at.size() == model.events[Walkers::birth] - model.events[Walkers::death]);
}

TEST_CASE_TEMPLATE(
    "null events take their share of the trials, one in three where bounds are one and a half "
    "times the rates",
    S, CompositionRejection, SumTree, LinearScan) {
  Switches model = equal_switches(8, 1.0, 1.5);
  Engine<Switches, S> engine(model, S(1.5), Stream(3, 1));
  CHECK_FALSE(engine.advance(forever, 30000));
  const double expected = 30000 / 1.5, error = std::sqrt(30000 * (1 / 1.5) * (1 - 1 / 1.5));
  CHECK(std::abs(static_cast<double>(total(model.flips)) - expected) < test::allowed * error);
}

TEST_CASE_TEMPLATE("a budget cuts a run into pieces without changing a bit of it", S,
                   CompositionRejection, SumTree, LinearScan) {
  const std::array<double, 4> rates{3.0, 1.0, 2.0, 1.0};
  Walkers whole{rates}, pieces{rates};
  Engine<Walkers, S> one(whole, S(1.0), Stream(4, 1)), other(pieces, S(1.0), Stream(4, 1));
  REQUIRE(one.advance(500.0, unlimited));
  int calls = 1;
  while (!other.advance(500.0, 7)) ++calls;
  CHECK(calls > 100);
  CHECK(state_of(one, whole) == state_of(other, pieces));
}

TEST_CASE_TEMPLATE("a resumed engine continues bit for bit", S, CompositionRejection, SumTree,
                   LinearScan) {
  Walkers model{{6.0, 1.0, 2.0, 1.0}, 5, 1.3};
  Engine<Walkers, S> engine(model, S(1.0), Stream(6, 1));
  for (int n = 0; n < 20; ++n) {
    engine.advance(engine.now() + 3.0, 50 + 13 * static_cast<std::uint64_t>(n));
    kmc::Writer w;
    engine.save(w);
    Walkers copy = model;
    Engine<Walkers, S> resumed(copy, S(1.0), Stream(0, 0));
    kmc::Reader r(w.bytes());
    resumed.load(r);
    CHECK_NOTHROW(r.finish());
    CHECK(resumed.now() == engine.now());
    CHECK(resumed.trials() == engine.trials());
    const double moment = engine.now() + 20.0;
    CHECK(resumed.advance(moment, 300) == engine.advance(moment, 300));
    CHECK(resumed.now() == engine.now());
    CHECK(state_of(resumed, copy) == state_of(engine, model));
  }
}

TEST_CASE(
    "a check tells a carrier whose bound rose behind the selector's back, and passes otherwise") {
  Switches model = equal_switches(10, 1.0);
  Engine engine(model, CompositionRejection(1.0), Stream(7, 1));
  engine.advance(forever, 1000);
  CHECK_NOTHROW(engine.check());
  model.up[3] = model.down[3] = 2.5;
  CHECK_THROWS_AS(engine.check(), Error);
}

TEST_SUITE("all") {
  TEST_CASE(
      "after 10^8 events the engine's total is the sum of all weights made anew, bit for bit") {
    Switches model{{}, {}};
    for (int n = 0; n < 300; ++n) {
      model.up.push_back(std::pow(10.0, -0.003 * n) / 3);
      model.down.push_back(std::pow(10.0, -0.004 * n) / 7);
    }
    model.on.resize(300);
    model.flips.resize(300);
    Engine engine(model, CompositionRejection(1.0), Stream(33, 1));
    while (total(model.flips) < 100000000) engine.advance(forever, 1000000);
    CHECK_NOTHROW(engine.check());
    kmc::Writer w;
    engine.selector().save(w);
    kmc::Reader r(w.bytes());
    CompositionRejection fresh(1.0);
    fresh.load(r);
    CHECK(engine.selector().total() == fresh.total());
  }
}

TEST_SUITE("physics") {
  TEST_CASE_TEMPLATE("waiting times are exponential with the total rate, null events and all", S,
                     CompositionRejection, SumTree, LinearScan) {
    for (const double excess : {1.0, 1.04, 3.0}) {
      CAPTURE(excess);
      const auto z = waiting_deviates<S>(equal_switches(7, 0.5, excess), 3.5, 1e9, test::seed(21));
      CHECK(std::abs(z[0]) < test::allowed);
      CHECK(std::abs(z[1]) < test::allowed);
    }
  }

  TEST_CASE("waiting times stay exponential when scheduled moments cut them many times over") {
    // on average 0.3, 3 and 30 moments fall into one wait
    for (const double every : {1.0, 0.1, 0.01}) {
      CAPTURE(every);
      const auto z = waiting_deviates<CompositionRejection>(equal_switches(7, 0.5, 1.04), 3.5,
                                                            every, test::seed(23));
      CHECK(std::abs(z[0]) < test::allowed);
      CHECK(std::abs(z[1]) < test::allowed);
    }
  }

  TEST_CASE_TEMPLATE(
      "switches with rates four decades apart are on for up / (up + down) of the time", S,
      CompositionRejection, SumTree, LinearScan) {
    // samples 15 relaxation times of the slowest apart are independent
    const std::vector<double> up{0.1, 1.0, 10.0, 100.0, 1000.0}, down{0.2, 0.5, 30.0, 40.0, 1500.0};
    Switches model{up, down, 1.1};
    Engine<Switches, S> engine(model, S(100.0), Stream(test::seed(25), 1));
    constexpr int samples = 100;
    const double every = 15 / 0.3, time = samples * every;
    REQUIRE(engine.advance(every, unlimited));
    std::fill(model.flips.begin(), model.flips.end(), 0);
    std::vector<double> on(up.size());
    for (int n = 0; n < samples; ++n) {
      REQUIRE(engine.advance((n + 2) * every, unlimited));
      for (std::size_t c = 0; c < on.size(); ++c) on[c] += model.on[c];
    }
    for (std::size_t c = 0; c < on.size(); ++c) {
      CAPTURE(c);
      const double p = up[c] / (up[c] + down[c]);
      CHECK(std::abs(on[c] - samples * p) < test::allowed * std::sqrt(samples * p * (1 - p)));
      // Flips are twice the cycles of a renewal process: mean cycle 1/up + 1/down, variance of one
      // 1/up² + 1/down²; the count's variance is time x variance / mean³ for long times.
      const double cycle = 1 / up[c] + 1 / down[c],
                   spread = 1 / (up[c] * up[c]) + 1 / (down[c] * down[c]);
      const double flips = 2 * time / cycle,
                   error = 2 * std::sqrt(time * spread / (cycle * cycle * cycle));
      CHECK(std::abs(static_cast<double>(model.flips[c]) - flips) < test::allowed * error);
    }
  }

  TEST_CASE_TEMPLATE(
      "switches a hundred decades slower than others have their exact times beside them", S,
      CompositionRejection, SumTree, LinearScan) {
    constexpr std::size_t fast = 10, slow = 1000;
    std::vector<double> up(fast, 1e20);
    up.resize(fast + slow, 1e-80);
    Switches model{up, std::vector<double>(fast + slow, 0.0)};  // on once, and never off again
    Engine<Switches, S> engine(model, S(1e20), Stream(test::seed(26), 1));
    REQUIRE(engine.advance(1.0, unlimited));
    CHECK(engine.trials() == fast);  // a slow one has a chance of 1e-77
    REQUIRE(engine.advance(1e80 * std::log(2.0), unlimited));
    const double on = static_cast<double>(total(model.flips)) - fast;
    CHECK(std::abs(on - slow / 2.0) < test::allowed * std::sqrt(slow / 4.0));
  }

  TEST_CASE_TEMPLATE(
      "walkers that are born, step and die keep their exact stationary law and rates", S,
      CompositionRejection, SumTree, LinearScan) {
    check(walk<S>({3.0, 0.5, 1.5, 1.0}, 1.0, forever, test::seed(27)));
  }

  TEST_CASE_TEMPLATE("bounds of three times the rates give walkers the same law", S,
                     CompositionRejection, SumTree, LinearScan) {
    check(walk<S>({3.0, 0.5, 1.5, 1.0}, 3.0, forever, test::seed(29)));
  }

  TEST_CASE(
      "walkers drawn evenly below a ceiling, in two tiers, or now so and now by their bounds, keep "
      "their law") {
    const std::array<double, 4> rates{3.0, 1.0, 4.0, 0.5};
    for (const Drawing drawing :
         {Drawing::evenly, Drawing::in_tiers, Drawing::by_turns, Drawing::by_turns_of_three}) {
      check(walk<CompositionRejection>(rates, 1.0, 1e9, test::seed(37), drawing));
      check(walk<CompositionRejection>(rates, 2.0, 0.05, test::seed(39), drawing));
    }
  }

  TEST_CASE_TEMPLATE("scheduled moments a tenth of a waiting time apart leave walkers their law", S,
                     CompositionRejection, SumTree, LinearScan) {
    check(walk<S>({3.0, 0.5, 1.5, 1.0}, 1.0, 0.01, test::seed(31)));
  }
}
