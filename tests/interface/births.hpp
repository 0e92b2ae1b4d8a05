#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "nucleation/equilibrium_void.hpp"
#include "nucleation/voids.hpp"
#include "tests/interface/vacancy_gas.hpp"

/// What nucleation/ foretells of voids, and the same measured in the kinetic Monte Carlo.
namespace lacuna::test {

/// Voids counted, with what else of them the comparisons need.
struct Counted {
  std::vector<nucleation::Estimate> ln_partition;  ///< ln Q_n at [n - 1]
  std::vector<nucleation::Estimate> attachment;    ///< f_n in the box [1/s]
  std::vector<double> room;                        ///< layers of the box that a void of n may be in
  /// (n - 1) Sites on which, and beside which, no other vacancy is; those in layer 0, and others.
  std::vector<double> taken_touching, taken_above;

  [[nodiscard]] double ln_q(int n) const {
    return ln_partition[static_cast<std::size_t>(n - 1)].value;
  }
};

inline nucleation::Conditions conditions(const GasBox& box, nucleation::Region region) {
  return {lattice::Normal::n110, region, 0.06, 0.06, box.segregation, box.temperature};
}

inline Counted count(const GasBox& box, nucleation::Region region, const nucleation::Effort& effort,
                     std::uint64_t seed) {
  using namespace nucleation;
  const Conditions at = conditions(box, region);
  const Hops hops{{0.053, 1e13}, {0.053, 1e13}, {0.14, 1e13}};
  Approaches approaches(at, hops, effort.largest, seed, Box{box.cells, box.layers});
  const auto sizes = static_cast<std::size_t>(effort.largest);
  Counted found{{}, {}, {}, std::vector<double>(sizes), std::vector<double>(sizes)};
  std::vector<double> seen(sizes);
  const Shapes shapes(at.normal);
  const Sampled sampled = sample(at, shapes, effort, [&](const Cluster& c) {
    approaches.measure(c);
    const std::size_t n = c.size() - 1;
    std::size_t touching = c.touching(), all = c.size();
    for (const Cluster::Place p : c.perimeter()) {
      touching += c.touches(p);
      all += !c.is_closed(p);
    }
    seen[n] += 1;
    found.taken_touching[n] += (static_cast<double>(touching) - found.taken_touching[n]) / seen[n];
    found.taken_above[n] += (static_cast<double>(all - touching) - found.taken_above[n]) / seen[n];
  });
  found.ln_partition = ln_partitions(at, shapes, sampled);
  found.attachment = approaches.attachment();
  found.room = approaches.room();
  return found;
}

/// J [1/s] in a box, all of its wall, or all of its metal, together.
inline double births_of(const GasBox& box, const Counted& counted) {
  const nucleation::Attachment fit(counted.attachment);
  std::vector<double> held, attachment;
  for (std::size_t n = 0; n < counted.room.size(); ++n) {
    held.push_back(counted.ln_partition[n].value + std::log(counted.room[n]));
    attachment.push_back(fit(static_cast<double>(n + 1)));
  }
  const nucleation::Birth birth = nucleation::birth(held, attachment, box.fugacity);
  return std::exp(birth.ln_rate) * 2 * box.cells[0] * box.cells[1];
}

/// Probability that a void of `size` in a gas of fugacity z doubles before it is half as large, by
/// Becker and Döring's chain: 1/(f_n Q_n z^{n+1}) of what is below `size`, by that of all.
inline double chance_to_double(int size, double z, const Counted& counted) {
  const nucleation::Attachment fit(counted.attachment);
  const auto resistance = [&](int n) {
    return std::exp(counted.ln_q(size) - counted.ln_q(n) + (size - n) * std::log(z)) / fit(n);
  };
  double below = 0.0, all = 0.0;
  for (int n = size / 2; n < 2 * size; ++n) {
    all += resistance(n);
    if (n < size) below += resistance(n);
  }
  return below / all;
}

/// Does a void of so many vacancies, that is at the wall in its equilibrium shape, double?
inline bool doubles(VacancyGas& gas, const GasBox& box, int size) {
  const double look = 10 / gas.hop_rate();
  gas.place(nucleation::equilibrium_void(conditions(box, nucleation::Region::wall),
                                         gas.model().slab(), gas.model().top_layer(), size));
  const auto least = static_cast<std::uint32_t>(size / 2),
             most = static_cast<std::uint32_t>(2 * size);
  for (;;) {
    gas.advance(look);
    const std::uint32_t now = gas.largest();
    if (now <= least || now >= most) return now >= most;
  }
}

/// Waits until a void of `born` vacancies is there, from metal without any, and gives the time [s];
/// eight times what theory expects is enough, e^-8 of the waits being longer.
inline double wait_for_birth(VacancyGas& gas, std::uint32_t born, double expected) {
  const double look = 20 / gas.hop_rate(), begun = gas.now();
  gas.place({});
  do gas.advance(look);
  while (gas.largest() < born && gas.now() - begun < 8 * expected);
  return gas.now() - begun;
}

/// One void, and nothing else, in closed metal that is periodic on all sides.
class VoidInMetal {
 public:
  VoidInMetal(int vacancies, const lattice::Slab& slab, std::uint64_t seed)
      : model_(GasBox{}.values(), slab),
        engine_(placed(vacancies), kmc::CompositionRejection(model_.scale()), kmc::Stream(seed, 1)),
        vacancies_(static_cast<std::uint32_t>(vacancies)),
        look_(10 / model_.rates().isolated(interface::Transition::bulk)) {}
  VoidInMetal(const VoidInMetal&) = delete;

  /// Share of the time in which one vacancy, and no more, is away from the void.
  double share_with_one_away(int looks) {
    int away = 0;
    for (int n = 0; n < looks; ++n) {
      engine_.advance(engine_.now() + look_, ~std::uint64_t{0});
      std::uint32_t most = 0;
      const auto found =
          lattice::find_clusters(model_.occupation(), lattice::Connectivity::nn1_nn2);
      for (const lattice::Cluster& c : found.list) most = std::max(most, c.size);
      away += most + 1 == vacancies_;
    }
    return static_cast<double>(away) / looks;
  }

  /// The same by the void's partition functions: with a gas of m vacancies in V sites a void of
  /// N − m weighs Q_{N−m} V^m/m!, and a pair in the gas Q_2 V.
  static double expected_share(int vacancies, const lattice::Slab& slab, const Counted& bulk) {
    const auto room = [&](int n) {
      return static_cast<double>(slab.sites()) - bulk.taken_above[static_cast<std::size_t>(n - 1)];
    };
    const auto relative = [&](int n) { return std::exp(bulk.ln_q(n) - bulk.ln_q(vacancies)); };
    const double one = room(vacancies - 1) * relative(vacancies - 1), v = room(vacancies - 2);
    const double two = (v * v / 2 + v * std::exp(bulk.ln_q(2))) * relative(vacancies - 2);
    return one / (1 + one + two);
  }

 private:
  // Sites by their distance from the middle.
  interface::SlabModel& placed(int vacancies) {
    const lattice::Slab& slab = model_.slab();
    const lattice::Vector middle =
        slab.position(slab.wrap({slab.columns() / 2, slab.rows() / 2, slab.layers() / 2}));
    std::vector<std::pair<double, std::uint64_t>> sites;
    for (std::uint64_t n = 0; n < slab.sites(); ++n) {
      const lattice::Vector r = slab.position(slab.nth(n));
      double square = 0.0;
      for (std::size_t axis = 0; axis < 3; ++axis)
        square += (r[axis] - middle[axis]) * (r[axis] - middle[axis]);
      sites.emplace_back(square, n);
    }
    std::sort(sites.begin(), sites.end());
    kmc::Changes ignored;
    for (int n = 0; n < vacancies; ++n)
      model_.vacate(slab.nth(sites[static_cast<std::size_t>(n)].second), ignored);
    return model_;
  }

  interface::SlabModel model_;
  kmc::Engine<interface::SlabModel> engine_;
  std::uint32_t vacancies_;
  double look_;  ///< [s] between looks
};

/// (n - 1) Voids of n = 1 to `largest` vacancies, of them in layer 0 or not, per site of it,
/// averaged over time.
inline std::vector<double> numbers_at_wall(VacancyGas& gas, std::size_t largest, int looks) {
  const double look = 20 / gas.hop_rate(), sites = gas.model().slab().sites_per_layer();
  std::vector<double> numbers(largest);
  for (int n = 0; n < looks; ++n) {
    gas.advance(look);
    for (const lattice::Cluster& c : gas.clusters().list)
      if (c.lowest_layer == 0 && c.size <= largest) numbers[c.size - 1] += 1 / (looks * sites);
  }
  return numbers;
}

/// The same by theory: Q_n zⁿ, times the probability that there is room.
inline double expected_number(const GasBox& box, int n, const Counted& wall) {
  const double z = box.fugacity, at_wall = z * std::exp(wall.ln_partition[0].value);
  const auto size = static_cast<std::size_t>(n - 1);
  return std::exp(wall.ln_q(n) + n * std::log(z) - at_wall * wall.taken_touching[size] -
                  z * wall.taken_above[size]);
}

}  // namespace lacuna::test
