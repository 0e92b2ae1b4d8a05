#include "kmc/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <set>
#include <vector>

#include "tests/oracles/statistics.hpp"

using namespace lacuna;
using kmc::Stream;

static_assert(std::uniform_random_bit_generator<Stream>);

namespace {

using Words = std::array<std::uint64_t, 4>;

// Philox4x64-10 once more, from the paper (Salmon et al., SC'11, doi:10.1145/2063384.2063405,
// §3.3).
Words philox(Words x, std::array<std::uint64_t, 2> key) {
  __extension__ using Wide = unsigned __int128;
  for (int round = 0; round < 10; ++round) {
    const Wide even = Wide{0xD2E7470EE14C6C93ull} * x[0], odd = Wide{0xCA5A826395121157ull} * x[2];
    x = {static_cast<std::uint64_t>(odd >> 64) ^ x[1] ^ key[0], static_cast<std::uint64_t>(odd),
         static_cast<std::uint64_t>(even >> 64) ^ x[3] ^ key[1], static_cast<std::uint64_t>(even)};
    key[0] += 0x9E3779B97F4A7C15ull;
    key[1] += 0xBB67AE8584CAA73Bull;
  }
  return x;
}

std::vector<std::uint64_t> words(Stream stream, std::size_t count) {
  std::vector<std::uint64_t> all(count);
  for (auto& w : all) w = stream();
  return all;
}

Stream restored(const Stream& stream) {
  kmc::Writer w;
  stream.save(w);
  kmc::Reader r(w.bytes());
  Stream copy(0, 0);
  copy.load(r);
  r.finish();
  return copy;
}

}  // namespace

TEST_CASE("the words are those of Philox4x64-10 in Random123's known answers") {
  // philox4x64 10, from the file kat_vectors of Random123
  CHECK(philox({0, 0, 0, 0}, {0, 0}) ==
        Words{0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b});
  constexpr std::uint64_t ones = ~std::uint64_t{0};
  CHECK(philox({ones, ones, ones, ones}, {ones, ones}) ==
        Words{0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0});
  CHECK(philox({0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
               {0x452821e638d01377, 0xbe5466cf34e90c6c}) ==
        Words{0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6});

  Stream zero(0, 0);
  for (const std::uint64_t w : philox({0, 0, 0, 0}, {0, 0})) CHECK(zero() == w);
}

TEST_CASE("block n of a stream is Philox of counter n under the key (seed, purpose)") {
  for (const std::array<std::uint64_t, 2>& key :
       {std::array<std::uint64_t, 2>{1, 0}, {0, 1}, {0x452821e638d01377, 0xbe5466cf34e90c6c}}) {
    Stream stream(key[0], key[1]);
    int wrong = 0;
    for (std::uint64_t block = 0; block < 100; ++block)
      for (const std::uint64_t w : philox({block, 0, 0, 0}, key))
        if (stream() != w) ++wrong;
    CHECK(wrong == 0);
  }
}

TEST_CASE(
    "streams of other seeds and purposes have no word in common, seed and purpose exchanged "
    "neither") {
  std::set<std::uint64_t> all;
  for (const auto& stream : {Stream(7, 1), Stream(7, 2), Stream(8, 1), Stream(1, 7), Stream(0, 0)})
    for (const std::uint64_t w : words(stream, 1000)) all.insert(w);
  CHECK(all.size() == 5000);
}

TEST_CASE("a saved stream continues identically from anywhere within a block of words") {
  for (std::size_t drawn = 0; drawn < 200; ++drawn) {
    Stream stream(3, 5);
    for (std::size_t n = 0; n < drawn; ++n) stream();
    CHECK(words(restored(stream), 150) == words(stream, 150));
  }
}

TEST_CASE("a stream saved, loaded and saved again leaves the same bytes") {
  Stream stream(3, 5);
  for (int n = 0; n < 77; ++n) stream();
  kmc::Writer once, twice;
  stream.save(once);
  restored(stream).save(twice);
  CHECK(once.bytes() == twice.bytes());
}

TEST_CASE("a stream's state that cannot be is refused") {
  const auto load = [](std::uint64_t counter, std::uint64_t next) {
    kmc::Writer w;
    for (const std::uint64_t word : {std::uint64_t{3}, std::uint64_t{5}, counter, next})
      w.put(word);
    kmc::Reader r(w.bytes());
    Stream(0, 0).load(r);
  };
  Stream fresh(3, 5);
  kmc::Writer w;
  fresh();
  fresh.save(w);
  kmc::Reader r(w.bytes());
  (void)r.get<std::array<std::uint64_t, 2>>();
  const auto counter = r.get<std::uint64_t>();
  CHECK_NOTHROW(load(counter, 1));
  CHECK_THROWS_AS(load(counter, 1000), kmc::CheckpointError);
  CHECK_THROWS_AS(load(counter + 1, 1), kmc::CheckpointError);
  CHECK_THROWS_AS(load(0, 1), kmc::CheckpointError);  // in a block, but none was made
}

TEST_CASE("uniform() lies in [0, 1) in steps of 2^-53, and follows the words") {
  Stream stream(11, 0), same(11, 0);
  int wrong = 0;
  for (int n = 0; n < 100000; ++n) {
    const double u = stream.uniform();
    if (!(u >= 0 && u < 1) || u * 0x1p53 != static_cast<double>(same() >> 11)) ++wrong;
  }
  CHECK(wrong == 0);
  // the largest that any word can give
  CHECK(static_cast<double>(Stream::max() >> 11) * 0x1p-53 == 1.0 - 0x1p-53);
}

TEST_CASE("below(n) stays below n, and below(1) is 0") {
  Stream stream(13, 0);
  int wrong = 0;
  for (const std::uint64_t n :
       {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}, std::uint64_t{1000},
        std::uint64_t{1} << 63, (std::uint64_t{1} << 63) + 1, ~std::uint64_t{0}})
    for (int draw = 0; draw < 2000; ++draw)
      if (stream.below(n) >= n) ++wrong;
  CHECK(wrong == 0);
}

TEST_SUITE("physics") {
  TEST_CASE("uniform() fills 100 bins evenly, and pairs of successive draws fill 10 x 10") {
    Stream stream(test::seed(17), 0);
    std::vector<double> bins(100), pairs(100);
    constexpr int draws = 400000;
    for (int n = 0; n < draws; ++n) {
      const double u = stream.uniform(), v = stream.uniform();
      ++bins[static_cast<std::size_t>(100 * u)];
      ++pairs[static_cast<std::size_t>(10 * u) * 10 + static_cast<std::size_t>(10 * v)];
    }
    const std::vector<double> expected(100, draws / 100.0);
    CHECK(std::abs(test::chi_square_deviate(bins, expected)) < test::allowed);
    CHECK(std::abs(test::chi_square_deviate(pairs, expected)) < test::allowed);
  }

  TEST_CASE(
      "below(n) is uniform, for large n too where plain multiplication would favour every third "
      "number") {
    Stream stream(test::seed(19), 0);
    std::vector<double> small(7), thirds(3), range(3);
    constexpr int draws = 210000;
    constexpr std::uint64_t large = std::uint64_t{3} << 62;
    for (int n = 0; n < draws; ++n) {
      ++small[stream.below(7)];
      const std::uint64_t x = stream.below(large);
      ++thirds[x % 3];
      ++range[x >> 62];
    }
    CHECK(std::abs(test::chi_square_deviate(small, std::vector<double>(7, draws / 7.0))) <
          test::allowed);
    CHECK(std::abs(test::chi_square_deviate(thirds, std::vector<double>(3, draws / 3.0))) <
          test::allowed);
    CHECK(std::abs(test::chi_square_deviate(range, std::vector<double>(3, draws / 3.0))) <
          test::allowed);
  }
}
