#pragma once

#include <optional>
#include <string>
#include <vector>

#include "interface/case.hpp"

namespace lacuna::interface {

/// What a case's protocol has ahead, were nothing but its limit of time to end it. Where
/// the protocol waits for stationarity, the least it waits is counted.
struct Outlook {
  double total = 0.0;                ///< charge passed either way until its end [1/A^2]
  double most = 0.0;                 ///< the same, were all waiting as long as it may [1/A^2]
  std::optional<double> to_density;  ///< charge until j first reaches the density asked about
                                     ///< [1/A^2]
  double highest = 0.0;              ///< largest stripping current [1/(A^2 s)]
  bool waits = false;                ///< for stationarity, at least once
};

/// An automatic ramp counts as if it lay around j_pred. `density` [1/(A^2 s)] > 0; `monolayer`
/// [1/A^2] is the charge of one layer of atoms.
[[nodiscard]] Outlook outlook(const Case&, double density, double monolayer);

/// Largest stripping current of the protocol alone [1/(A^2 s)].
[[nodiscard]] double highest_density(const Case&);

/// Says where windows of onset, or samples, are longer than all the charge that can pass, so that
/// no onset can come.
[[nodiscard]] std::vector<std::string> charge_cautions(const Case&);

/// Charge [monolayers] that fills a slab before a rigid collector until its coverage is that of
/// onset, as equilibrium without bonds spreads it. REQUIRES a closed far side.
[[nodiscard]] double charge_to_fill(const Case&);

}  // namespace lacuna::interface
