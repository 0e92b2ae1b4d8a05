#include "io/input/settings.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "io/input/study_keys.hpp"
#include "io/input/units.hpp"
#include "io/input/yaml_mistakes.hpp"
#include "io/nearest_word.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> names;
  std::size_t start = 0;
  for (std::size_t dot = 0; dot != std::string_view::npos; start = dot + 1) {
    dot = path.find('.', start);
    names.emplace_back(path.substr(start, dot == std::string_view::npos ? dot : dot - start));
  }
  return names;
}

// What excludes `key`, and what would do nothing without that.
template <class Target>
void remove_rivals(yaml::Node& map, const Key<Target>& section, const Key<Target>& key) {
  for (const Key<Target>* rival : section.rivals(key)) {
    map.erase(rival->name);
    for (const Key<Target>& dependent : section.keys) {
      if (dependent.needs == rival->name) map.erase(dependent.name);
    }
  }
}

yaml::Node& make_entry(yaml::Node& map, const std::string& name, const yaml::Place& place) {
  if (map.kind != yaml::Node::Kind::map) {
    // `trajectory: none` gives way to what is set inside it.
    map = yaml::Node{};
    map.kind = yaml::Node::Kind::map;
    map.place = place;
  }
  if (yaml::Node* found = map.find(name)) return *found;
  map.entries.push_back({name, place, {}});
  map.entries.back().value.place = place;
  return map.entries.back().value;
}

// Is `key` one of several such sections?
template <class Target>
bool is_item(const Key<Target>& section, const Key<Target>& key) {
  return !section.items.empty() && &key >= &section.items.front() && &key <= &section.items.back();
}

// A map alone is a list of one.
template <class Target>
yaml::Node& item_of(yaml::Node& list, const Key<Target>& section, const Key<Target>& key) {
  const auto nth = static_cast<std::size_t>(&key - &section.items.front());
  return list.kind == yaml::Node::Kind::sequence ? list.items[nth] : list;
}

// Why a document does not have the one that `key` is of a list, or is in; empty if it does.
template <class Target>
std::string refusal_of_item(const yaml::Node& list, const Key<Target>& section,
                            const Key<Target>& key) {
  if (section.items.empty()) return "";
  const bool listed = list.kind == yaml::Node::Kind::sequence;
  if (!is_item(section, key))
    return listed ? "there is a list of " + std::to_string(list.items.size()) +
                        "; put the number of one before the key, from 1"
                  : "";
  const std::size_t count = listed ? list.items.size() : list.kind == yaml::Node::Kind::map;
  if (static_cast<std::size_t>(&key - &section.items.front()) < count) return "";
  return "there are " + std::to_string(count) + " of them; give the list first";
}

bool equal_but_for_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// The path of keys that is written like that in other letters; empty if there is none.
template <class Target>
std::string same_but_for_case(const Key<Target>& root, const std::string& path) {
  const Key<Target>* section = &root;
  std::string found;
  for (const std::string& name : split(path)) {
    const auto key =
        std::find_if(section->keys.begin(), section->keys.end(), [&](const auto& each) {
          return each.refusal.empty() && equal_but_for_case(each.name, name);
        });
    if (key == section->keys.end()) return "";
    found += (found.empty() ? "" : ".") + key->name;
    section = &*key;
  }
  return found;
}

// Why nothing can be set within a key that is no section.
std::string no_section(const KeyDescription& key, const std::string& path) {
  if (key.type == KeyType::tree)
    return "no such key: " + path + " is set as a whole, as " + path + "={...}, " + key.form;
  return "no such key: " + path + " holds a value, not keys";
}

// The keys along a path; empty, with a problem added, if there is no such path.
template <class Target>
std::vector<const Key<Target>*> resolve(const Key<Target>& root, const std::string& path,
                                        const yaml::Place& place, Problems& problems) {
  std::vector<const Key<Target>*> way;
  const Key<Target>* section = &root;
  std::string prefix;
  for (const std::string& name : split(path)) {
    const Key<Target>* key = section->next(name);
    if (key && !key->refusal.empty()) {
      problems.add(place, path, key->refusal);
      return {};
    }
    const std::string colon = key == nullptr ? yaml::mistake_in_key(path) : "";
    if (!colon.empty()) {
      problems.add(place, path, colon);
      return {};
    }
    const std::string own = path.starts_with("base.") ? path.substr(5) : "";
    if (!key && !own.empty() && find_key(root, own) != nullptr) {
      problems.add(place, path, "a case has no base; write " + own);
      return {};
    }
    if (!key) {
      const std::string other_case = same_but_for_case(root, path);
      problems.add(place, path,
                   !section->is_section() ? no_section(*section, prefix)
                   : other_case.empty()
                       ? "unknown key; " + suggestion(root, *section, prefix, name)
                       : "unknown key; upper and lower case differ: " + other_case);
      return {};
    }
    way.push_back(key);
    section = key;
    prefix += (prefix.empty() ? "" : ".") + name;
  }
  return way;
}

template <class Target>
void find_elsewhere(const Key<Target>& section, const std::string& prefix, const std::string& name,
                    std::vector<std::string>& found) {
  for (const Key<Target>& key : section.keys) {
    const std::string path = prefix + key.name;
    if (key.name == name && key.refusal.empty()) found.push_back(path);
    find_elsewhere(key, path + ".", name, found);
  }
}

// "lateral" of "lateral_nm": a key without its unit.
std::string_view quantity_of(std::string_view key) {
  const std::size_t end = key.rfind('_');
  const bool has_one =
      end != std::string_view::npos && !dimension_of(key.substr(end + 1)).units.empty();
  return has_one ? key.substr(0, end) : key;
}

// The names that say what is meant in other units, or as another number of it.
std::vector<std::string> of_the_same_quantity(const std::vector<std::string>& names,
                                              std::string_view unknown) {
  const std::string_view quantity = quantity_of(unknown);
  std::vector<std::string> list;
  for (const std::string& name : names)
    if (name.starts_with(quantity) && name.substr(quantity.size()).starts_with('_'))
      list.push_back(name);
  return list;
}

/// What a key stands for, by paths: it is set in their place, as those of a file would override it.
struct StandsFor {
  std::string_view key;
  std::array<std::string_view, 5> paths;
};
constexpr std::array stand_for{
    StandsFor{"metal.preset",
              {"metal.lattice_constant_A", "metal.hop.barrier_eV", "metal.hop.attempt_frequency_Hz",
               "metal.bonds_eV", "metal.vacancy_entropy_k"}},
};

void erase_path(yaml::Node& document, std::string_view path) {
  yaml::Node* map = &document;
  std::vector<std::string> names = split(path);
  const std::string last = names.back();
  names.pop_back();
  for (const std::string& name : names) {
    map = map->find(name);
    if (map == nullptr) return;
  }
  map->erase(last);
}

void remove_what_it_stands_for(yaml::Node& document, std::string_view key) {
  for (const StandsFor& each : stand_for)
    if (each.key == key)
      for (const std::string_view path : each.paths) erase_path(document, path);
}

bool stands_for(std::string_view key, std::string_view path) {
  return std::any_of(stand_for.begin(), stand_for.end(), [&](const StandsFor& each) {
    return each.key == key &&
           std::any_of(each.paths.begin(), each.paths.end(), [&](std::string_view one) {
             return path.substr(0, one.size()) == one &&
                    (path.size() == one.size() || path[one.size()] == '.');
           });
  });
}

// What is wrong with a unit is told when the value is read.
void without_unit(yaml::Node& node, const std::string& unit) {
  try {
    node.text = shortest(number_in(unit, node.text));
    node.in_quotes = false;
  } catch (const InputError&) {
    return;
  }
}

template <class Target>
void settle(yaml::Node& node, const Key<Target>& key, const std::filesystem::path& folder) {
  const bool scalar = node.kind == yaml::Node::Kind::scalar;
  if (scalar && key.type == KeyType::file && !node.text.empty())
    node.text = std::filesystem::absolute(folder / node.text).lexically_normal().string();
  if (scalar && has_range(key) && has_unit(node.text)) without_unit(node, key.unit);
  for (yaml::Node& item : node.items) settle(item, key, folder);
  for (yaml::Entry& entry : node.entries) {
    if (const Key<Target>* inner = key.find(entry.key)) settle(entry.value, *inner, folder);
  }
}

void change_each(yaml::Node& node, const CaseKey& key,
                 const std::function<void(yaml::Node&)>& change) {
  if (key.type == KeyType::file && node.kind == yaml::Node::Kind::scalar && !node.text.empty())
    change(node);
  for (yaml::Node& item : node.items) change_each(item, key, change);
  for (yaml::Entry& entry : node.entries) {
    if (const CaseKey* inner = key.find(entry.key)) change_each(entry.value, *inner, change);
  }
}

}  // namespace

template <class Target>
const Key<Target>* find_key(const Key<Target>& root, std::string_view path) {
  const Key<Target>* key = &root;
  for (const std::string& name : split(path)) {
    key = key->next(name);
    if (!key) return nullptr;
  }
  return key;
}

void mark(yaml::Node& node, int setting) {
  const auto claim = [setting](yaml::Place& place) {
    if (place.setting < 0) place.setting = setting;
  };
  claim(node.place);
  for (yaml::Node& item : node.items) mark(item, setting);
  for (yaml::Entry& entry : node.entries) {
    claim(entry.place);
    mark(entry.value, setting);
  }
}

template <class Target>
void settle(yaml::Node& node, const Key<Target>& root, std::string_view path,
            const std::filesystem::path& folder) {
  if (const Key<Target>* key = path.empty() ? &root : find_key(root, path))
    settle(node, *key, folder);
}

void change_files(yaml::Node& node, const CaseKey& root, std::string_view path,
                  const std::function<void(yaml::Node&)>& change) {
  if (const CaseKey* key = path.empty() ? &root : find_key(root, path))
    change_each(node, *key, change);
}

bool undoes(const CaseKey& root, std::string_view second, std::string_view first) {
  if (stands_for(second, first)) return true;
  const std::vector<std::string> there = split(first);
  const std::vector<std::string> here = split(second);
  const CaseKey* section = &root;
  for (std::size_t k = 0; k < here.size(); ++k) {
    if (k == there.size()) return false;  // a key inside the section that was set
    const CaseKey* key = section->next(here[k]);
    const CaseKey* other = section->next(there[k]);
    if (!key || !other) return false;
    if (key != other) return !key->alternative.empty() && key->alternative == other->alternative;
    section = key;
  }
  return true;
}

template <class Target>
void apply_setting(yaml::Node& document, const Key<Target>& root, const KeyValue& setting,
                   Problems& problems) {
  if constexpr (std::is_same_v<Target, RunInput>) remove_what_it_stands_for(document, setting.path);
  yaml::Node* node = &document;
  const Key<Target>* section = &root;
  for (const Key<Target>* key : resolve(root, setting.path, setting.place, problems)) {
    const std::string refusal = refusal_of_item(*node, *section, *key);
    if (!refusal.empty()) {
      problems.add(setting.place, setting.path, refusal);
      return;
    }
    remove_rivals(*node, *section, *key);
    node = is_item(*section, *key) ? &item_of(*node, *section, *key)
                                   : &make_entry(*node, key->name, setting.place);
    section = key;
  }
  if (section != &root) *node = setting.value;
}

std::optional<KeyValue> read_setting(const std::string& text, int index, Problems& problems) {
  const std::size_t equals = text.find('=');
  KeyValue setting{text.substr(0, equals), {1, 1, index}, {}};
  if (equals == std::string::npos) {
    problems.add(setting.place, setting.path, "no value; write key.path=value");
    return {};
  }
  if (setting.path.ends_with(' ')) {
    problems.add(setting.place, setting.path, "a blank stands before the =; write key.path=value");
    return {};
  }
  const std::string value = text.substr(equals + 1);
  try {
    setting.value = yaml::parse(value, "");
  } catch (const InputError& error) {
    const std::string what = error.what();  // ":line:column: what", of a place that nobody sees
    problems.add(setting.place, setting.path,
                 "cannot read " + shown(value) + ": " + what.substr(what.find(": ") + 2));
    return {};
  }
  mark(setting.value, index);
  return setting;
}

void apply_settings(yaml::Node& document, const CaseKey& root,
                    std::span<const std::string> settings, Problems& problems) {
  for (std::size_t k = 0; k < settings.size(); ++k) {
    const auto setting = read_setting(settings[k], static_cast<int>(k), problems);
    if (setting) apply_setting(document, root, *setting, problems);
  }
}

template <class Target>
std::string suggestion(const Key<Target>& root, const Key<Target>& section,
                       const std::string& prefix, const std::string& unknown) {
  std::vector<std::string> names;
  for (const Key<Target>& key : section.keys) {
    if (key.refusal.empty()) names.push_back(key.name);
  }
  const std::string inside = prefix.empty() ? "" : prefix + ".";
  const std::string other_case = same_but_for_case(section, unknown);
  if (!other_case.empty()) return "upper and lower case differ: " + inside + other_case;
  const std::vector<std::string> alike = of_the_same_quantity(names, unknown);
  if (!alike.empty()) {
    std::string list;
    for (const std::string& name : alike)
      list.append(list.empty() ? "" : ", ").append(inside).append(name);
    return "nearest valid key" + std::string(alike.size() > 1 ? "s: " : ": ") + list;
  }
  // The right name in the wrong section is no misspelling of a neighbour.
  std::vector<std::string> elsewhere;
  find_elsewhere(section, inside, unknown, elsewhere);
  find_elsewhere(root, "", unknown, elsewhere);
  if (!elsewhere.empty()) return "nearest valid key: " + elsewhere.front();
  const std::string nearest = nearest_word(unknown, names);
  if (!nearest.empty()) return "nearest valid key: " + inside + nearest;
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return "valid keys" + (prefix.empty() ? "" : " of " + prefix) + ": " + all;
}

template const CaseKey* find_key(const CaseKey&, std::string_view);
template const StudyKey* find_key(const StudyKey&, std::string_view);
template const Key<HypothesisKeys>* find_key(const Key<HypothesisKeys>&, std::string_view);
template const Key<TargetKeys>* find_key(const Key<TargetKeys>&, std::string_view);
template void settle(yaml::Node&, const CaseKey&, std::string_view, const std::filesystem::path&);
template void settle(yaml::Node&, const StudyKey&, std::string_view, const std::filesystem::path&);
template void settle(yaml::Node&, const Key<TargetKeys>&, std::string_view,
                     const std::filesystem::path&);
template void apply_setting(yaml::Node&, const CaseKey&, const KeyValue&, Problems&);
template void apply_setting(yaml::Node&, const StudyKey&, const KeyValue&, Problems&);
template std::string suggestion(const CaseKey&, const CaseKey&, const std::string&,
                                const std::string&);
template std::string suggestion(const StudyKey&, const StudyKey&, const std::string&,
                                const std::string&);
template std::string suggestion(const Key<HypothesisKeys>&, const Key<HypothesisKeys>&,
                                const std::string&, const std::string&);
template std::string suggestion(const Key<TargetKeys>&, const Key<TargetKeys>&, const std::string&,
                                const std::string&);

}  // namespace lacuna::io
