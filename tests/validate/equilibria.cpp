// Exact results 8 to 12: equilibrium, whose properties no rate can change.

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "lattice/clusters.hpp"
#include "tests/interface/longest_wave.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/oracles/linear_scan.hpp"
#include "tests/oracles/sum_tree.hpp"
#include "tests/validate/equilibrium.hpp"
#include "tests/validate/names.hpp"
#include "tests/validate/row.hpp"

namespace lacuna::validate {
namespace {

using interface::Bounding, interface::Case, interface::RateLaw, interface::SlabModel;
using lattice::Boundary, lattice::Cell, lattice::Normal, lattice::Slab;

// Clusters of a size per site, after every site was vacant with probability x and some hops.
Measure clusters_of(std::uint32_t size, double x) {
  return [=](std::uint64_t seed, double effort) {
    const Slab slab(Normal::n110, 4.29, {8, 6}, 12, Boundary::periodic);
    Case c;
    c.ceramic.injection = c.ceramic.lateral = c.metal.hop;
    kmc::Stream random(seed, 1);
    return repeat(scaled(1500, effort, 30), [&] {
      SlabModel model(c, slab);
      kmc::Changes ignored;
      for (std::uint64_t n = 0; n < slab.sites(); ++n)
        if (random.uniform() < x) model.vacate(slab.nth(n), ignored);
      kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                    kmc::Stream(seed++, 2));
      engine.advance(3 / (8 * model.rates().isolated(interface::Transition::bulk)),
                     ~std::uint64_t{0});
      double count = 0;
      for (const auto& found :
           lattice::find_clusters(model.occupation(), lattice::Connectivity::nn1).list)
        count += found.size == size;
      return count / static_cast<double>(slab.sites());
    });
  };
}

constexpr double pair_temperature = 350, pair_bond1 = 0.08, pair_bond2 = 0.05;

Slab pair_box(Normal normal) {
  const std::array<int, 2> cells = normal == Normal::n111 ? std::array{6, 4} : std::array{6, 6};
  const int layers = normal == Normal::n110 ? 6 : normal == Normal::n100 ? 12 : 9;  // 432 sites
  return {normal, 4.29, cells, layers, Boundary::periodic};
}

// Shares of 1NN and 2NN pairs among two vacancies in a periodic box of S sites: 8 and 6 neighbours
// of weights exp(e1/kT) and exp(e2/kT), all others of weight 1. For large boxes n2/n1² -> 4
// exp(e1/kT).
std::array<double, 2> pair_shares() {
  const double kT = constants::boltzmann * pair_temperature;
  const double w1 = 8 * std::exp(pair_bond1 / kT), w2 = 6 * std::exp(pair_bond2 / kT),
               rest = 432 - 1 - 8 - 6;
  return {w1 / (w1 + w2 + rest), w2 / (w1 + w2 + rest)};
}

// The other vacancy's site, drawn from that distribution.
Cell partner(const Slab& slab, const Cell& origin, kmc::Stream& random) {
  const auto [first, second] = pair_shares();
  const double u = random.uniform();
  if (u < first) return slab.neighbour(origin, static_cast<int>(random.below(8)));
  if (u < first + second) return slab.neighbour(origin, 8 + static_cast<int>(random.below(6)));
  std::vector<Cell> near{origin};
  for (int d = 0; d < lattice::neighbour_count; ++d) near.push_back(slab.neighbour(origin, d));
  for (;;) {
    const Cell cell = slab.nth(random.below(slab.sites()));
    if (std::find(near.begin(), near.end(), cell) == near.end()) return cell;
  }
}

// Looks some time after such a start, hence independent of each other.
Measure pairs(Normal normal, bool second, Bounding bounding) {
  return [=](std::uint64_t seed, double effort) {
    Case c;
    c.temperature = pair_temperature;
    c.metal.bond_nn1 = pair_bond1;
    c.metal.bond_nn2 = pair_bond2;
    SlabModel model(c, pair_box(normal), bounding);
    kmc::Changes changes;
    model.vacate({0, 0, 0}, changes);
    model.vacate({3, 1, 3}, changes);
    changes.clear();
    kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                  kmc::Stream(seed, 1));
    kmc::Stream random(seed, 2);
    return repeat(scaled(20000, effort, 1000), [&] {
      model.fill({1}, changes);
      model.vacate(partner(model.slab(), model.occupation().cell({0}), random), changes);
      engine.take_up(changes);
      engine.advance(engine.now() + 10 / model.rates().isolated(interface::Transition::bulk),
                     ~std::uint64_t{0});
      const auto beside = model.occupation().vacant_neighbours(model.occupation().site({0}));
      return second ? beside.nn2 : beside.nn1;
    });
  };
}

// χ² of how often each state of a closed box is seen, as normal deviates of batches.
template <class Selector>
Measure boltzmann(const test::Box& box, Bounding bounding) {
  return [=](std::uint64_t seed, double effort) {
    Equilibrium<Selector> equilibrium(box, bounding, seed);
    const std::size_t states = equilibrium.states().size();
    const int looks = scaled(4000, effort, 400);
    return repeat(16, [&] {
      std::vector<std::pair<double, double>> cells;
      for (std::size_t n = 0; n < states; ++n)
        cells.emplace_back(0.0, looks * equilibrium.states().probability(n));
      for (int n = 0; n < looks; ++n) ++cells[equilibrium.after(2)].first;
      return test::chi_squared_z(cells);
    });
  };
}

// Vacancies all over a closed slab, and the largest deviation over all of their hops of what
// `deviation` makes of (case, class of hop, rate, rate back, ΔE/kT); ΔE site by site from the
// energy of design §3.
template <class Deviation>
Measure over_all_hops(Normal normal, RateLaw law, Deviation deviation, double entropy = 0.0,
                      std::optional<interface::SurfaceHopCap> cap = {}) {
  return [=](std::uint64_t seed, double) {
    test::Box box = test::closed_cell(normal, law);
    Case& c = box.values;
    c.metal.vacancy_entropy = entropy;
    c.metal.surface_hop_cap = cap;
    c.metal.cells = {5, 4};
    c.metal.layers = 6;
    SlabModel model(c);
    kmc::Changes ignored;
    kmc::Stream random(seed, 1);
    std::vector<Cell> cells;
    for (std::uint64_t n = 0; n < model.slab().sites(); ++n)
      if (random.uniform() < 0.25) {
        cells.push_back(model.slab().nth(n));
        model.vacate(cells.back(), ignored);
      }
    const interface::Metal bonds = test::warm(c.metal, c.temperature);
    const auto energy = [&](const std::vector<Cell>& vacant) {
      return test::lattice_energy(bonds, c.ceramic, model.slab(), vacant);
    };
    const double before = energy(cells);
    double largest = 0;
    for (std::uint32_t v = 0; v < model.carriers(); ++v)
      for (std::uint8_t d = 0; d < lattice::nn1_count; ++d) {
        const double there = model.rate({{v}, d});
        if (there == 0) continue;
        std::vector<Cell> after = cells;
        const Cell from = after[v], to = after[v] = model.slab().neighbour(from, d);
        const double change = (energy(after) - before) / (constants::boltzmann * c.temperature);
        model.apply({{v}, d}, ignored);
        const double back = model.rate({{v}, static_cast<std::uint8_t>(d ^ 1)});
        model.apply({{v}, static_cast<std::uint8_t>(d ^ 1)}, ignored);
        const interface::HopClass& of = from.k == 0 && to.k == 0   ? c.ceramic.lateral
                                        : from.k == 0 || to.k == 0 ? c.ceramic.injection
                                                                   : c.metal.hop;
        double barrier = of.barrier;  // at ΔE = 0: E_inj is what an isolated vacancy climbs
        if ((from.k == 0) != (to.k == 0))
          barrier -= law == RateLaw::symmetric ? c.ceramic.segregation / 2
                                               : std::max(0.0, c.ceramic.segregation);
        barrier /= constants::boltzmann * c.temperature;
        largest = std::max(
            largest, std::abs(deviation(std::log(there / of.attempt_frequency),
                                        std::log(back / of.attempt_frequency), change, barrier)));
      }
    return std::vector{largest};
  };
}
double reversibility(double there, double back, double change, double) {
  return there - back + change;
}
double symmetric_barrier(double there, double, double change, double barrier) {
  return there + std::max({0.0, change, barrier + change / 2});
}
double uphill_barrier(double there, double, double change, double barrier) {
  return there + barrier + std::max(0.0, change);
}

Measure growth_of_waves(double relative_temperature) {
  return [=](std::uint64_t seed, double effort) {
    const int looks = scaled(120, effort, 60);
    return std::vector{
        test::longest_wave(Bounding::adaptive, relative_temperature, 8, looks, seed) /
        test::longest_wave(Bounding::adaptive, relative_temperature, 5, looks, seed + 1)};
  };
}

}  // namespace

void add_equilibria(Rows& rows) {
  using enum Kind;
  using kmc::CompositionRejection;
  for (const double x : {0.02, 0.1}) {
    const std::string at = ", x = " + std::to_string(x).substr(0, 4);
    rows.push_back({"8", "clusters of 1 per site / x(1−x)⁸" + at, statistical,
                    x * std::pow(1 - x, 8), 0, clusters_of(1, x)});
    rows.push_back({"8", "clusters of 2 per site / 4x²(1−x)¹⁴" + at, statistical,
                    4 * x * x * std::pow(1 - x, 14), 0, clusters_of(2, x)});
  }
  for (const Normal normal : normals) {
    rows.push_back({"9", "share of 1NN pairs of two vacancies, " + name(normal) + ", kept rates",
                    statistical, pair_shares()[0], 0, pairs(normal, false, Bounding::kept)});
    rows.push_back({"9", "share of 2NN pairs of two vacancies, " + name(normal) + ", ceiling",
                    statistical, pair_shares()[1], 0, pairs(normal, true, Bounding::ceiling)});
  }
  const auto cell = [](Normal normal, RateLaw law) { return test::closed_cell(normal, law); };
  const std::string chi = "χ² of all states against Boltzmann as normal deviate, ";
  for (const Normal normal : normals)
    rows.push_back(
        {"10", chi + name(normal) + ", kept rates", statistical, 0, 0,
         boltzmann<CompositionRejection>(cell(normal, RateLaw::symmetric), Bounding::kept)});
  rows.push_back(
      {"10", chi + "(110), ceiling, uphill", statistical, 0, 0,
       boltzmann<CompositionRejection>(cell(Normal::n110, RateLaw::uphill), Bounding::ceiling)});
  rows.push_back(
      {"10", chi + "(110), two tiers", statistical, 0, 0,
       boltzmann<CompositionRejection>(cell(Normal::n110, RateLaw::symmetric), Bounding::tiers)});
  rows.push_back(
      {"10", chi + "(100), two tiers, uphill", statistical, 0, 0,
       boltzmann<CompositionRejection>(cell(Normal::n100, RateLaw::uphill), Bounding::tiers)});
  rows.push_back(
      {"10", chi + "(110), linear scan", statistical, 0, 0,
       boltzmann<test::LinearScan>(cell(Normal::n110, RateLaw::symmetric), Bounding::kept)});
  rows.push_back(
      {"10", chi + "(110), sum tree", statistical, 0, 0,
       boltzmann<test::SumTree>(cell(Normal::n110, RateLaw::symmetric), Bounding::kept)});
  test::Box entropic = cell(Normal::n110, RateLaw::symmetric);
  entropic.values.metal.vacancy_entropy = 2.0;
  rows.push_back({"10", chi + "(110), S_f = 2 k", statistical, 0, 0,
                  boltzmann<CompositionRejection>(entropic, Bounding::kept)});
  for (const Normal normal : normals)
    for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill})
      rows.push_back({"11",
                      "largest |ln(k/k′) + ΔE/kT|, " + name(normal) +
                          (law == RateLaw::symmetric ? ", symmetric" : ", uphill"),
                      certain, 0, 1e-10, over_all_hops(normal, law, reversibility)});
  rows.push_back({"11", "largest |ln(k/k′) + ΔF/kT|, (110), S_f = 2 k", certain, 0, 1e-10,
                  over_all_hops(Normal::n110, RateLaw::symmetric, reversibility, 2.0)});
  rows.push_back({"11", "largest |ln(k/k′) + ΔE/kT|, (110), cap on surface hops", certain, 0, 1e-10,
                  over_all_hops(Normal::n110, RateLaw::symmetric, reversibility, 0.0,
                                interface::SurfaceHopCap{0.01, 1})});
  rows.push_back({"11", "largest |ln(ν/k) − max(0, ΔE, Q + ΔE/2)/kT|", certain, 0, 1e-10,
                  over_all_hops(Normal::n110, RateLaw::symmetric, symmetric_barrier)});
  rows.push_back({"11", "largest |ln(ν/k) − (Q + max(0, ΔE))/kT|", certain, 0, 1e-10,
                  over_all_hops(Normal::n110, RateLaw::uphill, uphill_barrier)});
  // four times the volume: the longest waves grow as much in two phases, and not at all in one
  rows.push_back({"12", "growth of the longest waves with the box, T = 1.3 T_c", mean_field, 1, 1.5,
                  growth_of_waves(1.3)});
  rows.push_back({"12", "growth of the longest waves with the box, T = 0.75 T_c", mean_field, 4.1,
                  1.5, growth_of_waves(0.75)});
}

}  // namespace lacuna::validate
