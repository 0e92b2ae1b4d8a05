#include "core/descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "core/error.hpp"
#include "core/system_failure.hpp"

namespace lacuna {

// A pipe or a device has no size, and nothing to sync.
constexpr int not_for_devices = EINVAL;

Descriptor::Descriptor(std::filesystem::path path, int flags)
    : path_(std::move(path)), number_(::open(path_.c_str(), flags | O_CLOEXEC, 0666)) {}

Descriptor Descriptor::opened(std::filesystem::path path, int flags, std::string_view action) {
  Descriptor file(std::move(path), flags);
  if (!file.is_open()) throw_system_failure(action, file.path());
  return file;
}

Descriptor Descriptor::folder(const std::filesystem::path& path) {
  return opened(path.empty() ? "." : path, O_RDONLY | O_DIRECTORY);
}

Descriptor::Descriptor(Descriptor&& other) noexcept
    : path_(std::move(other.path_)), number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  path_.swap(other.path_);
  std::swap(number_, other.number_);
  return *this;
}

Descriptor::~Descriptor() {
  if (is_open()) ::close(number_);
}

void Descriptor::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t done = ::write(number_, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) throw_system_failure("write", path_);
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
}

std::size_t Descriptor::read(char* to, std::size_t most) const {
  ssize_t count = -1;
  do {
    count = ::read(number_, to, most);
  } while (count < 0 && errno == EINTR);
  if (count < 0) throw_system_failure("read", path_);
  return static_cast<std::size_t>(count);
}

std::string Descriptor::read_rest() const {
  std::string text;
  std::array<char, 1 << 14> block{};
  for (std::size_t count = 1; count > 0; text.append(block.data(), count))
    count = read(block.data(), block.size());
  return text;
}

std::uint64_t Descriptor::size() const {
  struct stat status {};
  if (::fstat(number_, &status) != 0) throw_system_failure("look at", path_);
  return static_cast<std::uint64_t>(status.st_size);
}

std::uint64_t Descriptor::go_to_end() const {
  const off_t end = ::lseek(number_, 0, SEEK_END);
  if (end < 0) throw_system_failure("find the end of", path_);
  return static_cast<std::uint64_t>(end);
}

void Descriptor::cut_back(std::uint64_t size) const {
  if (::ftruncate(number_, static_cast<off_t>(size)) != 0 && errno != not_for_devices)
    throw_system_failure("cut back", path_);
}

void Descriptor::sync() const {
  if (::fsync(number_) != 0 && errno != not_for_devices)
    throw_system_failure("bring to the disk", path_);
}

bool Descriptor::is_in_place() const {
  struct stat held {};
  struct stat there {};
  return ::fstat(number_, &held) == 0 && ::stat(path_.c_str(), &there) == 0 &&
         held.st_dev == there.st_dev && held.st_ino == there.st_ino;
}

void Descriptor::require_in_place() const {
  if (is_in_place()) return;
  throw SystemFailure(path_.string() + " was moved or removed while it was written; put it back");
}

}  // namespace lacuna
