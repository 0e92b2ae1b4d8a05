#include "io/input/study_keys.hpp"

#include <utility>

#include "io/input/cell_keys.hpp"
#include "io/input/experiment.hpp"
#include "io/input/key_rows.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using namespace rows;
using ensemble::Plan;

constexpr Range energy_range{-10.0, 10.0};
constexpr Range replica_range{1.0, 100000.0};
constexpr Range least_eight{8.0, 100000.0};

template <class... Members>
auto of_plan(Members... members) {
  return field(&StudyKeys::plan, members...);
}

std::string experiment_text(const StudyKeys& in) {
  std::string text;
  for (const ensemble::MeasuredRow& row : in.plan.experiment)
    text += yaml::scalar(row.name) + "\n" + energy_text(row.energy);
  return text;
}

template <class Target, class Way>
Key<Target> tree(std::string name, const std::string& form, std::string doc,
                 Field<Target, Way> at) {
  auto key = row<Target>(std::move(name), KeyType::tree, std::move(doc));
  key.form = form;
  key.take = [=](Target& in, const yaml::Node& node) { at(in).node = node; };
  key.get = [=](const Target& in) -> std::optional<Value> {
    const yaml::Node& node = at(in).node;
    if (node.kind == yaml::Node::Kind::null) return {};
    return (node.entries.empty() ? " " : "\n") + yaml::block(node);
  };
  key.content = [=](const Target& in) { return at(in).meaning.value_or(yaml::block(at(in).node)); };
  return key;
}

StudyKey temperatures() {
  const auto at = of_plan(&Plan::temperatures);
  auto key = row<StudyKeys>("temperatures_K", KeyType::list,
                            "temperatures of the Arrhenius plot, at most 100");
  key.unit = "K";
  key.range = {1e-3, 1e5};
  key.set = [=](StudyKeys& in, const Value& v) { at(in) = std::get<std::vector<double>>(v); };
  key.get = [=](const StudyKeys& in) -> std::optional<Value> {
    if (at(in).empty()) return {};
    return at(in);
  };
  return std::move(key).must_be_given();
}

StudyKey precision_section() {
  using ensemble::Precision;
  return optional_section(
      "precision", Unless::given,
      "add replicas where they help most until every E_A is known this well",
      of_plan(&Plan::precision),
      {
          number("E_A_eV", "eV", 1, {0.0, 10.0, true},
                 "half-width of the interval of E_A that is good enough",
                 of_plan(&Plan::precision, &Precision::half_width)),
          integer("max_replicas", "", least_eight, "replicas of a state point, at most",
                  of_plan(&Plan::precision, &Precision::max_replicas)),
      });
}

StudyKey experiment() {
  return file(
      "experiment", "experiment file", "CSV of measured activation energies",
      field(&StudyKeys::experiment_file),
      [](StudyKeys& in, const SideFile& side) { in.plan.experiment = read_experiment(side); },
      experiment_text);
}

StudyKey measured_ramp() {
  using ensemble::MeasuredRamp;
  return choice<MeasuredRamp>(
      "measured_ramp",
      {{MeasuredRamp::unstated, "the source does not say"},
       {MeasuredRamp::charge, "the same charge per e-fold of current"},
       {MeasuredRamp::fixed, "one rate for all temperatures"},
       {MeasuredRamp::staircase, "the same steps for the same times, which lies between the two"}},
      "how the current rose at different temperatures in `experiment` and `measured_points`; a "
      "verdict is on that convention, and where it is neither of the two on both",
      of_plan(&Plan::measured_ramp));
}

StudyKey measured_points() {
  return file(
      "measured_points", "file of measured points", "CSV of measured critical currents",
      field(&StudyKeys::points_file),
      [](StudyKeys& in, const SideFile& side) {
        in.plan.measured_points = read_measured_points(side);
      },
      [](const StudyKeys& in) { return points_text(in.plan.measured_points); });
}

const char* const set_form = "a map of keys of the case to their values";
const char* const grid_form = "a map of keys of the case to lists of values";

StudyKey extrapolate_section() {
  const auto size = [](auto... members) { return field(&StudyKeys::extrapolate, members...); };
  constexpr double angstrom_per_um = 1e4, angstrom_per_nm = 10;
  return optional_section(
      "extrapolate", Unless::given,
      "extrapolate critical currents to a size that is not simulated, with a law fitted to the "
      "sizes of `grid`",
      size(),
      {
          number("thickness_um", "µm", angstrom_per_um, {0.0, 1e4, true},
                 "from the ceramic to the vacancy sink", size(&ExtrapolateKeys::thickness))
              .alternative_of("size")
              .must_be_given(),
          number("lateral_nm", "nm", angstrom_per_nm, {0.0, 1e9, true},
                 "edge of a square interface", size(&ExtrapolateKeys::lateral))
              .alternative_of("size")
              .must_be_given(),
      });
}

// The order is that of reading: a key stands after those its meaning depends on.
StudyKey make_study_keys() {
  return section(
      "", "",
      {
          text("name", "what the study is called in the results", of_plan(&Plan::name))
              .by_default("the file's name"),
          integer("seed", "", {0.0, 18446744073709551615.0},
                  "of the random numbers of all replicas", of_plan(&Plan::seed)),
          boolean("common_random_numbers",
                  "the same random numbers under every hypothesis, for paired differences",
                  of_plan(&Plan::common_random_numbers)),
          tree("base", "the path of a case file, or a case as a map of keys",
               "what the hypotheses start from", field(&StudyKeys::base))
              .must_be_given(),
          temperatures(),
          integer("replicas", "", replica_range,
                  "runs of each state point; with `precision` the first round, at least 8",
                  of_plan(&Plan::replicas))
              .by_default("16; with `precision` 8"),
          precision_section(),
          boolean("rate_check",
                  "repeat every hypothesis whose current is a ramp at a quarter and at four times "
                  "its rate",
                  field(&StudyKeys::rate_check))
              .by_default("those with bonds only"),
          integer("surface_hop_check", "", {0.0, replica_range.high},
                  "so many replicas of each state point with `metal.surface_hop_cap` are repeated "
                  "without "
                  "it, for the difference that it makes to onset; 0, or 2 and more",
                  of_plan(&Plan::surface_hop_check)),
          number("confidence", "", 1, {0.5, 0.999}, "level of all intervals",
                 of_plan(&Plan::confidence, &ensemble::Confidence::level)),
          experiment(),
          measured_points(),
          measured_ramp(),
          tree("hypotheses", "a map of names to what each sets", "the hypotheses to be compared",
               field(&StudyKeys::hypotheses))
              .must_be_given(),
          tree("grid", grid_form, "every combination, for every hypothesis",
               field(&StudyKeys::grid)),
          extrapolate_section(),
          cell_section(),
          fit_section(&StudyKeys::fit),
      });
}

Key<HypothesisKeys> make_hypothesis_keys() {
  return section(
      "", "",
      {
          tree("set", set_form,
               "what the hypothesis says; each key as `--set` of `lacuna run` would set it",
               field(&HypothesisKeys::set)),
          tree("leave_out", grid_form,
               "combinations of `grid` with one of these values are left out",
               field(&HypothesisKeys::leave_out)),
          text("measured",
               "the row of `experiment` that it is compared with; `points`: those of "
               "`measured_points`; `none`: nothing",
               field(&HypothesisKeys::measured))
              .by_default("the first row of `experiment`, else `points`, if there are any"),
          text("note", "for the reader", field(&HypothesisKeys::note)).without_effect(),
      });
}

Key<TargetKeys> energy(std::string name, std::string doc, Range range,
                       std::optional<double> TargetKeys::*member) {
  return number(std::move(name), "eV", 1, range, std::move(doc), field(member));
}

Key<TargetKeys> make_target_keys() {
  return section(
      "", "",
      {
          energy("E_A_eV", "a measured value", energy_range, &TargetKeys::value)
              .alternative_of("energy")
              .must_be_given(),
          energy("E_A_low_eV", "lower end of a measured range", energy_range, &TargetKeys::low)
              .alternative_of("energy")
              .must_be_given(),
          energy("E_A_high_eV", "upper end of the range", energy_range, &TargetKeys::high)
              .only_with("E_A_low_eV")
              .must_be_given(),
          energy("sigma_eV", "one standard error, of the value or of each end", {0.0, 10.0},
                 &TargetKeys::error),
      });
}

}  // namespace

StudyKey fit_section(std::optional<FitKeys> StudyKeys::*kept) {
  const auto fit = [kept](auto... members) { return field(kept, members...); };
  return optional_section(
      "fit", Unless::given,
      "find the values of one or two parameters that reproduce the measurement", fit(),
      {
          tree("parameters", "a map of one or two keys of the case to [low, high]",
               "what is varied, and how far", fit(&FitKeys::parameters))
              .must_be_given(),
          tree("set", set_form, "what is set before", fit(&FitKeys::set)),
          tree("grid", grid_form, "a fit for every combination", fit(&FitKeys::grid)),
          tree("targets", "a map of names to measurements", "what is to be reproduced",
               fit(&FitKeys::targets))
              .must_be_given(),
          integer("replicas", "", least_eight, "replicas at each temperature of an evaluation",
                  fit(&FitKeys::replicas)),
          integer("evaluations", "", {5.0, 1000.0}, "evaluations of each combination, at most",
                  fit(&FitKeys::evaluations)),
      });
}

const StudyKey& study_keys() {
  static const StudyKey keys = make_study_keys();
  return keys;
}

const Key<HypothesisKeys>& hypothesis_keys() {
  static const Key<HypothesisKeys> keys = make_hypothesis_keys();
  return keys;
}

const Key<TargetKeys>& target_keys() {
  static const Key<TargetKeys> keys = make_target_keys();
  return keys;
}

}  // namespace lacuna::io
