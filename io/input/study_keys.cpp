#include "io/input/study_keys.hpp"

#include <utility>

#include "io/input/key_rows.hpp"

namespace lacuna::io {
namespace {

using namespace rows;

constexpr Range energy_range{-10.0, 10.0};
constexpr Range replica_range{1.0, 100000.0};
constexpr Range least_eight{8.0, 100000.0};

// Access to a value wherever it is.
template <class T>
auto to(T& value) {
  return [&value](const RunInput&) -> T& { return value; };
}
template <class T>
auto inside(std::optional<FitKeys>& fit, T FitKeys::*member) {
  return [&fit, member](const RunInput&) -> T& { return (*fit).*member; };
}
template <class T>
auto inside(std::optional<ensemble::Precision>& precision, T ensemble::Precision::*member) {
  return [&precision, member](const RunInput&) -> T& { return (*precision).*member; };
}

// A row for what may be absent.
template <class T>
Key if_given(Key key, std::optional<T>& at) {
  key.set = [&at](RunInput&, const Value& v) { at = std::get<T>(v); };
  key.get = [&at](const RunInput&) { return at ? std::optional<Value>(*at) : std::nullopt; };
  return key;
}

Key text(std::string name, std::string doc, std::string& at) {
  Key key = row(std::move(name), KeyType::text, std::move(doc));
  key.set = [&at](RunInput&, const Value& v) { at = std::get<std::string>(v); };
  key.get = [&at](const RunInput&) { return at.empty() ? std::nullopt : std::optional<Value>(at); };
  return key;
}

Key file(std::string name, std::string doc, std::string& at) {
  Key key = text(std::move(name), std::move(doc), at);
  key.type = KeyType::file;
  return key;
}

template <class Field>
Key tree(std::string name, std::string form, std::string doc, Field at) {
  Key key = row(std::move(name), KeyType::tree, std::move(doc));
  key.form = std::move(form);
  key.take = [=](const yaml::Node& node) { at(RunInput{}) = node; };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    const yaml::Node& node = at(in);
    if (node.kind == yaml::Node::Kind::null) return {};
    return (node.entries.empty() ? " " : "\n") + yaml::block(node);
  };
  return key;
}

Key energy(std::string name, std::string doc, Range range, std::optional<double>& at) {
  Key key = row(std::move(name), KeyType::number, std::move(doc));
  key.unit = "eV";
  key.range = range;
  return if_given(std::move(key), at);
}

Key temperatures(std::vector<double>& at) {
  Key key = row("temperatures_K", KeyType::list, "temperatures of the Arrhenius plot, at most 100");
  key.unit = "K";
  key.range = {1e-3, 1e5};
  key.set = [&at](RunInput&, const Value& v) { at = std::get<std::vector<double>>(v); };
  key.get = [&at](const RunInput&) { return at.empty() ? std::nullopt : std::optional<Value>(at); };
  return std::move(key).must_be_given();
}

Key precision_section(std::optional<ensemble::Precision>& at) {
  return optional_section(
      "precision", Unless::given,
      "add replicas where they help most until every E_A is known this well",
      [&at](const RunInput&) { return at.has_value(); }, [&at](RunInput&) { at.emplace(); },
      [&at](RunInput&) { at.reset(); },
      {
          number("E_A_eV", "eV", 1, {0.0, 10.0, true},
                 "half-width of the interval of E_A that is good enough",
                 inside(at, &ensemble::Precision::half_width)),
          integer("max_replicas", "", least_eight, "replicas of a cell, at most",
                  inside(at, &ensemble::Precision::max_replicas)),
      });
}

const char* const set_form = "a map of keys of the case to their values";
const char* const grid_form = "a map of keys of the case to lists of values";

Key fit_section(std::optional<FitKeys>& at) {
  return optional_section(
      "fit", Unless::given,
      "find the values of one or two parameters with which what was measured emerges",
      [&at](const RunInput&) { return at.has_value(); }, [&at](RunInput&) { at.emplace(); },
      [&at](RunInput&) { at.reset(); },
      {
          tree("parameters", "a map of one or two keys of the case to [low, high]",
               "what is varied, and how far", inside(at, &FitKeys::parameters))
              .must_be_given(),
          tree("set", set_form, "what is set before", inside(at, &FitKeys::set)),
          tree("grid", grid_form, "a fit for every combination", inside(at, &FitKeys::grid)),
          tree("targets", "a map of names to what is to emerge", "what is to emerge",
               inside(at, &FitKeys::targets))
              .must_be_given(),
          integer("replicas", "", least_eight, "replicas at each temperature of an evaluation",
                  inside(at, &FitKeys::replicas)),
          integer("evaluations", "", {5.0, 1000.0}, "evaluations of each combination, at most",
                  inside(at, &FitKeys::evaluations)),
      });
}

Key length(std::string name, std::string unit, double angstrom, double most, std::string doc,
           std::optional<ExtrapolateKeys>& at, std::optional<double> ExtrapolateKeys::*member) {
  Key key = row(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = {0.0, most, true};
  key.set = [&at, member, angstrom](RunInput&, const Value& v) {
    (*at).*member = std::get<double>(v) * angstrom;
  };
  key.get = [&at, member, angstrom](const RunInput&) {
    return (*at).*member ? std::optional<Value>(in_unit(*((*at).*member), angstrom)) : std::nullopt;
  };
  return std::move(key).alternative_of("size").must_be_given();
}

Key extrapolate_section(std::optional<ExtrapolateKeys>& at) {
  return optional_section(
      "extrapolate", Unless::given,
      "carry critical currents on to a size that is not simulated, by a law through those of "
      "`grid`",
      [&at](const RunInput&) { return at.has_value(); }, [&at](RunInput&) { at.emplace(); },
      [&at](RunInput&) { at.reset(); },
      {
          length("thickness_um", "µm", 1e4, 1e4, "from the ceramic to the vacancy sink", at,
                 &ExtrapolateKeys::thickness),
          length("lateral_nm", "nm", 10, 1e9, "edge of a square interface", at,
                 &ExtrapolateKeys::lateral),
      });
}

Key replicas(int& at) {
  Key key = integer("replicas", "", replica_range,
                    "runs of each cell; with `precision` the first round, at least 8", to(at));
  return std::move(key).by_default("16; with `precision` 8");
}

}  // namespace

Key study_keys(StudyKeys& v) {
  Key rate_check = if_given(row("rate_check", KeyType::boolean,
                                "repeat every hypothesis whose current is a ramp at a quarter and "
                                "at four times its rate"),
                            v.rate_check);
  return section(
      "", "",
      {
          text("name", "what the study is called in the results", v.name)
              .by_default("the file's name"),
          integer("seed", "", {0.0, 18446744073709551615.0},
                  "of the random numbers of all replicas", to(v.seed)),
          boolean("common_random_numbers",
                  "the same random numbers under every hypothesis, for paired differences",
                  to(v.common_random_numbers)),
          tree("base", "the path of a case file, or a case as a map of keys",
               "what the hypotheses start from", to(v.base))
              .must_be_given(),
          temperatures(v.temperatures),
          replicas(v.replicas),
          precision_section(v.precision),
          std::move(rate_check).by_default("those with bonds only"),
          number("confidence", "", 1, {0.5, 0.999}, "level of all intervals", to(v.confidence)),
          file("experiment", "CSV of measured activation energies", v.experiment_file),
          file("measured_points", "CSV of measured critical currents", v.points_file),
          tree("hypotheses", "a map of names to what each sets", "the readings to be compared",
               to(v.hypotheses))
              .must_be_given(),
          tree("grid", grid_form, "every combination, for every hypothesis", to(v.grid)),
          extrapolate_section(v.extrapolate),
          fit_section(v.fit),
      });
}

Key hypothesis_keys(HypothesisKeys& v) {
  return section(
      "", "",
      {
          tree("set", set_form,
               "what the hypothesis says; each key as `--set` of `lacuna run` would set it",
               to(v.set)),
          tree("leave_out", grid_form,
               "combinations of `grid` with one of these values are left out", to(v.leave_out)),
          text("measured",
               "the row of `experiment` that it is compared with; `points`: those of "
               "`measured_points`; "
               "`none`: nothing",
               v.measured)
              .by_default("the first row of `experiment`, else `points`, if there are any"),
          text("note", "for the reader", v.note),
      });
}

Key target_keys(TargetKeys& v) {
  return section("", "",
                 {
                     energy("E_A_eV", "a measured value", energy_range, v.value)
                         .alternative_of("energy")
                         .must_be_given(),
                     energy("E_A_low_eV", "lower end of a measured range", energy_range, v.low)
                         .alternative_of("energy")
                         .must_be_given(),
                     energy("E_A_high_eV", "upper end of the range", energy_range, v.high)
                         .only_with("E_A_low_eV")
                         .must_be_given(),
                     energy("sigma_eV", "one standard error, of the value or of each end",
                            {0.0, 10.0}, v.error),
                 });
}

}  // namespace lacuna::io
