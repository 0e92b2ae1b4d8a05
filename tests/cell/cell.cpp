#include "cell/cell.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "cell/births.hpp"
#include "cell/boundary.hpp"
#include "cell/constriction.hpp"
#include "cell/growth.hpp"
#include "cell/limits.hpp"
#include "cell/ode.hpp"
#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/voltage.hpp"
#include "nucleation/equilibrium_shape.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {
namespace {

using constants::mA_per_cm2;

Design hours(double from, double to) {
  Design design;
  design.protocol = Staircase{from * mA_per_cm2, to * mA_per_cm2, 1.1, 3600};
  return design;
}

void check_refused(const interface::Case& c, const Design& design, const char* why,
                   int largest = 120) {
  const Sources sources = test::lawful_sources(c, largest);
  CHECK_THROWS_WITH_AS(predict(c, design, &sources), doctest::Contains(why), InputError);
}

}  // namespace

TEST_CASE("a cell of sodium has its first void, and then loses contact in order") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  const Outcome o = predict(c, hours(0.3, 100), &sources);
  CHECK(o.ended_early == "");
  for (std::size_t n = 1; n < first_void_shares.size(); ++n)
    CHECK(o.first_void[n - 1]->time < o.first_void[n]->time);
  REQUIRE(o.losses.size() == 2);
  CHECK(o.first_void[median]->time < o.losses[0].when->time);
  CHECK(o.losses[0].when->time < o.voltage->time);
  CHECK(o.voltage->time < o.losses[1].when->time);
  REQUIRE(o.at_first_void.has_value());
  CHECK(o.at_first_void->fugacity > o.equilibrium_fugacity);
  CHECK(o.at_first_void->sensitivity > o.at_first_void->critical_size / 2);
  CHECK(o.at_first_void->ln_density_error > 0);
  CHECK(o.integration.mass_residual < 1e-9);
  CHECK(o.course.back().lost == doctest::Approx(0.2).epsilon(1e-6));
  double voids = 0.0;
  for (const SizeClass& s : o.sizes) voids += s.density;
  CHECK(voids == doctest::Approx(o.course.back().voids));
}

TEST_CASE("the voltage of a cell holds the constriction of its voids, and so does its onset") {
  interface::Case c = test::sodium(0.087);
  c.voltage.exchange_relative.reset();
  c.voltage.exchange_density = 20 * mA_per_cm2;
  const Sources sources = test::lawful_sources(c);
  const Outcome even = predict(c, hours(0.3, 100), &sources);
  c.ceramic.strip = interface::StripRule::field;
  const double resistance = interface::Overpotential(c).charge_transfer_resistance();
  c.ceramic.electrolyte = interface::Electrolyte { resistance / 3e4 };  // κ R_ct of 3 µm
  const Outcome crowded = predict(c, hours(0.3, 100), &sources);
  const Instant& end = crowded.course.back();
  const double added = constriction(c, crowded.sizes).resistance;
  CHECK(added > 0.01 * resistance);
  CHECK(end.voltage == doctest::Approx(interface::Overpotential(c)(end.density, 1 - end.lost) +
                                       end.density * added));
  CHECK(crowded.voltage->time < even.voltage->time);
  CHECK(crowded.integration.mass_residual < 1e-9);
}

// In a battery κ R_ct is 10 to 100 µm, and voids are a few µm wide: what they catch at their rim is
// a/2L of what the gas brings them, and less (docs/decisions/0017-field.md).
TEST_CASE("crowding at a battery's rims moves the current of contact loss by less than 0.5 %") {
  interface::Case c = test::sodium(0.087);
  c.voltage.exchange_relative.reset();
  c.voltage.exchange_density = 20 * mA_per_cm2;
  const Sources sources = test::lawful_sources(c);
  const double resistance = interface::Overpotential(c).charge_transfer_resistance();
  Design born = hours(0.3, 100), flawed = hours(0.05, 20);
  flawed.births = false;
  flawed.flaws = Flaws{1e4, 1e-11};  // 1 µm, 1e5 per cm²
  for (Design design : {born, flawed}) {
    std::vector<double> currents;
    for (const double length : {0.0, 1e6, 1e5, 1e2}) {  // [A]
      c.ceramic.electrolyte.reset();
      c.ceramic.strip = length > 0 ? interface::StripRule::field : interface::StripRule::uniform;
      if (length > 0) c.ceramic.electrolyte = interface::Electrolyte {
          resistance / length
        };
      currents.push_back(predict(c, design, &sources).losses.back().when->trend);
    }
    CHECK(currents[1] < currents[0]);
    CHECK(currents[2] < currents[1]);
    CHECK(currents[2] > 0.995 * currents[0]);
    CHECK(currents[3] < currents[2]);
    CHECK(currents[3] > 0.99 * currents[0]);
  }
}

// Voids that grow at z0 − z_n and shrink at z_n, as the gas of a hard plating current is empty, are
// as before where z0 = 2 z_n: at (2 z_n/z_eq − 1) times the current that brings z_eq to the far
// end.
TEST_CASE("flaws accumulate over cycles above the current at which plating undoes stripping") {
  const interface::Case c = test::sodium(0.047);
  const Sources sources = test::lawful_sources(c);
  Design design;
  design.births = false;
  design.flaws = Flaws{1e5, 1e-16};  // 10 µm, one in the cell
  const Boundary b(c, design);
  const double radius = design.flaws->radius;
  const Growth growth(c, sources.wall);
  const double u = std::numbers::pi * radius * radius / growth.ground();
  const double balanced = (2 * growth.threshold(u) - b.far) / b.per_density;
  for (const double by : {0.98, 1.02}) {
    CAPTURE(by);
    constexpr double half = 10;  // [s]
    const double charge = half * by * balanced;
    design.protocol =
        Cycle{.strip = by * balanced, .plate = by * balanced, .charge = charge, .cycles = 30};
    const Outcome o = predict(c, design, &sources);
    CHECK(o.ended_early == "");
    CHECK(o.integration.mass_residual < 1e-9);
    REQUIRE(o.sizes.size() == 1);
    const double end = o.sizes.front().radius / radius - 1;
    CHECK((by > 1 ? end > 1e-6 : end < -1e-6));
    CHECK(std::abs(end) < 0.01);
    CHECK(o.course.back().time == doctest::Approx(30 * 2 * half));
  }
  design.transient = true;
  check_refused(c, design, "plating uses up the vacancies");
}

TEST_CASE("currents that a cell never sees do not matter") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  const Outcome near = predict(c, hours(0.3, 100), &sources);
  const Outcome far = predict(c, hours(0.3, 1e8), &sources);
  CHECK(far.first_void[median]->trend ==
        doctest::Approx(near.first_void[median]->trend).epsilon(1e-5));
  CHECK(far.losses[1].when->trend == doctest::Approx(near.losses[1].when->trend).epsilon(1e-5));
}

TEST_CASE("a ramp loses contact at the same current however far up it goes") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  const auto lost_at = [&](double highest) {
    Design design;
    design.protocol = Ramp{0, highest * mA_per_cm2, mA_per_cm2 / 3600};
    return predict(c, design, &sources).losses[1].when->trend / mA_per_cm2;
  };
  const double near = lost_at(10);
  CHECK(lost_at(100) == doctest::Approx(near).epsilon(2e-3));
  CHECK(lost_at(2000) == doctest::Approx(near).epsilon(2e-3));
}

TEST_CASE("a field that lags by seconds changes hours by next to nothing") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  Design design = hours(1, 100);
  const Outcome quick = predict(c, design, &sources);
  design.transient = true;
  const Outcome slow = predict(c, design, &sources);
  CHECK(slow.first_void[median]->time ==
        doctest::Approx(quick.first_void[median]->time).epsilon(1e-4));
  CHECK(slow.losses[0].when->time == doctest::Approx(quick.losses[0].when->time).epsilon(1e-4));
}

TEST_CASE(
    "steps hardly longer than the field's lag are followed in few steps, and may be stopped") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  Design design = hours(2, 4);
  std::get<Staircase>(design.protocol).hold = 0.36;
  design.transient = true;
  const Outcome o = predict(c, design, &sources);
  CHECK(o.relaxation > 0.36 / 3);
  CHECK(o.first_void[median].has_value());
  CHECK(o.integration.mass_residual < 1e-9);
  CHECK(o.integration.steps < 100'000);
  std::stop_source source;
  source.request_stop();
  CHECK_THROWS_AS(static_cast<void>(predict(c, design, &sources, source.get_token())), Stopped);
}

TEST_CASE("at the wall the critical current goes by one over the metal's thickness, exactly") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  const auto first = [&](double thickness) {
    Design design = hours(1, 2);
    design.thickness = thickness;
    design.far_end = FarEnd::sink;
    const Boundary b(c, design);
    // such currents that fugacities are the same
    design.protocol = Staircase{3e-6 / b.per_density, 3e-5 / b.per_density, 1.1, 3600};
    const Outcome o = predict(c, design, &sources);
    CHECK(o.at_first_void->wall_share > 0.999);
    return std::pair{o.first_void[median]->trend * b.per_density, o.first_void[median]->trend};
  };
  const auto thin = first(5e5), thick = first(2e6);
  CHECK(thin.first == doctest::Approx(thick.first).epsilon(1e-5));
  const Boundary b(c, Design{});
  const double step = b.at_once / (b.per_density - b.at_once) * b.layers;  // k_b/k_ret
  CHECK(thin.second / thick.second ==
        doctest::Approx((b.layers + step) / (b.layers / 4 + step)).epsilon(1e-5));
}

TEST_CASE("flaws grow above the current that keeps them, without births") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  Design design = hours(1e-4, 100);
  design.births = false;
  design.flaws = Flaws{.radius = 1e4, .density = 1e-12};
  const Outcome o = predict(c, design, &sources);
  CHECK(!o.first_void[median].has_value());
  CHECK(!o.at_first_void.has_value());
  CHECK(o.losses[0].when.has_value());
  CHECK(o.integration.mass_residual < 1e-9);  // after four hundred windows
  CHECK(o.course.front().voids == doctest::Approx(1e-12));
  CHECK(o.course.front().mean_radius == doctest::Approx(1e4));
  CHECK(o.sizes.size() == 1);
}

TEST_CASE("a gap is the void at rest of as many vacancies") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  const double radius = 1e4;
  const nucleation::EquilibriumShape shape(sources.wall.at);
  // n of a void at rest that covers as much: its ground is that by V^{2/3} times V^{2/3}.
  const double area = std::numbers::pi * radius * radius;
  const double volume = std::pow(area / shape.ground(), 1.5);
  Design design = hours(1e-4, 100);
  design.births = false;
  design.flaws = Flaws{.radius = radius, .density = 1e-12};
  const Outcome rested = predict(c, design, &sources);
  design.flaws->height = volume / area;
  const Outcome gap = predict(c, design, &sources);
  CHECK(gap.course.front().mean_radius == doctest::Approx(radius));
  REQUIRE(gap.losses[0].when.has_value());
  CHECK(gap.losses[0].when->trend == doctest::Approx(rested.losses[0].when->trend).epsilon(1e-6));
  // An eighth of the vacancies cover a quarter of the ground.
  design.flaws->height = volume / area / 8;
  const Outcome flat = predict(c, design, &sources);
  CHECK(flat.course.front().mean_radius == doctest::Approx(radius / 2));
}

TEST_CASE("what becomes of flaws does not depend on how large the voids are that were counted") {
  const interface::Case c = test::sodium(0.087, 350);
  const auto outcome = [&](double from, int largest) {
    const Sources sources = test::lawful_sources(c, largest);
    Design design = hours(from, 100);
    design.births = false;
    design.flaws = Flaws{.radius = 500, .density = 1e-10};
    return predict(c, design, &sources);
  };
  // Too little current to begin with: they shrink, and no later current brings them back.
  const Outcome few = outcome(0.01, 80), many = outcome(0.01, 120);
  REQUIRE(few.flaws_dissolved.has_value());
  REQUIRE(many.flaws_dissolved.has_value());
  CHECK(few.flaws_dissolved->time == doctest::Approx(many.flaws_dissolved->time).epsilon(0.01));
  for (const Outcome* each : {&few, &many}) {
    CHECK_FALSE(each->losses[0].when.has_value());
    CHECK(each->course.back().voids == 0);
    CHECK(each->course.back().density > 10 * mA_per_cm2);
    CHECK(each->integration.mass_residual < 1e-9);
    CHECK(each->sizes.empty());
  }
  // Enough from the start: they grow.
  const Outcome few_last = outcome(3, 80), many_last = outcome(3, 120);
  CHECK_FALSE(few_last.flaws_dissolved.has_value());
  CHECK(few_last.losses[0].when->trend ==
        doctest::Approx(many_last.losses[0].when->trend).epsilon(1e-5));
}

TEST_CASE("a cell whose flaws have dissolved has its first void as one without flaws") {
  const interface::Case c = test::sodium(0.087, 350);
  const Sources sources = test::lawful_sources(c);
  Design design = hours(0.01, 100);
  const Outcome clean = predict(c, design, &sources);
  design.flaws = Flaws{.radius = 500, .density = 1e-10};
  const Outcome flawed = predict(c, design, &sources);
  CHECK(flawed.flaws_dissolved.has_value());
  for (std::size_t n = 0; n < first_void_shares.size(); ++n)
    CHECK(flawed.first_void[n]->time == doctest::Approx(clean.first_void[n]->time).epsilon(1e-6));
}

TEST_CASE("flaws take vacancies from the births of others") {
  const interface::Case c = test::sodium(0.087);
  const Sources sources = test::lawful_sources(c);
  Design design = hours(0.5, 4);
  const Outcome clean = predict(c, design, &sources);
  design.flaws = Flaws{.radius = 1e4, .density = 1e-12};
  const Outcome flawed = predict(c, design, &sources);
  REQUIRE(clean.first_void[median].has_value());
  const bool later = !flawed.first_void[median] ||
                     flawed.first_void[median]->time > clean.first_void[median]->time;
  CHECK(later);
}

TEST_CASE("a protocol that ends before any void says how far the metal is from one") {
  const interface::Case c = test::sodium(0.0);
  const Sources sources = test::lawful_sources(c);
  const Outcome dilute = predict(c, hours(0.01, 0.05), &sources);
  CHECK_FALSE(dilute.first_void[median].has_value());
  CHECK(dilute.no_void.find("the critical void has") != std::string::npos);
  CHECK(dilute.no_void.find("extrapolated beyond the 120") != std::string::npos);
  CHECK(predict(c, hours(0.1, 100), &sources).no_void.empty());
  // z0 at any current, without voids.
  const double most = 0.05 * mA_per_cm2;
  CHECK(dilute.far_fugacity + most * dilute.fugacity_per_density ==
        doctest::Approx(Boundary(c, hours(0.01, 0.05)).fugacity(most)));
}

TEST_CASE("the critical void beyond those that were counted is that of the continued law") {
  const interface::Case c = test::sodium(0.0);
  const nucleation::Voids few = test::lawful_sources(c, 40).wall.voids;
  const nucleation::Voids many = test::lawful_sources(c, 400).wall.voids;
  const double z = std::exp(few.ln_threshold(100));
  CHECK(few.critical(z).size == doctest::Approx(100).epsilon(0.02));
  CHECK(few.critical(z).size == doctest::Approx(many.critical(z).size).epsilon(0.02));
  CHECK(few.critical(z).barrier == doctest::Approx(many.critical(z).barrier).epsilon(0.01));
  const double coexistence = std::exp(-test::lawful_sources(c).wall.at.formation());
  CHECK(std::isinf(few.critical(coexistence).size));
}

TEST_CASE("where the critical void is too large to tell, a current below which there is none is") {
  const interface::Case c = test::sodium(0.0);
  check_refused(c, hours(0.1, 100), "No void is born below", 40);
}

TEST_CASE("a cell needs 2.5 times the critical void of where its voids are born") {
  for (const double segregation : {0.0, 0.087}) {
    const interface::Case c = test::sodium(segregation);
    const Sources all = test::lawful_sources(c);
    const Design design = hours(0.5, 10);
    const double critical = predict(c, design, &all).at_first_void->critical_size;
    // Known as far as voids of half the size, where the sum is cut short.
    const Sources few = test::lawful_sources(c, 40);
    CHECK_THROWS_AS(static_cast<void>(predict(c, design, &few)), nucleation::CutShort);
    CHECK(needed_voids(c, design, few) == doctest::Approx(2.5 * critical).epsilon(0.1));
    // The metal's own critical void is larger, and of no note where the wall bears them.
    const double z = predict(c, design, &all).at_first_void->fugacity;
    if (segregation > 0) CHECK(all.bulk.voids.critical(z).size > 1.3 * critical);
  }
}

TEST_CASE("designs that make no sense are refused") {
  const auto refused = [](auto change, const char* why) {
    Design design = hours(1, 2);
    change(design);
    CHECK_THROWS_WITH_AS(validate(design), doctest::Contains(why), InputError);
  };
  refused([](Design& d) { d.area = 0; }, "cell.area_cm2: ");
  refused([](Design& d) { d.thickness = -1; }, "cell.metal_um: ");
  refused([](Design& d) { d.contact_loss = 1; }, "cell.contact_loss: ");
  refused([](Design& d) { d.flaws = Flaws{0, 1}; }, "cell.flaws.radius_nm: ");
  refused([](Design& d) { d.flaws = Flaws{1, 0}; }, "cell.flaws.per_cm2: ");
  refused([](Design& d) { d.flaws = Flaws{1, 1, -1}; }, "cell.flaws.height_nm: ");
  refused([](Design& d) { d.births = false; }, "without births and without flaws");
  refused([](Design& d) { d.sinks = InnerSinks{0, 4, 1}; }, "grains of 0.1 nm");
  refused([](Design& d) { d.sinks = InnerSinks{}; }, "cell.sinks: give");
}

TEST_CASE("flaws too large for the cell are refused, and so is less than one of them") {
  const auto refusal = [](const Flaws& flaws, double area = 1e16) -> std::string {
    Design design = hours(1, 2);
    design.area = area;
    design.flaws = flaws;
    try {
      validate(design);
    } catch (const InputError& error) {
      return error.what();
    }
    return {};
  };
  // 1 − exp(−π r² ρ) is 20 % at ρ = −ln 0.8/(π r²).
  const double radius = 1e4, most = -std::log(0.8) / (std::numbers::pi * radius * radius);
  CHECK(refusal({radius, 0.999 * most}).empty());
  CHECK(refusal({radius, 1.001 * most}).find("cell.flaws: they cover 20 %") == 0);
  CHECK(refusal({1e7, 31e-16}).find("they cover 62.2 % of the interface") != std::string::npos);
  CHECK(refusal({1e6, 1e-16}, 1e8).find("cell.flaws.radius_nm: a flaw covers 0.000314 cm2") == 0);
  CHECK(refusal({1e4, 0.5e-16}).find("cell.flaws.per_cm2: 0.5 flaws in the 1 cm2") == 0);
  CHECK(refusal({1e4, 1e-16}).empty());
  CHECK(refusal({1e4, 1e-16, hours(1, 2).thickness}).find("cell.flaws.height_nm: ") == 0);
}

TEST_CASE("a gap is refused by the void that it comes to rest as") {
  const interface::Case c = test::sodium(0.087);
  Design design = hours(1, 2);
  const double radius = 1e4;
  design.flaws = Flaws{radius, 0.15 / (std::numbers::pi * radius * radius)};
  design.flaws->height = 40 * radius;  // more ground at rest than the gap has
  check_refused(c, design, "cell.flaws: they cover");
  design.flaws = Flaws{2 * design.thickness, 1e-15};
  check_refused(c, design, "µm thick");
}

// Bonds so weak that few vacancies are a divacancy, while layer 0 still draws them.
TEST_CASE(
    "a gas that is not dilute is refused by its divacancies, or by the sites that it covers") {
  const auto up_to = [](const interface::Case& c, double fugacity) {
    Design design;
    design.far_end = FarEnd::sink;
    const double density = fugacity / Boundary(c, design).per_density;
    design.protocol = Staircase{density / 2, density, 1.1, 3600};
    return design;
  };
  interface::Case weak = test::sodium(0.05);
  weak.metal.bond_nn1 = weak.metal.bond_nn2 = 0.015;
  check_refused(weak, up_to(weak, 0.005), "exclude others from 7 times as much");
  check_refused(weak, hours(1, 2), "divacancies a vacancy");  // more of the metal's own
}

// Where births are rare because flaws take the gas: it is asked of what they leave undisturbed.
TEST_CASE("voids that cost less than 5 kT are refused") {
  const interface::Case c = test::sodium(0.0);
  const Sources sources = test::lawful_sources(c);
  const Limits limits(c, hours(1, 2), sources);
  CHECK_NOTHROW(limits.check_barrier(1e-4));
  CHECK_THROWS_WITH_AS(limits.check_barrier(0.05), doctest::Contains("voids are not born one by"),
                       InputError);
}

TEST_CASE("where the method does not hold it says so") {
  const interface::Case c = test::sodium(0.087);
  Design box = hours(1e6, 1e9);
  box.area = 1e4;
  box.thickness = 2e3;
  check_refused(c, box, "direct run");
  Design quick = hours(1, 2);
  quick.protocol = Staircase{mA_per_cm2, 2 * mA_per_cm2, 1.1, 1.0};
  check_refused(c, quick, "ask for the transient");
  Design steep = hours(1, 2);
  steep.protocol = Ramp{0, 20 * mA_per_cm2, 0.1 * mA_per_cm2};
  check_refused(c, steep, "changes births by an e-fold");
  check_refused(c, hours(0.3, 100), "sample larger voids", 24);
  Design flaw = hours(1, 2);
  flaw.flaws = Flaws{5, 1e-12};
  check_refused(c, flaw, "fewer vacancies");
  // thin metal, a large area and patience: voids as high as it is thick
  Design thin = hours(0.3, 1000);
  thin.thickness = 5e4;
  thin.flaws = Flaws{2e4, 5e-12};
  thin.births = false;
  const Sources sources = test::lawful_sources(c);
  CHECK(predict(c, thin, &sources).ended_early.find("µm thick") != std::string::npos);
  interface::Case uphill = c;
  uphill.metal.law = interface::RateLaw::uphill;
  CHECK_THROWS_WITH_AS(counting(uphill, nucleation::Region::wall), doctest::Contains("symmetric"),
                       InputError);
}

}  // namespace lacuna::cell
