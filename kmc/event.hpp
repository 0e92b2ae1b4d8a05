#pragma once

#include <concepts>
#include <cstdint>
#include <vector>

#include "kmc/random.hpp"

namespace lacuna::kmc {

/// Number of a carrier, something that can make events happen: 0 .. carriers-1, dense.
struct Carrier {
  std::uint32_t value = 0;
  friend auto operator<=>(const Carrier&, const Carrier&) = default;
};

/// Something a carrier can do: one of a few channels. Channel `none` is the null event, which
/// changes nothing but lets time pass.
struct Event {
  static constexpr std::uint8_t none = 0xff;
  Carrier carrier;
  std::uint8_t channel = none;
  [[nodiscard]] bool null() const { return channel == none; }
};

/// What an event did to the carriers, in order; their bounds are read once it is complete.
class Changes {
 public:
  enum class Kind : std::uint8_t { added, removed, bound, settled };
  struct Change {
    Carrier carrier;
    Kind kind;
  };
  /// A carrier with the number that was `carriers()` came into being, with bound 0 until reported.
  void added(Carrier c) { list_.push_back({c, Kind::added}); }
  /// A carrier is gone and the last one took over its number.
  void removed(Carrier c) { list_.push_back({c, Kind::removed}); }
  /// The bound of a carrier may have changed. REQUIRES that no removal follows in this list.
  void bound(Carrier c) { list_.push_back({c, Kind::bound}); }
  /// The same, and its bound is now one that it will keep for a while.
  void settled(Carrier c) { list_.push_back({c, Kind::settled}); }
  void clear() { list_.clear(); }
  [[nodiscard]] const std::vector<Change>& list() const { return list_; }

 private:
  std::vector<Change> list_;
};

/// What of a rate is above a ceiling is weighed in these parts of it.
inline constexpr std::uint64_t parts_of_ceiling = 1u << 10;

/// What the engine needs to know of a system. It is compiled for one; nothing here is virtual.
template <class M>
concept Model = requires(M m, const M& c, Event e, Carrier v, std::uint8_t channel, double u,
                         std::uint64_t place, Stream& random, Changes& out) {
  { c.carriers() } -> std::same_as<std::uint32_t>;
  // [1/s], at least the sum of the rates of the carrier's channels; 0 if it can do nothing
  { c.bound(v) } -> std::same_as<double>;
  // [1/s], of one channel; what `choose` draws from. Not used by the engine but by its oracles.
  { c.rate(e) } -> std::same_as<double>;
  { c.channels() } -> std::same_as<std::uint8_t>;
  // The event at u, uniform in [0, b) for some b >= bound(v): channel n with probability
  // rate(n) / b, the null event otherwise. u is a multiple of about 2^-53 of the total rate of all
  // carriers; a model whose channels span more draws afresh from `random`.
  { c.choose(v, u, random) } -> std::same_as<Event>;
  // [1/s] Up to there every channel of every carrier is drawn evenly, instead of by bounds of their
  // own; 0 if that is not so.
  { c.ceiling() } -> std::same_as<double>;
  // With a ceiling: the event of a channel if u, uniform in [0, 1), is below rate / ceiling.
  { c.attempt(v, channel, u) } -> std::same_as<Event>;
  // The same of u = place / fractions.
  { c.attempt(v, channel, place) } -> std::same_as<Event>;
  // With a ceiling: may channels have rates above it?
  { c.tiered() } -> std::same_as<bool>;
  // If so, what they have above it, in all and at least; in `parts_of_ceiling`.
  { c.above_ceiling() } -> std::same_as<std::uint64_t>;
  // The event at a place below `above_ceiling`, where `rest` is what is left of the random word:
  // each with a probability in proportion to what its rate has above the ceiling, or the null
  // event.
  { c.pick_above(place, place) } -> std::same_as<Event>;
  // Perhaps to be drawn in a few trials; in the next but one, all that an event of it touches.
  { c.expect(v) } -> std::same_as<void>;
  { c.prefetch(v) } -> std::same_as<void>;
  // Is that so large that no cache is likely to hold it?
  { c.far() } -> std::same_as<bool>;
  { m.apply(e, out) } -> std::same_as<void>;
  // Asked at fixed numbers of trials: may choose between a ceiling and bounds. True if it changed.
  { m.rebound() } -> std::same_as<bool>;
  // Must the caller see to something before the next trial? Asked after each of them, or after some
  // where the number of carriers is the same; so an event that halts must add or remove a carrier.
  { c.halted() } -> std::same_as<bool>;
  // Throws Error if anything that it keeps differs from the same made anew.
  { c.check() } -> std::same_as<void>;
};

/// Draws a carrier with probability proportional to a weight that is at least its bound.
template <class S>
concept Selector = Saved<S> && requires(S s, const S& c, Carrier v, double bound, double u) {
  { s.clear() } -> std::same_as<void>;
  { s.insert(v, bound) } -> std::same_as<void>;  // v == number of carriers so far
  { s.update(v, bound) } -> std::same_as<void>;
  { s.settle(v, bound) } -> std::same_as<void>;  // the same, for a bound that is there to stay
  { c.carriers() } -> std::same_as<std::size_t>;
  { c.check(v, bound) } -> std::same_as<void>;  // throws Error if v is not where its bound belongs
  { s.erase(v) } -> std::same_as<void>;         // the last carrier takes over the number
  { s.total() } -> std::same_as<double>;        // [1/s], sum of the weights
  { s.pick(u).carrier } -> std::convertible_to<Carrier>;   // u in [0, 1), total() > 0
  { s.pick(u).remainder } -> std::convertible_to<double>;  // uniform in [0, weight)
};

/// A selected carrier, and what is left of the random number: uniform in [0, its weight) [1/s].
struct Pick {
  Carrier carrier;
  double remainder = 0.0;
};

}  // namespace lacuna::kmc
