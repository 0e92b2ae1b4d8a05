#include "interface/run.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/far_metal.hpp"
#include "interface/imposed_current.hpp"
#include "interface/initial_state.hpp"
#include "interface/judge.hpp"
#include "interface/patch.hpp"
#include "interface/sampler.hpp"
#include "interface/sink_emission.hpp"
#include "interface/slab_model.hpp"
#include "interface/stepper.hpp"
#include "interface/streams.hpp"
#include "interface/strip_field.hpp"
#include "kmc/engine.hpp"
#include "kmc/schedule.hpp"

namespace lacuna::interface {
namespace {

constexpr std::uint32_t checkpoint_format = 14;
constexpr double rounding = 1e-12;  // of a moment

enum Slot : std::size_t {
  strip_slot,
  protocol_slot,
  emission_slot,
  sink_slot,
  flight_slot,
  sample_slot,
  limit_slot,
  slots
};

// 0 unless a charge ends it.
std::uint64_t atoms_of_half_cycle(const Protocol& protocol, const lattice::Slab& slab) {
  const auto* const cycle = std::get_if<Cycle>(&protocol);
  if (!cycle) return 0;
  return static_cast<std::uint64_t>(std::llround(cycle->monolayers * slab.sites_per_layer()));
}

template <class Model>  // SlabModel or DetailedSlab
class Run {
 public:
  Run(const Case& c, std::uint64_t seed, std::span<Observer* const> observers,
      const Checkpointing& checkpointing)
      : case_(c),
        checkpointing_(checkpointing),
        model_(c),
        current_(c.current),
        strips_(model_.slab().site_area() * model_.slab().sites_per_layer(),
                stream(seed, Purpose::strip_times)),
        strip_sites_(stream(seed, Purpose::strip_sites)),
        engine_(with_start(seed), kmc::CompositionRejection(model_.scale()),
                stream(seed, Purpose::trials)),
        far_metal_(c, seed, model_, engine_),
        sink_emission_(seed, model_, engine_),
        sampler_(c, model_, current_, observers),
        judge_(c, current_),
        half_cycle_atoms_(atoms_of_half_cycle(c.current, model_.slab())) {
    if (c.ceramic.electrolyte) field_.emplace(c, model_.slab());
  }

  Ending operator()(const std::stop_token& stop, const OnProgress& on_progress) {
    begin();
    while (!over_) {
      go_on(attention_every);
      if (unattended_ >= attention_every && !over_) attend(stop, on_progress);
    }
    return ending_;
  }

  void begin() {
    const auto& file = checkpointing_.file;
    if (checkpointing_.resume && !file.empty() && std::filesystem::exists(file)) return load();
    far_metal_.start(current_.density(0.0));
    sink_emission_.start();
    schedule_what_is_known();
    if (case_.sample_time > 0) schedule_.set(sample_slot, case_.sample_time);
    if (field_) see_contact();
    take_sample();
    if (!over_ && without_contact()) finish(Reason::delaminated);
  }

  // Where it pauses decides how many trials are made at a time, and nothing else.
  void go_to(const Pause& pause) {
    const std::uint64_t last = engine_.trials() + pause.trials, sample = sampler_.last().index;
    const auto paused = [&] {
      return engine_.trials() >= last || engine_.now() >= pause.time ||
             (pause.at_sample && sampler_.last().index != sample);
    };
    const bool timed = std::isfinite(pause.time);
    while (!over_ && !paused()) go_on(timed ? 1 : last - engine_.trials());
  }

  [[nodiscard]] bool over() const { return over_; }
  [[nodiscard]] const Ending& ending() const { return ending_; }
  [[nodiscard]] double now() const { return engine_.now(); }
  [[nodiscard]] double density() const { return current_.density(engine_.now()); }
  [[nodiscard]] std::uint64_t trials() const { return engine_.trials(); }
  [[nodiscard]] std::optional<double> constriction() const {
    return field_ ? field_->constriction() : std::nullopt;
  }
  [[nodiscard]] const SlabState& state() const { return model_; }
  [[nodiscard]] const Sample& last_sample() const { return sampler_.last(); }

 private:
  // A moment of wall clock: a few milliseconds' worth of trials between looks at it.
  static constexpr std::uint64_t attention_every = 1u << 16;

  Model& with_start(std::uint64_t seed) {
    place_start(case_, current_.density(0.0), model_, stream(seed, Purpose::initial_state));
    return model_;
  }

  // Up to what is scheduled next, or so many trials.
  void go_on(std::uint64_t trials) {
    const auto due = schedule_.next();
    const std::uint64_t before = engine_.trials();
    const bool reached = engine_.advance(due.time, budget(trials));
    unattended_ += engine_.trials() - before + 64;
    if (model_.halted()) {
      far_metal_.launch_gone();
      schedule_far_metal();
    } else if (reached) {
      happens(due);
    } else if (case_.limits.events > 0 && engine_.trials() >= case_.limits.events) {
      finish(Reason::limit);
    }
  }

  [[nodiscard]] std::uint64_t budget(std::uint64_t trials) const {
    if (case_.limits.events == 0) return trials;
    return std::min(trials, case_.limits.events - std::min(case_.limits.events, engine_.trials()));
  }

  void schedule_what_is_known() {
    schedule_far_metal();
    schedule_.set(sink_slot, sink_emission_.next());
    schedule_current();
    if (case_.limits.time > 0) schedule_.set(limit_slot, case_.limits.time);
  }

  void schedule_far_metal() {
    schedule_.set(emission_slot, far_metal_.next_emission());
    schedule_.set(flight_slot, far_metal_.next_flight());
  }

  void schedule_current() {
    schedule_.set(protocol_slot, current_.segment_end());
    schedule_.set(strip_slot, strips_.next(current_));
  }

  void happens(const typename kmc::Schedule<slots>::Due& due) {
    if (std::isinf(due.time))
      throw RuntimeFailure(
          "nothing can happen any more and nothing is scheduled; the run would never end");
    switch (static_cast<Slot>(due.slot)) {
      case strip_slot: return strip();
      case protocol_slot: return end_segment();
      case emission_slot: far_metal_.emit(); return schedule_far_metal();
      case sink_slot: sink_emission_.emit(); return schedule_.set(sink_slot, sink_emission_.next());
      case flight_slot: far_metal_.end_flight(); return schedule_far_metal();
      case sample_slot:
        schedule_.set(sample_slot, engine_.now() + case_.sample_time);
        return take_sample();
      default: return finish(Reason::limit);
    }
  }

  // Contact can be lost by a hop, or be missing from the start, as well as by a strip. Plating
  // makes it anew, but by the current of a contact.
  [[nodiscard]] bool without_contact() const {
    const bool needed = current_.sign() > 0 || (current_.sign() < 0 && plates_by_field());
    return needed && model_.contact_atoms() == 0;
  }
  [[nodiscard]] bool plates_by_field() const { return case_.ceramic.plate == PlateRule::field; }

  void strip() {
    if (without_contact()) return finish(Reason::delaminated);
    if (mutated(Mutation::strip_by_contact) && would_strip_vacancy()) return next_strip();
    sampler_.note_strip(engine_.now(), far_metal_.in_flight(), constriction().value_or(0.0));
    if (!move_atom()) return finish(Reason::nothing_to_fill);
    engine_.take_up(changes_);
    next_strip();

    const bool lost = without_contact(), half_over = half_is_over();
    if (sampler_.due() || lost || half_over) take_sample();
    sampler_.await_next();
    if (over_) return;
    if (lost) return finish(Reason::delaminated);
    if (half_over) leave_segment([this] { return current_.release(engine_.now()); });
    if (over_) return;
    if (const auto reason = charge_is_spent()) finish(*reason);
  }

  // A segment that ends in its time. The end of a part of a cycle is looked at.
  void end_segment() {
    const Sample& last = sampler_.last();
    if (current_.cycle() && !(last.time == engine_.now() && last.ended)) take_sample();
    if (!over_) leave_segment([this] { return current_.advance(engine_.now()); });
  }

  // Has the charge passed that the present half of a cycle is for?
  [[nodiscard]] bool half_is_over() const {
    const auto halves = current_.halves_at_end();
    return halves && sampler_.passed_atoms() >= *halves * half_cycle_atoms_;
  }

  [[nodiscard]] std::optional<CycleMoment> ended() const {
    if (half_is_over() || engine_.now() >= current_.segment_end()) return current_.cycle();
    return {};
  }

  [[nodiscard]] bool would_strip_vacancy() {
    return strip_sites_.uniform() * model_.slab().sites_per_layer() < model_.interface_vacancies();
  }

  // False if there is nothing that a plated atom could fill.
  bool move_atom() {
    if (current_.sign() <= 0) return plate();
    if (field_) {
      see_contact();
      model_.strip(field_->weights(), strip_sites_, changes_);
    } else {
      model_.strip(strip_sites_, changes_);
    }
    return true;
  }

  bool plate() {
    if (!plates_by_field()) return model_.plate(strip_sites_, changes_);
    see_contact();
    return model_.plate(field_->beside_contact(model_.contact_weights()), strip_sites_, changes_);
  }

  void see_contact() { field_->see(model_.contact_weights(), current_.density(engine_.now())); }

  void next_strip() {
    strips_.restart(engine_.now());
    schedule_.set(strip_slot, strips_.next(current_));
  }

  [[nodiscard]] std::optional<Reason> charge_is_spent() const {
    const double passed = sampler_.passed_monolayers(), most = case_.limits.monolayers;
    const auto* constant = std::get_if<Constant>(&case_.current);
    if (constant && constant->monolayers > 0 && passed >= constant->monolayers)
      return Reason::protocol_end;
    if (most > 0 && passed >= most) return Reason::limit;
    return {};
  }

  template <class Move>  // to the next segment; false when the protocol is over
  void leave_segment(Move move) {
    strips_.carry(current_, engine_.now());
    judge_.begin_hold();
    if (!move()) return finish(Reason::protocol_end);
    schedule_current();
  }

  void take_sample() {
    const auto clusters = sampler_.find_clusters();
    judge(record_sample(clusters));
    if (over_) return;
    far_metal_.adapt(sampler_.last(), clusters);
    schedule_far_metal();
  }

  // Look at the present moment, and show it to all who watch; nothing is decided yet.
  SampleInterval record_sample(const lattice::Clusters& clusters) {
    const SampleInterval interval = sampler_.look(present_moment(), clusters);
    judge_.see(sampler_.last(), sampler_.mean(), interval);
    far_metal_.note_crowding(sampler_.mean());
    sampler_.show(judge_.onset(), paths(), clusters);
    return interval;
  }

  [[nodiscard]] Sampler::Moment present_moment() const {
    Sampler::Moment moment{engine_.now(), engine_.trials(), far_metal_.in_flight(),
                           far_metal_.crowding_since(sampler_.last()), ended()};
    if (field_) moment.rim_enhancement = field_->enhancement();
    moment.constriction = constriction();
    return moment;
  }

  [[nodiscard]] std::span<const VacancyPath> paths() {
    return case_.paths ? model_.paths() : std::span<const VacancyPath>{};
  }

  // What follows from a sample: the end, or the next step of a protocol that waits.
  void judge(const SampleInterval& interval) {
    if (const auto reason = judge_.ending(sampler_.last())) return finish(*reason);
    if (far_metal_.outgrown(sampler_.last())) return finish(Reason::void_at_top);
    const Stationarity* const test = current_.waiting();
    if (!test) return;
    switch (judge_.hold(*test, interval)) {
      case Judge::Hold::goes_on: return;
      case Judge::Hold::stationary:
        return leave_segment([this] { return current_.release(engine_.now()); });
      case Judge::Hold::too_long: return finish(Reason::not_stationary);
    }
  }

  // The last moment is a sample too, unless it was just taken.
  void finish(Reason reason) {
    over_ = true;
    const bool by_onset = reason == Reason::onset || reason == Reason::all_onsets;
    if (!by_onset && sampler_.last().time != engine_.now()) record_sample(sampler_.find_clusters());
    sampler_.end(paths());
    ending_ = judge_.conclude(sampler_.last(), reason, far_metal_.far_field());
  }

  void attend(const std::stop_token& stop, const OnProgress& on_progress) {
    unattended_ = 0;
    if (stop.stop_requested()) return interrupt();
    const auto now = std::chrono::steady_clock::now();
    if (!checkpointing_.file.empty() && now - last_checkpoint_ >= checkpointing_.every) save();
    if (!on_progress || now - last_progress_ < std::chrono::milliseconds(200)) return;
    last_progress_ = now;
    on_progress(progress());
  }

  void interrupt() {
    save();
    over_ = true;
    ending_.reason = Reason::interrupted;
    ending_.last = sampler_.last();
  }

  [[nodiscard]] Progress progress() const {
    const double time = engine_.now();
    return {time,
            current_.density(time),
            sampler_.last().coverage,
            sampler_.net_monolayers(),
            model_.events().hops(),
            current_.fraction(time)};
  }

  void save() {
    last_checkpoint_ = std::chrono::steady_clock::now();
    if (checkpointing_.file.empty()) return;
    kmc::Writer w;
    model_.save(w);
    engine_.save(w);
    current_.save(w);
    strips_.save(w);
    strip_sites_.save(w);
    if (field_) field_->save(w);
    far_metal_.save(w);
    sink_emission_.save(w);
    if (case_.sample_time > 0) w.put(schedule_.at(sample_slot));
    judge_.save(w);
    sampler_.save(w);
    kmc::save_checkpoint(checkpointing_.file, checkpoint_format, checkpointing_.fingerprint, w);
  }

  void load() {
    kmc::Reader r =
        kmc::load_checkpoint(checkpointing_.file, checkpoint_format, checkpointing_.fingerprint);
    model_.load(r);
    engine_.load(r);
    const double now = engine_.now(), due = now * (1 - rounding);
    current_.load(r, now);
    strips_.load(r, now);
    strip_sites_.load(r);
    if (field_) field_->load(r);
    far_metal_.load(r, due);
    sink_emission_.load(r);
    schedule_what_is_known();
    if (case_.sample_time > 0)
      schedule_.set(sample_slot, r.get_within(due, now + case_.sample_time));
    if (schedule_.next().time < due) r.refuse("holds something to come that is past");
    judge_.load(r);
    sampler_.load(r, now);
    r.finish();
  }

  const Case& case_;
  const Checkpointing& checkpointing_;
  Model model_;
  ImposedCurrent current_;
  StripClock strips_;
  kmc::Stream strip_sites_;
  std::optional<StripField> field_;
  kmc::Engine<Model> engine_;
  FarMetal<Model> far_metal_;
  SinkEmission<Model> sink_emission_;
  Sampler sampler_;
  Judge judge_;
  std::uint64_t half_cycle_atoms_;
  kmc::Changes changes_;
  kmc::Schedule<slots> schedule_;
  bool over_ = false;
  Ending ending_;
  std::uint64_t unattended_ = 0;
  std::chrono::steady_clock::time_point last_checkpoint_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_progress_ = last_checkpoint_;
};

template <class Model>
class SteppedRun : public Stepper {
 public:
  SteppedRun(const Case& c, std::uint64_t seed) : case_(c), run_(case_, seed, {}, none_) {
    run_.begin();
  }

  bool go(const Pause& pause) override {
    run_.go_to(pause);
    return !run_.over();
  }
  [[nodiscard]] double now() const override { return run_.now(); }
  [[nodiscard]] double density() const override { return run_.density(); }
  [[nodiscard]] std::optional<double> constriction() const override { return run_.constriction(); }
  [[nodiscard]] std::uint64_t trials() const override { return run_.trials(); }
  [[nodiscard]] const SlabState& state() const override { return run_.state(); }
  [[nodiscard]] const Sample& last_sample() const override { return run_.last_sample(); }
  [[nodiscard]] const Ending* ending() const override {
    return run_.over() ? &run_.ending() : nullptr;
  }

 private:
  Case case_;
  Checkpointing none_;
  Run<Model> run_;
};

// With classes of sites or sinks inside the metal, or where ways are followed.
bool detailed(const Case& c) {
  return c.paths || has_site_classes(c.ceramic) || c.metal.sinks.has_value();
}

}  // namespace

Ending run(const Case& c, std::uint64_t seed, std::span<Observer* const> observers,
           const Checkpointing& checkpointing, const std::stop_token& stop,
           const OnProgress& on_progress) {
  validate(c);
  if (detailed(c)) {
    const Case laid_out = with_sites_laid_out(c, seed);
    return Run<DetailedSlab>(laid_out, seed, observers, checkpointing)(stop, on_progress);
  }
  return Run<SlabModel>(c, seed, observers, checkpointing)(stop, on_progress);
}

std::unique_ptr<Stepper> start(const Case& c, std::uint64_t seed) {
  validate(c);
  if (detailed(c))
    return std::make_unique<SteppedRun<DetailedSlab>>(with_sites_laid_out(c, seed), seed);
  return std::make_unique<SteppedRun<SlabModel>>(c, seed);
}

}  // namespace lacuna::interface
