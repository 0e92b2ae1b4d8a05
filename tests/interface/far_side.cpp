#include "interface/far_side.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

constexpr Reservoir reservoir{0.3, 1.0};

Case with(const FarSide& far_side, int layers = 12) {
  Case c;
  c.metal.layers = layers;
  c.far_side = far_side;
  return c;
}

std::string refusal(const Case& c) {
  try {
    check_far_side(c);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// Vacancies of all layers below the far side's, at samples after the first ones.
class HeldVacancies : public Observer {
 public:
  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    constexpr std::uint64_t first = 20;
    if (s.index >= first) vacancies_.push_back(s.vacancies);
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}
  [[nodiscard]] test::Estimate vacant_fraction(const Case& c) const {
    const test::Estimate mean = test::batch_mean(vacancies_, 25);
    const double sites = slab_of(c.metal).sites_per_layer() * (c.metal.layers - 1.0);
    return {mean.value / sites, mean.error / sites};
  }

 private:
  std::vector<double> vacancies_;
};

const std::vector<FarSide> all{Sink{}, Equilibrium{reservoir}, Closed{}, Thick{.layers = 40},
                               Thick{.layers = 40, .far_end = reservoir}};

}  // namespace

TEST_CASE("a vacancy that leaves is gone at a sink or reservoir, kept by a collector, walks on") {
  CHECK(beyond(with(Sink{})).leaving == Leaving::annihilated);
  CHECK(beyond(with(Equilibrium{})).leaving == Leaving::annihilated);
  CHECK(beyond(with(Closed{})).leaving == Leaving::blocked);
  CHECK(beyond(with(Thick{.layers = 40})).leaving == Leaving::walks_on);
}

TEST_CASE("vacancies walk on where there is metal above, and nowhere else") {
  for (const FarSide& far_side : all) {
    const Beyond far = beyond(with(far_side));
    CHECK((far.leaving == Leaving::walks_on) == far.above.has_value());
    CHECK((far.leaving == Leaving::annihilated) == far.takes_last_layer);
    CHECK((far.layers > 12) == far.above.has_value());
  }
  const auto above =
      beyond(with(Thick{.layers = 40, .returns = Returns::at_once, .margin = 3})).above.value();
  CHECK(above.returns == Returns::at_once);
  CHECK(above.margin == 3);
}

TEST_CASE("what emits has the concentration exp(S_f/k - E_f/kT), the others none") {
  const double expected = std::exp(1.0 - 0.3 / (8.617333262145e-5 * 300));
  CHECK(reservoir_concentration(with(Equilibrium{reservoir})) ==
        doctest::Approx(expected).epsilon(1e-9));
  CHECK(reservoir_concentration(with(Thick{.layers = 40, .far_end = reservoir})) ==
        doctest::Approx(expected).epsilon(1e-9));
  for (const FarSide& silent : {all[0], all[2], all[3]})
    CHECK(reservoir_concentration(with(silent)) == 0);
}

TEST_CASE("only a collector has no room for plated atoms, and cautions that vacancies stay") {
  for (const FarSide& far_side : all) {
    const Beyond far = beyond(with(far_side));
    const bool closed = far.leaving == Leaving::blocked;
    CHECK(far.supplies_atoms != closed);
    CHECK(far.caution.empty() != closed);
    CHECK_FALSE(far.description.empty());
  }
}

TEST_CASE("the theory is about a sink at the far end, without interactions of any kind") {
  const std::vector<bool> holds{true, false, false, true, false};
  for (std::size_t n = 0; n < all.size(); ++n) {
    CAPTURE(n);
    Case c = with(all[n]);
    CHECK(theory_holds(c) == holds[n]);
    c.metal.bond_nn2 = 0.01;
    CHECK_FALSE(theory_holds(c));
  }
  Case table = with(Sink{}), surface = with(Sink{});
  table.metal.table.entries.push_back({});
  surface.metal.surface.emplace();
  CHECK_FALSE(theory_holds(table));
  CHECK_FALSE(theory_holds(surface));
}

TEST_CASE("a far end that is moved is where it was moved to, and all else as it was") {
  for (const FarSide& far_side : all) {
    const Case c = with(far_side), moved = with_total_layers(c, 96);
    CHECK(total_layers(moved) == 96);
    CHECK(moved.metal.layers == (beyond(c).above ? 12 : 96));
    CHECK(moved.far_side.index() == far_side.index());
    CHECK(beyond(moved).reservoir.has_value() == beyond(c).reservoir.has_value());
  }
  CHECK(total_layers(with_total_layers(with(Thick{.thickness = 1e6}), 96)) == 96);
}

TEST_CASE("one layer is enough for a collector, two for what absorbs, four below thick metal") {
  CHECK(refusal(with(Closed{}, 1)).empty());
  CHECK(refusal(with(Sink{}, 2)).empty());
  CHECK(refusal(with(Equilibrium{reservoir}, 2)).empty());
  CHECK(refusal(with(Thick{.layers = 40}, 4)).empty());
  for (const FarSide& absorbing : {all[0], all[1], all[3]})
    CHECK(refusal(with(absorbing, 1)).find("at least 2 layers") != std::string::npos);
  CHECK(refusal(with(Thick{.layers = 40}, 3)).find("at least 4") != std::string::npos);
}

TEST_CASE("pressure costs a vacancy P Ω more, up to what it costs without") {
  const double kT = 8.617333262145e-5 * 300;
  const Reservoir pressed{0.3, 1.0, 0.02};
  CHECK(pressed.concentration(300) / reservoir.concentration(300) ==
        doctest::Approx(std::exp(-0.02 / kT)).epsilon(1e-9));
  CHECK(refusal(with(Equilibrium{pressed})) == "");
  for (const FarSide& closing : {FarSide(Equilibrium{{0.3, 1.0, 0.3}}),
                                 FarSide(Thick{.layers = 40, .far_end = Reservoir{0.3, 1.0, 0.4}})})
    CHECK(refusal(with(closing)).find("it would close the lattice") != std::string::npos);
}

TEST_SUITE("physics") {
  // Without bonds or a current every layer has the far side's concentration, exactly. Ω P/kT is
  // 0.8.
  TEST_CASE("a slab under pressure holds exp(-P Ω/kT) times as many vacancies, over time") {
    const auto held = [](double work, std::uint64_t seed) {
      Case c = with(Equilibrium{{0.1, 0.0, work}}, 6);
      c.metal.cells = {10, 8};
      c.current = Constant{0.0, 0.0, 4e-8};
      c.stop = Stop::end;
      c.onset.primary = Detector::coverage;
      c.sample_time = 4e-11;
      HeldVacancies layers;
      Observer* const observers[] = {&layers};
      run(c, seed, observers, {}, {});
      return layers.vacant_fraction(c);
    };
    const double kT = constants::boltzmann * 300, work = 0.8 * kT;
    for (const std::uint64_t seed : {1u, 2u}) {
      const test::Estimate free = held(0.0, test::seed(seed));
      const test::Estimate pressed = held(work, test::seed(seed + 10));
      const double ratio = pressed.value / free.value;
      const double error =
          ratio * std::hypot(pressed.error / pressed.value, free.error / free.value);
      CAPTURE(ratio);
      CAPTURE(error);
      CHECK(std::abs(ratio - std::exp(-work / kT)) < 4 * error);
      CHECK(error < 0.03 * ratio);
    }
  }
}
