#include "ensemble/sample.hpp"

#include <doctest/doctest.h>

#include <string>

#include "core/error.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

TEST_CASE("mean and variance are those of school") {
  const std::vector<double> values{1, 2, 6};
  CHECK(mean(values) == doctest::Approx(3));
  CHECK(variance(values) == doctest::Approx((4 + 1 + 9) / 2.0));
}

TEST_CASE("a current that does not rise is not told to end higher") {
  CHECK(std::string(way_to_onset(true, false)) == "let the current ramp end higher");
  CHECK(std::string(way_to_onset(true, false, false)).find("ramp") == std::string::npos);
  CHECK(std::string(way_to_onset(false, true, false)) == "strip at a lower current");
}

TEST_CASE("censored onsets are counted, and never taken for values") {
  const CellSample exact{300, {{1.0}, {2.0}}};
  const CellSample bounded{310, {{1.0, Censored::left}, {2.0, Censored::right}, {3.0}}};
  CHECK(exact_values(exact) == std::vector<double>{1, 2});
  CHECK_THROWS_AS(exact_values(bounded), Error);
  const std::vector<CellSample> both{exact, bounded};
  CHECK(censored_share(both) == doctest::Approx(2 / 5.0));
  CHECK(any_censored(both));
  CHECK_FALSE(any_censored(std::span(both).first(1)));
  CHECK(censored_share({}) == 0);
}

TEST_CASE("1/kT at 300 K is 38.68 per eV") {
  CHECK(inverse_thermal_energy(300) == doctest::Approx(1.602176634e-19 / (1.380649e-23 * 300)));
}
