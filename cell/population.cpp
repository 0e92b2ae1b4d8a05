#include "cell/population.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "cell/shadow.hpp"
#include "interface/theory.hpp"

namespace lacuna::cell {
namespace {

// Mean of u^{3/2} over a spread around the mean u, and its derivative by u.
struct MeanSize {
  double value, per_u;
};

double to_3_2(double x) { return x * std::sqrt(x); }
double to_5_2(double x) { return x * x * std::sqrt(x); }

MeanSize mean_size(double u, double spread) {
  if (spread < 1e-3 * u) {  // to fourth order
    const double root = std::sqrt(u);
    return {u * root + spread * spread / (8 * root),
            1.5 * root - spread * spread / (16 * u * root)};
  }
  const double high = u + spread, low = u - spread;
  return {(to_5_2(high) - to_5_2(low)) / (5 * spread), (to_3_2(high) - to_3_2(low)) / (2 * spread)};
}

// The same where the spread reaches down to `least` at any u.
MeanSize mean_size_above(double least, double u) {
  const double spread = u - least;
  MeanSize mean = mean_size(u, spread);
  const double root = std::sqrt(u);
  mean.per_u += spread < 1e-3 * u
                    ? spread / (4 * root)
                    : (to_3_2(u + spread) + to_3_2(least)) / (2 * spread) - mean.value / spread;
  return mean;
}

}  // namespace

Population::Population(const interface::Case& c, const Design& design, const Boundary& boundary,
                       const Growth& growth, const Births* births)
    : growth_(growth),
      births_(births),
      undisturbed_(boundary, design.transient),
      disturbance_(boundary, design.transient ? Imposed(design.protocol).fastest_response() : 0.0),
      crowding_(c),
      area_(design.area),
      thickness_(boundary.effective),
      per_density_(boundary.per_density),
      steeper_(boundary.steeper),
      sink_(c.metal.lattice_constant / (4 * std::numbers::pi * interface::isolated_rates(c).bulk)) {
}

std::vector<double> Population::empty() const { return std::vector<double>(first_cohort(), 0.0); }

void Population::add(double time, double number, double u, bool open, std::vector<double>& state) {
  cohorts_.push_back({time, 0.0, open});
  state.push_back(number);
  state.push_back(number * u);
}

void Population::close(State state) {
  if (cohorts_.empty() || !cohorts_.back().open) return;
  cohorts_.back().spread = mean(state, cohorts_.size() - 1) - growth_.newborn();
  cohorts_.back().open = false;
}

double Population::newborns(State state) const {
  const bool any = !cohorts_.empty() && cohorts_.back().open;
  return any ? number(state, cohorts_.size() - 1) : 0.0;
}

double Population::mean(State state, std::size_t cohort) const {
  const double voids = number(state, cohort), sum = state[first_cohort() + 2 * cohort + 1];
  return voids > 0 ? std::max(sum / voids, growth_.newborn()) : growth_.newborn();
}

// [A] Of the ground.
double Population::radius(double u) const {
  return std::sqrt(u * growth_.ground() / std::numbers::pi);
}

// n' = f_n (z0 − z_n) + caught.
Population::Life Population::life(State state, std::size_t cohort, double density) const {
  const Cohort& c = cohorts_[cohort];
  const double u = mean(state, cohort), least = growth_.newborn();
  const bool reaches_down = c.open || u - c.spread < least;
  const MeanSize size = reaches_down ? mean_size_above(least, u) : mean_size(u, c.spread);
  const double root = std::sqrt(u), capture = growth_.capture(u);
  return {.number = number(state, cohort),
          .rise = 2 * capture / (3 * root),
          .capture = capture,
          .threshold = growth_.threshold(u) - crowding_.caught(radius(u), density) / capture,
          .per_u = size.per_u,
          .per_birth = size.value + size.per_u * (least - u)};
}

void Population::list_lives(State state, double density) const {
  lives_.clear();
  for (std::size_t n = 0; n < cohorts_.size(); ++n) lives_.push_back(life(state, n, density));
}

// z0 = rest − resistance × drawn/area, drawn = Σ N n' + that of births, linear in z0; not below 0.
Population::Gas Population::gas(double rest, double birth_draw) const {
  double by_fugacity = 0.0, emitted = 0.0;
  for (const Life& l : lives_) {
    if (l.rests) continue;
    const double rate = l.number * l.per_u * l.rise;
    by_fugacity += rate;
    emitted += rate * l.threshold;
  }
  const double share = disturbance_.resistance() / area_;
  const double fugacity = (rest + share * (emitted - birth_draw)) / (1 + share * by_fugacity);
  if (fugacity < 0) return {0.0, -emitted / area_};
  return {fugacity, (rest - fugacity) / disturbance_.resistance()};
}

// ⟨J⟩ by its steepest descent: ln J is taken to be straight around the fugacity z at which most
// births are, of the slope x = d ln J/dz there. Then ⟨J⟩ = J(z) exp(x (zu − z) − Σ F), zu that
// without voids, and z = zu − Σ dF/dx. Exact where one void is near, and where many are far.
Population::Birthplace Population::birthplace(const Balance& b, double rise) const {
  const double undisturbed = b.undisturbed, grounds = thickness_ * thickness_ / area_;
  shades_.clear();
  for (const Life& l : lives_) {
    const double drawn = l.capture * (b.fugacity - l.threshold);
    if (l.number > 0 && drawn > 0)
      shades_.push_back({l.number * grounds, std::log(sink_ * drawn / thickness_)});
  }
  double shadow = 0.0, lift = 0.0;  // Σ F and Σ dF/d ln x, those of the last z
  // By how much z is more than it should be, 0 at the end; rises with z, hardly bent.
  const auto excess = [&](double z) {
    const double known = std::min(z, births_->highest());  // straight on from there
    const double slope = births_->sensitivity(known, rise - (undisturbed - known)) / known;
    shadow = lift = 0.0;
    for (const Shade& shade : shades_) {
      const Shadow::Ground ground = Shadow::ground(shade.ln_strength + std::log(slope));
      shadow += shade.number * ground.value;
      lift += shade.number * ground.slope;
    }
    return z - undisturbed + (slope > 0 ? lift / slope : 0.0);
  };
  constexpr double close = 1e-9;  // of z, whose square moves births
  double last = undisturbed, last_excess = excess(last);
  if (!(last_excess > 0)) return {undisturbed, lift - shadow};
  // Secants, and a half of what is left where they lead out of it.
  double low = 0.0, high = undisturbed;
  const auto within = [&](double z) {
    return z > 0 && z >= low && z <= high ? z : (low + high) / 2;
  };
  double z = within(last - last_excess);
  for (int looks = 0; looks < 60 && std::abs(z - last) > close * z; ++looks) {
    const double here = excess(z);
    (here > 0 ? high : low) = z;
    const double next = z - here * (z - last) / (here - last_excess);
    last = z;
    last_excess = here;
    z = within(next);
  }
  return {z, lift - shadow};
}

double Population::birth_rate(double density, const Balance& b) const {
  if (!births_ || !(b.undisturbed > 0)) return 0.0;
  const double rise = density * per_density_ * steeper_;
  if (lives_.empty()) return area_ * (*births_)(b.undisturbed, rise).total();
  const Birthplace at = birthplace(b, rise);
  if (!(at.fugacity > 0)) return 0.0;
  const double there = rise - (b.undisturbed - at.fugacity);
  return area_ * (*births_)(at.fugacity, there).total() * std::exp(at.ln_share) *
         growth_.lasting(at.fugacity);
}

Population::Balance Population::balance(double time, State state) const {
  const double density = undisturbed_.stretch().at(time);
  list_lives(state, density);
  const bool open = !cohorts_.empty() && cohorts_.back().open;
  Balance b{};
  b.undisturbed = undisturbed_(time);
  const double rest = b.undisturbed - Disturbance::lag(state.subspan(2, modes()));
  Gas now = gas(rest, 0.0);
  if (open && now.fugacity < lives_.back().threshold) {
    lives_.back().rests = true;
    now = gas(rest, 0.0);
  }
  b.fugacity = now.fugacity;
  b.births = birth_rate(density, b);
  if (open) now = gas(rest, b.births * lives_.back().per_birth);
  b.fugacity = now.fugacity;
  b.drawn = now.drawn;
  return b;
}

void Population::dissolve(double time, std::vector<double>& state) const {
  const double least = growth_.newborn();
  if (!(balance(time, state).fugacity < growth_.threshold(least))) return;
  constexpr double rounding = 1 + 1e-6;
  const double in_voids = totals(state).vacancies;
  for (std::size_t n = 0; n < cohorts_.size(); ++n)
    if (mean(state, n) <= least * rounding)
      std::fill_n(state.begin() + static_cast<std::ptrdiff_t>(first_cohort() + 2 * n), 2, 0.0);
  const double given_back = in_voids - totals(state).vacancies;
  state[0] -= given_back;
  disturbance_.release(given_back / area_, std::span(state).subspan(2, modes()));
}

double Population::shrunk(State state) const {
  double most = -1.0;
  for (std::size_t n = 0; n < cohorts_.size(); ++n) {
    const double voids = number(state, n), sum = state[first_cohort() + 2 * n + 1];
    if (!cohorts_[n].open && voids > 0)
      most = std::max(most, 1 - sum / (voids * growth_.newborn()));
  }
  return most;
}

void Population::derivative(double time, State state, std::span<double> out) const {
  const Balance b = balance(time, state);
  const std::size_t cohort = first_cohort();
  out[0] = area_ * b.drawn;
  out[1] = b.births;
  disturbance_.change(state.subspan(2, modes()), b.drawn, out.subspan(2, modes()));
  for (std::size_t n = 0; n < cohorts_.size(); ++n) {
    const Life& l = lives_[n];
    const double born = cohorts_[n].open ? b.births : 0.0;
    const double growth = l.rests ? 0.0 : l.number * l.rise * (b.fugacity - l.threshold);
    out[cohort + 2 * n] = born;
    out[cohort + 2 * n + 1] = born * growth_.newborn() + growth;
  }
}

Population::Totals Population::totals(State state) const {
  Totals all;
  for (std::size_t n = 0; n < cohorts_.size(); ++n) {
    const double voids = number(state, n), u = mean(state, n), least = growth_.newborn();
    const bool reaches_down = cohorts_[n].open || u - cohorts_[n].spread < least;
    const double spread = reaches_down ? u - least : cohorts_[n].spread;
    all.voids += voids;
    all.ground += voids * u * growth_.ground();
    all.vacancies += voids * mean_size(u, spread).value;
    all.height += voids * u * growth_.ground() * growth_.height() * std::sqrt(u);
  }
  if (all.ground > 0) all.height /= all.ground;
  return all;
}

double Population::constriction(double density, State state) const {
  double sum = 0.0;
  for (std::size_t n = 0; n < cohorts_.size(); ++n)
    sum += number(state, n) * crowding_.resistance(radius(mean(state, n)), density);
  return sum / area_;
}

double Population::covered(State state) const {
  double sum = 0.0;
  for (std::size_t n = first_cohort(); n < state.size(); n += 2) sum += state[n + 1];
  return sum * growth_.ground() / area_;
}

// What is small of a state, and of its part. Voids that are there from the start hold vacancies as
// many as hundreds of windows strip: in each of them an error of 1e-10 of these would add up to
// 1e-8 of what was stripped.
std::vector<Ode::Tolerance> Population::tolerances(double density, double time) const {
  constexpr double small = 1e-10, small_drawn = 1e-13, small_at_start = 1e-12;
  std::vector<Ode::Tolerance> all(first_cohort() + 2 * cohorts_.size(), {small, small});
  all[0].absolute = small_drawn * density * area_ * time;
  std::fill_n(all.begin() + 2, modes(), Ode::Tolerance{small, small * density * per_density_});
  for (std::size_t n = 0; n < cohorts_.size(); ++n) {
    Ode::Tolerance& of_sizes = all[first_cohort() + 2 * n + 1];
    of_sizes.absolute = small * growth_.newborn();
    if (cohorts_[n].born == 0) of_sizes.relative = small_at_start;
  }
  return all;
}

}  // namespace lacuna::cell
