#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "interface/observer.hpp"
#include "kmc/checkpoint.hpp"
#include "lattice/occupation.hpp"

namespace lacuna::interface {

/// The way of every vacancy so far, in the order of their numbers. One that comes back from thick
/// metal counts as a new one.
class Ways {
 public:
  /// A vacancy came into being; it has the highest number.
  void begin(const lattice::Cell& at) { paths_.push_back({born_++, at}); }
  /// It is gone, and the last one has taken over its number.
  void end(lattice::VacancyId v) {
    paths_[v.value] = paths_.back();
    paths_.pop_back();
  }
  void step(lattice::VacancyId v, const lattice::Cell& step) {
    VacancyPath& path = paths_[v.value];
    path.unwrapped = path.unwrapped + step;
  }
  /// Those in higher layers are gone; the others keep their order.
  void end_above(int layers);

  /// (carriers)
  [[nodiscard]] std::span<const VacancyPath> paths() const { return paths_; }
  /// Throws Error unless each way leads to its vacancy.
  void check(const lattice::Occupation&) const;

  void save(kmc::Writer&) const;
  void load(kmc::Reader&, const lattice::Occupation&);

 private:
  [[nodiscard]] bool lead_to(const lattice::Occupation&) const;

  std::vector<VacancyPath> paths_;
  std::uint64_t born_ = 0;
};

/// The same where no one asks.
struct NoWays {
  static void begin(const lattice::Cell&) {}
  static void end(lattice::VacancyId) {}
  static void step(lattice::VacancyId, const lattice::Cell&) {}
  static void end_above(int) {}
  [[nodiscard]] static std::span<const VacancyPath> paths() { return {}; }
  static void check(const lattice::Occupation&) {}
  static void save(kmc::Writer&) {}
  static void load(kmc::Reader&, const lattice::Occupation&) {}
};

}  // namespace lacuna::interface
