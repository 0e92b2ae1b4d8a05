#include "io/input/file_kind.hpp"

#include "core/error.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {

bool is_study(const std::filesystem::path& file) {
  try {
    const yaml::Node document =
        yaml::parse(read_text(file, "case or study", yaml::most_bytes), file.string());
    return document.find("hypotheses") != nullptr || document.find("base") != nullptr;
  } catch (const InputError&) {
    return false;
  }
}

}  // namespace lacuna::io
