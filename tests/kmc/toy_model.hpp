#pragma once

#include <algorithm>
#include <array>
#include <cmath>
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
/// rates, in two tiers, of which the lower has a third of them, or by turns, the first two or all.
enum class Drawing : std::uint8_t { by_bounds, evenly, in_tiers, by_turns, by_turns_of_three };

/// What a model owes the engine on that account.
template <class M>
class Ceiling {
 public:
  explicit Ceiling(Drawing drawing = Drawing::by_bounds)
      : drawing_(drawing),
        present_(drawing == Drawing::by_turns || drawing == Drawing::by_turns_of_three
                     ? Drawing::evenly
                     : drawing) {}
  [[nodiscard]] double ceiling() const {
    if (present_ == Drawing::by_bounds) return 0.0;
    return tiered() ? self().largest() / 3 : self().excess * self().largest();
  }
  [[nodiscard]] kmc::Event attempt(kmc::Carrier c, std::uint8_t channel, double u) const {
    return {c, u * ceiling() < self().rate({c, channel}) ? channel : kmc::Event::none};
  }
  [[nodiscard]] kmc::Event attempt(kmc::Carrier c, std::uint8_t channel, std::uint64_t n) const {
    return attempt(c, channel, static_cast<double>(n) / kmc::fractions);
  }
  [[nodiscard]] bool tiered() const { return present_ == Drawing::in_tiers; }
  // All rates looked up again, each weighing a whole number of parts.
  [[nodiscard]] std::uint64_t above_ceiling() const {
    if (!tiered()) return 0;
    std::uint64_t sum = 0;
    for_all_channels([&](kmc::Event e) { sum += parts_above(e); });
    return sum;
  }
  [[nodiscard]] kmc::Event pick_above(std::uint64_t place, std::uint64_t rest) const {
    kmc::Event picked;
    bool found = false;
    for_all_channels([&](kmc::Event e) {
      const std::uint64_t parts = parts_above(e);
      if (!found && place < parts) {
        found = true;
        const double u = (static_cast<double>(place) + static_cast<double>(rest >> 11) * 0x1p-53) *
                         ceiling() / kmc::parts_of_ceiling;
        if (u < self().rate(e) - ceiling()) picked = e;
      }
      if (!found) place -= parts;
    });
    return picked;
  }
  void expect(kmc::Carrier) const {}
  void prefetch(kmc::Carrier) const {}
  [[nodiscard]] bool far() const { return false; }
  [[nodiscard]] bool halted() const { return false; }
  void check() const {}
  [[nodiscard]] bool rebound() {
    if (drawing_ != Drawing::by_turns && drawing_ != Drawing::by_turns_of_three) return false;
    if (present_ == Drawing::evenly)
      present_ = Drawing::by_bounds;
    else
      present_ = present_ == Drawing::by_bounds && drawing_ == Drawing::by_turns_of_three
                     ? Drawing::in_tiers
                     : Drawing::evenly;
    return true;
  }

 private:
  [[nodiscard]] const M& self() const { return static_cast<const M&>(*this); }
  [[nodiscard]] std::uint64_t parts_above(kmc::Event e) const {
    const double above = self().rate(e) - ceiling();
    if (!(above > 0)) return 0;
    return static_cast<std::uint64_t>(std::ceil(above / ceiling() * kmc::parts_of_ceiling));
  }
  template <class Do>
  void for_all_channels(Do act) const {
    for (std::uint32_t c = 0; c < self().carriers(); ++c)
      for (std::uint8_t d = 0; d < self().channels(); ++d) act(kmc::Event{{c}, d});
  }
  Drawing drawing_, present_;
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
