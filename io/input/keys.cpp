#include "io/input/keys.hpp"

#include <limits>

#include "io/number_text.hpp"

namespace lacuna::io {

std::string to_yaml(const KeyDescription& key, const Value& stored) {
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

bool has_range(const KeyDescription& key) { return key.range.low < key.range.high; }

std::string bound_text(const KeyDescription& key, double bound) {
  const bool whole = key.type == KeyType::integer || key.type == KeyType::integers;
  if (!whole) return shortest(bound);
  constexpr double beyond = 18446744073709551616.0;  // 2^64, what 2^64 - 1 is as a double
  return std::to_string(bound >= beyond ? std::numeric_limits<std::uint64_t>::max()
                                        : static_cast<std::uint64_t>(bound));
}

std::string range_text(const KeyDescription& key) {
  if (!has_range(key)) return "";
  const std::string low = bound_text(key, key.range.low);
  const std::string high = bound_text(key, key.range.high);
  return (key.range.above_low ? "above " + low + ", at most " : low + " to ") + high +
         (key.unit.empty() ? "" : " " + key.unit);
}

}  // namespace lacuna::io
