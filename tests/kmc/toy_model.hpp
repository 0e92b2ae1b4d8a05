#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "kmc/event.hpp"

namespace lacuna::test {

/// The channel at u of rates laid end to end from 0, or the null event beyond them.
template <std::size_t N>
kmc::Event channel_at(kmc::Carrier c, double u, const std::array<double, N>& rates) {
  for (std::uint8_t n = 0; n < N; ++n) {
    if (u < rates[n]) return {c, n};
    u -= rates[n];
  }
  return {c, kmc::Event::none};
}

/// How the engine draws from a model: by the bounds of its carriers, evenly below a ceiling of all
/// rates, or by turns.
enum class Drawing : std::uint8_t { by_bounds, evenly, by_turns };

/// What a model owes the engine on that account.
template <class M>
class Ceiling {
 public:
  explicit Ceiling(Drawing drawing = Drawing::by_bounds)
      : drawing_(drawing), even_(drawing != Drawing::by_bounds) {}
  [[nodiscard]] double ceiling() const { return even_ ? self().excess * self().largest() : 0.0; }
  [[nodiscard]] kmc::Event attempt(kmc::Carrier c, std::uint8_t channel, double u) const {
    return {c, u * ceiling() < self().rate({c, channel}) ? channel : kmc::Event::none};
  }
  void expect(kmc::Carrier) const {}
  void prefetch(kmc::Carrier) const {}
  [[nodiscard]] bool halted() const { return false; }
  void check() const {}
  [[nodiscard]] bool rebound() {
    even_ = even_ != (drawing_ == Drawing::by_turns);
    return drawing_ == Drawing::by_turns;
  }

 private:
  [[nodiscard]] const M& self() const { return static_cast<const M&>(*this); }
  Drawing drawing_;
  bool even_;
};

/// Independent switches: switch n goes on with rate up[n], off with rate down[n] [1/s]. Bounds
/// are `excess` times the rates, so that one trial in `excess` is an event.
struct Switches : Ceiling<Switches> {
  Switches(std::vector<double> up_rates, std::vector<double> down_rates, double bound_excess = 1,
           Drawing drawing = Drawing::by_bounds)
      : Ceiling(drawing),
        up(std::move(up_rates)),
        down(std::move(down_rates)),
        excess(bound_excess) {}

  std::vector<double> up, down;
  double excess;
  std::vector<std::uint8_t> on = std::vector<std::uint8_t>(up.size(), 0);
  std::vector<std::uint64_t> flips = std::vector<std::uint64_t>(up.size(), 0);

  [[nodiscard]] double largest() const {
    return std::max(*std::max_element(up.begin(), up.end()),
                    *std::max_element(down.begin(), down.end()));
  }

  [[nodiscard]] std::uint32_t carriers() const { return static_cast<std::uint32_t>(up.size()); }
  [[nodiscard]] std::uint8_t channels() const { return 1; }
  [[nodiscard]] double rate(kmc::Event e) const {
    return on[e.carrier.value] != 0 ? down[e.carrier.value] : up[e.carrier.value];
  }
  [[nodiscard]] double bound(kmc::Carrier c) const { return excess * rate({c, 0}); }
  [[nodiscard]] kmc::Event choose(kmc::Carrier c, double u, kmc::Stream&) const {
    return channel_at(c, u, std::array{rate({c, 0})});
  }
  void apply(kmc::Event e, kmc::Changes& changes) {
    on[e.carrier.value] ^= 1;
    ++flips[e.carrier.value];
    changes.bound(e.carrier);
  }
};

/// Walkers on a ring: a source (carrier 0) sets them down at place 0, each steps left and right,
/// and dies, all at given rates [1/s]. Carriers come and go.
struct Walkers : Ceiling<Walkers> {
  explicit Walkers(const std::array<double, 4>& channel_rates, std::uint32_t ring = 5,
                   double bound_excess = 1, Drawing drawing = Drawing::by_bounds)
      : Ceiling(drawing), rates(channel_rates), places(ring), excess(bound_excess) {}

  enum Channel : std::uint8_t { birth, left, right, death };
  std::array<double, 4> rates;  ///< of each channel
  std::uint32_t places;
  double excess;
  std::vector<std::uint32_t> at = {};  ///< place of walker n, which is carrier n + 1
  std::array<std::uint64_t, 4> events = {};

  [[nodiscard]] double largest() const { return *std::max_element(rates.begin(), rates.end()); }
  [[nodiscard]] std::uint32_t carriers() const { return static_cast<std::uint32_t>(at.size() + 1); }
  [[nodiscard]] std::uint8_t channels() const { return 4; }
  [[nodiscard]] double rate(kmc::Event e) const {
    return (e.carrier.value == 0) == (e.channel == birth) ? rates[e.channel] : 0.0;
  }
  [[nodiscard]] double bound(kmc::Carrier c) const {
    return excess * (c.value == 0 ? rates[birth] : rates[left] + rates[right] + rates[death]);
  }
  [[nodiscard]] kmc::Event choose(kmc::Carrier c, double u, kmc::Stream&) const {
    return channel_at(
        c, u, std::array{rate({c, birth}), rate({c, left}), rate({c, right}), rate({c, death})});
  }
  void apply(kmc::Event e, kmc::Changes& changes) {
    ++events[e.channel];
    if (e.channel == birth) {
      changes.added({carriers()});
      changes.bound({carriers()});
      at.push_back(0);
      return;
    }
    std::uint32_t& place = at[e.carrier.value - 1];
    if (e.channel == death) {
      place = at.back();
      at.pop_back();
      changes.removed(e.carrier);
    } else {
      place = (place + (e.channel == right ? 1 : places - 1)) % places;
    }
  }
};

static_assert(kmc::Model<Switches> && kmc::Model<Walkers>);

}  // namespace lacuna::test
