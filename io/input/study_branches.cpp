#include "io/input/study_branches.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "io/input/keys.hpp"
#include "io/input/yaml_mistakes.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using yaml::Node;

constexpr std::size_t most_values = 1000;  // of a key in a grid

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What the study itself sets in every case.
bool reserved(const std::string& key, const std::string& path, const yaml::Place& place,
              Problems& problems) {
  const std::string refusal = refusal_of_setting(key);
  if (refusal.empty()) return false;
  problems.add(place, path + "." + key, refusal);
  return true;
}

// The map's entries that can be used: each key once, none of them the study's own.
std::vector<const yaml::Entry*> entries_of(const Node& map, const std::string& path,
                                           const char* form, Problems& problems) {
  std::vector<const yaml::Entry*> list;
  if (map.kind == Node::Kind::null) return list;
  if (map.kind != Node::Kind::map) {
    problems.add(map.place, path, std::string("give ") + form);
    return list;
  }
  for (const yaml::Entry& entry : map.entries) {
    if (reserved(entry.key, path, entry.place, problems)) continue;
    for (const yaml::Entry* other : list) {
      if (other->key == entry.key) {
        problems.add(entry.place, path + "." + entry.key, "duplicate key; keep one of the two");
      } else if (undoes(case_keys(), entry.key, other->key)) {
        problems.add(entry.place, path + "." + entry.key,
                     "undoes " + other->key + " above it; keep one of the two");
      }
    }
    list.push_back(&entry);
  }
  return list;
}

Node own_copy(const yaml::Entry& entry, const Node& value, const std::filesystem::path& folder,
              int origin) {
  Node copy = value;
  settle(copy, case_keys(), entry.key, folder);
  mark(copy, origin);
  return copy;
}

void each_as_number(Node& node) {
  try {
    if (!node.in_quotes) node.text = shortest(parse_number(node.text));
  } catch (const InputError&) {  // no number: as it stands
  }
  for (Node& item : node.items) each_as_number(item);
  for (yaml::Entry& entry : node.entries) each_as_number(entry.value);
}

/// The same text for values that are equal as numbers.
std::string comparable(Node value) {
  each_as_number(value);
  return one_line(value);
}

/// A value that is the same wherever its files lie.
std::string text_of(const yaml::Entry& entry, Node value, SideFiles& files) {
  change_files(value, case_keys(), entry.key, [&](Node& file) {
    try {
      file.text = files.read(file.text, "file").name;
    } catch (const InputError&) {  // told by the case that has it
    }
  });
  return one_line(value);
}

yaml::Place own_place(yaml::Place place, int origin) {
  if (place.setting < 0) place.setting = origin;
  return place;
}

// metal: {layers: 8} as metal.layers: [8], and metal.layers: {8: a, 9: b} as metal.layers: [8, 9].
std::string as_list(const yaml::Entry& entry, const std::string& prefix = "") {
  const std::string path = prefix + entry.key;
  const Node& value = entry.value;
  const CaseKey* const key = find_key(case_keys(), path);
  if (value.kind == Node::Kind::sequence) return path + ": " + one_line(value);
  if (value.entries.empty()) return path + ": [" + one_line(value) + "]";
  if (key == nullptr || key->is_section()) return as_list(value.entries.front(), path + ".");
  std::string items;
  for (const yaml::Entry& each : value.entries) items += (items.empty() ? "" : ", ") + each.key;
  return path + ": [" + items + "]";
}

std::string last_word(const std::string& key) { return key.substr(key.rfind('.') + 1); }

// Anything else becomes a dash, one for a run of them.
std::string word(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '.') {
      result += c;
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  while (!result.empty() && result.back() == '-') result.pop_back();
  return result;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

}  // namespace

std::string refusal_of_setting(const std::string& key) {
  if (key == "seed")
    return "every replica has a seed of its own, made from the study's `seed`; set that";
  if (key == "temperature_K")
    return "the temperatures of a study are `temperatures_K`; list them there";
  return "";
}

std::string refusal_of_name(const std::string& name) {
  constexpr std::size_t longest = 60;
  const auto allowed = [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == ' ';
  };
  if (name.empty() || name.size() > longest || name.front() == ' ' || name.back() == ' ' ||
      !std::all_of(name.begin(), name.end(), allowed)) {
    const std::string odd = yaml::odd_character(name, [](std::string_view) { return false; });
    return shown(name) +
           " is no name; use up to 60 letters, digits, dashes, points, underscores and spaces "
           "between them" +
           (odd.empty() ? "" : "; " + odd);
  }
  return "";
}

std::vector<KeyValue> read_set(const Node& map, const std::string& path,
                               const std::filesystem::path& folder, int origin,
                               Problems& problems) {
  std::vector<KeyValue> settings;
  for (const yaml::Entry* entry :
       entries_of(map, path, "a map of keys of the case to their values", problems)) {
    settings.push_back({entry->key, own_place(entry->place, origin),
                        own_copy(*entry, entry->value, folder, origin)});
  }
  return settings;
}

std::vector<Axis> read_grid(const Node& map, const std::string& path,
                            const std::filesystem::path& folder, int origin, SideFiles& files,
                            Problems& problems) {
  std::vector<Axis> axes;
  for (const yaml::Entry* entry :
       entries_of(map, path, "a map of keys of the case to lists of values", problems)) {
    if (entry->value.kind != Node::Kind::sequence || entry->value.items.empty()) {
      const bool says_one =
          entry->value.kind == Node::Kind::scalar || !entry->value.entries.empty();
      const std::string remedy = says_one ? "; write " + as_list(*entry) : "";
      problems.add(entry->value.place, path + "." + entry->key,
                   "give a list of one value or more" + remedy);
      continue;
    }
    if (entry->value.items.size() > most_values) {
      problems.add(entry->value.place, path + "." + entry->key,
                   "more than 1000 values; thin them out");
      continue;
    }
    Axis axis{entry->key, own_place(entry->place, origin), {}, {}};
    std::vector<std::string> known;
    for (const Node& item : entry->value.items) {
      Node value = own_copy(*entry, item, folder, origin);
      const std::string text = comparable(value);
      if (std::find(known.begin(), known.end(), text) != known.end())
        problems.add(item.place, path + "." + entry->key,
                     one_line(item) + " is listed twice; keep one");
      known.push_back(text);
      axis.texts.push_back(text_of(*entry, value, files));
      axis.values.push_back(std::move(value));
    }
    axes.push_back(std::move(axis));
  }
  return axes;
}

std::vector<GridPoint> combinations(const std::vector<Axis>& axes, std::size_t most) {
  std::vector<GridPoint> points{{}};
  for (const Axis& axis : axes) {
    if (points.size() * axis.values.size() > most) return {};
    std::vector<GridPoint> longer;
    for (const GridPoint& point : points) {
      for (std::size_t k = 0; k < axis.values.size(); ++k) {
        longer.push_back(point);
        longer.back().texts.push_back(axis.texts[k]);
        longer.back().settings.push_back({axis.key, axis.place, axis.values[k]});
      }
    }
    points = std::move(longer);
  }
  return points;
}

std::vector<GridPoint> without(const std::vector<GridPoint>& points, const std::vector<Axis>& grid,
                               const std::vector<Axis>& left_out, const std::string& path,
                               Problems& problems) {
  std::vector<GridPoint> left = points;
  for (const Axis& out : left_out) {
    const auto axis =
        std::find_if(grid.begin(), grid.end(), [&](const Axis& a) { return a.key == out.key; });
    const auto k = static_cast<std::size_t>(axis - grid.begin());
    for (std::size_t v = 0; v < out.values.size(); ++v) {
      const auto has = [&](const GridPoint& point) {
        return axis != grid.end() && point.texts[k] == out.texts[v];
      };
      if (std::none_of(points.begin(), points.end(), has))
        problems.add(out.values[v].place, path + "." + out.key,
                     one_line(out.values[v]) + " is no value of that key in `grid`");
      left.erase(std::remove_if(left.begin(), left.end(), has), left.end());
    }
  }
  if (left.empty() && !left_out.empty())
    problems.add(left_out.front().place, path,
                 "leaves no combination of `grid`; remove the hypothesis instead");
  return left;
}

void check_undone(const std::vector<KeyValue>& set, const std::string& set_path,
                  const std::vector<Axis>& axes, const std::string& grid_path, Problems& problems) {
  for (const Axis& axis : axes) {
    for (const KeyValue& setting : set) {
      if (!undoes(case_keys(), axis.key, setting.path)) continue;
      problems.add(axis.place, grid_path + "." + axis.key,
                   "undoes " + setting.path + " of " + set_path + "; keep one of the two");
    }
  }
}

std::string make_slug(const std::string& name, const std::vector<Axis>& axes,
                      const GridPoint& point, std::vector<std::string>& taken) {
  constexpr std::size_t longest = 80;
  std::string stem = word(name);
  for (std::size_t k = 0; k < axes.size(); ++k)
    stem += "-" + word(last_word(axes[k].key) + "-" + point.texts[k]);
  stem = word(stem.substr(0, longest));
  if (stem.find_first_not_of('.') == std::string::npos)
    stem = "branch";  // "_", or a name like ".."
  std::string slug = stem;
  const auto is_taken = [&](const std::string& other) { return lower(other) == lower(slug); };
  for (int k = 2; std::any_of(taken.begin(), taken.end(), is_taken); ++k)
    slug = stem + "-" + std::to_string(k);
  taken.push_back(slug);
  return slug;
}

}  // namespace lacuna::io
