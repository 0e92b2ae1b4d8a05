// Voids: how many, in equilibrium with what gas, and how often they are born (docs/nucleation.md).

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "interface/patch.hpp"
#include "nucleation/equilibrium_void.hpp"
#include "tests/interface/births.hpp"
#include "tests/validate/row.hpp"

namespace lacuna::validate {
namespace {

using nucleation::Region, nucleation::Shapes;
using test::Counted, test::GasBox;

constexpr int largest_counted = 6;

// ln Q_2 counted, less that of a pair on (110): of a vacancy's 1NN two are beside it in its layer
// and two above, of its 2NN one and two, all others being the other vacancy's.
double pairs_off(double segregation) {
  const nucleation::Conditions at{lattice::Normal::n110, Region::wall, 0.07, 0.04,
                                  segregation,           320.0};
  const double first = std::exp(at.nn1_gain()), second = std::exp(at.nn2_gain());
  const double wall = std::exp(at.wall_gain());
  const double exact = wall * wall * (2 * first + second) + wall * (2 * first + 2 * second);
  return Shapes(at.normal, 2).ln_partition(2, at) - std::log(exact);
}

// ln Q_6 as sampled from a single vacancy on.
Measure sampled_partition(Region region, double segregation) {
  return [=](std::uint64_t seed, double effort) {
    const nucleation::Conditions at = test::conditions({.segregation = segregation}, region);
    return repeat(scaled(400, effort, 10), [&] {
      const nucleation::Sampled walk =
          sample(at, Shapes(at.normal, 2), {largest_counted + 2, 100'000, seed++});
      return walk.ln_ratio(1, largest_counted).value + at.wall_gain();
    });
  };
}
double counted_partition(Region region, double segregation) {
  const nucleation::Conditions at = test::conditions({.segregation = segregation}, region);
  return Shapes(at.normal, largest_counted).ln_partition(largest_counted, at);
}

// Share of the time with one vacancy away from a void, over that by Q_{N−1}/Q_N.
Measure gas_beside_void(int vacancies) {
  return [=](std::uint64_t seed, double effort) {
    const lattice::Slab slab(lattice::Normal::n110, 4.29, {12, 8}, 18, lattice::Boundary::periodic);
    const Counted bulk = test::count({}, Region::bulk, {vacancies + 5, 10'000'000, seed}, seed);
    const double expected = test::VoidInMetal::expected_share(vacancies, slab, bulk);
    const int looks = scaled(40'000, effort, 1000);
    test::VoidInMetal box(vacancies, slab, seed);
    box.share_with_one_away(looks);
    return repeat(12, [&] { return box.share_with_one_away(looks) / expected; });
  };
}

Measure number_of(int size, const GasBox& box) {
  return [=](std::uint64_t seed, double effort) {
    const Counted wall = test::count(box, Region::wall, {12, 1'000'000, seed}, seed);
    const double expected = test::expected_number(box, size, wall);
    test::VacancyGas gas(box, seed);
    const auto n = static_cast<std::size_t>(size);
    const int looks = scaled(100'000, effort, 2000);
    (void)test::numbers_at_wall(gas, n, looks / 2);
    return repeat(12, [&] { return test::numbers_at_wall(gas, n, looks)[n - 1] / expected; });
  };
}

// Births by theory in the times that were waited for them: without segregation those of the metal.
Measure waits_for_births(const GasBox& box) {
  return [=](std::uint64_t seed, double effort) {
    const Region region = box.segregation > 0 ? Region::wall : Region::bulk;
    const Counted counted = test::count(box, region, {40, 6'000'000, seed}, seed);
    const double rate = test::births_of(box, counted);
    test::VacancyGas gas(box, seed);
    return repeat(scaled(300, effort, 20),
                  [&] { return rate * test::wait_for_birth(gas, 30, 1 / rate); });
  };
}

// Fugacity at which a void at the wall doubles as often as it shrinks to half, over that of theory:
// one trial there is off by (what it does − ½)/(d chance/d ln z).
Measure threshold_of_growth(int vacancies, GasBox box) {
  return [=](std::uint64_t seed, double effort) mutable {
    const Counted wall = test::count(box, Region::wall, {2 * vacancies + 4, 6'000'000, seed}, seed);
    const auto chance = [&](double ln_z) {
      return test::chance_to_double(vacancies, std::exp(ln_z), wall);
    };
    const double balance = wall.ln_q(vacancies) - wall.ln_q(vacancies + 1);
    double low = balance - 1, high = balance + 1;
    for (int n = 0; n < 50; ++n) {
      const double middle = (low + high) / 2;
      (chance(middle) < 0.5 ? low : high) = middle;
    }
    const double slope = (chance(low + 0.1) - chance(low - 0.1)) / 0.2;
    box.fugacity = std::exp(low);
    test::VacancyGas gas(box, seed);
    return repeat(scaled(1000, effort, 50),
                  [&] { return 1 - (test::doubles(gas, box, vacancies) - 0.5) / slope; });
  };
}

struct Disc {
  double radius;      // [A]
  double at, around;  // E_seg [eV]
};
constexpr Disc bad{19, 0.087, 0.0}, better{19, 0.047, 0.0}, pinning{4.5, 0.2, -0.2};

// A void in the middle of a disc of another ceramic. Where the disc is wide: the vacancies of layer
// 0 that it has, over those of equilibrium voids of its size at a wall of that ceramic alone.
// Winterbottom's shape and its contact angle, Young's, are the limit of that. Where it is narrow,
// and holds vacancies as the rest does not, the ground of the void is the disc.
class VoidOnPatch {
 public:
  static constexpr int vacancies = 30;

  VoidOnPatch(const Disc& disc, std::uint64_t seed)
      : case_(with_sites_laid_out(values(disc), 1)),
        model_(case_),
        engine_(model_, kmc::CompositionRejection(model_.scale()), kmc::Stream(seed, 1)) {
    kmc::Changes ignored;
    for (const lattice::Cell& c : nucleation::equilibrium_void(conditions(disc.at), model_.slab(),
                                                               model_.top_layer(), vacancies))
      model_.vacate(c, ignored);
    engine_.take_up_all();
  }

  static nucleation::Conditions conditions(double segregation) {
    return {lattice::Normal::n110, Region::wall, 0.06, 0.06, segregation, temperature};
  }
  /// Mean numbers in layer 0 at a wall all of one ceramic, by size.
  static std::vector<double> at_wall(double segregation, std::uint64_t seed) {
    const nucleation::Conditions at = conditions(segregation);
    nucleation::BondTally tally(vacancies + 2);
    (void)sample(at, Shapes(at.normal), {vacancies + 2, 30'000'000, seed},
                 [&](const nucleation::Cluster& c) { tally.add(c); });
    std::vector<double> ground;
    for (std::size_t n = 1; n <= tally.largest(); ++n) ground.push_back(tally.mean(n)[2]);
    return ground;
  }

  /// Of the disc.
  [[nodiscard]] double sites() const {
    const auto& map = case_.ceramic.class_of_site;
    return static_cast<double>(std::count(map.begin(), map.end(), 1));
  }
  /// Over looks at a void that is whole and on the disc.
  [[nodiscard]] double ground(int looks, const std::vector<double>& at_wall) {
    double seen = 0, due = 0;
    for (int n = 0; n < looks; ++n) {
      engine_.advance(engine_.now() + 300 / model_.rates().isolated(interface::Transition::bulk),
                      ~std::uint64_t{0});
      const auto [size, touching] = find_void();
      if (touching == 0) continue;
      seen += touching;
      due += at_wall[size - 1];
    }
    return seen / due;
  }

 private:
  static constexpr double temperature = 400;

  static interface::Case values(const Disc& disc) {
    interface::Case c;
    c.temperature = temperature;
    c.metal.cells = {14, 10};
    c.metal.layers = 9;
    c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;
    c.ceramic.segregation = disc.around;
    c.ceramic.injection.barrier = std::max(0.14, disc.at);
    c.ceramic.patches = {{{disc.at, c.ceramic.injection, 1.0}, interface::Discs{disc.radius, 60}}};
    c.far_side = interface::Closed {};
    return c;
  }
  /// Its size and how many of it are in layer 0; none of it touches, or not on the disc alone: 0.
  [[nodiscard]] std::pair<std::size_t, double> find_void() const {
    const auto clusters =
        lattice::find_clusters(model_.occupation(), lattice::Connectivity::nn1_nn2);
    std::uint32_t largest = 0;
    for (std::uint32_t c = 0; c < clusters.list.size(); ++c)
      if (clusters.list[c].size > clusters.list[largest].size) largest = c;
    double touching = 0;
    for (std::uint32_t v = 0; v < model_.carriers(); ++v) {
      const lattice::Cell cell = model_.occupation().cell({v});
      if (clusters.label[v] != largest || cell.k > 0) continue;
      if (case_.ceramic.class_of_site[model_.slab().number(cell)] == 0) return {1, 0.0};
      ++touching;
    }
    return {clusters.list[largest].size, touching};
  }

  interface::Case case_;
  interface::DetailedSlab model_;
  kmc::Engine<interface::DetailedSlab> engine_;
};

Measure ground_on(const Disc& disc) {
  return [=](std::uint64_t seed, double effort) {
    const std::vector<double> at_wall = VoidOnPatch::at_wall(disc.at, seed);
    const int looks = scaled(8000, effort, 200);
    return repeat(12, [&] {
      VoidOnPatch box(disc, seed++);
      (void)box.ground(looks / 8, at_wall);
      return box.ground(looks, at_wall);
    });
  };
}

// Over the sites of the disc.
Measure ground_of_pinned() {
  return [=](std::uint64_t seed, double effort) {
    const int looks = scaled(2000, effort, 100);
    return repeat(6, [&] {
      VoidOnPatch box(pinning, seed++);
      const std::vector<double> sites(VoidOnPatch::vacancies, box.sites());
      (void)box.ground(looks / 8, sites);
      return box.ground(looks, sites);
    });
  };
}

}  // namespace

void add_voids(Rows& rows) {
  using enum Kind;
  for (const double segregation : {0.0, 0.087})
    rows.push_back(
        {"voids",
         "ln Q₂ of the wall, off, E_seg = " + std::to_string(segregation).substr(0, 5) + " eV",
         certain, 0, 1e-12, [=](auto...) { return std::vector{pairs_off(segregation)}; }});
  rows.push_back({"voids", "shapes of 6 vacancies", certain, 109070, 0, [](auto...) {
                    return std::vector{static_cast<double>(
                        Shapes(lattice::Normal::n110, largest_counted).count(largest_counted))};
                  }});
  rows.push_back({"voids", "ln Q₆ sampled, bulk", statistical, counted_partition(Region::bulk, 0.0),
                  0, sampled_partition(Region::bulk, 0.0)});
  rows.push_back({"voids", "ln Q₆ sampled, wall of E_seg = 0.087 eV", statistical,
                  counted_partition(Region::wall, 0.087), 0,
                  sampled_partition(Region::wall, 0.087)});
  rows.push_back(
      {"voids", "gas beside a void of 20, over Q₁₉/Q₂₀", statistical, 1, 0, gas_beside_void(20)});
  // void and gas share what few vacancies a box has
  for (const double segregation : {0.0, 0.087})
    rows.push_back({"voids",
                    "z at which a void of 20 at a wall of " +
                        std::to_string(segregation).substr(0, 5) + " eV grows, over theory",
                    mean_field, 1, 0.05,
                    threshold_of_growth(20, {350, segregation, 0.0, {16, 12}, 8})});
  const GasBox wall{300, 0.087, 3e-5, {16, 12}, 8}, bulk{300, 0.0, 1.5e-4, {16, 12}, 8};
  for (const int size : {1, 2, 3}) {
    const std::string name = "voids of " + std::to_string(size) + " over Q_n zⁿ, ";
    rows.push_back(
        {"voids", name + "wall of E_seg = 0.087 eV", statistical, 1, 0, number_of(size, wall)});
    if (size < 3)
      rows.push_back({"voids", name + "E_seg = 0", statistical, 1, 0, number_of(size, bulk)});
  }
  // the less a ceramic repels metal, the wider a void is, and the nearer the edge of its patch
  for (const auto& [disc, bound] : {std::pair{better, 0.04}, std::pair{bad, 0.02}})
    rows.push_back({"voids",
                    "ground of a void of 30 on a patch of E_seg = " +
                        std::to_string(disc.at).substr(0, 5) + " eV, over a wall's",
                    mean_field, 1, bound, ground_on(disc)});
  rows.push_back({"voids", "ground of a void of 30 on a patch of 7 sites, over the patch",
                  mean_field, 1, 0.05, ground_of_pinned()});
  // theory has one vacancy after the other join a void that waits for them
  const auto births = [&rows](const std::string& where, const GasBox& box) {
    rows.push_back({"voids", "births by theory at " + where + ", in the time of one", mean_field, 1,
                    0.2, waits_for_births(box)});
  };
  births("z = 1e-4, E_seg = 0.087 eV", {300, 0.087, 1e-4, {16, 12}, 8});
  births("z = 7e-5, E_seg = 0.087 eV", {300, 0.087, 7e-5, {16, 12}, 8});
  births("z = 3e-5, E_seg = 0.087 eV, 250 K", {250, 0.087, 3e-5, {16, 12}, 8});
  births("z = 2e-4, E_seg = 0.087 eV, 350 K", {350, 0.087, 2e-4, {16, 12}, 8});
  births("z = 3e-4, E_seg = 0.047 eV", {300, 0.047, 3e-4, {16, 12}, 8});
  births("z = 6e-4, E_seg = 0", {300, 0.0, 6e-4, {16, 12}, 8});
}

}  // namespace lacuna::validate
