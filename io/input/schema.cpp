#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "io/input/keys.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "io/input/study_keys.hpp"
#include "io/input/units.hpp"

namespace lacuna::io {
namespace {

using Json = nlohmann::ordered_json;

std::string description(const KeyDescription& key) {
  std::string text = key.doc;
  if (!key.unit.empty()) text += (text.empty() ? "[" : " [") + key.unit + "]";
  for (const Choice& choice : key.choices) {
    if (!choice.refusal.empty() || choice.doc.empty()) continue;
    text += (text.empty() ? "" : "; ") + choice.word + ": " + choice.doc;
  }
  if (!key.default_doc.empty()) text += "; default: " + key.default_doc;
  return text;
}

Json json_number(double value) {
  // 65535, not 65535.0
  if (std::abs(value) < 1e15 && value == std::floor(value)) return static_cast<std::int64_t>(value);
  return value;
}

Json json(const Value& stored) {
  struct Convert {
    Json operator()(bool v) const { return v; }
    Json operator()(std::uint64_t v) const { return v; }
    Json operator()(double v) const { return json_number(v); }
    Json operator()(const std::string& v) const { return v; }
    Json operator()(const std::array<std::uint64_t, 2>& v) const { return {v[0], v[1]}; }
    Json operator()(const std::array<double, 2>& v) const {
      return {json_number(v[0]), json_number(v[1])};
    }
    Json operator()(const std::vector<double>& v) const {
      Json list = Json::array();
      for (const double each : v) list.push_back(json_number(each));
      return list;
    }
  };
  return std::visit(Convert{}, stored);
}

// A word that looks like a number (110) is one for whoever reads the YAML first.
Json word_list(const KeyDescription& key) {
  Json list = Json::array();
  for (const Choice& choice : key.choices) {
    if (!choice.refusal.empty()) continue;
    const bool digits = std::all_of(choice.word.begin(), choice.word.end(),
                                    [](char c) { return c >= '0' && c <= '9'; });
    if (digits) list.push_back(std::stoi(choice.word));
    list.push_back(choice.word);
  }
  return list;
}

// Lists in braces stand in no template here: clang 14 forgets to free them there.
Json two(Json first, Json second) {
  Json list = Json::array();
  list.push_back(std::move(first));
  list.push_back(std::move(second));
  return list;
}

// A number and a unit; which one is left to the reader.
constexpr const char* with_unit =
    "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)? ?[^ 0-9.].*$";

Json one_number(const KeyDescription& key) {
  Json schema;
  schema["type"] =
      key.type == KeyType::integer || key.type == KeyType::integers ? "integer" : "number";
  schema[key.range.above_low ? "exclusiveMinimum" : "minimum"] = json_number(key.range.low);
  schema["maximum"] = json_number(key.range.high);
  if (schema["type"] == "integer" || dimension_of(key.unit).units.empty()) return schema;
  schema["type"] = two("number", "string");  // bounds are asked of numbers, the pattern of texts
  schema["pattern"] = with_unit;
  return schema;
}

Json list_schema(const KeyDescription& key) {
  const Json list{{"type", "array"}, {"items", one_number(key)}, {"minItems", 1}};
  return key.or_one ? Json{{"anyOf", two(one_number(key), list)}} : list;
}

Json value_schema(const KeyDescription& key) {
  switch (key.type) {
    case KeyType::number:
    case KeyType::integer: return one_number(key);
    case KeyType::numbers:
    case KeyType::integers:
      return {{"type", "array"}, {"items", one_number(key)}, {"minItems", 2}, {"maxItems", 2}};
    case KeyType::boolean: return {{"type", "boolean"}};
    case KeyType::text: return {{"type", {"string", "number", "boolean"}}};
    case KeyType::choice: return {{"enum", word_list(key)}};
    case KeyType::list: return list_schema(key);
    case KeyType::tree: return Json::object();  // whoever made the table says what it may be
    case KeyType::file:
    case KeyType::section: break;
  }
  return {{"type", "string"}};
}

template <class Target>
std::vector<std::string> alternatives(const Key<Target>& section, const std::string& group) {
  std::vector<std::string> names;
  for (const Key<Target>& key : section.keys) {
    if (key.alternative == group) names.push_back(key.name);
  }
  return names;
}

// Exactly one of the names, or at most one.
Json company(const std::vector<std::string>& names, bool one_needed) {
  Json one_of = Json::array();
  Json any_of = Json::array();
  for (const std::string& name : names) {
    one_of.push_back({{"required", {name}}});
    any_of.push_back({{"required", {name}}});
  }
  if (!one_needed) one_of.push_back({{"not", {{"anyOf", any_of}}}});
  return {{"oneOf", one_of}};
}

// Where the key is given, the one that it needs must be that word.
Json word_needed(const KeyDescription& key) {
  return {{"if", {{"required", {key.name}}}},
          {"then", {{"properties", {{key.needs, {{"const", key.needs_word}}}}}}}};
}

Json word_or(const Json& words, const Json& section) { return two({{"enum", words}}, section); }
Json or_nothing(const Json& section) { return two(section, {{"type", "null"}}); }
Json without_keys() {
  return {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
}

template <class Target>
Json object_schema(const Key<Target>& section, Target defaults);

template <class Target>
Json key_schema(const Key<Target>& key, const Target& defaults) {
  Json schema;
  const auto standard = key.standard(defaults);
  if (!description(key).empty()) schema["description"] = description(key);
  if (!key.unit.empty()) schema["x-unit"] = key.unit;
  Json value = key.is_section() ? object_schema(key, defaults) : value_schema(key);
  if (key.is_section() && !key.choices.empty()) {
    Json words = word_list(key);
    if (may_be_empty(key)) words.push_back(nullptr);
    schema["anyOf"] = word_or(words, value);
    if (!key.items.empty())
      schema["anyOf"].push_back(
          {{"type", "array"}, {"items", value}, {"minItems", 1}, {"maxItems", key.items.size()}});
  } else if (may_be_empty(key) && value.contains("allOf")) {
    // The rules about alternatives must not be asked of nothing.
    schema["anyOf"] = or_nothing(value);
  } else {
    if (may_be_empty(key)) value["type"] = two("object", "null");
    schema.update(value);
  }
  if (standard) schema["default"] = json(*standard);
  return schema;
}

template <class Target>
Json object_schema(const Key<Target>& section, Target defaults) {
  if (section.enter) section.enter(defaults);
  Json schema = without_keys();
  Json required = Json::array();
  Json needs = Json::object();
  Json all = Json::array();
  std::vector<std::string> seen;
  for (const Key<Target>& key : section.keys) {
    if (!key.refusal.empty()) continue;
    schema["properties"][key.name] = key_schema(key, defaults);
    if (key.required && key.alternative.empty() && key.needs.empty()) required.push_back(key.name);
    if (!key.needs.empty()) needs[key.name].push_back(key.needs);
    if (!key.needs.empty() && key.required) needs[key.needs].push_back(key.name);
    if (!key.needs_word.empty()) all.push_back(word_needed(key));
    if (key.alternative.empty() ||
        std::find(seen.begin(), seen.end(), key.alternative) != seen.end())
      continue;
    seen.push_back(key.alternative);
    all.push_back(company(alternatives(section, key.alternative), key.required));
  }
  if (!required.empty()) schema["required"] = required;
  if (!needs.empty()) schema["dependentRequired"] = needs;
  if (!all.empty()) schema["allOf"] = all;
  return schema;
}

// Every key of a case by its path, as `set` names it; those that the study sets itself are left
// out.
void add_settings(const CaseKey& section, const std::string& prefix, RunInput defaults,
                  Json& settings, Json& numbers) {
  if (section.enter) section.enter(defaults);
  for (const CaseKey& key : section.keys) {
    const std::string path = prefix + key.name;
    if (!key.refusal.empty() || path == "temperature_K" || path == "seed") continue;
    settings[path] = key_schema(key, defaults);
    settings[path].erase("default");
    if (key.type == KeyType::number) numbers.push_back(path);
    add_settings(key, path + ".", defaults, settings, numbers);
  }
  for (const CaseKey& item : section.items) {
    settings[prefix + item.name] = object_schema(item, defaults);
    add_settings(item, prefix + item.name + ".", defaults, settings, numbers);
  }
}

Json map_of(Json value, int least) {
  return {{"type", "object"}, {"minProperties", least}, {"additionalProperties", std::move(value)}};
}

Json named(Json value) {
  Json map = map_of(std::move(value), 1);
  map["propertyNames"] = {{"pattern", "^[A-Za-z0-9_.-]([A-Za-z0-9_. -]{0,58}[A-Za-z0-9_.-])?$"}};
  return map;
}

Json reference(const char* name) { return {{"$ref", std::string("#/$defs/") + name}}; }

Json hypothesis_schema() {
  Json schema = object_schema(hypothesis_keys(), HypothesisKeys{});
  schema["properties"]["set"].update(reference("set"));
  schema["type"] = {"object", "null"};
  return schema;
}

Json target_schema() {
  const Json schema = object_schema(target_keys(), TargetKeys{});
  const Json word{{"type", {"string", "number"}}};
  const Json both{{"type", "array"}, {"items", word}, {"minItems", 2}, {"maxItems", 2}};
  return {{"anyOf", {word, both, schema}}};
}

void refine_fit(Json& section, const Json& names) {
  Json& fit = section["anyOf"][1]["properties"];
  const Json number{{"type", two("number", "string")}, {"pattern", with_unit}};
  const Json range{{"type", "array"}, {"items", number}, {"minItems", 2}, {"maxItems", 2}};
  Json parameters = map_of(range, 1);
  parameters["maxProperties"] = 2;
  parameters["propertyNames"] = {{"enum", names}};
  fit["parameters"].update(parameters);
  fit["set"].update(reference("set"));
  fit["grid"].update(reference("grid"));
  fit["targets"].update(named(target_schema()));
}

}  // namespace

std::string study_schema() {
  Json settings = Json::object();
  Json numbers = Json::array();
  add_settings(case_keys(), "", RunInput{}, settings, numbers);
  Json lists = Json::object();
  for (const auto& [path, value] : settings.items()) {
    const Json item{{"$ref", "#/$defs/set/properties/" + path}};
    lists[path] = {{"type", "array"}, {"minItems", 1}, {"uniqueItems", true}, {"items", item}};
  }

  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", "Lacuna study"}};
  schema.update(object_schema(study_keys(), StudyKeys{}));
  Json& keys = schema["properties"];
  keys["base"]["type"] = {"string", "object"};
  keys["temperatures_K"].update(Json{{"uniqueItems", true}, {"maxItems", 100}});
  keys["hypotheses"].update(named(hypothesis_schema()));
  keys["grid"].update(reference("grid"));
  refine_fit(keys["fit"], numbers);
  for (const char* name : cell_parameters) numbers.push_back(name);
  refine_fit(keys["cell"]["anyOf"][1]["properties"]["fit"], numbers);
  schema["$defs"]["set"] = {
      {"type", "object"}, {"properties", settings}, {"additionalProperties", false}};
  schema["$defs"]["grid"] = {
      {"type", "object"}, {"properties", lists}, {"additionalProperties", false}};
  return schema.dump(2) + "\n";
}

std::string case_schema() {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", "Lacuna case"}};
  schema.update(object_schema(case_keys(), RunInput{}));
  return schema.dump(2) + "\n";
}

}  // namespace lacuna::io
