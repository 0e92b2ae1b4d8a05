#include "app/study_figures.hpp"

#include <doctest/doctest.h>

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): setenv is POSIX

#include <algorithm>
#include <filesystem>
#include <string>

#include "core/error.hpp"
#include "tests/io/example_results.hpp"

using namespace lacuna;
using app::Medium;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const test::StudyOfEverything& everything() {
  static const test::StudyOfEverything study;
  return study;
}

}  // namespace

TEST_CASE("a study has an Arrhenius plot, energies beside what was measured, and survival of every hypothesis") {
  const auto figures = app::study_figures(everything().study.plan, everything().result, Medium::svg);
  REQUIRE(figures.size() == 2 + 6);
  CHECK(figures[0].name == "arrhenius");
  CHECK(says(figures[0].script, "yerrorbars"));
  CHECK(says(figures[0].script, "filledcurves"));
  CHECK(figures[1].name == "energies");
  CHECK(says(figures[1].script, "rectangle from 0.13,"));  // measured
  CHECK(std::count(figures[2].script.begin(), figures[2].script.end(), '$') ==
        2 * static_cast<std::ptrdiff_t>(everything().study.plan.temperatures.size()));
}

TEST_CASE("no shell reads the name of the folder in which gnuplot finds its commands") {
  if (says(app::in_characters({"a", "plot x\n"}), "no plot")) return;  // no gnuplot here
  const lacuna::test::TemporaryDirectory directory;
  const auto folder = directory / "it's; touch made; echo '";
  std::filesystem::create_directory(folder);
  const char* const before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", folder.c_str(), 1);
  const bool drawn = says(app::as_svg({"a", "plot x\n"}), "</svg>");
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
  CHECK(drawn);
}

TEST_CASE("gnuplot draws every figure of a study in both media, and nothing is plotted where there is nothing") {
  CHECK(app::study_figures(everything().study.plan, {}, Medium::svg).empty());
  CHECK_FALSE(app::arrhenius_figure(everything().study.plan, {}, Medium::characters).has_value());
  if (says(app::in_characters({"a", "plot x\n"}), "no plot")) return;  // no gnuplot here
  CHECK_THROWS_AS((void)app::as_svg({"a", "no command\n"}), RuntimeFailure);
  for (const app::Figure& figure : app::study_figures(everything().study.plan, everything().result, Medium::svg))
    CHECK(says(app::as_svg(figure), "</svg>"));
  for (const app::Figure& figure : app::study_figures(everything().study.plan, everything().result, Medium::characters))
    CHECK_FALSE(says(app::in_characters(figure), "no plot"));
}
