#pragma once

#include <optional>
#include <vector>

#include "cell/design.hpp"

namespace lacuna::cell {

/// A time, and the current then.
struct Moment {
  double time = 0.0;     ///< [s]
  double density = 0.0;  ///< j imposed [1/(A^2 s)]
  /// j of the line through the middles of a staircase's steps, ln j against time [1/(A^2 s)], so
  /// that currents of two temperatures can differ by less than a step; j elsewhere.
  double trend = 0.0;
};

/// The course of the current: stretches in which it is linear in time, one after another.
class Imposed {
 public:
  struct Stretch {
    double from, to;              ///< [s]
    double density, end_density;  ///< just after its beginning, just before its end [1/(A^2 s)]
    double slope() const { return (end_density - density) / (to - from); }
    double at(double time) const { return density + slope() * (time - from); }
  };

  /// Throws InputError where the protocol makes no sense.
  explicit Imposed(const Protocol&);

  [[nodiscard]] const std::vector<Stretch>& stretches() const { return stretches_; }
  [[nodiscard]] double end() const { return stretches_.back().to; }
  /// REQUIRES a time of the stretch.
  [[nodiscard]] Moment moment(const Stretch&, double time) const;
  /// The first at which the current is `density` or more, whose trend is that density; none if it
  /// never is.
  [[nodiscard]] std::optional<Moment> reaching(double density) const;
  /// Atoms stripped from the start, less those plated back, at a time of the protocol [1/A^2].
  [[nodiscard]] double stripped_until(double time) const;
  /// The largest current [1/(A^2 s)].
  [[nodiscard]] double highest() const;
  /// The shortest time in which the current changes by itself [s]: what must be long against L²/D.
  [[nodiscard]] double shortest_step() const;
  /// The rate [1/s] beyond which nothing that follows the current is of note: a hundred times in
  /// an eighth of the shortest step, or while the current rises by a thousandth of its highest.
  [[nodiscard]] double fastest_response() const;

 private:
  void climb(const Staircase&);
  void repeat(const Cycle&);

  std::vector<Stretch> stretches_;
  double ln_factor_ = 0.0;  ///< of a staircase
};

}  // namespace lacuna::cell
