#include <doctest/doctest.h>

#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "io/input/keys.hpp"
#include "io/input/run_input.hpp"
#include "io/input/study_input.hpp"
#include "io/input/study_keys.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"
#include "tests/io/input/example_cases.hpp"
#include "tests/io/input/example_studies.hpp"
#include "tests/temporary_directory.hpp"

using namespace lacuna;
using Json = nlohmann::json;
using io::yaml::Node;

namespace {

// The document as an editor's YAML 1.2 reader would hand it to a validator.
Json as_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return nullptr;
    case Node::Kind::sequence: {
      Json list = Json::array();
      for (const Node& item : node.items) list.push_back(as_json(item));
      return list;
    }
    case Node::Kind::map: {
      Json map = Json::object();
      for (const auto& entry : node.entries) map[entry.key] = as_json(entry.value);
      return map;
    }
    case Node::Kind::scalar: break;
  }
  if (node.in_quotes) return node.text;
  if (node.text == "true" || node.text == "false") return node.text == "true";
  try {
    return io::parse_integer(node.text);
  } catch (const InputError&) {
  }
  try {
    return io::parse_number(node.text);
  } catch (const InputError&) {
    return node.text;
  }
}

struct Judgement {
  std::string text;
  bool valid;
};

std::vector<Judgement> judgements() {
  std::vector<Judgement> list;
  for (const char* text : test::example_cases) {
    list.push_back({text, true});
    list.push_back({io::parse_case(text, "c", ".").canonical, true});
  }
  list.push_back({io::starting_case(), true});
  const std::string current = "current: {constant: {j_mA_cm2: 1, time_s: 1}}\n";
  list.push_back({current, true});
  list.push_back({current + "metal:\nname: 12\n", true});
  list.push_back({current + "temperature_K: 25 °C\nmetal: {lateral_nm: [1 um, 90 Å]}\n", true});
  list.push_back({current + "metal: {layers: 8 nm}\n", false});
  list.push_back({current + "temperature_K: hot\n", false});
  list.push_back(
      {current + "metal: {normal: \"111\", hop: {table: b.csv, table_tolerance_eV: 0.1}}\n", true});
  list.push_back({current + "initial:\nvoltage:\ninterface:\ncheckpoint:\n", true});
  for (const char* wrong :
       {"metal: {layer: 3}\n",
        "metal: {layers: 1}\n",
        "metal: {layers: 3.5}\n",
        "metal: {layers: '3'}\n",
        "metal: {normal: 112}\n",
        "metal: {lateral_nm: [1, 2], lateral_cells: [1, 2]}\n",
        "metal: {lateral_nm: [1, 2, 3]}\n",
        "metal: {lateral_nm: [0, 2]}\n",
        "metal: {hop: {law: uphill, table: b.csv}}\n",
        "metal: {hop: {table_tolerance_eV: 0.1}}\n",
        "metal: {surface: off}\n",
        "interface: {segregation_eV: 0, adhesion_eV: 0}\n",
        "interface: {segregation_eV: 11}\n",
        "far_side: thick\n",
        "far_side: {thick: {}}\n",
        "far_side: {thick: {layers: 4}}\n",
        "far_side: {thick: {layers: 100, thickness_um: 1}}\n",
        "far_side: {thick: {layers: 100, returns: never}}\n",
        "far_side: {thick: {layers: 100}, equilibrium: {formation_energy_eV: 0.4}}\n",
        "far_side: {}\n",
        "far_side:\n",
        "temperature_K: 0\n",
        "seed: -1\n",
        "stop: never\n",
        "trajectory: {paths: yes}\n",
        "voltage: {exchange_activation_eV: 1}\n",
        "onset: {growth: {confidence: 0.5}}\n",
        "onset: {growth: {max_trials: 0}}\n",
        "unknown: 1\n"}) {
    list.push_back({current + wrong, false});
  }
  list.push_back({"seed: 1\n", false});
  list.push_back({"current:\n", false});
  list.push_back({"current: {}\n", false});
  for (const char* keys :
       {"auto: never", "auto: charge, from_mA_cm2: 1", "auto: charge, to_mA_cm2: 1",
        "auto: charge, rate_mA_cm2_per_s: 1", "auto: charge, reference_temperature_K: 300",
        "auto: charge, monolayers_per_e_fold: 0", "to_mA_cm2: 2",
        "from_mA_cm2: 1, to_mA_cm2: 2, rate_mA_cm2_per_s: 3, monolayers_per_e_fold: 25",
        "hold: none", "from_mA_cm2: 1, rate_mA_cm2_per_s: 3"}) {
    list.push_back({std::string("current: {ramp: {") + keys + "}}\n", false});
  }
  list.push_back({"current: {ramp: {auto: charge}}\n", true});
  list.push_back({"current: {ramp: {auto: fixed, reference_temperature_K: 280}}\n", true});
  list.push_back({"current: {ramp: {from_mA_cm2: 1, to_mA_cm2: 2}}\n", false});
  list.push_back({"current: {constant: {j_mA_cm2: 1}}\n", false});
  list.push_back({"current: {constant: {j_mA_cm2: 1, time_s: 1, monolayers: 1}}\n", false});
  list.push_back({"current: {file: a.csv, constant: {j_mA_cm2: 1, time_s: 1}}\n", false});
  return list;
}

const io::StudyInput& full_input() {
  static const test::StudyFolder folder;
  static const io::StudyInput study = io::read_study(folder.study());
  return study;
}

// With the base case and the files beside them that test::StudyFolder makes.
std::vector<Judgement> study_judgements() {
  const std::string start = "base: case.yaml\ntemperatures_K: [250, 300]\n";
  const std::string study = start + "hypotheses: {one: {}}\n";
  std::vector<Judgement> list{
      {test::full_study, true},
      {full_input().canonical, true},
      {test::inline_base + "temperatures_K: [300]\nhypotheses: {a b: , c: {set: {}}}\n", true},
      {study + "precision: none\nfit:\nreplicas: 3\nrate_check: false\n", true},
      {study + "precision: {E_A_eV: 0.01}\ncommon_random_numbers: true\n", true}};
  for (const char* good :
       {"fit: {parameters: {interface.segregation_eV: [0 eV, 100 meV]}, targets: {a: {E_A_eV: 140 "
        "meV}}}\n",
        "cell: {flaws: {radius_nm: 9, per_cm2: 9}, fit: {parameters: {cell.flaws.radius_nm: [1, "
        "9]}, "
        "targets: {a: {E_A_eV: 0.1}}}}\n",
        "measured_points: points.csv\nexperiment: lowack2026.csv\ncell: {fit: {parameters: "
        "{interface.segregation_eV: [0, 0.1]}, targets: {a: [bare, points]}}}\n"})
    list.push_back({study + good, true});
  for (const char* wrong :
       {"fit: {parameters: {cell.pressure_MPa: [0, 1]}, targets: {a: {E_A_eV: 0.1}}}\n",
        "cell: {fit: {parameters: {cell.area_cm2: [1, 2]}, targets: {a: {E_A_eV: 0.1}}}}\n"})
    list.push_back({study + wrong, false});
  for (const char* wrong :
       {"hypotheses: {}\n", "hypotheses: {a/b: {}}\n", "hypotheses: {a: {sett: {}}}\n",
        "hypotheses: {a: {set: {metal.layer: 8}}}\n", "hypotheses: {a: {set: {metal.layers: 1}}}\n",
        "hypotheses: {a: {set: {temperature_K: 300}}}\n", "hypotheses: {a: {set: [1]}}\n",
        "hypotheses: [a]\n", "hypotheses:\n"}) {
    list.push_back({start + wrong, false});
  }
  for (const char* wrong :
       {"replicas: 0\n", "precision: {max_replicas: 7}\n", "grid: {metal.layers: 8}\n",
        "grid: {metal.layers: []}\n", "grid: {metal.layer: [8]}\n",
        "grid: {metal.layers: [8, 8]}\n", "confidence: 1\n", "rate_check: maybe\n", "unknown: 1\n",
        "fit: {parameters: {interface.segregation_eV: [0, 0.1]}}\n",
        "fit: {parameters: {metal.layers: [4, 8]}, targets: {a: {E_A_eV: 0.1}}}\n",
        "fit: {parameters: {interface.segregation_eV: [0]}, targets: {a: {E_A_eV: 0.1}}}\n",
        "fit: {parameters: {interface.segregation_eV: [0, 0.1]}, targets: {a: {E_A_low_eV: "
        "0.1}}}\n",
        "fit: {parameters: {interface.segregation_eV: [0, 0.1]}, targets: {a: {E_A_eV: 0.1, sigma: "
        "1}}}\n"}) {
    list.push_back({study + wrong, false});
  }
  list.push_back({"base: case.yaml\nhypotheses: {a: {}}\n", false});
  list.push_back({"base: case.yaml\ntemperatures_K: []\nhypotheses: {a: {}}\n", false});
  list.push_back({"base: case.yaml\ntemperatures_K: [300, 300]\nhypotheses: {a: {}}\n", false});
  list.push_back({"base: [case.yaml]\ntemperatures_K: [300]\nhypotheses: {a: {}}\n", false});
  list.push_back({"temperatures_K: [300]\nhypotheses: {a: {}}\n", false});
  return list;
}

const char* const validate_py = R"(
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
wrong = 0
for n, case in enumerate(json.load(open(sys.argv[2]))):
    errors = [e.message for e in validator.iter_errors(case['document'])]
    if case['valid'] != (not errors):
        wrong += 1
        print('judged otherwise:', n, json.dumps(case), errors)
sys.exit(1 if wrong else 0)
)";

void validate(const std::string& schema, const std::vector<Judgement>& list) {
  const test::TemporaryDirectory directory;
  Json cases = Json::array();
  for (const Judgement& judgement : list) {
    cases.push_back(
        {{"document", as_json(io::yaml::parse(judgement.text, "c"))}, {"valid", judgement.valid}});
  }
  test::put(directory / "schema.json", schema);
  test::put(directory / "cases.json", cases.dump());
  test::put(directory / "validate.py", validate_py);
  const std::string command = "/usr/bin/python3 " + (directory / "validate.py").string() + " " +
                              (directory / "schema.json").string() + " " +
                              (directory / "cases.json").string() + " > " +
                              (directory / "log").string() + " 2>&1";
  const int status = std::system(command.c_str());
  CAPTURE(test::contents(directory / "log"));  // without python3-jsonschema this says so, and fails
  CHECK(status == 0);
}

// The part of a section's schema that lists its keys; beside it may stand words or nothing.
const Json& object_part(const Json& schema) {
  if (schema.contains("properties")) return schema;
  for (const Json& part : schema.at("anyOf")) {
    if (part.contains("properties")) return part;
  }
  return schema;
}

void visit(const io::CaseKey& section, const Json& schema, const std::string& path) {
  for (const io::CaseKey& key : section.keys) {
    CAPTURE(path + key.name);
    CHECK(schema.at("properties").contains(key.name) == key.refusal.empty());
    if (!key.refusal.empty()) continue;
    const Json& property = schema["properties"][key.name];
    if (!key.unit.empty())
      CHECK(property.at("description").get<std::string>().find("[" + key.unit + "]") !=
            std::string::npos);
    if (key.is_section()) visit(key, object_part(property), path + key.name + ".");
  }
  CHECK(schema.at("additionalProperties") == false);
  CHECK(schema.at("properties").size() <= section.keys.size());
}

}  // namespace

TEST_CASE("the schema has every key of the table, with its unit, and no other") {
  visit(io::case_keys(), Json::parse(io::case_schema()), "");
}

TEST_CASE("the schema states draft, ranges and defaults") {
  const Json schema = Json::parse(io::case_schema());
  CHECK(schema.at("$schema") == "https://json-schema.org/draft/2020-12/schema");
  const Json& temperature = schema["properties"]["temperature_K"];
  CHECK(temperature.at("minimum") == 0.001);
  CHECK(temperature.at("maximum") == 100000);
  CHECK(temperature.at("default") == 300);
  CHECK(schema["required"] == Json::array({"current"}));
}

// Shape errors only: what validate() and the files themselves add is beyond a schema.
TEST_CASE("what the reader refuses for its shape is what the list calls invalid") {
  for (const Judgement& judgement : judgements()) {
    if (judgement.text.find("table: b.csv, table_tol") != std::string::npos)
      continue;  // there is no such file
    const std::string text = judgement.valid ? judgement.text + "\n" : judgement.text;
    CAPTURE(text);
    if (judgement.valid) {
      const std::vector<std::string> settings{"stop=end"};
      CHECK_NOTHROW(static_cast<void>(io::parse_case(text, "c", ".", settings)));
    } else {
      CHECK_THROWS_AS(static_cast<void>(io::parse_case(text, "c", ".")), InputError);
    }
  }
}

TEST_CASE("what the reader refuses of a study for its shape is what the list calls invalid") {
  for (const Judgement& judgement : study_judgements()) {
    CAPTURE(judgement.text);
    const test::StudyFolder folder(judgement.text);
    full_input().files.copy_to(folder.path());
    if (judgement.valid) {
      CHECK_NOTHROW(static_cast<void>(io::read_study(folder.study())));
    } else {
      CHECK_THROWS_AS(static_cast<void>(io::read_study(folder.study())), InputError);
    }
  }
}

TEST_CASE("the schema of a study has every key, and knows the keys of a case by their paths") {
  const Json schema = Json::parse(io::study_schema());
  for (const io::StudyKey& key : io::study_keys().keys)
    CHECK(schema["properties"].contains(key.name));
  CHECK(schema["required"] == Json::array({"base", "temperatures_K", "hypotheses"}));
  CHECK(schema["properties"]["precision"]["default"] == "none");
  CHECK(schema["$defs"]["set"]["properties"]["metal.hop.barrier_eV"]["maximum"] == 10);
  CHECK_FALSE(schema["$defs"]["set"]["properties"].contains("temperature_K"));
  CHECK(schema["$defs"]["grid"]["properties"].size() ==
        schema["$defs"]["set"]["properties"].size());
}

TEST_SUITE("all") {
  TEST_CASE("a JSON Schema validator judges studies as the reader does") {
    validate(io::study_schema(), study_judgements());
  }

  TEST_CASE("a JSON Schema validator accepts what the reader accepts and refuses what it refuses") {
    validate(io::case_schema(), judgements());
  }
}
