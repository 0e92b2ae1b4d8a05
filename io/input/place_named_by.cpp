#include "io/input/place_named_by.hpp"

#include <algorithm>
#include <string>

namespace lacuna::io {
namespace {

using yaml::Node;

// What a map holds by that name, or a list by that number from 1; null where it has none, else
// `place` becomes its own.
const Node* named(const Node& node, std::string_view name, std::optional<yaml::Place>& place) {
  for (std::size_t n = 0; n < node.items.size(); ++n) {
    if (std::to_string(n + 1) != name) continue;
    place = node.items[n].place;
    return &node.items[n];
  }
  const auto entry = std::find_if(node.entries.begin(), node.entries.end(),
                                  [&](const yaml::Entry& each) { return each.key == name; });
  if (entry == node.entries.end()) return nullptr;
  place = entry->place;
  return &entry->value;
}

}  // namespace

std::optional<yaml::Place> place_named_by(const Node& document, std::string_view message) {
  const auto of_path = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.';
  };
  const auto end = std::find_if_not(message.begin(), message.end(), of_path);
  std::string_view path = message.substr(0, static_cast<std::size_t>(end - message.begin()));
  std::optional<yaml::Place> place;
  const Node* map = &document;
  while (map != nullptr && !path.empty()) {
    const std::size_t dot = path.find('.');
    map = named(*map, path.substr(0, dot), place);
    path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  }
  return place;
}

}  // namespace lacuna::io
