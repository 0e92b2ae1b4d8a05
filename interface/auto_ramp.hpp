#pragma once

#include <optional>

#include "interface/case.hpp"

namespace lacuna::interface {

/// How a protocol wants its ramp chosen; nullptr if it is no ramp, or an explicit one.
[[nodiscard]] const AutoRamp* automatic_ramp(const Protocol&);

/// The rate [1/(A^2 s^2)] at which the charge per e-fold of current is that of `AutoRamp` when j is
/// `scale` [1/(A^2 s)]: a ramp linear in time passes dQ/dln j = j^2 A_s / rate monolayers.
/// REQUIRES an automatic ramp.
[[nodiscard]] double charge_rate(const Case&, double scale);

/// A ramp around `scale` [1/(A^2 s)], from an eighth of it to eight times, so that its first fifth
/// in ln j ends at 0.29 of it. Rounded to three digits in mA/cm2, so that it can be written as text
/// exactly; the hold is the case's own. REQUIRES an automatic ramp and a rate [1/(A^2 s^2)] > 0.
[[nodiscard]] Ramp ramp_around(const Case&, double scale, double rate);

/// The case with start, end and rate of that ramp in place of its automatic one; the hold stays its
/// own. REQUIRES a case with a ramp.
[[nodiscard]] Case with_ramp(Case, const Ramp&);

/// For estimates without a pilot: a case whose ramp is automatic gets it around j_pred (with bonds
/// an upper bound); any other case is returned as it is.
[[nodiscard]] Case with_expected_ramp(const Case&);

}  // namespace lacuna::interface
