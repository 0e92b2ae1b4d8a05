#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "interface/case.hpp"
#include "kmc/checkpoint.hpp"

namespace lacuna::interface {

/// Means over the strips between two samples. Strips come at random times that do not depend on
/// the state, so what they find is the average over time (Wolff 1982, doi:10.1287/opre.30.2.223).
struct SampleInterval {
  double charge = 0.0;        ///< [monolayers], absolute: the weight
  double coverage = 0.0;      ///< theta
  double vacancies = 0.0;     ///< [monolayers] in all explicit layers
  double density = 0.0;       ///< j [1/(A^2 s)]
  double time = 0.0;          ///< [s] middle of the interval
  double monolayers = 0.0;    ///< net charge at the middle
  double largest_near = 0.0;  ///< vacancies in the largest cluster near the interface, at the end
  double crowding = 0.0;  ///< vacant fraction next to the top of the explicit layers; `thick` only
  double constriction = 0.0;  ///< [V A^2 s] StripField::constriction; 0 without a field

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);
};

/// What Averages averages, all but the weight.
inline constexpr double SampleInterval::*averaged_fields[] = {
    &SampleInterval::coverage, &SampleInterval::vacancies,   &SampleInterval::density,
    &SampleInterval::time,     &SampleInterval::monolayers,  &SampleInterval::largest_near,
    &SampleInterval::crowding, &SampleInterval::constriction};

/// Running means over the last `window` monolayers of charge, and over the window before that.
class Averages {
 public:
  explicit Averages(double window) : window_(window) {}
  void add(const SampleInterval&);
  /// Means over the last window; empty until it is full.
  [[nodiscard]] std::optional<SampleInterval> mean() const;
  /// Share of the stripped vacancies that stayed, 1 - absorbed/stripped: growth of the window's
  /// mean number of vacancies since the window before, per charge. Empty until both are full.
  [[nodiscard]] std::optional<double> lag() const;

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);

 private:
  double window_;
  std::deque<SampleInterval> intervals_;
};

/// Is the coverage stationary under a held current? The means of theta and of the number of
/// vacancies over the last half of the hold and over the quarter before it must agree within the
/// tolerance or two standard errors (from batches of a sixteenth). Looked at each time the charge
/// grew by a quarter, so that many looks do not make a chance agreement.
class HoldWatch {
 public:
  void add(const SampleInterval&);
  /// True once the test passed; REQUIRES it is asked after every `add`.
  [[nodiscard]] bool stationary(const Stationarity&);
  [[nodiscard]] double charge() const { return charge_; }
  void restart() { *this = {}; }

  void save(kmc::Writer&) const;
  void load(kmc::Reader&);

 private:
  std::vector<SampleInterval> intervals_;
  double charge_ = 0.0;
  double next_look_ = 0.0;
};

}  // namespace lacuna::interface
