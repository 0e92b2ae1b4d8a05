#include "io/input/case_keys/sections.hpp"

#include <utility>

#include "interface/auto_ramp.hpp"
#include "interface/theory.hpp"
#include "io/input/current_file.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

// One of the alternatives of `current`.
template <class Program>
CaseKey protocol(const std::string& name, const std::string& doc,
                 std::initializer_list<CaseKey> keys) {
  CaseKey key = section(name, doc, keys).alternative_of("protocol").must_be_given();
  key.enter = [](RunInput& in) { in.values.current = Program{}; };
  key.present = [](const RunInput& in) {
    return std::holds_alternative<Program>(in.values.current);
  };
  return key;
}

// Of what `at` leads to, which is there or a Stationarity.
template <class Way>
std::vector<CaseKey> hold_keys(Field<RunInput, Way> at) {
  const auto of = [=](double Stationarity::*member) {
    return field_of<RunInput>([=](auto& in) -> auto& { return follow(at(in), member); });
  };
  return {
      number("min_monolayers", "monolayers", 1, ranges::charge, "shortest hold",
             of(&Stationarity::min_monolayers)),
      number("max_monolayers", "monolayers", 1, ranges::charge,
             "longest hold; then the run ends and says so", of(&Stationarity::max_monolayers)),
      number("tolerance", "", 1, {0.0, 1.0, true},
             "stationary is a smaller relative difference between the mean coverages of the last "
             "half of the hold and of the quarter before; one within two standard errors is, too",
             of(&Stationarity::tolerance)),
  };
}

const AutoRamp* automatic_of(const RunInput& in) { return automatic_ramp(in.values.current); }

CaseKey auto_key() {
  CaseKey key = row<RunInput>(
      "auto", KeyType::choice,
      "a few pilot runs choose start, end and rate, around the current at which contact is lost");
  key.choices = choices<RampConvention>(
      {{RampConvention::charge, "the same charge per e-fold of current at every temperature"},
       {RampConvention::fixed,
        "the same rate at every temperature: that of charge at reference_temperature_K"}});
  key.set = [](RunInput& in, const Value& v) {
    current<Ramp> (&Ramp::automatic)(in).emplace().convention = chosen<RampConvention>(v);
  };
  key.get = [](const RunInput& in) -> std::optional<Value> {
    const AutoRamp* const automatic = automatic_of(in);
    if (!automatic) return {};
    return std::string(word_of(automatic->convention));
  };
  return key;
}

// What an automatic ramp goes by; its default is known before there is one.
CaseKey auto_number(std::string name, std::string unit, Range range, std::string doc,
                    double AutoRamp::*member) {
  CaseKey key = row<RunInput>(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.set = [=](RunInput& in, const Value& v) {
    auto& automatic = current<Ramp>(&Ramp::automatic)(in);
    if (automatic) (*automatic).*member = std::get<double>(v);  // else `auto` was refused
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    const AutoRamp* const automatic = automatic_of(in);
    return (automatic ? *automatic : AutoRamp{}).*member;
  };
  return key;
}

CaseKey ramp_key() {
  const auto automatic = [](const RunInput& in) { return automatic_of(in) != nullptr; };
  const auto stated = [=](const RunInput& in) { return !automatic(in); };
  const auto fixed = [=](const RunInput& in) {
    return automatic(in) && automatic_of(in)->convention == RampConvention::fixed;
  };
  const auto held = current<Ramp>(&Ramp::hold);
  CaseKey hold =
      optional_section("hold", Unless::off,
                       "the starting current is held until the coverage is stationary", held, {});
  hold.keys = hold_keys(held);
  return protocol<Ramp>(
      "ramp", "j rises (or falls) linearly, after a hold at its start",
      {
          when(stated, number("from_mA_cm2", "mA/cm²", units::mA, ranges::any_current,
                              "starting current density", current<Ramp>(&Ramp::from)))
              .alternative_of("place")
              .must_be_given(),
          when(stated, number("to_mA_cm2", "mA/cm²", units::mA, ranges::any_current,
                              "final current density", current<Ramp>(&Ramp::to)))
              .only_with("from_mA_cm2")
              .must_be_given(),
          when(stated,
               number("rate_mA_cm2_per_s", "mA/cm²/s", units::mA, {0.0, 1e40, true},
                      "change of the current density per second", current<Ramp>(&Ramp::rate)))
              .only_with("from_mA_cm2")
              .must_be_given(),
          auto_key().alternative_of("place").must_be_given(),
          when(automatic, auto_number("monolayers_per_e_fold", "monolayers", ranges::charge,
                                      "charge per e-fold of current, at onset",
                                      &AutoRamp::monolayers_per_e_fold))
              .only_with("auto"),
          when(fixed, auto_number("reference_temperature_K", "K", {1e-3, 1e5},
                                  "temperature at which the rate is that of convention charge",
                                  &AutoRamp::reference_temperature))
              .only_with("auto", "fixed"),
          std::move(hold),
      });
}

CaseKey staircase_key() {
  const auto hold = current<Staircase>(&Staircase::hold);
  CaseKey until =
      section<RunInput>("hold", "each current is held until the coverage is stationary", {});
  until.keys = hold_keys(
      field_of<RunInput>([=](auto& in) -> auto& { return std::get<Stationarity>(hold(in)); }));
  until.enter = [=](RunInput& in) { hold(in) = Stationarity{}; };
  until.present = [=](const RunInput& in) {
    return std::holds_alternative<Stationarity>(hold(in));
  };
  CaseKey seconds = row<RunInput>("hold_s", KeyType::number, "each current is held for this time");
  seconds.unit = "s";
  seconds.range = ranges::time;
  seconds.set = [=](RunInput& in, const Value& v) { hold(in) = std::get<double>(v); };
  seconds.get = [=](const RunInput& in) -> std::optional<Value> {
    const double* time = std::get_if<double>(&hold(in));
    return time ? std::optional<Value>(*time) : std::nullopt;
  };
  return protocol<Staircase>(
      "staircase", "constant currents, each a factor larger than the one before",
      {
          number("from_mA_cm2", "mA/cm²", units::mA, ranges::any_current, "first current density",
                 current<Staircase>(&Staircase::from))
              .must_be_given(),
          number("to_mA_cm2", "mA/cm²", units::mA, ranges::any_current,
                 "the protocol ends when this is passed", current<Staircase>(&Staircase::to))
              .must_be_given(),
          number("factor", "", 1, {1.0001, 1000.0}, "from one current to the next",
                 current<Staircase>(&Staircase::factor)),
          std::move(until).alternative_of("length of a step"),
          std::move(seconds).alternative_of("length of a step"),
      });
}

CaseKey constant_key() {
  return protocol<Constant>(
      "constant", "one current density",
      {
          number("j_mA_cm2", "mA/cm²", units::mA, ranges::any_current, "current density",
                 current<Constant>(&Constant::density))
              .must_be_given(),
          when(
              [](const RunInput& in) { return current<Constant>(&Constant::monolayers)(in) > 0.0; },
              number("monolayers", "monolayers", 1, ranges::charge, "charge after which it ends",
                     current<Constant>(&Constant::monolayers)))
              .alternative_of("length")
              .must_be_given(),
          when([](const RunInput& in) { return current<Constant>(&Constant::time)(in) > 0.0; },
               number("time_s", "s", 1, ranges::time, "time after which it ends",
                      current<Constant>(&Constant::time)))
              .alternative_of("length")
              .must_be_given(),
      });
}

CaseKey pulse_key() {
  return protocol<Pulse>(
      "pulse", "current and rest in turn",
      {
          number("j_mA_cm2", "mA/cm²", units::mA, ranges::any_current, "current density of a pulse",
                 current<Pulse>(&Pulse::density))
              .must_be_given(),
          number("on_s", "s", 1, ranges::time, "length of a pulse", current<Pulse>(&Pulse::on))
              .must_be_given(),
          number("rest_s", "s", 1, {0.0, 1e12}, "rest after each pulse",
                 current<Pulse>(&Pulse::rest))
              .must_be_given(),
          integer("cycles", "", {1.0, 1e9}, "number of pulses", current<Pulse>(&Pulse::cycles)),
      });
}

// The charge is stored as atoms of a full layer, whatever it is stated in.
CaseKey half_charge(std::string name, std::string unit, Range range, std::string doc,
                    double (*monolayers_per_unit)(const Metal&)) {
  const auto at = current<Cycle>(&Cycle::monolayers);
  CaseKey key = row<RunInput>(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.set = [=](RunInput& in, const Value& v) {
    at(in) = std::get<double>(v) * monolayers_per_unit(in.values.metal);
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return in_unit(at(in), monolayers_per_unit(in.values.metal));
  };
  return key;
}

CaseKey cycle_key() {
  const auto by_charge = [](const RunInput& in) {
    return current<Cycle>(&Cycle::monolayers)(in) > 0.0;
  };
  CaseKey strip = number("strip_mA_cm2", "mA/cm²", units::mA, {0.0, 1e20, true},
                         "current density that strips", current<Cycle>(&Cycle::strip));
  strip.set = [set = std::move(strip.set)](RunInput& in, const Value& v) {
    set(in, v);
    current<Cycle> (&Cycle::plate)(in) = current<Cycle>(&Cycle::strip)(in);
  };
  CaseKey stated =
      half_charge("half_mAh_cm2", "mAh/cm²", {0.0, 1e12, true}, "the same charge in another unit",
                  [](const Metal& m) { return constants::mAh_per_cm2 * site_area(m); });
  stated.input_only = true;
  return protocol<Cycle>(
      "cycle", "strip, rest, plate, rest, and again",
      {
          std::move(strip).must_be_given(),
          number("plate_mA_cm2", "mA/cm²", units::mA, {0.0, 1e20, true},
                 "size of the current density that plates", current<Cycle>(&Cycle::plate))
              .by_default("as strip_mA_cm2"),
          when(by_charge, half_charge("half_monolayers", "monolayers", ranges::charge,
                                      "charge of a half cycle, to the nearest atom of the box",
                                      [](const Metal&) { return 1.0; }))
              .alternative_of("length of a half cycle")
              .must_be_given(),
          std::move(stated).alternative_of("length of a half cycle").must_be_given(),
          when([](const RunInput& in) { return current<Cycle>(&Cycle::time)(in) > 0.0; },
               number("half_s", "s", 1, ranges::time,
                      "time of a half cycle; its charge then has the noise of single atoms",
                      current<Cycle>(&Cycle::time)))
              .alternative_of("length of a half cycle")
              .must_be_given(),
          number("rest_s", "s", 1, {0.0, 1e12}, "rest after each half cycle",
                 current<Cycle>(&Cycle::rest)),
          integer("cycles", "", {1.0, 1e8}, "number of cycles", current<Cycle>(&Cycle::cycles)),
      });
}

std::string points_text(const RunInput& in) {
  std::string text;
  if (const auto* table = std::get_if<Tabulated>(&in.values.current)) {
    for (const auto& point : table->points)
      text += shortest(point.first) + "," + shortest(point.second) + "\n";
  }
  return text;
}

CaseKey current_file_key() {
  return when(
      [](const RunInput& in) { return std::holds_alternative<Tabulated>(in.values.current); },
      file(
          "file", "current file",
          "CSV of times and current densities (time_s,j_mA_cm2), straight lines in between",
          field(&RunInput::current_file),
          [](RunInput& in, const SideFile& side) { in.values.current = read_current_file(side); },
          points_text));
}

}  // namespace

CaseKey current_section() {
  return section("current", "the imposed current; positive strips, negative plates",
                 {ramp_key(), staircase_key(), constant_key(), pulse_key(), cycle_key(),
                  current_file_key().alternative_of("protocol").must_be_given()})
      .must_be_given();
}

}  // namespace lacuna::io
