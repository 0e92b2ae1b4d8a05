#include "ensemble/discrimination.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "ensemble/cell_findings.hpp"
#include "interface/self_diffusion.hpp"
#include "interface/theory.hpp"
#include "tests/ensemble/fabricated_cells.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::TemporaryDirectory;

namespace {

Branch reading(const std::string& name, double bonds, double segregation,
               const std::string& measured = "bare") {
  Case values;
  values.metal.bond_nn1 = values.metal.bond_nn2 = bonds;
  values.ceramic.segregation = segregation;
  values.ceramic.injection.barrier = 0.14;
  return {name, {}, name, measured, "", [values](std::span<const double>) { return values; }};
}

Plan plan_of_rivals(std::vector<Branch> branches) {
  Plan plan;
  plan.temperatures = {250, 300, 350};
  plan.branches = std::move(branches);
  plan.experiment = {{"bare", {0.13, 0.15, 0.0}}, {"coated", {0.1, 0.1, 0.01}}};
  plan.cell = CellPlan{};
  plan.cell->design.protocol =
      cell::Staircase{0.1 * constants::mA_per_cm2, 1e9 * constants::mA_per_cm2, 1.3, 3600};
  return plan;
}

/// Of ln j, of each cell by itself, by the steps of that staircase.
const double step = std::log(1.3) / 6;

/// Two readings that agree with what was measured; the first current is told in turn for metal a
/// tenth as thick, a hundredth of the area, ten times the speed and 10 MPa more.
struct TwoReadings {
  Plan plan = plan_of_rivals({reading("one", 0.06, 0.087), reading("two", 0.06, 0.04)});
  CellPredictions own = test::made_up_cells(plan, 0.14, 0.01);
  CellPredictions changed;

  TwoReadings() {
    for (const double factor : {10.0, 1.1, 1.2, 1.0}) {  // by measurement: that of `one`,
      for (const double other : {factor, factor / 2}) {  // and of `two`
        // 200 µm of metal: made_up_cells gives 1e4/thickness [mA/cm²].
        changed.push_back({test::made_up_cell(other * 1e4 / 2e6, 0.2, 0.01), ""});
      }
    }
  }
  [[nodiscard]] std::vector<CellRivals> rivals() const {
    return discriminate(plan, analyse_cells(plan, own), changed);
  }
};

const Discrimination& found_of(const CellRivals& pair, Measurement measurement) {
  const auto at = std::find_if(pair.measurements.begin(), pair.measurements.end(),
                               [&](const auto& each) { return each.measurement == measurement; });
  REQUIRE(at != pair.measurements.end());
  return *at;
}

std::string why_unknown(const CellRivals& pair, Measurement measurement) {
  for (const auto& each : pair.unknown)
    if (each.measurement == measurement) return each.why;
  return "known";
}

}  // namespace

TEST_CASE("a ratio of currents is that of its cells, and errors that both share cancel in it") {
  const auto pairs = TwoReadings().rivals();
  REQUIRE(pairs.size() == 1);
  CHECK(pairs[0].both_survive);
  const Discrimination& thickness = found_of(pairs[0], Measurement::thickness);
  CHECK(thickness.first == doctest::Approx(std::log(10)));
  CHECK(thickness.second == doctest::Approx(std::log(5)));
  CHECK(thickness.prediction_error == doctest::Approx(2 * step));  // of four cells
  CHECK(thickness.measurement_error == doctest::Approx(std::sqrt(2) * ln_current_error));
  CHECK(thickness.ratio() ==
        doctest::Approx(std::log(2) / std::hypot(std::sqrt(2) * ln_current_error, 2 * step)));
}

TEST_CASE("both of a pair are compared by one onset: contact where both have it, else first void") {
  TwoReadings two;
  CHECK(found_of(two.rivals().at(0), Measurement::time).onset == CellOnset::contact);
  CHECK_FALSE(found_of(two.rivals().at(0), Measurement::adhesion).onset.has_value());

  for (std::size_t k = 3; k < 5; ++k)  // at 250 and 300 K `two` loses no contact,
    for (auto& loss : two.own[k].outcome->losses) loss.when.reset();
  REQUIRE(analyse_cells(two.plan, two.own)[1].decisive() == CellOnset::first_void);
  REQUIRE(analyse_cells(two.plan, two.own)[0].decisive() == CellOnset::contact);
  const auto pairs = two.rivals();
  const Discrimination& current = found_of(pairs.at(0), Measurement::current);
  CHECK(current.onset == CellOnset::first_void);
  CHECK(current.first == doctest::Approx(std::log(1e4 / 2e6)));
  CHECK(current.second == doctest::Approx(std::log(1e4 / 2e6)));
  CHECK(found_of(pairs[0], Measurement::energy).onset == CellOnset::first_void);

  two.own[4] = test::made_up_cells(two.plan, 0.14, 0.01)[4];  // at 300 and 350 K it does,
  for (auto& changed : two.changed) changed.outcome->losses[1].when->trend *= 3;
  const auto known = two.rivals();
  const Discrimination& thickness = found_of(known.at(0), Measurement::thickness);
  CHECK(thickness.onset == CellOnset::contact);  // though its verdict is by the first void
  CHECK(thickness.first == doctest::Approx(std::log(30)));
  CHECK(thickness.second == doctest::Approx(std::log(15)));
  const Discrimination& energy = found_of(known[0], Measurement::energy);
  CHECK(energy.onset == CellOnset::contact);  // of both through 300 and 350 K
  CHECK(energy.first == doctest::Approx(energy.second));
  CHECK(found_of(known[0], Measurement::temperatures).onset == CellOnset::first_void);
}

TEST_CASE("of two that share no onset each goes by its own, and that is said") {
  TwoReadings two;
  for (std::size_t k = 0; k < 3; ++k) two.own[k].outcome->first_void = {};  // as without bonds
  for (std::size_t k = 3; k < 6; ++k)
    for (auto& loss : two.own[k].outcome->losses) loss.when.reset();
  const auto pairs = two.rivals();
  const Discrimination& current = found_of(pairs.at(0), Measurement::current);
  CHECK(current.each_by_its_own);
  CHECK_FALSE(current.onset.has_value());
  CHECK_FALSE(found_of(pairs[0], Measurement::adhesion).each_by_its_own);
}

TEST_CASE("a current is no better known than births, sampling, steps and the metal") {
  const auto pairs = TwoReadings().rivals();
  const Discrimination& current = found_of(pairs[0], Measurement::current);
  CHECK(current.first == doctest::Approx(std::log(2 * 1e4 / 2e6)));  // contact, at twice the first
  const double births = std::log(birth_factor) / 31;
  // 21 draws of 0.1 (k − 10), once for both
  const double prior = 0.1 * std::sqrt(2 * 385 / 20.0);
  CHECK(current.prediction_error ==
        doctest::Approx(std::hypot(std::sqrt(2) * std::hypot(births, 0.01, step), prior)));
  CHECK(current.ratio() == 0);
}

TEST_CASE("what is not known of the metal counts where a change of the cell does not cancel it") {
  TwoReadings two;
  const auto error = [&](Measurement measurement) {
    return found_of(two.rivals().at(0), measurement).prediction_error;
  };
  const double without = error(Measurement::area);
  for (double& shift : two.changed[3].outcome->prior_shifts) shift *= 1.5;  // of `two`
  const double half = 0.5 * 0.1 * std::sqrt(2 * 385 / 20.0);
  CHECK(error(Measurement::area) == doctest::Approx(std::hypot(without, half)));
  for (double& shift : two.changed[2].outcome->prior_shifts) shift *= 1.25;  // `one` has less
  CHECK(error(Measurement::area) == doctest::Approx(std::hypot(without, half)));
  for (std::size_t draw = 0; draw < 12; ++draw)
    two.changed[3].outcome->prior_shifts[draw] = INFINITY;
  CHECK(why_unknown(two.rivals().at(0), Measurement::area) ==
        "too few of the draws of cell.uncertainty have it");
}

TEST_CASE("an energy is no better known than its slope through the draws of the metal") {
  TwoReadings two;
  for (std::size_t t = 0; t < 3; ++t)  // E_A of `one` shifts by 0.01 eV (k − 10)
    for (std::size_t k = 0; k < 21; ++k)
      two.own[t].outcome->prior_shifts[k] =
          -0.01 * (static_cast<double>(k) - 10) * inverse_thermal_energy(two.plan.temperatures[t]);
  const Discrimination energy = found_of(two.rivals().at(0), Measurement::energy);
  const double prior = 0.01 * std::sqrt(2 * 385 / 20.0);
  CHECK(energy.prediction_error > prior);
  CHECK(energy.prediction_error < 1.01 * prior);
}

TEST_CASE("a tracer's diffusion and adhesion are no better known than E_f, S_f and frequencies") {
  TwoReadings two;
  cell::Prior& prior = two.plan.cell->prior;
  prior = {.draws = 512,
           .formation_energy = 0.03,
           .vacancy_entropy = 1.1,
           .correlation = 0.85,
           .attempt_frequency = 3.0,
           .bond_ratio = 1.0};
  const auto error = [&](Measurement measurement) {
    return found_of(two.rivals().at(0), measurement).prediction_error;
  };
  // ln D* = … + S_f − E_f/kT + ln ν
  const double per_energy = 0.03 * inverse_thermal_energy(300);
  const double variance = std::pow(per_energy, 2) + 1.1 * 1.1 - 2 * 0.85 * per_energy * 1.1 +
                          std::pow(std::log(3.0), 2);
  CHECK(error(Measurement::diffusion) == doctest::Approx(std::sqrt(variance)).epsilon(0.03));
  CHECK(error(Measurement::adhesion) > 0);
  prior.draws = 0;
  CHECK(error(Measurement::diffusion) == 0);
  CHECK(error(Measurement::adhesion) == 0);
}

TEST_CASE("E_A of either half of the temperatures: a straight line has no bend") {
  TwoReadings two;
  two.own[5] = {test::made_up_cell(1, 0.2, 0.01), ""};  // `two` at 350 K is higher than its line
  const auto pairs = two.rivals();
  const Discrimination& bend = found_of(pairs[0], Measurement::temperatures);
  CHECK(bend.first == doctest::Approx(0).epsilon(1e-9));
  CHECK(bend.second < -0.1);
  const double cold = inverse_thermal_energy(250), room = inverse_thermal_energy(300),
               hot = inverse_thermal_energy(350);
  const double low = 1 / (cold - room), high = 1 / (room - hot);
  const double weights = std::sqrt(low * low + (low + high) * (low + high) + high * high);  // of ln
                                                                                            // j at
                                                                                            // each
  CHECK(bend.measurement_error == doctest::Approx(ln_current_error * weights));
}

TEST_CASE("the metal's own diffusion and the work of adhesion are measurements as well") {
  const TwoReadings two;
  const auto pairs = two.rivals();
  Case c = two.plan.branches[1].vary({});
  c.temperature = 300;
  const Discrimination& diffusion = found_of(pairs[0], Measurement::diffusion);
  CHECK(diffusion.second ==
        doctest::Approx(std::log(interface::self_diffusion(c)->model / constants::cm2)));
  const Discrimination& adhesion = found_of(pairs[0], Measurement::adhesion);
  // E_seg = A_s (2 gamma − W): readings of the same metal differ by that of E_seg alone.
  const double site_area = 4.29 * 4.29 / std::sqrt(2.0);
  CHECK(adhesion.second - adhesion.first ==
        doctest::Approx(0.047 / site_area / constants::J_per_m2));
}

TEST_CASE("the measurement that tells most stands first, and what is unknown says why") {
  TwoReadings two;
  two.changed[3] = {{}, "the wall wets"};
  const auto pairs = two.rivals();
  const auto& list = pairs[0].measurements;
  for (std::size_t k = 1; k < list.size(); ++k) CHECK(list[k - 1].ratio() >= list[k].ratio());
  CHECK(why_unknown(pairs[0], Measurement::area) == "the wall wets");
  CHECK(list.size() == 8);
}

TEST_CASE("readings of other measurements are no rivals, and two that are excluded neither") {
  const Plan plan = plan_of_rivals({reading("a", 0, 0), reading("b", 0, 0), reading("c", 0, 0),
                                    reading("other", 0, 0, "coated")});
  CellPredictions all = test::made_up_cells(plan, 0.14);
  const CellPredictions steep = test::made_up_cells(plan, 0.3);
  std::copy(steep.begin() + 3, steep.begin() + 9, all.begin() + 3);  // b and c
  const CellPredictions room = {changed_cells_of(plan), {test::made_up_cell(1, 0.2), ""}};
  CHECK(room.size() == 4 * 3);
  all.insert(all.end(), room.begin(), room.end());
  const auto result = cell_findings(plan, all);
  REQUIRE(result.has_value());
  REQUIRE(result->rivals.size() == 2);  // a with either of the excluded
  for (const CellRivals& pair : result->rivals) {
    CHECK(pair.first == 0);
    CHECK_FALSE(pair.both_survive);
    CHECK(why_unknown(pair, Measurement::adhesion) ==
          "without bonds the metal has no surface energy");
  }
  CHECK_FALSE(best_measurement(result->rivals).has_value());
  all.pop_back();
  CHECK_FALSE(cell_findings(plan, all).has_value());
}

TEST_CASE("what is best for all pairs is best for the pair that it tells apart worst") {
  const Discrimination weak{Measurement::area, 0, 1, 1, 0}, strong{Measurement::area, 0, 9, 1, 0},
      fair{Measurement::thickness, 0, 3, 1, 0};
  CellRivals one{0, 1, 1e6, true, {strong, fair}, {}}, other{0, 2, 1e6, true, {fair, weak}, {}};
  const auto best = best_measurement({one, other});
  REQUIRE(best.has_value());
  CHECK(best->measurement == Measurement::thickness);
  CHECK(best->least_ratio == 3);
  other.measurements = {weak};
  CHECK(best_measurement({one, other})->measurement == Measurement::area);
  other.both_survive = false;
  CHECK(best_measurement({one, other})->least_ratio == 9);
}

TEST_CASE("without bonds a critical current is that of thickness alone") {
  Plan plan = plan_of_rivals({reading("plain", 0.0, 0.0), reading("held", 0.0, 0.087)});
  const TemporaryDirectory folder;
  const auto all = predict_all_cells(plan, nucleation::Cache(folder / "voids"), 2, {}, {});
  REQUIRE(all.has_value());
  const auto result = cell_findings(plan, *all);
  REQUIRE(result.has_value());
  REQUIRE_FALSE(result->rivals.empty());
  const CellRivals& pair = result->rivals[0];
  // r goes as 1/(L + L*), L* of a few layers.
  CHECK(found_of(pair, Measurement::thickness).first ==
        doctest::Approx(std::log(10)).epsilon(1e-3));
  for (const Measurement none : {Measurement::area, Measurement::time, Measurement::pressure})
    CHECK(found_of(pair, none).first == doctest::Approx(0).epsilon(1e-6));
}
