#include "cell/population.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "cell/first_void.hpp"
#include "cell/shadow.hpp"
#include "core/constants.hpp"
#include "interface/theory.hpp"
#include "interface/voltage.hpp"
#include "tests/cell/sodium.hpp"
#include "tests/oracles/statistics.hpp"

namespace lacuna::cell {
namespace {

struct Cell {
  explicit Cell(bool transient = false)
      : c(test::sodium(0.087)), sources(test::lawful_sources(c)), growth(c, sources.wall) {
    design.transient = transient;
    design.protocol = Ramp{0.0, 3 * constants::mA_per_cm2, 3 * constants::mA_per_cm2 / 3600};
  }
  interface::Case c;
  Sources sources;
  Growth growth;
  Design design;
};

void advance(Population& p, double density, double to, std::vector<double>& state) {
  p.enter({0.0, to, density, density});
  Ode ode(life_on(p, density, to), 0.0, state);
  static_cast<void>(ode.advance(to));
  state.assign(ode.state().begin(), ode.state().end());
}

}  // namespace

TEST_CASE("what voids have is what they drew from the gas, whether it lags behind or not") {
  for (const bool transient : {false, true}) {
    const Cell cell(transient);
    const Boundary b(cell.c, cell.design);
    const Births births(cell.sources, b, 1e-4);
    Population p(cell.c, cell.design, b, cell.growth, &births);
    std::vector<double> state = p.empty();
    p.add(0.0, 300.0, 1e10, false, state);
    p.add(0.0, 0.0, 0.0, true, state);
    const double before = p.totals(state).vacancies;
    const double density = 3 * constants::mA_per_cm2, time = 3600;
    advance(p, density, time, state);
    const double stripped = density * time * p.area(), found = p.totals(state).vacancies - before;
    CHECK(found > 0.05 * stripped);
    CHECK(p.newborns(state) > 1);
    CHECK(std::abs(Population::drawn(state) - found) < 1e-9 * stripped);
  }
}

TEST_CASE("voids that draw all there is bring the gas down to their own threshold") {
  const Cell cell;
  const Boundary b(cell.c, cell.design);
  Population p(cell.c, cell.design, b, cell.growth, nullptr);
  std::vector<double> state = p.empty();
  p.add(0.0, 1e9, 1e6, false, state);
  const double density = constants::mA_per_cm2;
  p.enter({0.0, 1.0, density, density});
  const Population::Balance balance = p.balance(0.0, state);
  CHECK(balance.undisturbed == doctest::Approx(b.fugacity(density)));
  CHECK(balance.fugacity == doctest::Approx(cell.growth.threshold(1e6)).epsilon(1e-3));
}

TEST_CASE("a cohort holds the vacancies of voids that were born one after another") {
  // Each grows linearly in u; the sum over births, one by one, against the cohort's closure.
  Cell cell;
  cell.design.area = 1e22;  // so large that voids starve nobody
  const Boundary b(cell.c, cell.design);
  const Births births(cell.sources, b, 1e-4);
  Population p(cell.c, cell.design, b, cell.growth, &births);
  std::vector<double> state = p.empty();
  p.add(0.0, 0.0, 0.0, true, state);
  const double z = 6e-6, density = (z - b.far) / b.per_density, time = 10;
  advance(p, density, time, state);
  const double rate = p.newborns(state) / time;
  // one void's u against its age, by small steps
  double vacancies = 0.0, u = cell.growth.newborn();
  constexpr int steps = 200'000;
  const double dt = time / steps;
  for (int n = 0; n < steps; ++n) {
    const double rise = 2 * cell.growth.capture(u) / (3 * std::sqrt(u));
    u += rise * (z - cell.growth.threshold(u)) * dt;
    vacancies += rate * dt * u * std::sqrt(u);
  }
  CHECK(p.totals(state).vacancies == doctest::Approx(vacancies).epsilon(2e-3));
  p.close(state);
  CHECK(p.totals(state).vacancies == doctest::Approx(vacancies).epsilon(2e-3));
  CHECK(p.newborns(state) == 0);
}

TEST_CASE("the smallest voids, where they would shrink, are gone, and their vacancies are not") {
  for (const bool transient : {false, true}) {
    const Cell cell(transient);
    const Boundary b(cell.c, cell.design);
    Population p(cell.c, cell.design, b, cell.growth, nullptr);
    std::vector<double> state = p.empty();
    p.add(0.0, 1e6, cell.growth.newborn(), false, state);
    p.add(0.0, 1e3, 2 * cell.growth.newborn(), false, state);
    const double before = p.totals(state).vacancies;
    p.enter({0.0, 1.0, 0.0, 0.0});
    p.dissolve(0.0, state);
    CHECK(p.number(state, 0) == 0);
    CHECK(p.number(state, 1) == 1e3);
    const double given_back = before - p.totals(state).vacancies;
    CHECK(given_back == doctest::Approx(120e6));
    CHECK(Population::drawn(state) == doctest::Approx(-given_back));
    CHECK((state[2] < 0) == transient);  // the slowest mode of the disturbance
  }
}

TEST_CASE("voids that shrink are noticed when they are as small as newborn ones") {
  const Cell cell;
  const Boundary b(cell.c, cell.design);
  Population p(cell.c, cell.design, b, cell.growth, nullptr);
  std::vector<double> state = p.empty();
  CHECK(p.shrunk(state) < 0);
  p.add(0.0, 1e3, 1.01 * cell.growth.newborn(), false, state);
  CHECK(p.shrunk(state) == doctest::Approx(-0.01));
  std::vector<double> rates(state.size());
  p.enter({0.0, 1.0, 0.0, 0.0});
  p.derivative(0.0, state, rates);
  CHECK(rates.back() < 0);
  state.back() = 0.99 * 1e3 * cell.growth.newborn();
  CHECK(p.shrunk(state) == doctest::Approx(0.01));
  p.dissolve(0.0, state);
  CHECK(p.shrunk(state) < 0);
}

TEST_CASE("a void grows by what it catches at its rim, less as the contact resists more") {
  Cell cell;
  cell.design.area = 1e22;  // so large that voids starve nobody
  cell.c.ceramic.strip = interface::StripRule::field;
  cell.c.voltage.exchange_relative.reset();
  cell.c.voltage.exchange_density = 10 * constants::mA_per_cm2;
  const Boundary b(cell.c, cell.design);
  const double voids = 1e3, u = 1e8, density = 2 * constants::mA_per_cm2;
  const double radius = std::sqrt(u * cell.growth.ground() / std::numbers::pi);
  // [1/s] of one void, n' = (3/2) √u u'
  const auto growth = [&](double current) {
    Population p(cell.c, cell.design, b, cell.growth, nullptr);
    std::vector<double> state = p.empty();
    p.add(0.0, voids, u, false, state);
    std::vector<double> rates(state.size());
    p.enter({0.0, 1.0, current, current});
    p.derivative(0.0, state, rates);
    CHECK(rates[0] == doctest::Approx(1.5 * std::sqrt(u) * rates.back()));
    return 1.5 * std::sqrt(u) * rates.back() / voids;
  };
  const double even = growth(density), plated = growth(-b.far / b.per_density / 2);
  const double resistance = interface::Overpotential(cell.c).charge_transfer_resistance();  // [V
                                                                                            // A^2
                                                                                            // s]
  for (const double wagner : {1e-3, 1.0, 1e3, 1e12}) {
    CAPTURE(wagner);
    cell.c.ceramic.electrolyte = interface::Electrolyte { resistance / (wagner * radius) };
    const double passed_by = std::numbers::pi * radius * radius;
    const double caught = caught_by_wagner(wagner) * passed_by;
    if (wagner == 1e12) {
      CHECK(growth(density) == doctest::Approx(even).epsilon(1e-12));
      continue;
    }
    CHECK(growth(density) - even == doctest::Approx(caught * density).epsilon(1e-5));
    CHECK(growth(-b.far / b.per_density / 2) - plated ==
          doctest::Approx(-caught * b.far / b.per_density / 2).epsilon(1e-5));
  }
}

TEST_CASE("plating takes the vacancies that there are, and no more") {
  Cell cell;
  cell.design.area = 1e22;  // so large that voids starve nobody
  const Boundary b(cell.c, cell.design);
  Population p(cell.c, cell.design, b, cell.growth, nullptr);
  std::vector<double> state = p.empty();
  const double voids = 1e3, start = 4e4;
  p.add(0.0, voids, start, false, state);
  const double gentle = 0.5 * b.far / b.per_density, hard = 10 * gentle;
  p.enter({0.0, 1.0, -gentle, -gentle});
  CHECK(p.balance(0.0, state).fugacity == doctest::Approx(b.far / 2));
  p.enter({0.0, 1.0, -hard, -hard});
  CHECK(p.balance(0.0, state).fugacity == 0);
  // one void in a gas without vacancies, by small steps
  const double time = 0.1 * start / (cell.growth.capture(start) / 100 * b.equilibrium);
  double u = start;
  constexpr int steps = 100'000;
  for (int n = 0; n < steps; ++n)
    u -= 2 * cell.growth.capture(u) / (3 * std::sqrt(u)) * cell.growth.threshold(u) * time / steps;
  const double before = p.totals(state).vacancies;
  p.enter({0.0, time, -hard, -hard});
  Ode ode(life_on(p, hard, time), 0.0, state);
  static_cast<void>(ode.advance(time));
  state.assign(ode.state().begin(), ode.state().end());
  CHECK(p.mean(state, 0) < 0.99 * start);
  CHECK(p.mean(state, 0) == doctest::Approx(u).epsilon(1e-4));
  const double given = before - p.totals(state).vacancies;
  CHECK(-Population::drawn(state) == doctest::Approx(given).epsilon(1e-6));
}

// Flaws lie at random, the gas is z0 less what each takes from it, and births are those of that
// gas, at one place: their mean over many interfaces, by chance itself. ln J is not straight over
// such gas; taken to be straight around the gas without flaws, births were exp(6.7) times too many
// with 10⁵ flaws. Around the gas in which most births are, they are within a sixth.
TEST_CASE("births between flaws are those of the gas between flaws that lie at random") {
  struct Place {
    double flaws, density;  // per cm², mA/cm²
  };
  const Cell cell;
  const Boundary b(cell.c, cell.design);
  const double length = cell.design.thickness, area = cell.design.area, reach = 6;
  const double sink = cell.c.metal.lattice_constant /
                      (4 * std::numbers::pi * interface::isolated_rates(cell.c).bulk);
  constexpr double ln_first = -12, ln_step = 0.01;
  std::vector<double> field;  // g L at equal steps of ln ρ/L
  for (double x = ln_first; x < std::log(reach) + 2 * ln_step; x += ln_step)
    field.push_back(Shadow::field(std::exp(x)));
  const auto field_at = [&](double rho) {
    const double place = std::max(0.0, (std::log(rho) - ln_first) / ln_step);
    const auto n = static_cast<std::size_t>(place);
    return std::lerp(field[n], field[n + 1], place - static_cast<double>(n));
  };
  const Births births(cell.sources, b, b.fugacity(12 * constants::mA_per_cm2));
  std::mt19937_64 chance(test::seed(11));
  std::uniform_real_distribution<double> uniform;
  for (const Place& at : {Place{1e4, 4.4}, Place{1e5, 10}}) {
    CAPTURE(at.flaws);
    Population p(cell.c, cell.design, b, cell.growth, &births);
    std::vector<double> state = p.empty();
    const double u = std::numbers::pi * 1e8 / cell.growth.ground();  // 1 µm
    p.add(0.0, at.flaws * area / constants::cm2, u, false, state);
    const double density = at.density * constants::mA_per_cm2, rise = b.rise(density);
    p.enter({0.0, 1.0, density, density});
    const Population::Balance balance = p.balance(0.0, state);
    const double drawn =
        sink * cell.growth.capture(u) * (balance.fugacity - cell.growth.threshold(u)) / length;
    const double near = at.flaws / constants::cm2 * std::numbers::pi * reach * reach;
    std::poisson_distribution<int> number(near * length * length);
    test::Mean found, gas;
    for (int n = 0; n < 1500; ++n) {
      double z = balance.undisturbed;
      for (int flaw = number(chance); flaw > 0; --flaw)
        z -= drawn * field_at(reach * std::sqrt(uniform(chance)));
      gas.add(z);
      found.add(z > 0 ? area * births(z, rise - (balance.undisturbed - z)).total() : 0.0);
    }
    CHECK(gas.mean() == doctest::Approx(balance.fugacity).epsilon(0.01));
    const double ln_ratio = std::log(balance.births / found.mean());
    CAPTURE(ln_ratio);
    CHECK(std::abs(ln_ratio) < 0.17 + test::allowed * found.standard_error() / found.mean());
    CHECK(found.standard_error() < 0.15 * found.mean());
    CHECK(balance.births < 0.2 * area * births(balance.undisturbed, rise).total());
    CHECK(balance.births >
          area * births(balance.fugacity, rise - (balance.undisturbed - balance.fugacity)).total());
  }
}

TEST_CASE("no void lasts where the gas cannot hold newborn ones") {
  const Cell cell;
  const Boundary b(cell.c, cell.design);
  const Births births(cell.sources, b, 1e-4);
  Population p(cell.c, cell.design, b, cell.growth, &births);
  std::vector<double> state = p.empty();
  const double density = 3 * constants::mA_per_cm2;
  p.enter({0.0, 1.0, density, density});
  const double free = p.balance(0.0, state).births;
  CHECK(free > 0);
  p.add(0.0, 1e9, 1e6, false, state);  // which bring the gas down to their own threshold
  CHECK(p.balance(0.0, state).fugacity < cell.growth.threshold(cell.growth.newborn()));
  CHECK(p.balance(0.0, state).births < 1e-12 * free);
  const double threshold = cell.growth.threshold(cell.growth.newborn());
  CHECK(cell.growth.lasting(threshold) == doctest::Approx(0.5));
  CHECK(cell.growth.lasting(2 * threshold) == doctest::Approx(1.0));
}

}  // namespace lacuna::cell
