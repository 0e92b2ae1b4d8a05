#pragma once

#include <cstdint>
#include <vector>

#include "interface/case.hpp"

namespace lacuna::interface {

/// Throws InputError where a patch has no site, has a shape that does not fit into the box, or
/// stands beside classes of sites that are listed.
void check_patch(const Ceramic&, const lattice::Slab&);

/// (sites per layer) 1 for sites of layer 0 on the patch, 0 elsewhere. `seed` is that of the run.
/// Throws as check_patch does.
[[nodiscard]] std::vector<std::uint8_t> patch_map(const Patch&, const lattice::Slab&,
                                                  std::uint64_t seed);
/// The share of sites that it has, the same for all seeds.
[[nodiscard]] double patch_share(const Patch&, const lattice::Slab&);

/// The case as its run has it: its patch, if it has one, as a class of sites with their map.
[[nodiscard]] Case with_sites_laid_out(Case, std::uint64_t seed);

/// One of the interfaces that a case's classes would make if all sites were of that class.
struct AlikeSites {
  double share = 0.0;  ///< of the sites that are of it
  Case values;
};
/// By class, 0 first; the case itself where all sites are alike.
[[nodiscard]] std::vector<AlikeSites> alike_sites(const Case&);

}  // namespace lacuna::interface
