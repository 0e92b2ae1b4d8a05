#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/words.hpp"
#include "ensemble/arrhenius.hpp"
#include "ensemble/hypotheses.hpp"
#include "ensemble/plan.hpp"

namespace lacuna::ensemble {

/// What is said of a hypothesis beside what it was compared with.
enum class Verdict : std::uint8_t {
  agrees,
  differs,    ///< E_A is more than two standard errors off; or the points have less than 5 % by
              ///< chance
  undecided,  ///< no E_A, nothing to compare with, or agreement for want of precision alone
};
constexpr auto words_of(Verdict) {
  return std::array{
      Word{Verdict::agrees, "agrees"},
      Word{Verdict::differs, "differs"},
      Word{Verdict::undecided, "undecided"},
  };
}

/// An energy [eV] agrees if it lies within the measured range, or within two standard errors of it,
/// and is itself known better than the measurement: its standard error is at most the measured one,
/// half the range, or 0.01 eV, whichever is largest.
[[nodiscard]] Verdict verdict_of(const EnergyComparison&, double error, const MeasuredEnergy&);
/// That of a line's E_A. Where more than half of the onsets are only bounds nothing is decided.
[[nodiscard]] Verdict verdict_of(const EnergyComparison&, const Arrhenius&, const MeasuredEnergy&);
/// Points agree if p >= 0.05; a single one decides nothing.
[[nodiscard]] Verdict verdict_of(const PrefactorProfile&);

/// Plan::experiment: the rows that some hypothesis is compared with.
[[nodiscard]] std::vector<std::size_t> compared_rows(const Plan&);
/// Those of them that an energy agrees with, whatever it is compared with; the nearest first.
[[nodiscard]] std::vector<std::size_t> rows_like(const Plan&, const Estimate& energy);

}  // namespace lacuna::ensemble
