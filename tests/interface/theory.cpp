#include "interface/theory.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/constants.hpp"
#include "tests/interface/layer_walk.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lattice::Normal;

namespace {

constexpr std::array normals{Normal::n110, Normal::n100, Normal::n111};
constexpr double a_Na = 4.29;                    // [angstrom]
constexpr double joule = 1.0 / 1.602176634e-19;  // [eV]

bool agree(double x, double y, double relative) {
  return std::abs(x - y) <= relative * std::abs(y);
}

Metal sodium(Normal normal, double bond1 = 0.06, double bond2 = 0.06) {
  Metal m;
  m.lattice_constant = a_Na;
  m.normal = normal;
  m.bond_nn1 = bond1;
  m.bond_nn2 = bond2;
  return m;
}

double area(Normal normal) {
  return a_Na * a_Na *
         (normal == Normal::n110   ? 1 / std::sqrt(2.0)
          : normal == Normal::n100 ? 1.0
                                   : std::sqrt(3.0));
}

Case doorway(Normal normal, double injection, double segregation, double temperature = 300,
             int layers = 8) {
  Case c;
  c.temperature = temperature;
  c.metal = sodium(normal, 0, 0);
  c.metal.layers = layers;
  c.ceramic.injection.barrier = injection;
  c.ceramic.segregation = segregation;
  return c;
}

}  // namespace

TEST_CASE("an interface site lacks as many neighbours as the lattice has below a layer") {
  for (const Normal normal : normals) {
    const lattice::Slab slab(normal, a_Na, {4, 4}, 4);
    int nn1 = 0, nn2 = 0;
    for (std::size_t d = 0; d < lattice::neighbour_count; ++d)
      if (slab.steps()[d].k < 0) ++(d < 8 ? nn1 : nn2);
    CHECK(missing_neighbours(normal).nn1 == nn1);
    CHECK(missing_neighbours(normal).nn2 == nn2);
  }
}

TEST_CASE("segregation, adhesion and work of adhesion follow from one another") {
  for (const Normal normal : normals) {
    const Metal m = sodium(normal, 0.05, 0.03);
    const double m1 = normal == Normal::n110 ? 2 : 4, m2 = normal == Normal::n110   ? 2
                                                           : normal == Normal::n100 ? 1
                                                                                    : 3;
    const double missing = m1 * 0.05 + m2 * 0.03;
    for (const double segregation : {-0.05, 0.0, 0.087}) {
      CHECK(agree(adhesion(m, segregation), missing - segregation, 1e-14));
      CHECK(agree(work_of_adhesion(m, segregation), (missing - segregation) / area(normal), 1e-14));
      CHECK(std::abs(segregation_from_adhesion(m, missing - segregation) - segregation) < 1e-15);
      CHECK(std::abs(segregation_from_work(m, (missing - segregation) / area(normal)) -
                     segregation) < 1e-15);
      // equivalently E_seg = A_s (2 gamma - W_ad)
      CHECK(std::abs(area(normal) * (2 * surface_energy(m) - work_of_adhesion(m, segregation)) -
                     segregation) < 1e-15);
    }
    CHECK(agree(surface_energy(m), missing / (2 * area(normal)), 1e-14));
    CHECK(agree(formation_energy(m), 4 * 0.05 + 3 * 0.03, 1e-14));
  }
}

// Figures as printed, rounded, in the project's table of sodium's numbers.
TEST_CASE(
    "sodium's numbers: 0.42 eV formation, 0.15 J/m2 surface, 0.087 eV is 0.153 eV is 0.188 J/m2") {
  const Metal m = sodium(Normal::n110);
  const double to_J_m2 = 1e20 / joule;
  CHECK(agree(formation_energy(m), 0.42, 1e-12));
  CHECK(std::abs(surface_energy(m) * to_J_m2 - 0.15) < 0.005);
  CHECK(std::abs(adhesion(m, 0.087) - 0.153) < 1e-12);
  CHECK(std::abs(work_of_adhesion(m, 0.087) * to_J_m2 - 0.188) < 0.0005);
  CHECK(std::abs(adhesion(m, 0.047) - 0.193) < 1e-12);
  CHECK(std::abs(work_of_adhesion(m, 0.047) * to_J_m2 - 0.238) < 0.0005);
  // 0.10 J/m2 is 0.081 eV per interface atom
  const double phi = adhesion(m, segregation_from_work(m, 0.10 / to_J_m2));
  CHECK(std::abs(phi - 0.081) < 0.0005);
}

TEST_CASE(
    "an isolated vacancy's rates are nu exp(-E/kT) times the clock factor, the way back "
    "exp(E_seg/kT) faster") {
  Case c = doorway(Normal::n110, 0.14, 0.087, 310);
  c.clock_factor = 3;
  c.metal.hop = {0.06, 2e12};
  c.ceramic.lateral = {0.02, 5e12};
  c.ceramic.injection.attempt_frequency = 7e12;
  const double kT = 8.617333262145e-5 * 310;
  const IsolatedRates k = isolated_rates(c);
  CHECK(agree(k.bulk, 3 * 2e12 * std::exp(-0.06 / kT), 1e-10));
  CHECK(agree(k.lateral, 3 * 5e12 * std::exp(-0.02 / kT), 1e-10));
  CHECK(agree(k.inject, 3 * 7e12 * std::exp(-0.14 / kT), 1e-10));
  CHECK(agree(k.return_, 3 * 7e12 * std::exp(-(0.14 - 0.087) / kT), 1e-10));
}

TEST_CASE(
    "on (110) and (100) the stripping rate is u k_inj theta / (1 + M (k_inj theta + k_ret (1 - "
    "theta)) / k_b)") {
  for (const Normal normal : {Normal::n110, Normal::n100})
    for (const int layers : {2, 3, 8, 64})
      for (const double theta : {0.01, 0.3, 0.9}) {
        const Case c = doorway(normal, 0.14, 0.05, 280, layers);
        const auto k = test::plain_rates(c);
        const double u = normal == Normal::n110 ? 2 : 4, m = layers - 2;
        const double r =
            u * k.inject * theta / (1 + m / k.bulk * (k.inject * theta + k.back * (1 - theta)));
        CHECK(agree(stripping_rate(c, theta), r, 1e-12));
      }
}

// The check value stands in the design: E_seg = 0, E_inj = 0.14 eV, 300 K, 8 layers.
TEST_CASE("r over theta is 1.657e11 per second on (111) at 300 K behind 0.14 eV and 8 layers") {
  const double theta = 0.25;
  CHECK(agree(stripping_rate(doorway(Normal::n111, 0.14, 0), theta) / theta, 1.657e11, 5e-4));
}

TEST_CASE(
    "stripping rate, profile and hops agree with a dense solution of the balance over layers") {
  for (const Normal normal : normals)
    for (const double segregation : {0.0, 0.087, -0.03})
      for (const int layers : {3, 5, 8, 23})
        for (const double theta : {0.05, 0.5, 0.95}) {
          CAPTURE(layers);
          CAPTURE(theta);
          const Case c = doorway(normal, 0.14, segregation, 330, layers);
          const auto exact = test::steady_state(c, theta);
          CHECK(agree(stripping_rate(c, theta), exact.flux, 1e-9));
          CHECK(agree(hops_per_strip(c, theta), exact.hops / exact.flux, 1e-9));
          const auto profile = steady_profile(c, theta);
          REQUIRE(profile.size() == static_cast<std::size_t>(layers));
          for (std::size_t l = 0; l + 1 < profile.size(); ++l)
            CHECK(agree(profile[l], exact.occupation[l], 1e-9));
          CHECK(profile.back() == 0.0);  // the layer that absorbs
        }
}

TEST_CASE("the predicted current density is r(theta_c) over the site area") {
  for (const Normal normal : normals) {
    Case c = doorway(normal, 0.14, 0.087);
    c.onset.coverage_threshold = 0.2;
    CHECK(agree(predicted_density(c), test::steady_state(c, 0.2).flux / area(normal), 1e-9));
  }
}

TEST_CASE("theory takes the rates of isolated vacancies from a barrier table where there is one") {
  Case classes = doorway(Normal::n110, 0.14, 0), table = classes;
  classes.metal.hop.barrier = 0.08;
  BarrierEntry alone;  // the other end of the hop counted as empty
  alone.pair = PairClass::bulk;
  alone.from_nn1 = alone.to_nn1 = 7;
  alone.from_nn2 = alone.to_nn2 = 6;
  alone.barrier = 0.08;
  table.metal.table = {"barriers.csv", {alone}};
  CHECK(agree(isolated_rates(table).bulk, isolated_rates(classes).bulk, 1e-12));
  CHECK(agree(isolated_rates(table).inject, isolated_rates(classes).inject, 1e-12));
  CHECK(agree(stripping_rate(table, 0.3), stripping_rate(classes, 0.3), 1e-12));
}

TEST_CASE("the stripping rate falls as 1 / (L + L*) with the thickness of the metal") {
  for (const Normal normal : {Normal::n110, Normal::n100}) {
    const auto product = [&](int layers) {
      const Case c = doorway(normal, 0.14, 0.087, 300, layers);
      return stripping_rate(c, 0.4) * (layers - 2 + crossover_layers(c, 0.4));
    };
    for (const int layers : {8, 16, 1000}) CHECK(agree(product(layers), product(2), 1e-12));
  }
}

TEST_CASE(
    "behind thick metal theory counts its layers, and gives the profile and hops of the explicit "
    "ones") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111}) {
    CAPTURE(static_cast<int>(normal));
    const Case slab = doorway(normal, 0.14, 0.05, 300, 400);
    Case thick = doorway(normal, 0.14, 0.05, 300, 8);
    thick.far_side = Thick{.layers = 400};
    const auto exact = test::steady_state(slab, 0.3);
    CHECK(agree(stripping_rate(slab, 0.3), exact.flux, 1e-9));
    CHECK(agree(stripping_rate(thick, 0.3), exact.flux, 1e-9));
    const auto profile = steady_profile(thick, 0.3), whole = steady_profile(slab, 0.3);
    REQUIRE(profile.size() == 8);
    REQUIRE(whole.size() == 400);
    for (std::size_t l = 0; l < 8; ++l) CHECK(agree(profile[l], exact.occupation[l], 1e-9));
    for (std::size_t l = 0; l < 399; ++l) CHECK(agree(whole[l], exact.occupation[l], 1e-6));
    CHECK(hops_per_strip(thick, 0.3) < 0.05 * hops_per_strip(slab, 0.3));
  }
}

TEST_CASE("a thickness in angstrom is so many layers, at most one half away") {
  Case c = doorway(Normal::n111, 0.14, 0, 300, 8);
  CHECK(total_layers(c) == 8);
  c.far_side = Thick{.thickness = 1e6};  // 100 µm
  CHECK(std::abs(total_layers(c) - 1e6 / (4.29 / (2 * std::sqrt(3.0)))) <= 0.5);
}

// Design section 6, slopes of ln r(0.5) over 250 to 350 K; what emerges is not the barrier put in.
TEST_CASE("r(0.5) has the activation energies of the design's table of hypotheses") {
  const auto activation = [](double injection, double segregation, int layers) {
    double x = 0, y = 0, xx = 0, xy = 0, n = 0;
    for (double t = 250; t <= 350; t += 10, ++n) {
      const double beta = 1 / (8.617333262145e-5 * t);
      const double ln =
          std::log(stripping_rate(doorway(Normal::n110, injection, segregation, t, layers), 0.5));
      x += beta, y += ln, xx += beta * beta, xy += beta * ln;
    }
    return -(n * xy - x * y) / (n * xx - x * x);
  };
  CHECK(std::abs(activation(0.053, 0, 8) - 0.0530) < 0.0002);
  CHECK(std::abs(activation(0.14, 0, 8) - 0.1258) < 0.0005);
  CHECK(std::abs(activation(0.14, 0.087, 8) - 0.1379) < 0.0005);
  CHECK(std::abs(activation(0.14, 0, 64) - 0.083) < 0.001);
  CHECK(std::abs(activation(0.14, 0.087, 64) - 0.137) < 0.001);
  CHECK(std::abs(activation(0.10, 0.047, 16) - 0.094) < 0.001);
  CHECK(std::abs(activation(0.14, 0, 660000) - 0.053) < 0.001);
}
