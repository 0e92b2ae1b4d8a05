#include "ensemble/fit.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "ensemble/line.hpp"
#include "interface/theory.hpp"
#include "tests/ensemble/synthetic.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

const std::vector<double> temperatures{250, 280, 310, 350};

/// Onsets of a thermodynamic doorway without bonds: ln r(0.4) of six layers.
double log_rate(double segregation, double temperature) {
  interface::Case c;
  c.temperature = temperature;
  c.metal.layers = 6;
  c.ceramic.segregation = segregation;
  return std::log(interface::stripping_rate(c, 0.4));
}

struct Truth {
  double energy, log_prefactor;
};
Truth truth(double segregation) {
  std::vector<double> x, y;
  for (const double t : temperatures) {
    x.push_back(inverse_thermal_energy(t));
    y.push_back(log_rate(segregation, t));
  }
  const Line line = fit_line(x, y, std::vector<double>(x.size(), 1.0));
  return {-line.slope, line.intercept};
}

using Response = Truth (*)(const std::vector<double>&);

/// An evaluation from so many replicas a temperature that scatter by 5 %.
Evaluation evaluate(Response response, const std::vector<double>& x, int replicas,
                    kmc::Stream& stream) {
  const Truth t = response(x);
  const test::Study study{.energy = t.energy,
                          .log_prefactor = t.log_prefactor,
                          .scatter = 0.05,
                          .temperatures = temperatures};
  kmc::Stream no_resamples(1, 1);
  return {x, fit_arrhenius(test::replicas(study, test::Scatter::normal, replicas, stream),
                           {0.95, 0}, no_resamples)};
}

std::vector<Evaluation> all_evaluations(const Fit& fit, Response response, kmc::Stream& stream) {
  std::vector<std::vector<double>> tried;
  std::vector<Evaluation> done;
  for (auto next = first_evaluations(fit); !next.empty();
       next = next_evaluations(fit, tried, done, 0.95))
    for (const auto& x : next) {
      tried.push_back(x);
      done.push_back(evaluate(response, x, fit.replicas, stream));
    }
  return done;
}

Fit segregation_fit(std::vector<FitTarget> targets) {
  Fit fit;
  fit.parameters = {{"E_seg", 0.0, 0.12}};
  fit.targets = std::move(targets);
  return fit;
}

Truth doorway(const std::vector<double>& x) { return truth(x[0]); }

double normal(kmc::Stream& stream) { return test::draw(test::Scatter::normal, stream); }

/// An evaluation without noise to speak of.
Evaluation exact(Response response, const std::vector<double>& x) {
  const Truth t = response(x);
  Evaluation e{x, {}};
  e.line.activation_energy = {t.energy, 1e-4, {}};
  e.line.log_prefactor = {t.log_prefactor, 1e-4 * 40 * 1.1, {}};
  e.line.covariance = 1e-8 * 40;  // nothing in common at 1/kT = 40/eV
  return e;
}

std::vector<Evaluation> exact_evaluations(const Fit& fit, Response response) {
  std::vector<std::vector<double>> tried;
  std::vector<Evaluation> done;
  for (auto next = first_evaluations(fit); !next.empty();
       next = next_evaluations(fit, tried, done, 0.95))
    for (const auto& x : next) {
      tried.push_back(x);
      done.push_back(exact(response, x));
    }
  return done;
}

MeasuredEnergy value(double energy, double error) { return {energy, energy, error}; }

/// Two parameters that trade off against each other.
Truth slope_and_level(const std::vector<double>& x) {
  return {0.05 + x[0] + 0.5 * x[1], 10 + 20 * x[0] - 30 * x[1]};
}

Fit two_parameters(FitTarget target) {
  Fit fit;
  fit.parameters = {{"E_seg", 0, 0.1}, {"bond", 0, 0.08}};
  fit.targets = {std::move(target)};
  fit.evaluations = 18;
  return fit;
}

std::vector<MeasuredPoint> points_of(const Truth& t, double error) {
  std::vector<MeasuredPoint> points;
  for (const double temperature : {260.0, 300.0, 340.0})
    points.push_back(
        {temperature, t.log_prefactor - t.energy * inverse_thermal_energy(temperature), error});
  return points;
}

/// Share of fits [%] whose interval holds what was planted.
template <class MakeTarget>
double coverage(double planted, int draws, MakeTarget make_target, kmc::Stream& stream) {
  int held = 0;
  for (int n = 0; n < draws; ++n) {
    const Fit fit = segregation_fit({make_target()});
    const FitResult found =
        fit_target(fit, fit.targets[0], all_evaluations(fit, doorway, stream), 0.95);
    if (!found.parameters.empty()) held += found.parameters[0].interval.contains(planted) ? 1 : 0;
  }
  return 100.0 * held / draws;
}

}  // namespace

TEST_CASE("a fit finds the parameter whose activation energy was measured") {
  const Fit fit = segregation_fit({{"t", value(truth(0.09).energy, 0.002), {}}});
  const FitResult found = fit_target(fit, fit.targets[0], exact_evaluations(fit, doorway), 0.95);
  REQUIRE(found.parameters.size() == 1);
  const FittedParameter& p = found.parameters[0];
  CHECK(p.value == doctest::Approx(0.09).epsilon(0.01));
  // where E_A is 1.96 errors away
  CHECK(truth(p.interval.low).energy ==
        doctest::Approx(truth(0.09).energy - 1.96 * 0.002).epsilon(0.004));
  CHECK(truth(p.interval.high).energy ==
        doctest::Approx(truth(0.09).energy + 1.96 * 0.002).epsilon(0.004));
  CHECK_FALSE(p.low_open);
  CHECK_FALSE(p.high_open);
  CHECK(found.chi_squared < 0.01);
}

TEST_CASE("a fit to a range has the interval of the range, and its middle as the best value") {
  const Fit fit = segregation_fit({{"t", MeasuredEnergy{0.14, 0.15, 0}, {}}});
  const FitResult found = fit_target(fit, fit.targets[0], exact_evaluations(fit, doorway), 0.95);
  REQUIRE(found.parameters.size() == 1);
  CHECK(truth(found.parameters[0].value).energy == doctest::Approx(0.145).epsilon(0.004));
  CHECK(truth(found.parameters[0].interval.low).energy == doctest::Approx(0.14).epsilon(0.004));
  CHECK(truth(found.parameters[0].interval.high).energy == doctest::Approx(0.15).epsilon(0.004));
}

TEST_CASE("an interval that the range cuts off says so, and a target out of reach has none") {
  const Fit fit = segregation_fit(
      {{"at the end", value(truth(0.12).energy, 0.002), {}}, {"far", value(0.3, 0.01), {}}});
  const auto evaluations = exact_evaluations(fit, doorway);
  const FitResult found = fit_target(fit, fit.targets[0], evaluations, 0.95);
  REQUIRE(found.parameters.size() == 1);
  CHECK(found.parameters[0].high_open);
  CHECK(found.parameters[0].interval.high == doctest::Approx(0.12));
  CHECK_FALSE(found.parameters[0].low_open);
  const FitResult far = fit_target(fit, fit.targets[1], evaluations, 0.95);
  CHECK(far.parameters.empty());
  CHECK(far.chi_squared > 100);
  CHECK(far.remark.find("no values in the range agree") != std::string::npos);
}

TEST_CASE("two stretches with the same activation energy are spanned, and the remark says so") {
  // below E_seg = 0.045 eV E_A falls again: a kinetic doorway is on its way to the highway
  const double energy = truth(0.015).energy;
  const Fit fit = segregation_fit({{"t", value(energy, 0.0002), {}}});
  const FitResult found = fit_target(fit, fit.targets[0], exact_evaluations(fit, doorway), 0.95);
  REQUIRE(found.parameters.size() == 1);
  CHECK(found.parameters[0].interval.contains(0.015));
  CHECK(found.parameters[0].interval.contains(0.065));
  CHECK(found.remark.find("separate stretches") != std::string::npos);
}

TEST_CASE("of two parameters one energy leaves a valley, measured points leave a spot") {
  const Truth planted = slope_and_level({0.06, 0.03});
  const Fit valley = two_parameters({"energy", value(planted.energy, 0.001), {}});
  const FitResult along =
      fit_target(valley, valley.targets[0], exact_evaluations(valley, slope_and_level), 0.95);
  REQUIRE(along.parameters.size() == 2);
  CHECK(along.parameters[0].value + 0.5 * along.parameters[1].value ==
        doctest::Approx(0.075).epsilon(0.02));
  CHECK(along.parameters[0].interval.high - along.parameters[0].interval.low > 0.035);
  CHECK(along.parameters[1].low_open);
  CHECK(along.parameters[1].high_open);
  CHECK(along.remark.find("one activation energy does not fix two parameters") !=
        std::string::npos);
  // along the valley the second changes by -2 for each of the first
  const std::size_t slope = along.remark.find("bond changes by -");
  REQUIRE(slope != std::string::npos);
  CHECK(std::stod(along.remark.substr(slope + 16)) == doctest::Approx(-2).epsilon(0.15));

  const Fit spot = two_parameters({"points", std::nullopt, points_of(planted, 0.02)});
  const FitResult at =
      fit_target(spot, spot.targets[0], exact_evaluations(spot, slope_and_level), 0.95);
  REQUIRE(at.parameters.size() == 2);
  CHECK(at.parameters[0].value == doctest::Approx(0.06).epsilon(0.03));
  CHECK(at.parameters[1].value == doctest::Approx(0.03).epsilon(0.03));
  CHECK(at.parameters[0].interval.contains(0.06));
  CHECK(at.parameters[1].interval.contains(0.03));
  CHECK(at.parameters[0].interval.high - at.parameters[0].interval.low < 0.02);
  CHECK(at.remark.find("trade off") == std::string::npos);
}

TEST_CASE("an energy and currents together are one target, and what cannot be met says so") {
  const Truth planted = truth(0.09);
  const MeasuredEnergy range{planted.energy - 0.01, planted.energy + 0.01, 0};
  std::vector<MeasuredPoint> high = points_of(planted, 0.02), low = high;
  for (MeasuredPoint& p : high) p.log_density += 3;
  const Fit fit = segregation_fit({{"both", range, low},
                                   {"currents of another", range, high},
                                   {"steeper", std::nullopt, points_of({0.3, 12}, 0.02)}});
  const auto evaluations = exact_evaluations(fit, doorway);
  const FitResult both = fit_target(fit, fit.targets[0], evaluations, 0.95);
  REQUIRE(both.parameters.size() == 1);
  CHECK(both.parameters[0].value == doctest::Approx(0.09).epsilon(0.01));
  CHECK(both.parameters[0].interval.contains(0.09));
  // the currents say more than the range does
  CHECK(both.parameters[0].interval.high - both.parameters[0].interval.low < 0.004);
  for (const std::size_t t : {1U, 2U}) {
    const FitResult none = fit_target(fit, fit.targets[t], evaluations, 0.95);
    CHECK(none.parameters.empty());
    CHECK(none.chi_squared > 30);
    CHECK(none.remark.find("no values in the range agree") != std::string::npos);
  }
}

TEST_CASE("what is systematic widens an interval by itself, and goes with what it moves") {
  const double energy = truth(0.09).energy;
  const Fit fit = segregation_fit({{"t", value(energy, 1e-4), {}}});
  auto evaluations = exact_evaluations(fit, doorway);
  for (Evaluation& e : evaluations) e.systematic.energy = 0.005 * 0.005;
  const FitResult found = fit_target(fit, fit.targets[0], evaluations, 0.95);
  REQUIRE(found.parameters.size() == 1);
  const Interval& interval = found.parameters[0].interval;
  const double reach = (truth(interval.high).energy - truth(interval.low).energy) / 2;
  CHECK(reach == doctest::Approx(2.064 * 0.005).epsilon(0.02));  // Student's t, 24 degrees
  // A shift of ln j alone, the same at every temperature, leaves a slope.
  for (Evaluation& e : evaluations) e.systematic = {0.0, 0.0, 4.0};
  const FitResult slope = fit_target(fit, fit.targets[0], evaluations, 0.95);
  REQUIRE(slope.parameters.size() == 1);
  const Interval& narrow = slope.parameters[0].interval;
  CHECK(narrow.high - narrow.low < 0.1 * (interval.high - interval.low));
}

TEST_CASE("where no evaluation has a line nothing is known, and nothing agrees there") {
  const Fit fit = segregation_fit({{"t", value(truth(0.09).energy, 0.002), {}}});
  std::vector<Evaluation> some;
  for (const double x : {0.0, 0.02, 0.04, 0.06, 0.08}) some.push_back(exact(doorway, {x}));
  const FitResult none = fit_target(fit, fit.targets[0], some, 0.95);
  CHECK(none.parameters.empty());
  CHECK(none.remark.find("nothing is known of E_seg outside 0 to 0.08") != std::string::npos);
  some.push_back(exact(doorway, {0.09}));
  const FitResult edge = fit_target(fit, fit.targets[0], some, 0.95);
  REQUIRE(edge.parameters.size() == 1);
  CHECK(edge.parameters[0].high_open);
  CHECK_FALSE(edge.parameters[0].low_open);
  CHECK(edge.parameters[0].interval.high <= 0.0901);
}

TEST_CASE("evaluations have six digits, none is made twice, and they end where they are to") {
  Fit fit = segregation_fit({{"t", value(truth(0.09).energy, 1e-5), {}}});
  fit.parameters[0] = {"E_seg", 0.0, 0.123456789};
  const auto done = exact_evaluations(fit, doorway);
  CHECK(done.size() == 12);
  for (std::size_t n = 0; n < done.size(); ++n) {
    const double x = done[n].parameters[0];
    CHECK((x == 0.123456789 || std::abs(x * 1e7 - std::round(x * 1e7)) < 1e-6));
    for (std::size_t m = 0; m < n; ++m) CHECK(x != done[m].parameters[0]);
  }
  CHECK(first_evaluations(two_parameters({})).size() == 9);
  fit.evaluations = 5;
  CHECK(exact_evaluations(fit, doorway).size() == 5);
}

TEST_CASE("without evaluations enough there is no fit, and no end to wait for") {
  const Fit fit = segregation_fit({{"t", value(0.14, 0.01), {}}});
  const std::vector<Evaluation> two{exact(doorway, {0.0}), exact(doorway, {0.1})};
  CHECK(next_evaluations(fit, first_evaluations(fit), two, 0.95).empty());
  const FitResult none = fit_target(fit, fit.targets[0], two, 0.95);
  CHECK(none.parameters.empty());
  CHECK(none.remark == "too few evaluations gave an activation energy");
}

TEST_SUITE("all") {
  TEST_CASE("the fit's 95 % interval holds the planted parameter in 95 % of fits to an energy") {
    kmc::Stream stream(test::seed(41), 0);
    for (const double planted : {0.08, 0.1}) {
      const auto measured = [&] {
        return FitTarget{"t", value(truth(planted).energy + 0.001 * normal(stream), 0.001), {}};
      };
      const double percent = coverage(planted, 1000, measured, stream);
      CAPTURE(planted);
      CHECK(percent >= 93);
      CHECK(percent <= 97);
    }
  }

  TEST_CASE(
      "the fit's 95 % interval holds the planted parameter in 95 % of fits to measured points") {
    kmc::Stream stream(test::seed(42), 0);
    const double planted = 0.07;
    const auto measured = [&] {
      auto points = points_of(truth(planted), 0.02);
      for (MeasuredPoint& p : points) p.log_density += p.error * normal(stream);
      return FitTarget{"t", std::nullopt, points};
    };
    const double percent = coverage(planted, 1000, measured, stream);
    CHECK(percent >= 93);
    CHECK(percent <= 97);
  }

  TEST_CASE("a parameter whose energy has another solution is held at least as often") {
    kmc::Stream stream(test::seed(43), 0);
    const double planted = 0.06;
    const auto measured = [&] {
      return FitTarget{"t", value(truth(planted).energy + 0.001 * normal(stream), 0.001), {}};
    };
    CHECK(coverage(planted, 1000, measured, stream) >= 93);
  }
}
