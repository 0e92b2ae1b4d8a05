#include "interface/initial_state.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"
#include "interface/streams.hpp"
#include "lattice/clusters.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lattice::Cell;
using lattice::Normal;

namespace {

Case bare(Normal normal = Normal::n110) {
  Case c;
  c.metal.normal = normal;
  c.metal.cells = {12, 10};
  c.metal.layers = 10;
  return c;
}

kmc::Stream dice(std::uint64_t seed) { return stream(seed, Purpose::initial_state); }

std::string refusal(const Initial& initial) {
  SlabModel model(bare());
  try {
    place_initial_vacancies(initial, model, dice(1));
  } catch (const InputError& e) {
    return e.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a void is one compact cluster at the interface, on all normals") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
    for (const int n : {1, 2, 20, 60}) {
      SlabModel model(bare(normal));
      place_initial_vacancies({n, 0.0, {}}, model, dice(1));
      CHECK(model.carriers() == static_cast<std::uint32_t>(n));
      CHECK(model.interface_vacancies() >= 1);
      model.check();
      const auto clusters =
          lattice::find_clusters(model.occupation(), lattice::Connectivity::nn1_nn2);
      CHECK(clusters.list.size() == 1);
      CHECK_FALSE(clusters.list[0].spans);
      // a half ball of n sites of a³/2 each, and a shell for its corners
      const double radius = std::cbrt(3.0 * n / (4 * 3.14159265)) * model.slab().lattice_constant();
      CHECK(clusters.list[0].highest_layer * model.slab().layer_spacing() <= radius + 4.29);
    }
}

TEST_CASE("a void is the same for every seed") {
  SlabModel a(bare()), b(bare());
  place_initial_vacancies({30, 0.0, {}}, a, dice(1));
  place_initial_vacancies({30, 0.0, {}}, b, dice(2));
  for (std::uint32_t v = 0; v < 30; ++v)
    CHECK(a.occupation().cell({v}) == b.occupation().cell({v}));
}

TEST_CASE(
    "a vacancy fraction is met exactly, in the layers that can hold vacancies, anew for each "
    "seed") {
  std::vector<int> in_layer(10, 0);
  std::uint32_t count = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SlabModel model(bare());
    place_initial_vacancies({0, 0.1, {}}, model, dice(test::seed(seed)));
    count = model.carriers();
    CHECK(count == std::llround(0.1 * 9 * 240));  // the tenth layer absorbs
    for (std::uint32_t v = 0; v < count; ++v)
      ++in_layer[static_cast<std::size_t>(model.occupation().cell({v}).k)];
    model.check();
  }
  CHECK(in_layer[9] == 0);
  std::vector<std::pair<double, double>> cells;
  for (std::size_t l = 0; l < 9; ++l) cells.emplace_back(in_layer[l], 40.0 * count / 9);
  CHECK(std::abs(test::chi_squared_z(cells)) < test::allowed);
}

TEST_CASE("listed vacancies are placed where they are listed") {
  SlabModel model(bare());
  const std::vector<Cell> sites{{0, 0, 0}, {11, 19, 8}, {3, 4, 5}};
  place_initial_vacancies({0, 0.0, sites}, model, dice(1));
  REQUIRE(model.carriers() == 3);
  for (std::uint32_t v = 0; v < 3; ++v) CHECK(model.occupation().cell({v}) == sites[v]);
}

TEST_CASE("listed vacancies outside the slab, in the absorbing layer or listed twice are refused") {
  CHECK(refusal({0, 0.0, {{12, 0, 0}}}).find("(12, 0, 0) lies outside the slab") !=
        std::string::npos);
  CHECK(refusal({0, 0.0, {{0, 20, 0}}}).find("lies outside") != std::string::npos);
  CHECK(refusal({0, 0.0, {{0, 0, 9}}}).find("k at most 8") != std::string::npos);
  CHECK(refusal({0, 0.0, {{0, 0, -1}}}).find("lies outside") != std::string::npos);
  CHECK(refusal({0, 0.0, {{1, 2, 3}, {1, 2, 3}}}).find("listed twice") != std::string::npos);
}

TEST_CASE("a void larger than the slab is refused") {
  CHECK(refusal({100000, 0.0, {}}).find("does not fit") != std::string::npos);
}
