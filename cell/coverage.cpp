#include "cell/coverage.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/patch.hpp"
#include "interface/theory.hpp"

namespace lacuna::cell {
namespace {

using interface::AlikeSites;

constexpr double endless = std::numeric_limits<double>::infinity();

void check_theory(const interface::Case& alike, std::size_t classes) {
  if (!interface::theory_holds(alike))
    throw InputError(
        "without bonds the coverage follows from a theory without barrier table or class surface; "
        "leave them out, or give bonds");
  if (classes > 1 && alike.metal.normal == lattice::Normal::n111)
    throw InputError(
        "without bonds classes of sites are known on (110) and (100), not on (111), where hops "
        "climb one layer or three; leave interface.patch out, or give bonds");
}

// What lacuna-validate spoils on purpose (core/mutation.hpp).
double share_of(const AlikeSites& each, std::size_t classes) {
  return mutated(Mutation::equal_shares) ? 1.0 / static_cast<double>(classes) : each.share;
}

}  // namespace

Coverage::Coverage(const interface::Case& c) : site_area_(interface::site_area(c.metal)) {
  std::vector<AlikeSites> classes = interface::alike_sites(c);
  const double kT = constants::boltzmann * c.temperature;
  const double up = interface::upward(c.metal.normal).directions;
  for (const AlikeSites& each : classes) {
    const interface::IsolatedRates k = interface::isolated_rates(each.values);
    sites_.push_back({share_of(each, classes.size()), each.strip_weight, up * k.inject,
                      up * k.return_, each.values.ceramic.segregation / kT});
  }
  alike_ = std::move(classes.front().values);
  check_theory(alike_, sites_.size());
  const double layers = interface::total_layers(alike_) - 2;
  gas_per_density_ = site_area_ * layers / (up * interface::isolated_rates(alike_).bulk);
}

// θ = (w λ + u k_ret x)/(w λ + u k_ret x + u k_inj (1 − x)).
double Coverage::of(const Sites& s, double stripping, double gas) {
  const double filled = s.out * (1 - gas), emptied = s.weight * stripping + s.back * gas;
  return std::isinf(emptied) || filled <= 0 ? 1.0 : emptied / (emptied + filled);
}

// λ. What is stripped rises with it, and is no more than Σ share w λ; infinite where it stays below
// what the current takes.
double Coverage::stripping(double density) const {
  const double flux = density * site_area_, x = gas(density);
  double weights = 0.0;
  for (const Sites& s : sites_) weights += s.share * s.weight;
  const auto stripped = [&](double by) {
    double sum = 0.0;
    for (const Sites& s : sites_) sum += s.share * s.weight * by * (1 - of(s, by, x));
    return sum;
  };
  double low = flux / weights, high = low;
  while (stripped(high) < flux) {
    high *= 2;
    if (std::isinf(high)) return endless;
  }
  const double span = high - low;
  return low + span * first_share([&](double y) { return stripped(low + y * span) >= flux; });
}

double Coverage::density(double coverage) const {
  if (sites_.size() == 1) return interface::stripping_rate(alike_, coverage) / site_area_;
  // What leaves if no site holds an atom: Σ share u k_inj (1 − x).
  double out = 0.0;
  for (const Sites& s : sites_) out += s.share * s.out;
  const double highest = out / (site_area_ + out * gas_per_density_);
  return highest * first_share([&](double y) { return at(y * highest) >= coverage; });
}

double Coverage::at(double density) const {
  if (sites_.size() == 1)
    return first_share([&](double coverage) { return this->density(coverage) >= density; });
  if (!(density > 0)) return 0.0;
  const double by = stripping(density), x = gas(density);
  double sum = 0.0;
  for (const Sites& s : sites_) sum += s.share * of(s, by, x);
  return sum;
}

double Coverage::fugacity(double density) const {
  if (!(density > 0)) return 0.0;
  const Sites& first = sites_.front();
  const double lost =
      sites_.size() == 1 ? at(density) : of(first, stripping(density), gas(density));
  return lost / (1 - lost) * std::exp(-first.segregation);
}

}  // namespace lacuna::cell
