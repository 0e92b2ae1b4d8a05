#include "interface/rate_split.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "core/mutation.hpp"

namespace lacuna::interface {
namespace {

using lattice::Occupation, lattice::StateSet;

// A vacancy has room for 7 vacant 1NN beside the other end of its hop, and so has an atom beside
// the vacancy, which it counts.
constexpr int fullest = lattice::environment_of({7, 6}),
              one_vacant_nn1 = lattice::environment_of({1, 0});
constexpr int least_atom = one_vacant_nn1, most_atom = fullest + one_vacant_nn1;
constexpr int vacant_bit = Occupation::vacant_bit;

constexpr double same = 1e-9;  // relative difference of rates that are the same but for rounding

std::size_t index(int state) { return static_cast<std::size_t>(state); }

bool can_be_loose_alone(const StateSet::Members& loose) {
  for (int state = 0; state < Occupation::environment_bits; ++state)
    if (by_one_vacancy(state) && loose.test(index(state))) return true;
  return loose.test(index(vacant_bit));
}

// What a rate has above the threshold [1/s].
double excess(double rate, double threshold) {
  const double above = (rate - threshold) * (mutated(Mutation::tiers_apart) ? 0.5 : 1.0);
  return above > same * threshold ? above : 0.0;
}

}  // namespace

RateSplit::RateSplit(const RateTable& rates, std::span<const Way> ways, const Cut& cut)
    : cut_(cut), loose_(cut.loose) {
  constexpr std::size_t states = Occupation::states;
  owned_.assign((1 + ways.size()) * states * states, 0.0);  // first of those that are blocked
  for (std::size_t n = 0; n < ways.size(); ++n) {
    place_[ways[n].row.value] = static_cast<std::uint8_t>(n + 1);
    double* const owned = owned_.data() + (n + 1) * states * states;
    for (int v = 0; v <= fullest; ++v)
      for (int atom = least_atom; atom <= most_atom; ++atom) {
        const bool of_atom = !ways[n].crosses && loose_.contains(atom);
        const int owner = of_atom ? atom : v + vacant_bit, other = of_atom ? v + vacant_bit : atom;
        owned[index(owner) * states + index(other)] =
            excess(rates(ways[n].row, v, atom), cut.threshold);
      }
  }
  loose_when_alone_ = can_be_loose_alone(cut.loose);
}

RateCuts::RateCuts(const RateTable& rates, std::span<const RateSplit::Way> ways) {
  constexpr double worth_a_level = 0.8, lowest = 0x1p-20;  // lower ones have too many units
  constexpr std::size_t most_levels = 40;
  std::set<double, std::greater<>> all;
  for (const RateSplit::Way& way : ways)
    for (int v = 0; v <= fullest; ++v)
      for (int atom = least_atom; atom <= most_atom; ++atom) {
        const double rate = rates(way.row, v, atom);
        double& fastest = way.crosses ? fastest_out_[index(v)] : fastest_[index(v)][index(atom)];
        fastest = std::max(fastest, rate);
        all.insert(rate);
      }
  largest_ = all.empty() ? 0.0 : *all.begin();
  double last = largest_ * (1 - same) / worth_a_level;
  for (const double rate : all) {
    if (rate < lowest * largest_ || levels_.size() == most_levels) break;
    if (rate > largest_ * (1 - same) || rate > worth_a_level * last) continue;
    levels_.push_back(last = rate);
  }
  for (std::size_t level = 0; level < levels_.size(); ++level) add_cuts(rates, level);
}

// One for each bond energy from which on atoms are loose, the last without loose atoms.
void RateCuts::add_cuts(const RateTable& rates, std::size_t level) {
  constexpr std::size_t most_energies = 16;
  const double threshold = levels_[level] * (1 + same);
  std::array<double, lattice::environments> weakest_partner{};  // of a vacancy's hot atoms
  weakest_partner.fill(std::numeric_limits<double>::infinity());
  StateSet::Members hot;
  const auto energy = [&](int atom) {
    const auto vacant = lattice::neighbours_of(atom);
    return rates.bond_nn1() * vacant.nn1 + rates.bond_nn2() * vacant.nn2;
  };
  for (int v = 0; v <= fullest; ++v)
    for (int atom = least_atom; atom <= most_atom; ++atom) {
      if (!(fastest_[index(v)][index(atom)] > threshold)) continue;
      hot.set(index(atom));
      weakest_partner[index(v)] = std::min(weakest_partner[index(v)], energy(atom));
    }
  std::set<double> energies;
  for (int atom = least_atom; atom <= most_atom; ++atom)
    if (hot.test(index(atom))) energies.insert(energy(atom));
  std::vector<double> least(energies.begin(), energies.end());
  least.push_back(std::numeric_limits<double>::infinity());
  const std::size_t stride = (least.size() + most_energies - 1) / most_energies;
  for (std::size_t n = 0; n < least.size(); n += stride) {
    Choice choice{level, {levels_[level], {}}};
    for (int atom = least_atom; atom <= most_atom; ++atom)
      if (hot.test(index(atom)) && energy(atom) >= least[n]) choice.cut.loose.set(index(atom));
    for (int v = 0; v <= fullest; ++v)
      if (weakest_partner[index(v)] < least[n] || fastest_out_[index(v)] > threshold)
        choice.cut.loose.set(index(v + vacant_bit));
    cuts_.push_back(choice);
  }
}

Census RateCuts::census() const {
  Census census;
  census.number.assign(levels_.size() + 1, 0.0);
  census.sum.assign(levels_.size() + 1, 0.0);
  return census;
}

void RateCuts::count(double rate, Census& census) const {
  const auto above = [](double level, double r) { return level * (1 + same) >= r; };
  const auto place = static_cast<std::size_t>(std::distance(
      levels_.begin(), std::lower_bound(levels_.begin(), levels_.end(), rate, above)));
  census.number[place] += 1;
  census.sum[place] += rate;
  census.channels += 1;
  census.rate += rate;
}

// Measured (docs/performance.md); only the ratios matter.
double RateCuts::cost_below_ceiling(const Census& c) const {
  constexpr double move = 20, trial = 6.5;
  return move + trial * c.channels * largest_ / c.rate;
}

double RateCuts::cost(std::size_t cut, const Census& c) const {
  constexpr double move = 30, look = 70, cold = 11, hot = 70, loose_site = 35;
  constexpr double in_groups = 1.3, padding = 0.06;
  const Choice& choice = cuts_[cut];
  double above = 0.0;
  for (std::size_t place = 0; place <= choice.level; ++place)
    above += c.sum[place] - c.number[place] * choice.cut.threshold;
  double felt = 0.0;
  for (std::size_t state = 0; state < c.felt.size(); ++state)
    if (choice.cut.loose.test(state)) felt += c.felt[state];
  const double hot_trials = in_groups * above, cold_trials = c.channels * choice.cut.threshold;
  const bool all = c.all_in_crowds || can_be_loose_alone(choice.cut.loose);
  const double looked_after = all ? c.rate : c.rate_in_crowds;
  return move + (look * looked_after + hot * hot_trials + (cold + padding * cold) * cold_trials +
                 padding * cold * hot_trials + loose_site * felt) /
                    c.rate;
}

std::size_t RateCuts::best(const Census& census) const {
  std::size_t best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t n = 0; n < size(); ++n)
    if (const double ns = cost(n, census); ns < least) {
      least = ns;
      best = n;
    }
  return best;
}

}  // namespace lacuna::interface
