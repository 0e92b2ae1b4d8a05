#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>

#ifdef __SSSE3__
#include <immintrin.h>
#endif

#include "lattice/occupation.hpp"
#include "lattice/window.hpp"

namespace lacuna::lattice {

/// A set of states of sites (Occupation::state), and which sites of windows belong to it: sixteen
/// sites at a time where the processor can shuffle bytes, one by one elsewhere.
class StateSet {
 public:
  using Members = std::bitset<Occupation::states>;
  static constexpr std::size_t together = 8;  ///< windows looked at by one call

  StateSet() = default;
  explicit StateSet(const Members& members) : members_(members) {
    for (std::size_t state = 0; state < members.size(); ++state)
      if (members[state]) high_of_low_[state % 16] |= static_cast<std::uint8_t>(1 << state / 16);
  }

  [[nodiscard]] const Members& members() const { return members_; }
  [[nodiscard]] bool contains(int state) const { return members_[static_cast<std::size_t>(state)]; }

  /// Which sites of eight windows, at these offsets from `here`, are in the set: the first window's
  /// bits are the lowest.
  [[nodiscard]] std::uint64_t among(const std::uint8_t* here, const std::int32_t* offsets) const {
    return among(here, offsets, nullptr);
  }
  /// Which are, or were before `change` was added to each window.
  [[nodiscard]] std::uint64_t among_now_or_before(const std::uint8_t* here,
                                                  const std::int32_t* offsets,
                                                  const std::uint64_t* change) const {
    return among(here, offsets, change);
  }

 private:
  [[nodiscard, gnu::always_inline]] std::uint64_t among(const std::uint8_t* here,
                                                        const std::int32_t* offsets,
                                                        const std::uint64_t* change) const;

  Members members_;
  /// Bit h of place l: is the state 16 h + l a member?
  alignas(16) std::array<std::uint8_t, 16> high_of_low_{};
};

#ifdef __SSSE3__

// A state's lower half chooses the byte that lists its upper halves, of which it has one.
inline std::uint64_t StateSet::among(const std::uint8_t* here, const std::int32_t* offsets,
                                     const std::uint64_t* change) const {
  const __m128i listed = _mm_load_si128(reinterpret_cast<const __m128i*>(high_of_low_.data()));
  const __m128i bit_of_high = _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  const __m128i half = _mm_set1_epi8(0x0f), none = _mm_setzero_si128();
  const auto found = [&](__m128i states) {
    const __m128i high = _mm_and_si128(_mm_srli_epi16(states, 4), half);
    return _mm_and_si128(_mm_shuffle_epi8(listed, states), _mm_shuffle_epi8(bit_of_high, high));
  };
  std::uint64_t members = 0;
  for (std::size_t n = 0; n < together; n += 2) {
    const __m128i states = _mm_set_epi64x(static_cast<long long>(load(here + offsets[n + 1])),
                                          static_cast<long long>(load(here + offsets[n])));
    __m128i in = found(states);
    if (change != nullptr) {
      const __m128i added = _mm_loadu_si128(reinterpret_cast<const __m128i*>(change + n));
      in = _mm_or_si128(in, found(_mm_sub_epi64(states, added)));
    }
    const auto bits = static_cast<std::uint64_t>(
        0xffff ^ static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(in, none))));
    members |= bits << 8 * n;
  }
  return members;
}

#else

inline std::uint64_t StateSet::among(const std::uint8_t* here, const std::int32_t* offsets,
                                     const std::uint64_t* change) const {
  std::uint64_t members = 0;
  for (std::size_t n = 0; n < together; ++n) {
    const std::uint64_t now = load(here + offsets[n]);
    const std::uint64_t before = change != nullptr ? now - change[n] : now;
    for (unsigned b = 0; b < Window::width; ++b) {
      const bool in = contains(static_cast<int>(now >> 8 * b & 0x7f)) ||
                      contains(static_cast<int>(before >> 8 * b & 0x7f));
      members |= std::uint64_t{in} << (8 * n + b);
    }
  }
  return members;
}

#endif

}  // namespace lacuna::lattice
