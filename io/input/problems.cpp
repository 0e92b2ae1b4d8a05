#include "io/input/problems.hpp"

#include <algorithm>
#include <tuple>

#include "core/error.hpp"

namespace lacuna::io {

std::vector<Origin> command_line(std::span<const std::string> settings) {
  std::vector<Origin> origins;
  for (const std::string& setting : settings) {
    const std::string key = setting.substr(0, setting.find('='));
    origins.push_back({"--set " + key, key, ""});
  }
  return origins;
}

Problems::Problems(std::string file, std::vector<Origin> settings)
    : file_(std::move(file)), settings_(std::move(settings)) {}

void Problems::add(const yaml::Place& at, const std::string& key, const std::string& what) {
  yaml::Place place = at;
  if (place.setting >= static_cast<int>(settings_.size())) place.setting = -1;
  if (place.setting < 0) {
    list_.push_back(
        {place, file_ + ":" + name(place) + ": " + (key.empty() ? "" : key + ": ") + what});
    return;
  }
  const Origin& origin = settings_[static_cast<std::size_t>(place.setting)];
  // "--set metal.layers: metal.layers: ..." would say it twice.
  const bool named = key.empty() || origin.key == key;
  list_.push_back({place, name(place) + ": " + (origin.path.empty() ? "" : origin.path + ": ") +
                              (named ? "" : key + ": ") + what});
}

std::string Problems::name(const yaml::Place& place) const {
  std::string spot = std::to_string(place.line) + ":" + std::to_string(place.column);
  if (place.setting < 0) return spot;
  const Origin& origin = settings_[static_cast<std::size_t>(place.setting)];
  return origin.key.empty() && !origin.path.empty() ? origin.where + ":" + spot : origin.where;
}

void Problems::adopt(const yaml::Place& place, const std::string& text) {
  const bool known =
      std::any_of(list_.begin(), list_.end(), [&](const Problem& p) { return p.text == text; });
  if (!known) list_.push_back({place, text});
}

std::vector<Problems::Problem> Problems::sorted() const {
  std::vector<Problem> list = list_;
  std::stable_sort(list.begin(), list.end(), [](const Problem& a, const Problem& b) {
    return std::tuple(a.place.setting, a.place.line, a.place.column) <
           std::tuple(b.place.setting, b.place.line, b.place.column);
  });
  return list;
}

void Problems::raise() const {
  if (list_.empty()) return;
  const std::vector<Problem> list = sorted();
  constexpr std::size_t most = 50;
  std::string text;
  for (std::size_t k = 0; k < std::min(most, list.size()); ++k)
    text += (k == 0 ? "" : "\n") + list[k].text;
  if (list.size() > most) text += "\nand " + std::to_string(list.size() - most) + " more";
  throw InputError(text);
}

}  // namespace lacuna::io
