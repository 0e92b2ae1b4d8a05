#include "lattice/window.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <map>
#include <vector>

using namespace lacuna::lattice;

namespace {

// Every site of the windows with its byte.
std::map<Cell, std::uint8_t> sites_of(const std::vector<Window>& windows) {
  std::map<Cell, std::uint8_t> sites;
  for (const Window& w : windows)
    for (int n = 0; n < Window::width; ++n)
      if (const auto byte = static_cast<std::uint8_t>(w.bytes >> 8 * n); byte != 0) {
        const bool first_time = sites.emplace(w.first + Cell{0, 0, n}, byte).second;
        CHECK(first_time);
      }
  return sites;
}

}  // namespace

TEST_CASE("sites of one chain that lie less than eight apart share a window, others do not") {
  const std::map<Cell, std::uint8_t> sites{
      {{0, 0, -3}, 1}, {{0, 0, 4}, 2}, {{0, 0, 5}, 3}, {{0, 1, 5}, 4}, {{1, 0, 0}, 5}};
  const std::vector<Window> cut = windows(sites);
  REQUIRE(cut.size() == 4);
  CHECK(cut[0].first == Cell{0, 0, -3});
  CHECK(cut[0].bytes == (1u | std::uint64_t{2} << 56));
  CHECK(cut[1].first == Cell{0, 0, 5});
  CHECK(cut[2].first == Cell{0, 1, 5});
  CHECK(cut[3].first == Cell{1, 0, 0});
  CHECK(sites_of(cut) == sites);
}

TEST_CASE("windows of width one hold a site each") {
  const std::map<Cell, std::uint8_t> sites{{{0, 0, 0}, 7}, {{0, 0, 1}, 8}, {{2, 3, 4}, 9}};
  const std::vector<Window> cut = windows(sites, 1);
  CHECK(cut.size() == sites.size());
  CHECK(sites_of(cut) == sites);
}

TEST_CASE("a word holds the eight bytes from a place on, the first of them lowest") {
  std::array<std::uint8_t, 10> bytes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  CHECK(load(bytes.data() + 1) == 0x0807060504030201u);
  store(bytes.data() + 1, 0x1817161514131211u);
  CHECK(bytes ==
        std::array<std::uint8_t, 10>{0, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 9});
}
