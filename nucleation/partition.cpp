#include "nucleation/partition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "core/stopped.hpp"
#include "nucleation/streams.hpp"

namespace lacuna::nucleation {
namespace {

// What is known of ln(Q_{n+1}/Q_n) while weights are adapted: exact of the sizes whose shapes are
// counted, averages over the stretches of the walk beyond.
class Learned {
 public:
  Learned(const Conditions& at, const Shapes& shapes) : formation_(at.formation()) {
    for (int n = 1; n < shapes.largest(); ++n) {
      ratios_.push_back(shapes.ln_partition(n + 1, at) - shapes.ln_partition(n, at));
      weights_.push_back(INFINITY);
    }
  }

  void add(const Acceptances& found, const std::vector<double>& eta) {
    for (std::size_t n = ratios_.size() + 1; n < eta.size(); ++n) {
      ratios_.push_back(0.0);
      weights_.push_back(0.0);
    }
    for (std::size_t n = 1; n < eta.size(); ++n) {
      if (!found.known(n, 1) || std::isinf(weights_[n - 1])) continue;
      const auto weight =
          static_cast<double>(std::min(found.growth[n - 1].tries, found.shrinkage[n - 1].tries));
      weights_[n - 1] += weight;
      ratios_[n - 1] += weight / weights_[n - 1] * (found.ln_ratio(n, eta) - ratios_[n - 1]);
    }
  }
  // −ln(Q_n/Q_1) of sizes 1 to `largest`; where nothing is known, by classical nucleation theory:
  // ln Q_n = E_f n/kT − A n^{2/3} + constant.
  [[nodiscard]] std::vector<double> eta(int largest) const {
    const double A = surface_coefficient();
    std::vector<double> eta{0.0};
    for (int n = 1; n < largest; ++n) {
      const auto at = static_cast<std::size_t>(n - 1);
      const bool known = at < ratios_.size() && weights_[at] >= enough;
      eta.push_back(eta.back() - (known ? ratios_[at] : formation_ - A * surface(n)));
    }
    return eta;
  }

 private:
  static constexpr double enough = 200;

  [[nodiscard]] static double surface(int n) {
    return std::pow(n + 1.0, 2.0 / 3) - std::pow(n, 2.0 / 3);
  }
  // The mean over the larger half of the sizes that are known.
  [[nodiscard]] double surface_coefficient() const {
    std::size_t known = 0;
    while (known < ratios_.size() && weights_[known] >= enough) ++known;
    double sum = 0.0;
    for (std::size_t n = known / 2 + 1; n <= known; ++n)
      sum += (formation_ - ratios_[n - 1]) / surface(static_cast<int>(n));
    const std::size_t averaged = known - known / 2;
    return sum / static_cast<double>(averaged);
  }

  double formation_;
  std::vector<double> ratios_, weights_;  // [n - 1]: from n to n + 1; tries behind it
};

void walk(SizeWalk& walker, std::uint64_t steps) {
  for (; steps > 0; --steps) walker.step();
}

void go_on_unless(const std::stop_token& stop) {
  if (stop.stop_requested()) throw Stopped{};
}

void walk(SizeWalk& walker, std::uint64_t steps, const std::stop_token& stop) {
  constexpr std::uint64_t between = 100'000;
  for (; steps >= between; steps -= between) {
    walk(walker, between);
    go_on_unless(stop);
  }
  walk(walker, steps);
}

// Bonds cost next to nothing when they are looked at so seldom, and hardly change faster.
void walk(SizeWalk& walker, std::uint64_t steps, BondTally& bonds) {
  constexpr std::uint64_t between = 50;
  for (; steps >= between; steps -= between) {
    walk(walker, between);
    bonds.add(walker.cluster());
  }
  walk(walker, steps);
}

// The walk is let up to larger sizes stretch by stretch, so that it never strays where nothing is
// known. Stretches become longer, too; the last is a quarter of all.
void adapt(SizeWalk& walker, Learned& learned, int largest, std::uint64_t steps,
           const std::stop_token& stop) {
  constexpr int stretches = 16, of_rise = 10;
  constexpr double growth = 1.35;
  const double first = static_cast<double>(walker.eta().size());
  double length = static_cast<double>(steps) * (growth - 1) / (std::pow(growth, stretches) - 1);
  for (int n = 1; n <= stretches; ++n) {
    walk(walker, static_cast<std::uint64_t>(length), stop);
    length *= growth;
    const std::vector<double> eta = walker.eta();
    learned.add(walker.take_acceptances(), eta);
    const double rise = std::pow(largest / first, std::min(1.0, double(n) / of_rise));
    walker.reweigh(learned.eta(static_cast<int>(std::lround(first * rise))));
  }
}

void check_sizes(const Shapes& shapes, const Effort& effort) {
  if (shapes.largest() < 2)
    throw InputError("shapes of single vacancies say nothing on larger voids; count more");
  if (effort.largest <= shapes.largest() || effort.largest > Cluster::largest)
    throw InputError(fmt::format("voids cannot be sampled to {} vacancies: ask for {} to {}",
                                 effort.largest, shapes.largest() + 1, Cluster::largest));
}

void check_round_trips(std::size_t largest, std::uint64_t round_trips) {
  if (round_trips < Sampled::least_round_trips)
    throw TooFewMoves(fmt::format(
        "the sampling of voids went from 1 to {} vacancies and back only {} times, of {} that are "
        "needed to know its errors; sample longer, or fewer vacancies",
        largest, round_trips, Sampled::least_round_trips));
}

void check_stretch(const Stretch& stretch, std::size_t n) {
  if (!stretch.accepted.known(n, 1))
    throw TooFewMoves(fmt::format(
        "a tenth of the sampling of voids made no move between {} and {} vacancies, so that its "
        "errors are not known; sample longer, or fewer vacancies",
        n, n + 1));
}

void check_looks(const std::vector<BondTally>& bonds) {
  for (std::size_t n = 1; n <= bonds.front().largest(); ++n) {
    const auto seen = [n](const BondTally& stretch) { return stretch.count(n) > 0; };
    if (std::none_of(bonds.begin(), bonds.end(), seen))
      throw TooFewMoves(fmt::format(
          "the sampling of voids saw none of {} vacancies, so that their bonds are not known; "
          "sample longer, or fewer vacancies",
          n));
  }
}

}  // namespace

Sampled::Sampled(const std::vector<Stretch>& stretches, const std::vector<double>& eta,
                 std::uint64_t round_trips)
    : round_trips_(round_trips) {
  check_round_trips(eta.size(), round_trips);
  Acceptances all(eta.size());
  std::vector<BondTally> bonds;
  for (const Stretch& stretch : stretches) {
    all += stretch.accepted;
    bonds.push_back(stretch.bonds);
  }
  for (std::size_t n = 1; n < eta.size(); ++n) {
    ln_ratio_.push_back(all.ln_ratio(n, eta));
    for (std::size_t b = 0; b < blocks; ++b) {
      check_stretch(stretches[b], n);
      block_ln_ratio_[b].push_back(stretches[b].accepted.ln_ratio(n, eta));
    }
  }
  check_looks(bonds);
  bonds_ = bond_moments(bonds);
}

Estimate Sampled::ln_ratio(int from, int to) const {
  const auto sum = [&](const std::vector<double>& steps) {
    return std::accumulate(steps.begin() + (from - 1), steps.begin() + (to - 1), 0.0);
  };
  double mean = 0.0, squares = 0.0;
  for (const auto& block : block_ln_ratio_) mean += sum(block) / blocks;
  for (const auto& block : block_ln_ratio_) squares += std::pow(sum(block) - mean, 2);
  return {sum(ln_ratio_), std::sqrt(squares / (blocks * (blocks - 1)))};
}

Sampled sample(const Conditions& at, const Shapes& shapes, const Effort& effort,
               const Measure& measure, const std::stop_token& stop) {
  check_sizes(shapes, effort);
  Learned learned(at, shapes);
  SizeWalk walker(at, learned.eta(std::min(effort.largest, 2 * shapes.largest())),
                  stream(effort.seed, Purpose::sizes));
  const std::uint64_t adapting = effort.steps / 10 * 3;
  adapt(walker, learned, effort.largest, adapting, stop);
  const std::uint64_t before = walker.round_trips();
  const std::uint64_t strides = (effort.steps - adapting) / Sampled::blocks / stride;
  std::vector<Stretch> stretches;
  for (std::size_t b = 0; b < Sampled::blocks; ++b) {
    Stretch& stretch = stretches.emplace_back(walker.eta().size());
    for (std::uint64_t n = 0; n < strides; ++n) {
      walk(walker, stride, stretch.bonds);
      if (measure) measure(walker.cluster());
      go_on_unless(stop);
    }
    stretch.accepted = walker.take_acceptances();
  }
  return {stretches, walker.eta(), walker.round_trips() - before};
}

std::vector<Estimate> ln_partitions(const Conditions& at, const Shapes& shapes,
                                    const Sampled& sampled) {
  const int counted = shapes.largest();
  std::vector<Estimate> all;
  for (int n = 1; n <= counted; ++n) all.push_back({shapes.ln_partition(n, at), 0.0});
  const double exact = all.back().value;
  for (int n = counted + 1; n <= sampled.largest(); ++n) {
    const Estimate ratio = sampled.ln_ratio(counted, n);
    all.push_back({exact + ratio.value, ratio.error});
  }
  return all;
}

}  // namespace lacuna::nucleation
