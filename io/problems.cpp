#include "io/problems.hpp"

#include <algorithm>
#include <tuple>

#include "core/error.hpp"

namespace lacuna::io {

Problems::Problems(std::string file, std::span<const std::string> settings) : file_(std::move(file)) {
  for (const std::string& setting : settings) settings_.push_back(setting.substr(0, setting.find('=')));
}

void Problems::add(const yaml::Place& place, const std::string& key, const std::string& what) {
  const std::string where = place.setting < 0 ? file_ + ":" + name(place) : name(place);
  // "--set metal.layers: metal.layers: ..." would say it twice.
  const bool named = key.empty() || (place.setting >= 0 && settings_[static_cast<std::size_t>(place.setting)] == key);
  list_.push_back({place, where + ": " + (named ? "" : key + ": ") + what});
}

std::string Problems::name(const yaml::Place& place) const {
  if (place.setting >= 0) return "--set " + settings_[static_cast<std::size_t>(place.setting)];
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

void Problems::raise() const {
  if (list_.empty()) return;
  std::vector<Problem> sorted = list_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Problem& a, const Problem& b) {
    return std::tuple(a.place.setting, a.place.line, a.place.column) <
           std::tuple(b.place.setting, b.place.line, b.place.column);
  });
  constexpr std::size_t most = 50;
  std::string text;
  for (std::size_t k = 0; k < std::min(most, sorted.size()); ++k) text += (k == 0 ? "" : "\n") + sorted[k].text;
  if (sorted.size() > most) text += "\nand " + std::to_string(sorted.size() - most) + " more";
  throw InputError(text);
}

}  // namespace lacuna::io
