#include "interface/theory.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/constants.hpp"
#include "interface/rates.hpp"

namespace lacuna::interface {
namespace {

// Up- and downward steps of an isolated vacancy, by height: n[h] channels lead h layers up, and as
// many down; 8 - 2 (n[1] + n[2] + n[3]) stay in the layer.
struct Ladder {
  int n[4];
};
Ladder ladder(lattice::Normal normal) {
  switch (normal) {
    case lattice::Normal::n110: return {{4, 2, 0, 0}};
    case lattice::Normal::n100: return {{0, 4, 0, 0}};
    case lattice::Normal::n111: break;
  }
  return {{0, 3, 0, 1}};
}

// Rows of a banded system: entry 3 is the diagonal, 3 + h the unknown h places on.
using BandRow = std::array<double, 7>;

// Solves a x = b in place; b becomes x. The balance equations are diagonally dominant, so
// elimination needs no pivots and keeps the band.
void solve(std::vector<BandRow>& a, std::vector<double>& b) {
  const std::size_t n = b.size();
  for (std::size_t c = 0; c < n; ++c)
    for (std::size_t below = 1; below <= 3 && c + below < n; ++below) {
      BandRow& row = a[c + below];
      const double f = row[3 - below] / a[c][3];
      for (std::size_t h = 0; h <= 3; ++h) row[3 - below + h] -= f * a[c][3 + h];
      b[c + below] -= f * b[c];
    }
  for (std::size_t r = n; r-- > 0;) {
    for (std::size_t h = 1; h <= 3 && r + h < n; ++h) b[r] -= a[r][3 + h] * b[r + h];
    b[r] /= a[r][3];
  }
}

double missing_bonds(const Metal& m) {
  const auto missing = missing_neighbours(m.normal);
  return missing.nn1 * m.bond_nn1 + missing.nn2 * m.bond_nn2;
}

}  // namespace

lattice::Slab slab_of(const Metal& m) { return {m.normal, m.lattice_constant, m.cells, m.layers}; }

double site_area(const Metal& m) {
  const auto cell = lattice::plane_cell(m.normal, m.lattice_constant);
  return cell.x * cell.y / cell.sites;
}

double layer_spacing(const Metal& m) {
  // one site per a³/2 of crystal
  return std::pow(m.lattice_constant, 3) / 2 / site_area(m);
}

MissingNeighbours missing_neighbours(lattice::Normal normal) {
  switch (normal) {
    case lattice::Normal::n110: return {2, 2};
    case lattice::Normal::n100: return {4, 1};
    case lattice::Normal::n111: break;
  }
  return {4, 3};
}

double adhesion(const Metal& m, double segregation) { return missing_bonds(m) - segregation; }
double segregation_from_adhesion(const Metal& m, double adhesion) {
  return missing_bonds(m) - adhesion;
}
double work_of_adhesion(const Metal& m, double segregation) {
  return adhesion(m, segregation) / site_area(m);
}
double segregation_from_work(const Metal& m, double work) {
  return missing_bonds(m) - work * site_area(m);
}
double surface_energy(const Metal& m) { return missing_bonds(m) / (2 * site_area(m)); }
double formation_energy(const Metal& m) { return 4 * m.bond_nn1 + 3 * m.bond_nn2; }

Upward upward(lattice::Normal normal) {
  const Ladder steps = ladder(normal);
  Upward all{0.0, 0.0};
  for (int h = 1; h <= 3; ++h) {
    all.directions += steps.n[h];
    all.squares += steps.n[h] * h * h;
  }
  return all;
}

int total_layers(const Case& c) { return beyond(c).layers; }

bool theory_holds(const Case& c) {
  return !interacts(c.metal) && !c.metal.sinks && !has_site_classes(c.ceramic) &&
         beyond(c).sink_at_end;
}

namespace {

// [A] To the far side, and how far off it would have the same effect.
struct Depth {
  double thickness;
  bool closed;
  CaptureRadius capture;  ///< [A]

  [[nodiscard]] double with(const NormalLines& lines) const {
    const double density = 1 / (lines.spacing * lines.spacing);
    return effective_thickness({line_strength(density, capture.normal_lines)}, thickness, closed);
  }
  [[nodiscard]] double with(const NormalPlanes& planes) const {
    return effective_thickness({0.0, planes.spacing}, thickness, closed);
  }
};

// Of lines side by side at the depth h: φ = Q/(4πD) ln(2 cosh(2πz/w) − 2 cos(2πx/w)) of each gives
// them the resistance w/(2π) ln(w/(2π r_c)), beside that of the metal behind.
double depth_with_row(const Depth& depth, double spacing, double row) {
  constexpr double turn = 2 * std::numbers::pi;
  const double into_lines =
      spacing / turn * std::log(spacing / (turn * depth.capture.parallel_lines));
  if (depth.closed) return row + into_lines;
  const double behind = depth.thickness - row;
  return row + into_lines * behind / (into_lines + behind);
}

}  // namespace

double layers_to_sinks(const Case& c) {
  const int to_far_side = total_layers(c) - 2;
  if (!c.metal.sinks) return to_far_side;
  const double spacing = layer_spacing(c.metal);
  const double a = c.metal.lattice_constant;
  const CaptureRadius capture = capture_radius(c.metal.normal);
  const Depth depth{to_far_side * spacing,
                    beyond(c).leaving == Leaving::blocked,
                    {capture.normal_lines * a, capture.parallel_lines * a}};
  const SinkShape& shape = c.metal.sinks->shape;
  if (const auto* plane = std::get_if<ParallelPlane>(&shape)) return plane->layer - 1;
  if (const auto* lines = std::get_if<NormalLines>(&shape)) return depth.with(*lines) / spacing;
  if (const auto* planes = std::get_if<NormalPlanes>(&shape)) return depth.with(*planes) / spacing;
  const auto& row = std::get<ParallelLines>(shape);
  return depth_with_row(depth, row.spacing, (row.layer - 1) * spacing) / spacing;
}

double reservoir_concentration(const Case& c) {
  const auto reservoir = beyond(c).reservoir;
  return reservoir ? reservoir->concentration(c.temperature) : 0.0;
}

IsolatedRates isolated_rates(const Case& c) {
  if (!c.metal.table.entries.empty()) {  // the table may say otherwise than the classes
    const RateTable rates(c);
    return {rates.isolated(Transition::bulk), rates.isolated(Transition::lateral),
            rates.isolated(Transition::inject), rates.isolated(Transition::return_)};
  }
  const double kT = constants::boltzmann * c.temperature;
  const auto rate = [&](const HopClass& h) {
    return c.clock_factor * h.attempt_frequency * std::exp(-h.barrier / kT);
  };
  const double inject = rate(c.ceramic.injection);
  return {rate(c.metal.hop), rate(c.ceramic.lateral), inject,
          inject * std::exp(c.ceramic.segregation / kT)};
}

namespace {

struct Steady {
  std::vector<double> profile;  ///< (layers)
  double flux;                  ///< per site of a layer [1/s]
};

// (111): mean-field balance over layers 0 .. N-2 with layers >= N-1 absorbing (design §6). Layer 0
// is held at `coverage`; exclusion matters only for pairs with one end there (between bulk layers
// it cancels from the mean, as forward and backward rates are equal).
Steady balance(const Case& c, double coverage, int layers) {
  const Ladder steps = ladder(c.metal.normal);
  const IsolatedRates k = isolated_rates(c);
  const auto n = static_cast<std::size_t>(layers - 1);
  std::vector<BandRow> a(n, BandRow{});
  std::vector<double> b(n, 0.0);
  a[0][3] = 1.0;
  b[0] = coverage;
  for (int l = 1; l < layers - 1; ++l) {
    const auto row = static_cast<std::size_t>(l);
    for (int h = 1; h <= 3; ++h)
      for (const int to : {l - h, l + h}) {
        if (steps.n[h] == 0 || to < 0) continue;  // into the ceramic: blocked
        if (to == 0) {
          // in: inject θ(1-x) − out: return x(1-θ), linear in x at given θ
          a[row][3] += steps.n[h] * (k.inject * coverage + k.return_ * (1 - coverage));
          b[row] += steps.n[h] * k.inject * coverage;
        } else {
          a[row][3] += steps.n[h] * k.bulk;
          if (to < layers - 1) a[row][static_cast<std::size_t>(3 + to - l)] -= steps.n[h] * k.bulk;
        }
      }
  }
  solve(a, b);
  // what layer 0 loses, by every height of step
  double flux = 0;
  for (const int h : {1, 3}) {
    const double above = h < layers - 1 ? b[static_cast<std::size_t>(h)] : 0.0;
    flux += steps.n[h] * (k.inject * coverage * (1 - above) - k.return_ * above * (1 - coverage));
  }
  b.resize(static_cast<std::size_t>(layers), 0.0);
  return {std::move(b), flux};
}

// A few layers from either end the profile is a straight line, so 1/flux grows by the same for
// every layer more, and the lower layers' occupations are linear in the flux: two thicknesses tell
// all others.
Steady balance(const Case& c, double coverage) {
  const int near = std::max(128, 2 * c.metal.layers), far = 2 * near;
  const int layers = static_cast<int>(std::lround(layers_to_sinks(c))) + 2;
  if (layers <= far) return balance(c, coverage, layers);
  Steady a = balance(c, coverage, near);
  const Steady b = balance(c, coverage, far);
  const double per_layer = (1 / b.flux - 1 / a.flux) / (far - near);
  const double flux = 1 / (1 / a.flux + per_layer * (layers - near));
  const double share = flux / b.flux * (layers - near) / (far - near);  // (flux - a.flux) / (b.flux
                                                                        // - a.flux)
  for (std::size_t l = 0; l < a.profile.size(); ++l)
    a.profile[l] += share * (b.profile[l] - a.profile[l]);
  return {std::move(a.profile), flux};
}

}  // namespace

std::vector<double> steady_profile(const Case& c, double coverage) {
  const auto explicit_layers = static_cast<std::size_t>(c.metal.layers);
  if (c.metal.normal == lattice::Normal::n111) {
    std::vector<double> profile = balance(c, coverage).profile;
    profile.resize(explicit_layers);
    return profile;
  }
  // nearest-layer walk: a linear profile above layer 1, whose slope carries the flux
  const auto sink = static_cast<std::size_t>(std::lround(layers_to_sinks(c))) + 1;
  const double slope =
      stripping_rate(c, coverage) / (ladder(c.metal.normal).n[1] * isolated_rates(c).bulk);
  std::vector<double> profile(explicit_layers, 0.0);
  profile[0] = coverage;
  for (std::size_t l = 1; l < std::min(explicit_layers, sink); ++l)
    profile[l] = slope * static_cast<double>(sink - l);
  return profile;
}

double stripping_rate(const Case& c, double coverage) {
  if (c.metal.normal == lattice::Normal::n111) return balance(c, coverage).flux;
  const IsolatedRates k = isolated_rates(c);
  const double m = layers_to_sinks(c);
  return ladder(c.metal.normal).n[1] * k.inject * coverage /
         (1 + m / k.bulk * (k.inject * coverage + k.return_ * (1 - coverage)));
}

double predicted_density(const Case& c) {
  return stripping_rate(c, c.onset.coverage_threshold) / site_area(c.metal);
}

double crossover_layers(const Case& c, double coverage) {
  const IsolatedRates k = isolated_rates(c);
  return k.bulk / (k.inject * coverage + k.return_ * (1 - coverage));
}

SteadyLine steady_line(const Case& c, double density) {
  const double flux = std::clamp(density, 0.0, predicted_density(c)) * site_area(c.metal);
  const double beyond = c.metal.normal == lattice::Normal::n111 ? 0.4626 : 0.0;
  return {flux, flux / (upward(c.metal.normal).squares * isolated_rates(c).bulk),
          total_layers(c) - 1 + beyond, reservoir_concentration(c)};
}

std::vector<double> steady_start(const Case& c, double density) {
  const SteadyLine line = steady_line(c, density);
  std::vector<double> profile;
  for (int l = 0; l < c.metal.layers; ++l) profile.push_back(line.at(l));
  // what leaves layer 0 less what comes back is the flux: out x - back (1 - x), linear in its
  // occupation x
  const Ladder steps = ladder(c.metal.normal);
  const IsolatedRates k = isolated_rates(c);
  double out = 0, back = 0;
  for (int h = 1; h <= 3; ++h) {
    const double above = profile[static_cast<std::size_t>(h)];
    out += steps.n[h] * k.inject * (1 - above);
    back += steps.n[h] * k.return_ * above;
  }
  profile[0] = (line.flux + back) / (out + back);
  return profile;
}

double hops_per_strip(const Case& c, double coverage) {
  const Ladder steps = ladder(c.metal.normal);
  const IsolatedRates k = isolated_rates(c);
  const std::vector<double> x = steady_profile(c, coverage);
  double hops = 0;
  for (int l = 0; l < std::min(c.metal.layers, total_layers(c) - 1); ++l) {
    double rate = steps.n[0] * (l == 0 ? k.lateral : k.bulk);
    for (int h = 1; h <= 3; ++h) {
      rate += steps.n[h] * (l == 0 ? k.inject : k.bulk);
      if (l - h == 0) rate += steps.n[h] * k.return_;
      if (l - h > 0) rate += steps.n[h] * k.bulk;
    }
    hops += x[static_cast<std::size_t>(l)] * rate;
  }
  return hops / stripping_rate(c, coverage);
}

}  // namespace lacuna::interface
