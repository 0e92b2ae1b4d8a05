#pragma once

#include <array>
#include <cstdint>

#include "core/words.hpp"
#include "ensemble/study_result.hpp"

namespace lacuna::ensemble {

/// The measured energy that a hypothesis is compared with; null where there is none.
[[nodiscard]] const MeasuredEnergy* measured_energy(const Plan&, const BranchResult&);

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

/// That of a hypothesis beside what it is compared with. Where more than half of the onsets are
/// only bounds nothing is decided. Points agree if p >= 0.05.
[[nodiscard]] Verdict verdict_of(const Plan&, const BranchResult&);

}  // namespace lacuna::ensemble
