#include "interface/strip_field.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/initial_state.hpp"
#include "interface/layer_filter.hpp"
#include "interface/run.hpp"
#include "interface/slab_model.hpp"
#include "interface/theory.hpp"
#include "interface/voltage.hpp"
#include "tests/interface/refusal.hpp"
#include "tests/interface/saved_run.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::refusal;
using lacuna::test::says;

namespace {

constexpr double mA = constants::mA_per_cm2;

// A gap in the middle of a box; `length` κ R_ct [A].
Case gapped(double length) {
  Case c;
  c.metal.cells = {12, 9};
  c.metal.layers = 6;
  c.initial.gap = Gap{12, 0, 1};
  c.ceramic.strip = StripRule::field;
  c.voltage.exchange_relative.reset();
  c.voltage.exchange_density = 10 * mA;
  const double resistance = constants::boltzmann * c.temperature / c.voltage.exchange_density;
  c.ceramic.electrolyte = Electrolyte{resistance / length};
  c.current = Constant{3e7 * mA, 1.0, 0.0};
  c.stop = Stop::end;
  return c;
}

// The model with its gap.
struct Gapped {
  explicit Gapped(const Case& c) : model(c) { place_start(c, 0.0, model, kmc::Stream(1, 1)); }
  SlabModel model;
};

double largest_deviation(std::span<const double> weights, const std::vector<double>& contact) {
  double largest = 0;
  for (std::size_t n = 0; n < contact.size(); ++n)
    if (contact[n] > 0) largest = std::max(largest, std::abs(weights[n] - 1));
  return largest;
}

std::vector<double> weights_of(const Case& c) {
  const Gapped start(c);
  StripField field(c, start.model.slab());
  field.see(start.model.contact_weights(), 3e7 * mA);
  return {field.weights().begin(), field.weights().end()};
}

class Enhancements : public Observer {
 public:
  std::vector<std::array<double, 4>> seen;
  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    REQUIRE(s.rim_enhancement.has_value());
    seen.push_back({s.time, s.coverage, *s.rim_enhancement, s.constriction.value()});
  }
  void save(kmc::Writer& w) override { w.put<std::uint64_t>(seen.size()); }
  void load(kmc::Reader& r) override { seen.resize(r.get<std::uint64_t>()); }
};

}  // namespace

TEST_CASE("strip: field asks for an electrolyte and a known exchange current, and each for it") {
  CHECK(refusal(gapped(20)).empty());
  Case c = gapped(20);
  c.ceramic.electrolyte.reset();
  CHECK(says(refusal(c), "interface.strip: field needs to know the electrolyte"));
  c = gapped(20);
  c.ceramic.strip = StripRule::bond;
  CHECK(says(refusal(c), "interface.field does nothing"));
  c = gapped(20);
  c.voltage.exchange_relative = 1;
  CHECK(says(refusal(c), "voltage.exchange_current_mA_cm2"));
  c = gapped(20);
  c.ceramic.electrolyte->resistivity = 0;
  CHECK(says(refusal(c), "resistivity is not a positive number"));
  c = gapped(20);
  c.ceramic.electrolyte->thickness = 0;
  CHECK(says(refusal(c), "thickness_nm must be positive"));
  c = gapped(20);
  c.ceramic.electrolyte->refresh_share = 2;
  CHECK(says(refusal(c), "from 0 (after each change) to 1, got 2"));
  c = gapped(20);
  c.ceramic.electrolyte->exchange = StripRule::field;
  CHECK(says(refusal(c), "uniform or bond"));
}

TEST_CASE("plate: field goes by the current of strip: field, and asks for it") {
  Case c = gapped(20);
  c.ceramic.plate = PlateRule::field;
  CHECK(refusal(c).empty());
  c.ceramic.strip = StripRule::uniform;
  c.ceramic.electrolyte.reset();
  CHECK(says(refusal(c), "interface.plate: field goes by the current of interface.strip: field"));
}

TEST_CASE("a microscopic box behind an ordinary ceramic has an even current, and is told so") {
  // 1 mS/cm and 2.6 Ω cm²: κ R_ct is 26 µm.
  Case c = gapped(1);
  c.ceramic.electrolyte->resistivity = 1000 * constants::ohm_cm;
  CHECK(transfer_length(c) == doctest::Approx(25.85e4).epsilon(0.001));
  REQUIRE(field_cautions(c).size() == 1);
  CHECK(says(field_cautions(c)[0], "25.9 µm"));
  CHECK(says(field_cautions(c)[0], "Wagner number 4.7e+03"));
  const Gapped start(c);
  CHECK(largest_deviation(weights_of(c), start.model.contact_weights()) < 1e-4);
}

TEST_CASE("the unevenness that a caution states bounds that of a gap") {
  for (const double radius : {8.0, 14.0, 20.0}) {
    Case c = gapped(1200);
    c.initial.gap->radius = radius;
    const Gapped start(c);
    const double stated = slab_of(c.metal).box()[1] / (2 * std::numbers::pi * 1200);
    CHECK(stated < 0.01);
    CHECK(says(field_cautions(c).at(0), "even within 0.7 %"));
    const double found = largest_deviation(weights_of(c), start.model.contact_weights());
    CHECK(found < 1.3 * stated);
    CHECK(found > 0.1 * stated);
  }
}

TEST_CASE("Butler–Volmer at the current of a box crowds where the linear law does not") {
  Case c = gapped(2e5);
  const Gapped start(c);
  const std::vector<double> contact = start.model.contact_weights();
  CHECK(largest_deviation(weights_of(c), contact) < 1e-3);
  c.ceramic.electrolyte->transfer = TransferLaw::butler_volmer;
  REQUIRE(field_cautions(c).size() == 1);
  CHECK(says(field_cautions(c)[0], "such crowding is a box's"));
  CHECK(largest_deviation(weights_of(c), contact) > 0.3);
}

TEST_CASE("resistivity and exchange current follow their own activation energies") {
  Case c = gapped(50);
  CHECK(transfer_length(c) == doctest::Approx(50).epsilon(1e-12));
  c.temperature = 350;
  c.voltage.exchange_activation = 0.5;
  c.ceramic.electrolyte->activation = 0.2;
  const double inverse = (1 / 350.0 - 1 / 300.0) / constants::boltzmann;
  // R_ct ∝ T exp(0.5 eV/kT), κ ∝ exp(-0.2 eV/kT)
  CHECK(transfer_length(c) == doctest::Approx(50.0 * 350 / 300 * std::exp(0.3 * inverse)));
}

TEST_CASE("the current is solved anew once a share of the interface has changed, not before") {
  Case c = gapped(20);
  c.ceramic.electrolyte->refresh_share = 0.02;  // 4.3 of 216 sites
  const Gapped start(c);
  StripField field(c, start.model.slab());
  CHECK_FALSE(field.enhancement().has_value());
  std::vector<double> contact = start.model.contact_weights();
  field.see(contact, 1e-3);
  const std::vector<double> first(field.weights().begin(), field.weights().end());
  std::size_t hole = 0;
  while (contact[hole] > 0) ++hole;
  contact[hole] = 1;
  for (std::size_t n = 0; n < 3; ++n) contact[n] = 0;
  field.see(contact, 1e-3);
  CHECK(field.weights()[hole] == 1.0);
  CHECK(field.weights()[20] == first[20]);
  contact[3] = 0;
  field.see(contact, 1e-3);
  CHECK(field.weights()[hole] != 1.0);
  CHECK(field.weights()[3] == 0.0);
  CHECK(field.weights()[20] != first[20]);
}

TEST_CASE("with Butler–Volmer a change of the current is a reason to solve anew, else not") {
  for (const TransferLaw law : {TransferLaw::linear, TransferLaw::butler_volmer}) {
    Case c = gapped(20);
    c.ceramic.electrolyte->transfer = law;
    const Gapped start(c);
    StripField field(c, start.model.slab());
    const std::vector<double> contact = start.model.contact_weights();
    field.see(contact, 20 * mA);
    const double first = field.enhancement().value();
    field.see(contact, 20.1 * mA);
    CHECK(field.enhancement() == first);
    field.see(contact, -40 * mA);  // whatever its sign
    CHECK((field.enhancement() == first) == (law == TransferLaw::linear));
  }
}

TEST_CASE(
    "the strip weight of a patch is its exchange current: all where that decides, else none") {
  for (const auto& [length, ratio] : {std::pair{1e6, 5.0}, {1e-6, 1.0}}) {
    Case c = gapped(length);
    c.initial.gap.reset();
    c.ceramic.class_of_site.assign(216, 0);
    for (std::size_t n = 0; n < 108; ++n) c.ceramic.class_of_site[n] = 1;
    c.ceramic.more_classes = {SiteClass{0, {0.14, 1e13}, 5.0}};
    const DetailedSlab model(c);
    StripField field(c, model.slab());
    field.see(model.contact_weights(), 1e-3);
    CHECK(field.weights()[40] / field.weights()[160] == doctest::Approx(ratio).epsilon(1e-3));
  }
}

TEST_CASE("weakly bound atoms at a rim have the exchange current of their bonds") {
  Case c = gapped(1e6);
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.05;
  c.ceramic.electrolyte->exchange = StripRule::bond;
  const Gapped field_rule(c);
  c.ceramic.strip = StripRule::bond;
  c.ceramic.electrolyte.reset();
  const Gapped bond_rule(c);
  CHECK(field_rule.model.contact_weights() == bond_rule.model.contact_weights());
}

TEST_CASE("the constriction of a gap is that of a covered disc") {
  // The mean over a plane of the potential over covered discs, (4/3) a³ ρ j each, while they are
  // far apart (tests/interface/contact_current.cpp); here neighbours add a tenth.
  Case c = gapped(1e-6);
  c.metal.cells = {40, 28};
  c.initial.gap->radius = 20;
  const Gapped start(c);
  const lattice::Vector box = slab_of(c.metal).box();
  StripField field(c, start.model.slab());
  field.see(start.model.contact_weights(), 10 * mA);
  const double covered = start.model.interface_vacancies() * start.model.slab().site_area();
  const double radius = std::sqrt(covered / std::numbers::pi);
  const double expected =
      4.0 / 3 * std::pow(radius, 3) * c.ceramic.electrolyte->resistivity / (box[0] * box[1]);
  CHECK(field.constriction().value() == doctest::Approx(expected).epsilon(0.2));
}

TEST_CASE("atoms are stripped as often as their share of the current says") {
  const Case c = gapped(3);
  for (const std::uint64_t seed : {1U, 2U}) {
    Gapped start(c);
    const lattice::Slab& slab = start.model.slab();
    StripField field(c, slab);
    field.see(start.model.contact_weights(), 3e7 * mA);
    kmc::Stream random(seed, 1);
    kmc::Changes changes;
    constexpr int strips = 20000;
    std::vector<double> counts(slab.sites_per_layer());
    for (int n = 0; n < strips; ++n) {
      start.model.strip(field.weights(), random, changes);
      const lattice::VacancyId last{start.model.carriers() - 1};
      counts[slab.number(start.model.occupation().cell(last))] += 1;
      start.model.fill(last, changes);
    }
    double total = 0;
    for (const double w : field.weights()) total += w;
    std::vector<std::pair<double, double>> cells;
    for (std::size_t n = 0; n < counts.size(); ++n) {
      const double w = field.weights()[n];
      if (w == 0) CHECK(counts[n] == 0);
      if (w > 0) cells.emplace_back(counts[n], strips * w / total);
    }
    CHECK(std::abs(test::chi_squared_z(cells)) < 4);
  }
}

TEST_CASE("the bonds of a layer make its Laplacian, and none weighs less than nothing") {
  for (const lattice::Normal normal :
       {lattice::Normal::n110, lattice::Normal::n100, lattice::Normal::n111}) {
    const lattice::Slab slab(normal, 4.29, {8, 6}, 6);
    std::array<double, 3> sums{};  // xx, yy, xy
    for (const LateralBond& bond : lateral_bonds(slab)) {
      CHECK(bond.weight > -1e-12);
      const lattice::Vector d = slab.displacement({bond.i, bond.j, 0});
      sums[0] += bond.weight * d[0] * d[0];
      sums[1] += bond.weight * d[1] * d[1];
      sums[2] += bond.weight * d[0] * d[1];
    }
    CHECK(sums[0] == doctest::Approx(1));
    CHECK(sums[1] == doctest::Approx(1));
    CHECK(std::abs(sums[2]) < 1e-12);
  }
}

TEST_CASE(
    "a vacancy is plated by the mean current of the contact beside it, a void's floor is not") {
  Case c = gapped(3);
  c.metal.normal = lattice::Normal::n100;  // four bonds alike
  c.initial.gap->radius = 14;
  Gapped start(c);
  const lattice::Slab& slab = start.model.slab();
  StripField field(c, slab);
  const std::vector<double> contact = start.model.contact_weights();
  field.see(contact, 3e7 * mA);
  const std::vector<double> beside = field.beside_contact(contact);
  int rim = 0, floor = 0;
  for (std::uint32_t n = 0; n < contact.size(); ++n) {
    double sum = 0;
    int count = 0;
    for (std::uint32_t m = 0; m < contact.size(); ++m) {
      const lattice::Vector a = slab.position(slab.nth(n)), b = slab.position(slab.nth(m));
      double distance = 0;
      for (const std::size_t axis : {0U, 1U}) {
        const double apart = std::abs(a[axis] - b[axis]);
        distance = std::hypot(distance, std::min(apart, slab.box()[axis] - apart));
      }
      if (distance > 1.01 * c.metal.lattice_constant || n == m || contact[m] == 0) continue;
      sum += field.weights()[m];
      ++count;
    }
    const bool plated = contact[n] == 0 && count > 0;
    CHECK(beside[n] == doctest::Approx(plated ? sum / count : 0));
    rim += plated;
    floor += contact[n] == 0 && count == 0;
    if (plated) CHECK(beside[n] > 1.05);  // as the current crowds
  }
  CHECK(rim > 10);
  CHECK(floor > 10);
}

TEST_CASE("an even current plates vacancies with contact beside them as uniform does, others not") {
  Case c = gapped(1e9);
  for (const std::uint64_t seed : {1U, 2U}) {
    Gapped start(c);
    SlabModel& model = start.model;
    const lattice::Slab& slab = model.slab();
    kmc::Stream random(seed, 1);
    kmc::Changes changes;
    for (const lattice::Cell& lone : {lattice::Cell{0, 0, 0}, {2, 1, 0}, {8, 1, 0}})
      model.vacate(lone, changes);
    StripField field(c, slab);
    const std::vector<double> contact = model.contact_weights();
    field.see(contact, 3e7 * mA);
    const std::vector<double> beside = field.beside_contact(contact);
    std::vector<double> counts(contact.size());
    double total = 0;
    for (const double w : beside) total += w;
    constexpr int times = 20000;
    for (int n = 0; n < times; ++n) {
      REQUIRE(model.plate(beside, random, changes));
      std::size_t filled = 0;
      while (contact[filled] > 0 || model.occupation().vacant(slab.site(slab.nth(filled))))
        ++filled;
      counts[filled] += 1;
      model.vacate(slab.nth(filled), changes);
      changes.clear();
    }
    std::vector<std::pair<double, double>> cells;
    for (std::size_t n = 0; n < counts.size(); ++n) {
      if (beside[n] == 0) CHECK(counts[n] == 0);
      if (beside[n] == 0) continue;
      CHECK(beside[n] == doctest::Approx(1).epsilon(1e-6));
      cells.emplace_back(counts[n], times / total);
    }
    CHECK(cells.size() > 10);
    CHECK(std::abs(test::chi_squared_z(cells)) < 4);
  }
}

TEST_CASE("without contact no atom is plated by a field") {
  Case c = gapped(20);
  const Gapped start(c);
  StripField field(c, start.model.slab());
  field.see(start.model.contact_weights(), 1e-3);
  const std::vector<double> none(start.model.contact_weights().size(), 0.0);
  CHECK(field.beside_contact(none) == none);
  c.ceramic.plate = PlateRule::field;
  c.current = Constant{-3e7 * mA, 1.0, 0.0};
  c.initial.gap.reset();
  const lattice::Slab slab = slab_of(c.metal);
  for (std::uint32_t n = 0; n < slab.sites_per_layer(); ++n) c.initial.sites.push_back(slab.nth(n));
  const Ending ending = run(c, 1, {}, {}, {});
  CHECK(ending.reason == Reason::delaminated);
  CHECK(ending.last.events.plated + ending.last.events.supplied == 0);
  c.ceramic.plate = PlateRule::uniform;
  CHECK(run(c, 1, {}, {}, {}).last.events.plated > 0);
}

TEST_CASE("a sample's overpotential holds the constriction, averaged as the contact is") {
  Case c = gapped(20);
  c.current = Constant{3e7 * mA, 0.5, 0.0};
  struct Seen : Enhancements {
    void sample(const Sample& s, const lattice::Occupation& o,
                const lattice::Clusters& clusters) override {
      Enhancements::sample(s, o, clusters);
      last = s;
      const double even = (*overpotential)(s.density, 1 - s.coverage);
      CHECK(s.overpotential == doctest::Approx(even + s.constriction.value()));
      CHECK(s.constriction.value() > 0.1 * even);
    }
    const Overpotential* overpotential = nullptr;
    Sample last;
  } seen;
  const Overpotential overpotential(c);
  seen.overpotential = &overpotential;
  Observer* const observers[] = {&seen};
  CHECK(run(c, 3, observers, {}, {}).reason == Reason::protocol_end);
  CHECK(seen.seen.size() > 20);
}

TEST_CASE("cycles that are plated by a field are the same whole and in pieces") {
  Case c = gapped(15);
  c.metal.cells = {8, 6};
  c.initial.gap->radius = 8;
  c.ceramic.plate = PlateRule::field;
  const auto j = predicted_density(c);
  c.voltage.exchange_density = j / 2;
  c.current = Cycle{.strip = j, .plate = 2 * j, .monolayers = 0.5, .cycles = 40};
  Enhancements whole, pieces;
  Observer* const one[] = {&whole};
  const Ending ending = run(c, 5, one, {}, {});
  CHECK(ending.last.events.plated > 100);
  const test::TemporaryDirectory directory;
  Checkpointing checkpointing{directory / "checkpoint", std::chrono::duration<double>{3600}, false,
                              1};
  Observer* const other[] = {&pieces};
  std::stop_source stop;
  stop.request_stop();
  CHECK(run(c, 5, other, checkpointing, stop.get_token()).reason == Reason::interrupted);
  checkpointing.resume = true;
  CHECK(run(c, 5, other, checkpointing, {}).reason == Reason::protocol_end);
  CHECK(pieces.seen == whole.seen);
}

TEST_CASE("runs with a field are the same whole, in pieces, and beside others on more threads") {
  for (const TransferLaw law : {TransferLaw::linear, TransferLaw::butler_volmer}) {
    Case c = gapped(15);
    c.metal.cells = {8, 6};
    c.initial.gap->radius = 8;
    c.ceramic.electrolyte->transfer = law;
    const auto j = predicted_density(c);
    c.voltage.exchange_density = j / 2;
    c.current = Constant{j, 4.0, 0.0};
    std::array<Enhancements, 4> seen;
    {
      std::vector<std::jthread> crew;
      for (Enhancements& each : seen)
        crew.emplace_back([&] {
          Observer* const observers[] = {&each};
          run(c, 5, observers, {}, {});
        });
    }
    CHECK(seen[0].seen.size() > 100);
    for (const Enhancements& each : seen) CHECK(each.seen == seen[0].seen);

    const test::TemporaryDirectory directory;
    Checkpointing checkpointing{directory / "checkpoint", std::chrono::duration<double>{3600},
                                false, 1};
    Enhancements pieces;
    Observer* const observers[] = {&pieces};
    std::stop_source stop;
    stop.request_stop();
    Ending ending = run(c, 5, observers, checkpointing, stop.get_token());
    CHECK(ending.reason == Reason::interrupted);
    checkpointing.resume = true;
    ending = run(c, 5, observers, checkpointing, {});
    CHECK(ending.reason == Reason::protocol_end);
    CHECK(pieces.seen == seen[0].seen);
  }
}

TEST_CASE("a checkpoint of another contact is refused") {
  const Case c = gapped(20);
  const Gapped start(c);
  StripField field(c, start.model.slab());
  for (const std::vector<double>& wrong :
       {std::vector<double>(5, 1.0), std::vector<double>(216, 0.0),
        std::vector<double>(216, -1.0)}) {
    kmc::Writer w;
    w.put(wrong);
    w.put(1.0);
    kmc::Reader r(w.bytes());
    CHECK_THROWS_AS(field.load(r), kmc::CheckpointError);
  }
}
