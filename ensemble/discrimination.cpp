#include "ensemble/discrimination.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>

#include "cell/prior.hpp"
#include "core/constants.hpp"
#include "core/error.hpp"
#include "ensemble/line.hpp"
#include "interface/self_diffusion.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"

namespace lacuna::ensemble {
namespace {

/// Those that need cells other than the study's.
constexpr std::array changes{Measurement::thickness, Measurement::area, Measurement::time,
                             Measurement::pressure};
constexpr std::array in_order{
    Measurement::current,   Measurement::energy,    Measurement::temperatures,
    Measurement::thickness, Measurement::area,      Measurement::time,
    Measurement::pressure,  Measurement::diffusion, Measurement::adhesion};

constexpr double thinner = 0.1, smaller = 0.01, faster = 10, pressed = 10 * constants::MPa;

cell::Protocol quickened(cell::Protocol protocol) {
  if (auto* stairs = std::get_if<cell::Staircase>(&protocol)) stairs->hold /= faster;
  if (auto* ramp = std::get_if<cell::Ramp>(&protocol)) ramp->rate *= faster;
  if (auto* cycle = std::get_if<cell::Cycle>(&protocol)) {
    cycle->charge /= faster;
    cycle->rest /= faster;
  }
  if (auto* table = std::get_if<cell::Tabulated>(&protocol))
    for (auto& point : table->points) point.first /= faster;
  return protocol;
}

void change(CellPlan& cell, Measurement measurement) {
  if (measurement == Measurement::thickness)
    for (double& thickness : cell.thicknesses) thickness *= thinner;
  if (measurement == Measurement::area) cell.design.area *= smaller;
  if (measurement == Measurement::time)
    cell.design.protocol = quickened(std::move(cell.design.protocol));
  if (measurement == Measurement::pressure) cell.design.pressure += pressed;
}

std::size_t middle_of(const Plan& plan) { return plan.temperatures.size() / 2; }

// --- which pairs have to be distinguished
// ---------------------------------------------------------------

bool compared_alike(const Branch& one, const Branch& other) {
  return one.measured == other.measured && one.grid == other.grid;
}

/// Hypotheses that have a rival.
std::vector<std::size_t> contenders(const Plan& plan) {
  std::vector<std::size_t> list;
  for (std::size_t a = 0; a < plan.branches.size(); ++a)
    for (std::size_t b = 0; b < plan.branches.size(); ++b)
      if (a != b && compared_alike(plan.branches[a], plan.branches[b])) {
        list.push_back(a);
        break;
      }
  return list;
}

/// Positions of the two in the list of all.
using Pair = std::pair<std::size_t, std::size_t>;

std::vector<Pair> pairs_of(const Plan& plan, const std::vector<CellBranch>& all) {
  const auto rivals = [&](const CellBranch& one, const CellBranch& other) {
    return one.thickness == other.thickness && (is_left(one) || is_left(other)) &&
           compared_alike(plan.branches[one.branch], plan.branches[other.branch]);
  };
  std::vector<Pair> pairs;
  for (std::size_t a = 0; a < all.size(); ++a)
    for (std::size_t b = a + 1; b < all.size(); ++b)
      if (rivals(all[a], all[b])) pairs.emplace_back(a, b);
  return pairs;
}

// --- what one of them predicts ------------------------------------------------------------------

/// A prediction, or why there is none.
struct Expected {
  std::optional<double> value;
  double error = 0.0;  ///< one standard error, by sampling, steps and births
  double prior = 0.0;  ///< the same by what is not known of the metal
  double measuring = 0.0;
  std::string why;
};

Expected unknown(std::string why) { return {{}, 0.0, 0.0, 0.0, std::move(why)}; }

/// By draws of the prior, of each of which a prediction shifts by so much.
Expected with_prior(Expected known, const std::vector<double>& shifts, double level) {
  if (shifts.empty()) return known;
  const auto spread = prior_spread(shifts, level);
  if (!std::isfinite(spread->deviation))
    return unknown("too few of the draws of cell.uncertainty have it");
  known.prior = spread->deviation;
  return known;
}

/// A weighted sum of the logarithms of critical currents, with its errors: those of sampling are
/// the same for all cells of one temperature, those of births and of the metal for all, and those
/// of a staircase's steps each cell's own.
class SumOfCurrents {
 public:
  explicit SumOfCurrents(const Plan& plan, CellOnset onset) : plan_(plan), onset_(onset) {}

  void add(double weight, double temperature, const CellPrediction& cell) {
    const cell::Moment* const moment =
        cell.outcome ? moment_of(*cell.outcome, onset_, *plan_.cell) : nullptr;
    if (moment == nullptr) {
      if (why_.empty()) why_ = cell.outcome ? "no onset within the protocol" : cell.refusal;
      return;
    }
    value_ += weight * std::log(moment->trend / constants::mA_per_cm2);
    const auto& first = cell.outcome->at_first_void;
    sampling_[temperature] += weight * (first ? first->ln_density_error : 0.0);
    births_ += weight * birth_shift(*cell.outcome);
    add_prior(weight, cell.outcome->prior_shifts);
    weight_of(&cell) += weight;
  }

  [[nodiscard]] Expected sum() const {
    if (!why_.empty()) return unknown(why_);
    double variance = births_ * births_;
    for (const auto& [temperature, error] : sampling_) variance += error * error;
    double squares = 0;
    for (const auto& [cell, weight] : weights_) {
      squares += weight * weight;
      variance += std::pow(weight * step_error(plan_.cell->design, *cell->outcome), 2);
    }
    return with_prior({value_, std::sqrt(variance), 0.0, ln_current_error * std::sqrt(squares), {}},
                      prior_, plan_.confidence.level);
  }

 private:
  /// Draw by draw, so that what all cells share cancels.
  void add_prior(double weight, const std::vector<double>& shifts) {
    prior_.resize(std::max(prior_.size(), shifts.size()), 0.0);
    for (std::size_t draw = 0; draw < shifts.size(); ++draw)
      prior_[draw] = std::isfinite(shifts[draw]) ? prior_[draw] + weight * shifts[draw] : NAN;
  }

  double& weight_of(const CellPrediction* cell) {
    const auto at = std::find_if(weights_.begin(), weights_.end(),
                                 [&](const auto& each) { return each.first == cell; });
    return at != weights_.end() ? at->second : weights_.emplace_back(cell, 0.0).second;
  }

  const Plan& plan_;
  CellOnset onset_;
  double value_ = 0, births_ = 0;
  std::vector<std::pair<const CellPrediction*, double>> weights_;  ///< each is measured once
  std::map<double, double> sampling_;                              ///< by temperature
  std::vector<double> prior_;                                      ///< (draws)
  std::string why_;
};

/// Adds E_A through some of the temperatures, so many times.
void add_energy(SumOfCurrents& sum, double times, const Plan& plan, const CellBranch& branch,
                const std::vector<std::size_t>& temperatures) {
  std::vector<double> x;
  for (const std::size_t t : temperatures)
    x.push_back(inverse_thermal_energy(plan.temperatures[t]));
  const std::vector<double> same(x.size(), 1.0);
  const Line line = fit_line(x, same, same);  // whose weights depend on x alone
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    const std::size_t t = temperatures[k];
    sum.add(-times * line.slope_weights[k], plan.temperatures[t], branch.temperatures[t]);
  }
}

/// Of which onset the currents of two are.
struct Onsets {
  CellOnset first, second;
};

/// (Plan::temperatures) Those at which both have theirs.
std::vector<std::size_t> known_temperatures(const Plan& plan, const CellBranch& one,
                                            const CellBranch& other, const Onsets& onsets) {
  const auto is_known = [&](const CellPrediction& cell, CellOnset onset) {
    return cell.outcome && moment_of(*cell.outcome, onset, *plan.cell) != nullptr;
  };
  std::vector<std::size_t> known;
  for (std::size_t t = 0; t < plan.temperatures.size(); ++t)
    if (is_known(one.temperatures[t], onsets.first) &&
        is_known(other.temperatures[t], onsets.second))
      known.push_back(t);
  return known;
}

/// What is measured of one of two.
struct Question {
  Measurement measurement;
  CellOnset onset;
  std::vector<std::size_t> temperatures;  ///< (Plan::temperatures) of energies
};

class Readings {
 public:
  Readings(const Plan& plan, const std::vector<CellBranch>& all, const CellPredictions& changed)
      : plan_(plan), all_(all), hypotheses_(contenders(plan)), changed_(changed) {}

  [[nodiscard]] Expected expected(std::size_t which, const Question& asked) const {
    const CellBranch& branch = all_[which];
    switch (asked.measurement) {
      case Measurement::current: return current(branch, asked.onset);
      case Measurement::energy: return energy(branch, asked);
      case Measurement::temperatures: return bend(branch, asked);
      case Measurement::diffusion: return diffusion(branch);
      case Measurement::adhesion: return adhesion(branch);
      case Measurement::thickness:
      case Measurement::area:
      case Measurement::time:
      case Measurement::pressure: break;
    }
    return changed(branch, asked);
  }

 private:
  [[nodiscard]] double room() const { return plan_.temperatures[middle_of(plan_)]; }
  [[nodiscard]] const CellPrediction& at_room(const CellBranch& branch) const {
    return branch.temperatures[middle_of(plan_)];
  }
  [[nodiscard]] Case values(const CellBranch& branch) const {
    return case_of(plan_, {TaskKind::replica, false, branch.branch, {}, room(), 1.0, 0});
  }

  [[nodiscard]] Expected current(const CellBranch& branch, CellOnset onset) const {
    SumOfCurrents sum(plan_, onset);
    sum.add(1, room(), at_room(branch));
    return sum.sum();
  }

  [[nodiscard]] Expected energy(const CellBranch& branch, const Question& asked) const {
    if (asked.temperatures.size() < 2)
      return unknown("a slope needs two temperatures at which both have an onset");
    SumOfCurrents sum(plan_, asked.onset);
    add_energy(sum, 1, plan_, branch, asked.temperatures);
    return sum.sum();
  }

  [[nodiscard]] Expected bend(const CellBranch& branch, const Question& asked) const {
    const auto& known = asked.temperatures;
    if (known.size() < 3)
      return unknown("a bend needs three temperatures at which both have an onset");
    const auto half = static_cast<std::ptrdiff_t>((known.size() + 1) / 2);
    SumOfCurrents sum(plan_, asked.onset);
    add_energy(sum, 1, plan_, branch, {known.begin(), known.begin() + half});
    add_energy(sum, -1, plan_, branch, {known.end() - half, known.end()});
    return sum.sum();
  }

  [[nodiscard]] Expected changed(const CellBranch& branch, const Question& asked) const {
    SumOfCurrents sum(plan_, asked.onset);
    sum.add(1, room(), changed_.at(place_of(branch, asked.measurement)));
    sum.add(-1, room(), at_room(branch));
    return sum.sum();
  }

  /// Where the changed cell of a hypothesis is.
  [[nodiscard]] std::size_t place_of(const CellBranch& branch, Measurement measurement) const {
    const auto& thicknesses = plan_.cell->thicknesses;
    const auto index = [](const auto& list, const auto& value) {
      return static_cast<std::size_t>(std::find(list.begin(), list.end(), value) - list.begin());
    };
    const std::size_t row =
        index(changes, measurement) * hypotheses_.size() + index(hypotheses_, branch.branch);
    return row * thicknesses.size() + index(thicknesses, branch.thickness);
  }

  [[nodiscard]] Expected diffusion(const CellBranch& branch) const {
    const auto ln_tracer = [](const Case& c) -> std::optional<double> {
      const auto found = interface::self_diffusion(c);
      return found ? std::optional(std::log(found->model / constants::cm2)) : std::nullopt;
    };
    return of_metal(branch, ln_tracer, ln_diffusion_error,
                    "without bonds the metal has no vacancies of its own");
  }

  [[nodiscard]] Expected adhesion(const CellBranch& branch) const {
    const auto work = [](const Case& c) -> std::optional<double> {
      if (!interface::has_bonds(c.metal)) return {};
      return interface::work_of_adhesion(interface::at_temperature(c.metal, c.temperature),
                                         c.ceramic.segregation) /
             constants::J_per_m2;
    };
    return of_metal(branch, work, adhesion_error, "without bonds the metal has no surface energy");
  }

  /// What follows from the energies of a hypothesis alone.
  template <class Get>
  [[nodiscard]] Expected of_metal(const CellBranch& branch, Get get, double measuring,
                                  const char* why_not) const {
    const Case c = values(branch);
    const std::optional<double> value = get(c);
    if (!value) return unknown(why_not);
    const cell::Prior& prior = plan_.cell->prior;
    std::vector<double> shifts;
    for (const cell::Deviates& deviates : cell::deviates(prior.draws)) try {
        shifts.push_back(*get(cell::drawn(c, prior, deviates)) - *value);
      } catch (const InputError&) {
        shifts.push_back(NAN);
      }
    return with_prior({value, 0.0, 0.0, measuring, {}}, shifts, plan_.confidence.level);
  }

  const Plan& plan_;
  const std::vector<CellBranch>& all_;
  std::vector<std::size_t> hypotheses_;  ///< whose changed cells there are
  const CellPredictions& changed_;
};

/// Of the difference of two predictions. What is not known of the metal is the same metal's,
/// whichever of them holds: it counts once, as the one that it moves more has it.
double error_of_difference(const Expected& first, const Expected& second) {
  return std::hypot(first.error, second.error, std::max(first.prior, second.prior));
}

/// The onset that both currents are of; empty where they are of two.
std::optional<CellOnset> shared(const Onsets& onsets) {
  return onsets.first == onsets.second ? std::optional(onsets.first) : std::nullopt;
}

/// What both predict of a measurement, or why one of them does not.
struct Compared {
  Expected first, second;
  [[nodiscard]] bool is_known() const { return first.value && second.value; }
  [[nodiscard]] const std::string& why() const { return first.value ? second.why : first.why; }
};

class Comparison {
 public:
  Comparison(const Plan& plan, const std::vector<CellBranch>& all, const Pair& pair,
             const Readings& readings)
      : plan_(plan),
        one_(all[pair.first]),
        other_(all[pair.second]),
        pair_(pair),
        readings_(readings) {}

  [[nodiscard]] CellRivals rivals() const {
    CellRivals found{
        one_.branch, other_.branch, one_.thickness, is_left(one_) && is_left(other_), {}, {}};
    for (const Measurement measurement : in_order) add(measurement, found);
    std::stable_sort(
        found.measurements.begin(), found.measurements.end(),
        [](const Discrimination& a, const Discrimination& b) { return a.ratio() > b.ratio(); });
    return found;
  }

 private:
  [[nodiscard]] Compared by(Measurement measurement, const Onsets& onsets) const {
    const auto temperatures = known_temperatures(plan_, one_, other_, onsets);
    return {readings_.expected(pair_.first, {measurement, onsets.first, temperatures}),
            readings_.expected(pair_.second, {measurement, onsets.second, temperatures})};
  }

  void add(Measurement measurement, CellRivals& found) const {
    const bool of_current =
        measurement != Measurement::diffusion && measurement != Measurement::adhesion;
    const Onsets own{one_.decisive(), other_.decisive()};
    Onsets onsets{CellOnset::contact, CellOnset::contact};
    Compared both = by(measurement, onsets);
    const std::string why = both.why();
    for (const Onsets& next : {Onsets{CellOnset::first_void, CellOnset::first_void}, own}) {
      if (!of_current || both.is_known()) break;
      onsets = next;
      both = by(measurement, onsets);
    }
    if (!both.is_known()) {
      found.unknown.push_back({measurement, why});
      return;
    }
    found.measurements.push_back({measurement, *both.first.value, *both.second.value,
                                  error_of_difference(both.first, both.second),
                                  std::max(both.first.measuring, both.second.measuring),
                                  of_current ? shared(onsets) : std::nullopt,
                                  of_current && !shared(onsets)});
  }

  const Plan& plan_;
  const CellBranch &one_, &other_;
  const Pair& pair_;
  const Readings& readings_;
};

}  // namespace

double Discrimination::ratio() const {
  return std::abs(first - second) / std::hypot(prediction_error, measurement_error);
}

bool is_left(const CellBranch& branch) {
  return branch.energy(branch.decisive()).verdict != Verdict::not_compatible;
}

std::size_t changed_cells_of(const Plan& plan) {
  return changes.size() * contenders(plan).size() * plan.cell->thicknesses.size();
}

std::optional<CellPredictions> predict_changed_cells(const Plan& plan,
                                                     const nucleation::Cache& cache, int threads,
                                                     const std::stop_token& stop) {
  Plan asked = plan;
  asked.temperatures = {plan.temperatures[middle_of(plan)]};
  asked.branches.clear();
  for (const std::size_t hypothesis : contenders(plan))
    asked.branches.push_back(plan.branches[hypothesis]);
  CellPredictions found;
  for (const Measurement measurement : changes) {
    asked.cell = plan.cell;
    asked.cell->journey = false;
    change(*asked.cell, measurement);
    auto some = predict_cells(asked, cache, threads, {}, stop);
    if (!some) return {};
    std::move(some->begin(), some->end(), std::back_inserter(found));
  }
  return found;
}

std::vector<CellRivals> discriminate(const Plan& plan, const std::vector<CellBranch>& all,
                                     const CellPredictions& changed) {
  const Readings readings(plan, all, changed);
  std::vector<CellRivals> list;
  for (const Pair& pair : pairs_of(plan, all))
    list.push_back(Comparison(plan, all, pair, readings).rivals());
  std::stable_partition(list.begin(), list.end(),
                        [](const CellRivals& pair) { return pair.both_survive; });
  return list;
}

std::optional<BestMeasurement> best_measurement(const std::vector<CellRivals>& list) {
  std::optional<BestMeasurement> best;
  for (const Measurement measurement : in_order) {
    std::optional<double> least;
    bool known = true;
    for (const CellRivals& pair : list) {
      if (!pair.both_survive) continue;
      const auto at =
          std::find_if(pair.measurements.begin(), pair.measurements.end(),
                       [&](const Discrimination& each) { return each.measurement == measurement; });
      known = known && at != pair.measurements.end();
      if (known) least = std::min(least.value_or(at->ratio()), at->ratio());
    }
    if (known && least && (!best || *least > best->least_ratio))
      best = BestMeasurement{measurement, *least};
  }
  return best;
}

}  // namespace lacuna::ensemble
