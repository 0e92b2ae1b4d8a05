#include "interface/vacancy_entropy.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "interface/rates.hpp"
#include "interface/slab_model.hpp"
#include "interface/theory.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/lattice_energy.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/oracles/boltzmann_constant.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;
using lacuna::test::says;

namespace {

Metal sodium(double entropy, double bond1 = 0.06, double bond2 = 0.06) {
  Metal m;
  m.bond_nn1 = bond1;
  m.bond_nn2 = bond2;
  m.vacancy_entropy = entropy;
  return m;
}

Case with_entropy(double entropy, double temperature) {
  Case c;
  c.temperature = temperature;
  c.metal = sodium(entropy, 0.07, 0.04);
  c.ceramic.segregation = 0.05;
  return c;
}

std::string refusal(const Metal& m, double temperature) {
  try {
    check_vacancy_entropy(m, temperature);
  } catch (const InputError& e) {
    return e.what();
  }
  return {};
}

constexpr std::array hops{Transition::bulk, Transition::lateral, Transition::inject,
                          Transition::return_, Transition::absorb};

// All environments a hop may have at one end, the other being perfect metal or a ragged void.
template <class Check>
void over_environments(Check check) {
  for (const lattice::VacantNeighbours to : {lattice::VacantNeighbours{0, 0}, {2, 1}, {5, 4}})
    for (int v1 = 0; v1 <= 7; ++v1)
      for (int v2 = 0; v2 <= 6; ++v2) check(Ends{{v1, v2}, to});
}

// A layer that holds vacancies, between ceramic and a far side with the lattice's own vacancies.
Case one_layer(double temperature) {
  Case c = with_entropy(1.5, temperature);
  c.metal.cells = {4, 3};
  c.metal.layers = 2;
  c.ceramic.injection.barrier = 0.08;
  c.far_side = Equilibrium{own_vacancies(c.metal)};
  return c;
}

// The grand-canonical mean number of vacancies, of the fugacity c/(1 - c), over all sets of up to
// four.
double exact_number(const Case& c) {
  const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers);
  const double kT = kB * c.temperature, held = std::exp(1.5 - 0.40 / kT), odds = held / (1 - held);
  const Metal warm = test::warm(c.metal, c.temperature);
  const double cost = 4 * warm.bond_nn1 + 3 * warm.bond_nn2;  // of each that is alone in the metal
  double sum = 0, mean = 0;
  std::vector<lattice::Cell> chosen;
  const std::function<void(std::uint32_t)> add = [&](std::uint32_t next) {
    const double energy = test::lattice_energy(warm, c.ceramic, slab, chosen);
    const auto n = static_cast<double>(chosen.size());
    const double weight = std::pow(odds, n) * std::exp((n * cost - energy) / kT);
    sum += weight;
    mean += n * weight;
    for (std::uint32_t s = next; chosen.size() < 4 && s < slab.sites_per_layer(); ++s) {
      chosen.push_back(slab.nth(s));
      add(s + 1);
      chosen.pop_back();
    }
  };
  add(0);
  return mean / sum;
}

// The mean number that a model of it holds, looked at 40000 times.
test::Estimate held_by(const Case& c, std::uint64_t seed) {
  SlabModel model(c);
  kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                kmc::Stream(seed, 1));
  kmc::Stream random(seed, 2);
  kmc::Changes changes;
  const double gap = 1.0 / model.rates().isolated(Transition::inject);
  std::vector<double> seen;
  double time = 0.0, look = 200 * gap;
  while (seen.size() < 40000) {
    const double next = time - std::log1p(-random.uniform()) / model.emission_rate();
    for (; look < next; look += gap) {
      engine.advance(look, ~std::uint64_t{0});
      seen.push_back(model.carriers());
    }
    time = next;
    engine.advance(time, ~std::uint64_t{0});
    model.emit(random, changes);
    engine.take_up(changes);
  }
  return test::batch_mean(seen, 40);
}

}  // namespace

TEST_CASE("with an entropy a vacancy costs E_f - kT S_f, and bonds keep their ratio") {
  for (const double temperature : {250.0, 350.0})
    for (const double entropy : {-2.0, 3.7, 5.8}) {
      const Metal m = sodium(entropy, 0.08, 0.03), warm = at_temperature(m, temperature);
      CHECK(formation_energy(warm) ==
            doctest::Approx(4 * 0.08 + 3 * 0.03 - kB * temperature * entropy));
      CHECK(warm.bond_nn1 / warm.bond_nn2 == doctest::Approx(0.08 / 0.03));
      CHECK(warm.vacancy_entropy == 0);
      CHECK(own_vacancies(m).concentration(temperature) ==
            doctest::Approx(std::exp(entropy - 0.41 / (kB * temperature))));
      CHECK(own_vacancies(warm).concentration(temperature) ==
            doctest::Approx(own_vacancies(m).concentration(temperature)));
    }
}

TEST_CASE("without an entropy bonds are what they are, bit for bit") {
  for (const double bond : {0.06, 0.0, -0.013, 0.1 + 0.2}) {
    const Metal warm = at_temperature(sodium(0, bond, bond / 3), 317.0);
    CHECK(warm.bond_nn1 == bond);
    CHECK(warm.bond_nn2 == bond / 3);
  }
}

TEST_CASE("an entropy without bonds, or that takes all of them away, is refused") {
  CHECK(refusal(sodium(5.8), 350).empty());
  CHECK(refusal(sodium(0, 0, 0), 350).empty());
  CHECK(refusal(sodium(0, -0.01, 0), 350).empty());
  CHECK(says(refusal(sodium(5.8, 0, 0), 300), "give metal.bonds_eV"));
  CHECK(says(refusal(sodium(1, -0.03, 0.04), 300), "not positive"));
  const double gone = 0.42 / (kB * 5.8);  // [K]
  CHECK(refusal(sodium(5.8), 0.999 * gone).empty());
  CHECK(says(refusal(sodium(5.8), 1.001 * gone), "no bond is left"));
  CHECK(refusal(sodium(-5.8), 1.001 * gone).empty());
  Case c = with_entropy(5.8, 900);
  CHECK_THROWS_WITH_AS(validate(c), doctest::Contains("metal.vacancy_entropy_k"), InputError);
}

TEST_CASE("rates are those of the bonds' free energies, reversible at every temperature") {
  for (const double temperature : {300.0, 500.0})
    for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill}) {
      Case c = with_entropy(3.0, temperature);
      c.metal.law = law;
      c.far_side = Equilibrium{own_vacancies(c.metal)};
      const RateTable rates(c);
      const double kT = kB * temperature, left = 1 - 3.0 * kT / (4 * 0.07 + 3 * 0.04);
      for (const Transition hop : hops)
        over_environments([&](const Ends& e) {
          const bool out = hop == Transition::absorb;
          double change = left * (0.07 * (e.from.nn1 - (out ? 0 : e.to.nn1)) +
                                  0.04 * (e.from.nn2 - (out ? 0 : e.to.nn2)));
          if (hop == Transition::inject) change += 0.05;
          if (hop == Transition::return_) change -= 0.05;
          CHECK(rates.energy_change(hop, e) == doctest::Approx(change));
          if (out) return;
          const Transition back = hop == Transition::inject    ? Transition::return_
                                  : hop == Transition::return_ ? Transition::inject
                                                               : hop;
          CHECK(std::log(rates.rate(hop, e) / rates.rate(back, {e.to, e.from})) ==
                doctest::Approx(-change / kT));
        });
      const double held = std::exp(3.0 - 0.40 / kT);
      CHECK(rates.emission(Transition::absorb, 0) ==
            doctest::Approx(held / (1 - held) * rates.isolated(Transition::absorb)));
    }
}

TEST_CASE("a barrier table tells energies: it is held against bonds without their entropy") {
  Case c = with_entropy(3.0, 500);
  c.metal.table.file = "barriers.csv";
  // two hops each way, over dE = e1
  c.metal.table.entries = {{PairClass::bulk, 6, 6, 7, 6, true, 0.12, 2},
                           {PairClass::bulk, 7, 6, 6, 6, true, 0.05, 3}};
  const RateTable rates(c);
  const double kT = kB * 500, change = (1 - 3.0 * kT / 0.40) * 0.07, q = (0.12 + 0.05) / 2;
  const Ends there{{1, 0}, {0, 0}}, back{{0, 0}, {1, 0}};
  CHECK(rates.barrier(Transition::bulk, there) == doctest::Approx(q + change / 2));
  CHECK(rates.barrier(Transition::bulk, back) == doctest::Approx(q - change / 2));
  c.metal.table.entries[0].barrier = 0.05 + change;  // in balance with the free energies
  CHECK_THROWS_WITH_AS(RateTable{c}, doctest::Contains("detailed balance"), InputError);
}

TEST_CASE("voids of a case are those of its bonds at its temperature") {
  const Case c = with_entropy(3.0, 300);
  const nucleation::Conditions at = void_conditions(c, nucleation::Region::wall);
  CHECK(at.formation() == doctest::Approx(0.40 / (kB * 300) - 3.0));
  CHECK(at.segregation == 0.05);
  CHECK(at.temperature == 300);
  CHECK(void_conditions(c, nucleation::Region::bulk).formation() == at.formation());
  CHECK(void_conditions(c, nucleation::Region::bulk).segregation == 0);
}

TEST_CASE("a far side draws a warning where it holds more than the lattice, entropies and all") {
  const auto warned = [](double entropy, const Reservoir& far) {
    Case c = with_entropy(entropy, 300);
    c.far_side = Equilibrium{far};
    for (const std::string& caution : cautions(c))
      if (says(caution, "holds more vacancies")) return true;
    return false;
  };
  CHECK_FALSE(warned(3.0, own_vacancies(sodium(3.0, 0.07, 0.04))));
  CHECK_FALSE(warned(3.0, {0.40, 2.0}));
  CHECK(warned(3.0, {0.40, 3.1}));
  CHECK(warned(0.0, {0.40, 0.1}));
  CHECK(warned(0.0, {0.39, 0.0}));
  CHECK_FALSE(warned(0.0, {0.50, 1.0}));  // entropy, but less of them: exp(1 - 0.1/kT) < 1
}

TEST_SUITE("physics") {
  TEST_CASE("metal against its own vacancies holds as many as exp(S_f - E_f/kT) and bonds say") {
    for (const double temperature : {500.0, 650.0}) {
      CAPTURE(temperature);
      const Case c = one_layer(temperature);
      const test::Estimate held = held_by(c, test::seed(1));
      CHECK(held.error < 0.05 * exact_number(c));
      CHECK(std::abs(held.z(exact_number(c))) < 4.0);
    }
  }
}
