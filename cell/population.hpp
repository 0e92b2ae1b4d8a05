#pragma once

#include <span>
#include <vector>

#include "cell/births.hpp"
#include "cell/constriction.hpp"
#include "cell/field.hpp"
#include "cell/growth.hpp"
#include "cell/ode.hpp"

namespace lacuna::cell {

/// Voids born within one window of time. Their u = n^{2/3} are evenly spread over ±spread around
/// the mean, as those of voids are that are born at a steady rate and grow alike: from newborn on
/// while the cohort is open. A cohort whose mean shrinks to newborn is gone: so small voids
/// dissolve within microseconds.
struct Cohort {
  double born = 0.0;    ///< [s] when it was opened
  double spread = 0.0;  ///< of u; REQUIRES closed
  bool open = false;
};

/// Voids of an interface that draw on one gas of vacancies: the equation of their life.
///   vacancies stripped = to the far end + into voids, what is on the way apart (cell/field.hpp),
///   births = ⟨J(z)⟩ over the interface, z lower near voids, which lie at random; newborn ones have
///   to last in the gas in which they are born (cell/shadow.hpp, cell/growth.hpp),
///   each void grows in the mean gas z0, and by what it catches of the current that crowds at its
///   rim (cell/constriction.hpp).
/// A current that plates uses up what vacancies reach the interface; where it asks for more than
/// there are, z0 is 0, voids give up theirs as fast as they can, and the metal drifts.
/// Numbers are those of the whole cell. States: vacancies drawn from the gas; voids born;
/// amplitudes of the disturbance by voids; of each cohort the number N of voids and the sum U of
/// their u. Times are those of the stretch of the current that was entered last.
class Population {
 public:
  using State = std::span<const double>;
  struct Balance {
    double fugacity = 0.0;     ///< z0
    double undisturbed = 0.0;  ///< z0 of the same metal without voids; below 0 by what is missing
    double drawn = 0.0;        ///< by voids [1/(A^2 s)]
    double births = 0.0;       ///< [1/s] in the cell
  };
  struct Totals {
    double voids = 0.0, ground = 0.0;  ///< ground [A^2]
    double vacancies = 0.0;            ///< in voids
    double height = 0.0;               ///< of voids, as they share the ground [A]
  };

  /// `births`: none where no voids are born. The others must outlive it.
  Population(const interface::Case&, const Design&, const Boundary&, const Growth&,
             const Births* births);

  void enter(const Imposed::Stretch& next) { undisturbed_.enter(next); }
  [[nodiscard]] const std::vector<Cohort>& cohorts() const { return cohorts_; }
  /// State of a cell without voids and current.
  [[nodiscard]] std::vector<double> empty() const;
  /// One more cohort, of `number` voids of mean size u; with births if `open`.
  void add(double time, double number, double u, bool open, std::vector<double>& state);
  /// The open cohort, if there is one, takes no more.
  void close(State);
  /// Where newborn voids shrink, those no larger than them are gone. Their vacancies are in the
  /// metal, or, as far as its field has no memory, at the far end.
  void dissolve(double time, std::vector<double>& state) const;
  /// Rises through 0 when a closed cohort has shrunk to newborn.
  [[nodiscard]] double shrunk(State) const;
  /// Voids of the open cohort; 0 if there is none.
  [[nodiscard]] double newborns(State) const;

  void derivative(double time, State, std::span<double> out) const;
  [[nodiscard]] Balance balance(double time, State) const;
  [[nodiscard]] Totals totals(State) const;
  /// [V A^2 s] What they add to the area resistance at a current (cell/constriction.hpp).
  [[nodiscard]] double constriction(double density, State) const;
  /// Ground that voids cover, overlaps counted twice, by the area.
  [[nodiscard]] double covered(State) const;
  [[nodiscard]] double number(State state, std::size_t cohort) const {
    return state[first_cohort() + 2 * cohort];
  }
  /// Mean u of a cohort.
  [[nodiscard]] double mean(State, std::size_t cohort) const;
  /// Vacancies that voids have drawn from the gas, less what they gave back.
  [[nodiscard]] static double drawn(State state) { return state[0]; }
  [[nodiscard]] static double born(State state) { return state[1]; }
  /// (states) Of the integration of a protocol that goes up to `density`, and takes `time`.
  [[nodiscard]] std::vector<Ode::Tolerance> tolerances(double density, double time) const;
  [[nodiscard]] const Growth& growth() const { return growth_; }
  [[nodiscard]] double area() const { return area_; }

 private:
  // What a cohort does, of which the gas takes account.
  struct Life {
    double number = 0, rise = 0;  // N; du/dt by z0 − z_n [1/s]
    double capture = 0;           // f_n [1/s]
    double threshold = 0;         // z_n, lower by what the void catches of the current at its rim
    double per_u = 0;             // growth of the mean n by that of the mean u
    double per_birth = 0;         // vacancies that one birth more takes
    bool rests = false;           // may not shrink while it takes births
  };

  [[nodiscard]] std::size_t modes() const { return disturbance_.modes(); }
  [[nodiscard]] std::size_t first_cohort() const { return 2 + modes(); }
  [[nodiscard]] double radius(double u) const;
  [[nodiscard]] Life life(State, std::size_t cohort, double density) const;
  void list_lives(State, double density) const;
  // z0, and what voids and births draw from the gas there [1/(A^2 s)].
  struct Gas {
    double fugacity, drawn;
  };
  [[nodiscard]] Gas gas(double rest, double birth_draw) const;
  // The gas where voids are born between others, and how many more are than if it were everywhere.
  struct Birthplace {
    double fugacity, ln_share;
  };
  [[nodiscard]] Birthplace birthplace(const Balance&, double rise) const;
  [[nodiscard]] double birth_rate(double density, const Balance&) const;

  const Growth& growth_;
  const Births* births_;
  Undisturbed undisturbed_;
  Disturbance disturbance_;
  Crowding crowding_;
  double area_, thickness_, per_density_, steeper_;
  double sink_;  ///< a/(4π k_b) [A s]: what one vacancy a second takes from the fugacity at 1 A
  std::vector<Cohort> cohorts_;
  mutable std::vector<Life> lives_;
  // What voids do to the gas around them: their number by area [1/thickness²], and ln of w by x.
  struct Shade {
    double number, ln_strength;
  };
  mutable std::vector<Shade> shades_;
};

}  // namespace lacuna::cell
