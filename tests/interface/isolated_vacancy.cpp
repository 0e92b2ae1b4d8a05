// Exact results 1 to 5 and 9: what one vacancy does in perfect metal, and two that attract.

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/interface/walker.hpp"
#include "tests/oracles/boltzmann_constant.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::kB;
using lattice::Boundary;
using lattice::Cell;
using lattice::Normal;
using lattice::Slab;

namespace {

constexpr std::array normals{Normal::n110, Normal::n100, Normal::n111};
constexpr std::array boundings{Bounding::ceiling, Bounding::kept};

}  // namespace

TEST_CASE(
    "an isolated vacancy diffuses with D = a² nu exp(-E/kT), in every direction alike, on all "
    "normals") {
  for (const Normal normal : normals)
    for (const Bounding bounding : boundings) {
      CAPTURE(static_cast<int>(bounding));
      const double temperature = bounding == Bounding::ceiling ? 250 : 400;
      const Case c = test::plain(normal, temperature);
      const double a = c.metal.lattice_constant;
      const double exact = a * a * 1e13 * std::exp(-0.053 / (kB * temperature));
      test::Walker walker(c, Slab(normal, a, {6, 6}, 24, Boundary::periodic), bounding, {0, 0, 0},
                          test::seed(1));
      const double window = 8 * a * a / (8 * exact);  // about eight hops
      std::array<std::vector<double>, 3> squares;
      for (int n = 1; n <= 6000; ++n) {
        Cell moved;
        int d = 0;
        while (walker.hop_before(n * window, d))
          moved = moved + walker.slab().steps()[static_cast<std::size_t>(d)];
        const auto r = walker.slab().displacement(moved);
        for (std::size_t x = 0; x < 3; ++x) squares[x].push_back(r[x] * r[x] / (2 * window));
      }
      for (const auto& s : squares) {
        const auto D = test::mean(s);
        CHECK(D.error < 0.03 * exact);
        CHECK(std::abs(D.z(exact)) < test::allowed);
      }
    }
}

TEST_CASE(
    "a vacancy whose trials are drawn by the stretch diffuses with D = a² nu exp(-E/kT), too") {
  for (const Normal normal : normals) {
    CAPTURE(static_cast<int>(normal));
    const Case c = test::plain(normal, 400);
    const double a = c.metal.lattice_constant, exact = a * a * 1e13 * std::exp(-0.053 / (kB * 400));
    DetailedSlab model(c, Slab(normal, a, {6, 6}, 24, Boundary::periodic), Bounding::ceiling);
    kmc::Changes ignored;
    model.vacate({0, 0, 0}, ignored);
    Cell last = model.paths().front().unwrapped;
    kmc::Engine<DetailedSlab> engine(model, kmc::CompositionRejection(model.scale()),
                                     kmc::Stream(test::seed(7), 1));
    const double window = 8 * a * a / (8 * exact);  // about eight hops
    std::array<std::vector<double>, 3> squares;
    for (int n = 1; n <= 6000; ++n) {
      REQUIRE(engine.advance(n * window, ~std::uint64_t{0}));
      const Cell now = model.paths().front().unwrapped;
      const auto r = model.slab().displacement({now.i - last.i, now.j - last.j, now.k - last.k});
      for (std::size_t x = 0; x < 3; ++x) squares[x].push_back(r[x] * r[x] / (2 * window));
      last = now;
    }
    for (const auto& s : squares) {
      const auto D = test::mean(s);
      CHECK(D.error < 0.03 * exact);
      CHECK(std::abs(D.z(exact)) < test::allowed);
    }
  }
}

TEST_CASE("after 2n steps a vacancy is where it was with probability [C(2n,n)/4^n]³") {
  // in a box in which 2n <= 6 steps cannot go round
  const Slab slab(Normal::n110, 4.29, {8, 8}, 8, Boundary::periodic);
  for (const Bounding bounding : boundings) {
    CAPTURE(static_cast<int>(bounding));
    test::Walker walker(test::plain(Normal::n110), slab, bounding, {0, 0, 0}, test::seed(2));
    for (const int n : {1, 2, 3}) {
      constexpr std::size_t trials = 15000;
      std::size_t back = 0;
      for (std::size_t trial = 0; trial < trials; ++trial) {
        const Cell start = walker.at();
        for (int step = 0; step < 2 * n; ++step) REQUIRE(walker.hop() >= 0);
        back += walker.at() == start;
      }
      const double exact = std::pow(test::binomial_share(n), 3);
      CHECK(std::abs(test::share(back, trials, exact).z(exact)) < test::allowed);
    }
  }
}

TEST_CASE("a vacancy first returns after 2n steps as the renewal of [C(2n,n)/4^n]³ demands") {
  // u_n = f_1 u_{n-1} + ... + f_n u_0 (Feller, An Introduction to Probability Theory I, XIII.3)
  constexpr int longest = 4, walks = 20000;
  std::array<double, longest + 1> there{1.0}, first{};
  double central = 1.0;
  for (int n = 1; n <= longest; ++n) {
    const auto at = static_cast<std::size_t>(n);
    central *= (2.0 * n - 1) / (2.0 * n);
    there[at] = first[at] = central * central * central;
    for (std::size_t m = 1; m < at; ++m) first[at] -= first[m] * there[at - m];
  }
  const Case c = test::plain(Normal::n110);
  const Slab slab(c.metal.normal, c.metal.lattice_constant, {12, 9}, 20,
                  Boundary::periodic);  // no way around in 8 steps
  const Cell start{0, 0, 0};
  for (const Bounding bounding : boundings) {
    CAPTURE(static_cast<int>(bounding));
    test::Walker walker(c, slab, bounding, start, test::seed(71));
    std::array<std::size_t, longest + 1> returned{};
    for (int walk = 0; walk < walks; ++walk) {
      walker.restart(start);
      for (std::size_t n = 1; n <= longest; ++n) {
        walker.hop();
        walker.hop();
        if (walker.at() != start) continue;
        ++returned[n];
        break;
      }
    }
    for (std::size_t n = 1; n <= longest; ++n)
      CHECK(std::abs(test::share(returned[n], walks, first[n]).z(first[n])) < test::allowed);
  }
}

TEST_CASE("the linear balance gives N(N+1), 40.80, 1/L and the asymptotes of the (111) escape") {
  for (const Normal normal : {Normal::n110, Normal::n100}) {
    CHECK(std::abs(test::layer_balance(normal, 0, 10).time[0] - 110) < 1e-9);
    CHECK(std::abs(test::layer_balance(normal, 1, 8).escape[0] - 1.0 / 8) < 1e-12);
  }
  CHECK(std::abs(test::layer_balance(Normal::n111, 0, 10).time[0] - 40.80) < 0.005);
  const auto far = test::layer_balance(Normal::n111, 1, 400).escape;
  const std::array printed{1.508, 2.536, 3.430};
  for (std::size_t l = 0; l < 3; ++l) CHECK(std::abs(far[l] * (400 + 0.925) - printed[l]) < 0.001);
}

TEST_CASE(
    "from the interface a vacancy takes N(N+1)/Gamma to reach the sink, the linear balance on "
    "(111)") {
  for (const Normal normal : normals)
    for (const Bounding bounding : boundings) {
      CAPTURE(static_cast<int>(bounding));
      const Case c = test::plain(normal);
      const int N = 10;
      test::Walker walker(c, Slab(normal, c.metal.lattice_constant, {5, 5}, N + 1), bounding,
                          {0, 0, 0}, test::seed(3));
      std::vector<double> times;
      double since = 0;
      for (int n = 0; n < 2000; ++n) {
        while (walker.present()) walker.hop();
        times.push_back(walker.now() - since);
        since = walker.now();
        walker.restart({0, 0, 0});
      }
      const double Gamma = test::leaving(normal) * 1e13 * std::exp(-0.053 / (kB * c.temperature));
      const auto passage = test::mean(times);
      CHECK(passage.error * Gamma < 3);
      CHECK(std::abs(passage.z(test::layer_balance(normal, 0, N).time[0] / Gamma)) < test::allowed);
    }
}

TEST_CASE(
    "from layer 1 a vacancy escapes to layer L before it returns with probability 1/L, the linear "
    "balance on (111)") {
  for (const Normal normal : normals)
    for (const int first : {1, 2, 3}) {
      if (normal != Normal::n111 && first > 1) continue;
      // three layers below what is called layer 0 here, so that on (111) a step of 3 from layers 1
      // and 2 ends below, as in the balance, instead of being blocked by the ceramic
      const int L = 8, below = 3;
      const Cell start{0, 0, below + first};
      for (const Bounding bounding : boundings) {
        CAPTURE(static_cast<int>(bounding));
        test::Walker walker(test::plain(normal), Slab(normal, 4.29, {5, 5}, below + L + 1),
                            bounding, start, test::seed(4));
        constexpr std::size_t trials = 4000;
        std::size_t escaped = 0;
        for (std::size_t n = 0; n < trials; ++n) {
          while (walker.present() && walker.at().k > below) walker.hop();
          escaped += !walker.present();
          walker.restart(start);
        }
        const double exact =
            test::layer_balance(normal, 1, L).escape[static_cast<std::size_t>(first - 1)];
        CHECK(std::abs(test::share(escaped, trials, exact).z(exact)) < test::allowed);
      }
    }
}

TEST_CASE("out of the interface a vacancy waits for the injection barrier") {
  for (const Normal normal : normals)
    for (const Bounding bounding : boundings) {
      CAPTURE(static_cast<int>(bounding));
      Case c = test::plain(normal);
      c.ceramic.injection.barrier = 0.12;
      c.ceramic.segregation = 0.05;
      test::Walker walker(c, Slab(normal, 4.29, {5, 5}, 12), bounding, {0, 0, 0}, test::seed(5));
      std::vector<double> waits;
      for (int n = 0; n < 4000; ++n) {
        const double since = walker.now();
        while (walker.at().k == 0) walker.hop();
        waits.push_back(walker.now() - since);
        walker.restart({0, 0, 0});
      }
      const double up = (normal == Normal::n110 ? 2 : 4) * 1e13 * std::exp(-0.12 / (kB * 300));
      CHECK(std::abs(test::mean(waits).z(1 / up)) < test::allowed);
      std::vector<double> u;
      for (const double w : waits) u.push_back(-std::expm1(-w * up));
      CHECK(test::kolmogorov(u) < 2.3);  // exponential, not only in its mean
    }
}

TEST_SUITE("physics") {
  // f = (1 + <cos>) / (1 - <cos>) with the angle between consecutive jumps of the same atom; an
  // atom that is not met again counts 0. In a box of 54 000 sites the later, uncorrelated meetings
  // of the same atom change <cos> by less than 1e-4.
  TEST_CASE("tracer correlation factor of the vacancy mechanism is 0.72719414") {
    const Slab slab(Normal::n100, 4.29, {30, 30}, 60, Boundary::periodic);
    for (const Bounding bounding : boundings) {
      CAPTURE(static_cast<int>(bounding));
      test::Walker walker(test::plain(Normal::n100), slab, bounding, {0, 0, 0}, test::seed(6));
      std::vector<signed char> last(slab.storage(),
                                    -1);  // direction of the last jump of the atom here
      std::array<double, 8 * 8> cosine{};
      for (int a = 0; a < 8; ++a)
        for (int b = 0; b < 8; ++b) {
          const auto x = slab.step_vector(a), y = slab.step_vector(b);
          const double dot = x[0] * y[0] + x[1] * y[1] + x[2] * y[2],
                       square = x[0] * x[0] + x[1] * x[1] + x[2] * x[2];
          cosine[static_cast<std::size_t>(a * 8 + b)] = dot / square;
        }
      std::vector<double> batches;
      Cell from = walker.at();
      for (int batch = 0; batch < 40; ++batch) {
        constexpr int jumps = 60000;
        double sum = 0;
        for (int n = 0; n < jumps; ++n) {
          const int d = walker.hop();
          const Cell to = walker.at();
          const auto atom_jump = static_cast<signed char>(d ^ 1);  // the atom goes the other way
          const signed char before = last[slab.site(to).value];
          if (before >= 0) sum += cosine[static_cast<std::size_t>(before * 8 + atom_jump)];
          last[slab.site(from).value] = atom_jump;
          last[slab.site(to).value] = -1;
          from = to;
        }
        batches.push_back(sum / jumps);
      }
      const auto c = test::mean(batches);
      const double f = (1 + c.value) / (1 - c.value),
                   error = 2 / ((1 - c.value) * (1 - c.value)) * c.error;
      CHECK(error < 0.001);
      CHECK(std::abs(f - 0.72719414) < test::allowed * error + 1e-4);
    }
  }

  // Two vacancies in a periodic box of S sites: 4 S adjacent pairs of weight exp(e1/kT), and
  // S (S - 1) / 2 - 4 S of weight 1. For large boxes n2 / n1² -> 4 exp(e1/kT).
  TEST_CASE("a dilute pair with a first-neighbour bond is together in proportion to 4 exp(e1/kT)") {
    for (const RateLaw law : {RateLaw::symmetric, RateLaw::uphill})
      for (const Bounding bounding : boundings) {
        CAPTURE(static_cast<int>(bounding));
        Case c = test::plain(Normal::n100, 350);
        c.metal.bond_nn1 = 0.08;
        c.metal.law = law;
        const Slab slab(Normal::n100, 4.29, {6, 6}, 12, Boundary::periodic);
        SlabModel model(c, slab, bounding);
        kmc::Changes ignored;
        model.vacate({0, 0, 0}, ignored);
        model.vacate({3, 3, 5}, ignored);
        kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                      kmc::Stream(test::seed(7), 1));
        const double gap = 10 / (8 * model.rates().isolated(Transition::bulk));
        std::vector<double> together;
        for (int n = 1; n <= 60000; ++n) {
          engine.advance(n * gap, ~std::uint64_t{0});
          together.push_back(
              model.occupation().vacant_neighbours(model.occupation().site({0})).nn1);
        }
        const double S = static_cast<double>(slab.sites()), weight = std::exp(0.08 / (kB * 350));
        const double exact = 4 * weight / (4 * weight + (S - 1) / 2 - 4);
        const auto found = test::batch_mean(together, 60);
        CHECK(found.error < 0.02);
        CHECK(std::abs(found.z(exact)) < test::allowed);
        // odds of being together per pair of sites, n2 / n1² without the finite box
        const double odds = found.value / (1 - found.value) * ((S - 1) / 2 - 4);
        CHECK(std::abs(odds / (4 * weight) - 1) < 4 * found.error / (exact * (1 - exact)));
      }
  }
}
