#include "lattice/slab.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <set>
#include <string>

#include "core/error.hpp"
#include "tests/lattice/boxes.hpp"

using namespace lacuna;
using namespace lacuna::lattice;
using test::a;

namespace {

constexpr std::array all_normals{Normal::n110, Normal::n100, Normal::n111};

std::string refusal(Normal normal, double lattice_constant, std::array<int, 2> cells, int layers,
                    Boundary boundary = Boundary::open) {
  try {
    const Slab slab(normal, lattice_constant, cells, layers, boundary);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

bool whole(double x) { return std::abs(x - std::round(x)) < 1e-9; }

// The 14 neighbour vectors and the axes of the box, written down once more and independently: in
// the cubic frame, half lattice constants.
using Halves = std::array<int, 3>;

std::vector<Halves> neighbour_halves() {
  std::vector<Halves> all;
  for (const int x : {-1, 1})
    for (const int y : {-1, 1})
      for (const int z : {-1, 1}) all.push_back({x, y, z});
  for (const int x : {-2, 2}) {
    all.push_back({x, 0, 0});
    all.push_back({0, x, 0});
    all.push_back({0, 0, x});
  }
  return all;
}

std::array<Halves, 3> axes(Normal normal) {
  if (normal == Normal::n110) return {{{0, 0, 1}, {1, -1, 0}, {1, 1, 0}}};
  if (normal == Normal::n100) return {{{0, 1, 0}, {0, 0, 1}, {1, 0, 0}}};
  return {{{1, -1, 0}, {1, 1, -2}, {1, 1, 1}}};
}

Vector in_box_frame(Normal normal, const Halves& v) {
  Vector r{};
  const auto frame = axes(normal);
  for (std::size_t n = 0; n < 3; ++n) {
    const Halves& e = frame[n];
    r[n] = a / 2 * (v[0] * e[0] + v[1] * e[1] + v[2] * e[2]) /
           std::sqrt(e[0] * e[0] + e[1] * e[1] + e[2] * e[2]);
  }
  return r;
}

// Whether a site and its neighbours are 15 different sites in a box with these edges.
bool neighbours_differ(Normal normal, const Vector& edges, bool periodic) {
  std::vector<Halves> sites = neighbour_halves();
  sites.push_back({0, 0, 0});
  for (std::size_t m = 0; m < sites.size(); ++m)
    for (std::size_t n = 0; n < m; ++n) {
      const Halves& p = sites[m];
      const Halves& q = sites[n];
      const Vector r = in_box_frame(normal, {p[0] - q[0], p[1] - q[1], p[2] - q[2]});
      if (whole(r[0] / edges[0]) && whole(r[1] / edges[1]) &&
          (periodic ? whole(r[2] / edges[2]) : std::abs(r[2]) < 1e-9))
        return false;
    }
  return true;
}

}  // namespace

TEST_CASE("offsets, neighbour() and wrap() lead from every site to the same 14 places") {
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    int wrong = 0;
    for (const Cell& c : test::cells_of(slab))
      for (int d = 0; d < neighbour_count; ++d) {
        const auto n = static_cast<std::size_t>(d);
        const Cell there = slab.wrap(c + slab.steps()[n]);
        const auto by_offset = static_cast<std::int64_t>(slab.site(c).value) + slab.offsets(c)[n];
        if (slab.neighbour(c, d) != there || by_offset != slab.site(there).value) ++wrong;
        if (by_offset < 0 || by_offset >= static_cast<std::int64_t>(slab.storage())) ++wrong;
      }
    CHECK(wrong == 0);
  }
}

TEST_CASE(
    "every site has 8 different neighbours at a sqrt(3)/2 and 6 at a, by the nearest image of "
    "their positions") {
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    const Vector edges = slab.box();
    int wrong = 0;
    for (const Cell& c : test::cells_of(slab)) {
      std::set<std::uint32_t> different{slab.site(c).value};
      for (int d = 0; d < neighbour_count; ++d) {
        const Cell n = slab.neighbour(c, d);
        different.insert(slab.site(n).value);
        const Vector r = test::nearest_image(slab, slab.position(c), slab.position(n)),
                     step = slab.step_vector(d);
        if (std::abs(test::length(r) - (d < nn1_count ? a * std::numbers::sqrt3 / 2 : a)) > 1e-9)
          ++wrong;
        if (std::abs(test::length(step) - test::length(r)) > 1e-9) ++wrong;
        for (std::size_t x = 0; x < 3; ++x)
          if (!whole((r[x] - step[x]) / edges[x])) ++wrong;
      }
      if (different.size() != neighbour_count + 1) ++wrong;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("direction d ^ 1 is opposite to direction d") {
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    for (int d = 0; d < neighbour_count; ++d)
      CHECK(slab.steps()[static_cast<std::size_t>(d)] +
                slab.steps()[static_cast<std::size_t>(d ^ 1)] ==
            Cell{});
    int wrong = 0;
    for (const Cell& c : test::cells_of(slab))
      for (int d = 0; d < neighbour_count; ++d) {
        const Cell n = slab.neighbour(c, d);
        // beyond an open slab there are no offsets; wrap() knows the way back
        if (slab.wrap(n + slab.steps()[static_cast<std::size_t>(d ^ 1)]) != c) ++wrong;
      }
    CHECK(wrong == 0);
  }
}

TEST_CASE("neighbours lie in the layers that the crystal puts them in") {
  // numbers of 1NN and of 2NN that lie -3 .. 3 layers up
  struct Expected {
    std::array<int, 7> nn1, nn2;
    int reach;
    double area, spacing;
  };
  using std::numbers::sqrt2, std::numbers::sqrt3;
  const std::array<Expected, 3> expected{
      {{{0, 0, 2, 4, 2, 0, 0}, {0, 0, 2, 2, 2, 0, 0}, 1, a * a / sqrt2, a / sqrt2},
       {{0, 0, 4, 0, 4, 0, 0}, {0, 1, 0, 4, 0, 1, 0}, 2, a * a, a / 2},
       {{1, 0, 3, 0, 3, 0, 1}, {0, 3, 0, 0, 0, 3, 0}, 3, a * a * sqrt3, a / (2 * sqrt3)}}};
  for (const Normal normal : all_normals) {
    CAPTURE(static_cast<int>(normal));
    const Slab slab(normal, a, {4, 5}, 6);
    const Expected& e = expected[static_cast<std::size_t>(normal)];
    std::array<int, 7> nn1{}, nn2{};
    for (int d = 0; d < neighbour_count; ++d) {
      const int k = slab.steps()[static_cast<std::size_t>(d)].k;
      ++(d < nn1_count ? nn1 : nn2)[static_cast<std::size_t>(k + 3)];
      CHECK(slab.step_vector(d)[2] == doctest::Approx(k * e.spacing).epsilon(1e-12));
    }
    CHECK(nn1 == e.nn1);
    CHECK(nn2 == e.nn2);
    CHECK(slab.reach() == e.reach);
    CHECK(slab.site_area() == doctest::Approx(e.area).epsilon(1e-12));
    CHECK(slab.layer_spacing() == doctest::Approx(e.spacing).epsilon(1e-12));
  }
}

TEST_CASE("the neighbour vectors are those of bcc, turned into the frame of the box") {
  for (const Normal normal : all_normals) {
    const Slab slab(normal, a, {4, 5}, 6);
    for (const Halves& v : neighbour_halves()) {
      const Vector r = in_box_frame(normal, v);
      int found = 0;
      for (int d = 0; d < neighbour_count; ++d) {
        const Vector s = slab.step_vector(d);
        if (test::length({s[0] - r[0], s[1] - r[1], s[2] - r[2]}) < 1e-9) ++found;
      }
      CHECK(found == 1);
    }
  }
}

TEST_CASE("the orthogonal cells of a layer are a x a sqrt(2), a x a and a sqrt(2) x a sqrt(6)") {
  using std::numbers::sqrt2;
  const std::array<std::array<double, 2>, 3> edges{
      {{a, a * sqrt2}, {a, a}, {a * sqrt2, a * std::sqrt(6.0)}}};
  for (const Normal normal : all_normals) {
    const Slab slab(normal, a, {4, 5}, 7);
    const PlaneCell cell = plane_cell(normal, a);
    const auto& e = edges[static_cast<std::size_t>(normal)];
    CHECK(cell.x == doctest::Approx(e[0]).epsilon(1e-12));
    CHECK(cell.y == doctest::Approx(e[1]).epsilon(1e-12));
    CHECK(slab.box()[0] == doctest::Approx(4 * e[0]).epsilon(1e-12));
    CHECK(slab.box()[1] == doctest::Approx(5 * e[1]).epsilon(1e-12));
    CHECK(slab.box()[2] == doctest::Approx(7 * slab.layer_spacing()).epsilon(1e-12));
    CHECK(slab.sites_per_layer() == static_cast<std::uint32_t>(4 * 5 * cell.sites));
  }
}

TEST_CASE(
    "site and cell invert each other, and so do number and nth; a chain has room for what is near "
    "its ends") {
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    // as many places below as above, for two neighbour vectors and one more
    const std::uint32_t below = slab.site({0, 0, 0}).value;
    CHECK(below ==
          (box.boundary == Boundary::open ? 3u * static_cast<unsigned>(slab.reach()) : 0u));
    CHECK(slab.storage() == slab.sites() + std::size_t{2} * below * slab.sites_per_layer());
    std::uint64_t next = 0;
    int wrong = 0;
    std::set<std::uint32_t> places;
    for (const Cell& c : test::cells_of(slab)) {
      places.insert(slab.site(c).value);
      if (slab.number(c) != next || slab.nth(next++) != c) ++wrong;
      if (slab.cell(slab.site(c)) != c ||
          slab.site(c).value != slab.site({c.i, c.j, 0}).value + static_cast<unsigned>(c.k))
        ++wrong;
      if (slab.wrap(c) != c) ++wrong;
    }
    CHECK(wrong == 0);
    CHECK(next == slab.sites());
    CHECK(places.size() == slab.sites());
  }
}

TEST_CASE("all sites have a place of their own in the box, two to a cube of the lattice constant") {
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    const Vector edges = slab.box();
    std::set<std::array<long, 3>> places;
    int outside = 0;
    for (const Cell& c : test::cells_of(slab)) {
      const Vector r = slab.position(c);
      if (!(r[0] >= 0 && r[0] < edges[0] && r[1] >= 0 && r[1] < edges[1])) ++outside;
      if (std::abs(r[2] - c.k * slab.layer_spacing()) > 1e-9) ++outside;
      places.insert({std::lround(r[0] * 1e6), std::lround(r[1] * 1e6), std::lround(r[2] * 1e6)});
    }
    CHECK(outside == 0);
    CHECK(places.size() == slab.sites());
    CHECK(static_cast<double>(slab.sites()) / (edges[0] * edges[1] * edges[2]) ==
          doctest::Approx(2 / (a * a * a)).epsilon(1e-12));
  }
}

TEST_CASE("wrap brings a cell, however far away, to the site a whole number of boxes from it") {
  std::mt19937_64 random(11);
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    const Vector edges = slab.box();
    const bool periodic = box.boundary == Boundary::periodic;
    int wrong = 0;
    for (int n = 0; n < 200; ++n) {
      const auto far = [&] { return static_cast<std::int32_t>(random() % 2001) - 1000; };
      const Cell c{far(), far(), periodic ? far() : 0}, w = slab.wrap(c);
      if (w.i < 0 || w.i >= slab.columns() || w.j < 0 || w.j >= slab.rows() || w.k < 0 ||
          w.k >= slab.layers())
        ++wrong;
      const Vector r = slab.displacement(c), s = slab.displacement(w);
      for (std::size_t x = 0; x < 3; ++x)
        if (!whole((r[x] - s[x]) / edges[x])) ++wrong;
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE(
    "a box is refused exactly if a site would meet itself or a neighbour twice across the "
    "boundary") {
  int refused = 0, taken = 0;
  for (const Normal normal : all_normals)
    for (const Boundary boundary : {Boundary::open, Boundary::periodic})
      for (int x = 1; x <= 4; ++x)
        for (int y = 1; y <= 4; ++y)
          for (int layers = 1; layers <= 9; ++layers) {
            const bool periodic = boundary == Boundary::periodic;
            if (periodic && layers % (normal == Normal::n111 ? 3 : 2) != 0) continue;
            CAPTURE(test::name({normal, {x, y}, layers, boundary}));
            const PlaneCell cell = plane_cell(normal, a);
            const double spacing = Slab(normal, a, {4, 4}, 6).layer_spacing();
            const bool fits =
                neighbours_differ(normal, {x * cell.x, y * cell.y, layers * spacing}, periodic);
            const std::string why = refusal(normal, a, {x, y}, layers, boundary);
            CHECK(why.empty() == fits);
            if (!fits) CHECK(why.find("too small") != std::string::npos);
            if (!fits && periodic && x > 2 && y > 2)
              CHECK(why.find("more than") != std::string::npos);
            ++(fits ? taken : refused);
          }
  CHECK(refused > 50);
  CHECK(taken > 50);
}

TEST_CASE(
    "a periodic box that is not a whole number of stackings is refused, and told how many layers "
    "one has") {
  for (const int layers : {5, 7})
    for (const Normal normal : {Normal::n110, Normal::n100})
      CHECK(refusal(normal, a, {4, 4}, layers, Boundary::periodic).find("multiple of 2 layers") !=
            std::string::npos);
  for (const int layers : {7, 8})
    CHECK(
        refusal(Normal::n111, a, {4, 4}, layers, Boundary::periodic).find("multiple of 3 layers") !=
        std::string::npos);
}

TEST_CASE("a slab of nothing, or larger than its numbers can count, is refused") {
  for (const Normal normal : all_normals) {
    CHECK(refusal(normal, 0.0, {4, 4}, 6).find("positive lattice constant") != std::string::npos);
    CHECK(refusal(normal, std::nan(""), {4, 4}, 6).find("positive lattice constant") !=
          std::string::npos);
    CHECK_FALSE(refusal(normal, a, {0, 4}, 6).empty());
    CHECK_FALSE(refusal(normal, a, {4, -1}, 6).empty());
    CHECK_FALSE(refusal(normal, a, {4, 4}, 0).empty());
    CHECK(refusal(normal, a, {65536, 4}, 6).find("too long") != std::string::npos);
    CHECK(refusal(normal, a, {4, 65536}, 6).find("too long") != std::string::npos);
    CHECK(refusal(normal, a, {4, 4}, 65536).find("too long") != std::string::npos);
    CHECK(refusal(normal, a, {30000, 30000}, 60000).find("too large") != std::string::npos);
  }
  // 65535 rows are the limit, of which (100) has one to a cell and the others two
  CHECK(refusal(Normal::n100, a, {4, 65535}, 6).empty());
  CHECK(refusal(Normal::n110, a, {4, 32767}, 6).empty());
  CHECK(refusal(Normal::n110, a, {4, 32768}, 6).find("too long") != std::string::npos);
  CHECK(refusal(Normal::n111, a, {4, std::numeric_limits<int>::max()}, 6).find("too long") !=
        std::string::npos);
  // 2^31 - 1 places are the limit, padding included, which a periodic box has none of
  CHECK(refusal(Normal::n100, a, {32768, 32768}, 2, Boundary::periodic).find("too large") !=
        std::string::npos);
  CHECK(refusal(Normal::n100, a, {32767, 16384}, 4, Boundary::periodic).find("too small") !=
        std::string::npos);
  CHECK(Slab(Normal::n100, a, {16383, 16384}, 8, Boundary::periodic).sites() == 8u * 16383 * 16384);
}
