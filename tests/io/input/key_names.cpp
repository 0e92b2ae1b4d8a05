#include "io/input/key_names.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace lacuna;

namespace {

const io::KeyName* find(const std::vector<io::KeyName>& names, const std::string& path) {
  const auto at =
      std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.path == path; });
  return at == names.end() ? nullptr : &*at;
}

}  // namespace

TEST_CASE("names of keys are the paths that --set takes, with the words they can be") {
  const auto names = io::case_key_names();
  REQUIRE(find(names, "metal.hop.law") != nullptr);
  CHECK(find(names, "metal.hop.law")->words == std::vector<std::string>{"symmetric", "uphill"});
  REQUIRE(find(names, "metal.bonds_eV.nn1") != nullptr);
  CHECK(find(names, "metal.bonds_eV.nn1")->words.empty());
  CHECK(find(names, "metal") != nullptr);
  REQUIRE(find(io::study_key_names(), "rate_check") != nullptr);
  CHECK(find(io::study_key_names(), "rate_check")->words ==
        std::vector<std::string>{"true", "false"});
}
