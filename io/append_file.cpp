#include "io/append_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/error.hpp"
#include "io/crc32.hpp"
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
  sum_ = 0;
  descriptor_ = ::open(path_.c_str(), flags | O_RDWR | O_CLOEXEC, 0666);
}

void AppendFile::start() {
  open(O_CREAT | O_TRUNC);
  if (descriptor_ < 0) throw_system_failure("create", path_);
}

void AppendFile::load(kmc::Reader& reader) {
  const auto size = reader.get<std::uint64_t>();
  const auto sum = reader.get<std::uint32_t>();
  open(0);
  if (descriptor_ < 0 && errno == ENOENT) {
    throw InputError(fmt::format(
        "{} is missing, although the checkpoint counts on its first {} bytes; put it back, or "
        "start over in another directory",
        path_.string(), size));
  }
  struct stat status {};
  if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0) throw_system_failure("open", path_);
  if (static_cast<std::uint64_t>(status.st_size) < size) {
    throw InputError(fmt::format(
        "{} has {} bytes, fewer than the {} it had at the checkpoint, so it was changed since; "
        "put it back, or start over in another directory",
        path_.string(), status.st_size, size));
  }
  require_same_bytes(size, sum);
  if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0)
    throw_system_failure("cut back", path_);
  if (::lseek(descriptor_, 0, SEEK_END) < 0) throw_system_failure("go to the end of", path_);
  written_ = size;
  sum_ = sum;
}

void AppendFile::require_same_bytes(std::uint64_t size, std::uint32_t sum) const {
  std::string bytes(std::size_t{1} << 20U, '\0');
  std::uint32_t found = 0;
  for (std::uint64_t left = size; left > 0;) {
    const ssize_t count =
        ::read(descriptor_, bytes.data(), std::min<std::uint64_t>(left, bytes.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) throw_system_failure("read", path_);
    found = crc32(std::string_view(bytes).substr(0, static_cast<std::size_t>(count)), found);
    left -= static_cast<std::uint64_t>(count);
  }
  if (found == sum) return;
  throw InputError(
      fmt::format("{} is damaged or was changed: the checkpoint counts on its first {} bytes, "
                  "whose checksum differs; "
                  "put it back, or start over in another directory",
                  path_.string(), size));
}

void AppendFile::append(std::string_view record) {
  buffer_.append(record);
  if (buffer_.size() >= block) flush();
}

void AppendFile::flush() {
  write_all(descriptor_, buffer_, path_);
  written_ += buffer_.size();
  sum_ = crc32(buffer_, sum_);
  buffer_.clear();
}

void AppendFile::sync() {
  require_in_place(descriptor_, path_);
  flush();
  sync_to_disk(descriptor_, path_);
}

void AppendFile::save(kmc::Writer& writer) {
  sync();
  writer.put(written_);
  writer.put(sum_);
}

}  // namespace lacuna::io
