#include "io/posix_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

const char* advice(int reason) {
  switch (reason) {
    case ENOSPC:
    case EDQUOT: return "; free some space and go on with --resume";
    case EACCES:
    case EPERM:
    case EROFS: return "; choose a place you may write to with --out";
    case EFBIG: return "; raise the limit on file sizes (ulimit -f) and go on with --resume";
    default: return "";
  }
}

}  // namespace

void throw_system_failure(std::string_view action, const std::filesystem::path& path) {
  const int reason = errno;
  throw SystemFailure(fmt::format("cannot {} {}: {}{}", action, path.string(), std::generic_category().message(reason),
                                  advice(reason)));
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

void sync_to_disk(int descriptor, const std::filesystem::path& path) {
  // EINVAL: a pipe or a device, which has nothing to sync.
  if (::fsync(descriptor) != 0 && errno != EINVAL) throw_system_failure("bring to the disk", path);
}

}  // namespace lacuna::io
