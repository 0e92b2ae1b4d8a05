#pragma once

#include <boost/random/exponential_distribution.hpp>
#include <cstdint>
#include <limits>

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
  Engine(M& model, S selector, Stream random) : model_(&model), selector_(std::move(selector)), random_(random) {
    (void)model.rebound();
    select_from_all();
  }

  /// Trials until `moment` [s] is reached (true: the clock stands there) or `budget` of them are
  /// made (false). `moment` may be infinite; with nothing to do and nothing scheduled the clock
  /// goes there at once.
  bool advance(double moment, std::uint64_t budget) {
    const double horizon = clock_.until(moment);
    for (; budget > 0; --budget)
      if (!step(horizon)) {
        clock_.schedule_reached(moment);
        return true;
      }
    return false;
  }

  /// One trial, unless it would fall at or after `horizon` [s since the last scheduled moment].
  bool step(double horizon) {
    const double next = clock_.since_scheduled() + waiting_time();
    if (!(next < horizon)) return false;
    clock_.advance_to(next);
    const Event event = model_->ceiling() > 0 ? draw_evenly() : draw_by_bounds();
    if (++trials_ % rebound_every == 0 && model_->rebound()) select_from_all();
    if (!event.null()) {
      model_->apply(event, changes_);
      take_up(changes_);
    }
#ifdef LACUNA_CHECK_EVERY
    if (trials_ % LACUNA_CHECK_EVERY == 0) check();
#endif
    return true;
  }

  /// Tell the selector what an event, or a scheduled change of the model, did; clears the list.
  void take_up(Changes& changes) {
    if (model_->ceiling() > 0) return changes.clear();
    for (const Changes::Change& change : changes.list()) {
      switch (change.kind) {
        case Changes::Kind::bound: selector_.update(change.carrier, model_->bound(change.carrier)); break;
        case Changes::Kind::settled: selector_.settle(change.carrier, model_->bound(change.carrier)); break;
        case Changes::Kind::added: selector_.insert(change.carrier, 0.0); break;
        case Changes::Kind::removed: selector_.erase(change.carrier); break;
      }
    }
    changes.clear();
  }

  /// All that model and selector keep, compared with the same made anew; throws Error if it differs.
  void check() const {
    if constexpr (requires { model_->check(); }) model_->check();
    if (model_->ceiling() > 0) return;
    for (std::uint32_t c = 0; c < model_->carriers(); ++c) selector_.check({c}, model_->bound({c}));
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
  }

 private:
  static constexpr std::uint64_t rebound_every = 1u << 17, worth_prefetching = 1u << 14;
  static constexpr std::size_t words_per_trial = 2;

  [[nodiscard]] double waiting_time() {
    const double total = model_->ceiling() > 0 ? model_->ceiling() * static_cast<double>(ways()) : selector_.total();
    if (total != total_) {
      total_ = total;
      mean_ = 1 / total;
    }
    return total > 0 ? exponential_(random_) * mean_ : std::numeric_limits<double>::infinity();
  }

  // All that the carriers could do, if each way were open.
  [[nodiscard]] std::uint64_t ways() const { return std::uint64_t{model_->carriers()} * model_->channels(); }

  // One word divides evenly into carrier, channel and the fraction that accepts it. What is left for
  // the fraction is coarse where it is small, so there it is drawn afresh.
  [[nodiscard]] Event draw_evenly() {
    constexpr double fine = 0x1p-20;
    const std::uint64_t all = ways();
    const kmc::Divided d = divide(random_(), all);
    if (all > worth_prefetching) look_ahead(all);
    double u = static_cast<double>(d.rest >> 11) * 0x1p-53;
    if (u < fine) u = fine * random_.uniform();
    const auto channels = model_->channels();
    return model_->attempt({static_cast<std::uint32_t>(d.index / channels)},
                           static_cast<std::uint8_t>(d.index % channels), u);
  }

  // The carriers of later trials are known unless something intervenes: first where they stand, then
  // what is around them can be on the way from memory.
  void look_ahead(std::uint64_t all) const {
    const auto later = [&](std::size_t trials) {
      const std::uint64_t word = random_.peek(trials * words_per_trial);
      return Carrier{static_cast<std::uint32_t>(divide(word, all).index / model_->channels())};
    };
    model_->expect(later(5));
    model_->prefetch(later(2));
  }

  [[nodiscard]] Event draw_by_bounds() {
    const Pick picked = selector_.pick(random_.uniform());
    return model_->choose(picked.carrier, picked.remainder, random_);
  }

  void select_from_all() {
    selector_.clear();
    if (model_->ceiling() > 0) return;
    for (std::uint32_t c = 0; c < model_->carriers(); ++c) selector_.insert({c}, model_->bound({c}));
  }

  M* model_;
  S selector_;
  Stream random_;
  Clock clock_;
  std::uint64_t trials_ = 0;
  double total_ = 0.0, mean_ = 0.0;  ///< the last sum of bounds [1/s], and its inverse
  Changes changes_;
  boost::random::exponential_distribution<double> exponential_{1.0};
};

}  // namespace lacuna::kmc
