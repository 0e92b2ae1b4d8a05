#include "io/results/study_figures.hpp"

#include <doctest/doctest.h>

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>
#include <string>
#include <tuple>

#include "core/error.hpp"
#include "io/results/slopes_figure.hpp"
#include "tests/io/results/example_results.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using io::Medium;
using lacuna::test::says;

TEST_CASE(
    "a study has an Arrhenius plot, energies beside what was measured, and survival of every "
    "hypothesis") {
  const auto figures =
      io::study_figures(test::everything().study.plan, test::everything().result, Medium::svg);
  REQUIRE(figures.size() == 3 + 6);
  CHECK(figures[0].name == "arrhenius");
  CHECK(says(figures[0].script, "yerrorbars"));
  CHECK(says(figures[0].script, "filledcurves"));
  CHECK(figures[2].name == "energies");
  CHECK(says(figures[2].script, "rectangle from 0.13,"));  // measured
  CHECK(std::count(figures[3].script.begin(), figures[3].script.end(), '$') ==
        2 * static_cast<std::ptrdiff_t>(test::everything().study.plan.temperatures.size()));
}

TEST_CASE(
    "slopes stand beside the measured ones, a panel for each system, and the points of a line "
    "scatter about 1") {
  const auto figure = io::slopes_figure(test::everything().study.plan, test::everything().result);
  REQUIRE(figure.has_value());
  CHECK(says(figure->script, "layout 1,3"));
  CHECK(says(figure->script, "(slope(0.13, $1)):(slope(0.15, $1))"));  // a range
  CHECK(says(figure->script, "(slope(0.09, $1)):(slope(0.11, $1))"));  // a value and its error
  CHECK(says(figure->script, "set title 'points: "));                  // their slope
  std::istringstream data(figure->script.substr(figure->script.find("$d0 << E\n") + 9));
  double product = 1;
  const auto& temperatures = test::everything().study.plan.temperatures;
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    double x = 0, value = 0, low = 0, high = 0;
    REQUIRE((data >> x >> value >> low >> high));
    CHECK(x == doctest::Approx(1000 / temperatures[k]).epsilon(1e-5));
    CHECK(low <= value);
    CHECK(value <= high);
    product *=
        value * std::exp(0.05 * ensemble::inverse_thermal_energy(1000) *
                         (x - (1000 / temperatures.front() + 1000 / temperatures.back()) / 2));
  }
  CHECK(std::abs(std::log(product)) < 0.1 * static_cast<double>(temperatures.size()));
}

TEST_CASE("points whose interval is open are hollow, and titles say so, and what bars are") {
  auto result = test::everything().result;
  const auto script_of = [&](std::size_t figure) {
    return io::study_figures(test::everything().study.plan, result, Medium::svg).at(figure).script;
  };
  for (const std::size_t figure : {0U, 1U, 2U}) {
    CHECK(says(script_of(figure), "bars: 95 %"));
    CHECK_FALSE(says(script_of(figure), "hollow"));
  }
  result.branches[0].cells[0].median->interval.high = INFINITY;
  result.branches[0].arrhenius->activation_energy.interval.low = -INFINITY;
  for (const std::size_t figure : {0U, 1U, 2U}) {
    CHECK(says(script_of(figure), "hollow: an end of the interval is open"));
    CHECK(says(script_of(figure), "$o"));
  }
}

TEST_CASE("nothing is plotted where there is nothing") {
  CHECK(io::study_figures(test::everything().study.plan, {}, Medium::svg).empty());
  CHECK_FALSE(
      io::arrhenius_figure(test::everything().study.plan, {}, Medium::characters).has_value());
}

TEST_SUITE_BEGIN("all");  // these need gnuplot

TEST_CASE("no shell reads the name of the folder in which gnuplot finds its commands") {
  const lacuna::test::TemporaryDirectory directory;
  const auto folder = directory / "it's; touch made; echo '";
  std::filesystem::create_directory(folder);
  const char* const before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", folder.c_str(), 1);
  const bool drawn = says(io::as_svg({"a", "plot x\n"}), "</svg>");
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
  CHECK(drawn);
}

TEST_CASE("gnuplot draws every figure of a study in both media") {
  const auto& [plan, result] = std::tie(test::everything().study.plan, test::everything().result);
  for (const io::Figure& figure : io::study_figures(plan, result, Medium::svg))
    CHECK(says(io::as_svg(figure), "</svg>"));
  for (const io::Figure& figure : io::study_figures(plan, result, Medium::characters))
    CHECK_FALSE(says(io::in_characters(figure), "no plot"));
}

TEST_CASE("what gnuplot does not understand is an error, or a sentence in place of a plot") {
  CHECK(says(io::in_characters({"a", "plot x\n"}), "*"));
  CHECK_THROWS_WITH_AS((void)io::as_svg({"a", "no command\n"}), "cannot draw a.svg: gnuplot failed",
                       RuntimeFailure);
  CHECK(io::in_characters({"a", "no command\n"}) == "no plot in characters: gnuplot failed\n");
}

TEST_SUITE_END();
