#include "io/input/keys.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

const Key* Key::find(const std::string& key) const {
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [&](const Key& candidate) { return candidate.name == key; });
  return found == keys.end() ? nullptr : &*found;
}

std::optional<Value> Key::stored(const RunInput& in) const {
  return get && (!applies || applies(in)) ? get(in) : std::nullopt;
}

std::vector<const Key*> Key::rivals(const Key& key) const {
  const Key* const stated = key.alternative.empty() ? find(key.needs) : &key;
  std::vector<const Key*> list;
  if (!stated || stated->alternative.empty()) return list;
  for (const Key& other : keys) {
    if (other.alternative == stated->alternative && &other != stated) list.push_back(&other);
  }
  return list;
}

std::optional<Value> Key::standard(const RunInput& defaults) const {
  if (required || input_only || !default_doc.empty() || !get) return {};
  // A key that needs another one has its default once that is given.
  return needs.empty() ? stored(defaults) : get(defaults);
}

Key&& Key::alternative_of(std::string group) && {
  alternative = std::move(group);
  return std::move(*this);
}
Key&& Key::must_be_given() && {
  required = true;
  return std::move(*this);
}
Key&& Key::only_with(std::string key, std::string word) && {
  needs = std::move(key);
  needs_word = std::move(word);
  return std::move(*this);
}
Key&& Key::by_default(std::string text) && {
  default_doc = std::move(text);
  return std::move(*this);
}
Key&& Key::without_effect() && {
  changes_result = false;
  return std::move(*this);
}

bool may_be_empty(const Key& key) {
  if (!key.is_section()) return false;
  // `hold:` and `far_side:` may not: an empty value there could as well mean "none" as "the
  // default".
  if (!key.choices.empty()) return key.off_by_default;
  return std::none_of(key.keys.begin(), key.keys.end(),
                      [](const Key& child) { return child.required; });
}

std::string to_yaml(const Key& key, const Value& stored) {
  struct Text {
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(std::uint64_t v) const { return std::to_string(v); }
    std::string operator()(double v) const { return shortest(v); }
    std::string operator()(const std::string& v) const { return yaml::scalar(v); }
    std::string operator()(const std::array<std::uint64_t, 2>& v) const {
      return "[" + (*this)(v[0]) + ", " + (*this)(v[1]) + "]";
    }
    std::string operator()(const std::array<double, 2>& v) const {
      return "[" + (*this)(v[0]) + ", " + (*this)(v[1]) + "]";
    }
    std::string operator()(const std::vector<double>& v) const {
      std::string list;
      for (const double each : v) list += (list.empty() ? "" : ", ") + (*this)(each);
      return "[" + list + "]";
    }
  };
  if (key.type == KeyType::tree) return std::get<std::string>(stored);
  if (!key.choices.empty()) return std::get<std::string>(stored);  // plain words, or 110
  return std::visit(Text{}, stored);
}

bool has_range(const Key& key) { return key.range.low < key.range.high; }

std::string bound_text(const Key& key, double bound) {
  const bool whole = key.type == KeyType::integer || key.type == KeyType::integers;
  if (!whole) return shortest(bound);
  constexpr double beyond = 18446744073709551616.0;  // 2^64, what 2^64 - 1 is as a double
  return std::to_string(bound >= beyond ? std::numeric_limits<std::uint64_t>::max()
                                        : static_cast<std::uint64_t>(bound));
}

std::string range_text(const Key& key) {
  if (!has_range(key)) return "";
  const std::string low = bound_text(key, key.range.low);
  const std::string high = bound_text(key, key.range.high);
  return (key.range.above_low ? "above " + low + ", at most " : low + " to ") + high +
         (key.unit.empty() ? "" : " " + key.unit);
}

}  // namespace lacuna::io
