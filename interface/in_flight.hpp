#pragma once

#include <cstdint>
#include <vector>

#include "interface/case.hpp"
#include "interface/excursion.hpp"
#include "interface/theory.hpp"
#include "kmc/checkpoint.hpp"
#include "kmc/random.hpp"
#include "lattice/slab.hpp"

namespace lacuna::interface {

/// A vacancy above the explicit layers, and what will become of it.
struct Flight {
  double time = 0.0;   ///< [s] when it comes back or is absorbed
  lattice::Cell last;  ///< where it stands just before; wrapped in the plane
  std::int32_t direction = Excursion::absorbed;  ///< in which it then hops
};

/// The vacancies above the explicit layers of a thick electrode (design §7.2): each walks alone, so
/// its fate is drawn when it leaves and waits here for its time.
class InFlight {
 public:
  /// REQUIRES a far side with metal above the explicit layers. The slab must outlive this.
  InFlight(const Case&, const lattice::Slab&);

  /// As many as a steady state holds, at time 0. None if returns are at once.
  /// Throws InputError if they are too many to be kept.
  void populate(const SteadyLine&, kmc::Stream&);
  /// The slab has become taller or lower. Those that set out before come back to where they were
  /// going.
  void take_up_slab() { draw_ = Excursions(*slab_, slab_->layers(), sink_); }
  /// A vacancy has just reached a cell above the explicit layers.
  void launch(const lattice::Cell&, double now, kmc::Stream&);

  /// Does a walk from a cell above the explicit layers reach the far end first?
  [[nodiscard]] bool gets_away(const lattice::Cell& start, kmc::Stream& random) const {
    return draw_(start, random).direction == Excursion::absorbed;
  }

  [[nodiscard]] std::uint64_t count() const { return flights_.size(); }
  /// [s] When the next flight ends; infinity if there is none.
  [[nodiscard]] double next() const;
  /// That flight, which is then over. REQUIRES count() > 0.
  Flight take();

  void save(kmc::Writer& w) const { w.put(flights_); }
  /// `now` [s]: no flight ends before.
  void load(kmc::Reader&, double now);

 private:
  const lattice::Slab* slab_;
  std::int32_t least_layers_, sink_;
  Excursions draw_;
  Returns returns_;
  double hop_rate_;              ///< [1/s] of a vacancy in perfect metal, all directions
  std::vector<Flight> flights_;  ///< a heap, the next to end first
};

}  // namespace lacuna::interface
