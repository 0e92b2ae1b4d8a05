#pragma once

#include <bit>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>
#include <cstdint>
#include <limits>

#include "core/mutation.hpp"
#include "kmc/composition_rejection.hpp"
#include "kmc/event.hpp"

namespace lacuna::kmc {

/// Simulated time [s], kept as the last scheduled moment and the time since. Steps of 1e-14 s are
/// then added to a small number, not to a large one in which they would drown.
class Clock {
 public:
  [[nodiscard]] double now() const { return base_ + since_; }
  [[nodiscard]] double since_scheduled() const { return since_; }
  [[nodiscard]] double until(double moment) const { return moment - base_; }
  void advance_to(double since) { since_ = since; }
  void schedule_reached(double moment) {
    base_ = moment;
    since_ = 0.0;
  }

  void save(Writer& w) const {
    w.put(base_);
    w.put(since_);
  }
  void load(Reader& r) {
    constexpr double end = std::numeric_limits<double>::max();
    base_ = r.get_within(0.0, end);
    since_ = r.get_within(0.0, end - base_);
  }

 private:
  double base_ = 0.0, since_ = 0.0;
};

/// Rejection kinetic Monte Carlo with exact time: events of a Model, one after the other, at the
/// times of a Poisson process with the total of all bounds as its intensity. Trials that come to
/// nothing advance the clock too, so that what does happen has its exact rate (uniformisation;
/// Jensen 1953, doi:10.1080/03461238.1953.10419459).
///
/// Scheduled events (anything whose time does not depend on the state) are the caller's: `advance`
/// stops at a moment, and the waiting time, being memoryless, is drawn afresh from there.
/// One engine belongs to one thread.
template <Model M, Selector S = CompositionRejection>
class Engine {
 public:
  /// The model must outlive the engine; its carriers are taken up as they are.
  Engine(M& model, S selector, Stream random)
      : model_(&model), selector_(std::move(selector)), random_(random) {
    (void)model.rebound();
    take_up_all();
  }

  /// Trials until `moment` [s] is reached (true: the clock stands there), at least `budget` of them
  /// are made (false), or the model halts (false): it may do so for events that
  /// schedule others, which must also add or remove a carrier. `moment` may be infinite; with
  /// nothing to do and nothing scheduled the clock goes there at once.
  bool advance(double moment, std::uint64_t budget) {
    const std::uint64_t before = trials_;
    while (trials_ - before < budget) {
      if (!(model_->ceiling() > 0 ? stride(moment) : step(moment))) return true;
      if (model_->halted()) return false;
    }
    return false;
  }

  /// One trial and its time; or, if that would be `moment` [s] or later, none (false), and the
  /// clock stands there.
  bool step(double moment) {
    const double next = clock_.since_scheduled() + waiting_time();
    if (!(next < clock_.until(moment))) {
      clock_.schedule_reached(moment);
      return false;
    }
    clock_.advance_to(next);
    try_once();
    look_after(trials_ - 1);
    return true;
  }

  /// The trials of some stretch of time, at most up to `moment` (false: the clock stands there).
  /// With a ceiling their number has a Poisson distribution, and nothing depends on the times of
  /// single ones, as long as there are as many carriers and, with tiers, no more above the ceiling
  /// than there was room for.
  bool stride(double moment) {
    return model_->tiered() ? stride_with<true>(moment) : stride_with<false>(moment);
  }

  /// Tell the selector what an event, or a scheduled change of the model, did; clears the list.
  void take_up(Changes& changes) {
    if (!(model_->ceiling() > 0)) tell_selector(changes);
    changes.clear();
  }

  /// The same after a change of the model that no list tells: all its carriers, as they are.
  void take_up_all() {
    selector_.clear();
    if (model_->ceiling() > 0) return;
    for (std::uint32_t c = 0; c < model_->carriers(); ++c)
      selector_.insert({c}, model_->bound({c}));
  }

  /// All that model and selector keep, compared with the same made anew; throws Error if it
  /// differs.
  void check() const {
    model_->check();
    check_selector();
  }

  [[nodiscard]] double now() const { return clock_.now(); }
  [[nodiscard]] std::uint64_t trials() const { return trials_; }
  [[nodiscard]] S& selector() { return selector_; }

  void save(Writer& w) const {
    w.put(clock_);
    w.put(trials_);
    random_.save(w);
    selector_.save(w);
  }
  /// REQUIRES that the model was loaded after this engine was made of it, which asks it to rebound.
  void load(Reader& r) {
    r.get(clock_);
    r.get(trials_);
    random_.load(r);
    selector_.load(r);
    try {
      check_selector();
    } catch (const Error& error) {
      r.refuse(error.what());
    }
  }

 private:
  static constexpr std::uint64_t rebound_every = 1u << 20, worth_prefetching = 1u << 14;
  static constexpr double together = 64.0;  ///< mean number of trials in a stride

  void check_selector() const {
    const std::uint32_t carriers = model_->ceiling() > 0 ? 0 : model_->carriers();
    if (selector_.carriers() != carriers)
      throw Error("the selector has other carriers than the model");
    for (std::uint32_t c = 0; c < carriers; ++c) selector_.check({c}, model_->bound({c}));
  }

  template <bool tiered>
  bool stride_with(double moment) {
    const std::uint32_t carriers = model_->carriers();
    const std::uint64_t even = tiered ? ways() * parts_of_ceiling : ways(),
                        all = tiered ? with_room(weight()) : even;
    const double rate = tiered ? weight_rate(all) : ceiling_rate(),
                 left = clock_.until(moment) - clock_.since_scheduled();
    const bool whole = together / rate < left;
    const double stretch = whole ? together / rate : left;
    const int trials = whole ? whole_stride_(random_) : part_of_stride(rate * stretch);
    const std::uint64_t before = trials_;
    const bool far = ways() > worth_prefetching && model_->far();
    for (int n = 1; n <= trials; ++n) {
      const Event event = tiered ? draw_in_tiers(all, even, far) : draw_evenly(all, far);
      if (event.null()) continue;
      model_->apply(event, changes_);
      changes_.clear();
      if (model_->carriers() == carriers && !(tiered && outgrown(all - even))) continue;
      // The n-th of so many moments chosen at random; what comes after it is drawn anew.
      const double share = boost::random::beta_distribution<double>(n, trials + 1 - n)(random_);
      clock_.advance_to(clock_.since_scheduled() + stretch * share);
      trials_ += static_cast<std::uint64_t>(n);
      look_after(before);
      return true;
    }
    trials_ += static_cast<std::uint64_t>(trials);
    if (whole)
      clock_.advance_to(clock_.since_scheduled() + stretch);
    else
      clock_.schedule_reached(moment);
    look_after(before);
    return whole;
  }

  void try_once() {
    if (!(model_->ceiling() > 0)) return happen(draw_by_bounds());
    happen(model_->tiered() ? draw_in_tiers(weight(), ways() * parts_of_ceiling, false)
                            : draw_evenly(ways(), false));
  }

  void tell_selector(const Changes& changes) {
    for (const Changes::Change& change : changes.list()) {
      switch (change.kind) {
        case Changes::Kind::bound:
          selector_.update(change.carrier, model_->bound(change.carrier));
          break;
        case Changes::Kind::settled:
          selector_.settle(change.carrier, model_->bound(change.carrier));
          break;
        case Changes::Kind::added: selector_.insert(change.carrier, 0.0); break;
        case Changes::Kind::removed: selector_.erase(change.carrier); break;
      }
    }
  }

  [[gnu::always_inline]] void happen(const Event& event) {
    ++trials_;
    if (event.null()) return;
    model_->apply(event, changes_);
    take_up(changes_);
  }

  // What is due every so many trials, after those since `before`.
  void look_after(std::uint64_t before) {
    const auto due = [&](std::uint64_t every) { return trials_ / every != before / every; };
    if (due(rebound_every) && model_->rebound()) take_up_all();
#ifdef LACUNA_CHECK_EVERY
    if (due(LACUNA_CHECK_EVERY)) check();
#endif
  }

  [[nodiscard]] int part_of_stride(double mean) {
    return mean > 0 && !mutated(Mutation::no_remainder)
               ? boost::random::poisson_distribution<int>(mean)(random_)
               : 0;
  }

  // Of all trials, where there is a ceiling [1/s].
  [[nodiscard]] double ceiling_rate() const {
    return model_->ceiling() * static_cast<double>(ways());
  }

  // With tiers, all that is drawn from, in parts of the ceiling: below it and above.
  [[nodiscard]] std::uint64_t weight() const {
    return ways() * parts_of_ceiling + model_->above_ceiling();
  }
  [[nodiscard]] double weight_rate(std::uint64_t weight) const {
    return model_->ceiling() * (static_cast<double>(weight) / parts_of_ceiling);
  }
  [[nodiscard]] static std::uint64_t with_room(std::uint64_t weight) {
    return weight + weight / 16;
  }
  [[nodiscard]] bool outgrown(std::uint64_t room) const {
    return model_->above_ceiling() > room && !mutated(Mutation::crowded_tiers);
  }

  // [1/s] Of all trials.
  [[nodiscard]] double trial_rate() {
    if (!(model_->ceiling() > 0)) return selector_.total();
    return model_->tiered() ? weight_rate(weight()) : ceiling_rate();
  }

  [[nodiscard]] double waiting_time() {
    const double total = trial_rate();
    if (total != total_) {
      total_ = total;
      mean_ = 1 / (mutated(Mutation::time_step) ? total + total / model_->carriers() : total);
    }
    return total > 0 ? exponential_(random_) * mean_ : std::numeric_limits<double>::infinity();
  }

  // All that the carriers could do, if each way were open.
  [[nodiscard]] std::uint64_t ways() const {
    return std::uint64_t{model_->carriers()} * model_->channels();
  }

  // One word divides evenly into carrier, channel and the fraction that accepts it.
  [[nodiscard]] Event draw_evenly(std::uint64_t all, bool far) {
    const kmc::Divided d = divide(random_(), all);
    if (all > worth_prefetching) look_ahead(all, far);
    return attempt(d);
  }

  // `index` is of all ways. What is left for the fraction is coarse where it is small, so there it
  // is drawn afresh. Elsewhere it stays a whole number: without floating point a rejected trial
  // takes 5 % less time.
  [[nodiscard, gnu::always_inline]] Event attempt(const Divided& d) {
    constexpr std::uint64_t coarse = 1u << 20;
    const auto channels = model_->channels();
    const Carrier carrier{static_cast<std::uint32_t>(d.index / channels)};
    const auto channel = static_cast<std::uint8_t>(d.index % channels);
    const std::uint64_t fraction = d.rest >> 11;
    if (fraction >= fractions / coarse) return model_->attempt(carrier, channel, fraction);
    return model_->attempt(carrier, channel, random_.uniform() / coarse);
  }

  // The same up to the ceiling, then what is above it, and then room for that to grow.
  [[nodiscard]] Event draw_in_tiers(std::uint64_t all, std::uint64_t even, bool far) {
    const Divided d = divide(random_(), all);
    if (far) look_ahead_in_tiers(all, even);
    if (d.index < even) {
      constexpr int bits = std::countr_zero(parts_of_ceiling);
      return attempt({d.index >> bits, d.index << (64 - bits) | d.rest >> bits});
    }
    if (d.index - even >= model_->above_ceiling()) return {};
    return model_->pick_above(d.index - even, d.rest);
  }

  // The carriers of later trials are known unless something intervenes: first where they stand,
  // then what is around them can be on the way, where it is far from the processor. Always inlined,
  // down to the prefetches: a function that does nothing else has no effect to the compiler, which
  // drops its calls.
  [[gnu::always_inline]] void look_ahead(std::uint64_t all, bool far) const {
    const auto later = [&](std::size_t trials) {
      const std::uint64_t word = random_.peek(trials);
      return Carrier{static_cast<std::uint32_t>(divide(word, all).index / model_->channels())};
    };
    model_->expect(later(10));
    if (far) model_->prefetch(later(4));
  }
  [[gnu::always_inline]] void look_ahead_in_tiers(std::uint64_t all, std::uint64_t even) const {
    const std::uint64_t later = divide(random_.peek(10), all).index,
                        soon = divide(random_.peek(4), all).index;
    const auto carrier = [&](std::uint64_t index) {
      return Carrier{static_cast<std::uint32_t>(index / parts_of_ceiling / model_->channels())};
    };
    if (later < even) model_->expect(carrier(later));
    if (soon < even) model_->prefetch(carrier(soon));
  }

  [[nodiscard]] Event draw_by_bounds() {
    const Pick picked = selector_.pick(random_.uniform());
    return model_->choose(picked.carrier, picked.remainder, random_);
  }

  M* model_;
  S selector_;
  Stream random_;
  Clock clock_;
  std::uint64_t trials_ = 0;
  double total_ = 0.0, mean_ = 0.0;  ///< the last sum of bounds [1/s], and its inverse
  Changes changes_;
  boost::random::exponential_distribution<double> exponential_{1.0};
  boost::random::poisson_distribution<int> whole_stride_{together};
};

}  // namespace lacuna::kmc
