#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "interface/case.hpp"

namespace lacuna::interface {

/// The key of the nth of so many patches, from 0, as messages name it.
[[nodiscard]] std::string patch_key(std::size_t nth, std::size_t patches);

/// Throws InputError where a patch has no site of its own, has a shape that does not fit into the
/// box, or stands beside classes of sites that are listed, and where there are more than seven.
void check_patches(const Ceramic&, const lattice::Slab&);

/// (sites per layer) n for sites of layer 0 that the nth patch is the last to cover, 0 elsewhere.
/// `seed` is that of the run. Throws as check_patches does.
[[nodiscard]] std::vector<std::uint8_t> patch_map(const std::vector<Patch>&, const lattice::Slab&,
                                                  std::uint64_t seed);
/// (patches + 1) The share of sites that each class has, 0 first; where random patches overlap
/// others, the mean over seeds.
[[nodiscard]] std::vector<double> class_shares(const std::vector<Patch>&, const lattice::Slab&);

/// The case as its run has it: its patches as classes of sites with their map.
[[nodiscard]] Case with_sites_laid_out(Case, std::uint64_t seed);

/// One of the interfaces that a case's classes would make if all sites were of that class.
struct AlikeSites {
  double share = 0.0;         ///< of the sites that are of it
  double strip_weight = 1.0;  ///< of class 0: 1
  Case values;
};
/// By class, 0 first; the case itself where all sites are alike. Classes without contrast count as
/// one, so that what follows from them is that of alike sites, bit for bit.
[[nodiscard]] std::vector<AlikeSites> alike_sites(const Case&);

}  // namespace lacuna::interface
