#pragma once

#include <span>
#include <string>
#include <vector>

#include "io/yaml_tree.hpp"

namespace lacuna::io {

/// The problems of one input, collected so that the user sees all of them at once.
class Problems {
 public:
  /// `file` and the `--set` texts stand in the messages.
  Problems(std::string file, std::span<const std::string> settings);

  void add(const yaml::Place&, const std::string& key, const std::string& what);
  [[nodiscard]] bool empty() const { return list_.empty(); }
  /// Throws an InputError with one line per problem, in the order of the file, if there are any.
  void raise() const;

  /// "12:5", or "--set KEY" for what a setting brought in.
  [[nodiscard]] std::string name(const yaml::Place&) const;

 private:
  struct Problem {
    yaml::Place place;
    std::string text;
  };

  std::string file_;
  std::vector<std::string> settings_;  // the keys, without their values
  std::vector<Problem> list_;
};

}  // namespace lacuna::io
