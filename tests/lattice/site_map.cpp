#include "lattice/site_map.hpp"

#include <doctest/doctest.h>

#include <random>
#include <unordered_map>
#include <vector>

using namespace lacuna::lattice;

namespace {

// The same random insertions, deletions and changes to both; returns how often they disagreed.
int disagreements(std::uint64_t seed, std::size_t most, const std::vector<std::uint32_t>& keys) {
  std::mt19937_64 random(seed);
  SiteMap map;
  std::unordered_map<std::uint32_t, std::uint32_t> plain;
  int wrong = 0;
  for (int step = 0; step < 40000; ++step) {
    const std::uint32_t key = keys[random() % keys.size()];
    const auto value = static_cast<std::uint32_t>(random());
    const auto known = plain.find(key);
    if (known == plain.end()) {
      if (plain.size() == most) continue;
      map.insert(key, value);
      plain[key] = value;
    } else {
      if (map.at(key) != known->second) ++wrong;
      if (random() % 3 == 0) {
        map.assign(key, value);
        known->second = value;
      } else {
        map.erase(key);
        plain.erase(known);
      }
    }
    if (step % 500 == 0)
      for (const auto& entry : plain)
        if (map.at(entry.first) != entry.second) ++wrong;
  }
  for (const auto& entry : plain)
    if (map.at(entry.first) != entry.second) ++wrong;
  return wrong;
}

}  // namespace

TEST_CASE("a site map agrees with the standard one through random insertions, changes and deletions") {
  std::mt19937_64 random(5);
  std::vector<std::uint32_t> block, spread, strided;
  for (std::uint32_t n = 0; n < 900; ++n) {
    block.push_back(1000 + n);                                            // a void: consecutive sites
    spread.push_back(static_cast<std::uint32_t>(random() % 0xffffffff));  // never the empty key
    strided.push_back(n * 4096);                                          // a column through the layers
  }
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    CHECK(disagreements(seed, 900, block) == 0);
    CHECK(disagreements(seed, 900, spread) == 0);
    CHECK(disagreements(seed, 900, strided) == 0);
    CHECK(disagreements(seed, 31, block) == 0);  // never grows: wraps around the end of the smallest table
    CHECK(disagreements(seed, 31, spread) == 0);
  }
}

TEST_CASE("a site map takes the lowest and the highest key") {
  SiteMap map;
  map.insert(0, 7);
  map.insert(0xfffffffe, 8);
  CHECK(map.at(0) == 7);
  CHECK(map.at(0xfffffffe) == 8);
  map.erase(0);
  CHECK(map.at(0xfffffffe) == 8);
}

TEST_CASE("a site map's memory grows with its entries and stays below 64 bytes an entry") {
  SiteMap map;
  const std::size_t empty = map.memory();
  for (std::uint32_t n = 0; n < 100000; ++n) map.insert(n * 17, n);
  CHECK(map.memory() > empty);
  CHECK(map.memory() <= 100000u * 64);
  std::size_t wrong = 0;
  for (std::uint32_t n = 0; n < 100000; ++n)
    if (map.at(n * 17) != n) ++wrong;
  CHECK(wrong == 0);
}
