#include "ensemble/equal_charge.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <random>

#include "interface/auto_ramp.hpp"
#include "interface/theory.hpp"
#include "tests/ensemble/fabricated.hpp"
#include "tests/oracles/boltzmann_constant.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::kB;

namespace {

constexpr double charge = 25.0;  // [monolayers] what `auto: charge` asks for by default
constexpr double exponent = 0.22, energy_fixed = 0.088,
                 energy_charge = energy_fixed / (1 - 2 * exponent);

// ln j at a rate: what nucleation gives, E_A at one rate being energy_fixed.
double log_density(double temperature, double rate) {
  return 2.0 - energy_fixed / (kB * temperature) + exponent * std::log(rate);
}

// The rate of exactly the charge asked for: rate = j^2 A_s / Q, j = j(rate).
double equal_rate(double temperature, double site_area) {
  const double at_one = 2.0 - energy_fixed / (kB * temperature);
  return std::exp((2 * at_one + std::log(site_area / charge)) / (1 - 2 * exponent));
}

// Pilots miss the rate by the factors given, (temperatures); every replica scatters by `noise`, the
// same at all its rates.
Records records_of(const Plan& plan, std::span<const double> missed, double noise) {
  const double site_area =
      interface::site_area(case_of(plan, Setting{}.task(TaskKind::pilot, 300)).metal);
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  Records records;
  for (std::size_t c = 0; c < plan.temperatures.size(); ++c) {
    const double temperature = plan.temperatures[c];
    ensemble::ChosenRamp chosen;
    chosen.ramp.rate = equal_rate(temperature, site_area) * missed[c];
    const Task pilot = Setting{}.task(TaskKind::pilot, temperature);
    records[id_of(plan, pilot)] = {pilot, 0, chosen};
    for (int n = 0; n < plan.replicas; ++n) {
      const double own = noise * normal(random);
      for (const double factor : rate_factors) {
        const Task task = Setting{}.task(TaskKind::replica, temperature, factor, n);
        Outcome outcome;
        auto& onset = outcome.onsets[static_cast<std::size_t>(interface::Detector::coverage)];
        onset.detected = true;
        onset.censored = Censored::no;
        onset.density = std::exp(log_density(temperature, chosen.ramp.rate * factor) + own);
        records[id_of(plan, task)] = {task, 0, outcome};
      }
    }
  }
  return records;
}

Plan charge_plan() {
  Plan plan = test::plan({{"nucleation", {}, "nucleation", "", "", [](std::span<const double>) {
                             Case c;
                             c.onset.primary = interface::Detector::coverage;
                             c.current = test::automatic(interface::RampConvention::charge);
                             return c;
                           }}});
  plan.rate_check = RateCheck::all;
  return plan;
}

const std::vector<int>& counts(const Plan& plan) {
  static std::vector<int> list;
  return list = std::vector<int>(plan.temperatures.size(), plan.replicas);
}

}  // namespace

TEST_CASE("what pilots missed is taken out of E_A at equal charge") {
  const Plan plan = charge_plan();
  const std::vector<double> exact(plan.temperatures.size(), 1.0);
  std::vector<double> missed = exact;
  missed.front() = 1.7;  // as a pilot of a small slab does
  missed.back() = 0.8;
  for (const auto& factors : {exact, missed}) {
    const SettingLine line =
        setting_line(plan, records_of(plan, factors, 0.001), {}, counts(plan), plan.confidence);
    CHECK(line.equal_charge);
    CHECK(line.line.activation_energy.value == doctest::Approx(energy_charge).epsilon(0.002));
  }
  // As found, the miss alone moves E_A by more than its interval is wide.
  Plan unchecked = plan;
  unchecked.rate_check = RateCheck::none;
  const SettingLine raw =
      setting_line(unchecked, records_of(plan, missed, 0.001), {}, counts(plan), plan.confidence);
  CHECK_FALSE(raw.equal_charge);
  CHECK_FALSE(raw.line.activation_energy.interval.contains(energy_charge));
}

TEST_CASE(
    "bringing replicas to equal charge widens their scatter as the ramp's response to it does") {
  const Plan plan = charge_plan();
  const std::vector<double> exact(plan.temperatures.size(), 1.0);
  Plan unchecked = plan;
  unchecked.rate_check = RateCheck::none;
  const Records records = records_of(plan, exact, 0.1);
  const double raw = setting_line(unchecked, records, {}, counts(plan), plan.confidence)
                         .line.activation_energy.error;
  const SettingLine line = setting_line(plan, records, {}, counts(plan), plan.confidence);
  // the exponent is known exactly here, as a replica's scatter is the same at all its rates
  CHECK(line.line.activation_energy.error ==
        doctest::Approx(raw / (1 - 2 * exponent)).epsilon(1e-6));
}

TEST_CASE("an exponent's error is one of E_A and of ln j0, and they share it") {
  const Plan plan = charge_plan();
  const auto all = static_cast<double>(plan.temperatures.size()) * plan.replicas;
  // Of rates that are missed by exp(offset + slope / kT), s that is off by `error` takes out too
  // much of ln j by
  //   error (offset + slope / kT) / (1 - 2 (s + error)).
  const double offset = 0.5, slope = 0.01, w = 0.02, error = w / std::sqrt(all - 1);
  std::vector<double> missed;
  for (const double t : plan.temperatures) missed.push_back(std::exp(offset + slope / (kB * t)));
  Records records = records_of(plan, missed, 1e-7);
  for (auto& [id, record] : records)  // exponents of s - w and s + w in turn
    if (auto* outcome = std::get_if<Outcome>(&record.found))
      outcome->onsets[static_cast<std::size_t>(interface::Detector::coverage)].density *=
          std::pow(record.task.rate_factor, record.task.replica % 2 == 0 ? w : -w);
  const Arrhenius line = setting_line(plan, records, {}, counts(plan), plan.confidence).line;
  const double share = error / (1 - 2 * (exponent + error)), reach = 1.959963984540054;
  CHECK(line.activation_energy.error == doctest::Approx(slope * share).epsilon(1e-3));
  CHECK(line.log_prefactor.error == doctest::Approx(offset * share).epsilon(1e-3));
  CHECK(line.covariance == doctest::Approx(-slope * offset * share * share).epsilon(1e-3));
  for (const Estimate& e : {line.activation_energy, line.log_prefactor}) {
    CHECK(e.interval.high - e.value == doctest::Approx(reach * e.error).epsilon(1e-3));
    CHECK(e.value - e.interval.low == doctest::Approx(reach * e.error).epsilon(1e-3));
  }
}

TEST_CASE(
    "replicas whose onset is only bounded at some rate are counted, and apart from those that "
    "failed there") {
  const Plan plan = charge_plan();
  Records records = records_of(plan, std::vector<double>(plan.temperatures.size(), 1.0), 0.01);
  const auto at = [&](double factor, int replica) -> Record& {
    return records.at(id_of(plan, Setting{}.task(TaskKind::replica, 300, factor, replica)));
  };
  const auto bound = [](Record& record) {
    std::get<Outcome>(record.found)
        .onsets[static_cast<std::size_t>(interface::Detector::coverage)]
        .censored = Censored::right;
  };
  bound(at(4.0, 0));
  bound(at(0.25, 1));
  bound(at(4.0, 1));
  bound(at(1.0, 2));
  at(0.25, 3).found = Failure{"not a number"};
  at(0.25, 4).found = at(4.0, 4).found = at(1.0, 5).found = Failure{"not a number"};
  records.erase(id_of(plan, Setting{}.task(TaskKind::replica, 300, 4.0, 6)));
  const RateReplicas found = rate_replicas(plan, records, {});
  CHECK(found.repeated == 3 * plan.replicas - 1);
  CHECK(found.partly_seen == 3);
  CHECK(found.failed == 3);
}

TEST_CASE(
    "the exponent is of replicas seen at all rates, and unknown where the late ones are hidden") {
  // Onsets that scatter on their own at each rate, of which the ramp at four times its rate ends
  // below the latest: pairs of the other two rates are no stand-in, nor is the rest.
  Plan plan = charge_plan();
  plan.replicas = 400;
  const Records all = records_of(plan, std::vector<double>(plan.temperatures.size(), 1.0), 0.0);
  const double at_four = exponent * std::log(4.0), scatter = 0.2;
  for (const double hidden_share : {0.2, 0.3}) {
    Records records = all;
    std::mt19937_64 random(5);
    std::normal_distribution<double> noise(0.0, scatter);
    const auto hidden = static_cast<int>(hidden_share * plan.replicas);
    double sum = 0;  // by hand, of the slopes of those that are left
    for (int n = 0; n < plan.replicas; ++n) {
      const double late = n < hidden ? 2 * scatter : -0.5 * scatter;
      const double quarter = noise(random);
      const auto onset = [&](double factor) -> interface::OnsetResult& {
        const Task task = Setting{}.task(TaskKind::replica, 300, factor, n);
        return std::get<Outcome>(records.at(id_of(plan, task)).found)
            .onsets[static_cast<std::size_t>(interface::Detector::coverage)];
      };
      onset(4.0).density *= std::exp(late);
      onset(0.25).density *= std::exp(quarter);
      if (n < hidden) onset(4.0).censored = Censored::right;
      if (n >= hidden) sum += (2 * at_four + late - quarter) / (2 * std::log(4.0));
    }
    const auto found = rate_exponents(plan, records, {}, 300);
    const RateReplicas replicas = rate_replicas(plan, records, {});
    CHECK(replicas.partly_seen == hidden);
    if (hidden_share > 0.25) {
      CHECK(found.empty());
      CHECK(replicas.hidden == std::vector<double>{300});
      continue;
    }
    REQUIRE(found.size() == static_cast<std::size_t>(plan.replicas - hidden));
    CHECK(std::accumulate(found.begin(), found.end(), 0.0) == doctest::Approx(sum));
    CHECK(replicas.hidden.empty());
  }
}

TEST_CASE(
    "a steep dependence on the rate, which no equal charge goes with, leaves the cells as they "
    "were found") {
  const Plan plan = charge_plan();
  Records records = records_of(plan, std::vector<double>(plan.temperatures.size(), 1.0), 0.01);
  for (auto& [id, record] : records) {
    auto* outcome = std::get_if<Outcome>(&record.found);
    if (outcome == nullptr) continue;
    auto& onset = outcome->onsets[static_cast<std::size_t>(interface::Detector::coverage)];
    onset.density *= std::pow(record.task.rate_factor, 0.4);  // an exponent of 0.62
  }
  CHECK_FALSE(setting_line(plan, records, {}, counts(plan), plan.confidence).equal_charge);
}
