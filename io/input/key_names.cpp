#include "io/input/key_names.hpp"

#include "io/input/keys.hpp"
#include "io/input/study_keys.hpp"

namespace lacuna::io {
namespace {

template <class Target>
void add_names(const Key<Target>& section, const std::string& prefix, std::vector<KeyName>& names) {
  for (const Key<Target>& key : section.keys) {
    if (!key.refusal.empty()) continue;
    KeyName name{prefix + key.name, {}};
    for (const Choice& choice : key.choices)
      if (choice.refusal.empty()) name.words.push_back(choice.word);
    if (key.type == KeyType::boolean) name.words = {"true", "false"};
    names.push_back(std::move(name));
    add_names(key, prefix + key.name + ".", names);
  }
}

template <class Target>
std::vector<KeyName> names_of(const Key<Target>& root) {
  std::vector<KeyName> names;
  add_names(root, "", names);
  return names;
}

}  // namespace

std::vector<KeyName> case_key_names() { return names_of(case_keys()); }

std::vector<KeyName> study_key_names() { return names_of(study_keys()); }

}  // namespace lacuna::io
