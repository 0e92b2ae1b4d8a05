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

// As many of a length as an edge of the box has, to the nearest whole number.
int count_along(double box, double length, const char* key) {
  const auto count = static_cast<int>(std::lround(box / length));
  if (count >= 1) return count;
  throw InputError(
      fmt::format("interface.patch.{}: {:.4g} nm is more than twice the box of {:.4g} nm, so that "
                  "it does not fit into it once; make the box larger",
                  key, length / 10, box / 10));
}

// (sites per layer) What `holds` says of each position.
template <class Holds>
Map map_where(const Slab& slab, Holds holds) {
  Map map(slab.sites_per_layer());
  for (std::uint32_t n = 0; n < map.size(); ++n) map[n] = holds(slab.position(slab.nth(n)));
  return map;
}

void check(const Stripes& s, const Slab& slab) {
  if (s.width > s.period)
    throw InputError(fmt::format(
        "interface.patch.stripes: expected a width of at most the period of {:.4g} nm, got {:.4g} "
        "nm",
        s.period / 10, s.width / 10));
  (void)count_along(slab.box()[0], s.period, "stripes.period_nm");
}
Map map_of(const Stripes& s, const Slab& slab, std::uint64_t) {
  const double period = slab.box()[0] / count_along(slab.box()[0], s.period, "stripes.period_nm");
  const double width = s.width / s.period * period;
  return map_where(
      slab, [=](const lattice::Vector& r) { return std::fmod(r[0] + edge, period) < width; });
}

void check(const Discs& d, const Slab& slab) {
  for (const double box : {slab.box()[0], slab.box()[1]})
    (void)count_along(box, d.spacing, "discs.spacing_nm");
}
Map map_of(const Discs& d, const Slab& slab, std::uint64_t) {
  const auto from_centre = [&](double place, double box) {
    const double spacing = box / count_along(box, d.spacing, "discs.spacing_nm");
    return std::fmod(place, spacing) - spacing / 2;
  };
  return map_where(slab, [&](const lattice::Vector& r) {
    return std::hypot(from_centre(r[0], slab.box()[0]), from_centre(r[1], slab.box()[1])) <=
           d.radius + edge;
  });
}

void check(const RandomPatches& p, const Slab& slab) {
  const double box = std::min(slab.box()[0], slab.box()[1]);
  if (p.correlation > box / 4)
    throw InputError(fmt::format(
        "interface.patch.random.correlation_nm: expected at most a quarter of the "
        "box's shorter edge, {:.4g} nm, got {:.4g} nm, which leaves no room for several "
        "patches; make the box larger",
        box / 40, p.correlation / 10));
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

// The highest sites, as many as the share says; equals in the order of their numbers.
Map map_of(const RandomPatches& p, const Slab& slab, std::uint64_t seed) {
  RandomField field(p.correlation, slab.box(), stream(p.seed.value_or(seed), Purpose::patch_sites));
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
  const auto count = static_cast<std::uint32_t>(std::lround(p.share * sites));
  for (std::uint32_t n = 0; n < count; ++n) map[order[n]] = 1;
  return map;
}

void check(const ListedSites& list, const Slab& slab) {
  for (const std::uint32_t n : list.numbers)
    if (n >= slab.sites_per_layer())
      throw InputError(
          fmt::format("interface.patch.file: it lists site number {}, but a layer has {}; make one "
                      "for this box",
                      n, slab.sites_per_layer()));
}
Map map_of(const ListedSites& list, const Slab& slab, std::uint64_t) {
  Map map(slab.sites_per_layer(), 0);
  for (const std::uint32_t n : list.numbers) map[n] = 1;
  return map;
}

bool is_random(const Patch& patch) { return std::holds_alternative<RandomPatches>(patch.shape); }

std::size_t count_of(const Map& map, std::uint8_t site_class) {
  return static_cast<std::size_t>(std::count(map.begin(), map.end(), site_class));
}

Case all_of_class(Case c, const SiteClass& sites) {
  c.ceramic.segregation = sites.segregation;
  c.ceramic.injection = sites.injection;
  c.ceramic.more_classes.clear();
  c.ceramic.class_of_site.clear();
  c.ceramic.patch.reset();
  return c;
}

}  // namespace

void check_patch(const Ceramic& c, const Slab& slab) {
  if (!c.patch) return;
  if (!c.more_classes.empty() || !c.class_of_site.empty())
    throw InputError(
        "interface.patch: the classes of sites are listed as well; keep one of the two");
  std::visit([&](const auto& shape) { check(shape, slab); }, c.patch->shape);
  if (!(c.patch->sites.strip_weight > 0) || !std::isfinite(c.patch->sites.strip_weight))
    throw InputError(fmt::format(
        "interface.patch.strip_weight: expected a positive number, got {}, as the last atom of "
        "contact is stripped wherever it is",
        c.patch->sites.strip_weight));
  if (!is_random(*c.patch) && count_of(patch_map(*c.patch, slab, 0), 1) == 0)
    throw InputError("interface.patch: no site of the interface lies on it; make it larger");
}

std::vector<std::uint8_t> patch_map(const Patch& patch, const Slab& slab, std::uint64_t seed) {
  std::visit([&](const auto& shape) { check(shape, slab); }, patch.shape);
  return std::visit([&](const auto& shape) { return map_of(shape, slab, seed); }, patch.shape);
}

double patch_share(const Patch& patch, const Slab& slab) {
  const std::uint32_t sites = slab.sites_per_layer();
  if (const auto* random = std::get_if<RandomPatches>(&patch.shape))
    return static_cast<double>(std::lround(random->share * sites)) / sites;
  return static_cast<double>(count_of(patch_map(patch, slab, 0), 1)) / sites;
}

Case with_sites_laid_out(Case c, std::uint64_t seed) {
  if (!c.ceramic.patch) return c;
  c.ceramic.class_of_site = patch_map(*c.ceramic.patch, slab_of(c.metal), seed);
  c.ceramic.more_classes = {c.ceramic.patch->sites};
  c.ceramic.patch.reset();
  return c;
}

std::vector<AlikeSites> alike_sites(const Case& c) {
  const SiteClass first{c.ceramic.segregation, c.ceramic.injection, 1.0};
  if (!has_site_classes(c.ceramic)) return {{1.0, all_of_class(c, first)}};
  if (const auto& patch = c.ceramic.patch) {
    const double share = patch_share(*patch, slab_of(c.metal));
    return {{1 - share, all_of_class(c, first)}, {share, all_of_class(c, patch->sites)}};
  }
  const Map& map = c.ceramic.class_of_site;
  const auto share_of = [&](std::size_t n) {
    return static_cast<double>(count_of(map, static_cast<std::uint8_t>(n))) /
           static_cast<double>(map.size());
  };
  std::vector<AlikeSites> list{{share_of(0), all_of_class(c, first)}};
  for (std::size_t n = 0; n < c.ceramic.more_classes.size(); ++n)
    list.push_back({share_of(n + 1), all_of_class(c, c.ceramic.more_classes[n])});
  return list;
}

}  // namespace lacuna::interface
