#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <limits>

#include "kmc/checkpoint.hpp"

namespace lacuna::kmc {

/// A word divided by multiplication: `index` uniform in 0 .. n-1, `rest` what is left, uniform in
/// [0, 2^64) up to steps of n.
struct Divided {
  std::uint64_t index, rest;
};
[[nodiscard]] inline Divided divide(std::uint64_t word, std::uint64_t n) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{word} * n;
  return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
}

/// As many fractions of one can be drawn evenly: n / fractions for every n below that.
inline constexpr std::uint64_t fractions = std::uint64_t{1} << 53;

/// One named random stream: Philox4x64-10 (Salmon et al., SC'11, doi:10.1145/2063384.2063405) as a
/// uniform random bit generator, keyed by (seed, purpose). Streams of different keys are
/// independent, so any part of a run can be redone alone. Words are made in blocks.
class Stream {
 public:
  using result_type = std::uint64_t;
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  Stream(std::uint64_t seed, std::uint64_t purpose) : key_{{seed, purpose}} {}

  result_type operator()() {
    if (next_ == block_.size()) refill();
    return block_[next_++];
  }
  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }
  /// Uniform in 0 .. n-1 by multiplication (Lemire, doi:10.1145/3230636; exact by rejection).
  /// REQUIRES n > 0.
  std::uint64_t below(std::uint64_t n) {
    Divided d = divide((*this)(), n);
    if (d.rest < n) {
      const std::uint64_t threshold = -n % n;
      while (d.rest < threshold) d = divide((*this)(), n);
    }
    return d.index;
  }
  /// A word that is to come: 0 the next; some other one where that is not made yet.
  [[nodiscard]] result_type peek(std::size_t ahead) const {
    return block_[(next_ + ahead) % block_.size()];
  }

  void save(Writer&) const;
  void load(Reader&);

 private:
  void refill();

  r123::Philox4x64::key_type key_;
  std::uint64_t counter_ = 0;  ///< blocks of four words made so far
  std::array<std::uint64_t, 256> block_{};
  std::size_t next_ = block_.size();
};

}  // namespace lacuna::kmc
