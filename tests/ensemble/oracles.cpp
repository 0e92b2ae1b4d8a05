// The same numbers from independent implementations: statsmodels and scipy, and R's survival.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <map>
#include <sstream>
#include <string>

#include "ensemble/arrhenius.hpp"
#include "ensemble/censored_line.hpp"
#include "ensemble/hypotheses.hpp"
#include "ensemble/kaplan_meier.hpp"
#include "ensemble/normal.hpp"
#include "tests/ensemble/synthetic.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

/// What a script prints, by name.
class Oracle {
 public:
  Oracle(const std::string& program, const std::string& script, std::span<const CellSample> cells) {
    const char* const source = std::getenv("LACUNA_SOURCE");
    REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set: run this test by ctest");
    const test::TemporaryDirectory folder;
    write(folder / "cells.csv", cells);
    const std::string out = (folder / "out.txt").string();
    const std::string command = program + " '" + source + "/tests/ensemble/oracles/" + script +
                                "' '" + (folder / "cells.csv").string() + "' >'" + out + "'";
    REQUIRE_MESSAGE(std::system(command.c_str()) == 0,
                    "cannot ask the oracle (is its package installed?): ", command);
    std::istringstream lines(test::contents(out));
    std::string name, number;
    while (lines >> name >> number) values_[name] = std::stod(number);
  }
  [[nodiscard]] bool has(const std::string& name, std::size_t n) const {
    return values_.count(name + "." + std::to_string(n)) > 0;
  }
  [[nodiscard]] double operator()(const std::string& name, std::size_t n = 0) const {
    return values_.at(name + "." + std::to_string(n));
  }

 private:
  static void write(const std::filesystem::path& path, std::span<const CellSample> cells) {
    std::ofstream file(path);
    file << "temperature_K,value,censored\n" << std::setprecision(17);
    for (const CellSample& cell : cells) {
      for (const Observation& o : cell.onsets) {
        const char* const censored = o.censored == Censored::no     ? "no"
                                     : o.censored == Censored::left ? "left"
                                                                    : "right";
        file << cell.temperature << ',' << o.value << ',' << censored << '\n';
      }
    }
  }
  std::map<std::string, double> values_;
};

/// To 1e-6 of the oracle's value, or of 1 where that is smaller than a millionth.
void check_same(double ours, double theirs, double tolerance = 1e-6) {
  CHECK(std::abs(ours - theirs) <= tolerance * std::max(std::abs(theirs), 1e-6));
}

std::vector<CellSample> cells(const test::Study& study, std::uint64_t seed) {
  kmc::Stream stream(seed, 0);
  auto made = test::replicas(study, test::Scatter::log_weibull, 9, stream);
  made[2].onsets.pop_back();  // cells of unequal size
  return made;
}

std::vector<Observation> together(const std::vector<CellSample>& cells) {
  std::vector<Observation> all;
  for (const CellSample& cell : cells)
    all.insert(all.end(), cell.onsets.begin(), cell.onsets.end());
  return all;
}

void check_distribution(const KaplanMeier& ours, const Oracle& r) {
  std::size_t seen = 0;  // R leaves out the mass above all that was seen
  for (std::size_t n = 0; n < ours.steps().size(); ++n) {
    if (std::isinf(ours.steps()[n].high)) continue;
    if (ours.steps()[n].mass < 1e-7) continue;
    REQUIRE(r.has("time", seen));
    check_same(ours.steps()[n].high, r("time", seen));
    CHECK(std::abs(1 - ours.cumulated()[n] - r("survival", seen)) < 1e-6);
    ++seen;
  }
  CHECK_FALSE(r.has("time", seen));
}

void check_censored_line(const std::vector<CellSample>& sample, const Oracle& r) {
  kmc::Stream stream(1, 0);
  const Arrhenius line = fit_arrhenius(sample, {0.95, 0}, stream);
  const auto fit = fit_censored(sample, 1);
  REQUIRE(fit.has_value());
  REQUIRE(line.method == LineMethod::censored_likelihood);
  check_same(line.activation_energy.value, r("line", 0));
  check_same(line.log_prefactor.value, r("line", 1));
  check_same(fit->sigma, r("line", 2));
  check_same(fit->log_likelihood, r("line", 3));
  check_same(line.activation_energy.error, r("sandwich", 0));
  check_same(line.log_prefactor.error, r("sandwich", 1));
  check_same(line.covariance, r("sandwich", 2));
  REQUIRE(line.curvature.has_value());
  check_same(line.curvature->quadratic_p, r("quadratic_p"));
}

}  // namespace

TEST_SUITE("all") {
  TEST_CASE("statsmodels and scipy find the same line, tests, quantiles and likelihoods") {
    test::Study study;
    study.widening = 1.3;
    const auto sample = cells(study, 41);
    const Oracle python("/usr/bin/python3", "statistics.py", sample);

    kmc::Stream stream(1, 0);
    const Arrhenius line = fit_arrhenius(sample, {0.95, 0}, stream);
    check_same(line.activation_energy.value, python("line", 0));
    check_same(line.log_prefactor.value, python("line", 1));
    check_same(line.activation_energy.error, python("line", 2));
    check_same(line.log_prefactor.error, python("line", 3));
    check_same(line.covariance, python("line", 4));
    REQUIRE(line.curvature.has_value());
    check_same(line.curvature->quadratic_p, python("quadratic_p"));
    check_same(line.curvature->lack_of_fit_p.value(), python("lack_of_fit_p"));

    const double z[] = {-300.0, -40.0, -25.5, -24.5, -8.0, -0.3, 2.0, 7.0};
    for (std::size_t n = 0; n < std::size(z); ++n) {
      check_same(log_normal_probability(z[n]), python("log_ndtr", n));
      check_same(inverse_mills(z[n]), python("mills", n));
    }

    std::vector<double> pivots;
    for (int n = 1; n < 400; ++n) pivots.push_back(std::sin(n) * n);
    const Interval interval = studentised_interval(0, 1, pivots, 0.95);
    check_same(-interval.high, python("pivots", 0));
    check_same(-interval.low, python("pivots", 1));
  }

  TEST_CASE("statsmodels finds the same free prefactor") {
    const Oracle python("/usr/bin/python3", "statistics.py", cells({}, 42));
    Arrhenius line;
    line.activation_energy = {0.14, 0.008, {}};
    line.log_prefactor = {9, 0.3, {}};
    line.covariance = 0.95 * 0.3 * 0.008;
    std::vector<MeasuredPoint> points{{260, 0.7, 0.05}, {300, 1.0, 0.1}, {340, 0.8, 0.08}};
    for (MeasuredPoint& p : points) p.log_density += line.log_density_at(p.temperature);
    const PrefactorProfile profile = profile_prefactor(points, line, 0.95);
    check_same(profile.log_factor.value, python("factor", 0));
    check_same(profile.log_factor.error, python("factor", 1));
    check_same(profile.chi_squared, python("factor", 2));
    check_same(profile.p.value(), python("factor", 3));
  }

  TEST_CASE("R's survival finds the same distribution and line from right-censored onsets") {
    test::Study study;
    study.seen_to = 0.7;
    const auto sample = cells(study, 43);
    const Oracle r("/usr/bin/Rscript --vanilla", "survival.R", sample);
    const KaplanMeier ours(together(sample));
    check_distribution(ours, r);
    for (std::size_t n = 0; r.has("greenwood", n); ++n)
      check_same(ours.errors()[n], r("greenwood", n));
    CHECK(r.has("greenwood", 10));
    check_same(ours.median(), r("median"));
    check_censored_line(sample, r);
  }

  TEST_CASE("R's survival finds the same distribution and line from onsets censored at both ends") {
    test::Study study;
    study.seen_from = -0.9;
    study.seen_to = 0.7;
    const auto sample = cells(study, 44);
    const Oracle r("/usr/bin/Rscript --vanilla", "survival.R", sample);
    const KaplanMeier ours(together(sample));
    check_distribution(ours, r);
    // survfit's own iteration stops at changes of 5e-5.
    CHECK(r.has("turnbull", 20));
    for (std::size_t n = 0; r.has("turnbull", n); ++n)
      CHECK(std::abs(1 - ours.cumulated()[n] - r("turnbull", n)) < 1e-3);
    check_censored_line(sample, r);
  }
}
