#include "io/atomic_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "io/posix_file.hpp"

namespace lacuna::io {
namespace {

class Descriptor {
 public:
  Descriptor(const std::filesystem::path& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
    if (value_ < 0) throw_system_failure("open", path);
  }
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int value() const { return value_; }
  /// Network file systems report a full disk only here.
  void close(const std::filesystem::path& path) {
    const int result = ::close(value_);
    value_ = -1;
    if (result != 0) throw_system_failure("close", path);
  }

 private:
  int value_;
};

void write_aside(const std::filesystem::path& aside, std::string_view content) {
  Descriptor file(aside, O_WRONLY | O_CREAT | O_TRUNC);
  write_all(file.value(), content, aside);
  sync_to_disk(file.value(), aside);
  file.close(aside);
}

}  // namespace

void replace_file(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path aside = path.string() + ".new";
  try {
    write_aside(aside, content);
    if (::rename(aside.c_str(), path.c_str()) != 0) throw_system_failure("put in place", path);
  } catch (...) {
    ::unlink(aside.c_str());
    throw;
  }
  const std::filesystem::path parent = path.parent_path();
  const Descriptor folder(parent.empty() ? "." : parent, O_RDONLY | O_DIRECTORY);
  sync_to_disk(folder.value(), parent);
}

}  // namespace lacuna::io
