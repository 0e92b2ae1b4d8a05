#include "io/input/read_document.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "io/input/read_value.hpp"
#include "io/input/settings.hpp"
#include "io/input/study_keys.hpp"
#include "io/input/yaml_mistakes.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using yaml::Node;

std::string join(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? name : prefix + "." + name;
}

/// Walks a table and a document side by side: stores what is right, notes what is not.
template <class Target>
class DocumentReader {
 public:
  DocumentReader(const Key<Target>& root, std::filesystem::path folder, Target& input,
                 Problems& problems)
      : root_(root), folder_(std::move(folder)), input_(input), problems_(problems) {}

  void read(const Node& document, const std::string& path, const char* what) {
    if (document.kind == Node::Kind::map || document.kind == Node::Kind::null) {
      read_section(root_, path, &document, document.place);
    } else {
      problems_.add(document.place, path,
                    std::string(what) + " is a map of keys, not " + kind_text(document));
    }
  }

 private:
  // `map` is the section's own, or nullptr where the file leaves it out.
  void read_section(const Key<Target>& section, const std::string& path, const Node* map,
                    const yaml::Place& place) {
    if (section.enter) section.enter(input_);
    if (map) check_names(section, path, *map);
    for (const Key<Target>& key : section.keys) {
      const Node* node = map ? map->find(key.name) : nullptr;
      if (node) {
        if (check_company(section, key, path, *map, *node))
          read_key(key, join(path, key.name), *node);
      } else if (is_missing(section, key, map)) {
        note_missing(section, key, path, place);
      } else if (key.is_section() && !key.present && key.choices.empty()) {
        read_section(key, join(path, key.name), nullptr, place);
      }
    }
  }

  void check_names(const Key<Target>& section, const std::string& path, const Node& map) {
    for (auto entry = map.entries.begin(); entry != map.entries.end(); ++entry) {
      if (!section.find(entry->key)) {
        const std::string shown_key =
            join(path, shown(entry->key).substr(1, shown(entry->key).size() - 2));
        problems_.add(entry->place, shown_key, what_is_wrong(section, path, *entry));
        continue;
      }
      const auto first = std::find_if(map.entries.begin(), entry, [&](const yaml::Entry& other) {
        return other.key == entry->key;
      });
      if (first != entry) {
        problems_.add(entry->place, join(path, entry->key),
                      "duplicate key, first given at " + problems_.name(first->place) +
                          "; keep one of the two");
      }
    }
  }

  // With an entry that is no key of its section.
  std::string what_is_wrong(const Key<Target>& section, const std::string& path,
                            const yaml::Entry& entry) const {
    std::string colon = yaml::mistake_in_key(entry.key);
    if (!colon.empty()) return colon;
    if (entry.key.find('.') != std::string::npos && find_key(section, entry.key) != nullptr)
      return "a file has its keys in sections; write it nested: " + nested(entry);
    return "unknown key; " + suggestion(root_, section, path, entry.key);
  }

  // metal.layers: 6 as metal: {layers: 6}.
  static std::string nested(const yaml::Entry& entry) {
    std::string text, closing;
    for (const char c : entry.key) {
      text += c == '.' ? ": {" : std::string(1, c);
      if (c == '.') closing += '}';
    }
    return text + ": " + one_line(entry.value) + closing;
  }

  // Does `key` go together with the others that are there? Of alternatives the first one is read.
  bool check_company(const Key<Target>& section, const Key<Target>& key, const std::string& path,
                     const Node& map, const Node& node) {
    const Node* const needed = key.needs.empty() ? nullptr : map.find(key.needs);
    for (const Key<Target>* rival : section.rivals(key)) {
      if (!map.find(rival->name) || needed || (key.needs.empty() && rival > &key)) continue;
      problems_.add(node.place, join(path, key.name),
                    "excludes " + join(path, rival->name) + ", which is given at " +
                        problems_.name(map.find(rival->name)->place) + "; keep one of the two");
      return false;
    }
    if (key.needs.empty() || (needed && (key.needs_word.empty() || needed->text == key.needs_word)))
      return true;
    const std::string partner =
        join(path, key.needs) + (key.needs_word.empty() ? "" : ": " + key.needs_word);
    problems_.add(node.place, join(path, key.name),
                  "does nothing without " + partner + "; add that or remove this");
    return false;
  }

  static bool is_missing(const Key<Target>& section, const Key<Target>& key, const Node* map) {
    if (!key.required) return false;
    if (!key.needs.empty()) return map && map->find(key.needs);
    if (!map) return true;
    for (const Key<Target>& other : section.keys) {
      // A refused key is complained about already; what it stands in for is not missing as well.
      if (!other.refusal.empty() && map->find(other.name)) return false;
      const bool rival = !key.alternative.empty() && other.alternative == key.alternative;
      if (rival && map->find(other.name)) return false;
      if (rival && &other != &key && &other < &key)
        return false;  // said once, by the first of them
    }
    return true;
  }

  void note_missing(const Key<Target>& section, const Key<Target>& key, const std::string& path,
                    const yaml::Place& place) {
    if (key.alternative.empty()) {
      problems_.add(place, join(path, key.name),
                    "missing; there is no default, so give " + expected(key));
      return;
    }
    std::string names;
    for (const Key<Target>& other : section.keys) {
      if (other.alternative == key.alternative) names += (names.empty() ? "" : ", ") + other.name;
    }
    problems_.add(place, path, "give one of " + names + "; there is no default");
  }

  void read_key(const Key<Target>& key, const std::string& path, const Node& node) {
    const bool empty = node.kind == Node::Kind::null;
    const bool is_word = node.kind == Node::Kind::scalar && !key.choices.empty();
    if (empty && may_be_empty(key) && !key.choices.empty())
      return;  // `trajectory:` is the default, none
    if (!key.refusal.empty()) {
      problems_.add(node.place, path, key.refusal);
    } else if (empty && !may_be_empty(key)) {
      problems_.add(node.place, path,
                    "empty; give " + expected(key) +
                        (key.required ? "" : ", or leave the key out for the default"));
    } else if (key.take) {
      key.take(input_, node);
    } else if (!key.is_section() || is_word) {
      store(key, path, node);
    } else if (node.kind == Node::Kind::sequence && !key.items.empty()) {
      read_items(key, path, node);
    } else if (empty || node.kind == Node::Kind::map) {
      read_section(key, path, &node, node.place);
    } else {
      problems_.add(node.place, path, no_map(key, node));
    }
  }

  // `onset: primary coverage` is a key of the section, and its value.
  static std::string no_map(const Key<Target>& section, const Node& node) {
    const std::string word = node.text.substr(0, node.text.find_first_of(": ="));
    const std::string mistake = section.find(word) ? yaml::mistake_in_key(node.text) : "";
    return mistake.empty() ? mismatch(section, node) : mistake;
  }

  void read_items(const Key<Target>& key, const std::string& path, const Node& node) {
    const std::size_t most = key.items.size();
    if (node.items.empty() || node.items.size() > most) {
      problems_.add(node.place, path,
                    "expected a list of 1 to " + std::to_string(most) + ", got " +
                        std::to_string(node.items.size()));
      return;
    }
    for (std::size_t n = 0; n < node.items.size(); ++n) {
      const Node& item = node.items[n];
      if (item.kind == Node::Kind::map)
        read_section(key.items[n], join(path, key.items[n].name), &item, item.place);
      else
        problems_.add(item.place, join(path, key.items[n].name),
                      "expected a map of keys, got " + kind_text(item));
    }
  }

  void store(const Key<Target>& key, const std::string& path, const Node& node) {
    try {
      key.set(input_, value_of(key, node, folder_));
    } catch (const InputError& error) {
      problems_.add(node.place, path, error.what());
    }
  }

  const Key<Target>& root_;
  std::filesystem::path folder_;
  Target& input_;
  Problems& problems_;
};

}  // namespace

template <class Target>
void read_document(const Node& document, const Key<Target>& root, const std::string& path,
                   const char* what, const std::filesystem::path& folder, Target& input,
                   Problems& problems) {
  DocumentReader<Target>(root, folder, input, problems).read(document, path, what);
}

template void read_document(const Node&, const CaseKey&, const std::string&, const char*,
                            const std::filesystem::path&, RunInput&, Problems&);
template void read_document(const Node&, const StudyKey&, const std::string&, const char*,
                            const std::filesystem::path&, StudyKeys&, Problems&);
template void read_document(const Node&, const Key<HypothesisKeys>&, const std::string&,
                            const char*, const std::filesystem::path&, HypothesisKeys&, Problems&);
template void read_document(const Node&, const Key<TargetKeys>&, const std::string&, const char*,
                            const std::filesystem::path&, TargetKeys&, Problems&);

}  // namespace lacuna::io
