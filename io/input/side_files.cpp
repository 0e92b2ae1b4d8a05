#include "io/input/side_files.hpp"

#include <algorithm>
#include <system_error>

#include "core/replace_file.hpp"

namespace lacuna::io {

namespace fs = std::filesystem;

const SideFile* SideFiles::find(const std::string& path) const {
  const auto found = std::find_if(list_.begin(), list_.end(),
                                  [&](const auto& file) { return file->path == path; });
  return found == list_.end() ? nullptr : found->get();
}

const SideFile& SideFiles::read(const std::string& path, std::string_view what) {
  if (const SideFile* known = find(path)) return *known;
  list_.push_back(std::make_shared<const SideFile>(read_side_file(path, what)));
  return *list_.back();
}

std::string SideFiles::stated(const std::string& path) const {
  const SideFile* file = find(path);
  return file == nullptr || folder_.empty() ? path : folder_ + "/" + file->name;
}

void SideFiles::add(const SideFiles& others) {
  for (const auto& file : others.list_) {
    if (find(file->path) == nullptr) list_.push_back(file);
  }
}

void SideFiles::copy_to(const fs::path& directory) const {
  for (const auto& file : list_) {
    const fs::path copy = (directory / stated(file->path)).lexically_normal();
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(copy, ignored))) {
      static_cast<void>(read_side_file(copy, "copy of a file"));  // is it sound?
      continue;
    }
    make_folder(copy.parent_path());
    replace_file(copy, file->text);
  }
}

}  // namespace lacuna::io
