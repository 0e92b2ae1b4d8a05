#include "interface/onset.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "core/constants.hpp"
#include "interface/theory.hpp"
#include "tests/interface/layer_walk.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

/// Feeds detectors with a made-up run: a ramp in which one monolayer passes per second and j rises
/// from 1 to 10, sampled every 0.05 monolayers, with a coverage that is a function of j.
class Story {
 public:
  explicit Story(double window = 1.0, const Protocol& current = Ramp{1, 10, 0.1, {}}) {
    c_.current = current;
    c_.onset.window_monolayers = window;
    c_.voltage.exchange_relative = {};
    c_.voltage.exchange_density = 100;  // straight throughout, but for the loss of contact
  }
  Case& settings() { return c_; }

  /// Tells the story until `end` [s] or the end of the ramp; `coverage` and `near` are of time.
  OnsetDetectors tell(const std::function<double(double)>& coverage, double end = 90,
                      const std::function<std::uint32_t(double)>& near = {},
                      Reason reason = Reason::protocol_end) const {
    OnsetDetectors detectors(c_);
    const ImposedCurrent current(c_.current);
    Averages averages(c_.onset.window_monolayers);
    Sample s;
    for (int n = 1; n * step <= end + 1e-9; ++n) {
      SampleInterval i;
      i.charge = step;
      i.time = i.monolayers = (n - 0.5) * step;
      i.coverage = coverage(i.time);
      i.constriction = constriction ? constriction(i.time) : 0.0;
      i.density = current.density(i.time);
      averages.add(i);
      s.index = static_cast<std::uint64_t>(n);
      s.time = s.monolayers = n * step;
      s.density = current.density(s.time);
      s.coverage = i.coverage;
      s.largest_near = near ? near(s.time) : 0;
      detectors.sample(s, averages.mean(), i, current);
    }
    detectors.finish(s, reason);
    return detectors;
  }
  static constexpr double step = 0.05;
  std::function<double(double)> constriction;  ///< [V A^2 s] by time; empty: no field

 private:
  Case c_;
};

double rise(double t) { return 1 + 0.1 * t; }  // j of the story

}  // namespace

TEST_CASE("coverage fires where the average passes the threshold, interpolated between samples") {
  for (const double window : {1.0, 4.0}) {
    Story story(window);
    story.settings().onset.coverage_threshold = 0.1;
    const auto d = story.tell([](double t) { return 0.1 * t / 41.237; });  // a straight rise is its
                                                                           // own average
    const OnsetResult& r = d.result(Detector::coverage);
    REQUIRE(r.detected);
    CHECK(r.censored == Censored::no);
    CHECK(std::abs(r.time - 41.237) < 1e-6);
    CHECK(std::abs(r.monolayers - 41.237) < 1e-6);
    CHECK(std::abs(r.density - rise(41.237)) < 1e-6);
    CHECK(std::abs(r.coverage - 0.1) < 1e-9);
  }
}

TEST_CASE("coverage fires once, and a spike shorter than the window does not fire it") {
  Story story;
  const auto spike = [](double t) { return t > 50 && t < 50.2 ? 0.4 : t > 70 ? 0.15 : 0.01; };
  const auto d = story.tell(spike);
  CHECK(std::abs(d.result(Detector::coverage).time - 70) < 0.5);
  Story quick(0.05);
  CHECK(quick.tell(spike).result(Detector::coverage).time < 51);  // a window as short as the spike
                                                                  // is fooled
}

TEST_CASE("voltage fits a line to the early part and fires at 20 % above it") {
  Story story;
  // eta = kT/e j / (j0 (1 - theta)): the excess over the straight part is theta / (1 - theta)
  const double from = 60, growth = 0.02;
  const auto d = story.tell([&](double t) { return t < from ? 0.0 : growth * (t - from); });
  const OnsetResult& r = d.result(Detector::voltage);
  REQUIRE(r.detected);
  CHECK(r.censored == Censored::no);
  const double fires = from + (1.0 / 6) / growth;  // theta / (1 - theta) = 0.2
  CHECK(std::abs(r.time - fires) < 0.15);  // asinh takes off a little; samples are 0.05 apart
  CHECK(std::abs(r.density - rise(fires)) < 0.02);
  CHECK(std::abs(r.coverage - 1.0 / 6) < 0.003);
  const double kT = constants::boltzmann * story.settings().temperature;
  CHECK(std::abs(d.line_slope() / (kT / 100) - 1) < 1e-3);
}

TEST_CASE("voltage fires on what the field adds to the overpotential, with the contact whole") {
  Story story;
  const double kT = constants::boltzmann * story.settings().temperature;
  const double resistance = kT / 100;  // of charge transfer, as j0 is 100
  story.constriction = [=](double t) { return t < 60 ? 0.0 : 0.02 * (t - 60) * resistance; };
  const auto d = story.tell([](double) { return 0.0; });
  const OnsetResult& r = d.result(Detector::voltage);
  REQUIRE(r.detected);
  CHECK(r.censored == Censored::no);
  CHECK(std::abs(r.time - 70) < 0.15);
  CHECK_FALSE(d.result(Detector::coverage).detected);
}

TEST_CASE(
    "an excess of voltage that falls below 10 % within a window is noise, one that stays between "
    "counts from its "
    "start") {
  Story story;
  const auto excess = [](double x) { return x / (1 + x); };  // the coverage that makes it
  const auto spike = [&](double t) {
    return t > 50 && t < 50.4 ? excess(0.9) : t > 50.4 && t < 80 ? 0.0 : t > 80 ? excess(0.5) : 0.0;
  };
  const auto d = story.tell(spike);
  CHECK(d.result(Detector::voltage).time > 79);
  // dips to 15 % after having been above 20 %: kept
  const auto dips = [&](double t) {
    return t < 50 ? 0.0 : t < 52 ? excess(0.3) : t < 60 ? excess(0.15) : excess(0.5);
  };
  CHECK(std::abs(story.tell(dips).result(Detector::voltage).time - 50) < 1.0);
  // never above 20 %: nothing
  const auto low = story.tell([&](double t) { return t < 50 ? 0.0 : excess(0.19); });
  CHECK_FALSE(low.result(Detector::voltage).detected);
  CHECK(low.result(Detector::voltage).censored == Censored::right);
  CHECK(std::abs(low.result(Detector::voltage).density - 10) < 1e-9);
}

TEST_CASE("an excess of voltage without its window counts if contact is lost, and only then") {
  Story story;
  const auto late = [](double t) { return t < 79.5 ? 0.0 : 0.5; };
  CHECK_FALSE(story.tell(late, 80.2).result(Detector::voltage).detected);
  const auto lost = story.tell(late, 80.2, {}, Reason::delaminated);
  REQUIRE(lost.result(Detector::voltage).detected);
  CHECK(lost.result(Detector::voltage).time < 80.2);
}

TEST_CASE(
    "contact lost altogether is onset for every detector; a start never stationary is an upper "
    "bound") {
  Story story;
  story.settings().onset.cluster_size = 1000;
  const auto nothing = [](double) { return 0.0; };
  const auto late = story.tell(nothing, 70, {}, Reason::delaminated);
  const auto early = story.tell(nothing, 3, {}, Reason::delaminated);
  constexpr std::array watching{Detector::voltage, Detector::coverage, Detector::cluster};
  for (const Detector d : watching) {
    CHECK(late.result(d).detected);
    CHECK(late.result(d).censored == Censored::no);
    CHECK(std::abs(late.result(d).density - rise(70)) < 1e-9);
    CHECK(early.result(d).censored == Censored::left);
  }
  Story held(1.0, Ramp{1, 10, 0.1, Stationarity{}});
  for (const Reason reason : {Reason::not_stationary, Reason::void_at_top}) {
    const auto never = held.tell(nothing, 20, {}, reason);
    for (const Detector d : watching) {
      CHECK_FALSE(never.result(d).detected);
      CHECK(never.result(d).censored == Censored::left);
      CHECK(never.result(d).density == 1.0);
    }
  }
}

TEST_CASE("a coverage above the threshold from the first average on is left-censored") {
  const Story story(1.0, Constant{1, 100, 0});
  CHECK(story.tell([](double) { return 0.5; }).result(Detector::coverage).censored ==
        Censored::left);
}

TEST_CASE("a rest does not count as the current survived, and plating is no loss of contact") {
  Story pulsed(1.0, Pulse{2, 30, 30, 1});
  const auto survived = pulsed.tell([](double) { return 0.0; }, 59);
  CHECK(survived.result(Detector::coverage).density == 2.0);
  Story plated(1.0, Constant{-1, 100, 0});
  CHECK_FALSE(plated.tell([](double) { return 0.5; }).result(Detector::coverage).detected);
}

TEST_CASE("contact that is lost while the line is fitted left-censors the voltage") {
  Story story;
  const auto d = story.tell([](double t) { return t < 3 ? 0.0 : 0.4; });  // the first fifth ends at
                                                                          // 1 + 0.1 t = 10^0.2
  REQUIRE(d.result(Detector::voltage).detected);
  CHECK(d.result(Detector::voltage).censored == Censored::left);
}

TEST_CASE("an onset in the first fifth of the ramp, in ln j, is left-censored") {
  CHECK(std::abs(early_part_end(Ramp{1, 10, 0.1, {}}) - std::pow(10, 0.2)) < 1e-12);
  CHECK(std::abs(early_part_end(Ramp{0, 10, 0.1, {}}) - 2) < 1e-12);
  CHECK(early_part_end(Ramp{10, 1, 0.1, {}}) == 0.0);
  CHECK(early_part_end(Constant{1, 1, 0}) == 0.0);
  CHECK(std::abs(early_part_end(Tabulated{{{0, 2}, {1, 64}}}) - 4) < 1e-12);
  Story story;
  const auto at = [&](double t0) {
    return story.tell([t0](double t) { return t < t0 ? 0.0 : 0.3; })
        .result(Detector::coverage)
        .censored;
  };
  const double fifth = (std::pow(10, 0.2) - 1) / 0.1;
  CHECK(at(fifth - 2) == Censored::left);
  CHECK(at(fifth + 2) == Censored::no);
}

TEST_CASE("cluster fires when the largest cluster near the interface reaches its size, or spans") {
  Story story;
  story.settings().onset.cluster_size = 50;
  const auto d = story.tell([](double) { return 0.0; }, 90,
                            [](double t) { return static_cast<std::uint32_t>(t); });
  const OnsetResult& r = d.result(Detector::cluster);
  REQUIRE(r.detected);
  CHECK(std::abs(r.time - 50) < 1e-9);
  CHECK(r.largest_cluster == 50);
  CHECK(std::abs(r.density - rise(50)) < 1e-9);

  OnsetDetectors spanned(story.settings());
  Sample s;
  s.spanning = true;
  s.largest_near = 7;
  spanned.sample(s, {}, {}, ImposedCurrent(story.settings().current));
  CHECK(spanned.result(Detector::cluster).detected);
}

TEST_CASE("a single run says nothing about growth, even when contact is lost") {
  const Story story;
  const auto d = story.tell([](double) { return 0.5; }, 70, {}, Reason::delaminated);
  CHECK_FALSE(d.result(Detector::growth).applicable);
  CHECK_FALSE(d.result(Detector::growth).detected);
}

TEST_CASE("voltage does not apply where no current rises by itself") {
  const Story story(1.0, Constant{1, 100, 0});
  const auto d = story.tell([](double t) { return t / 100; });
  CHECK_FALSE(d.result(Detector::voltage).applicable);
  CHECK_FALSE(d.result(Detector::voltage).detected);
  CHECK(d.result(Detector::coverage).detected);
  CHECK(d.result(Detector::coverage).censored == Censored::no);  // no ramp that could censor it
}

TEST_CASE("detectors that were saved and loaded go on as they would have") {
  Story story;
  const ImposedCurrent current(story.settings().current);
  OnsetDetectors a(story.settings()), b(story.settings());
  const auto feed = [&](OnsetDetectors& d, int from, int to) {
    for (int n = from; n < to; ++n) {
      Sample s;
      s.time = s.monolayers = n;
      s.density = current.density(s.time);
      SampleInterval i{1, n < 60 ? 0.0 : 0.02 * (n - 60), 0, s.density, s.time, s.time, 0};
      s.coverage = i.coverage;
      d.sample(s, i, i, current);
    }
  };
  feed(a, 0, 69);
  kmc::Writer w;
  a.save(w);
  kmc::Reader r(w.bytes());
  b.load(r);
  r.finish();
  feed(a, 69, 80);
  feed(b, 69, 80);
  for (const Detector d : all_detectors) {
    CHECK(a.result(d).detected == b.result(d).detected);
    CHECK(a.result(d).time == b.result(d).time);
  }
  CHECK(a.result(Detector::voltage).detected);
  CHECK(a.line_slope() == b.line_slope());
}

// The detector without noise: theta(j) is that of theory, so that slopes can be compared closely.
TEST_SUITE("physics") {
  TEST_CASE(
      "the voltage detector's activation energies for exchange multiples 1, 3 and 10 agree within "
      "0.002 eV") {
    struct Hypothesis {
      double injection, segregation;
    };
    for (const Hypothesis& h :
         {Hypothesis{0.053, 0}, Hypothesis{0.14, 0}, Hypothesis{0.14, 0.087}}) {
      std::vector<double> slopes;
      for (const double multiple : {1.0, 3.0, 10.0}) {
        std::vector<double> x;
        std::vector<test::Estimate> y;
        for (double temperature = 250; temperature <= 350; temperature += 25) {
          Case c;
          c.temperature = temperature;
          c.metal.layers = 8;
          c.ceramic.injection.barrier = h.injection;
          c.ceramic.segregation = h.segregation;
          c.onset.coverage_threshold = 0.5;
          c.voltage.exchange_relative = multiple;
          const double j = predicted_density(c);
          c.current = Ramp{0.02 * j, 1.5 * j, 0.001 * j, {}};  // time in units of 1/j
          OnsetDetectors detectors(c);
          const ImposedCurrent current(c.current);
          std::vector<double> fluxes;  // of theta = 0, 0.001, ...
          for (int n = 0; n <= 1000; ++n) fluxes.push_back(test::steady_state(c, 1e-3 * n).flux);
          std::size_t at = 1;
          for (double time = 0; time < current.segment_end(); time += 0.25) {
            const double flux = current.density(time) * 4.29 * 4.29 / std::sqrt(2.0);
            while (fluxes[at] < flux) ++at;
            const double theta = 1e-3 * (static_cast<double>(at) -
                                         (fluxes[at] - flux) / (fluxes[at] - fluxes[at - 1]));
            Sample s;
            s.time = time;
            s.density = current.density(time);
            const SampleInterval i{0.25, theta, 0, s.density, time, time};
            s.coverage = theta;
            detectors.sample(s, i, i, current);
            if (detectors.result(Detector::voltage).detected) break;
          }
          const OnsetResult& r = detectors.result(Detector::voltage);
          REQUIRE(r.detected);
          REQUIRE(r.censored == Censored::no);
          x.push_back(1 / (constants::boltzmann * temperature));
          y.push_back({std::log(r.density), 1.0});
        }
        slopes.push_back(-test::slope(x, y).value);
      }
      CAPTURE(h.segregation);
      CAPTURE(slopes[0]);
      CAPTURE(slopes[2]);
      for (const double a : slopes)
        for (const double b : slopes) CHECK(std::abs(a - b) < 0.002);
    }
  }
}

// The same noiseless story at several temperatures, with an ASR three times the charge-transfer
// resistance at 300 K and an energy of its own.
TEST_CASE("an area resistance that the analysis has to find: a sudden loss is dated as well") {
  const auto onset_at = [](double temperature, OhmicPart ohmic, double width) {
    Story story;
    Case& c = story.settings();
    c.temperature = temperature;
    c.onset.ohmic = ohmic;
    c.voltage.area_resistance = 3 * constants::boltzmann * 300 / 100;
    c.voltage.resistance_activation = 0.2;
    const double lost = 20 + 0.5 * (temperature - 250);  // j_crit rises with temperature
    const auto coverage = [=](double t) {
      return t < lost ? 0.0 : std::min(0.99, (t - lost) / width);
    };
    const auto d = story.tell(coverage);
    REQUIRE(d.result(Detector::voltage).detected);
    CHECK(d.result(Detector::voltage).censored == Censored::no);
    return std::log(d.result(Detector::voltage).density);
  };
  // By how much E_A is lower where the resistance has to be found.
  const auto shift_of = [&](double width) {
    std::vector<double> x;
    std::vector<test::Estimate> given, found;
    for (const double temperature : {250.0, 275.0, 300.0, 325.0, 350.0}) {
      x.push_back(1 / (constants::boltzmann * temperature));
      given.push_back({onset_at(temperature, OhmicPart::given, width), 1.0});
      found.push_back({onset_at(temperature, OhmicPart::found, width), 1.0});
      CHECK(found.back().value >= given.back().value);
      if (width < 1) CHECK(found.back().value < given.back().value + 0.02);
    }
    return test::slope(x, found).value - test::slope(x, given).value;
  };
  CHECK(std::abs(shift_of(0.5)) < 0.002);  // [eV] contact is gone within half a monolayer
  const double by_and_by = shift_of(20);   // within twenty: that is what the analysis hides
  CHECK(by_and_by > 0.01);
  CHECK(by_and_by < 0.04);
}
