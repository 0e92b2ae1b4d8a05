#include "core/replace_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "core/descriptor.hpp"
#include "core/lock.hpp"
#include "core/system_failure.hpp"

namespace lacuna {
namespace {

void rename_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) throw_system_failure("replace", to);
}

/// The file that the content is written to, held against other writers, and gone in the end unless
/// it was put in place.
class Aside {
 public:
  explicit Aside(const std::filesystem::path& path) {
    // Not in place: whoever was waited for has given it its name.
    do {
      file_ = Descriptor::opened(path, O_WRONLY | O_CREAT, "create");
      wait_for_lock(file_);
    } while (!file_.is_in_place());
  }
  ~Aside() {
    if (!in_place_) ::unlink(file_.path().c_str());  // what there is may fill the disk
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  void write(std::initializer_list<std::string_view> pieces) const {
    file_.cut_back(0);
    for (const std::string_view piece : pieces) file_.write(piece);
    file_.sync();
  }
  void put_in_place(const std::filesystem::path& path) {
    rename_file(file_.path(), path);
    in_place_ = true;
  }

 private:
  Descriptor file_;
  bool in_place_ = false;
};

}  // namespace

void replace_file(const std::filesystem::path& path, std::string_view content) {
  replace_file(path, {content});
}

void replace_file(const std::filesystem::path& path,
                  std::initializer_list<std::string_view> pieces) {
  Aside aside(path.string() + ".new");
  aside.write(pieces);
  // Opened before: a folder that cannot be opened is noticed while nothing has changed.
  const Descriptor folder = Descriptor::folder(path.parent_path());
  aside.put_in_place(path);
  folder.sync();
}

void make_folder(const std::filesystem::path& path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  errno = problem.value();
  if (problem) throw_system_failure("make", path);
}

void put_in_place(const std::filesystem::path& whole, const std::filesystem::path& path) {
  const Descriptor folder = Descriptor::folder(path.parent_path());
  rename_file(whole, path);
  folder.sync();
}

}  // namespace lacuna
