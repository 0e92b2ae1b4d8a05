#include "core/error.hpp"
#include "io/input/file_kind.hpp"
#include "io/input/study_draft.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

using yaml::Node;

void read_base_file(StudyDraft& study) {
  const Node& node = study.keys.base.node;
  BaseCase& base = study.source->base;
  const std::filesystem::path path = study.folder / node.text;
  base.name = path.string();
  base.folder = path.parent_path();
  study.base_file = base.name;
  std::string text;
  try {
    text = read_text(path, "case", yaml::most_bytes);
  } catch (const InputError& error) {
    study.problems.add(node.place, "base", error.what());
    return;
  }
  base.document = yaml::parse(text, base.name);
  if (base.document.kind == Node::Kind::null) base.document.kind = Node::Kind::map;
  if (base.document.kind != Node::Kind::map)
    study.problems.add(node.place, "base", base.name + " is no map of keys");
  if (is_study(base.document)) {
    study.problems.add(node.place, "base", "expected a case, got the study " + base.name);
    base.document = Node{};  // whose keys are none of a case's
  }
}

}  // namespace

void read_base(StudyDraft& study) {
  const Node& node = study.keys.base.node;
  BaseCase& base = study.source->base;
  base.origins = study.origins("set", "grid");
  switch (node.kind) {
    case Node::Kind::map:
      base.name = study.name;
      base.folder = study.folder;
      base.document = node;
      break;
    case Node::Kind::scalar: read_base_file(study); break;
    case Node::Kind::sequence:
      study.problems.add(node.place, "base", "expected a case or the path of one, got a list");
      break;
    case Node::Kind::null: break;  // that it is missing is noted
  }
  if (base.document.kind == Node::Kind::map) settle(base.document, case_keys(), "", base.folder);
}

}  // namespace lacuna::io
