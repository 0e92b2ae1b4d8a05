#pragma once

#include <string>
#include <utility>
#include <vector>

namespace lacuna::io {

/// Lines "  label    text" whose second column is aligned, under headings.
class Listing {
 public:
  void heading(std::string text) { rows_.emplace_back(std::move(text), std::string{}); }
  void row(std::string label, std::string text) {
    rows_.emplace_back("  " + std::move(label), std::move(text));
  }
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
};

}  // namespace lacuna::io
