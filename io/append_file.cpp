#include "io/append_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/error.hpp"
#include "io/posix_file.hpp"

namespace lacuna::io {

// Large enough that writing does not show in a profile, small enough that a user who follows the
// file sees it grow.
constexpr std::size_t block = 16384;

AppendFile::~AppendFile() {
  if (descriptor_ < 0) return;
  try {
    flush();
  } catch (...) {  // the failure that led here is already under way
  }
  ::close(descriptor_);
}

void AppendFile::open(int flags) {
  if (descriptor_ >= 0) ::close(descriptor_);
  buffer_.clear();
  written_ = 0;
  descriptor_ = ::open(path_.c_str(), flags | O_WRONLY | O_CLOEXEC, 0666);
}

void AppendFile::start() {
  open(O_CREAT | O_TRUNC);
  if (descriptor_ < 0) throw_system_failure("create", path_);
}

void AppendFile::resume(std::uint64_t size) {
  open(0);
  if (descriptor_ < 0 && errno == ENOENT) {
    throw InputError(
        fmt::format("{} is missing, although the checkpoint counts on its first {} bytes; put it back, or "
                    "start over in another directory",
                    path_.string(), size));
  }
  struct stat status {};
  if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0) throw_system_failure("open", path_);
  if (static_cast<std::uint64_t>(status.st_size) < size) {
    throw InputError(
        fmt::format("{} has {} bytes, fewer than the {} it had at the checkpoint, so it was changed since; "
                    "put it back, or start over in another directory",
                    path_.string(), status.st_size, size));
  }
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) throw_system_failure("cut back", path_);
  if (::lseek(descriptor_, 0, SEEK_END) < 0) throw_system_failure("go to the end of", path_);
  written_ = size;
}

void AppendFile::append(std::string_view record) {
  buffer_.append(record);
  if (buffer_.size() >= block) flush();
}

void AppendFile::flush() {
  write_all(descriptor_, buffer_, path_);
  written_ += buffer_.size();
  buffer_.clear();
}

std::uint64_t AppendFile::sync() {
  flush();
  sync_to_disk(descriptor_, path_);
  return written_;
}

}  // namespace lacuna::io
