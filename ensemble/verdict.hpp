#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/words.hpp"
#include "ensemble/hypotheses.hpp"
#include "ensemble/plan.hpp"

namespace lacuna::ensemble {

/// What is said of a hypothesis beside what it was compared with.
enum class Verdict : std::uint8_t {
  compatible,
  by_construction,  ///< so, but theory alone gives the number from what was put in: no evidence
  charge_only,      ///< at equal charge per e-fold of current; not at one rate
  fixed_only,       ///< at one rate for all temperatures; not at equal charge
  not_compatible,
  needs_other,  ///< E_A under another convention is needed, which is not known
  undecided,    ///< no E_A, nothing to compare with, or compatible for want of precision alone
};
inline constexpr std::array all_verdicts{
    Verdict::compatible,     Verdict::by_construction, Verdict::charge_only, Verdict::fixed_only,
    Verdict::not_compatible, Verdict::needs_other,     Verdict::undecided,
};
constexpr auto words_of(Verdict) {
  return std::array{
      Word{Verdict::compatible, "compatible"},
      Word{Verdict::by_construction, "by construction"},
      Word{Verdict::charge_only, "with equal charge only"},
      Word{Verdict::fixed_only, "with one rate only"},
      Word{Verdict::not_compatible, "not compatible"},
      Word{Verdict::needs_other, "needs the other ramp"},
      Word{Verdict::undecided, "undecided"},
  };
}

/// An energy is compatible with a measured one if its interval is not outside (compare()), and it
/// is itself known better than the measurement: its standard error is at most the measured one,
/// half the range, or 0.01 eV, whichever is largest.
[[nodiscard]] Verdict verdict_of(const EnergyComparison&, double error, const MeasuredEnergy&);
/// Points are compatible if p >= 0.05; a single one decides nothing.
[[nodiscard]] Verdict verdict_of(const PrefactorProfile&);
/// Of a ramp, from those on E_A at equal charge and at one rate; empty where one is not known.
/// Where the ramp of the experiment is stated, that one counts alone; a staircase lies between.
[[nodiscard]] Verdict verdict_on_ramps(std::optional<Verdict> charge, std::optional<Verdict> fixed,
                                       MeasuredRamp);
/// Compatible, by construction too, or so under one ramp.
[[nodiscard]] bool survives(Verdict);
/// What is compatible is so by construction where theory alone gives the number.
[[nodiscard]] Verdict without_evidence(Verdict);

/// Plan::experiment: the rows that some hypothesis is compared with.
[[nodiscard]] std::vector<std::size_t> compared_rows(const Plan&);
/// Those of them that an energy is compatible with, whatever it is compared with; the nearest
/// first.
[[nodiscard]] std::vector<std::size_t> rows_like(const Plan&, const Estimate& energy);

}  // namespace lacuna::ensemble
