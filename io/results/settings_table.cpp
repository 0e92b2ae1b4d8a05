#include "io/results/settings_table.hpp"

#include <string>

#include "io/results/shared_page.hpp"

namespace lacuna::io {

std::string settings_words(const ensemble::Branch& branch) {
  std::string words;
  for (const auto& [key, value] : branch.set) {
    if (!words.empty()) words += ", ";
    words.append(key).append(" ").append(value);
  }
  return without_folders(words);
}

ShownTable shown_settings(const ensemble::Plan& plan) {
  ShownTable table{"what each hypothesis sets", {{"hypothesis", "sets", "note"}}, ""};
  std::string last;
  for (const ensemble::Branch& branch : plan.branches) {
    const bool silent = branch.set.empty() && branch.note.empty();
    if (branch.name == last || silent) continue;  // grid values of one follow each other
    last = branch.name;
    table.rows.push_back(
        {branch.name, branch.set.empty() ? "nothing" : settings_words(branch), branch.note});
  }
  return table;
}

}  // namespace lacuna::io
