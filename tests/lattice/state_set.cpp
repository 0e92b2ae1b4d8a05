#include "lattice/state_set.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <vector>

using namespace lacuna::lattice;

TEST_CASE("of eight windows a set finds the sites that are in it, now or before a change") {
  std::mt19937_64 random(5);
  std::vector<std::uint8_t> bytes(400);
  for (int round = 0; round < 300; ++round) {
    StateSet::Members members;
    for (std::size_t state = 0; state < members.size(); ++state)
      members[state] = random() % (round % 2 == 0 ? 2 : 17) == 0;
    const StateSet set(members);
    for (std::uint8_t& byte : bytes) byte = random() % Occupation::states;
    const std::vector<std::uint8_t> before = bytes;
    std::array<std::int32_t, StateSet::together> offsets{};
    std::array<std::uint64_t, StateSet::together> change{};
    for (std::size_t n = 0; n < offsets.size(); ++n) {
      const std::size_t place = 10 + 40 * n + random() % 20;  // windows lie apart
      offsets[n] = static_cast<std::int32_t>(place) - 200;
      const std::uint64_t old = load(&bytes[place]);
      for (std::size_t b = 0; b < Window::width; ++b)
        if (random() % 3 == 0) bytes[place + b] = random() % Occupation::states;
      change[n] = load(&bytes[place]) - old;
    }
    const std::uint64_t now = set.among(&bytes[200], offsets.data()),
                        either =
                            set.among_now_or_before(&bytes[200], offsets.data(), change.data());
    for (std::size_t n = 0; n < offsets.size(); ++n)
      for (std::size_t b = 0; b < Window::width; ++b) {
        const auto place = static_cast<std::size_t>(200 + offsets[n]) + b;
        const bool is = set.contains(bytes[place]), was = set.contains(before[place]);
        REQUIRE((now >> (8 * n + b) & 1) == is);
        REQUIRE((either >> (8 * n + b) & 1) == (is || was));
      }
  }
}
