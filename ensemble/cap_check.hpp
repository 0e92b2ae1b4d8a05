#pragma once

#include <optional>
#include <vector>

#include "ensemble/resampling.hpp"
#include "ensemble/setting.hpp"

namespace lacuna::ensemble {

/// What a cap on surface hops (interface::SurfaceHopCap) does to onset, from replicas repeated
/// without it, with the same seeds and ramps.
struct CapDifference {
  std::optional<double> temperature;  ///< [K]; empty: all together
  Estimate difference;                ///< ln j with the cap less ln j without
  double hops = 0.0;                  ///< of the replicas without the cap, over those with it
  int pairs = 0;                      ///< they are of, two at least
  int left_out = 0;  ///< pairs of which one failed, saw no onset, or saw only a bound
};

/// How many replicas of each cell are repeated without the cap: none where there is none, or for a
/// fit. Its case decides.
[[nodiscard]] int uncapped_replicas(const Plan&, const Setting&, const Case&);

/// Of every temperature that has two pairs, then of all of them where there are two or more.
[[nodiscard]] std::vector<CapDifference> cap_differences(const Plan&, const Records&,
                                                         const Setting&);

}  // namespace lacuna::ensemble
