#include "tests/fuzz/target.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace lacuna::fuzz {

void require(bool held, const char* what) {
  if (held) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

InMemoryFile::InMemoryFile()
    : descriptor_(::memfd_create("fuzzed", MFD_CLOEXEC)),
      path_("/proc/self/fd/" + std::to_string(descriptor_)) {
  require(descriptor_ >= 0, "no file in memory can be made");
}

InMemoryFile::~InMemoryFile() { ::close(descriptor_); }

void InMemoryFile::hold(std::string_view bytes) {
  require(::ftruncate(descriptor_, 0) == 0, "the file in memory cannot be emptied");
  const auto written = ::pwrite(descriptor_, bytes.data(), bytes.size(), 0);
  require(written == static_cast<ssize_t>(bytes.size()), "the file in memory cannot be written");
}

}  // namespace lacuna::fuzz

// libFuzzer calls it by this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  lacuna::fuzz::target({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
