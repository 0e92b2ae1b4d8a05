#pragma once

#include <cstdint>
#include <vector>

#include "ensemble/branch_result.hpp"

namespace lacuna::ensemble {

/// What an experiment could measure, and what two hypotheses say about it.
struct Separation {
  enum class Quantity : std::uint8_t {
    thickness,      ///< E_A [eV] in metal eight times as thick, by theory, without bonds
    rate_exponent,  ///< d ln j_crit / d ln(ramp rate)
    other_ramps,    ///< E_A [eV] with the other meaning of the same ramp (design §5)
    current,  ///< ln(j_crit / (1/(A^2 s))) at the lowest temperature, known to the factor of the
              ///< attempt frequency
  };
  Quantity quantity = Quantity::current;
  double first = 0.0, second = 0.0;
  /// One standard error of their difference: of the predictions, and of what a careful measurement
  /// has besides (0.01 eV, 0.02 in the exponent; for currents ln 3, as attempt frequencies are
  /// known to a factor of three).
  double error = 0.0;
  [[nodiscard]] double standard_errors() const;
};

/// The quantities that both hypotheses predict, the one that tells them apart best first.
[[nodiscard]] std::vector<Separation> separations(const Plan&, const BranchResult&,
                                                  const BranchResult&);

}  // namespace lacuna::ensemble
