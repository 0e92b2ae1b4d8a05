#include "interface/patch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "interface/site_classes.hpp"
#include "interface/streams.hpp"
#include "interface/theory.hpp"

namespace lacuna::interface {
namespace {

using lattice::Slab;
using Map = std::vector<std::uint8_t>;

constexpr double edge = 1e-6;  // [A] sites so near to a border are within it

/// What a map depends on beside its shape.
struct Layout {
  std::uint64_t seed;  ///< of the run
  std::size_t nth;     ///< patch, from 0
};

// As many of a length as an edge of the box has, to the nearest whole number.
int count_along(double box, double length) { return static_cast<int>(std::lround(box / length)); }

void check_fits(double box, double length, const std::string& key) {
  if (count_along(box, length) >= 1) return;
  throw InputError(
      fmt::format("{}: {:.4g} nm is more than twice the box of {:.4g} nm, so that it does not fit "
                  "into it once; make the box larger",
                  key, length / 10, box / 10));
}

// (sites per layer) What `holds` says of each position.
template <class Holds>
Map map_where(const Slab& slab, Holds holds) {
  Map map(slab.sites_per_layer());
  for (std::uint32_t n = 0; n < map.size(); ++n) map[n] = holds(slab.position(slab.nth(n)));
  return map;
}

void check(const Stripes& s, const Slab& slab, const std::string& key) {
  if (s.width > s.period)
    throw InputError(fmt::format(
        "{}.stripes: expected a width of at most the period of {:.4g} nm, got {:.4g} nm", key,
        s.period / 10, s.width / 10));
  check_fits(slab.box()[0], s.period, key + ".stripes.period_nm");
}
Map map_of(const Stripes& s, const Slab& slab, const Layout&) {
  const double period = slab.box()[0] / count_along(slab.box()[0], s.period);
  const double width = s.width / s.period * period;
  return map_where(
      slab, [=](const lattice::Vector& r) { return std::fmod(r[0] + edge, period) < width; });
}

void check(const Discs& d, const Slab& slab, const std::string& key) {
  for (const double box : {slab.box()[0], slab.box()[1]})
    check_fits(box, d.spacing, key + ".discs.spacing_nm");
}
Map map_of(const Discs& d, const Slab& slab, const Layout&) {
  const auto from_centre = [&](double place, double box) {
    const double spacing = box / count_along(box, d.spacing);
    return std::fmod(place, spacing) - spacing / 2;
  };
  return map_where(slab, [&](const lattice::Vector& r) {
    return std::hypot(from_centre(r[0], slab.box()[0]), from_centre(r[1], slab.box()[1])) <=
           d.radius + edge;
  });
}

void check(const RandomPatches& p, const Slab& slab, const std::string& key) {
  const double box = std::min(slab.box()[0], slab.box()[1]);
  if (p.correlation > box / 4)
    throw InputError(fmt::format(
        "{}.random.correlation_nm: expected at most a quarter of the box's shorter edge, {:.4g} "
        "nm, got {:.4g} nm, which leaves no room for several patches; make the box larger",
        key, box / 40, p.correlation / 10));
}

std::uint32_t sites_on(const RandomPatches& p, const Slab& slab) {
  return static_cast<std::uint32_t>(std::lround(p.share * slab.sites_per_layer()));
}

/// A Gaussian random field with the periods of a box,
///   h(x, y) = Re Σ a(p, q) exp(i (k_p x + l_q y)),   a normal, ⟨|a|²⟩ = exp(-c² (k_p² + l_q²)/2),
/// c the correlation length. Of each wave and its opposite one does, and the mean plays no part.
class RandomField {
 public:
  RandomField(double correlation, const lattice::Vector& box, kmc::Stream random)
      : unit_{2 * std::numbers::pi / box[0], 2 * std::numbers::pi / box[1]} {
    constexpr double farthest = 5;  // by the inverse length: ⟨|a|²⟩ is 4e-6 there
    for (std::size_t axis = 0; axis < 2; ++axis)
      most_[axis] = static_cast<int>(farthest / (correlation * unit_[axis]));
    for (int p = 0; p <= most_[0]; ++p)
      for (int q = -most_[1]; q <= most_[1]; ++q) {
        const double k = p * unit_[0], l = q * unit_[1];
        const std::complex<double> a = normal(random);
        const double weight = std::exp(-correlation * correlation * (k * k + l * l) / 4);
        amplitudes_.push_back(p > 0 || q > 0 ? weight * a : 0.0);
      }
  }

  /// Along a row, whose y they share, one after the other.
  void take_row(double y) {
    row_.clear();
    const auto count = static_cast<std::size_t>(2 * most_[1] + 1);
    for (std::size_t p = 0; p * count < amplitudes_.size(); ++p) {
      std::complex<double> sum = 0;
      for (std::size_t q = 0; q < count; ++q)
        sum += amplitudes_[p * count + q] *
               std::polar(1.0, (static_cast<double>(q) - most_[1]) * unit_[1] * y);
      row_.push_back(sum);
    }
  }
  [[nodiscard]] double at(double x) const {
    double sum = 0;
    for (std::size_t p = 0; p < row_.size(); ++p)
      sum += (row_[p] * std::polar(1.0, static_cast<double>(p) * unit_[0] * x)).real();
    return sum;
  }

 private:
  // Box and Muller.
  static std::complex<double> normal(kmc::Stream& random) {
    const double length = std::sqrt(-2 * std::log1p(-random.uniform()));
    return std::polar(length, 2 * std::numbers::pi * random.uniform());
  }

  std::array<double, 2> unit_;
  std::array<int, 2> most_{};
  std::vector<std::complex<double>> amplitudes_, row_;
};

// By its own seed the field of a patch is the same wherever that stands in the list.
kmc::Stream stream_of(const RandomPatches& p, const Layout& layout) {
  return p.seed ? stream(*p.seed, Purpose::patch_sites)
                : stream(layout.seed, Purpose::patch_sites, layout.nth);
}

// The highest sites, as many as the share says; equals in the order of their numbers.
Map map_of(const RandomPatches& p, const Slab& slab, const Layout& layout) {
  RandomField field(p.correlation, slab.box(), stream_of(p, layout));
  const std::uint32_t sites = slab.sites_per_layer();
  std::vector<double> height(sites);
  double row = -1;
  for (std::uint32_t n = 0; n < sites; ++n) {
    const lattice::Vector r = slab.position(slab.nth(n));
    if (r[1] != row) field.take_row(row = r[1]);
    height[n] = field.at(r[0]);
  }
  std::vector<std::uint32_t> order(sites);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return height[a] > height[b]; });
  Map map(sites, 0);
  const std::uint32_t count = sites_on(p, slab);
  for (std::uint32_t n = 0; n < count; ++n) map[order[n]] = 1;
  return map;
}

void check(const ListedSites& list, const Slab& slab, const std::string& key) {
  for (const std::uint32_t n : list.numbers)
    if (n >= slab.sites_per_layer())
      throw InputError(
          fmt::format("{}.file: it lists site number {}, but a layer has {}; make one for this box",
                      key, n, slab.sites_per_layer()));
}
Map map_of(const ListedSites& list, const Slab& slab, const Layout&) {
  Map map(slab.sites_per_layer(), 0);
  for (const std::uint32_t n : list.numbers) map[n] = 1;
  return map;
}

// A picture is stretched by less than a pixel, so that it repeats itself as the box does.
void check(const Picture& p, const Slab& slab, const std::string& key) {
  const int columns = p.pixels.columns, rows = p.pixels.rows;
  if (p.greys[0] > p.greys[1])
    throw InputError(
        fmt::format("{}.image.greys: the lowest, {}, is above the highest, {}; turn "
                    "them round",
                    key, p.greys[0], p.greys[1]));
  if (p.pixel == 0) {
    if (columns == slab.columns() && rows == slab.rows()) return;
    throw InputError(fmt::format(
        "{}.image: the picture has {} x {} pixels, but the interface {} x {} sites; draw one pixel "
        "a site, or give pixel_nm",
        key, columns, rows, slab.columns(), slab.rows()));
  }
  const double x = columns * p.pixel, y = rows * p.pixel;
  if (std::abs(x - slab.box()[0]) < p.pixel && std::abs(y - slab.box()[1]) < p.pixel) return;
  throw InputError(fmt::format(
      "{}.image: the picture of {} x {} pixels is {:.4g} x {:.4g} nm, and the box {:.4g} x {:.4g} "
      "nm; make them equal within a pixel",
      key, columns, rows, x / 10, y / 10, slab.box()[0] / 10, slab.box()[1] / 10));
}
Map map_of(const Picture& p, const Slab& slab, const Layout&) {
  const auto pixel = [](double place, double box, int pixels) {
    return std::min(static_cast<std::size_t>((place + edge) / box * pixels),
                    static_cast<std::size_t>(pixels - 1));
  };
  return map_where(slab, [&](const lattice::Vector& r) {
    const std::size_t column = pixel(r[0], slab.box()[0], p.pixels.columns),
                      row = pixel(r[1], slab.box()[1], p.pixels.rows);
    const std::uint8_t grey =
        p.pixels.greys[row * static_cast<std::size_t>(p.pixels.columns) + column];
    return grey >= p.greys[0] && grey <= p.greys[1];
  });
}

Map map_of(const Patch& patch, const Slab& slab, const Layout& layout) {
  return std::visit([&](const auto& shape) { return map_of(shape, slab, layout); }, patch.shape);
}

bool is_random(const Patch& patch) { return std::holds_alternative<RandomPatches>(patch.shape); }

std::size_t count_of(const Map& map, std::uint8_t site_class) {
  return static_cast<std::size_t>(std::count(map.begin(), map.end(), site_class));
}

double own_share(const Patch& patch, const Slab& slab) {
  const auto* random = std::get_if<RandomPatches>(&patch.shape);
  const auto sites =
      random != nullptr ? sites_on(*random, slab) : count_of(map_of(patch, slab, {}), 1);
  return static_cast<double>(sites) / slab.sites_per_layer();
}

void check(const Patch& patch, const Slab& slab, const std::string& key) {
  std::visit([&](const auto& shape) { check(shape, slab, key); }, patch.shape);
  if (!(patch.sites.strip_weight > 0) || !std::isfinite(patch.sites.strip_weight))
    throw InputError(fmt::format(
        "{}.strip_weight: expected a positive number, got {}, as the last atom of contact is "
        "stripped wherever it is",
        key, patch.sites.strip_weight));
  if (!is_random(patch) && own_share(patch, slab) == 0)
    throw InputError(fmt::format("{}: no site of the interface lies on it; make it larger", key));
}

Case all_of_class(Case c, const SiteClass& sites) {
  c.ceramic.segregation = sites.segregation;
  c.ceramic.injection = sites.injection;
  c.ceramic.more_classes.clear();
  c.ceramic.class_of_site.clear();
  c.ceramic.patches.clear();
  return c;
}

bool are_alike(const SiteClass& a, const SiteClass& b) {
  return a.segregation == b.segregation && a.injection.barrier == b.injection.barrier &&
         a.injection.attempt_frequency == b.injection.attempt_frequency &&
         a.strip_weight == b.strip_weight;
}

}  // namespace

std::string patch_key(std::size_t nth, std::size_t patches) {
  return patches == 1 ? "interface.patch" : fmt::format("interface.patch.{}", nth + 1);
}

void check_patches(const Ceramic& c, const Slab& slab) {
  const std::size_t count = c.patches.size();
  if (count == 0) return;
  if (!c.more_classes.empty() || !c.class_of_site.empty())
    throw InputError(
        "interface.patch: the classes of sites are listed as well; keep one of the two");
  if (count > most_patches)
    throw InputError(fmt::format(
        "interface.patch: {} patches are more than the {} for which rates are tabulated; merge "
        "those that are nearly alike",
        count, most_patches));
  for (std::size_t n = 0; n < count; ++n) check(c.patches[n], slab, patch_key(n, count));
  const std::vector<double> shares = class_shares(c.patches, slab);
  for (std::size_t n = 0; n < count; ++n)
    if (shares[n + 1] == 0 && own_share(c.patches[n], slab) > 0)
      throw InputError(fmt::format(
          "{}: later patches lie over all of it; move it down the list, or leave it out",
          patch_key(n, count)));
}

std::vector<std::uint8_t> patch_map(const std::vector<Patch>& patches, const Slab& slab,
                                    std::uint64_t seed) {
  Map map(slab.sites_per_layer(), 0);
  for (std::size_t n = 0; n < patches.size(); ++n) {
    check(patches[n], slab, patch_key(n, patches.size()));
    const Map own = map_of(patches[n], slab, {seed, n});
    for (std::size_t site = 0; site < map.size(); ++site)
      if (own[site] == 1) map[site] = static_cast<std::uint8_t>(n + 1);
  }
  return map;
}

// That the nth is the last to cover a site is Π (1 − p) of the later ones times its own p: of a
// random one its share, of another one 0 or 1. Random fields know nothing of one another.
std::vector<double> class_shares(const std::vector<Patch>& patches, const Slab& slab) {
  if (patches.size() == 1) {
    const double share = own_share(patches[0], slab);
    return {1 - share, share};
  }
  const std::uint32_t sites = slab.sites_per_layer();
  std::vector<double> shares(patches.size() + 1), uncovered(sites, 1.0);
  for (std::size_t n = patches.size(); n-- > 0;) {
    const bool random = is_random(patches[n]);
    const double share = random ? own_share(patches[n], slab) : 0;
    const Map own = random ? Map{} : map_of(patches[n], slab, {});
    for (std::uint32_t site = 0; site < sites; ++site) {
      const double covering = uncovered[site] * (random ? share : own[site]);
      shares[n + 1] += covering / sites;
      uncovered[site] -= covering;
    }
  }
  for (const double left : uncovered) shares[0] += left / sites;
  return shares;
}

Case with_sites_laid_out(Case c, std::uint64_t seed) {
  if (c.ceramic.patches.empty()) return c;
  c.ceramic.class_of_site = patch_map(c.ceramic.patches, slab_of(c.metal), seed);
  c.ceramic.more_classes.clear();
  for (const Patch& each : c.ceramic.patches) c.ceramic.more_classes.push_back(each.sites);
  c.ceramic.patches.clear();
  return c;
}

std::vector<AlikeSites> alike_sites(const Case& c) {
  std::vector<SiteClass> classes{{c.ceramic.segregation, c.ceramic.injection, 1.0}};
  std::vector<double> shares{1.0};
  if (const auto& patches = c.ceramic.patches; !patches.empty()) {
    for (const Patch& each : patches) classes.push_back(each.sites);
    shares = class_shares(patches, slab_of(c.metal));
  } else if (const Map& map = c.ceramic.class_of_site; !map.empty()) {
    for (const SiteClass& each : c.ceramic.more_classes) classes.push_back(each);
    shares.clear();
    for (std::size_t n = 0; n < classes.size(); ++n)
      shares.push_back(static_cast<double>(count_of(map, static_cast<std::uint8_t>(n))) /
                       static_cast<double>(map.size()));
  }
  std::vector<AlikeSites> list;
  std::vector<SiteClass> listed;
  for (std::size_t n = 0; n < classes.size(); ++n) {
    const auto same = std::find_if(listed.begin(), listed.end(), [&](const SiteClass& each) {
      return are_alike(each, classes[n]);
    });
    if (same != listed.end()) {
      list[static_cast<std::size_t>(same - listed.begin())].share += shares[n];
    } else {
      listed.push_back(classes[n]);
      list.push_back({shares[n], classes[n].strip_weight, all_of_class(c, classes[n])});
    }
  }
  if (list.size() == 1) list[0].share = 1.0;
  return list;
}

}  // namespace lacuna::interface
