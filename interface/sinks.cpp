#include "interface/sinks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <utility>

#include "core/error.hpp"
#include "interface/case.hpp"
#include "interface/theory.hpp"

namespace lacuna::interface {
namespace {

using lattice::Cell;
using lattice::Slab;
using Map = std::vector<std::uint8_t>;

constexpr double same_place = 1e-4;  // [A] places so near to each other are the same

int sinks_along(double box, double spacing, const char* key) {
  const auto count = static_cast<int>(std::lround(box / spacing));
  if (count >= 1) return count;
  throw InputError(
      fmt::format("metal.sinks.{}.spacing_nm: {:.4g} nm is more than twice the box of {:.4g} nm, "
                  "so that the box holds none; make the box larger, or the spacing smaller",
                  key, spacing / 10, box / 10));
}

// From the nearest of `count` places that are evenly spread along an edge, the first half a spacing
// from its end; -spacing/2 <= offset < spacing/2, but for rounding.
double from_nearest(double place, double box, int count) {
  const double spacing = box / count;
  return std::fmod(place + same_place, spacing) - same_place - spacing / 2;
}

// Which of them that is.
std::size_t stretch_of(double place, double box, int count) {
  const auto stretch = static_cast<std::size_t>((place + same_place) / (box / count));
  return stretch % static_cast<std::size_t>(count);
}

long in_places(double length) { return std::lround(length / same_place); }

// The largest step that a hop makes along one axis [A].
double longest_hop(const Slab& slab, std::size_t axis) {
  double longest = 0;
  for (int d = 0; d < lattice::nn1_count; ++d)
    longest = std::max(longest, std::abs(slab.step_vector(d)[axis]));
  return longest;
}

template <class Use>
void each_of_layer(const Slab& slab, int layer, Use use) {
  const std::uint64_t first = std::uint64_t{slab.sites_per_layer()} * static_cast<unsigned>(layer);
  for (std::uint64_t n = first; n < first + slab.sites_per_layer(); ++n)
    use(n, slab.position(slab.nth(n)));
}

/// The nearest of the sites that were shown; of those as near the first by what else is told.
struct Nearest {
  std::array<long, 3> distance{std::numeric_limits<long>::max()};
  std::uint64_t site = 0;

  void take(const std::array<double, 3>& told, std::uint64_t n) {
    const std::array places{in_places(told[0]), in_places(told[1]), in_places(told[2])};
    if (places < distance) {
      distance = places;
      site = n;
    }
  }
};

// In each layer the site nearest to a line; of those as near, the one with the least x, then y.
Map map_of(const NormalLines& lines, const Slab& slab) {
  const lattice::Vector box = slab.box();
  const int columns = sinks_along(box[0], lines.spacing, "normal_lines"),
            rows = sinks_along(box[1], lines.spacing, "normal_lines");
  Map map(slab.sites(), 0);
  for (int k = 1; k < slab.layers(); ++k) {
    std::map<std::pair<std::size_t, std::size_t>, Nearest> nearest;
    each_of_layer(slab, k, [&](std::uint64_t n, const lattice::Vector& r) {
      const double x = from_nearest(r[0], box[0], columns), y = from_nearest(r[1], box[1], rows);
      nearest[{stretch_of(r[0], box[0], columns), stretch_of(r[1], box[1], rows)}].take(
          {std::hypot(x, y), x, y}, n);
    });
    for (const auto& [line, each] : nearest) map[each.site] = 1;
  }
  return map;
}

// In each row along x the site nearest to a line.
Map map_of(const ParallelLines& lines, const Slab& slab) {
  const double box = slab.box()[0];
  const int count = sinks_along(box, lines.spacing, "parallel_lines");
  std::map<std::pair<long, std::size_t>, Nearest> nearest;  // by y and line
  each_of_layer(slab, lines.layer, [&](std::uint64_t n, const lattice::Vector& r) {
    const double x = from_nearest(r[0], box, count);
    nearest[{in_places(r[1]), stretch_of(r[0], box, count)}].take({std::abs(x), x, 0}, n);
  });
  Map map(slab.sites(), 0);
  for (const auto& [where, each] : nearest) map[each.site] = 1;
  return map;
}

Map map_of(const NormalPlanes& planes, const Slab& slab) {
  const double box = slab.box()[0], thickness = longest_hop(slab, 0);
  const int count = sinks_along(box, planes.spacing, "normal_planes");
  Map map(slab.sites(), 0);
  for (int k = 1; k < slab.layers(); ++k)
    each_of_layer(slab, k, [&](std::uint64_t n, const lattice::Vector& r) {
      const double x = from_nearest(r[0], box, count);
      map[n] = x >= -thickness / 2 - same_place && x < thickness / 2 - same_place;
    });
  return map;
}

Map map_of(const ParallelPlane& plane, const Slab& slab) {
  const int climb = static_cast<int>(std::lround(longest_hop(slab, 2) / slab.layer_spacing()));
  Map map(slab.sites(), 0);
  for (int k = plane.layer; k < std::min(plane.layer + climb, slab.layers()); ++k)
    each_of_layer(slab, k, [&](std::uint64_t n, const lattice::Vector&) { map[n] = 1; });
  return map;
}

struct Layer {
  const char* key = nullptr;
  int number = 1;
};
Layer layer_of(const SinkShape& shape) {
  if (const auto* lines = std::get_if<ParallelLines>(&shape))
    return {"parallel_lines", lines->layer};
  if (const auto* plane = std::get_if<ParallelPlane>(&shape))
    return {"parallel_plane", plane->layer};
  return {};
}

}  // namespace

std::vector<std::uint8_t> sink_map(const SinkShape& shape, const Slab& slab) {
  return std::visit([&](const auto& each) { return map_of(each, slab); }, shape);
}

void check_sinks(const Case& c) {
  if (!c.metal.sinks) return;
  const Sinks& sinks = *c.metal.sinks;
  const Beyond far = beyond(c);
  if (far.above)
    throw InputError(
        "metal.sinks: beyond the explicit layers the metal of far_side: thick is perfect, so that "
        "sinks cannot go on there; use far_side: sink, equilibrium or closed");
  const int last = c.metal.layers - (far.takes_last_layer ? 2 : 1);
  const Layer layer = layer_of(sinks.shape);
  if (layer.number < 1 || layer.number > last)
    throw InputError(fmt::format(
        "metal.sinks.{}.height_layers: expected 1 to {}, above the interface and below the far "
        "side, got {}; move it, or add layers",
        layer.key == nullptr ? "parallel_plane" : layer.key, last, layer.number));
  const Map map = sink_map(sinks.shape, slab_of(c.metal));
  const std::uint64_t first = slab_of(c.metal).sites_per_layer();
  if (std::all_of(map.begin() + static_cast<std::ptrdiff_t>(first), map.end(),
                  [](std::uint8_t sink) { return sink != 0; }))
    throw InputError(
        "metal.sinks: they take every site above the interface, so that no metal is left; space "
        "them more widely");
}

CaptureRadius capture_radius(lattice::Normal normal) {
  switch (normal) {
    case lattice::Normal::n110: return {0.190, 0.187};
    case lattice::Normal::n100: return {0.307, 0.135};
    case lattice::Normal::n111: break;
  }
  return {0.441, 0.070};
}

double line_strength(double density, double capture_radius) {
  const double radius = 1 / std::sqrt(std::numbers::pi * density);
  return 2 * std::numbers::pi * density / (std::log(radius / capture_radius) - 0.75);
}

// Waves beyond the last count as the last.
double effective_thickness(const SinkField& field, double thickness, bool closed) {
  const auto of_wave = [&](double strength) {
    const double k = std::sqrt(strength), depth = k * thickness;
    if (closed) return 1 / (k * std::tanh(depth));
    return depth < 1e-6 ? thickness : std::tanh(depth) / k;
  };
  if (!(field.planes > 0)) return of_wave(field.strength);
  constexpr int last = 2001;
  double sum = 0, left = 1;
  for (int m = 1; m <= last; m += 2) {
    const double wave = m * std::numbers::pi / field.planes;
    const double weight = 8 / (m * m * std::numbers::pi * std::numbers::pi);
    left -= weight;
    sum += (m == last ? weight + left : weight) * of_wave(field.strength + wave * wave);
  }
  return sum;
}

}  // namespace lacuna::interface
