#include "io/input/file_kind.hpp"

#include "core/error.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {

bool is_study(const yaml::Node& document) {
  return document.find("hypotheses") != nullptr || document.find("base") != nullptr;
}

bool is_case(const yaml::Node& document) {
  return !is_study(document) &&
         (document.find("metal") != nullptr || document.find("current") != nullptr);
}

bool holds_study(const std::string& text) {
  try {
    return is_study(yaml::parse(text, ""));
  } catch (const InputError&) {
    return false;
  }
}

bool is_study(const std::filesystem::path& file) {
  try {
    return holds_study(read_text(file, "case or study", yaml::most_bytes));
  } catch (const InputError&) {
    return false;
  }
}

}  // namespace lacuna::io
