#include "io/store/directory_state.hpp"

#include <fmt/format.h>

#include <set>
#include <system_error>

namespace lacuna::io {

namespace fs = std::filesystem;

std::string directory_state(const fs::path& directory) {
  std::set<std::string> lines;
  std::error_code gone;  // between two looks a file may be replaced
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, gone)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file(gone) || name.starts_with("report.html")) continue;
    lines.insert(fmt::format("{} {} {}\n", name, entry.file_size(gone),
                             entry.last_write_time(gone).time_since_epoch().count()));
  }
  std::string state;
  for (const std::string& line : lines) state += line;
  return state;
}

}  // namespace lacuna::io
