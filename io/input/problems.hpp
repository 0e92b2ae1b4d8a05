#pragma once

#include <span>
#include <string>
#include <vector>

#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

/// Where settings come from: the command line, or another file.
struct Origin {
  std::string where;  ///< "--set KEY", or the name of the file
  std::string key;    ///< of `--set`; empty: a file, in which a place's line and column are
  std::string path;   ///< in that file, of what the settings belong to ("hypotheses.bare.set")
};

/// One for each text "key.path=value" of a `--set`.
[[nodiscard]] std::vector<Origin> command_line(std::span<const std::string> settings);

/// The problems of one input, collected so that the user sees all of them at once.
class Problems {
 public:
  struct Problem {
    yaml::Place place;
    std::string text;
  };

  /// `file` and where the settings come from stand in the messages.
  explicit Problems(std::string file, std::vector<Origin> settings = {});

  /// A place of a setting that is none of these is in the file.
  void add(const yaml::Place&, const std::string& key, const std::string& what);
  /// One of another input, already worded, unless it is there; it stands at `place` among these.
  void adopt(const yaml::Place& place, const std::string& text);
  [[nodiscard]] bool empty() const { return list_.empty(); }
  /// Throws an InputError with one line per problem, in the order of the file, if there are any.
  void raise() const;

  /// "12:5", or "--set KEY" or "FILE:12:5" for what a setting brought in.
  [[nodiscard]] std::string name(const yaml::Place&) const;
  /// In the order of the file.
  [[nodiscard]] std::vector<Problem> sorted() const;

 private:
  std::string file_;
  std::vector<Origin> settings_;
  std::vector<Problem> list_;
};

}  // namespace lacuna::io
