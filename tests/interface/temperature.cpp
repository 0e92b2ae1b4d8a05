#include "interface/temperature.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "interface/case.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

bool cautioned(double temperature, const std::string& words, double lattice_constant = 4.29) {
  Case c;
  c.temperature = temperature;
  c.metal.lattice_constant = lattice_constant;
  const auto list = cautions(c);
  return std::any_of(list.begin(), list.end(), [&](const std::string& each) {
    return each.find(words) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("a case below 100 K is asked whether its temperature is in degrees Celsius") {
  CHECK(cautioned(40,
                  "temperature_K: 40 K is colder than any battery; if this is degrees "
                  "Celsius add 273.15"));
  CHECK(cautioned(99.9, "Celsius"));
  CHECK_FALSE(cautioned(100, "Celsius"));
  CHECK_FALSE(cautioned(300, "temperature_K"));
}

TEST_CASE("a case above the melting point of its metal is warned about, of an unknown one not") {
  CHECK(cautioned(371,
                  "temperature_K: sodium is liquid at 371 K, above its "
                  "melting point of 370.95 K; a lattice does not describe the liquid"));
  CHECK_FALSE(cautioned(370.9, "liquid"));
  CHECK_FALSE(cautioned(371, "liquid", 3.51));
  CHECK(cautioned(340, "potassium is liquid at 340 K, above its melting point of 336.7 K", 5.33));
  CHECK(cautioned(460, "lithium is liquid", 3.51));
  CHECK_FALSE(cautioned(371, "liquid", 4.0));
}
