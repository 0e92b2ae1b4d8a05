#pragma once

#include <cmath>
#include <vector>

#include "kmc/event.hpp"

namespace lacuna::test {

/// Selection by a binary tree of sums over exact bounds, in O(log carriers): an oracle for the real
/// selector, which it agrees with in distribution.
///
/// A parent is always the sum of its two children as they stand, never adjusted by a difference, so
/// nothing drifts. The descent goes right only if there is something there: where rounding leaves
/// x beyond the sum of all, the last carrier with a bound is found, never one without.
class SumTree {
 public:
  SumTree() = default;
  /// Takes a scale like the real one, and has no use for it.
  explicit SumTree(double) {}

  void clear() { *this = SumTree{}; }
  void insert(kmc::Carrier c, double bound) {
    if (c.value != count_) throw Error("carriers must be inserted in the order of their numbers");
    if (count_ == leaves_) grow();
    ++count_;
    update(c, bound);
  }
  void update(kmc::Carrier c, double bound) {
    if (!(bound >= 0 && std::isfinite(bound))) throw Error("a bound must be a rate");
    std::size_t node = leaves_ + c.value;
    sums_.at(node) = bound;
    while (node > 1) {
      node /= 2;
      sums_[node] = sums_[2 * node] + sums_[2 * node + 1];
    }
  }
  [[nodiscard]] std::size_t carriers() const { return count_; }
  void check(kmc::Carrier c, double bound) const {
    if (sums_.at(leaves_ + c.value) != bound) throw Error("a bound is not the carrier's");
  }
  void settle(kmc::Carrier c, double bound) { update(c, bound); }
  void erase(kmc::Carrier c) {
    --count_;
    const double last = sums_[leaves_ + count_];
    update({static_cast<std::uint32_t>(count_)}, 0.0);
    if (c.value != count_) update(c, last);
  }
  [[nodiscard]] double total() const { return sums_[1]; }
  [[nodiscard]] kmc::Pick pick(double u) const {
    double x = u * total();
    std::size_t node = 1;
    while (node < leaves_) {
      node *= 2;
      if (x < sums_[node] || sums_[node + 1] == 0) continue;
      x -= sums_[node];
      ++node;
    }
    return {{static_cast<std::uint32_t>(node - leaves_)}, x};
  }

  void save(kmc::Writer& w) const {
    w.put<std::uint64_t>(count_);
    for (std::size_t c = 0; c < count_; ++c) w.put(sums_[leaves_ + c]);
  }
  void load(kmc::Reader& r) {
    *this = SumTree{};
    const auto count = r.get<std::uint64_t>();
    for (std::uint32_t c = 0; c < count; ++c) insert({c}, r.get<double>());
  }

 private:
  void grow() {
    const std::vector<double> bounds(sums_.begin() + static_cast<std::ptrdiff_t>(leaves_),
                                     sums_.end());
    leaves_ *= 2;
    sums_.assign(2 * leaves_, 0.0);
    for (std::uint32_t c = 0; c < bounds.size(); ++c) update({c}, bounds[c]);
  }

  std::size_t count_ = 0, leaves_ = 1;
  std::vector<double> sums_ = {0.0, 0.0};  ///< (2 leaves) [1/s]; root 1, children of n at 2n and 2n
                                           ///< + 1
};

static_assert(kmc::Selector<SumTree>);

}  // namespace lacuna::test
