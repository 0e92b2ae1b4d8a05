#include "core/system_failure.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include "core/error.hpp"

namespace lacuna {
namespace {

const char* advice(int reason, bool reading) {
  switch (reason) {
    case ENOSPC:
    case EDQUOT: return "; free some space";
    case ENOENT: return "; was its directory moved or removed?";
    case EACCES:
    case EPERM:
    case EROFS:
      return reading ? "; its permissions forbid it: chmod u+r, or ask its owner"
                     : "; choose a place you may write to, or chmod u+w";
    case EFBIG: return "; raise the limit on file sizes (ulimit -f)";
    case EMFILE: return "; raise the limit on open files (ulimit -n)";
    default: return "";
  }
}

}  // namespace

void throw_system_failure(std::string_view action, const std::filesystem::path& path) {
  const int reason = errno;
  throw SystemFailure("cannot " + std::string(action) + ' ' + path.string() + ": " +
                      std::generic_category().message(reason) + advice(reason, action == "read"));
}

}  // namespace lacuna
