#pragma once

#include <span>
#include <vector>

#include "interface/layer_filter.hpp"
#include "lattice/slab.hpp"

namespace lacuna::interface {

/// How charge crosses the contact, in lengths: a resistance per area over the electrolyte's
/// resistivity.
struct ChargeTransfer {
  double length = 0.0;  ///< [A] kT/(e j0 ρ), at small currents
  double drive = 0.0;   ///< mean current of the contact over 2 j0; 0: linear at all currents
};

/// Where the current passes that is imposed on a contact with holes (secondary current
/// distribution). The electrolyte is ohmic below the layer, and no current passes where there is no
/// contact; at contact sites a symmetric Butler–Volmer law holds,
///   V - φ(x) = (2kT/e) asinh(i(x) / (2 j0 w(x))),  φ_κ = ρ i_κ tanh(κ H)/κ
/// (Newman & Thomas-Alyea, Electrochemical Systems, 3rd ed., ch. 18), with κ that of LayerFilter:
/// an electrolyte that is discrete like the lattice laterally and continuous in depth, so that no
/// current is negative (maximum principle).
class ContactCurrent {
 public:
  /// `thickness` H [A] of the electrolyte, may be infinite.
  ContactCurrent(const lattice::Slab&, double thickness);

  [[nodiscard]] std::size_t sites() const { return sites_; }

  struct Distribution {
    std::vector<double> share;  ///< (sites) current by its mean over the contact; 0 without contact
    /// [A] What V has beyond the charge transfer of the same current spread evenly and the drop of
    /// the mean current through the electrolyte, by resistivity and mean current of the contact.
    double constriction = 0.0;
  };
  /// `exchange` (sites, by Slab::number): w, exchange current by j0; 0 where there is no contact.
  /// Residuals are below `tolerance` by the largest resistance. Throws RuntimeFailure where they do
  /// not become so small. REQUIRES some contact.
  [[nodiscard]] Distribution solve(std::span<const double> exchange, const ChargeTransfer&,
                                   double tolerance = 1e-9);

 private:
  class Problem;

  std::size_t sites_;
  double longest_;  ///< [A] largest factor of a wave
  LayerFilter potential_;
};

}  // namespace lacuna::interface
