#include "io/onset_numbers.hpp"

#include <doctest/doctest.h>

#include "core/constants.hpp"
#include "core/error.hpp"

using namespace lacuna;

TEST_CASE("an onset is told in the units of its names, and taken from them") {
  interface::OnsetResult onset;
  onset.density = 2.5 * constants::mA_per_cm2;
  onset.time = 3e-7;
  onset.monolayers = 12.5;
  onset.coverage = 0.25;
  onset.cycle = 3;
  onset.largest_cluster = 77;
  const double expected[] = {2.5, 3e-7, 12.5, 0.75, 3, 77};
  interface::OnsetResult again, none = onset;
  for (std::size_t n = 0; n < interface::onset_numbers.size(); ++n) {
    const interface::OnsetNumber& number = interface::onset_numbers[n];
    CAPTURE(number.name);
    CHECK(io::told(number, onset) == expected[n]);
    io::take(number, expected[n], again);
    CHECK(number.get(again) == number.get(onset));
    io::take(number, {}, none);
    CHECK(number.get(none) == 0.0);
  }
}

TEST_CASE("a cluster that cannot be counted is refused") {
  interface::OnsetResult onset;
  const interface::OnsetNumber& largest = interface::onset_numbers.back();
  for (const double bad : {-1.0, 4294967296.0, 1e300})
    CHECK_THROWS_AS(io::take(largest, bad, onset), InputError);
  CHECK_NOTHROW(io::take(largest, 4294967295.0, onset));
}
