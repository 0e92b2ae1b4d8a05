#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "interface/case.hpp"
#include "lattice/slab.hpp"

/// The plain way to what theory.cpp knows in closed form: one linear equation a layer, written from
/// the neighbour vectors, and a dense elimination.
namespace lacuna::test {

/// Solves a x = b by elimination with row pivots.
inline std::vector<double> solve_dense(std::vector<std::vector<double>> a, std::vector<double> b) {
  const std::size_t n = b.size();
  for (std::size_t c = 0; c < n; ++c) {
    std::size_t pivot = c;
    for (std::size_t r = c + 1; r < n; ++r)
      if (std::abs(a[r][c]) > std::abs(a[pivot][c])) pivot = r;
    std::swap(a[c], a[pivot]);
    std::swap(b[c], b[pivot]);
    for (std::size_t r = 0; r < n; ++r) {
      if (r == c || a[r][c] == 0) continue;
      const double f = a[r][c] / a[c][c];
      for (std::size_t k = c; k < n; ++k) a[r][k] -= f * a[c][k];
      b[r] -= f * b[c];
    }
  }
  for (std::size_t r = 0; r < n; ++r) b[r] /= a[r][r];
  return b;
}

/// Layers that the eight 1NN steps climb.
inline std::array<int, 8> climbs(lattice::Normal normal) {
  const lattice::Slab slab(normal, 1.0, {4, 4}, 4);
  std::array<int, 8> heights{};
  for (std::size_t d = 0; d < 8; ++d) heights[d] = slab.steps()[d].k;
  return heights;
}

/// Rates [1/s] of an isolated vacancy by what it does, from the barriers of a case.
struct PlainRates {
  double bulk, lateral, inject, back;
};
inline PlainRates plain_rates(const interface::Case& c) {
  const double kT = 1.380649e-23 / 1.602176634e-19 * c.temperature;
  const auto arrhenius = [&](const interface::HopClass& h) {
    return c.clock_factor * h.attempt_frequency * std::exp(-h.barrier / kT);
  };
  const double inject = arrhenius(c.ceramic.injection);
  return {arrhenius(c.metal.hop), arrhenius(c.ceramic.lateral), inject,
          inject * std::exp(c.ceramic.segregation / kT)};
}

/// Steady state without interactions: occupation of layers 0..N-2 with layer 0 held at `theta`, and
/// the flux into the sink, per site of a layer [1/s]. Exclusion is kept for pairs with layer 0.
struct SteadyState {
  std::vector<double> occupation;
  double flux = 0.0, hops = 0.0;  ///< hops: attempted per second and site of a layer
};
inline SteadyState steady_state(const interface::Case& c, double theta) {
  const PlainRates k = plain_rates(c);
  const int sink = c.metal.layers - 1;
  const auto n = static_cast<std::size_t>(sink);
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0.0));
  std::vector<double> b(n, 0.0);
  a[0][0] = 1;
  b[0] = theta;
  for (std::size_t l = 1; l < n; ++l)
    for (const int climb : climbs(c.metal.normal)) {
      const int other = static_cast<int>(l) + climb;
      if (other < 0) continue;
      if (other == 0) {
        a[l][l] += k.back * (1 - theta) + k.inject * theta;  // arrivals need an atom here
        b[l] += k.inject * theta;
        continue;
      }
      a[l][l] += k.bulk;
      if (other < sink) a[l][static_cast<std::size_t>(other)] -= k.bulk;
    }
  SteadyState s{solve_dense(a, b)};
  for (std::size_t l = 0; l < n; ++l)
    for (const int climb : climbs(c.metal.normal)) {
      const int other = static_cast<int>(l) + climb;
      if (other < 0) continue;
      const double rate = l == 0       ? (other == 0 ? k.lateral : k.inject)
                          : other == 0 ? k.back
                                       : k.bulk;
      s.hops += s.occupation[l] * rate;
      if (other >= sink) s.flux += s.occupation[l] * rate;
    }
  return s;
}

}  // namespace lacuna::test
