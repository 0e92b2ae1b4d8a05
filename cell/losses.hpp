#pragma once

#include <algorithm>
#include <vector>

#include "cell/design.hpp"

namespace lacuna::cell {

/// Shares of contact whose loss is reported, rising: 5 %, 20 %, and what the design asks for.
[[nodiscard]] inline std::vector<double> loss_shares(const Design& design) {
  std::vector<double> shares{0.05, 0.2, design.contact_loss};
  std::sort(shares.begin(), shares.end());
  shares.erase(std::unique(shares.begin(), shares.end()), shares.end());
  return shares;
}

}  // namespace lacuna::cell
