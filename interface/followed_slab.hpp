#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "interface/observer.hpp"
#include "interface/slab_model.hpp"

namespace lacuna::interface {

/// A SlabModel that follows every vacancy on its way: the same events at the same times, at the
/// cost of looking where each hop goes. One that comes back from thick metal counts as a new one.
class FollowedSlab : public SlabModel {
 public:
  using SlabModel::SlabModel;

  // As SlabModel's, which they hide.
  void apply(kmc::Event, kmc::Changes&);
  void strip(kmc::Stream&, kmc::Changes&);
  bool plate(kmc::Stream&, kmc::Changes&);
  bool land(const lattice::Cell& last, int direction, kmc::Stream&, kmc::Changes&);
  void emit(kmc::Stream&, kmc::Changes&);
  std::vector<lattice::Cell> resize(int layers);
  void save(kmc::Writer&) const;
  void load(kmc::Reader&);

  /// (carriers) The way of each vacancy so far. Those that were placed by hand begin where they are
  /// when this is first called.
  [[nodiscard]] std::span<const VacancyPath> paths();

 private:
  void keep_up();

  std::vector<VacancyPath> paths_;
  std::uint64_t born_ = 0;
};

static_assert(kmc::Model<FollowedSlab>);

}  // namespace lacuna::interface
