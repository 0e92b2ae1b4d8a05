#include "ensemble/response_surface.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/ensemble/synthetic.hpp"
#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

double quartic(double u) { return 1 + u - 2 * u * u + 0.5 * u * u * u + 0.3 * u * u * u * u; }

std::vector<NoisyValue> line_of_points(int count, double error) {
  std::vector<NoisyValue> values;
  for (int n = 0; n < count; ++n) {
    const double u = 2.0 * n / (count - 1) - 1;
    values.push_back({{u}, quartic(u), error});
  }
  return values;
}

}  // namespace

TEST_CASE("a surface through values without noise is their polynomial") {
  const auto surface = ResponseSurface::through(line_of_points(7, 0.01)).value();
  for (const double u : {-0.9, 0.13, 0.77})
    CHECK(surface.value(std::vector{u}) == doctest::Approx(quartic(u)));
  CHECK(surface.freedom() == 2);

  std::vector<NoisyValue> plane;
  const auto exact = [](double u, double v) { return 2 - u + 3 * v + u * v - v * v; };
  for (const double u : {-1.0, 0.0, 1.0})
    for (const double v : {-1.0, 0.0, 1.0}) plane.push_back({{u, v}, exact(u, v), 0.1});
  const auto curved = ResponseSurface::through(plane).value();
  CHECK(curved.value(std::vector{0.3, -0.4}) == doctest::Approx(exact(0.3, -0.4)));
  CHECK(curved.freedom() == 3);
}

TEST_CASE("a surface has fewer terms than values, and there is none through two") {
  CHECK(ResponseSurface::through(line_of_points(5, 0.01)).value().freedom() == 1);
  CHECK(ResponseSurface::through(line_of_points(3, 1)).value().freedom() == 1);
  CHECK_FALSE(ResponseSurface::through(line_of_points(2, 0.01)).has_value());
  CHECK_FALSE(ResponseSurface::through({}).has_value());
}

TEST_CASE("a surface's variance is the scatter it has over many draws") {
  kmc::Stream stream(test::seed(71), 0);
  test::Mean mean, squares;
  double variance = 0;
  for (int n = 0; n < 3000; ++n) {
    auto values = line_of_points(9, 0);
    for (NoisyValue& v : values) {
      v.error = v.point[0] < 0 ? 0.1 : 0.2;
      v.value += v.error * test::draw(test::Scatter::normal, stream);
    }
    const auto surface = ResponseSurface::through(values).value();
    const double off = surface.value(std::vector{0.4}) - quartic(0.4);
    mean.add(off);
    squares.add(off * off);
    variance = surface.variance(std::vector{0.4});
  }
  CHECK(std::abs(mean.deviate(0)) < test::allowed);
  CHECK(std::abs(squares.deviate(variance)) < test::allowed);
}

TEST_CASE("where a polynomial falls short, the surface holds about its focus") {
  const auto kinked = [](double u) { return 0.1 * std::log1p(std::exp(u / 0.1)); };  // 0, then u
  std::vector<NoisyValue> values;
  for (const double u : {-1.0, -0.6, -0.3, 0.0, 0.3, 0.6, 1.0, -0.05, 0.04, 0.1, -0.1})
    values.push_back({{u}, kinked(u), 0.002});
  const std::vector<double> focus{0.02};
  const auto whole = ResponseSurface::through(values).value(),
             about = ResponseSurface::through(values, focus).value();
  CHECK(std::abs(whole.value(focus) - kinked(0.02)) > 3 * std::sqrt(whole.variance(focus)));
  CHECK(std::abs(about.value(focus) - kinked(0.02)) < 1.5 * std::sqrt(about.variance(focus)));
  for (const NoisyValue& v : values) CHECK(std::abs(about.value(v.point) - v.value) < 0.1);
}

TEST_CASE("a surface that is a polynomial has no need of a focus") {
  const std::vector<double> focus{0.5}, away{-1.0};
  const auto values = line_of_points(9, 0.01);
  CHECK(ResponseSurface::through(values, focus).value().variance(away) ==
        ResponseSurface::through(values).value().variance(away));
}
