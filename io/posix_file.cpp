#include "io/posix_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

const char* advice(int reason) {
  switch (reason) {
    case ENOSPC:
    case EDQUOT: return "; free some space";
    case ENOENT: return "; was its directory moved or removed?";
    case EACCES:
    case EPERM:
    case EROFS: return "; choose a place you may write to with --out";
    case EFBIG: return "; raise the limit on file sizes (ulimit -f)";
    case EMFILE: return "; raise the limit on open files (ulimit -n)";
    default: return "";
  }
}

}  // namespace

void throw_system_failure(std::string_view action, const std::filesystem::path& path) {
  const int reason = errno;
  throw SystemFailure(fmt::format("cannot {} {}: {}{}", action, path.string(),
                                  std::generic_category().message(reason), advice(reason)));
}

void write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(descriptor, bytes.data(), bytes.size());
    if (done < 0) {
      if (errno == EINTR) continue;
      throw_system_failure("write", path);
    }
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
}

bool leads_to(const std::filesystem::path& path, int descriptor) {
  struct stat held {};
  struct stat there {};
  return ::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &there) == 0 &&
         held.st_dev == there.st_dev && held.st_ino == there.st_ino;
}

void require_in_place(int descriptor, const std::filesystem::path& path) {
  if (leads_to(path, descriptor)) return;
  throw SystemFailure(
      fmt::format("{} was moved or removed while it was written; put it back", path.string()));
}

void sync_to_disk(int descriptor, const std::filesystem::path& path) {
  // EINVAL: a pipe or a device, which has nothing to sync.
  if (::fsync(descriptor) != 0 && errno != EINVAL) throw_system_failure("bring to the disk", path);
}

void sync_folder(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder.empty() ? "." : folder;
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) throw_system_failure("open", path);
  try {
    sync_to_disk(descriptor, path);
  } catch (...) {
    ::close(descriptor);
    throw;
  }
  ::close(descriptor);
}

}  // namespace lacuna::io
