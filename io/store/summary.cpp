#include "io/store/summary.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/version.hpp"
#include "core/words.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"
#include "io/number_text.hpp"
#include "io/onset_numbers.hpp"
#include "io/store/indented.hpp"
#include "io/store/sealed_summary.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {

using interface::Detector;
using interface::Ending;
using interface::event_counters;
using interface::EventCounter;
using interface::OnsetAnswer;
using interface::OnsetNumber;
using interface::OnsetResult;
using interface::Reason;
using interface::Sample;
using Json = nlohmann::ordered_json;  // keys in the order they are written here

namespace {

/// Every number that can be undefined goes through here.
Json finite(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
Json finite(const std::optional<double>& value) { return value ? finite(*value) : Json(nullptr); }

Json told_json(const OnsetNumber& told_number, const OnsetResult& onset) {
  const double value = told(told_number, onset);
  return told_number.told == OnsetNumber::Told::whole ? Json(static_cast<std::uint64_t>(value))
                                                      : finite(value);
}

Json said_json(const OnsetAnswer& answer, const OnsetResult& onset) {
  const std::uint8_t value = answer.get(onset);
  return answer.is_yes_or_no() ? Json(value != 0) : Json(answer.word(value));
}

// A detector that does not apply says so, and nothing that could pass for a result.
Json onset_block(const OnsetResult& onset) {
  Json block;
  for (const OnsetAnswer& answer : interface::onset_answers)
    if (answer.known_without_result) block[answer.name] = said_json(answer, onset);
  block["detector"] = word_of(onset.detector);
  const auto known = [&onset](Json value) {
    return onset.applicable ? std::move(value) : Json(nullptr);
  };
  for (const OnsetNumber& number : interface::onset_numbers)
    block[number.name] = known(told_json(number, onset));
  for (const OnsetAnswer& answer : interface::onset_answers)
    if (!answer.known_without_result) block[answer.name] = known(said_json(answer, onset));
  return block;
}

Json onset_blocks(const Ending& ending) {
  Json blocks = Json::object();
  for (const OnsetResult& onset : ending.onsets)
    blocks[word_of(onset.detector)] = onset_block(onset);
  return blocks;
}

const OnsetResult& primary_onset(const RunInput& input, const Ending& ending) {
  return ending.onsets.at(static_cast<std::size_t>(input.values.onset.primary));
}

Json events_block(const interface::EventCounts& events) {
  Json block = Json::object();
  for (const EventCounter& counter : event_counters) block[counter.name] = events.*counter.count;
  return block;
}

Json state_block(const Sample& last) {
  return {{"time_s", finite(last.time)},
          {"j_mA_cm2", finite(in_unit(last.density, constants::mA_per_cm2))},
          {"charge_monolayers", finite(last.monolayers)},
          {"charge_mAh_cm2", finite(last.charge / constants::mAh_per_cm2)},
          {"contact_fraction", finite(1 - last.coverage)},
          {"overpotential_V", finite(last.overpotential)},
          {"vacancies", last.vacancies},
          {"in_flight", last.in_flight},
          {"clusters", last.clusters},
          {"largest_cluster", last.largest_cluster},
          {"largest_near_interface", last.largest_near},
          {"spanning", last.spanning},
          {"deepest_layer", last.deepest_layer < 0 ? Json(nullptr) : Json(last.deepest_layer)}};
}

/// Of a thick electrode: how far from alone were the vacancies that were taken to be?
Json far_field_block(const std::optional<interface::FarFieldLoad>& load) {
  if (!load) return nullptr;
  return {{"top_vacancy_fraction", finite(load->mean)},
          {"top_vacancy_fraction_highest", finite(load->highest)},
          {"dilute", !load->crowded_from},
          {"crowded_from_mA_cm2", load->crowded_from
                                      ? finite(in_unit(*load->crowded_from, constants::mA_per_cm2))
                                      : Json(nullptr)},
          {"explicit_layers_highest", load->most_layers}};
}

/// What follows from the input alone, so that a reader of many summaries need not compute it.
Json theory_block(const interface::Case& values) {
  const double threshold = values.onset.coverage_threshold;
  const interface::IsolatedRates rates = interface::isolated_rates(values);
  const double segregation = values.ceramic.segregation;
  const interface::Metal metal = at_temperature(values.metal, values.temperature);
  return {{"segregation_eV", finite(segregation)},
          {"adhesion_eV", finite(interface::adhesion(metal, segregation))},
          {"work_of_adhesion_J_m2",
           finite(interface::work_of_adhesion(metal, segregation) / constants::J_per_m2)},
          {"surface_energy_J_m2", finite(interface::surface_energy(metal) / constants::J_per_m2)},
          {"layers", interface::total_layers(values)},
          {"formation_energy_eV", finite(interface::formation_energy(values.metal))},
          {"rate_bulk_per_s", finite(rates.bulk)},
          {"rate_lateral_per_s", finite(rates.lateral)},
          {"rate_injection_per_s", finite(rates.inject)},
          {"rate_return_per_s", finite(rates.return_)},
          {"coverage_threshold", finite(threshold)},
          {"strip_rate_per_site_per_s", finite(interface::stripping_rate(values, threshold))},
          {"j_pred_mA_cm2", finite(interface::predicted_density(values) / constants::mA_per_cm2)},
          {"j_pred_is", has_bonds(values.metal) ? "upper_bound" : "estimate"},
          {"crossover_layers", finite(interface::crossover_layers(values, threshold))}};
}

Json version_block() {
  const BuildInfo& build = build_info();
  return {{"version", build.version},
          {"revision", build.revision},
          {"compiler", build.compiler},
          {"flags", build.flags},
          {"libraries", build.libraries}};
}

// --- and back ---------------------------------------------------------------------------------

double density_in(const Json& value) {
  return value.is_null() ? 0.0 : value.get<double>() * constants::mA_per_cm2;
}
std::optional<double> number_in(const Json& value) {
  if (value.is_null()) return {};
  return value.get<double>();
}
double number_in(const Json& value, double none) {
  return value.is_null() ? none : value.get<double>();
}

[[noreturn]] void refuse_word(const Json& name) {
  throw InputError(
      fmt::format("a summary has the unknown word {}: was another version at work?", name.dump()));
}

template <class Enum>
Enum named(const Json& name) {
  const auto meaning = meaning_of<Enum>(name.get<std::string>());
  if (meaning) return *meaning;
  refuse_word(name);
}

std::uint8_t value_said(const OnsetAnswer& answer, const Json& json) {
  if (answer.is_yes_or_no()) return json.get<bool>() ? 1 : 0;
  const auto word = json.get<std::string>();
  for (std::uint8_t value = 0; value <= answer.most; ++value)
    if (word == answer.word(value)) return value;
  refuse_word(json);
}

OnsetResult onset_in(const Json& block) {
  OnsetResult onset;
  onset.detector = named<Detector>(block.at("detector"));
  const auto take_answers = [&](bool known_without_result) {
    for (const OnsetAnswer& answer : interface::onset_answers)
      if (answer.known_without_result == known_without_result)
        answer.set(onset, value_said(answer, block.at(answer.name)));
  };
  take_answers(true);
  if (!onset.applicable) return onset;
  take_answers(false);
  for (const OnsetNumber& number : interface::onset_numbers)
    take(number, number_in(block.at(number.name)), onset);
  return onset;
}

interface::EventCounts events_in(const Json& block) {
  interface::EventCounts events;
  for (const EventCounter& counter : event_counters)
    events.*counter.count = block.at(counter.name).get<std::uint64_t>();
  return events;
}

Sample state_in(const Json& block) {
  Sample last;
  last.time = number_in(block.at("time_s"), 0.0);
  last.density = density_in(block.at("j_mA_cm2"));
  last.monolayers = number_in(block.at("charge_monolayers"), 0.0);
  last.charge = number_in(block.at("charge_mAh_cm2"), 0.0) * constants::mAh_per_cm2;
  last.coverage = 1 - number_in(block.at("contact_fraction"), 1.0);
  last.overpotential =
      number_in(block.at("overpotential_V"), std::numeric_limits<double>::infinity());
  last.vacancies = block.at("vacancies").get<std::uint32_t>();
  last.in_flight = block.at("in_flight").get<std::uint64_t>();
  last.clusters = block.at("clusters").get<std::uint32_t>();
  last.largest_cluster = block.at("largest_cluster").get<std::uint32_t>();
  last.largest_near = block.at("largest_near_interface").get<std::uint32_t>();
  last.spanning = block.at("spanning").get<bool>();
  last.deepest_layer =
      block.at("deepest_layer").is_null() ? -1 : block.at("deepest_layer").get<int>();
  return last;
}

std::optional<interface::FarFieldLoad> far_field_in(const Json& block) {
  if (block.is_null()) return {};
  interface::FarFieldLoad load;
  load.mean = number_in(block.at("top_vacancy_fraction"), 0.0);
  load.highest = number_in(block.at("top_vacancy_fraction_highest"), 0.0);
  load.most_layers = block.at("explicit_layers_highest").get<int>();
  if (!block.at("dilute").get<bool>())
    load.crowded_from = density_in(block.at("crowded_from_mA_cm2"));
  return load;
}

Ending ending_of(const Json& summary) {
  Ending ending;
  ending.reason = named<Reason>(summary.at("ending"));
  for (std::size_t d = 0; d < interface::all_detectors.size(); ++d)
    ending.onsets[d] = onset_in(summary.at("onsets").at(word_of(interface::all_detectors[d])));
  const Json& lag = summary.at("quasi_static").at("lag");
  if (!lag.is_null()) ending.quasi_static.lag = lag.get<double>();
  ending.quasi_static.ok = summary.at("quasi_static").at("ok").get<bool>();
  ending.stationary_start = summary.at("stationary_start").get<bool>();
  ending.last = state_in(summary.at("final"));
  ending.last.events = events_in(summary.at("events"));
  ending.far_field = far_field_in(summary.at("far_field"));
  ending.voltage_slope =
      number_in(summary.at("voltage_slope_ohm_cm2"), 0.0) / 1e3 / constants::mA_per_cm2;
  ending.warnings = summary.at("warnings").get<std::vector<std::string>>();
  return ending;
}

}  // namespace

std::string summary_json(const RunInput& input, const Ending& ending) {
  const double slope = ending.voltage_slope * constants::mA_per_cm2;  // [V / (mA/cm²)]
  return indented(
      {{"name", input.values.name},
       {"temperature_K", finite(input.values.temperature)},
       {"seed", input.seed},
       {"ending", word_of(ending.reason)},
       {"onset", onset_block(primary_onset(input, ending))},
       {"onsets", onset_blocks(ending)},
       {"quasi_static", {{"lag", finite(ending.quasi_static.lag)}, {"ok", ending.quasi_static.ok}}},
       {"far_field", far_field_block(ending.far_field)},
       {"stationary_start", ending.stationary_start},
       {"voltage_slope_ohm_cm2", ending.voltage_slope > 0 ? finite(slope * 1e3) : Json(nullptr)},
       {"events", events_block(ending.last.events)},
       {"final", state_block(ending.last)},
       {"theory", theory_block(input.values)},
       {"warnings", ending.warnings},
       {"version", version_block()}});
}

Ending read_ending(const std::string& summary, const std::filesystem::path& file) {
  try {
    return ending_of(Json::parse(summary));
  } catch (const Json::exception& problem) {
    throw InputError(file.string() + " is not the summary of a run (" + problem.what() +
                     "); run the case again");
  }
}

std::optional<Ending> stored_ending(const std::filesystem::path& directory) {
  const std::filesystem::path file = directory / "summary.json";
  if (!std::filesystem::exists(file)) return {};
  require_unchanged(directory);
  constexpr std::size_t largest = std::size_t{64} << 20U;  // [B]
  return read_ending(read_text(file, "summary of the run", largest), file);
}

std::string timing_json(const Timing& timing) {
  const double speed = timing.seconds > 0 ? static_cast<double>(timing.hops) / timing.seconds : 0.0;
  return indented({{"wall_clock_s", finite(timing.seconds)},
                   {"hops", timing.hops},
                   {"hops_per_s", finite(speed)},
                   {"sessions", timing.sessions}});
}

Timing read_timing(const std::filesystem::path& file) {
  try {
    constexpr std::size_t largest = 65536;  // [B]
    const Json json = Json::parse(read_text(file, "timing of the run", largest));
    return {json.at("wall_clock_s").get<double>(), json.at("hops").get<std::uint64_t>(),
            json.at("sessions").get<std::uint64_t>()};
  } catch (const InputError&) {
    return {};
  } catch (const Json::exception&) {
    return {};
  }
}

}  // namespace lacuna::io
