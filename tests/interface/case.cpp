#include "interface/case.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <string>

#include "interface/theory.hpp"
#include "tests/interface/refusal.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::says;

namespace {

Case valid() {
  Case c;
  c.current = Ramp{0.1, 10, 1, Stationarity{}};
  return c;
}

// What `validate` says of a valid case with one change; empty if it accepts it.
std::string refusal(const std::function<void(Case&)>& change) {
  Case c = valid();
  change(c);
  return test::refusal(c);
}

bool cautions_against(const std::function<void(Case&)>& change, const std::string& part) {
  Case c = valid();
  change(c);
  for (const std::string& caution : cautions(c))
    if (says(caution, part)) return true;
  return false;
}

}  // namespace

TEST_CASE("a plain case is valid and needs no caution") {
  CHECK(refusal([](Case&) {}).empty());
  CHECK(cautions(valid()).empty());
}

TEST_CASE("a ramp must rise or fall at a positive rate, and cannot hold a start at zero") {
  CHECK(
      says(refusal([](Case& c) { std::get<Ramp>(c.current).rate = -1; }), "rate must be positive"));
  CHECK(says(refusal([](Case& c) { std::get<Ramp>(c.current).to = 0.1; }), "nothing ramps"));
  CHECK(says(refusal([](Case& c) { std::get<Ramp>(c.current).from = 0; }), "hold: none"));
  CHECK(refusal([](Case& c) { c.current = Ramp{0, 10, 1, {}}; }).empty());
}

TEST_CASE("a staircase must climb away from zero by a factor above 1") {
  CHECK(says(refusal([](Case& c) { c.current = Staircase{1, 8, 1.0, 1.0}; }), "above 1"));
  CHECK(says(refusal([](Case& c) { c.current = Staircase{0, 8, 2, 1.0}; }), "must not be zero"));
  CHECK(says(refusal([](Case& c) { c.current = Staircase{8, 1, 2, 1.0}; }), "lie beyond"));
  CHECK(says(refusal([](Case& c) { c.current = Staircase{1, -8, 2, 1.0}; }), "same sign"));
  CHECK(refusal([](Case& c) { c.current = Staircase{1, 8, 2, 1.0}; }).empty());
}

TEST_CASE("a constant current has exactly one end") {
  const auto with = [](Constant constant) {
    return refusal([&](Case& c) {
      c.current = constant;
      c.onset.primary = Detector::coverage;
    });
  };
  CHECK(says(with({1, 0, 0}), "exactly one end"));
  CHECK(says(with({1, 2, 3}), "exactly one end"));
  CHECK(says(with({0, 2, 0}), "no charge passes"));
  CHECK(with({0, 0, 3}).empty());
}

TEST_CASE("a hold is at most as long as it may be") {
  const auto with = [](double least, double most) {
    return refusal([=](Case& c) { c.current = Ramp{1, 8, 1e9, Stationarity{least, most, 0.02}}; });
  };
  CHECK(with(1, 1).empty());
  CHECK(says(with(10, 1), "hold: max_monolayers of 1 is below min_monolayers of 10; raise it"));
}

TEST_CASE("a run that ends when its void is small starts with a larger one") {
  const auto with = [](int start, int least) {
    return refusal([=](Case& c) { c.initial.void_vacancies = start, c.limits.void_below = least; });
  };
  CHECK(with(10, 10).empty());
  CHECK(with(0, 0).empty());
  CHECK(says(with(0, 10), "limits.void_below: the run would end at once"));
  CHECK(says(with(9, 10), "starts with no void of 10 vacancies"));
  CHECK(says(refusal([](Case& c) { c.initial.vacancy_fraction = 0.1, c.limits.void_below = 2; }),
             "starts with no void"));
  const auto with_gap = [](int least) {
    return refusal([=](Case& c) { c.initial.gap = Gap{.radius = 4}, c.limits.void_below = least; });
  };
  CHECK(with_gap(1).empty());
  CHECK(says(with_gap(1000), "starts with no void of 1000 vacancies"));
  CHECK(says(refusal([](Case& c) {
               c.initial.sites = {{0, 1, 1}}, c.limits.void_below = 2;
             }),
             "starts with no void of 2 vacancies"));
}

TEST_CASE("a table of currents starts at zero and goes forward in time") {
  const auto with = [](std::vector<std::pair<double, double>> points) {
    return refusal([&](Case& c) {
      c.current = Tabulated{points};
      c.stop = Stop::end;
    });
  };
  CHECK(says(with({{0, 1}}), "two points"));
  CHECK(says(with({{1, 1}, {2, 2}}), "first time must be 0"));
  CHECK(says(with({{0, 1}, {2, 2}, {2, 3}}), "times must rise"));
  CHECK(with({{0, 1}, {2, 2}, {3, -1}}).empty());
}

TEST_CASE("onset by voltage needs a rising current, unless the run does not stop for it") {
  CHECK(says(refusal([](Case& c) { c.current = Constant{1, 1, 0}; }), "rising current"));
  CHECK(refusal([](Case& c) { c.current = Constant{1, 1, 0}, c.stop = Stop::end; }).empty());
  CHECK(refusal([](Case& c) {
          c.current = Constant{1, 1, 0}, c.onset.primary = Detector::cluster;
        }).empty());
}

TEST_CASE("geometry, barriers and initial state are checked too") {
  CHECK(says(refusal([](Case& c) { c.metal.layers = 1; }), "at least 2 layers"));
  CHECK_FALSE(refusal([](Case& c) { c.metal.cells = {1, 1}; }).empty());
  CHECK(
      says(refusal([](Case& c) { c.ceramic.segregation = 0.5; }), "below the segregation energy"));
  CHECK(
      says(refusal([](Case& c) { c.initial.void_vacancies = 5, c.initial.vacancy_fraction = 0.1; }),
           "give one of"));
  CHECK(says(refusal([](Case& c) { c.initial.void_vacancies = 1000000; }), "more than half"));
  for (const FarSide& side : {FarSide(Sink{}), FarSide(Equilibrium{{0.5}}), FarSide(Closed{})}) {
    const auto with_vacancy_in = [&](int below_top) {
      return refusal([&](Case& c) {
        c.far_side = side;
        c.initial.sites = {{0, 1, c.metal.layers - below_top}};
      });
    };
    CHECK(with_vacancy_in(2).empty());
    CHECK(says(with_vacancy_in(1), "is in the last layer") ==
          !std::holds_alternative<Closed>(side));
  }
  CHECK(says(refusal([](Case& c) { c.temperature = 1e-3; }), "nothing would ever move"));
  CHECK(says(refusal([](Case& c) { c.far_side = Equilibrium{}; }),
             "far_side: an equilibrium with a vacancy concentration of 1 is not a metal"));
}

TEST_CASE("a cap on surface hops needs bonds, and leaves vacancies that are alone as they are") {
  const auto with = [](double fraction, int least, double bond = 0.05) {
    return refusal([=](Case& c) {
      c.metal.bond_nn1 = bond;
      c.metal.surface_hop_cap = SurfaceHopCap{fraction, least};
    });
  };
  CHECK(with(0.01, 2).empty());
  CHECK(with(1, 1).empty());
  CHECK(with(1e-6, 7).empty());
  CHECK(says(with(0, 2), "metal.surface_hop_cap.fraction: expected a number above 0"));
  CHECK(says(with(1.01, 2), "got 1.01"));
  CHECK(says(with(std::nan(""), 2), "got nan"));
  CHECK(says(with(0.01, 0), "expected 1 to 7, got 0; 0 would slow vacancies that are alone"));
  CHECK(says(with(0.01, 8), "expected 1 to 7, got 8"));
  CHECK(says(with(0.01, 2, 0), "without bonds there are none"));
}

TEST_CASE("a growth threshold needs a void, and a search that can end") {
  const auto with = [](const std::function<void(Case&)>& change) {
    return refusal([&](Case& c) {
      c.onset.primary = Detector::growth;
      c.initial.void_vacancies = 10;
      change(c);
    });
  };
  CHECK(with([](Case&) {}).empty());
  CHECK(says(with([](Case& c) { c.initial.void_vacancies = 9; }), "at least 10"));
  CHECK(says(with([](Case& c) { c.onset.growth.confidence = 0.5; }), "between 0.5 and 1"));
  CHECK(says(with([](Case& c) { c.onset.growth.confidence = 1; }), "between 0.5 and 1"));
  CHECK(says(with([](Case& c) { c.onset.growth.resolution = 0; }), "resolution"));
  CHECK(says(with([](Case& c) { c.onset.growth.max_trials = 0; }), "max_trials"));
}

TEST_CASE("an automatic ramp is checked as far as it is known") {
  const auto with = [](AutoRamp automatic, double sample = 0.02) {
    return refusal([&](Case& c) {
      c.current = Ramp{0, 0, 0, Stationarity{1, 2, 0.02}, automatic};
      c.sample_monolayers = sample;
    });
  };
  CHECK(with({}).empty());
  CHECK(with({RampConvention::fixed, 25, 300}).empty());
  CHECK(says(with({RampConvention::charge, 0, 300}), "monolayers_per_e_fold"));
  CHECK(says(with({RampConvention::fixed, 25, 0}), "reference_temperature_K"));
  CHECK(says(with({}, 0.5), "too coarse"));
}

TEST_CASE("thick metal lies beyond at least four explicit layers, and is stated in one way") {
  const auto with = [](double thickness, int layers, int explicit_layers = 8) {
    return refusal([=](Case& c) {
      c.metal.layers = explicit_layers;
      c.far_side = Thick{.thickness = thickness, .layers = layers};
    });
  };
  CHECK(with(0, 9).empty());
  CHECK(with(27, 0).empty());  // nine layers of 3.03 Å
  CHECK(says(with(0, 8), "no more than the 8 explicit ones"));
  CHECK(says(with(25, 0), "no more than the 8 explicit ones"));
  CHECK(says(with(0, 0), "one of thickness_um and layers"));
  CHECK(says(with(1000, 1000), "one of thickness_um and layers"));
  CHECK(says(with(1e10, 0), "at most 1e+08 layers"));
  CHECK(says(with(0, 100, 3), "at least 4 explicit layers"));
}

TEST_CASE("choices that mislead are cautioned against, each in its own words") {
  const auto capped = [](double fraction) {
    return [=](Case& c) { c.metal.surface_hop_cap = SurfaceHopCap{fraction, 3}; };
  };
  CHECK(cautions_against(capped(0.02), "3 or more vacant neighbours to 0.02 of the largest rate"));
  CHECK_FALSE(cautions_against(capped(1), "surface_hop_cap"));
  CHECK(cautions_against([](Case& c) { c.initial.void_vacancies = 3000; },
                         "initial.void_vacancies: "));
  CHECK_FALSE(
      cautions_against([](Case& c) { c.initial.void_vacancies = 10; }, "initial.void_vacancies: "));
  CHECK(cautions_against([](Case& c) { c.onset.window_monolayers = 1e12; },
                         "onset.window_monolayers: the window is 1e+12 monolayers, and at most"));
  CHECK(cautions_against([](Case& c) { c.sample_monolayers = 1e12; },
                         "sample.every_monolayers: from sample to sample"));
  CHECK(cautions_against([](Case& c) { c.voltage.exchange_relative = 0.5; }, "hides onset"));
  CHECK(cautions_against([](Case& c) { c.metal.bond_nn1 = 0.06, c.onset.coverage_threshold = 0.3; },
                         "many layers deep"));
  CHECK_FALSE(
      cautions_against([](Case& c) { c.onset.coverage_threshold = 0.3; }, "many layers deep"));
  CHECK(cautions_against([](Case& c) { c.far_side = Closed{}; }, "vacancies cannot leave"));
  CHECK(cautions_against([](Case& c) { c.onset.primary = Detector::growth; },
                         "nothing holds a void together"));
  CHECK(cautions_against([](Case& c) { c.metal.bond_nn1 = -0.06; }, "(E_f = -0.24 eV)"));
  const auto stiff = [](double bond) { return [=](Case& c) { c.metal.bond_nn1 = bond; }; };
  CHECK(cautions_against(stiff(6), "a vacancy costs E_f = 4 nn1 + 3 nn2 = 24 eV"));
  CHECK_FALSE(cautions_against(stiff(0.15), "a vacancy costs"));
  CHECK(cautions_against([](Case& c) { c.initial.vacancy_fraction = 0.99; }, "is no metal"));
  CHECK_FALSE(cautions_against([](Case& c) { c.initial.vacancy_fraction = 0.4; }, "no metal"));
  const auto discs = [](double radius, double spacing) {
    return [=](Case& c) { c.ceramic.patches = {{{}, Discs{radius, spacing}}}; };
  };
  CHECK(cautions_against(discs(1000, 10), "no less than their spacing cover all"));
  CHECK_FALSE(cautions_against(discs(4, 10), "cover all"));
  const auto clusters = [](int size) {
    return [=](Case& c) {
      c.onset.primary = Detector::cluster;
      c.onset.cluster_size = size;
    };
  };
  const auto sites = static_cast<int>(slab_of(valid().metal).sites());
  CHECK(cautions_against(clusters(sites + 1), "so that no onset comes"));
  CHECK_FALSE(cautions_against(clusters(sites), "so that no onset comes"));
  const auto at_equilibrium = [](double energy, double entropy) {
    return cautions_against(
        [&](Case& c) {
          c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;  // E_f = 0.42 eV
          c.far_side = Equilibrium{{energy, entropy}};
        },
        "grow without current");
  };
  CHECK(at_equilibrium(0.41, 0));
  CHECK(at_equilibrium(0.42, 5.8));
  CHECK_FALSE(at_equilibrium(4 * 0.06 + 3 * 0.06, 0));
}
