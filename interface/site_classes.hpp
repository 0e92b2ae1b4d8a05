#pragma once

#include <cstdint>
#include <vector>

#include "interface/case.hpp"
#include "kmc/checkpoint.hpp"

namespace lacuna::interface {

/// Throws InputError where there are too many classes of sites, a weight or a barrier makes no
/// sense, or the map does not name one class for each of so many sites.
void check_site_classes(const Ceramic&, std::uint32_t sites_per_layer);

/// Which class a site of layer 0 has (docs/decisions/0010-site-classes.md).
class SiteClasses {
 public:
  /// Throws as check_site_classes does. REQUIRES that a patch is laid out.
  SiteClasses(const Ceramic&, const lattice::Slab&);

  static constexpr bool alike = false;
  /// Of any cell: 0 above layer 0.
  [[nodiscard]] std::uint8_t at(const lattice::Slab&, const lattice::Cell&) const;
  /// (classes) How many sites of layer 0 each has.
  [[nodiscard]] const std::vector<std::uint32_t>& sites() const { return sites_; }
  /// Weight with which a site's atom is stripped, beside that of the case's rule.
  [[nodiscard]] double strip_weight(std::uint8_t site_class) const {
    return strip_weight_[site_class];
  }
  /// Is that the same for all?
  [[nodiscard]] bool stripped_alike() const { return stripped_alike_; }

  void save(kmc::Writer&) const;
  /// Refuses what was saved of another interface.
  void load(kmc::Reader&) const;

 private:
  std::vector<std::uint8_t> map_;     ///< (sites per layer), or empty: all are of class 0
  std::vector<std::uint32_t> sites_;  ///< (classes)
  std::vector<double> strip_weight_;
  bool stripped_alike_;
};

/// The same where all sites have class 0.
struct OneSiteClass {
  /// REQUIRES a ceramic without other classes.
  OneSiteClass(const Ceramic&, const lattice::Slab&);

  static constexpr bool alike = true;
  [[nodiscard]] static std::uint8_t at(const lattice::Slab&, const lattice::Cell&) { return 0; }
  [[nodiscard]] static std::vector<std::uint32_t> sites() { return {}; }
  [[nodiscard]] static double strip_weight(std::uint8_t) { return 1.0; }
  [[nodiscard]] static bool stripped_alike() { return true; }
  static void save(kmc::Writer&) {}
  static void load(kmc::Reader&) {}
};

}  // namespace lacuna::interface
