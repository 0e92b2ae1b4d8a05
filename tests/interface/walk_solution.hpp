#pragma once

#include <cstdint>
#include <numeric>
#include <vector>

#include "lattice/slab.hpp"

/// Mean occupations of lone vacancies that hop at rate 1 in each direction, from the linear balance
/// of sites: solved, not simulated.
namespace lacuna::test {

struct WalkBalance {
  const lattice::Slab& slab;
  std::vector<std::uint8_t> sink;  ///< (sites) by Slab::number; n is 0 there
  std::vector<double> source;      ///< (sites) made at a site, per time of a hop
  double above = -1;               ///< n beyond the top; negative: nothing passes
  double passing = 1;              ///< hops from there and back, by one
};

/// n of Σ_d (n_j − n_i) + source = 0 at all sites that are no sinks, by conjugate gradients.
inline std::vector<double> solve(const WalkBalance& b) {
  const auto sites = static_cast<std::size_t>(b.slab.sites());
  std::vector<std::vector<std::size_t>> near(sites);
  std::vector<double> ways(sites, 0.0), right(b.source);
  for (std::size_t n = 0; n < sites; ++n) {
    if (b.sink[n] != 0) {
      right[n] = 0;
      continue;
    }
    const lattice::Cell c = b.slab.nth(n);
    for (int d = 0; d < lattice::nn1_count; ++d) {
      const lattice::Cell to = b.slab.neighbour(c, d);
      if (to.k < 0 || (to.k >= b.slab.layers() && b.above < 0)) continue;
      ways[n] += to.k >= b.slab.layers() ? b.passing : 1;
      if (to.k >= b.slab.layers()) {
        right[n] += b.passing * b.above;
      } else if (const std::uint64_t m = b.slab.number(to); b.sink[m] == 0) {
        near[n].push_back(m);
      }
    }
  }
  const auto dot = [](const std::vector<double>& x, const std::vector<double>& y) {
    return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
  };
  std::vector<double> x(sites, 0.0), r = right, p = r, q(sites, 0.0);
  double rr = dot(r, r);
  const double enough = 1e-22 * rr;
  for (int step = 0; step < 20000 && rr > enough; ++step) {
    for (std::size_t n = 0; n < sites; ++n) {
      q[n] = ways[n] * p[n];
      for (const std::size_t m : near[n]) q[n] -= p[m];
    }
    const double alpha = rr / dot(p, q);
    for (std::size_t n = 0; n < sites; ++n) {
      x[n] += alpha * p[n];
      r[n] -= alpha * q[n];
    }
    const double next = dot(r, r);
    for (std::size_t n = 0; n < sites; ++n) p[n] = r[n] + next / rr * p[n];
    rr = next;
  }
  return x;
}

/// What goes into the sinks per time of a hop.
inline double into_sinks(const WalkBalance& b, const std::vector<double>& n) {
  double sum = 0;
  for (std::uint64_t s = 0; s < b.slab.sites(); ++s) {
    if (b.sink[s] != 0) continue;
    for (int d = 0; d < lattice::nn1_count; ++d) {
      const lattice::Cell to = b.slab.neighbour(b.slab.nth(s), d);
      if (to.k >= 0 && to.k < b.slab.layers() && b.sink[b.slab.number(to)] != 0) sum += n[s];
    }
  }
  return sum;
}

}  // namespace lacuna::test
