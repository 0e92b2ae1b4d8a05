#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "core/fnv.hpp"
#include "io/input/echo.hpp"
#include "io/input/keys.hpp"
#include "io/input/problems.hpp"
#include "io/input/read_document.hpp"
#include "io/input/run_input.hpp"
#include "io/input/settings.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"
#include "io/text_file.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {
namespace {

using yaml::Node;

std::string join(const std::string& prefix, const std::string& name) {
  return prefix.empty() ? name : prefix + "." + name;
}

std::string kind_text(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::sequence: return "a list";
    case Node::Kind::map: return "a map of keys";
    case Node::Kind::scalar: break;
  }
  return shown(node.text);
}

std::string words(const Key& key) {
  std::string text;
  for (const Choice& choice : key.choices) {
    if (choice.refusal.empty()) text += (text.empty() ? "" : ", ") + choice.word;
  }
  return text;
}

/// Walks a table and a document side by side: stores what is right, notes what is not.
class DocumentReader {
 public:
  DocumentReader(const Key& root, std::filesystem::path folder, RunInput& input, Problems& problems)
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
  void read_section(const Key& section, const std::string& path, const Node* map,
                    const yaml::Place& place) {
    if (section.enter) section.enter(input_);
    if (map) check_names(section, path, *map);
    for (const Key& key : section.keys) {
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

  void check_names(const Key& section, const std::string& path, const Node& map) {
    for (auto entry = map.entries.begin(); entry != map.entries.end(); ++entry) {
      if (!section.find(entry->key)) {
        const std::string shown_key =
            join(path, shown(entry->key).substr(1, shown(entry->key).size() - 2));
        problems_.add(entry->place, shown_key,
                      "unknown key; " + suggestion(root_, section, path, entry->key));
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

  // Does `key` go together with the others that are there? Of alternatives the first one is read.
  bool check_company(const Key& section, const Key& key, const std::string& path, const Node& map,
                     const Node& node) {
    const Node* const needed = key.needs.empty() ? nullptr : map.find(key.needs);
    for (const Key* rival : section.rivals(key)) {
      if (!map.find(rival->name) || needed || (key.needs.empty() && rival > &key)) continue;
      problems_.add(node.place, join(path, key.name),
                    "excludes " + join(path, rival->name) + ", which is given at " +
                        problems_.name(map.find(rival->name)->place) + "; keep one of the two");
      return false;
    }
    if (key.needs.empty() || (needed && (key.needs_word.empty() || needed->text == key.needs_word)))
      return true;
    const std::string wanted =
        join(path, key.needs) + (key.needs_word.empty() ? "" : ": " + key.needs_word);
    problems_.add(node.place, join(path, key.name),
                  "does nothing without " + wanted + "; add that or remove this");
    return false;
  }

  static bool is_missing(const Key& section, const Key& key, const Node* map) {
    if (!key.required) return false;
    if (!key.needs.empty()) return map && map->find(key.needs);
    if (!map) return true;
    for (const Key& other : section.keys) {
      // A refused key is complained about already; what it stands in for is not missing as well.
      if (!other.refusal.empty() && map->find(other.name)) return false;
      const bool rival = !key.alternative.empty() && other.alternative == key.alternative;
      if (rival && map->find(other.name)) return false;
      if (rival && &other != &key && &other < &key)
        return false;  // said once, by the first of them
    }
    return true;
  }

  void note_missing(const Key& section, const Key& key, const std::string& path,
                    const yaml::Place& place) {
    if (key.alternative.empty()) {
      problems_.add(place, join(path, key.name),
                    "missing; there is no default, so give " + wanted(key));
      return;
    }
    std::string names;
    for (const Key& other : section.keys) {
      if (other.alternative == key.alternative) names += (names.empty() ? "" : ", ") + other.name;
    }
    problems_.add(place, path, "give one of " + names + "; there is no default");
  }

  void read_key(const Key& key, const std::string& path, const Node& node) {
    const bool empty = node.kind == Node::Kind::null;
    const bool is_word = node.kind == Node::Kind::scalar && !key.choices.empty();
    if (empty && may_be_empty(key) && !key.choices.empty())
      return;  // `trajectory:` is the default, none
    if (!key.refusal.empty()) {
      problems_.add(node.place, path, key.refusal);
    } else if (empty && !may_be_empty(key)) {
      problems_.add(node.place, path,
                    "empty; give " + wanted(key) +
                        (key.required ? "" : ", or leave the key out for the default"));
    } else if (key.take) {
      key.take(node);
    } else if (!key.is_section() || is_word) {
      store(key, path, node);
    } else if (empty || node.kind == Node::Kind::map) {
      read_section(key, path, &node, node.place);
    } else {
      problems_.add(node.place, path, kind_text(node) + " where " + wanted(key) + " is wanted");
    }
  }

  void store(const Key& key, const std::string& path, const Node& node) {
    try {
      key.set(input_, value_of(key, node));
    } catch (const InputError& error) {
      problems_.add(node.place, path, error.what());
    }
  }

  static std::string wanted(const Key& key) {
    const std::string range = range_text(key);
    const std::string in_range = range.empty() ? "" : " (" + range + ")";
    switch (key.type) {
      case KeyType::section:
        return key.choices.empty() ? "a map of keys" : "a map of keys, or one of " + words(key);
      case KeyType::number: return "a number" + in_range;
      case KeyType::integer: return "a whole number" + in_range;
      case KeyType::numbers: return "a list of two numbers" + in_range;
      case KeyType::integers: return "a list of two whole numbers" + in_range;
      case KeyType::boolean: return "true or false";
      case KeyType::text: return "a text";
      case KeyType::choice: return "one of " + words(key);
      case KeyType::file: return "the path of a file";
      case KeyType::list: return "a list of numbers" + in_range;
      case KeyType::tree: return key.form;
    }
    return "a value";
  }

  Value value_of(const Key& key, const Node& node) const {
    const bool pair = key.type == KeyType::numbers || key.type == KeyType::integers;
    const bool list = pair || key.type == KeyType::list;
    if (list ? node.kind != Node::Kind::sequence || node.items.empty()
             : node.kind != Node::Kind::scalar) {
      throw InputError(kind_text(node) + " where " + wanted(key) + " is wanted");
    }
    if (pair && node.items.size() != 2) {
      throw InputError(kind_text(node) + " where " + wanted(key) + " is wanted");
    }
    switch (key.type) {
      case KeyType::number: return number(key, node);
      case KeyType::integer: return integer(key, node);
      case KeyType::numbers:
        return std::array{number(key, node.items[0]), number(key, node.items[1])};
      case KeyType::integers:
        return std::array{integer(key, node.items[0]), integer(key, node.items[1])};
      case KeyType::boolean: return boolean(node);
      case KeyType::text: return text(node);
      case KeyType::file: return file(node);
      case KeyType::list: return list_of_numbers(key, node);
      case KeyType::section:
      case KeyType::tree:
      case KeyType::choice: break;
    }
    return word(key, node);
  }

  static void check_plain(const Key& key, const Node& node) {
    if (node.kind != Node::Kind::scalar)
      throw InputError(kind_text(node) + " where " + wanted(key) + " is wanted");
    if (node.in_quotes)
      throw InputError(shown(node.text) + " is a text; write the number without quotes");
  }

  static void check_range(const Key& key, const Node& node, double value) {
    const Range& range = key.range;
    if (value > range.high || value < range.low || (range.above_low && value == range.low)) {
      throw InputError(shown(node.text) + " is out of range; " + range_text(key));
    }
  }

  static double number(const Key& key, const Node& node) {
    check_plain(key, node);
    const double value = parse_number(node.text);
    check_range(key, node, value);
    return value;
  }

  static std::vector<double> list_of_numbers(const Key& key, const Node& node) {
    std::vector<double> list;
    for (const Node& item : node.items) list.push_back(number(key, item));
    return list;
  }

  static std::uint64_t integer(const Key& key, const Node& node) {
    check_plain(key, node);
    const std::uint64_t value = parse_integer(node.text);
    check_range(key, node, static_cast<double>(value));
    return value;
  }

  static bool boolean(const Node& node) {
    if (!node.in_quotes && (node.text == "true" || node.text == "false"))
      return node.text == "true";
    throw InputError(shown(node.text) + " is neither true nor false; write one of these");
  }

  static std::string text(const Node& node) {
    constexpr std::size_t longest = 200;
    if (node.text.empty()) throw InputError("empty; write a word or two");
    if (node.text.size() > longest)
      throw InputError("longer than 200 bytes; choose a shorter text");
    if (first_unreadable(node.text) || node.text.find_first_of("\n\r\t") != std::string::npos) {
      throw InputError("holds control characters; keep it to one line of text");
    }
    return node.text;
  }

  std::string file(const Node& node) const {
    constexpr std::size_t longest = 4096;
    if (node.text.empty() || node.text.size() > longest || first_unreadable(node.text) ||
        node.text.find_first_of("\n\r") != std::string::npos) {
      throw InputError(shown(node.text) + " is no path of a file");
    }
    return std::filesystem::absolute(folder_ / node.text).lexically_normal().string();
  }

  static std::string word(const Key& key, const Node& node) {
    for (const Choice& choice : key.choices) {
      if (choice.word != node.text) continue;
      if (!choice.refusal.empty()) throw InputError(node.text + ": " + choice.refusal);
      return choice.word;
    }
    throw InputError(shown(node.text) + " is unknown; " + wanted(key));
  }

  const Key& root_;
  std::filesystem::path folder_;
  RunInput& input_;
  Problems& problems_;
};

// Before anything is allocated: a mistyped size must not bring the machine down.
void check_size(const interface::Case& values) {
  constexpr double most_sites = 2147483647.0;  // what lattice::Slab can number
  constexpr double bytes_per_site = 4.0;
  const auto& metal = values.metal;
  const auto plane = lattice::plane_cell(metal.normal, metal.lattice_constant);
  const double sites =
      static_cast<double>(plane.sites) * metal.cells[0] * metal.cells[1] * metal.layers;
  if (sites <= most_sites) return;
  throw InputError("metal: " + shortest(sites) + " sites (up to " +
                   shortest(std::round(sites * bytes_per_site / 1e9)) +
                   " GB) are more than the 2147483647 that can be numbered; reduce "
                   "metal.lateral_nm or metal.layers");
}

}  // namespace

void read_document(const Node& document, const Key& root, const std::string& path, const char* what,
                   const std::filesystem::path& folder, RunInput& input, Problems& problems) {
  DocumentReader(root, folder, input, problems).read(document, path, what);
}

void finish_case(RunInput& input) {
  check_size(input.values);
  interface::validate(input.values);
  input.canonical = canonical_yaml(input);
}

RunInput parse_case(const std::string& text, const std::string& name,
                    const std::filesystem::path& folder, std::span<const std::string> settings,
                    std::optional<std::uint64_t> seed) {
  Node document = yaml::parse(text, name);
  Problems problems(name, command_line(settings));
  apply_settings(document, case_keys(), settings, problems);
  RunInput input;
  read_document(document, case_keys(), "", "a case", folder, input, problems);
  problems.raise();
  if (seed) input.seed = *seed;
  try {
    finish_case(input);
  } catch (const InputError& error) {
    throw InputError(name + ": " + error.what());
  }
  return input;
}

RunInput read_case(const std::filesystem::path& path, std::span<const std::string> settings,
                   std::optional<std::uint64_t> seed) {
  return parse_case(read_text(path, "case", yaml::most_bytes), path.string(), path.parent_path(),
                    settings, seed);
}

std::uint64_t fingerprint(const RunInput& input) { return fnv1a(identity_text(input)); }

}  // namespace lacuna::io
