#include "app/page_file.hpp"

#include <system_error>

namespace lacuna::app {

std::optional<std::filesystem::path> page_file(const std::string& kind) {
  std::error_code problem;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", problem);
  for (const char* where : {"report", LACUNA_PAGES}) {
    auto file = (program.parent_path() / where / (kind + ".html")).lexically_normal();
    if (std::filesystem::exists(file, problem)) return file;
  }
  return {};
}

}  // namespace lacuna::app
