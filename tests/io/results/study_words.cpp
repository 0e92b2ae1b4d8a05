#include "io/results/study_words.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using lacuna::test::says;

namespace {

using Quantity = Separation::Quantity;

Plan plan_of_words() {
  Plan p;
  p.grid_keys = {"metal.layers"};
  for (const char* name : {"free", "bonded", "other", "last"})
    p.branches.push_back({name, {"8"}, name, "bare", "", {}});
  return p;
}

Conclusion::Contest contest(Quantity quantity, double first, double second, double error) {
  return {0, 1, {quantity, first, second, error}};
}

std::vector<std::size_t>& with(Conclusion& all, Verdict verdict) {
  return all.by_verdict[static_cast<std::size_t>(verdict)];
}

}  // namespace

TEST_CASE("a headline is the sentence for what there is to say first") {
  Conclusion all;
  CHECK(io::headline(plan_of_words(), all) ==
        "Activation energies of the onset current, as simulated.");
  Plan at_one_temperature = plan_of_words();
  at_one_temperature.temperatures = {300};
  CHECK(io::headline(at_one_temperature, all) ==
        "Onsets at 300 K, as simulated; one temperature has no E_A.");
  all.headline = Headline::none_survives;
  CHECK(io::headline(plan_of_words(), all) ==
        "At this box and ramp no hypothesis is compatible with what was measured.");
  all.headline = Headline::undecided;
  CHECK(io::headline(plan_of_words(), all) == "Nothing is decided yet.");
  all.headline = Headline::rivals;
  all.rivals = {0, 1};
  CHECK(io::headline(plan_of_words(), all) ==
        "At this box and ramp the measured activation energy does not decide: free (metal.layers "
        "8) and bonded (metal.layers 8) survive.");
  all.rivals = {0, 1, 2, 3};
  CHECK(io::headline(plan_of_words(), all) ==
        "At this box and ramp the measured activation energy does not decide: 4 survive.");
  all.headline = Headline::some_survive;
  all.survivors = {2};
  with(all, Verdict::compatible) = {2};
  with(all, Verdict::not_compatible) = {0, 1};
  CHECK(io::headline(plan_of_words(), all) ==
        "At this box and ramp, of 3 hypotheses other (metal.layers 8) alone survives.");
  all.survivors = {0, 1, 2, 3};
  CHECK(io::headline(plan_of_words(), all) == "At this box and ramp, of 3 hypotheses 4 survive.");
  all.survivors = with(all, Verdict::by_construction) = {2};
  with(all, Verdict::compatible).clear();
  CHECK(io::headline(plan_of_words(), all) ==
        "At this box and ramp, of 3 hypotheses other (metal.layers 8) agrees by construction "
        "alone.");
}

TEST_CASE("hypotheses without E_A are told with the reason, those with the same one together") {
  ensemble::StudyResult result;
  result.branches.resize(3);
  for (std::size_t b = 0; b < 3; ++b) result.branches[b].branch = b;
  result.branches[0].no_arrhenius = result.branches[2].no_arrhenius = "no onsets";
  result.branches[1].no_arrhenius = "one temperature";
  CHECK(io::without_energy_text(plan_of_words(), result) ==
        "No E_A for free (metal.layers 8) and other (metal.layers 8): no onsets.\n"
        "No E_A for bonded (metal.layers 8): one temperature.\n");
  CHECK(io::without_energy_text(plan_of_words(), {}).empty());
}

TEST_CASE(
    "two sentences say which hypotheses survive and what would separate them, where no cell does") {
  Plan without_grid = plan_of_words();
  for (Branch& branch : without_grid.branches) branch.grid.clear();
  Conclusion all;
  CHECK(io::verdict_text(without_grid, all).empty());
  all.survivors = {0, 1};
  with(all, Verdict::charge_only) = {0};
  with(all, Verdict::by_construction) = {1};
  with(all, Verdict::not_compatible) = {2};
  with(all, Verdict::undecided) = {3};
  all.hardest = contest(Quantity::rate_exponent, 0.0, 0.25, 0.02);
  CHECK(io::verdict_text(without_grid, all) ==
        "At this box and ramp: agree by construction, which is no test: bonded; with equal charge "
        "per e-fold only: free; not compatible: other; not known well enough to tell: last.\n"
        "What would separate free and bonded best in the box is the ramp rate: j_crit goes as its "
        "power 0.00 "
        "and 0.25.\n");
  all.hardest = contest(Quantity::thickness, 0.083, 0.1, 0.02);
  CHECK(says(io::verdict_text(without_grid, all),
             "Nothing computed in the box would separate free and bonded well; best would be the "
             "thickness: eight times as thick they would show 0.083 and 0.100 eV (theory).\n"));
  all.hardest = contest(Quantity::current, 0.0, 3.0, 1.1);
  CHECK(says(io::verdict_text(without_grid, all), "itself, 20 times apart when cold.\n"));
  all.hardest.reset();
  CHECK(says(io::verdict_text(without_grid, all), "A compatible number is weak evidence"));
  without_grid.cell.emplace();
  CHECK(io::verdict_text(without_grid, all).ends_with("not known well enough to tell: last.\n"));
}

TEST_CASE("where no hypothesis survives a fit is advised") {
  Conclusion all;
  with(all, Verdict::not_compatible) = {0};
  CHECK(says(io::verdict_text(plan_of_words(), all), "At this box and ramp: not compatible: free"));
  CHECK(says(io::verdict_text(plan_of_words(), all), "a fit (docs/study.md)"));
  with(all, Verdict::not_compatible).clear();
  with(all, Verdict::needs_other) = {0, 1};
  all.unchecked = {0};
  CHECK(says(io::verdict_text(plan_of_words(), all),
             "undecided without the other ramp (rate_check): free"));
  CHECK(
      says(io::verdict_text(plan_of_words(), all),
           "whose E_A the rate check does not give (onsets at its rates are too few, or depend on "
           "them too steeply): bonded"));
}

TEST_CASE("absolute currents are for 1 mA/cm2, or for the points that were measured") {
  StudyResult result;
  CHECK(io::prefactor_text(plan_of_words(), result).empty());
  result.clock_factors = ClockFactors{0.5, 2.0, 310};
  CHECK(says(io::prefactor_text(plan_of_words(), result),
             "For a critical current of 1 mA/cm2 at 310 K all attempt frequencies would have to be "
             "multiplied by 0.5 to 2;"));
  Plan measured = plan_of_words();
  measured.measured_points.push_back({300, 1.0, 0.1});
  CHECK(says(io::prefactor_text(measured, result),
             "For the critical currents that were measured all"));
}

TEST_CASE("what was measured, under which ramp, and what was not, is one sentence") {
  Plan plan = plan_of_words();
  CHECK(io::measured_text(plan).empty());
  plan.experiment = {{"bare", {0.13, 0.15, 0.0}}};
  CHECK(io::measured_text(plan) ==
        "The measurements are activation energies alone; no critical current is compared; the ramp "
        "at different temperatures is not stated (measured_ramp), so with bonds a hypothesis is "
        "compatible only if it agrees under both conventions.\n");
  plan.measured_ramp = MeasuredRamp::fixed;
  plan.measured_points.push_back({300, 1.0, 0.1});
  CHECK(io::measured_text(plan) ==
        "The measurements are activation energies, and critical currents at temperatures; the ramp "
        "had one rate dj/dt for all temperatures.\n");
  plan.experiment.clear();
  plan.measured_ramp = MeasuredRamp::staircase;
  CHECK(io::measured_text(plan) ==
        "The measurements are critical currents at temperatures; the ramp was a staircase, which "
        "lies between equal charge per e-fold and one rate dj/dt.\n");
  plan.measured_ramp = MeasuredRamp::charge;
  CHECK(says(io::measured_text(plan), "; the ramp was the same charge per e-fold of current.\n"));
}

TEST_CASE("many E_A are told with how many of them chance alone would make compatible") {
  StudyResult result;
  CHECK(io::chances_text(result).empty());
  result.chances = Chances{12, 5, 0.05, 0.25, 2.4};
  CHECK(io::chances_text(result) ==
        "12 E_A are 12 chances: 5 agree with what was measured; spread evenly over the 0.050 to "
        "0.250 eV that "
        "they span, about 2 would be.\n");
}

TEST_CASE("a box speaks of itself alone") {
  CHECK(io::words_at_box(Verdict::compatible) == "compatible at this box and ramp");
  CHECK(io::words_at_box(Verdict::not_compatible) == "not compatible at this box and ramp");
  CHECK(io::words_at_box(Verdict::charge_only) == "with equal charge only");
}
