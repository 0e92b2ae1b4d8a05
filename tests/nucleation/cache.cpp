#include "nucleation/cache.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <fstream>
#include <set>

#include "core/error.hpp"
#include "tests/nucleation/sodium.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::nucleation {
namespace {

constexpr Hops hops{{0.053, 1e13}, {0.06, 1e13}, {0.14, 1e13}};
constexpr Effort effort{8, 200'000, 3};
constexpr int counted = 5;

template <class Plain>
bool same(const std::vector<Plain>& one, const std::vector<Plain>& other) {
  return one.size() == other.size() &&
         std::memcmp(one.data(), other.data(), one.size() * sizeof(Plain)) == 0;
}
bool same(const VoidCounts& one, const VoidCounts& other) {
  return same(one.ln_partition, other.ln_partition) && same(one.attachment, other.attachment) &&
         same(one.bonds, other.bonds) && same(one.arrivals, other.arrivals) &&
         one.round_trips == other.round_trips;
}

std::size_t files_in(const std::filesystem::path& folder) {
  const std::filesystem::directory_iterator files(folder);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

// A folder in which the voids of a wall are kept.
struct Kept {
  Kept() : cache(folder / "voids"), counts(cache.count_voids(at, hops, effort, counted)) {}
  [[nodiscard]] VoidCounts again() const { return cache.count_voids(at, hops, effort, counted); }
  [[nodiscard]] std::filesystem::path file() const { return cache.file(at, hops, effort, counted); }

  Conditions at = test::wall(0.087);
  test::TemporaryDirectory folder;
  Cache cache;
  VoidCounts counts;
};

}  // namespace

TEST_CASE("what is kept is what was counted, and is read instead of counted again") {
  const Kept kept;
  CHECK(same(kept.counts, count_voids(kept.at, hops, effort, counted)));
  CHECK(files_in(kept.folder / "voids") == 1);
  const auto before = std::filesystem::last_write_time(kept.file());
  CHECK(same(kept.again(), kept.counts));
  CHECK(std::filesystem::last_write_time(kept.file()) == before);
}

TEST_CASE("every argument that counts depend on has a file of its own") {
  const Kept kept;
  std::set<std::filesystem::path> files{kept.file()};
  const auto changed = [&](auto&& change) {
    Conditions at = kept.at;
    Hops h = hops;
    Effort e = effort;
    change(at, h, e);
    files.insert(kept.cache.file(at, h, e, counted));
  };
  changed([](Conditions& at, Hops&, Effort&) { at.normal = lattice::Normal::n111; });
  changed([](Conditions& at, Hops&, Effort&) { at.region = Region::bulk; });
  changed([](Conditions& at, Hops&, Effort&) { at.bond_nn1 += 1e-9; });
  changed([](Conditions& at, Hops&, Effort&) { at.bond_nn2 += 1e-9; });
  changed([](Conditions& at, Hops&, Effort&) { at.segregation += 1e-9; });
  changed([](Conditions& at, Hops&, Effort&) { at.temperature += 1e-9; });
  changed([](Conditions&, Hops& h, Effort&) { h.bulk.barrier += 1e-9; });
  changed([](Conditions&, Hops& h, Effort&) { h.lateral.attempt_frequency *= 2; });
  changed([](Conditions&, Hops& h, Effort&) { h.injection.barrier += 1e-9; });
  changed([](Conditions&, Hops&, Effort& e) { ++e.largest; });
  changed([](Conditions&, Hops&, Effort& e) { ++e.steps; });
  changed([](Conditions&, Hops&, Effort& e) { ++e.seed; });
  files.insert(kept.cache.file(kept.at, hops, effort, counted + 1));
  for (const int layers : {12, 16})
    files.insert(kept.cache.file(kept.at, hops, effort, counted, Box{{14, 10}, layers}));
  CHECK(files.size() == 16);
}

TEST_CASE("what plays no part in the bulk does not count it again") {
  const Cache cache("unused");
  Conditions at = test::bulk();
  const auto file = cache.file(at, hops, effort);
  at.segregation = 0.1;
  CHECK(cache.file(at, {hops.bulk, {1, 1}, {2, 2}}, effort) == file);
}

TEST_CASE("a file that is damaged, cut short or no such file at all is noticed and made again") {
  const Kept kept;
  const std::string whole = test::contents(kept.file());
  const auto overwrite = [&](const std::string& bytes) {
    std::ofstream(kept.file(), std::ios::binary) << bytes;
  };
  std::string damaged = whole;
  damaged[whole.size() / 2] = static_cast<char>(damaged[whole.size() / 2] ^ 1);
  for (const std::string& bytes :
       {damaged, whole.substr(0, whole.size() - 1), std::string("x"), std::string()}) {
    overwrite(bytes);
    CHECK(same(kept.again(), kept.counts));
    CHECK(test::contents(kept.file()) == whole);
    CHECK(files_in(kept.folder / "voids") == 1);
  }
}

TEST_CASE("a folder that cannot be made is an error that names it") {
  const test::TemporaryDirectory folder;
  std::ofstream(folder / "file") << "in the way";
  const Cache cache(folder / "file" / "voids");
  CHECK_THROWS_WITH_AS(cache.count_voids(test::bulk(), hops, effort, counted),
                       doctest::Contains("file"), SystemFailure);
}

}  // namespace lacuna::nucleation
