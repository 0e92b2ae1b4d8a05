#include "nucleation/shapes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "core/error.hpp"
#include "tests/nucleation/sodium.hpp"

namespace lacuna::nucleation {
namespace {

using lattice::Normal;

// Shapes in cubic coordinates, in units of a/2, grown from one another and told apart by sets.
using Point = std::array<int, 3>;
using Points = std::set<Point>;
using Tally = std::map<std::array<int, 4>, std::uint64_t>;

int square(const Point& a, const Point& b) {
  int sum = 0;
  for (std::size_t n = 0; n < 3; ++n) sum += (a[n] - b[n]) * (a[n] - b[n]);
  return sum;
}

Points from_origin(const Points& shape) {
  const Point first = *shape.begin();
  Points moved;
  for (const Point& p : shape) moved.insert({p[0] - first[0], p[1] - first[1], p[2] - first[2]});
  return moved;
}

std::set<Points> grown(const std::set<Points>& shapes) {
  std::vector<Point> steps;
  for (int axis = 0; axis < 3; ++axis)
    for (const int edge : {-2, 2})
      steps.push_back({axis == 0 ? edge : 0, axis == 1 ? edge : 0, axis == 2 ? edge : 0});
  for (const int x : {-1, 1})
    for (const int y : {-1, 1})
      for (const int z : {-1, 1}) steps.push_back({x, y, z});
  std::set<Points> larger;
  for (const Points& shape : shapes)
    for (const Point& p : shape)
      for (const Point& s : steps) {
        Points more = shape;
        if (more.insert({p[0] + s[0], p[1] + s[1], p[2] + s[2]}).second)
          larger.insert(from_origin(more));
      }
  return larger;
}

// Two first neighbours are √3 a/2 apart, two second ones a.
std::array<int, 4> key_of(const Points& shape, const Point& normal) {
  std::array<int, 4> key{static_cast<int>(shape.size()), 0, 0, 0};
  std::vector<int> heights;
  for (const Point& p : shape) {
    heights.push_back(p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2]);
    for (const Point& q : shape) {
      if (p < q && square(p, q) == 3) ++key[1];
      if (p < q && square(p, q) == 4) ++key[2];
    }
  }
  const int lowest = *std::min_element(heights.begin(), heights.end());
  key[3] = static_cast<int>(std::count(heights.begin(), heights.end(), lowest));
  return key;
}

Tally tally_of(const Shapes& shapes) {
  Tally tally;
  for (const ShapeClass& c : shapes.classes())
    tally[{c.size, c.nn1_pairs, c.nn2_pairs, c.lowest}] = c.count;
  return tally;
}

// Shapes of the library and those grown from one another, on all normals.
void compare(int largest) {
  const std::map<Normal, Point> normals{
      {Normal::n110, {1, 1, 0}}, {Normal::n100, {1, 0, 0}}, {Normal::n111, {1, 1, 1}}};
  std::map<Normal, Tally> plain;
  std::set<Points> shapes{{{0, 0, 0}}};
  for (int n = 1; n <= largest; ++n) {
    for (const Points& shape : shapes)
      for (const auto& [normal, direction] : normals) ++plain[normal][key_of(shape, direction)];
    if (n < largest) shapes = grown(shapes);
  }
  for (const auto& [normal, direction] : normals) {
    const Tally found = tally_of(Shapes(normal, largest));
    CHECK(found == plain.at(normal));
  }
}

double seven_digits(double x) {
  const double unit = std::pow(10, std::floor(std::log10(x)) - 6);
  return std::round(x / unit) * unit;
}

}  // namespace

TEST_CASE("1, 7, 67, 734, 8716 and 109070 shapes of one to six vacancies are connected") {
  for (const Normal normal : test::normals) {
    const Shapes shapes(normal);
    CHECK(shapes.largest() == 6);
    const std::array<std::uint64_t, 6> counts{1, 7, 67, 734, 8716, 109070};
    for (int n = 1; n <= 6; ++n) CHECK(shapes.count(n) == counts[static_cast<std::size_t>(n - 1)]);
  }
}

TEST_CASE(
    "partition functions of sodium's voids on (110) are those of the table, to seven digits") {
  const std::array<std::array<double, 3>, 6> table{{{1, 6.159781, 28.94248},
                                                    {71.29411, 1410.277, 26773.70},
                                                    {1.838316e4, 1.023862e6, 7.983586e7},
                                                    {1.391692e7, 1.699915e9, 4.279542e11},
                                                    {2.473073e10, 5.783570e12, 3.607223e15},
                                                    {9.625613e13, 3.268514e16, 3.760082e19}}};
  const Shapes shapes(Normal::n110);
  const std::array conditions{test::bulk(), test::wall(0.047), test::wall(0.087)};
  for (int n = 1; n <= 6; ++n)
    for (std::size_t c = 0; c < conditions.size(); ++c) {
      const double exact = table[static_cast<std::size_t>(n - 1)][c];
      const double found = std::exp(shapes.ln_partition(n, conditions[c]));
      CHECK(seven_digits(found) == doctest::Approx(exact).epsilon(1e-9));
    }
}

TEST_CASE("a wall that neither attracts nor repels has the voids of the bulk, on every normal") {
  const Shapes reference(Normal::n110);
  for (const Normal normal : test::normals) {
    const Shapes shapes(normal);
    for (int n = 1; n <= shapes.largest(); ++n) {
      const double bulk = reference.ln_partition(n, test::bulk());
      CHECK(shapes.ln_partition(n, test::bulk(normal)) == doctest::Approx(bulk).epsilon(1e-13));
      CHECK(shapes.ln_partition(n, test::wall(0, normal)) == doctest::Approx(bulk).epsilon(1e-13));
    }
  }
}

TEST_CASE("shapes are those grown from one another and told apart one by one, on every normal") {
  compare(4);
}

TEST_CASE("shapes of more vacancies than can be counted are refused") {
  CHECK_THROWS_AS(Shapes(Normal::n110, 0), InputError);
  CHECK_THROWS_WITH_AS(Shapes(Normal::n110, 8), doctest::Contains("twelvefold"), InputError);
}

TEST_SUITE("physics") {
  TEST_CASE("so are those of six vacancies") { compare(6); }
}

}  // namespace lacuna::nucleation
