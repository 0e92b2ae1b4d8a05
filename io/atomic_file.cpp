#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "io/posix_file.hpp"

namespace lacuna::io {
namespace {

/// The file that the content is written to, held against other writers, and gone in the end unless
/// it was put in place.
class Aside {
 public:
  explicit Aside(std::filesystem::path path) : path_(std::move(path)) {
    while (!take()) ::close(descriptor_);
  }
  ~Aside() {
    if (!in_place_) ::unlink(path_.c_str());
    ::close(descriptor_);
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;

  void write(std::string_view content) const {
    // EINVAL: a device, which has no size.
    if (::ftruncate(descriptor_, 0) != 0 && errno != EINVAL) throw_system_failure("empty", path_);
    write_all(descriptor_, content, path_);
    sync_to_disk(descriptor_, path_);
  }
  void put_in_place(const std::filesystem::path& path) {
    if (::rename(path_.c_str(), path.c_str()) != 0) throw_system_failure("put in place", path);
    in_place_ = true;
  }

 private:
  /// Whether it is ours; else somebody has put in place what was waited for.
  bool take() {
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) throw_system_failure("open", path_);
    ::flock(descriptor_, LOCK_EX);  // some file systems have none
    return leads_to(path_, descriptor_);
  }

  std::filesystem::path path_;
  int descriptor_ = -1;
  bool in_place_ = false;
};

}  // namespace

void replace_file(const std::filesystem::path& path, std::string_view content) {
  {
    Aside aside(path.string() + ".new");
    aside.write(content);
    aside.put_in_place(path);
  }
  sync_folder(path.parent_path());
}

}  // namespace lacuna::io
