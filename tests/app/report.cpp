// Reports as a user makes them, of a run and a study that take a hundredth of a second.

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/app/program.hpp"
#include "tests/app/workplace.hpp"

using lacuna::test::contents;
using lacuna::test::names;
using lacuna::test::Outcome;
using lacuna::test::results;
using lacuna::test::says;
using lacuna::test::tiny_case;
using lacuna::test::Workplace;
namespace fs = std::filesystem;

namespace {

const char* const study = R"(base: tiny.yaml
temperatures_K: [260, 340]
replicas: 4
hypotheses:
  kinetic:
  highway: {set: {interface.injection.barrier_eV: 0.053}}
)";

/// Was the report's page built with the program?
bool has_page() {
  return fs::exists(fs::path(lacuna::test::program()).parent_path() / "report" / "run.html");
}

/// The report is there, or its lack is explained.
void check_made(const Outcome& report, const fs::path& directory) {
  if (has_page()) {
    CHECK(report.status == 0);
    REQUIRE(fs::exists(directory / "report.html"));
    const std::string page = contents(directory / "report.html");
    CHECK(page.size() < 3'000'000);
    const std::string begin = "<script type=\"application/json\" id=\"data\">";
    const std::size_t at = page.find(begin) + begin.size();
    CHECK(nlohmann::json::accept(page.substr(at, page.find("</script>", at) - at)));
  } else {
    CHECK(report.status == 1);
    CHECK(says(report.err, "nodejs"));
    CHECK_FALSE(fs::exists(directory / "report.html"));
  }
}

bool has_gnuplot() { return std::system("command -v gnuplot > /dev/null") == 0; }

}  // namespace

TEST_CASE(
    "the report of a run prints what the run printed, writes one file, and changes nothing else") {
  const Workplace place("tiny.yaml", tiny_case);
  const Outcome run = place.lacuna({"run", "tiny.yaml"});
  REQUIRE(run.status == 0);
  const auto before = results(place.folder / "tiny.out");
  const Outcome report = place.lacuna({"report", "tiny.out"});
  const std::string table = run.out.substr(0, run.out.find("files: "));
  CHECK(report.out.substr(0, table.size()) == table);
  check_made(report, place.folder / "tiny.out");
  fs::remove(place.folder / "tiny.out" / "report.html");
  CHECK(results(place.folder / "tiny.out") == before);
}

TEST_CASE(
    "the report of a study prints what the study printed, and changes nothing but its own file") {
  const Workplace place("tiny.yaml", tiny_case);
  lacuna::test::put(place.folder / "study.yaml", study);
  const Outcome made = place.lacuna({"study", "study.yaml"});
  REQUIRE(made.status == 0);
  const auto before = results(place.folder / "study.out");
  const Outcome report = place.lacuna({"report", "study.out"});
  const std::string text = made.out.substr(0, made.out.find("files: "));
  CHECK(report.out.substr(0, text.size()) == text);
  check_made(report, place.folder / "study.out");
  fs::remove(place.folder / "study.out" / "report.html");
  CHECK(results(place.folder / "study.out") == before);
}

TEST_CASE("a run that is not finished has a report of what there is so far") {
  const Workplace place("tiny.yaml", tiny_case);
  REQUIRE(place.lacuna({"run", "tiny.yaml"}).status == 0);
  fs::remove(place.folder / "tiny.out" / "summary.json");
  const Outcome report = place.lacuna({"report", "tiny.out"});
  CHECK(says(report.out, "tiny: not finished"));
  check_made(report, place.folder / "tiny.out");
}

TEST_CASE("a watched report of what is finished is the report") {
  const Workplace place("tiny.yaml", tiny_case);
  REQUIRE(place.lacuna({"run", "tiny.yaml"}).status == 0);
  const Outcome once = place.lacuna({"report", "tiny.out"});
  const Outcome watched = place.lacuna({"report", "tiny.out", "--watch"});
  CHECK(watched.out == once.out);
  check_made(watched, place.folder / "tiny.out");
}

TEST_CASE("a page follows a run at work until a signal comes, and the last one stays") {
  if (!has_page()) return;
  const Workplace place("tiny.yaml", tiny_case);
  REQUIRE(place.lacuna({"run", "tiny.yaml"}).status == 0);
  const fs::path page = place.folder / "tiny.out" / "report.html";
  fs::remove(place.folder / "tiny.out" / "summary.json");
  lacuna::test::Conditions conditions;
  conditions.interruption = {SIGINT, std::chrono::duration<double>(0.1), page};
  const Outcome watched = place.lacuna({"report", "tiny.out", "--watch"}, conditions);
  CHECK(says(watched.err, "Ctrl-C"));
  check_made(watched, place.folder / "tiny.out");
  CHECK_FALSE(says(contents(page), "\"follows\":true"));
}

TEST_CASE("a directory that holds neither a run nor a study is refused") {
  const Workplace place("tiny.yaml", tiny_case);
  const Outcome report = place.lacuna({"report", "."});
  CHECK(report.status == 2);
  CHECK(says(report.err, "neither a run nor a study: it has no input.yaml"));
  CHECK(says(place.lacuna({"report", "nowhere"}).err, "nowhere does not exist; check the path"));
  CHECK(says(place.lacuna({"report", "tiny.yaml"}).err, "is no directory; check the path"));
}

TEST_CASE(
    "a report that follows an empty directory says that it waits, and ends without an error") {
  const Workplace place("tiny.yaml", tiny_case);
  lacuna::test::put(place.folder / "a_file", "");
  lacuna::test::Conditions conditions;
  conditions.interruption = {SIGINT, std::chrono::duration<double>(1.0), {}};
  const Outcome watched = place.lacuna({"report", ".", "--watch"}, conditions);
  CHECK(watched.status == 3);
  CHECK(says(watched.err, "no run or study has begun there yet: waiting for one"));
  CHECK_FALSE(says(watched.err, "lacuna: "));
}

TEST_CASE("a wall clock that cannot be read is left out of a report") {
  const Workplace place("tiny.yaml", tiny_case);
  REQUIRE(place.lacuna({"run", "tiny.yaml", "--quiet"}).status == 0);
  for (const char* damaged : {"x", "5", ""}) {
    lacuna::test::put(place.folder / "tiny.out/timing.json", damaged);
    check_made(place.lacuna({"report", "tiny.out"}), place.folder / "tiny.out");
  }
}

TEST_CASE("a file in the place of the folder for figures is told of") {
  if (!has_gnuplot()) return;
  const Workplace place("tiny.yaml", tiny_case);
  REQUIRE(place.lacuna({"run", "tiny.yaml", "--quiet"}).status == 0);
  lacuna::test::put(place.folder / "tiny.out/figures", "");
  const Outcome report = place.lacuna({"report", "tiny.out", "--svg"});
  CHECK(report.status == 2);
  CHECK(says(report.err, "cannot make the folder tiny.out/figures for figures: Not a directory"));
}

TEST_CASE("a report is not waited for where none can come") {
  const Workplace place("tiny.yaml", tiny_case);
  for (const char* name : {"nowhere", "tiny.yaml"}) {
    const Outcome report = place.lacuna({"report", name, "--watch"});
    CHECK(report.status == 2);
    CHECK(says(report.err, "is no directory"));
  }
}

TEST_CASE("figures are drawn in characters and as SVG where there is gnuplot") {
  const Workplace place("tiny.yaml", tiny_case);
  REQUIRE(place.lacuna({"run", "tiny.yaml", "--set", "trajectory.every_monolayers=0.2"}).status ==
          0);
  CHECK(says(place.lacuna({"report", "tiny.out", "--plot"}).out,
             has_gnuplot() ? "anode overpotential" : "gnuplot is not"));
  const Outcome report = place.lacuna({"report", "tiny.out", "--svg", "--quiet"});
  if (!has_gnuplot()) {
    CHECK(report.status == 1);
    CHECK(says(report.err, "gnuplot-nox"));
    return;
  }
  CHECK(report.out.empty());
  const fs::path figures = place.folder / "tiny.out" / "figures";
  CHECK(names(figures) ==
        std::set<std::string>{"contact.svg", "interface.svg", "largest.svg", "overpotential.svg"});
  CHECK(says(contents(figures / "overpotential.svg"), "anode overpotential ("));
  CHECK(says(contents(figures / "overpotential.svg"), "</svg>"));
  CHECK(says(contents(figures / "interface.svg"), "seen from the ceramic"));
}
