#include "interface/site_classes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace lacuna::interface {

void check_site_classes(const Ceramic& c, std::uint32_t sites_per_layer) {
  const std::size_t classes = 1 + c.more_classes.size();
  if (classes > most_site_classes)
    throw InputError(fmt::format(
        "interface sites: {} classes are more than the {} for which rates are tabulated; merge "
        "those that are nearly alike",
        classes, most_site_classes));
  for (std::size_t n = 1; n < classes; ++n) {
    const SiteClass& extra = c.more_classes[n - 1];
    if (!(extra.strip_weight > 0) || !std::isfinite(extra.strip_weight))
      throw InputError(fmt::format(
          "interface sites of class {}: the strip weight of {} must be positive and finite, as "
          "the last atom of contact is stripped whatever its class",
          n, extra.strip_weight));
  }
  if (c.class_of_site.empty()) return;
  if (c.class_of_site.size() != sites_per_layer)
    throw InputError(fmt::format(
        "interface sites: the map names the classes of {} sites, but a layer has {}; name one for "
        "each",
        c.class_of_site.size(), sites_per_layer));
  const std::uint8_t highest = *std::max_element(c.class_of_site.begin(), c.class_of_site.end());
  if (highest >= classes)
    throw InputError(fmt::format(
        "interface sites: the map names class {}, but the classes are 0 to {}; describe it or "
        "name another",
        highest, classes - 1));
}

SiteClasses::SiteClasses(const Ceramic& c, const lattice::Slab& slab)
    : map_(c.class_of_site), strip_weight_{1.0} {
  if (!c.patches.empty()) throw Error("a patch has to be laid out before there is a slab");
  check_site_classes(c, slab.sites_per_layer());
  for (const SiteClass& extra : c.more_classes) strip_weight_.push_back(extra.strip_weight);
  sites_.resize(strip_weight_.size());
  for (const std::uint8_t n : map_) ++sites_[n];
  if (map_.empty()) sites_[0] = slab.sites_per_layer();
  stripped_alike_ = std::all_of(map_.begin(), map_.end(),
                                [this](std::uint8_t n) { return strip_weight_[n] == 1.0; });
}

std::uint8_t SiteClasses::at(const lattice::Slab& slab, const lattice::Cell& c) const {
  return c.k == 0 && !map_.empty() ? map_[slab.number(c)] : std::uint8_t{0};
}

void SiteClasses::save(kmc::Writer& w) const { w.put(map_); }

void SiteClasses::load(kmc::Reader& r) const {
  std::vector<std::uint8_t> map;
  r.get(map);
  if (map != map_) r.refuse("of an interface whose sites have other classes");
}

OneSiteClass::OneSiteClass(const Ceramic& c, const lattice::Slab&) {
  if (has_site_classes(c)) throw Error("an interface with classes of sites needs a DetailedSlab");
}

}  // namespace lacuna::interface
