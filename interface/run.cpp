#include "interface/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/mutation.hpp"
#include "interface/averages.hpp"
#include "interface/followed_slab.hpp"
#include "interface/imposed_current.hpp"
#include "interface/in_flight.hpp"
#include "interface/initial_state.hpp"
#include "interface/onset.hpp"
#include "interface/slab_model.hpp"
#include "interface/streams.hpp"
#include "interface/voltage.hpp"
#include "kmc/engine.hpp"
#include "kmc/schedule.hpp"

namespace lacuna::interface {
namespace {

constexpr std::uint32_t checkpoint_format = 6;
constexpr double lag_allowed = 0.05, dilute = 0.05, rounding = 1e-12;

enum Slot : std::size_t {
  strip_slot,
  protocol_slot,
  emission_slot,
  flight_slot,
  sample_slot,
  limit_slot,
  slots
};

template <class Model>  // SlabModel or what is one
class Run {
 public:
  Run(const Case& c, std::uint64_t seed, std::span<Observer* const> observers,
      const Checkpointing& checkpointing)
      : case_(c),
        observers_(observers),
        checkpointing_(checkpointing),
        model_(c),
        current_(c.current),
        strips_(model_.slab().site_area() * model_.slab().sites_per_layer(),
                stream(seed, Purpose::strip_times)),
        strip_sites_(stream(seed, Purpose::strip_sites)),
        emission_(stream(seed, Purpose::emission)),
        excursions_(stream(seed, Purpose::excursions)),
        overpotential_(c),
        averages_(c.onset.window_monolayers),
        detectors_(c),
        engine_(place_initial(c, seed), kmc::CompositionRejection(model_.scale()),
                stream(seed, Purpose::trials)) {
    if (beyond(c).above) in_flight_.emplace(c, model_.slab());
    load_.most_layers = model_.slab().layers();
  }

  Ending operator()(const std::stop_token& stop, const OnProgress& on_progress) {
    if (checkpointing_.resume && !checkpointing_.file.empty() &&
        std::filesystem::exists(checkpointing_.file))
      load();
    else
      start();
    while (!over_) {
      const auto due = schedule_.next();
      const std::uint64_t before = engine_.trials();
      const bool reached = engine_.advance(due.time, budget());
      unattended_ += engine_.trials() - before + 64;
      if (model_.halted()) {
        launch(model_.take_gone());
      } else if (reached) {
        if (std::isinf(due.time))
          throw RuntimeFailure(
              "nothing can happen any more and nothing is scheduled; the run would last for ever");
        handle(static_cast<Slot>(due.slot));
      } else if (case_.limits.events > 0 && engine_.trials() >= case_.limits.events) {
        finish(Reason::limit);
      }
      if (unattended_ >= attention_every && !over_) attend(stop, on_progress);
    }
    return ending_;
  }

 private:
  // A moment of wall clock: a few milliseconds' worth of trials between looks at it.
  static constexpr std::uint64_t attention_every = 1u << 16;

  Model& place_initial(const Case& c, std::uint64_t seed) {
    if (starts_steady(c)) {
      place_profile(steady_start(c, current_.density(0.0)), model_,
                    stream(seed, Purpose::initial_state));
    } else {
      place_initial_vacancies(c.initial, model_, stream(seed, Purpose::initial_state));
    }
    return model_;
  }

  // What thick metal lacks at the start it would lack for many monolayers.
  [[nodiscard]] static bool starts_steady(const Case& c) {
    const Initial& i = c.initial;
    const bool given = i.void_vacancies > 0 || i.vacancy_fraction > 0 || !i.sites.empty();
    const auto above = beyond(c).above;
    return !given && above && above->returns == Returns::in_time;
  }

  [[nodiscard]] std::uint64_t budget() const {
    if (case_.limits.events == 0) return attention_every;
    return std::min(attention_every,
                    case_.limits.events - std::min(case_.limits.events, engine_.trials()));
  }

  void start() {
    next_emission();
    if (in_flight_) in_flight_->populate(steady_line(case_, current_.density(0.0)), excursions_);
    schedule_what_is_known();
    if (case_.sample_time > 0) schedule_.set(sample_slot, case_.sample_time);
    next_sample_charge_ = case_.sample_monolayers;
    take_sample();
    if (!over_ && without_contact()) finish(Reason::delaminated);
  }

  void schedule_what_is_known() {
    if (in_flight_) schedule_.set(flight_slot, in_flight_->next());
    schedule_.set(protocol_slot, current_.segment_end());
    schedule_.set(strip_slot, strips_.next(current_));
    if (case_.limits.time > 0) schedule_.set(limit_slot, case_.limits.time);
  }

  // Contact can be lost by a hop, or be missing from the start, as well as by a strip.
  [[nodiscard]] bool without_contact() const {
    return model_.contact_atoms() == 0 && current_.sign() > 0;
  }

  void handle(Slot slot) {
    switch (slot) {
      case strip_slot: return strip();
      case protocol_slot: return protocol_moves_on([&] { return current_.advance(engine_.now()); });
      case emission_slot: emit(); return next_emission();
      case flight_slot: return end_flight();
      case sample_slot:
        schedule_.set(sample_slot, engine_.now() + case_.sample_time);
        return take_sample();
      default: return finish(Reason::limit);
    }
  }

  void next_emission() {
    if (model_.emission_rate() > 0)
      schedule_.set(emission_slot, engine_.now() + waiting_(emission_) / model_.emission_rate());
  }

  void emit() {
    if (in_flight_) {
      arrive_from_far_end();
    } else {
      model_.emit(emission_, changes_);
    }
    engine_.take_up(changes_);
  }

  // At equilibrium a way is taken as often backwards: one that comes down from the far end and
  // enters the explicit layers at a site is one that leaves them from there and gets away.
  void arrive_from_far_end() {
    const auto way = model_.random_crossing(emission_);
    const lattice::Cell above = model_.slab().neighbour(way.from, way.channel);
    if (!in_flight_->gets_away(above, emission_)) return;
    if (model_.land(above, way.channel ^ 1, emission_, changes_)) model_.count_emitted();
  }

  void launch(const lattice::Cell& above) {
    in_flight_->launch(above, engine_.now(), excursions_);
    schedule_.set(flight_slot, in_flight_->next());
  }

  void end_flight() {
    const Flight flight = in_flight_->take();
    schedule_.set(flight_slot, in_flight_->next());
    if (flight.direction == Excursion::absorbed) return model_.absorb();
    // the explicit layers may have become fewer, or more, since it set out
    const int layers = model_.slab().layers();
    const lattice::Cell to = model_.slab().neighbour(flight.last, flight.direction);
    if (to.k >= layers) return launch(to);
    if (model_.land(flight.last, flight.direction, excursions_, changes_))
      return engine_.take_up(changes_);
    launch({flight.last.i, flight.last.j, std::max(flight.last.k, layers)});
  }

  // All vacancies that the metal holds, explicit layers and those above.
  [[nodiscard]] std::uint64_t stored() const {
    return model_.carriers() + (in_flight_ ? in_flight_->count() : 0);
  }

  // The atom finds the surface as the time average has it: what is accumulated is the state before.
  void strip() {
    if (without_contact()) return finish(Reason::delaminated);
    const double layer = model_.slab().sites_per_layer();
    if (mutated(Mutation::strip_by_contact) &&
        strip_sites_.uniform() * layer < model_.interface_vacancies())
      return next_strip();
    ++between_.strips;
    between_.coverage += model_.interface_vacancies() / layer;
    between_.vacancies += static_cast<double>(stored()) / layer;
    between_.density += current_.density(engine_.now());
    if (current_.sign() > 0) {
      model_.strip(strip_sites_, changes_);
    } else if (!model_.plate(strip_sites_, changes_)) {
      return finish(Reason::nothing_to_fill);
    }
    engine_.take_up(changes_);
    next_strip();

    const bool lost = without_contact();
    if (sample_due() || lost) take_sample();
    while (sample_due()) {
      ++samples_due_;
      next_sample_charge_ = static_cast<double>(samples_due_ + 1) * case_.sample_monolayers;
    }
    if (over_) return;
    if (lost) return finish(Reason::delaminated);
    const auto* constant = std::get_if<Constant>(&case_.current);
    if (constant && constant->monolayers > 0 && passed_monolayers() >= constant->monolayers)
      return finish(Reason::protocol_end);
    if (case_.limits.monolayers > 0 && passed_monolayers() >= case_.limits.monolayers)
      finish(Reason::limit);
  }

  void next_strip() {
    strips_.restart(engine_.now());
    schedule_.set(strip_slot, strips_.next(current_));
  }

  template <class Move>
  void protocol_moves_on(Move move) {
    strips_.carry(current_, engine_.now());
    hold_.restart();
    if (!move()) return finish(Reason::protocol_end);
    schedule_.set(protocol_slot, current_.segment_end());
    schedule_.set(strip_slot, strips_.next(current_));
  }

  [[nodiscard]] double passed_monolayers() const {
    const EventCounts& e = model_.events();
    return static_cast<double>(e.stripped + e.plated + e.supplied) /
           model_.slab().sites_per_layer();
  }

  [[nodiscard]] bool sample_due() const {
    return passed_monolayers() >= next_sample_charge_ * (1 - rounding);
  }

  void take_sample() {
    const auto clusters = find_clusters();
    judge(record_sample(clusters));
    if (!over_) adapt_zone(clusters);
  }

  [[nodiscard]] lattice::Clusters find_clusters() const {
    return lattice::find_clusters(model_.occupation(), case_.connectivity);
  }

  // Look at the present moment, and show it to all who watch; nothing is decided yet.
  SampleInterval record_sample(const lattice::Clusters& clusters) {
    SampleInterval interval = close_interval();
    const std::uint64_t index = started_ ? sample_.index + 1 : 0;
    sample_ = observe(interval, clusters);
    sample_.index = index;
    started_ = true;
    interval.largest_near = sample_.largest_near;
    averages_.add(interval);
    monolayers_.add(interval);
    sample_.lag = monolayers_.lag();
    detectors_.sample(sample_, averages_.mean(), interval, current_);
    note_lag();
    note_crowding();
    const OnsetResult& primary = detectors_.result(case_.onset.primary);
    if (primary.detected) sample_.onset = primary.monolayers;
    sample_.paths = model_.paths();
    for (Observer* o : observers_) o->sample(sample_, model_.occupation(), clusters);
    sample_.paths = {};
    return interval;
  }

  // Means since the sample before; without a strip in between, the present state.
  SampleInterval close_interval() {
    const double layer = model_.slab().sites_per_layer(),
                 strips = static_cast<double>(between_.strips);
    SampleInterval i;
    i.charge = strips / layer;
    i.coverage = strips > 0 ? between_.coverage / strips : model_.interface_vacancies() / layer;
    i.vacancies = strips > 0 ? between_.vacancies / strips : static_cast<double>(stored()) / layer;
    i.density = strips > 0 ? between_.density / strips : current_.density(engine_.now());
    i.time = started_ ? (sample_.time + engine_.now()) / 2 : engine_.now();
    i.monolayers = (sample_.monolayers + net_monolayers()) / 2;
    i.crowding = crowding(model_.events().left - sample_.events.left, engine_.now() - sample_.time);
    between_ = {};
    return i;
  }

  // With bonds the explicit layers of thick metal follow what must not be taken for lone vacancies.
  void adapt_zone(const lattice::Clusters& clusters) {
    if (!in_flight_ || !bonds()) return;
    const int margin = beyond(case_).above->margin, layers = model_.slab().layers();
    const int in_use = layers_in_use(clusters), needed = in_use == 0 ? 0 : in_use + margin;
    const int wanted = std::clamp(needed + margin, case_.metal.layers, model_.most_layers());
    const bool grow = layers < needed && wanted > layers;
    const bool shrink =
        layers > needed + 2 * margin && wanted < layers && all_alone_above(wanted, clusters);
    if (!grow && !shrink) return;
    const std::vector<lattice::Cell> above = model_.resize(wanted);
    engine_.take_up_all();
    in_flight_->take_up_slab();
    for (const lattice::Cell& cell : above) launch(cell);
    load_.most_layers = std::max(load_.most_layers, wanted);
  }

  // Up to the highest that holds part of a void or is crowded.
  [[nodiscard]] int layers_in_use(const lattice::Clusters& clusters) const {
    int layers = 0;
    for (const lattice::Cluster& c : clusters.list)
      if (c.size >= void_size) layers = std::max(layers, c.highest_layer + 1);
    const double crowd = std::max(dilute * model_.slab().sites_per_layer(), double{void_size});
    for (std::size_t k = 0; k < sample_.layer_vacancies.size(); ++k)
      if (sample_.layer_vacancies[k] > crowd) layers = std::max(layers, static_cast<int>(k) + 1);
    return layers;
  }

  [[nodiscard]] bool all_alone_above(int layers, const lattice::Clusters& clusters) const {
    return std::all_of(clusters.list.begin(), clusters.list.end(), [&](const lattice::Cluster& c) {
      return c.size == 1 || c.highest_layer < layers;
    });
  }

  // What leaves upwards says how many there are next to the top, averaged over time.
  [[nodiscard]] double crowding(std::uint64_t left, double time) const {
    const double full = time * model_.leaving_rate();
    return in_flight_ && full > 0 ? static_cast<double>(left) / full : 0.0;
  }

  void note_crowding() {
    const auto mean = averages_.mean();
    if (!in_flight_ || !mean || mean->crowding <= load_.highest) return;
    load_.highest = mean->crowding;
    if (load_.highest > dilute && !load_.crowded_from) load_.crowded_from = mean->density;
  }

  [[nodiscard]] std::optional<FarFieldLoad> far_field() const {
    if (!in_flight_) return {};
    FarFieldLoad load = load_;
    load.mean = crowding(model_.events().left, engine_.now());
    return load;
  }

  [[nodiscard]] double net_monolayers() const {
    const EventCounts& e = model_.events();
    return (static_cast<double>(e.stripped) - static_cast<double>(e.plated + e.supplied)) /
           model_.slab().sites_per_layer();
  }

  Sample observe(const SampleInterval& interval, const lattice::Clusters& clusters) {
    Sample s;
    s.time = engine_.now();
    s.density = current_.density(s.time);
    s.monolayers = net_monolayers();
    s.charge = s.monolayers / model_.slab().site_area();
    s.coverage = interval.coverage;
    s.overpotential = overpotential_(s.density, 1 - s.coverage);
    s.vacancies = model_.carriers();
    s.in_flight = stored() - s.vacancies;
    s.holding = current_.waiting() != nullptr;
    s.events = model_.events();
    s.events.trials = engine_.trials();
    s.layer_vacancies.assign(static_cast<std::size_t>(model_.slab().layers()), 0);
    for (std::uint32_t v = 0; v < model_.carriers(); ++v)
      ++s.layer_vacancies[static_cast<std::size_t>(model_.occupation().cell({v}).k)];
    describe_clusters(clusters, s);
    return s;
  }

  void describe_clusters(const lattice::Clusters& clusters, Sample& s) const {
    std::vector<std::uint32_t> sizes;
    for (const lattice::Cluster& c : clusters.list) {
      sizes.push_back(c.size);
      s.clusters += c.size >= 2;
      s.largest_cluster = std::max(s.largest_cluster, c.size);
      if (c.lowest_layer > model_.slab().reach()) continue;
      s.largest_near = std::max(s.largest_near, c.size);
      s.spanning = s.spanning || c.spans;
      if (c.size >= void_size) s.deepest_layer = std::max(s.deepest_layer, c.highest_layer);
    }
    std::sort(sizes.begin(), sizes.end());
    for (const std::uint32_t size : sizes) {
      if (s.cluster_sizes.empty() || s.cluster_sizes.back().first != size)
        s.cluster_sizes.emplace_back(size, 0);
      ++s.cluster_sizes.back().second;
    }
  }

  // What counts is the mean of the lag over the ramp, from its start to onset, with bonds to the
  // first void: over a single monolayer its noise is as large as what is allowed.
  void note_lag() {
    if (detectors_.result(case_.onset.primary).detected ||
        (bonds() && sample_.largest_cluster >= void_size))
      lag_.over = true;
    if (lag_.over || sample_.holding || !sample_.lag) return;
    lag_.sum += *sample_.lag;
    ++lag_.count;
  }

  [[nodiscard]] QuasiStatic quasi_static() const {
    if (lag_.count == 0) return {};
    const double mean = lag_.sum / static_cast<double>(lag_.count);
    return {mean, mean <= lag_allowed};
  }

  [[nodiscard]] bool bonds() const { return has_bonds(case_.metal); }

  // What follows from a sample: the end, or the next step of a protocol that waits.
  void judge(const SampleInterval& interval) {
    const auto& found = detectors_.results();
    const auto done = [](const OnsetResult& r) { return r.detected || !r.applicable; };
    if (case_.stop == Stop::onset && detectors_.result(case_.onset.primary).detected)
      return finish(Reason::onset);
    if (case_.stop == Stop::all_onsets && std::all_of(found.begin(), found.end(), done))
      return finish(Reason::all_onsets);
    if (sample_.largest_near < static_cast<std::uint32_t>(case_.limits.void_below))
      return finish(Reason::limit);
    if (bonds() && sample_.deepest_layer >= model_.top_layer()) {
      if (!in_flight_ || model_.slab().layers() >= model_.most_layers())
        return finish(Reason::void_at_top);
      load_.outrun = load_.outrun || sample_.time > 0;
    }
    if (const Stationarity* test = current_.waiting()) {
      hold_.add(interval);
      if (hold_.stationary(*test))
        return protocol_moves_on([&] { return current_.release(engine_.now()); });
      if (hold_.charge() >= test->max_monolayers) return finish(Reason::not_stationary);
    }
  }

  void finish(Reason reason) {
    over_ = true;
    if (reason != Reason::onset && reason != Reason::all_onsets && sample_.time != engine_.now()) {
      record_sample(find_clusters());  // the last moment is a sample too, unless it was just taken
    }
    detectors_.finish(sample_, reason);
    ending_.reason = reason;
    ending_.onsets = detectors_.results();
    ending_.quasi_static = quasi_static();
    ending_.stationary_start = current_.ramping() || !current_.rising();
    ending_.last = sample_;
    ending_.far_field = far_field();
    ending_.voltage_slope = detectors_.line_slope();
    ending_.warnings = cautions(case_);
    warn();
  }

  void warn() {
    std::vector<std::string>& list = ending_.warnings;
    const OnsetResult& primary = detectors_.result(case_.onset.primary);
    if (ending_.quasi_static.lag && !ending_.quasi_static.ok)
      list.emplace_back(
          "not quasi-static: more than 5 % of the stripped vacancies were still in the slab a "
          "monolayer later; ramp "
          "more slowly");
    if (!ending_.quasi_static.lag && current_.rising())
      list.emplace_back(
          "too little charge passed on the ramp to tell whether it was quasi-static; ramp more "
          "slowly");
    if (primary.detected && primary.censored == Censored::left)
      list.emplace_back(
          "onset lies in the first fifth of the ramp or before it began: the current is only an "
          "upper bound; start "
          "lower");
    if (!primary.detected && primary.applicable && current_.rising() &&
        primary.censored == Censored::right)
      list.emplace_back("no onset by the primary detector: the last current is only a lower bound");
    if (ending_.reason == Reason::not_stationary)
      list.emplace_back(
          current_.ramping()
              ? "the coverage did not become stationary at the last step; allow a longer hold"
              : "the coverage did not become stationary at the starting current, which is likely "
                "above "
                "onset; start lower or allow a longer hold");
    if (current_.rising() && !detectors_.result(Detector::voltage).applicable)
      list.emplace_back(
          "no sample fell into the first fifth of the ramp, so the voltage detector has no "
          "straight line; "
          "sample more often or ramp more slowly");
    if (load_.crowded_from)
      list.emplace_back(fmt::format(
          "the far field stopped being dilute at {:.3g} mA/cm2: up to {:.2g} of the sites next to "
          "the top "
          "of the explicit "
          "layers were vacant, {}",
          *load_.crowded_from / constants::mA_per_cm2, load_.highest,
          bonds() ? "and results are uncertain by about that share; use more explicit layers"
                  : "which without bonds changes fluctuations but no mean"));
    if (ending_.reason == Reason::void_at_top)
      list.emplace_back("a void reached the top of the explicit layers; use more layers");
    if (load_.outrun)
      list.emplace_back(
          "a void reached the top of the explicit layers before they grew: sample more often or "
          "raise "
          "far_side.thick.margin_layers");
  }

  void attend(const std::stop_token& stop, const OnProgress& on_progress) {
    unattended_ = 0;
    const auto now = std::chrono::steady_clock::now();
    if (stop.stop_requested()) {
      save();
      over_ = true;
      ending_.reason = Reason::interrupted;
      ending_.last = sample_;
      return;
    }
    if (!checkpointing_.file.empty() && now - last_checkpoint_ >= checkpointing_.every) save();
    if (on_progress && now - last_progress_ >= std::chrono::milliseconds(200)) {
      last_progress_ = now;
      const double time = engine_.now();
      on_progress({time, current_.density(time), sample_.coverage, net_monolayers(),
                   model_.events().hops(), current_.fraction(time)});
    }
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
    emission_.save(w);
    excursions_.save(w);
    if (in_flight_) in_flight_->save(w);
    averages_.save(w);
    monolayers_.save(w);
    hold_.save(w);
    detectors_.save(w);
    if (model_.emission_rate() > 0) w.put(schedule_.at(emission_slot));
    if (case_.sample_time > 0) w.put(schedule_.at(sample_slot));
    w.put(between_);
    w.put(samples_due_);
    w.put(lag_);
    save_far_field(w);
    save_sample(w);
    for (Observer* o : observers_) o->save(w);
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
    emission_.load(r);
    excursions_.load(r);
    if (in_flight_) in_flight_->load(r, due);
    averages_.load(r);
    monolayers_.load(r);
    hold_.load(r);
    detectors_.load(r);
    schedule_what_is_known();
    if (model_.emission_rate() > 0) schedule_.set(emission_slot, r.get<double>());
    if (case_.sample_time > 0)
      schedule_.set(sample_slot, r.get_within(due, now + case_.sample_time));
    if (schedule_.next().time < due) r.refuse("holds something to come that is past");
    r.get(between_);
    load_samples_due(r);
    r.get(lag_);
    load_far_field(r);
    load_sample(r);
    for (Observer* o : observers_) o->load(r);
    r.finish();
  }

  // By the charge that passed, which takes a sample each time that the next is due.
  void load_samples_due(kmc::Reader& r) {
    r.get(samples_due_);
    const double last = static_cast<double>(samples_due_) * case_.sample_monolayers;
    next_sample_charge_ = static_cast<double>(samples_due_ + 1) * case_.sample_monolayers;
    if (sample_due() || passed_monolayers() < last * (1 - rounding))
      r.refuse("holds another charge than its samples say");
  }

  void save_far_field(kmc::Writer& w) const {
    w.put(load_.highest);
    w.put(load_.crowded_from);
    w.put(load_.most_layers);
    w.put(load_.outrun);
  }
  void load_far_field(kmc::Reader& r) {
    r.get(load_.highest);
    r.get(load_.crowded_from);
    load_.most_layers = r.get_within(model_.slab().layers(), model_.most_layers());
    r.get(load_.outrun);
  }

  // Of the last sample only what the next one and the progress line look back at.
  void save_sample(kmc::Writer& w) const {
    w.put(sample_.index);
    w.put(sample_.time);
    w.put(sample_.density);
    w.put(sample_.monolayers);
    w.put(sample_.coverage);
    w.put(sample_.events);
  }
  void load_sample(kmc::Reader& r) {
    started_ = true;
    r.get(sample_.index);
    sample_.time = r.get_within(0.0, engine_.now());
    r.get(sample_.density);
    r.get(sample_.monolayers);
    r.get(sample_.coverage);
    r.get(sample_.events);
  }

  // Sums over the strips since the last sample.
  struct Between {
    std::uint64_t strips = 0;
    double coverage = 0.0, vacancies = 0.0, density = 0.0;

    void save(kmc::Writer& w) const {
      w.put(strips);
      for (const double sum : {coverage, vacancies, density}) w.put(sum);
    }
    void load(kmc::Reader& r) {
      r.get(strips);
      for (double* const sum : {&coverage, &vacancies, &density}) r.get(*sum);
    }
  };

  struct LagSum {
    double sum = 0.0;
    std::uint64_t count = 0;
    bool over = false;

    void save(kmc::Writer& w) const {
      w.put(sum);
      w.put(count);
      w.put(over);
    }
    void load(kmc::Reader& r) {
      r.get(sum);
      r.get(count);
      r.get(over);
    }
  };

  const Case& case_;
  std::span<Observer* const> observers_;
  const Checkpointing& checkpointing_;
  Model model_;
  ImposedCurrent current_;
  StripClock strips_;
  kmc::Stream strip_sites_, emission_, excursions_;
  boost::random::exponential_distribution<double> waiting_{1.0};
  Overpotential overpotential_;
  Averages averages_;         ///< over the detectors' window
  Averages monolayers_{1.0};  ///< over one monolayer: the lag
  HoldWatch hold_;
  OnsetDetectors detectors_;
  kmc::Engine<Model> engine_;
  std::optional<InFlight> in_flight_;  ///< above the explicit layers of a thick electrode
  kmc::Changes changes_;
  kmc::Schedule<slots> schedule_;
  Between between_;
  double next_sample_charge_ = 0.0;
  std::uint64_t samples_due_ = 0;
  Sample sample_;
  bool started_ = false;
  LagSum lag_;
  FarFieldLoad load_;
  bool over_ = false;
  Ending ending_;
  std::uint64_t unattended_ = 0;
  std::chrono::steady_clock::time_point last_checkpoint_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point last_progress_ = last_checkpoint_;
};

}  // namespace

Ending run(const Case& c, std::uint64_t seed, std::span<Observer* const> observers,
           const Checkpointing& checkpointing, const std::stop_token& stop,
           const OnProgress& on_progress) {
  validate(c);
  if (c.paths) return Run<FollowedSlab>(c, seed, observers, checkpointing)(stop, on_progress);
  return Run<SlabModel>(c, seed, observers, checkpointing)(stop, on_progress);
}

}  // namespace lacuna::interface
