#pragma once

#include <cmath>
#include <vector>

#include "kmc/event.hpp"

namespace lacuna::test {

/// The plainest selector: a list of bounds, summed and searched from the front each time. An
/// oracle for the real one, which it agrees with in distribution.
class LinearScan {
 public:
  LinearScan() = default;
  /// Takes a scale like the real one, and has no use for it.
  explicit LinearScan(double) {}

  void clear() { bounds_.clear(); }
  void insert(kmc::Carrier c, double bound) {
    if (c.value != bounds_.size())
      throw Error("carriers must be inserted in the order of their numbers");
    bounds_.push_back(0.0);
    update(c, bound);
  }
  void update(kmc::Carrier c, double bound) {
    if (!(bound >= 0 && std::isfinite(bound))) throw Error("a bound must be a rate");
    bounds_.at(c.value) = bound;
  }
  [[nodiscard]] std::size_t carriers() const { return bounds_.size(); }
  void check(kmc::Carrier c, double bound) const {
    if (bounds_.at(c.value) != bound) throw Error("a bound is not the carrier's");
  }
  void settle(kmc::Carrier c, double bound) { update(c, bound); }
  void erase(kmc::Carrier c) {
    bounds_.at(c.value) = bounds_.back();
    bounds_.pop_back();
  }
  [[nodiscard]] double total() const {
    double sum = 0;
    for (const double b : bounds_) sum += b;
    return sum;
  }
  /// When rounding carries x past the end, the last carrier with a bound is meant.
  [[nodiscard]] kmc::Pick pick(double u) const {
    double x = u * total();
    kmc::Pick last;
    for (std::uint32_t c = 0; c < bounds_.size(); ++c) {
      if (bounds_[c] == 0) continue;
      last = {{c}, x};
      if (x < bounds_[c]) break;
      x -= bounds_[c];
    }
    return last;
  }

  void save(kmc::Writer& w) const { w.put(bounds_); }
  void load(kmc::Reader& r) { r.get(bounds_); }

 private:
  std::vector<double> bounds_;  ///< (carriers) [1/s]
};

static_assert(kmc::Selector<LinearScan>);

}  // namespace lacuna::test
