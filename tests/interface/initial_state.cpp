#include "interface/initial_state.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"
#include "interface/streams.hpp"
#include "lattice/clusters.hpp"
#include "tests/interface/refusal.hpp"
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

TEST_CASE("a gap is flat, in the middle, and as large as it says") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111}) {
    Case c = bare(normal);
    c.metal.cells = {24, 20};
    for (const Gap& gap : {Gap{12, 0, 1}, Gap{12, 0, 3}, Gap{0, 15, 2}}) {
      c.initial.gap = gap;
      check_gap(c);
      SlabModel model(c);
      place_initial_vacancies(c.initial, model, dice(1));
      model.check();
      const lattice::Vector box = model.slab().box();
      const double area =
          gap.radius > 0 ? 3.14159265 * gap.radius * gap.radius : gap.width * box[1];
      const double due = area / model.slab().site_area();
      CHECK(std::abs(model.interface_vacancies() - due) < 0.2 * due);
      for (std::uint32_t v = 0; v < model.carriers(); ++v) {
        const Cell cell = model.occupation().cell({v});
        CHECK(cell.k < gap.depth);
        CHECK(std::abs(model.slab().position(cell)[0] - box[0] / 2) <=
              std::max(gap.radius, gap.width / 2) + 1e-5);
      }
      const auto depth = static_cast<std::uint32_t>(gap.depth);
      CHECK(std::abs(model.carriers() - depth * due) < 0.2 * depth * due);
    }
  }
}

TEST_CASE("gaps that cannot be are refused") {
  const auto said = [](const Gap& gap) -> std::string {
    Case c = bare();
    c.metal.cells = {11, 10};  // whose middle is no site
    c.current = Constant{1e-3, 1.0, 0.0};
    c.stop = Stop::end;
    c.initial.gap = gap;
    return test::refusal(c);
  };
  CHECK(said({10, 0, 1}) == "");
  CHECK(said({10, 0, 8}) == "");
  CHECK(said({10, 0, 9}).find("initial.gap.depth_layers: expected 1 to 8") == 0);
  CHECK(said({10, 0, 0}).find("initial.gap.depth_layers: expected 1 to 8") == 0);
  CHECK(said({0, 0, 1}).find("initial.gap: give one of radius_nm and width_nm") == 0);
  CHECK(said({10, 10, 1}).find("initial.gap: give one of radius_nm and width_nm") == 0);
  CHECK(said({1e-3, 0, 1}).find("initial.gap: no site of the interface") == 0);
  CHECK(said({0, 1000, 1}).find("initial.gap: it leaves no contact at all") == 0);
}
