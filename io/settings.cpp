#include "io/settings.hpp"

#include <utility>
#include <vector>

#include "core/error.hpp"
#include "io/nearest_word.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

void mark(yaml::Node& node, int setting) {
  node.place.setting = setting;
  for (yaml::Node& item : node.items) mark(item, setting);
  for (yaml::Entry& entry : node.entries) {
    entry.place.setting = setting;
    mark(entry.value, setting);
  }
}

std::vector<std::string> split(const std::string& path) {
  std::vector<std::string> names;
  std::size_t start = 0;
  for (std::size_t dot = 0; dot != std::string::npos; start = dot + 1) {
    dot = path.find('.', start);
    names.push_back(path.substr(start, dot == std::string::npos ? dot : dot - start));
  }
  return names;
}

// What excludes `key`, and what would do nothing without that.
void remove_rivals(yaml::Node& map, const Key& section, const Key& key) {
  if (key.alternative.empty()) return;
  for (const Key& rival : section.keys) {
    if (rival.alternative != key.alternative || rival.name == key.name) continue;
    map.erase(rival.name);
    for (const Key& dependent : section.keys) {
      if (dependent.needs == rival.name) map.erase(dependent.name);
    }
  }
}

yaml::Node& make_entry(yaml::Node& map, const std::string& name, int setting) {
  if (map.kind != yaml::Node::Kind::map) {
    // `trajectory: none` gives way to what is set inside it.
    map = yaml::Node{};
    map.kind = yaml::Node::Kind::map;
    map.place.setting = setting;
  }
  if (yaml::Node* found = map.find(name)) return *found;
  map.entries.push_back({name, {1, 1, setting}, {}});
  map.entries.back().value.place.setting = setting;
  return map.entries.back().value;
}

// The keys along a path; empty, with a problem added, if there is no such path.
std::vector<const Key*> resolve(const Key& root, const std::string& path, int setting, Problems& problems) {
  std::vector<const Key*> way;
  const Key* section = &root;
  std::string prefix;
  for (const std::string& name : split(path)) {
    const Key* key = section->find(name);
    if (key && !key->refusal.empty()) {
      problems.add({1, 1, setting}, path, key->refusal);
      return {};
    }
    if (!key) {
      const bool leaf = !section->is_section();
      problems.add({1, 1, setting}, path,
                   leaf ? "no such key: " + prefix + " holds a value, not keys"
                        : "unknown key; " + suggestion(root, *section, prefix, name));
      return {};
    }
    way.push_back(key);
    section = key;
    prefix += (prefix.empty() ? "" : ".") + name;
  }
  return way;
}

void apply(yaml::Node& document, const Key& root, const std::string& setting, int index, Problems& problems) {
  const std::size_t equals = setting.find('=');
  const std::string path = setting.substr(0, equals);
  if (equals == std::string::npos) {
    problems.add({1, 1, index}, path, "no value; write key.path=value");
    return;
  }
  const std::vector<const Key*> way = resolve(root, path, index, problems);
  if (way.empty()) return;
  const std::string text = setting.substr(equals + 1);
  yaml::Node value;
  try {
    value = yaml::parse(text, "");
  } catch (const InputError& error) {
    const std::string what = error.what();  // ":line:column: what", of a place that nobody sees
    problems.add({1, 1, index}, path, "cannot read " + shown(text) + ": " + what.substr(what.find(": ") + 2));
    return;
  }
  mark(value, index);
  yaml::Node* node = &document;
  const Key* section = &root;
  for (const Key* key : way) {
    remove_rivals(*node, *section, *key);
    node = &make_entry(*node, key->name, index);
    section = key;
  }
  *node = std::move(value);
}

void find_elsewhere(const Key& section, const std::string& prefix, const std::string& name,
                    std::vector<std::string>& found) {
  for (const Key& key : section.keys) {
    const std::string path = prefix + key.name;
    if (key.name == name && key.refusal.empty()) found.push_back(path);
    find_elsewhere(key, path + ".", name, found);
  }
}

}  // namespace

void apply_settings(yaml::Node& document, const Key& root, std::span<const std::string> settings, Problems& problems) {
  for (std::size_t k = 0; k < settings.size(); ++k) {
    apply(document, root, settings[k], static_cast<int>(k), problems);
  }
}

std::string suggestion(const Key& root, const Key& section, const std::string& prefix, const std::string& unknown) {
  std::vector<std::string> names;
  for (const Key& key : section.keys) {
    if (key.refusal.empty()) names.push_back(key.name);
  }
  // The right name in the wrong section is no misspelling of a neighbour.
  std::vector<std::string> elsewhere;
  find_elsewhere(root, "", unknown, elsewhere);
  if (!elsewhere.empty()) return "nearest valid key: " + elsewhere.front();
  const std::string nearest = nearest_word(unknown, names);
  if (!nearest.empty()) return "nearest valid key: " + (prefix.empty() ? "" : prefix + ".") + nearest;
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return "valid keys" + (prefix.empty() ? "" : " of " + prefix) + ": " + all;
}

}  // namespace lacuna::io
