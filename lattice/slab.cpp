#include "lattice/slab.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "core/error.hpp"
#include "lattice/floor_division.hpp"

namespace lacuna::lattice {
namespace {

using Halves = std::array<int, 3>;  // a vector of the cubic lattice in units of a/2

// Axes of the box and primitive basis of each normal, in the cubic frame. b1 and b2 span a layer,
// b3 leads one layer up.
struct Frame {
  Halves x, y, z;  // directions, not normalised
  Halves b1, b2, b3;
};

constexpr Frame frame(Normal normal) {
  switch (normal) {
    case Normal::n110: return {{0, 0, 1}, {1, -1, 0}, {1, 1, 0}, {0, 0, 2}, {1, -1, 1}, {1, 1, 1}};
    case Normal::n100: return {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}, {0, 2, 0}, {0, 0, 2}, {1, 1, 1}};
    case Normal::n111: break;
  }
  return {{1, -1, 0}, {1, 1, -2}, {1, 1, 1}, {2, -2, 0}, {2, 0, -2}, {1, 1, -1}};
}

// Opposite vectors stand side by side, so that d ^ 1 is opposite to d.
constexpr std::array<Halves, neighbour_count> neighbour_halves{{{1, 1, 1},
                                                                {-1, -1, -1},
                                                                {1, 1, -1},
                                                                {-1, -1, 1},
                                                                {1, -1, 1},
                                                                {-1, 1, -1},
                                                                {-1, 1, 1},
                                                                {1, -1, -1},
                                                                {2, 0, 0},
                                                                {-2, 0, 0},
                                                                {0, 2, 0},
                                                                {0, -2, 0},
                                                                {0, 0, 2},
                                                                {0, 0, -2}}};

constexpr int determinant(const Halves& a, const Halves& b, const Halves& c) {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - b[0] * (a[1] * c[2] - a[2] * c[1]) +
         c[0] * (a[1] * b[2] - a[2] * b[1]);
}

// Coordinates of a lattice vector in the primitive basis (Cramer's rule; exact in integers).
constexpr Cell in_basis(const Frame& f, const Halves& v) {
  const int d = determinant(f.b1, f.b2, f.b3);
  return {determinant(v, f.b2, f.b3) / d, determinant(f.b1, v, f.b3) / d,
          determinant(f.b1, f.b2, v) / d};
}

double along(const Halves& v, const Halves& axis) {
  double dot = 0, norm = 0;
  for (std::size_t n = 0; n < 3; ++n) {
    dot += v[n] * axis[n];
    norm += axis[n] * axis[n];
  }
  return dot / std::sqrt(norm);
}

}  // namespace

PlaneCell plane_cell(Normal normal, double a) {
  using std::numbers::sqrt2, std::numbers::sqrt3;
  switch (normal) {
    case Normal::n110: return {a, a * sqrt2, 2};
    case Normal::n100: return {a, a, 1};
    case Normal::n111: break;
  }
  return {a * sqrt2, a * sqrt2 * sqrt3, 2};
}

Slab::Slab(Normal normal, double lattice_constant, std::array<int, 2> cells, int layers,
           Boundary boundary)
    : normal_(normal),
      boundary_(boundary),
      lattice_constant_(lattice_constant),
      cells_(cells),
      columns_(cells[0]),
      layers_(layers) {
  lay_out_plane();
  take_axes();
  stack_layers();
  check_storage();
  check_size();
  neighbours_ = Stencil(*this, steps_);
}

void Slab::lay_out_plane() {
  constexpr int most = std::numeric_limits<std::uint16_t>::max();
  if (!(lattice_constant_ > 0) || cells_[0] < 1 || cells_[1] < 1 || layers_ < 1)
    throw InputError(
        "a slab needs a positive lattice constant and at least one cell and layer in each "
        "direction");
  const int rows_in_cell = normal_ == Normal::n100 ? 1 : 2;
  if (columns_ > most || cells_[1] > most / rows_in_cell || layers_ > most)
    throw InputError(
        "a slab of " + std::to_string(cells_[0]) + " x " + std::to_string(cells_[1]) +
        " cells and " + std::to_string(layers_) +
        " layers is too long in one direction: at most 65535 columns, rows and layers");
  rows_ = rows_in_cell * cells_[1];
  skew_ = normal_ == Normal::n100 ? 0 : cells_[1];
}

void Slab::take_axes() {
  const Frame f = frame(normal_);
  const std::array<Halves, 3> b{f.b1, f.b2, f.b3};
  const double half = lattice_constant_ / 2;
  for (std::size_t n = 0; n < 3; ++n)
    basis_[n] = {half * along(b[n], f.x), half * along(b[n], f.y), half * along(b[n], f.z)};
  for (std::size_t d = 0; d < steps_.size(); ++d) {
    steps_[d] = in_basis(f, neighbour_halves[d]);
    reach_ = std::max(reach_, std::abs(steps_[d].k));
  }
}

void Slab::stack_layers() {
  if (boundary_ == Boundary::open) {
    padding_ = 3 * reach_;
  } else {
    const int period = normal_ == Normal::n111 ? 3 : 2;
    if (layers_ % period != 0)
      throw InputError("a periodic box needs a multiple of " + std::to_string(period) +
                       " layers on this normal, not " + std::to_string(layers_));
    const int n = layers_ / period;
    stack_shift_ = normal_ == Normal::n110   ? Cell{n, 0, 0}
                   : normal_ == Normal::n100 ? Cell{n, n, 0}
                                             : Cell{-n, 2 * n, 0};
  }
  chain_length_ = layers_ + 2 * padding_;
}

// Kernels add 32-bit offsets to 32-bit places; half the range keeps every sum representable.
void Slab::check_storage() const {
  constexpr int most = std::numeric_limits<std::int32_t>::max();
  const std::uint64_t chains =
      std::uint64_t{static_cast<std::uint32_t>(columns_)} * static_cast<std::uint32_t>(rows_);
  if (chains * static_cast<std::uint64_t>(chain_length_) > most)
    throw InputError("a slab of " + std::to_string(chains * static_cast<std::uint64_t>(layers_)) +
                     " sites is too large: at most " + std::to_string(most) +
                     " places are supported, padding included; make the box smaller");
}

// No site may be its own neighbour, or meet another twice.
void Slab::check_size() const {
  const bool stacked = boundary_ == Boundary::periodic;
  const Cell centre{0, 0, stacked ? 0 : reach_};
  std::vector<Cell> seen{centre};
  for (const Cell& step : steps_) {
    const Cell c = wrap(centre + step);
    if (std::find(seen.begin(), seen.end(), c) != seen.end())
      throw InputError(
          "a box of " + std::to_string(cells_[0]) + " x " + std::to_string(cells_[1]) + " cells" +
          (stacked ? " and " + std::to_string(layers_) + " periodic layers" : std::string()) +
          " is too small: a site would meet the same neighbour twice across the boundary; use at "
          "least 3 x 3" +
          (stacked ? " and more than " + std::to_string(2 * reach_) + " layers" : std::string()));
    seen.push_back(c);
  }
}

std::size_t Slab::storage() const {
  return std::size_t{sites_per_layer()} * static_cast<std::size_t>(chain_length_);
}

void Slab::wrap_plane(Cell& c) const {
  const int turns = floor_div(c.j, rows_);
  c.j -= turns * rows_;
  c.i = floor_mod(c.i + turns * skew_, columns_);
}

Cell Slab::wrap(Cell c) const {
  if (boundary_ == Boundary::periodic) {
    const int turns = floor_div(c.k, layers_);
    c = {c.i + turns * stack_shift_.i, c.j + turns * stack_shift_.j, c.k - turns * layers_};
  }
  wrap_plane(c);
  return c;
}

Cell Slab::cell(SiteId site) const {
  const auto place = static_cast<std::int32_t>(site.value);
  const int chain = place / chain_length_;
  return {chain % columns_, chain / columns_, place % chain_length_ - padding_};
}

Vector Slab::displacement(const Cell& step) const {
  Vector r{};
  for (std::size_t n = 0; n < 3; ++n)
    r[n] = step.i * basis_[0][n] + step.j * basis_[1][n] + step.k * basis_[2][n];
  return r;
}

Vector Slab::position(const Cell& c) const {
  Vector r = displacement(c);
  const Vector edges = box();
  for (std::size_t n = 0; n < 2; ++n) {
    r[n] -= edges[n] * std::floor(r[n] / edges[n]);
    // A site on the far face up to rounding is a site on the near face.
    if (r[n] < 0 || edges[n] - r[n] < 1e-9 * edges[n]) r[n] = 0.0;
  }
  return r;
}

Vector Slab::box() const {
  const PlaneCell cell = plane_cell(normal_, lattice_constant_);
  return {cells_[0] * cell.x, cells_[1] * cell.y, layers_ * layer_spacing()};
}

double Slab::site_area() const {
  const PlaneCell cell = plane_cell(normal_, lattice_constant_);
  return cell.x * cell.y / cell.sites;
}

double Slab::layer_spacing() const {
  // one site per a³/2 of crystal
  return lattice_constant_ * lattice_constant_ * lattice_constant_ / 2 / site_area();
}

}  // namespace lacuna::lattice
