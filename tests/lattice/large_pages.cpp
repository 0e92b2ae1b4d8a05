#include "lattice/large_pages.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <vector>

using namespace lacuna::lattice;

TEST_CASE(
    "a vector that grows past the size of a large page keeps what it holds, and starts on one") {
  constexpr std::size_t page = std::size_t{1} << 21;
  std::vector<std::uint32_t, LargePages<std::uint32_t>> numbers(1000);
  std::iota(numbers.begin(), numbers.end(), 0u);
  for (std::uint32_t n = 1000; n < page; ++n) numbers.push_back(n);
  CHECK(reinterpret_cast<std::uintptr_t>(numbers.data()) % page == 0);
  std::uint32_t wrong = 0;
  for (std::uint32_t n = 0; n < page; ++n) wrong += numbers[n] != n;
  CHECK(wrong == 0);
}
