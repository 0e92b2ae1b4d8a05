#include "interface/rates.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"
#include "kmc/random.hpp"
#include "tests/oracles/boltzmann_constant.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;

namespace {

constexpr double tight = 1e-12;

bool agree(double x, double y, double relative) {
  return std::abs(x - y) <= relative * std::abs(y);
}

Case bonded(RateLaw law = RateLaw::symmetric) {
  Case c;
  c.temperature = 300;
  c.metal.law = law;
  c.metal.bond_nn1 = 0.06;
  c.metal.bond_nn2 = 0.035;
  c.metal.hop = {0.053, 1e13};
  c.ceramic.lateral = {0.02, 3e12};
  c.ceramic.injection = {0.14, 7e12};
  c.ceramic.segregation = 0.087;
  return c;
}

BarrierEntry entry(PairClass pair, int from1, int from2, int to1, int to2, double barrier, int line,
                   bool upward = true) {
  BarrierEntry e;
  e.pair = pair;
  e.from_nn1 = static_cast<std::uint8_t>(from1);
  e.from_nn2 = static_cast<std::uint8_t>(from2);
  e.to_nn1 = static_cast<std::uint8_t>(to1);
  e.to_nn2 = static_cast<std::uint8_t>(to2);
  e.upward = upward;
  e.barrier = barrier;
  e.line = line;
  return e;
}

// Energy change of a hop from the design's H, vacancies counted: every vacancy beside another saves
// one bond, and layer 0 saves E_seg.
double change(const Case& c, Transition t, const Ends& e) {
  double dE =
      c.metal.bond_nn1 * (e.from.nn1 - e.to.nn1) + c.metal.bond_nn2 * (e.from.nn2 - e.to.nn2);
  if (t == Transition::inject) dE += c.ceramic.segregation;
  if (t == Transition::return_) dE -= c.ceramic.segregation;
  return dE;
}

Transition reverse(Transition t) {
  return t == Transition::inject    ? Transition::return_
         : t == Transition::return_ ? Transition::inject
                                    : t;
}

template <class Use>
void for_all_ends(Use use) {
  for (int f1 = 0; f1 <= 7; ++f1)
    for (int f2 = 0; f2 <= 6; ++f2)
      for (int t1 = 0; t1 <= 7; ++t1)
        for (int t2 = 0; t2 <= 6; ++t2) use(Ends{{f1, f2}, {t1, t2}});
}

// Largest relative violation of rate(s->t) / rate(t->s) = exp(-dE/kT), and how often a barrier was
// clipped.
struct Balance {
  double worst = 0.0;
  int clipped = 0, along_surface = 0, slowed = 0;
};
Balance balance(const Case& c) {
  const RateTable rates(c);
  const double kT = kB * c.temperature;
  Balance b;
  for (const Transition t :
       {Transition::bulk, Transition::lateral, Transition::inject, Transition::return_})
    for_all_ends([&](const Ends& e) {
      const Ends back{e.to, e.from};
      const double dE = change(c, t, e);
      const double ratio = rates.rate(t, e) / rates.rate(reverse(t), back) / std::exp(-dE / kT);
      b.worst =
          std::max({b.worst, std::abs(ratio - 1), std::abs(rates.energy_change(t, e) - dE) / kT});
      b.clipped += rates.barrier(t, e) == std::max(0.0, rates.energy_change(t, e));
      b.along_surface += rates.along_surface(t, e);
      b.slowed += rates.may_be_slowed(t, e);
    });
  return b;
}

std::string refusal(const Case& c) {
  try {
    const RateTable rates(c);
  } catch (const InputError& e) {
    return e.what();
  }
  return {};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "every hop's rate over its reverse is exp(-dE/kT), in all environments, clipped barriers "
    "included") {
  const Balance b = balance(bonded());
  CHECK(b.worst < tight);
  CHECK(b.clipped > 100);
}

TEST_CASE("the uphill law is reversible in all environments") {
  CHECK(balance(bonded(RateLaw::uphill)).worst < tight);
}

TEST_CASE("the surface class keeps rates reversible under both laws") {
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
    Case c = bonded(law);
    c.metal.surface = SurfaceClass{{0.01, 4e12}, 4};
    const Balance b = balance(c);
    CHECK(b.worst < tight);
    CHECK(b.along_surface > 100);
  }
}

TEST_CASE(
    "a cap on surface hops keeps rates reversible under both laws, with a surface class too") {
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill})
    for (const bool surface : {false, true}) {
      Case c = bonded(law);
      if (surface) c.metal.surface = SurfaceClass{{0.01, 4e12}, 4};
      c.metal.surface_hop_cap = SurfaceHopCap{0.01, 2};
      const Balance b = balance(c);
      CHECK(b.worst < tight);
      CHECK(b.slowed == 6 * 7 * 6 * 7);
    }
}

TEST_CASE("a cap slows the faster direction of a pair in a void to it, and nothing else") {
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill})
    for (const int least : {1, 2, 7}) {
      Case c = bonded(law);
      const RateTable free(c);
      c.metal.surface_hop_cap = SurfaceHopCap{0.05, least};
      const RateTable capped(c);
      const double cap = 0.05 * free.largest(Transition::bulk);
      for (const Transition t :
           {Transition::bulk, Transition::lateral, Transition::inject, Transition::return_,
            Transition::absorb, Transition::absorb_inject})
        for_all_ends([&](const Ends& e) {
          const double rate = free.rate(t, e), back = free.rate(reverse(t), {e.to, e.from});
          const bool in_void = t == Transition::bulk && e.from.nn1 >= least && e.to.nn1 >= least;
          const double factor = in_void ? std::min(1.0, cap / std::max(rate, back)) : 1.0;
          REQUIRE(agree(capped.rate(t, e), rate * factor, tight));
          if (factor == 1.0) REQUIRE(capped.rate(t, e) == rate);
        });
      CHECK(capped.isolated(Transition::bulk) == free.isolated(Transition::bulk));
    }
}

TEST_CASE("a cap of the largest rate itself changes no bit") {
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
    Case c = bonded(law);
    const RateTable free(c);
    c.metal.surface_hop_cap = SurfaceHopCap{1.0, 1};
    const RateTable capped(c);
    for_all_ends([&](const Ends& e) {
      REQUIRE(capped.rate(Transition::bulk, e) == free.rate(Transition::bulk, e));
    });
  }
}

TEST_CASE("a barrier table keeps rates reversible, entries that are listed one way only included") {
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
    Case c = bonded(law);
    c.metal.table.file = "barriers.csv";
    // vacancy beside one other 1NN vacancy (6 of 7 atoms) to a perfect site, and back: dE = 0.06
    c.metal.table.entries = {entry(PairClass::bulk, 6, 6, 7, 6, 0.0904, 2),
                             entry(PairClass::bulk, 7, 6, 6, 6, 0.030, 3),
                             entry(PairClass::lateral, 5, 6, 7, 4, 0.2, 4),
                             entry(PairClass::injection, 7, 6, 7, 6, 0.13, 5, true),
                             entry(PairClass::injection, 4, 4, 7, 6, 0.05, 6, false),
                             entry(PairClass::bulk, 3, 3, 7, 6, 0.345, 7)};
    // 6: back into layer 0 out of a void: dE = 3 x 0.06 + 2 x 0.035 - 0.087 = 0.163, more than 0.05
    CHECK(contains(refusal(c), "barriers.csv:6"));
    c.metal.table.entries[4].barrier = 0.17;
    const Balance b = balance(c);
    CHECK(b.worst < tight);
  }
}

TEST_CASE(
    "a one-way entry takes its reverse from detailed balance, and what is not listed keeps its "
    "class") {
  Case c = bonded();
  c.metal.table.entries = {entry(PairClass::bulk, 6, 6, 7, 6, 0.10, 2)};
  const RateTable rates(c);
  const Ends apart{{1, 0}, {0, 0}}, together{{0, 0}, {1, 0}};
  CHECK(std::abs(rates.barrier(Transition::bulk, apart) - 0.10) < 1e-15);
  CHECK(std::abs(rates.barrier(Transition::bulk, together) - 0.04) < 1e-15);  // 0.10 - e1
  CHECK(rates.barrier(Transition::bulk, {}) == 0.053);
  CHECK(agree(rates.rate(Transition::bulk, apart), 1e13 * std::exp(-0.10 / (kB * 300)), tight));
}

TEST_CASE("two listed barriers that miss detailed balance within the tolerance share the error") {
  Case c = bonded();
  c.metal.table.tolerance = 0.002;
  c.metal.table.entries = {entry(PairClass::bulk, 6, 6, 7, 6, 0.101, 2),
                           entry(PairClass::bulk, 7, 6, 6, 6, 0.040, 3)};
  const RateTable rates(c);
  CHECK(std::abs(rates.barrier(Transition::bulk, {{1, 0}, {0, 0}}) - 0.1005) < 1e-12);
  CHECK(std::abs(rates.barrier(Transition::bulk, {{0, 0}, {1, 0}}) - 0.0405) < 1e-12);
}

TEST_CASE("a table that violates detailed balance is refused with its file and both lines") {
  Case c = bonded();
  c.metal.table.file = "neb/na.csv";
  c.metal.table.entries = {entry(PairClass::bulk, 6, 6, 7, 6, 0.12, 17),
                           entry(PairClass::bulk, 7, 6, 6, 6, 0.04, 23)};
  const std::string why = refusal(c);
  CHECK(contains(why, "neb/na.csv:17"));
  CHECK(contains(why, "line 23"));
  CHECK(contains(why, "detailed balance is violated by 0.02 eV"));
}

TEST_CASE("a table that lists a hop twice is refused with both lines") {
  Case c = bonded();
  c.metal.table.file = "na.csv";
  c.metal.table.entries = {entry(PairClass::bulk, 7, 6, 7, 6, 0.05, 2),
                           entry(PairClass::bulk, 7, 6, 7, 6, 0.05, 9)};
  const std::string why = refusal(c);
  CHECK(contains(why, "na.csv:9"));
  CHECK(contains(why, "line 2"));
}

TEST_CASE("the barriers are those of the two laws") {
  const Ends apart{{2, 1}, {0, 0}};  // 2 x 0.06 + 0.035 = 0.155 eV uphill
  const RateTable symmetric(bonded()), uphill(bonded(RateLaw::uphill));
  CHECK(std::abs(symmetric.barrier(Transition::bulk, apart) - 0.155) < 1e-15);  // clipped: 0.053 +
                                                                                // 0.0775 is less
  CHECK(std::abs(symmetric.barrier(Transition::bulk, {{1, 0}, {0, 0}}) - 0.083) < 1e-15);
  CHECK(symmetric.barrier(Transition::bulk, {{0, 0}, {2, 1}}) == 0.0);
  CHECK(std::abs(uphill.barrier(Transition::bulk, apart) - 0.208) < 1e-15);
  CHECK(uphill.barrier(Transition::bulk, {{0, 0}, {2, 1}}) == 0.053);
}

TEST_CASE(
    "an isolated vacancy climbs E_inj out of the interface and E_inj - E_seg back, under both "
    "laws") {
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill})
    for (const double segregation : {0.087, 0.0, -0.04}) {
      Case c = bonded(law);
      c.ceramic.segregation = segregation;
      const RateTable rates(c);
      CHECK(std::abs(rates.barrier(Transition::inject, {}) - 0.14) < 1e-15);
      CHECK(std::abs(rates.barrier(Transition::return_, {}) - (0.14 - segregation)) < 1e-15);
      CHECK(agree(rates.isolated(Transition::inject), 7e12 * std::exp(-0.14 / (kB * 300)), tight));
      CHECK(agree(rates.isolated(Transition::lateral), 3e12 * std::exp(-0.02 / (kB * 300)), tight));
      CHECK(rates.isolated(Transition::blocked) == 0.0);
    }
}

TEST_CASE(
    "an injection barrier below the segregation energy, or below zero, is refused with the "
    "reason") {
  Case c = bonded();
  c.ceramic.injection.barrier = 0.08;
  CHECK(contains(refusal(c), "segregation energy of 0.087 eV"));
  c.ceramic.segregation = -0.05;
  CHECK(refusal(c).empty());
  c.ceramic.injection.barrier = -0.001;
  CHECK_FALSE(refusal(c).empty());
  c.ceramic.segregation = 0.087;
  c.ceramic.injection.barrier = 0.087;
  CHECK(refusal(c).empty());
}

TEST_CASE("the table of kept environments holds the rates of the formula") {
  Case c = bonded();
  c.metal.surface = SurfaceClass{{0.03, 1e13}, 3};
  c.metal.surface_hop_cap = SurfaceHopCap{0.1, 3};
  const RateTable rates(c);
  int different = 0;
  for (const Transition t : {Transition::bulk, Transition::lateral, Transition::inject,
                             Transition::return_, Transition::absorb, Transition::absorb_inject})
    for_all_ends([&](const Ends& e) {
      // the atom's environment counts the vacancy, its first neighbour
      const int vacancy = lattice::environment_of(e.from),
                atom = lattice::environment_of({e.to.nn1 + 1, e.to.nn2});
      different += rates(t, vacancy, atom) != rates.rate(t, e);
      different += rates(t, vacancy, atom + lattice::Occupation::vacant_bit) != 0.0;
    });
  CHECK(different == 0);
}

TEST_CASE("all rates scale with the clock factor") {
  Case c = bonded();
  const RateTable slow(c);
  c.clock_factor = 4;
  const RateTable fast(c);
  for_all_ends([&](const Ends& e) {
    REQUIRE(fast.rate(Transition::inject, e) == 4 * slow.rate(Transition::inject, e));
    REQUIRE(fast.rate(Transition::bulk, e) == 4 * slow.rate(Transition::bulk, e));
  });
}

TEST_CASE("rates without bonds, table and surface class are known to be the same everywhere") {
  Case c = bonded();
  CHECK_FALSE(RateTable(c).uniform());
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0;
  CHECK(RateTable(c).uniform());
  c.metal.surface = SurfaceClass{};
  CHECK_FALSE(RateTable(c).uniform());
}

// A vacancy of the environment (v1, v2) weighs c/(1-c) exp((e1 v1 + e2 v2 + E_seg in layer 0)/kT)
// against the atom, the reservoir's own concentration setting the zero.
TEST_CASE("emission and absorption balance in detail in all environments") {
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
    Case c = bonded(law);
    c.far_side = Equilibrium{{0.21, 0.7}};
    const RateTable rates(c);
    const double kT = kB * c.temperature, concentration = std::exp(0.7 - 0.21 / kT);
    double worst = 0.0, largest = 0.0;
    for (const Transition t : {Transition::absorb, Transition::absorb_inject})
      for (int v1 = 0; v1 <= 7; ++v1)
        for (int v2 = 0; v2 <= 6; ++v2) {
          const double gain =
              0.06 * v1 + 0.035 * v2 + (t == Transition::absorb_inject ? 0.087 : 0.0);
          const double weight = concentration / (1 - concentration) * std::exp(gain / kT);
          const double emission = rates.emission(t, lattice::environment_of({v1, v2}));
          worst = std::max(worst,
                           std::abs(emission / (weight * rates.rate(t, {{v1, v2}, {0, 0}})) - 1));
          largest = std::max(largest, emission);
        }
    CHECK(worst < tight);
    CHECK(rates.emission_bound() == largest);
  }
}

TEST_CASE("a far side that is half vacancies is refused") {
  Case c = bonded();
  c.far_side = Equilibrium{{0.01}};
  CHECK(contains(refusal(c), "is not a metal"));
}

TEST_CASE("a trial accepts those fractions of the ceiling that are below the rate") {
  for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
    RateTable rates(bonded(law));
    const double largest = rates.largest(Transition::bulk);
    for (const double ceiling : {largest, largest / 3}) {
      rates.set_ceiling(ceiling);
      for (int vacancy = 0; vacancy < lattice::environments; ++vacancy)
        for (int atom = 0; atom < lattice::Occupation::states; ++atom) {
          const double rate = rates(Transition::bulk, vacancy, atom);
          const std::uint64_t accepted = rates.accepted(Transition::bulk, vacancy, atom);
          const auto below = [&](std::uint64_t n) {
            return static_cast<double>(n) * 0x1p-53 * ceiling < rate;
          };
          REQUIRE(accepted <= kmc::fractions);
          if (accepted > 0) REQUIRE(below(accepted - 1));
          if (accepted < kmc::fractions) REQUIRE_FALSE(below(accepted));
        }
    }
  }
}
