#pragma once

#include <stop_token>
#include <vector>

#include "cell/design.hpp"
#include "cell/prior.hpp"
#include "cell/sources.hpp"

namespace lacuna::cell {

/// ln j of the onset under each draw of the prior, less that of the case itself. A staircase or a
/// ramp goes on for a draw whose onset it does not reach; infinite: the onset is beyond that, or
/// beyond another protocol; minus infinity: a void is born on the first step of a staircase. Not a
/// number: nothing is known, since the method does not hold there, or no metal has such values. The
/// onset is that of `onset`, through the same equations as `predict`; voids are reweighted to the
/// energies of a draw. Empty without draws, or where the case itself has no onset. Throws Stopped
/// once a stop is asked for. REQUIRES sources of the case where it has bonds.
[[nodiscard]] std::vector<double> prior_shifts(const interface::Case&, const Design&,
                                               const Sources*, const Prior&,
                                               const std::stop_token& = {});

}  // namespace lacuna::cell
