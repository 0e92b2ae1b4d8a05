#include "ensemble/warnings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "ensemble/rate_dependence.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/imposed_current.hpp"
#include "interface/known_metals.hpp"
#include "interface/temperature.hpp"

namespace lacuna::ensemble {

namespace {

constexpr double many_censored = 0.10;
constexpr double significance = 0.01;
constexpr double much_lag = 0.05;
constexpr double far_from_aim = 1.5;           ///< factor
constexpr double least_charge_per_e_fold = 5;  ///< [monolayers]

std::string text(double number, int digits) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                 std::chars_format::general, digits)
                       .ptr;
  return {buffer.data(), end};
}

std::string label(const Plan& plan, const Setting& setting) {
  const Branch& branch = branch_of(plan, setting.task(TaskKind::reference, 0.0));
  const auto& keys = setting.fit ? plan.fit->grid_keys : plan.grid_keys;
  std::string details;
  const auto add = [&details](const std::string& name, const std::string& value) {
    details += (details.empty() ? "" : ", ") + name + " " + value;
  };
  for (std::size_t g = 0; g < branch.grid.size(); ++g) add(keys[g], branch.grid[g]);
  for (std::size_t p = 0; p < setting.parameters.size(); ++p)
    add(plan.fit->parameters[p].name, text(setting.parameters[p], 6));
  return details.empty() ? branch.name : branch.name + " (" + details + ")";
}

/// "at 250 K and 270 K"; empty for none.
std::string at_temperatures(const std::vector<double>& temperatures) {
  std::string list;
  for (std::size_t n = 0; n < temperatures.size(); ++n)
    list += (n == 0                         ? "at "
             : n + 1 == temperatures.size() ? " and "
                                            : ", ") +
            text(temperatures[n], 6) + " K";
  return list;
}

/// The same for the cells that fulfil a condition.
template <class Condition>
std::string where(const BranchResult& r, Condition condition) {
  std::vector<double> temperatures;
  for (const CellResult& cell : r.cells)
    if (condition(cell)) temperatures.push_back(cell.sample.temperature);
  return at_temperatures(temperatures);
}

template <class Number>
int sum(const BranchResult& r, Number number) {
  int all = 0;
  for (const CellResult& cell : r.cells) all += number(cell);
  return all;
}

class Warnings {
 public:
  explicit Warnings(std::string label) : label_(std::move(label)) {}
  void add(const std::string& sentence) { list_.push_back(label_ + ": " + sentence); }
  [[nodiscard]] std::vector<std::string> list() const { return list_; }

 private:
  std::string label_;
  std::vector<std::string> list_;
};

void about_replicas(const BranchResult& r, Warnings& w) {
  if (const int failed = sum(r, [](const CellResult& c) { return c.failed; }))
    w.add(std::to_string(failed) + " replicas failed " +
          where(r, [](const CellResult& c) { return c.failed > 0; }) + " and are excluded");
  if (const int missing = sum(r, [](const CellResult& c) { return c.missing; }))
    w.add(std::to_string(missing) + " replicas have not been run yet");
  if (const int unobserved = sum(r, [](const CellResult& c) { return c.unobserved; }))
    w.add(std::to_string(unobserved) + " replicas give no information on onset " +
          where(r, [](const CellResult& c) { return c.unobserved > 0; }) +
          ", because its detector does not apply or the only bound is zero current, and are "
          "excluded");
}

void about_voids(const BranchResult& r, Warnings& w) {
  const int voids = sum(r, [](const CellResult& c) { return c.void_at_top; });
  if (voids == 0) return;
  const int all =
      sum(r, [](const CellResult& c) { return static_cast<int>(c.sample.onsets.size()); });
  std::string sentence = "a void reached the top of the slab before onset in " +
                         std::to_string(voids) + " of " + std::to_string(all) + " replicas, " +
                         where(r, [](const CellResult& c) { return c.void_at_top > 0; }) +
                         "; use more layers";
  if (voids > many_censored * all)
    sentence +=
        ", because E_A assumes that runs end early independently of onset, and these did not";
  w.add(sentence);
}

void about_limits(const BranchResult& r, Warnings& w) {
  const int limited = sum(r, [](const CellResult& c) { return c.limited; });
  if (limited == 0) return;
  w.add("`limits` ended " + std::to_string(limited) + " replicas before onset, " +
        where(r, [](const CellResult& c) { return c.limited > 0; }) + "; raise them");
}

void about_censoring(const Case& first, const BranchResult& r, Warnings& w) {
  const int all =
      sum(r, [](const CellResult& c) { return static_cast<int>(c.sample.onsets.size()); });
  // A ramp as wide as may be does not help those that a void ended, or a limit.
  const auto saw_none = [](const CellResult& c) {
    return static_cast<int>(c.count(Censored::right)) - c.void_at_top - c.limited;
  };
  const int above = sum(r, saw_none);
  const int below =
      sum(r, [](const CellResult& c) { return static_cast<int>(c.count(Censored::left)); });
  if (above + below <= many_censored * all) return;
  std::string sentence = "many onsets are only bounds: of " + std::to_string(all) + " replicas ";
  if (above > 0)
    sentence += std::to_string(above) + " saw none " +
                where(r, [&](const CellResult& c) { return saw_none(c) > 0; });
  if (below > 0)
    sentence += (above > 0 ? ", and " : "") + std::to_string(below) +
                " began their ramp at or above it " +
                where(r, [](const CellResult& c) { return c.count(Censored::left) > 0; });
  w.add(sentence + "; " +
        way_to_onset(above > 0, below > 0, interface::seeks_onset(first.current)));
}

void about_lag(const BranchResult& r, Warnings& w) {
  const auto lags = [](const CellResult& c) { return c.lag.value_or(0.0) > much_lag; };
  if (const std::string places = where(r, lags); !places.empty())
    w.add("the ramp is not quasi-static " + places +
          ": more than 5 % of the stripped vacancies were still in the slab a monolayer later; "
          "ramp more slowly");
  else if (const int some = sum(r, [](const CellResult& c) { return c.not_quasi_static; });
           some > many_censored * sum(r, [](const CellResult& c) {
                    return static_cast<int>(c.sample.onsets.size());
                  }))
    w.add(std::to_string(some) +
          " replicas were not quasi-static, although their state points are on average; ramp more "
          "slowly "
          "to be sure");
}

void about_charge(const Case& first, const BranchResult& r, Warnings& w) {
  if (r.same_ramp == SameRamp::none) return;
  const interface::AutoRamp* const automatic = interface::automatic_ramp(first.current);
  if (r.same_ramp == SameRamp::charge && automatic != nullptr && !r.equal_charge) {
    const auto off = [&](const CellResult& c) {
      const double ratio = c.charge_per_e_fold.value_or(automatic->monolayers_per_e_fold) /
                           automatic->monolayers_per_e_fold;
      return std::max(ratio, 1 / ratio) > far_from_aim;
    };
    if (const std::string places = where(r, off); !places.empty())
      w.add("the pilot missed onset " + places +
            ": the charge per e-fold of current is off by more than a factor " +
            text(far_from_aim, 2) + " from " + text(automatic->monolayers_per_e_fold, 3) +
            " monolayers, so that the ramp is not the same at all temperatures");
  }
  const CellResult& coldest = r.cells.front();
  if (r.same_ramp == SameRamp::fixed &&
      coldest.charge_per_e_fold.value_or(least_charge_per_e_fold) < least_charge_per_e_fold)
    w.add("at one rate for all temperatures only " + text(*coldest.charge_per_e_fold, 2) +
          " monolayers pass while the current rises by a factor e at " +
          text(coldest.sample.temperature, 6) +
          " K: too few to tell onset from the averaging window; ramp more slowly");
}

void about_rates(const BranchResult& r, Warnings& w) {
  const RateReplicas& replicas = r.rate_replicas;
  if (replicas.failed > 0)
    w.add(std::to_string(replicas.failed) +
          " replicas failed at other ramp rates and are excluded");
  if (!replicas.hidden.empty() || replicas.partly_seen > many_censored * replicas.repeated)
    w.add("of " + std::to_string(replicas.repeated) + " replicas repeated at other ramp rates " +
          std::to_string(replicas.partly_seen) +
          " did not reach onset at all of them and are excluded from the dependence on the rate" +
          (replicas.hidden.empty() ? ""
                                   : ", which is unknown " + at_temperatures(replicas.hidden) +
                                         ", as the late onsets are the hidden ones") +
          "; widen the ramp, or use more layers if voids ended them");
  if (r.rate && same_exponent_p(r.rate->cells).value_or(1.0) < significance)
    w.add(
        "the dependence on the ramp's rate changes with temperature, so E_A under the other "
        "convention is only an average");
}

void about_precision(const Plan& plan, const Setting& setting, const BranchResult& r, Warnings& w) {
  if (!plan.precision || setting.fit || !r.finished) return;
  const std::string asked = "asked for +-" + text(plan.precision->half_width, 3) + " eV, ";
  if (!r.arrhenius) {
    w.add(asked + "has no E_A yet, from which the number of replicas would follow");
    return;
  }
  const Interval& interval = r.arrhenius->activation_energy.interval;
  const double has = (interval.high - interval.low) / 2;
  if (has > plan.precision->half_width)
    w.add(asked + "has +-" + text(has, 3) + " eV with max_replicas " +
          std::to_string(plan.precision->max_replicas));
}

}  // namespace

std::vector<std::string> warnings_of(const Plan& plan, const Setting& setting, const Case& first,
                                     const BranchResult& r) {
  Warnings w(label(plan, setting));
  about_replicas(r, w);
  about_censoring(first, r, w);
  about_voids(r, w);
  about_limits(r, w);
  about_lag(r, w);
  about_charge(first, r, w);
  about_rates(r, w);
  about_precision(plan, setting, r, w);
  if (r.arrhenius && r.arrhenius->curvature && r.arrhenius->curvature->one_slope_does_not_fit())
    w.add(
        "one slope does not fit all temperatures; E_A is that of the straight line closest to "
        "them, see the local "
        "slopes");
  return w.list();
}

std::vector<std::string> temperature_warnings(const Plan& plan) {
  std::string frozen, molten;
  const Case first = plan.branches.empty() ? Case() : plan.branches.front().vary({});
  const interface::KnownMetal* liquid = nullptr;
  for (const double temperature : plan.temperatures) {
    const bool cold = interface::is_colder_than_any_battery(temperature);
    if (!cold) liquid = interface::liquid_metal(first, temperature);
    if (!cold && liquid == nullptr) continue;
    std::string& list = cold ? frozen : molten;
    list += (list.empty() ? "" : ", ") + text(temperature, 6);
  }
  std::vector<std::string> warnings;
  if (!frozen.empty())
    warnings.push_back("temperatures_K: " + frozen +
                       " K is colder than any battery; if these are degrees Celsius add 273.15");
  if (!molten.empty())
    warnings.push_back("temperatures_K: " + std::string(liquid->name) + " is liquid at " + molten +
                       " K: it melts at " + text(liquid->melting_point, 3) +
                       " K, and a lattice does not describe the liquid");
  return warnings;
}

std::vector<std::string> study_warnings(const Plan& plan, const StudyResult& result) {
  std::vector<std::string> list = temperature_warnings(plan);
  const auto has = [&](SameRamp convention) {
    return std::any_of(result.branches.begin(), result.branches.end(),
                       [&](const BranchResult& r) { return r.same_ramp == convention; });
  };
  if (has(SameRamp::charge) && has(SameRamp::fixed))
    list.emplace_back(
        "some hypotheses pass the same charge per e-fold of current at all temperatures and others "
        "ramp at one rate: "
        "their activation energies do not belong to the same experiment");
  return list;
}

}  // namespace lacuna::ensemble
