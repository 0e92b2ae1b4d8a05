#include "interface/contact_current.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>

#include "core/error.hpp"
#include "core/mutation.hpp"

namespace lacuna::interface {
namespace {

constexpr int most_newton_steps = 60, most_iterations = 5000, most_halvings = 30;

double sum_of_products(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

double largest_of(const std::vector<double>& values) {
  double largest = 0.0;
  for (const double v : values) largest = std::max(largest, std::abs(v));
  return largest;
}

}  // namespace

// The same in the currents s of the contact's sites by their mean: of all s with that mean, those
// at which g = f(s) + K s is the same everywhere. f rises and K is positive, so that they make a
// convex function least: Newton's method, its linear systems by conjugate gradients, both among
// changes of no mean, where the wave without length plays no part and the charge is conserved.
class ContactCurrent::Problem {
 public:
  Problem(std::span<const double> exchange, const ChargeTransfer& law, LayerFilter& potential)
      : law_(law), potential_(potential), field_(exchange.size()) {
    if (mutated(Mutation::half_transfer)) law_.length /= 2;
    for (std::uint32_t n = 0; n < exchange.size(); ++n)
      if (exchange[n] > 0) {
        site_.push_back(n);
        exchange_.push_back(exchange[n]);
      }
    current_.assign(site_.size(), 1.0);
  }

  /// `small` [A]: the largest residual that is allowed.
  void solve(double small) {
    look();
    const double first = largest_of(residual_);
    for (int step = 0; step < most_newton_steps; ++step) {
      const double left = largest_of(residual_);
      if (left <= small) return;
      const double enough = law_.drive > 0 ? std::max(small / 2, left / 100) : small / 2;
      go_along(direction(enough));
    }
    throw RuntimeFailure(fmt::format(
        "interface.field: the current over the contact did not converge in {} steps: residual "
        "{:.3g} of {:.3g} at the start; bring the exchange currents of sites nearer to one another "
        "(patch.strip_weight, field.exchange), or take charge_transfer: linear",
        most_newton_steps, largest_of(residual_), first));
  }

  [[nodiscard]] Distribution distribution() const {
    Distribution d{std::vector<double>(field_.size(), 0.0), 0.0};
    for (std::size_t n = 0; n < site_.size(); ++n) d.share[site_[n]] = std::max(0.0, current_[n]);
    d.constriction = level_ - transfer(1.0, 1.0);
    return d;
  }

 private:
  [[nodiscard]] double transfer(double s, double w) const {
    if (law_.drive > 0) return law_.length * std::asinh(law_.drive * s / w) / law_.drive;
    return law_.length * s / w;
  }
  [[nodiscard]] double slope(double s, double w) const {
    return law_.length / std::hypot(w, law_.drive * s);
  }

  [[nodiscard]] std::vector<double> potential(const std::vector<double>& current) {
    std::fill(field_.begin(), field_.end(), 0.0);
    for (std::size_t n = 0; n < site_.size(); ++n) field_[site_[n]] = current[n];
    potential_(field_);
    std::vector<double> values(site_.size());
    for (std::size_t n = 0; n < site_.size(); ++n) values[n] = field_[site_[n]];
    return values;
  }

  static double without_mean(std::vector<double>& values) {
    const double mean =
        std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    for (double& v : values) v -= mean;
    return mean;
  }

  // The residual of the present currents, and its mean: V.
  void look() {
    residual_ = potential(current_);
    for (std::size_t n = 0; n < site_.size(); ++n)
      residual_[n] += transfer(current_[n], exchange_[n]);
    level_ = without_mean(residual_);
  }

  // Newton's: (f' + K) x = -g.
  [[nodiscard]] std::vector<double> direction(double enough) {
    std::vector<double> stiffness(site_.size()), x(site_.size(), 0.0), r(site_.size());
    for (std::size_t n = 0; n < site_.size(); ++n) {
      stiffness[n] = slope(current_[n], exchange_[n]);
      r[n] = -residual_[n];
    }
    std::vector<double> p = r;
    double square = sum_of_products(r, r);
    for (int iteration = 0; iteration < most_iterations && largest_of(r) > enough; ++iteration) {
      std::vector<double> image = potential(p);
      for (std::size_t n = 0; n < p.size(); ++n) image[n] += stiffness[n] * p[n];
      without_mean(image);
      const double step = square / sum_of_products(p, image);
      for (std::size_t n = 0; n < p.size(); ++n) {
        x[n] += step * p[n];
        r[n] -= step * image[n];
      }
      const double next = sum_of_products(r, r);
      for (std::size_t n = 0; n < p.size(); ++n) p[n] = r[n] + next / square * p[n];
      square = next;
    }
    without_mean(x);
    return x;
  }

  // As far as the slope along it has fallen by half, which Newton's step is beyond seldom.
  void go_along(const std::vector<double>& direction) {
    const std::vector<double> start = current_;
    const double slope_at_start = std::abs(sum_of_products(residual_, direction));
    double length = 1.0;
    for (int n = 0; n < most_halvings; ++n, length /= 2) {
      for (std::size_t i = 0; i < start.size(); ++i) current_[i] = start[i] + length * direction[i];
      look();
      if (sum_of_products(residual_, direction) <= slope_at_start / 2) return;
    }
  }

  ChargeTransfer law_;
  LayerFilter& potential_;
  std::vector<std::uint32_t> site_;                    ///< (contact)
  std::vector<double> exchange_, current_, residual_;  ///< (contact)
  std::vector<double> field_;                          ///< (sites)
  double level_ = 0.0;
};

namespace {

// Of a wave: how far its current's potential reaches. Its mean is a matter of the whole cell.
double reach_of(double wave_number, double thickness) {
  if (wave_number == 0) return 0.0;
  const double reach = std::tanh(wave_number * thickness) / wave_number;
  return mutated(Mutation::half_reach) ? reach / 2 : reach;
}

}  // namespace

ContactCurrent::ContactCurrent(const lattice::Slab& slab, double thickness)
    : sites_(slab.sites_per_layer()),
      longest_(
          std::min(thickness, std::max(slab.box()[0], slab.box()[1]) / (2 * std::numbers::pi))),
      potential_(slab, [=](double wave_number) { return reach_of(wave_number, thickness); }) {}

auto ContactCurrent::solve(std::span<const double> exchange, const ChargeTransfer& law,
                           double tolerance) -> Distribution {
  Problem problem(exchange, law, potential_);
  problem.solve(tolerance * (law.length / std::hypot(1.0, law.drive) + longest_));
  return problem.distribution();
}

}  // namespace lacuna::interface
