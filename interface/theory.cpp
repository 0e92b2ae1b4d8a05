#include "interface/theory.hpp"

#include <algorithm>
#include <array>
#include <cmath>

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

double site_area(const Metal& m) {
  const auto cell = lattice::plane_cell(m.normal, m.lattice_constant);
  return cell.x * cell.y / cell.sites;
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
double segregation_from_adhesion(const Metal& m, double adhesion) { return missing_bonds(m) - adhesion; }
double work_of_adhesion(const Metal& m, double segregation) { return adhesion(m, segregation) / site_area(m); }
double segregation_from_work(const Metal& m, double work) { return missing_bonds(m) - work * site_area(m); }
double surface_energy(const Metal& m) { return missing_bonds(m) / (2 * site_area(m)); }
double formation_energy(const Metal& m) { return 4 * m.bond_nn1 + 3 * m.bond_nn2; }

IsolatedRates isolated_rates(const Case& c) {
  if (!c.metal.table.entries.empty()) {  // the table may say otherwise than the classes
    const RateTable rates(c);
    return {rates.isolated(Transition::bulk), rates.isolated(Transition::lateral), rates.isolated(Transition::inject),
            rates.isolated(Transition::return_)};
  }
  const double kT = constants::boltzmann * c.temperature;
  const auto rate = [&](const HopClass& h) { return c.clock_factor * h.attempt_frequency * std::exp(-h.barrier / kT); };
  const double inject = rate(c.ceramic.injection);
  return {rate(c.metal.hop), rate(c.ceramic.lateral), inject, inject * std::exp(c.ceramic.segregation / kT)};
}

// Mean-field balance over layers 0 .. N-2 with layers >= N-1 absorbing (design §6). Layer 0 is held
// at `coverage`; exclusion matters only for pairs with one end there (between bulk layers it
// cancels from the mean, as forward and backward rates are equal).
std::vector<double> steady_profile(const Case& c, double coverage) {
  const int layers = c.metal.layers;
  const Ladder steps = ladder(c.metal.normal);
  const IsolatedRates k = isolated_rates(c);
  const auto n = static_cast<std::size_t>(layers - 1);
  std::vector<double> profile(static_cast<std::size_t>(layers), 0.0);
  profile[0] = coverage;
  if (c.metal.normal != lattice::Normal::n111) {
    // nearest-layer walk: a linear profile above layer 1, whose slope carries the flux
    const double flux = stripping_rate(c, coverage);
    for (std::size_t l = 1; l < n; ++l) profile[l] = flux * static_cast<double>(n - l) / (steps.n[1] * k.bulk);
    return profile;
  }
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
  std::copy(b.begin(), b.end(), profile.begin());
  return profile;
}

double stripping_rate(const Case& c, double coverage) {
  const Ladder steps = ladder(c.metal.normal);
  const IsolatedRates k = isolated_rates(c);
  if (c.metal.normal != lattice::Normal::n111) {
    const double m = c.metal.layers - 2;
    return steps.n[1] * k.inject * coverage / (1 + m / k.bulk * (k.inject * coverage + k.return_ * (1 - coverage)));
  }
  // (111): what layer 0 loses, by every height of step
  const std::vector<double> x = steady_profile(c, coverage);
  double flux = 0;
  for (const int h : {1, 3}) {
    const double above = h < c.metal.layers - 1 ? x[static_cast<std::size_t>(h)] : 0.0;
    flux += steps.n[h] * (k.inject * coverage * (1 - above) - k.return_ * above * (1 - coverage));
  }
  return flux;
}

double predicted_density(const Case& c) { return stripping_rate(c, c.onset.coverage_threshold) / site_area(c.metal); }

double crossover_layers(const Case& c, double coverage) {
  const IsolatedRates k = isolated_rates(c);
  return k.bulk / (k.inject * coverage + k.return_ * (1 - coverage));
}

double hops_per_strip(const Case& c, double coverage) {
  const Ladder steps = ladder(c.metal.normal);
  const IsolatedRates k = isolated_rates(c);
  const std::vector<double> x = steady_profile(c, coverage);
  double hops = 0;
  for (int l = 0; l < c.metal.layers - 1; ++l) {
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
