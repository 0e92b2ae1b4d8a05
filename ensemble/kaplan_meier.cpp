#include "ensemble/kaplan_meier.hpp"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "core/error.hpp"
#include "ensemble/cholesky.hpp"
#include "ensemble/normal.hpp"

namespace lacuna::ensemble {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// An end of the interval that an observation allows. At one value, an exact observation begins,
/// then exact and left-censored ones end, then right-censored ones begin.
struct End {
  double value;
  int order;  ///< 0: [x; 1: x]; 2: (x
  bool operator<(const End& o) const {
    return std::pair(value, order) < std::pair(o.value, o.order);
  }
};

struct Allowed {
  End from, to;
  [[nodiscard]] bool holds(const Allowed& inner) const {
    return !(inner.from < from) && !(to < inner.to);
  }
};

Allowed allowed(const Observation& o) {
  if (o.censored == Censored::left) return {{-infinity, 0}, {o.value, 1}};
  if (o.censored == Censored::right) return {{o.value, 2}, {infinity, 1}};
  return {{o.value, 0}, {o.value, 1}};
}

/// Only intervals from a beginning to the end that is next can carry mass (Turnbull, lemma 1).
std::vector<Allowed> innermost(std::span<const Observation> observations) {
  std::map<End, bool> ends;  // is it a beginning?
  for (const Observation& o : observations) {
    const Allowed a = allowed(o);
    ends[a.from] = true;
    ends[a.to] = false;
  }
  std::vector<Allowed> found;
  for (auto next = ends.begin(), end = next++; next != ends.end(); end = next++)
    if (end->second && !next->second) found.push_back({end->first, next->first});
  return found;
}

/// The steps that a group of equal observations allows: `first` to `last`, in order.
struct Group {
  std::size_t first, last;
  double count;
};

std::vector<Group> group(std::span<const Observation> observations,
                         std::span<const Allowed> where) {
  std::map<std::pair<std::size_t, std::size_t>, double> counts;
  for (const Observation& o : observations) {
    const Allowed a = allowed(o);
    std::size_t first = 0;
    while (!a.holds(where[first])) ++first;
    std::size_t last = first;
    while (last + 1 < where.size() && a.holds(where[last + 1])) ++last;
    counts[{first, last}] += 1;
  }
  std::vector<Group> groups;
  for (const auto& [range, count] : counts) groups.push_back({range.first, range.second, count});
  return groups;
}

double mass_in(const std::vector<double>& masses, const Group& g) {
  double sum = 0;
  for (std::size_t j = g.first; j <= g.last; ++j) sum += masses[j];
  return sum;
}

/// Each observation spreads its share over the steps it allows, as the masses have it, until that
/// changes nothing.
std::vector<double> self_consistent(std::size_t steps, const std::vector<Group>& groups,
                                    double observations) {
  constexpr int enough = 100000;
  constexpr double settled = 1e-13;
  std::vector<double> masses(steps, 1 / static_cast<double>(steps));
  for (int n = 0; n < enough; ++n) {
    std::vector<double> spread(steps, 0.0);
    for (const Group& g : groups) {
      const double share = g.count / observations / mass_in(masses, g);
      for (std::size_t j = g.first; j <= g.last; ++j) spread[j] += share * masses[j];
    }
    double change = 0;
    for (std::size_t j = 0; j < steps; ++j)
      change = std::max(change, std::abs(spread[j] - masses[j]));
    masses = std::move(spread);
    if (change < settled) break;
  }
  return masses;
}

/// Probability that the median lies between the order statistics of ranks d and n + 1 - d.
double bracketing(double n, double d) { return 1 - 2 * boost::math::ibeta(n - d + 1, d, 0.5); }

}  // namespace

double Step::position() const {
  return low == high ? low : std::isinf(low) ? low : low / 2 + high / 2;
}

KaplanMeier::KaplanMeier(std::span<const Observation> observations)
    : observations_(static_cast<double>(observations.size())) {
  if (observations.empty())
    throw Error("a distribution cannot be estimated from no replicas at all; add replicas");
  for (const Observation& o : observations)
    if (!std::isfinite(o.value))
      throw Error("an onset current is zero or not a number, so that it has no logarithm");
  const std::vector<Allowed> where = innermost(observations);
  const std::vector<double> masses =
      self_consistent(where.size(), group(observations, where), observations_);
  double sum = 0;
  for (std::size_t j = 0; j < where.size(); ++j) {
    if (masses[j] < 1e-9) continue;  // on its way to zero
    steps_.push_back({where[j].from.value, where[j].to.value, masses[j]});
    cumulated_.push_back(sum += masses[j]);
  }
  cumulated_.back() = 1;
  errors_ = standard_errors(observations);
}

/// Of the sums of masses, which obey the one constraint of adding up to 1, from the information
/// matrix of the masses.
std::vector<double> KaplanMeier::standard_errors(std::span<const Observation> observations) const {
  std::vector<double> masses, errors;
  std::vector<Allowed> where;
  for (const Step& s : steps_) {
    masses.push_back(s.mass);
    where.push_back({{s.low, s.low == s.high || std::isinf(s.low) ? 0 : 2}, {s.high, 1}});
  }
  SymmetricMatrix information(steps_.size());
  for (const Group& g : group(observations, where)) {
    const double per_mass = g.count / std::pow(mass_in(masses, g), 2);
    for (std::size_t j = g.first; j <= g.last; ++j)
      for (std::size_t k = g.first; k <= g.last; ++k) information(j, k) += per_mass;
  }
  const auto factor = Cholesky::factor(information);
  if (!factor) return {};
  const std::vector<double> ones(steps_.size(), 1.0), constraint = factor->solve(ones);
  std::vector<double> summed(steps_.size(), 0.0);
  for (double& s : summed) {
    s = 1;
    const double along = dot(constraint, summed);
    const double spread =
        dot(factor->solve(summed), summed) - along * along / dot(constraint, ones);
    errors.push_back(std::sqrt(std::max(0.0, spread)));
  }
  return errors;
}

double KaplanMeier::effective_observations() const {
  double nearest = 0.5, effective = observations_;
  for (std::size_t j = 0; j + 1 < errors_.size(); ++j) {
    const double f = cumulated_[j], distance = std::abs(f - 0.5);
    if (distance >= nearest || !(errors_[j] > 0)) continue;
    nearest = distance;
    effective = f * (1 - f) / (errors_[j] * errors_[j]);
  }
  return std::min(effective, observations_);
}

double KaplanMeier::median() const {
  constexpr double rounding = 1e-9;
  std::size_t j = 0;
  while (cumulated_[j] < 0.5 - rounding) ++j;
  const double here = steps_[j].position();
  if (cumulated_[j] > 0.5 + rounding || std::isinf(here)) return here;
  return here / 2 + steps_[j + 1].position() / 2;
}

/// The order statistic of a rank from 1 to the effective number of observations. A step that is
/// worth several observations has several ranks; between steps the value changes linearly.
double KaplanMeier::at_rank(double rank) const {
  const double n = effective_observations();
  double before_rank = -infinity, before = -infinity, below = 0;
  for (std::size_t j = 0; j < steps_.size(); ++j) {
    double first = below * n + 1, last = cumulated_[j] * n;
    if (first > last) first = last = (first + last) / 2;
    const double here = steps_[j].position();
    if (rank < first) {
      if (std::isinf(before)) return before;
      if (std::isinf(here)) return here;
      return before + (here - before) * (rank - before_rank) / (first - before_rank);
    }
    if (rank <= last) return here;
    before_rank = last, before = here, below = cumulated_[j];
  }
  return before;
}

Estimate KaplanMeier::median_with_interval(double level) const {
  const double n = effective_observations();
  Estimate estimate{median(), infinity, {-infinity, infinity}};
  if (!(n > 1) || bracketing(n, 1) < level) return estimate;
  double d = 1;
  while (d + 1 <= n / 2 && bracketing(n, d + 1) >= level) ++d;
  const double outer = bracketing(n, d), inner = d + 1 <= (n + 1) / 2 ? bracketing(n, d + 1) : 0.0;
  const double between = (outer - level) / (outer - inner);
  const double inward = (n - d) * between / (d + (n - 2 * d) * between);
  const auto end = [&](double from, double to) {
    const double a = at_rank(from), b = at_rank(to);
    return a == b ? a : std::isinf(a) ? a : std::isinf(b) ? a : (1 - inward) * a + inward * b;
  };
  estimate.interval = {end(d, d + 1), end(n + 1 - d, n - d)};
  estimate.error =
      (estimate.interval.high - estimate.interval.low) / (2 * two_sided_deviate(level));
  return estimate;
}

}  // namespace lacuna::ensemble
