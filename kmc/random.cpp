#include "kmc/random.hpp"

namespace lacuna::kmc {

void Stream::refill() {
  r123::Philox4x64 philox;
  for (std::size_t n = 0; n < block_.size(); n += 4) {
    const auto words = philox({{counter_++, 0, 0, 0}}, key_);
    for (std::size_t w = 0; w < 4; ++w) block_[n + w] = words[w];
  }
  next_ = 0;
}

void Stream::save(Writer& w) const {
  w.put(key_[0]);
  w.put(key_[1]);
  w.put(counter_);
  w.put(static_cast<std::uint64_t>(next_));
}

void Stream::load(Reader& r) {
  r.get(key_[0]);
  r.get(key_[1]);
  r.get(counter_);
  const auto next = r.get<std::uint64_t>();
  constexpr std::uint64_t blocks = std::tuple_size_v<decltype(block_)> / 4;
  if (next > block_.size() || counter_ % blocks != 0 || (counter_ == 0 && next < block_.size()))
    r.refuse("holds an impossible random state");
  next_ = block_.size();
  if (next < block_.size()) {  // the words of the current block are made again
    counter_ -= blocks;
    refill();
    next_ = static_cast<std::size_t>(next);
  }
}

}  // namespace lacuna::kmc
