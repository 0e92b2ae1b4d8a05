#include "io/side_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "core/crc32.hpp"
#include "core/error.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = std::size_t{64} << 20U;
constexpr std::string_view mark = ".crc32-";
constexpr std::size_t digits = 8;

/// A file's name in three: `barriers`, `.crc32-1a2b3c4d` or nothing, `.csv`.
struct MarkedName {
  std::string stem, sum, extension;
};

MarkedName parts_of(const fs::path& path) {
  MarkedName name{path.stem().string(), "", path.extension().string()};
  const std::size_t length = mark.size() + digits;
  if (name.stem.size() <= length) return name;
  const std::string end = name.stem.substr(name.stem.size() - length);
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!end.starts_with(mark) || !std::all_of(end.begin() + mark.size(), end.end(), is_digit))
    return name;
  name.sum = end;
  name.stem.resize(name.stem.size() - length);
  return name;
}

std::string mark_of(std::string_view text) { return fmt::format("{}{:08x}", mark, crc32(text)); }

/// No longer than file systems allow.
std::string copy_name(const MarkedName& name, std::string_view text) {
  constexpr std::size_t longest = 200;  // [B]
  const bool fits = name.stem.size() + name.extension.size() <= longest;
  return (fits ? name.stem : "file") + mark_of(text) + (fits ? name.extension : "");
}

void require_sound(const fs::path& copy, const std::string& sum, std::string_view text) {
  if (sum.empty() || sum == mark_of(text)) return;
  throw InputError(
      fmt::format("{} was changed since it was copied: the checksum of what it holds is not the "
                  "{} in its name; put it back, or name a file of your own",
                  copy.string(), sum.substr(mark.size())));
}

// A directory of results that was copied in part: what it needs is where it came from.
void require_present(const fs::path& copy, const MarkedName& name, std::string_view what) {
  std::error_code ignored;
  if (name.sum.empty() || fs::exists(fs::symlink_status(copy, ignored))) return;
  throw InputError(
      fmt::format("{} ({}) was left behind: it is the copy of {}{} in the folder {}/ of the run or "
                  "study that this comes from, whose replicas share it; copy that folder to {}, "
                  "or name the file yourself",
                  copy.string(), what, name.stem, name.extension,
                  copy.parent_path().filename().string(), copy.parent_path().string()));
}

}  // namespace

SideFile read_side_file(const fs::path& path, std::string_view what) {
  const MarkedName name = parts_of(path);
  require_present(path, name, what);
  SideFile file{path.string(), read_text(path, what, most_bytes), ""};
  require_sound(path, name.sum, file.text);
  file.name = copy_name(name, file.text);
  return file;
}

}  // namespace lacuna::io
