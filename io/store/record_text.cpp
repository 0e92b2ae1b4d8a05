#include "io/store/record_text.hpp"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

using Json = nlohmann::ordered_json;
using ensemble::Assignment;
using ensemble::ChosenRamp;
using ensemble::Failure;
using ensemble::Outcome;
using ensemble::Record;
using ensemble::ReferenceRate;
using ensemble::Task;
using interface::OnsetAnswer;
using interface::OnsetNumber;
using interface::OnsetResult;

// JSON has no number for what is not finite.
Json number(double value) {
  if (std::isfinite(value)) return value;
  return std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

template <class Whole>
Whole whole(const Json& json) {
  if (!json.is_number_integer()) throw InputError("expected a whole number");
  return json.get<Whole>();
}

double number(const Json& json) {
  if (json.is_number()) return json.get<double>();
  const auto word = json.get<std::string>();
  if (word == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (word == "inf") return std::numeric_limits<double>::infinity();
  if (word == "-inf") return -std::numeric_limits<double>::infinity();
  throw InputError("a word that is not a number");
}

// Enumerators travel as their numbers: a journal belongs to one version of the program.
template <class Enum>
Enum enumerator(const Json& json, Enum last) {
  const int value = whole<int>(json);
  if (value < 0 || value > static_cast<int>(last)) throw InputError("an enumerator out of range");
  return static_cast<Enum>(value);
}

Json to_json(const Task& task) {
  Json parameters = Json::array();
  for (const double p : task.parameters) parameters.push_back(number(p));
  return {{"kind", static_cast<int>(task.kind)},
          {"fit", task.fit},
          {"branch", task.branch},
          {"parameters", parameters},
          {"temperature", number(task.temperature)},
          {"rate_factor", number(task.rate_factor)},
          {"replica", task.replica},
          {"uncapped", task.uncapped}};
}

Task task_from(const Json& json) {
  Task task;
  task.kind = enumerator(json.at("kind"), ensemble::TaskKind::replica);
  task.fit = json.at("fit").get<bool>();
  task.branch = whole<std::size_t>(json.at("branch"));
  for (const Json& p : json.at("parameters")) task.parameters.push_back(number(p));
  task.temperature = number(json.at("temperature"));
  task.rate_factor = number(json.at("rate_factor"));
  task.replica = whole<int>(json.at("replica"));
  task.uncapped = json.at("uncapped").get<bool>();
  if (task.replica < 0 || task.replica == std::numeric_limits<int>::max())
    throw InputError("no number of a replica");
  return task;
}

Json to_json(const ChosenRamp& chosen) {
  return {{"from", number(chosen.ramp.from)},
          {"to", number(chosen.ramp.to)},
          {"rate", number(chosen.ramp.rate)},
          {"scale", number(chosen.scale)},
          {"runs", chosen.runs},
          {"hops", chosen.hops}};
}

ChosenRamp chosen_from(const Json& json) {
  ChosenRamp chosen;
  chosen.ramp.from = number(json.at("from"));
  chosen.ramp.to = number(json.at("to"));
  chosen.ramp.rate = number(json.at("rate"));
  chosen.scale = number(json.at("scale"));
  chosen.runs = whole<int>(json.at("runs"));
  chosen.hops = whole<std::uint64_t>(json.at("hops"));
  return chosen;
}

Json to_json(const OnsetResult& onset) {
  Json numbers = Json::array();
  for (const OnsetNumber& each : interface::onset_numbers)
    numbers.push_back(number(each.get(onset)));
  Json json{{"detector", static_cast<int>(onset.detector)}};
  for (const OnsetAnswer& each : interface::onset_answers)
    json[each.name] = each.is_yes_or_no() ? Json(each.get(onset) != 0) : Json(each.get(onset));
  json["numbers"] = numbers;
  return json;
}

std::uint8_t answer_from(const Json& json, const OnsetAnswer& answer) {
  if (answer.is_yes_or_no()) return json.get<bool>() ? 1 : 0;
  const int value = whole<int>(json);
  if (value < 0 || value > answer.most) throw InputError("an answer out of range");
  return static_cast<std::uint8_t>(value);
}

OnsetResult onset_from(const Json& json) {
  OnsetResult onset;
  onset.detector = enumerator(json.at("detector"), interface::all_detectors.back());
  for (const OnsetAnswer& each : interface::onset_answers)
    each.set(onset, answer_from(json.at(each.name), each));
  const Json& numbers = json.at("numbers");
  if (numbers.size() != interface::onset_numbers.size())
    throw InputError("another number of numbers");
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    const double value = number(numbers[k]);
    if (!interface::onset_numbers[k].allows(value)) throw InputError("a number out of range");
    interface::onset_numbers[k].set(onset, value);
  }
  return onset;
}

Json to_json(const Outcome& outcome) {
  Json onsets = Json::array();
  for (const OnsetResult& onset : outcome.onsets) onsets.push_back(to_json(onset));
  const auto& lag = outcome.quasi_static.lag;
  return {{"reason", static_cast<int>(outcome.reason)},
          {"onsets", onsets},
          {"lag", lag ? number(*lag) : Json(nullptr)},
          {"quasi_static", outcome.quasi_static.ok},
          {"stationary_start", outcome.stationary_start},
          {"monolayers", number(outcome.monolayers)},
          {"hops", outcome.hops}};
}

Outcome outcome_from(const Json& json) {
  Outcome outcome;
  outcome.reason = enumerator(json.at("reason"), interface::Reason::interrupted);
  const Json& onsets = json.at("onsets");
  if (onsets.size() != outcome.onsets.size()) throw InputError("another number of detectors");
  for (std::size_t k = 0; k < onsets.size(); ++k) outcome.onsets[k] = onset_from(onsets[k]);
  if (!json.at("lag").is_null()) outcome.quasi_static.lag = number(json.at("lag"));
  outcome.quasi_static.ok = json.at("quasi_static").get<bool>();
  outcome.stationary_start = json.at("stationary_start").get<bool>();
  outcome.monolayers = number(json.at("monolayers"));
  outcome.hops = whole<std::uint64_t>(json.at("hops"));
  return outcome;
}

struct Found {
  Json operator()(const Outcome& outcome) const { return {{"outcome", to_json(outcome)}}; }
  Json operator()(const ChosenRamp& chosen) const { return {{"ramp", to_json(chosen)}}; }
  Json operator()(const ReferenceRate& reference) const {
    return {{"reference_rate", number(reference.rate)}};
  }
  Json operator()(const Failure& failure) const { return {{"failure", failure.message}}; }
};

template <class Parse>
auto parsed(std::string_view text, const char* what, Parse parse) {
  try {
    return parse(Json::parse(text));
  } catch (const Json::exception& problem) {
    throw InputError(std::string("no ") + what + ": " + problem.what());
  }
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string record_text(const Record& record) {
  Json json{{"task", to_json(record.task)}, {"seed", record.seed}};
  json.update(std::visit(Found{}, record.found));
  return line_of(json);
}

Record parse_record(std::string_view text) {
  return parsed(text, "record", [](const Json& json) {
    Record record;
    record.task = task_from(json.at("task"));
    record.seed = whole<std::uint64_t>(json.at("seed"));
    if (json.contains("outcome")) {
      record.found = outcome_from(json.at("outcome"));
    } else if (json.contains("ramp")) {
      record.found = chosen_from(json.at("ramp"));
    } else if (json.contains("reference_rate")) {
      record.found = ReferenceRate{number(json.at("reference_rate"))};
    } else {
      record.found = Failure{json.at("failure").get<std::string>()};
    }
    return record;
  });
}

std::string assignment_text(const Assignment& assignment) {
  Json json{{"task", to_json(assignment.task)}};
  if (assignment.reference_rate) json["reference_rate"] = number(*assignment.reference_rate);
  if (assignment.chosen) json["ramp"] = to_json(*assignment.chosen);
  return line_of(json);
}

Assignment parse_assignment(std::string_view text) {
  return parsed(text, "assignment", [](const Json& json) {
    Assignment assignment;
    assignment.task = task_from(json.at("task"));
    if (json.contains("reference_rate"))
      assignment.reference_rate = number(json.at("reference_rate"));
    if (json.contains("ramp")) assignment.chosen = chosen_from(json.at("ramp"));
    return assignment;
  });
}

}  // namespace lacuna::io
