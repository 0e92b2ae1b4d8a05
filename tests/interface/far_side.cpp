#include "interface/far_side.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "interface/case.hpp"
#include "interface/theory.hpp"

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
