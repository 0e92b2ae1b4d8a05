#pragma once

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "ensemble/sample.hpp"
#include "kmc/random.hpp"

/// Onsets whose law is known, for tests of the estimators.
namespace lacuna::test {

enum class Scatter { normal, log_weibull };
inline constexpr Scatter both_scatters[] = {Scatter::normal, Scatter::log_weibull};

/// Of mean 0 and about unit scatter. The logarithm of a Weibull variable has a long tail downwards.
inline double draw(Scatter scatter, kmc::Stream& stream) {
  constexpr double euler = 0.577215664901532860606512090082;
  if (scatter == Scatter::log_weibull) return std::log(-std::log1p(-stream.uniform())) + euler;
  boost::random::normal_distribution<double> normal;
  return normal(stream);
}

inline double median(Scatter scatter) {
  constexpr double euler = 0.577215664901532860606512090082;
  return scatter == Scatter::normal ? 0.0 : std::log(std::log(2.0)) + euler;
}

/// A study whose line is known. What scatters beyond `seen_from` or `seen_to` is censored there.
struct Study {
  double energy = 0.15;  ///< E_A [eV]
  double log_prefactor = 10.0;
  double scatter = 0.1;   ///< of ln j, of one replica at the first temperature
  double widening = 1.0;  ///< scatter at each temperature over that at the one before
  double seen_from = -std::numeric_limits<double>::infinity();  ///< in units of the scatter
  double seen_to = std::numeric_limits<double>::infinity();
  std::vector<double> temperatures{250, 270, 290, 310, 330, 350};  ///< [K]
};

inline std::vector<ensemble::CellSample> replicas(const Study& study, Scatter scatter, int count,
                                                  kmc::Stream& stream) {
  using ensemble::Censored;
  std::vector<ensemble::CellSample> cells;
  double width = study.scatter;
  for (const double temperature : study.temperatures) {
    ensemble::CellSample cell{temperature, {}};
    const double centre =
        study.log_prefactor - study.energy * ensemble::inverse_thermal_energy(temperature);
    for (int n = 0; n < count; ++n) {
      const double deviation = draw(scatter, stream);
      const double seen = std::min(std::max(deviation, study.seen_from), study.seen_to);
      const Censored censored = deviation < seen   ? Censored::left
                                : deviation > seen ? Censored::right
                                                   : Censored::no;
      cell.onsets.push_back({centre + width * seen, censored});
    }
    cells.push_back(std::move(cell));
    width *= study.widening;
  }
  return cells;
}

}  // namespace lacuna::test
