#pragma once

#include "cell/sources.hpp"

namespace lacuna::cell {

/// Standard error of the logarithm of births at a fugacity, from those of Q_n and f_n: an upper
/// bound, as if all sizes erred alike; of classes of sites that with
/// most births. `wall_share`: of births.
[[nodiscard]] double ln_birth_error(const Sources&, double fugacity, double wall_share);

}  // namespace lacuna::cell
