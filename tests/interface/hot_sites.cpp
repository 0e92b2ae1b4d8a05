#include "interface/hot_sites.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "core/error.hpp"
#include "kmc/random.hpp"

using namespace lacuna;
using interface::HotSites;
using lattice::SiteId;

namespace {

HotSites::Record record_of(std::uint32_t site) { return {site, 2 * site, site % 3, 1, 2, 3}; }

}  // namespace

TEST_CASE("records are found by their sites after many came, moved and went") {
  HotSites hot(1.0);
  std::map<std::uint32_t, double> plain;  // weight by site
  kmc::Stream random(11, 1);
  const auto some_site = [&] { return static_cast<std::uint32_t>(random.below(4000)); };
  for (int n = 0; n < 200000; ++n) {
    const std::uint32_t site = some_site(), other = some_site();
    const double weight = 3 + 1000 * random.uniform();
    const std::uint32_t record = hot.find(SiteId{site});
    REQUIRE((record == HotSites::none) == (plain.count(site) == 0));
    if (record == HotSites::none) {
      if (plain.size() >= 900) continue;
      hot.add(record_of(site), weight);
      plain[site] = weight;
    } else if (random.below(3) == 0) {
      hot.remove(record);
      plain.erase(site);
    } else if (plain.count(other) == 0) {
      hot.move(record, record_of(other));
      plain[other] = plain[site];
      plain.erase(site);
    } else {
      hot.reweigh(record, weight);
      plain[site] = weight;
    }
  }
  CHECK(hot.count() == plain.size());
  CHECK(hot.count() > 500);
  hot.check_total();
  for (const auto& [site, weight] : plain) {
    const std::uint32_t record = hot.find(SiteId{site});
    REQUIRE(record != HotSites::none);
    CHECK(hot[record].site == site);
    CHECK(hot[record].row == 2 * site);
    hot.check(record, weight);
    CHECK_THROWS_AS(hot.check(record, 1e9), Error);
  }
}

TEST_CASE("saved and loaded, every place finds the same site") {
  HotSites first(1.0);
  kmc::Stream random(12, 1);
  for (std::uint32_t site = 1; site < 400; ++site)
    first.add(record_of(site), 4 + 100 * random.uniform());
  for (std::uint32_t site = 1; site < 400; site += 3) first.remove(first.find({site}));
  kmc::Writer w;
  first.save(w);
  HotSites second(1.0);
  kmc::Reader r(w.bytes());
  second.load(r, [](SiteId s) { return record_of(s.value); });
  r.finish();
  REQUIRE(second.total() == first.total());
  for (std::uint64_t place = 0; place < first.total(); ++place)
    REQUIRE(first[first.at(place, 0).item].site == second[second.at(place, 0).item].site);
}

TEST_CASE("a list that names a site twice is refused") {
  kmc::Writer w;
  w.put(std::vector<std::uint32_t>{7, 7});
  for (int g = 1; g < kmc::WeightGroups::groups; ++g) w.put(std::vector<std::uint32_t>{});
  HotSites hot(1.0);
  kmc::Reader r(w.bytes());
  CHECK_THROWS_WITH_AS(hot.load(r, [](SiteId s) { return record_of(s.value); }),
                       doctest::Contains("lists a site twice"), kmc::CheckpointError);
}
