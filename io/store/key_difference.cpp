#include "io/store/key_difference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using yaml::Node;

constexpr std::size_t most_shown = 10;

struct Difference {
  std::string key;  ///< dotted
  std::string was, now;
};
using Differences = std::vector<Difference>;

std::size_t depth(const Difference& difference) {
  return static_cast<std::size_t>(std::count(difference.key.begin(), difference.key.end(), '.'));
}

std::string value_of(const Node* node) { return node == nullptr ? "absent" : one_line(*node); }

bool are_both(Node::Kind kind, const Node* a, const Node* b) {
  return a != nullptr && b != nullptr && a->kind == kind && b->kind == kind;
}

// Nodes are null where one of the inputs has no such key.
void compare(const std::string& key, const Node* before, const Node* after, Differences& found);

void compare_entries(const std::string& parent, const Node& before, const Node& after,
                     Differences& found) {
  const auto dotted = [&](const std::string& key) {
    return parent.empty() ? brief(key) : parent + '.' + brief(key);
  };
  for (const yaml::Entry& entry : before.entries)
    compare(dotted(entry.key), &entry.value, after.find(entry.key), found);
  for (const yaml::Entry& entry : after.entries) {
    if (before.find(entry.key) == nullptr) compare(dotted(entry.key), nullptr, &entry.value, found);
  }
}

void compare_items(const std::string& key, const Node& before, const Node& after,
                   Differences& found) {
  for (std::size_t k = 0; k < before.items.size(); ++k)
    compare(fmt::format("{}[{}]", key, k), &before.items[k], &after.items[k], found);
}

void compare(const std::string& key, const Node* before, const Node* after, Differences& found) {
  if (are_both(Node::Kind::map, before, after)) {
    compare_entries(key, *before, *after, found);
  } else if (are_both(Node::Kind::sequence, before, after) &&
             before->items.size() == after->items.size()) {
    compare_items(key, *before, *after, found);
  } else if (std::string was = value_of(before), now = value_of(after); was != now) {
    found.push_back({key, std::move(was), std::move(now)});
  }
}

std::string listed(const Differences& differences) {
  if (differences.empty())
    return "  no key: the order of keys, or what is in the files that they name\n";
  std::string text;
  const std::size_t shown = std::min(differences.size(), most_shown);
  for (const Difference& difference : std::span(differences).first(shown)) {
    text += fmt::format("  {}: was {}, now {}\n", difference.key, brief(difference.was),
                        brief(difference.now));
  }
  if (shown < differences.size())
    text += fmt::format("  and {} more\n", differences.size() - shown);
  return text;
}

}  // namespace

std::string key_difference(const std::string& before, const std::string& after) {
  Differences found;
  try {
    const Node was = yaml::parse(before, "the input there");
    const Node now = yaml::parse(after, "the input now");
    compare("", &was, &now, found);
  } catch (const InputError& problem) {
    return fmt::format("  {}\n", problem.what());
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return depth(a) < depth(b); });
  return listed(found);
}

}  // namespace lacuna::io
