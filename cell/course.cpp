#include "cell/course.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"

namespace lacuna::cell {
namespace {

constexpr int windows = 8;             // a stretch at least, with births
constexpr int quiet_windows = 6;       // and without
constexpr double ln_window = 0.5;      // by which births change in one at most
constexpr double least_births = 1e-3;  // in the cell, below which there are no voids of note
constexpr double least_share = 1e-6;   // of all voids that a cohort of its own has

constexpr double height_matters = 0.01;  // of the contact lost: how fast voids grow is in the
                                         // answer

// A cell on its way through time.
class Life {
 public:
  Life(Population& population, std::vector<double> state, const Imposed& imposed,
       const VoltageOnset& onset, const Limits& limits, Outcome& outcome,
       const std::stop_token& stop)
      : population_(population),
        imposed_(imposed),
        onset_(onset),
        limits_(limits),
        outcome_(outcome),
        stop_(stop),
        state_(std::move(state)),
        at_start_(population.totals(state_).vacancies),
        flawed_(at_start_ > 0) {}

  void run() {
    for (const Imposed::Stretch& stretch : imposed_.stretches()) {
      stretch_ = &stretch;
      population_.enter(stretch);
      time_ = stretch.from;
      record();
      note_jump();
      while (time_ < stretch.to && !is_over()) pass(window_end());
      stripped_ += charge(time_);
      if (is_over()) break;
    }
    finish();
  }

 private:
  [[nodiscard]] double density() const { return stretch_->at(time_); }
  [[nodiscard]] double charge(double until) const {
    return population_.area() * std::abs(stretch_->density + stretch_->at(until)) / 2 *
           (until - stretch_->from);
  }
  [[nodiscard]] double contact(Ode::State state) const {
    return std::exp(-population_.covered(state));
  }
  // What is still looked for is positive once it is there: one for each loss, then the voltage.
  [[nodiscard]] double margin(std::size_t n, double time, Ode::State state) const {
    if (n < outcome_.losses.size()) {
      const double share = outcome_.losses[n].share;
      return population_.covered(state) + std::log1p(-share);
    }
    const double density = stretch_->at(time);
    return onset_.margin(density, contact(state), population_.constriction(density, state));
  }
  [[nodiscard]] std::optional<Moment>& when(std::size_t n) {
    return n < outcome_.losses.size() ? outcome_.losses[n].when : outcome_.voltage;
  }
  [[nodiscard]] std::vector<std::size_t> pending() {
    std::vector<std::size_t> all;
    for (std::size_t n = 0; n <= outcome_.losses.size(); ++n)
      if (!when(n)) all.push_back(n);
    return all;
  }
  [[nodiscard]] bool is_over() { return !outcome_.ended_early.empty() || pending().empty(); }

  [[nodiscard]] bool contact_is_lost() const {
    return std::all_of(outcome_.losses.begin(), outcome_.losses.end(),
                       [](const Loss& loss) { return loss.when.has_value(); });
  }

  // A step of the current raises the voltage at once.
  void note_jump() {
    for (const std::size_t n : pending())
      if (margin(n, time_, state_) >= 0) when(n) = imposed_.moment(*stretch_, time_);
  }

  // Births in the cell at two times tell how long they are much the same. A quiet stretch ends
  // where a rising current brings the first births, however far up it goes.
  [[nodiscard]] double window_end() const {
    const double length = stretch_->to - stretch_->from;
    const double births = births_at(time_), few = least_births * least_share / length;
    const bool quiet = births < few;
    double window = length / (quiet ? quiet_windows : windows);
    if (stretch_->slope() > 0) {
      const double ahead = time_ + length * 1e-4;
      const double later = births_at(ahead);
      if (births > 0 && later > births)
        window = std::min(window, ln_window * (ahead - time_) / std::log(later / births));
      if (quiet) window = quiet_until(time_ + window, few) - time_;
    }
    const double end = time_ + window;
    return end + window / 4 > stretch_->to ? stretch_->to : end;
  }

  [[nodiscard]] double births_at(double time) const {
    return population_.balance(time, state_).births;
  }

  // The end, or where a rising current has first brought more births than a few.
  [[nodiscard]] double quiet_until(double end, double few) const {
    if (births_at(end) < few) return end;
    double quiet = time_;
    for (int halvings = 0; halvings < 20; ++halvings) {
      const double middle = (quiet + end) / 2;
      (births_at(middle) < few ? quiet : end) = middle;
    }
    return end;
  }

  // Up to that time, or until voids have shrunk that far that they dissolve.
  void pass(double end) {
    let_dissolve();
    open_cohort();
    const std::vector<std::size_t> looked_for = pending();
    Ode::Problem life = life_on(population_, imposed_.highest(), imposed_.end(), stop_);
    std::vector<std::size_t> left = looked_for;
    life.events = [this, &left](double time, Ode::State state, std::span<double> out) {
      for (std::size_t n = 0; n < left.size(); ++n) out[n] = margin(left[n], time, state);
      out[left.size()] = population_.shrunk(state);
    };
    life.event_count = left.size() + 1;
    Ode ode(std::move(life), time_, state_);
    try {
      for (std::size_t n = 0; (n = ode.advance(end)) < left.size() && !pending().empty();) {
        if (!when(left[n])) when(left[n]) = imposed_.moment(*stretch_, ode.time());
        if (pending().empty()) break;
      }
    } catch (const RuntimeFailure& failure) {
      if (!contact_is_lost()) throw;
      outcome_.ended_early = failure.what();  // what came before is known
      return;
    }
    time_ = ode.time();
    state_.assign(ode.state().begin(), ode.state().end());
    add(ode, outcome_.integration);
    record();
  }

  // Flaws are the first cohort.
  void let_dissolve() {
    population_.dissolve(time_, state_);
    if (!flawed_ || population_.number(state_, 0) > 0) return;
    outcome_.flaws_dissolved = imposed_.moment(*stretch_, time_);
    flawed_ = false;
  }

  // Births are taken by a new cohort, unless the last has next to none.
  void open_cohort() {
    const bool some = Population::born(state_) >= least_births;
    const double newborns = population_.newborns(state_);
    const bool has_open = !population_.cohorts().empty() && population_.cohorts().back().open;
    if (has_open && newborns <= least_share * population_.totals(state_).voids) return;
    if (!has_open && !some) return;
    population_.close(state_);
    population_.add(time_, 0.0, 0.0, true, state_);
  }

  void record() {
    const Population::Balance b = population_.balance(time_, state_);
    const Population::Totals all = population_.totals(state_);
    const double left = contact(state_);
    const double constriction = population_.constriction(density(), state_);
    const double radius =
        all.voids > 0 ? std::sqrt(all.ground / all.voids / std::numbers::pi) : 0.0;
    outcome_.course.push_back({time_, density(), b.fugacity, all.voids / population_.area(),
                               1 - left, radius, onset_.voltage(density(), left, constriction)});
    try {
      limits_.check_gas(b.fugacity);
      if (1 - left > height_matters) limits_.check_height(all.height);
      if (b.births > 0) limits_.check_barrier(b.undisturbed);
    } catch (const InputError& reason) {
      outcome_.ended_early = reason.what();
    }
  }

  void finish() {
    const double area = population_.area();
    for (std::size_t n = 0; n < population_.cohorts().size(); ++n) {
      const double u = population_.mean(state_, n), voids = population_.number(state_, n);
      if (!(voids > 0)) continue;
      outcome_.sizes.push_back({population_.cohorts()[n].born, std::pow(u, 1.5),
                                std::sqrt(u * population_.growth().ground() / std::numbers::pi),
                                voids / area});
    }
    const double found = population_.totals(state_).vacancies - at_start_;
    const double missing = Population::drawn(state_) - found;
    outcome_.integration.cohorts = static_cast<int>(population_.cohorts().size());
    outcome_.integration.mass_residual = std::abs(missing) / stripped_;
  }

  Population& population_;
  const Imposed& imposed_;
  const VoltageOnset& onset_;
  const Limits& limits_;
  Outcome& outcome_;
  const std::stop_token& stop_;
  std::vector<double> state_;
  double at_start_;  // vacancies in flaws
  bool flawed_;      // are these still there?
  const Imposed::Stretch* stretch_ = nullptr;
  double time_ = 0.0, stripped_ = 0.0;
};

}  // namespace

void live(Population& population, std::vector<double> state, const Imposed& imposed,
          const VoltageOnset& onset, const Limits& limits, Outcome& outcome,
          const std::stop_token& stop) {
  Life(population, std::move(state), imposed, onset, limits, outcome, stop).run();
}

}  // namespace lacuna::cell
