#include "io/input/study_base.hpp"

#include <utility>

#include "io/input/read_document.hpp"

namespace lacuna::io {

RunInput read_with(const BaseCase& base, std::span<const KeyValue> settings, Problems& problems) {
  yaml::Node document = base.document;
  for (const KeyValue& setting : settings) apply_setting(document, case_keys(), setting, problems);
  RunInput input;
  input.files = base.files;
  read_document(document, case_keys(), "", "a case", base.folder, input, problems);
  return input;
}

RunInput read_with(const BaseCase& base, std::span<const KeyValue> settings) {
  Problems problems(base.name, base.origins);
  RunInput input = read_with(base, settings, problems);
  problems.raise();
  finish_case(input);
  return input;
}

KeyValue made_setting(std::string path, std::string value, int origin) {
  yaml::Node node;
  node.kind = yaml::Node::Kind::scalar;
  node.text = std::move(value);
  node.place.setting = origin;
  return {std::move(path), node.place, std::move(node)};
}

}  // namespace lacuna::io
