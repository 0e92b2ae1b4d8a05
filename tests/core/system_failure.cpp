#include "core/system_failure.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <string>

#include "core/error.hpp"

using namespace lacuna;

namespace {

std::string told(int reason, const char* action = "write") {
  errno = reason;
  try {
    throw_system_failure(action, "out/series.csv");
  } catch (const SystemFailure& failure) {
    return failure.what();
  }
}

}  // namespace

TEST_CASE("what the system refuses is told with the file, the reason and what to do") {
  CHECK(told(EIO) == "cannot write out/series.csv: Input/output error");
  CHECK(told(ENOSPC) == "cannot write out/series.csv: No space left on device; free some space");
  CHECK(told(ENOENT).ends_with("; was its directory moved or removed?"));
  CHECK(told(EROFS).ends_with("; choose a place you may write to, or chmod u+w"));
  CHECK(told(EACCES, "read").ends_with("; its permissions forbid it: chmod u+r, or ask its owner"));
  CHECK(told(EFBIG).ends_with("(ulimit -f)"));
  CHECK(told(EMFILE).ends_with("(ulimit -n)"));
}
