#pragma once

#include <array>
#include <complex>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "lattice/slab.hpp"

namespace lacuna::interface {

/// One of the three shortest vectors between sites of a layer, and its weight in the lattice's own
/// Laplacian, not negative: Σ w_δ δ δᵀ = 1, Selling's decomposition.
struct LateralBond {
  int i, j;
  double weight;  ///< [1/A^2]
};
[[nodiscard]] std::array<LateralBond, 3> lateral_bonds(const lattice::Slab&);

/// A linear map of fields on the sites of a layer that is the same everywhere: it multiplies each
/// plane wave by a factor. By FFTW, with plans that are estimated and so the same in every run.
///
/// The sites (i, j) repeat as (i + columns, j) and (i - skew, j + rows), a torus that is oblique on
/// (110) and (111). Its waves exp(i(θ i + ψ j)) have θ = 2π p/columns and
/// ψ = (θ skew + 2π m)/rows: one transform along i, a twist, and one along j.
class LayerFilter {
 public:
  /// `factor` by κ [1/A], the wave number that the lattice's own Laplacian gives a wave:
  ///   κ² = Σ 2 w_δ (1 - cos k·δ)
  /// over its lateral_bonds; k² where waves are long.
  LayerFilter(const lattice::Slab&, const std::function<double(double)>& factor);

  /// (sites per layer, by Slab::number) In place. REQUIRES one call at a time.
  void operator()(std::span<double> field);

 private:
  struct Transforms;
  struct Delete {
    void operator()(Transforms*) const;
  };
  [[nodiscard]] std::size_t waves_along() const { return columns_ / 2 + 1; }

  std::size_t columns_, rows_;
  std::vector<double> factor_;               ///< (rows, waves along i)
  std::vector<std::complex<double>> twist_;  ///< the same
  std::unique_ptr<Transforms, Delete> plans_;
};

}  // namespace lacuna::interface
