// Goes between a program and the file system or the clocks (LD_PRELOAD): the n-th operation on
// files below one folder, and for a disk that stays full or descriptors that stay used up all later
// ones as well, fails, or ends the program.
//
// LACUNA_FAULT_UNDER  the folder, an absolute path without links
// LACUNA_FAULT_AT     n, from 1
// LACUNA_FAULT_KIND   kill         SIGKILL in place of the operation
//                     tear         half of a write, then SIGKILL (another operation: as kill)
//                     full         ENOSPC wherever something is to become larger, from then on
//                     broken       EIO, this once
//                     dead         EIO, from then on
//                     descriptors  EMFILE wherever something is opened, from then on
//                     clock        no operation; whenever a clock is looked at it has jumped by
//                     hours, to and fro
// LACUNA_FAULT_LOG    file that gets the operation and its path once it came to that; in the end,
// how many there were,
//                     looks at a clock that jumps among them

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>

namespace {

/// What an operation asks of the system.
enum Need : unsigned { nothing = 0, room = 1, descriptor = 2 };

struct Fault {
  std::string under, kind, log;
  long at = 0;
};

// Made at the first operation, which may come before any static object of this file.
const Fault& fault() {
  static const Fault* const made = [] {
    const auto word = [](const char* name) {
      const char* value = std::getenv(name);
      return std::string(value == nullptr ? "" : value);
    };
    return new Fault{word("LACUNA_FAULT_UNDER"), word("LACUNA_FAULT_KIND"),
                     word("LACUNA_FAULT_LOG"), std::atol(word("LACUNA_FAULT_AT").c_str())};
  }();
  return *made;
}

std::atomic<long> operations{0};

bool below(const std::string& path) {
  const std::string& under = fault().under;
  return !under.empty() && path.compare(0, under.size(), under) == 0 &&
         (path.size() == under.size() || path[under.size()] == '/');
}

std::string link_text(const std::string& link) {
  std::array<char, PATH_MAX> text{};
  const ssize_t size = ::readlink(link.c_str(), text.data(), text.size());
  return size < 0 ? std::string() : std::string(text.data(), static_cast<std::size_t>(size));
}

std::string path_of(int descriptor) {
  return link_text("/proc/self/fd/" + std::to_string(descriptor));
}

std::string path_of(int folder, const char* path) {
  if (path[0] == '/') return path;
  return (folder == AT_FDCWD ? link_text("/proc/self/cwd") : path_of(folder)) + '/' + path;
}

void tell(const char* operation, const std::string& path) {
  const std::string line = std::string(operation) + ' ' + path + '\n';
  const auto file = static_cast<int>(::syscall(SYS_openat, AT_FDCWD, fault().log.c_str(),
                                               O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
  ::syscall(SYS_write, file, line.data(), line.size());
  ::syscall(SYS_close, file);
}

struct Count {
  ~Count() { tell("operations", std::to_string(operations)); }
} const count_at_the_end;

enum class Fate { goes_on, fails, dies };

/// What becomes of an operation; where it fails errno is set.
Fate fate(const char* operation, const std::string& path, unsigned need) {
  const Fault& f = fault();
  if (!below(path)) return Fate::goes_on;
  const bool full = f.kind == "full", descriptors = f.kind == "descriptors";
  if ((full && (need & room) == 0) || (descriptors && (need & descriptor) == 0))
    return Fate::goes_on;
  const long n = ++operations;
  const bool stays = full || descriptors || f.kind == "dead";
  if (n < f.at || (n > f.at && !stays)) return Fate::goes_on;
  if (n == f.at) tell(operation, path);
  if (f.kind == "kill" || f.kind == "tear") return Fate::dies;
  errno = full ? ENOSPC : descriptors ? EMFILE : EIO;
  return Fate::fails;
}

bool fails(const char* operation, const std::string& path, unsigned need) {
  const Fate what = fate(operation, path, need);
  if (what == Fate::dies) ::kill(::getpid(), SIGKILL);
  return what == Fate::fails;
}

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

unsigned need_of(int flags) { return descriptor | ((flags & O_CREAT) != 0 ? room : nothing); }

/// Half of it, where that is asked for, and the end.
template <class Write>
ssize_t write_or_fail(const char* name, int file, std::size_t size, Write write) {
  const Fate what = fate(name, path_of(file), room);
  if (what == Fate::fails) return -1;
  if (what == Fate::goes_on) return write(size);
  if (fault().kind == "tear") write(size / 2);
  ::kill(::getpid(), SIGKILL);
  return -1;
}

/// [s] By how much a clock is off that is looked at for the n-th time.
std::int64_t jump(long n) {
  constexpr std::uint64_t scatter = 0x9e3779b97f4a7c15;
  constexpr std::int64_t most = 10 * 3600;
  const std::uint64_t word = static_cast<std::uint64_t>(n) * scatter >> 32U;
  return static_cast<std::int64_t>(word % (2 * most)) - most;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static const auto look = next<int(clockid_t, timespec*)>("clock_gettime");
  const int status = look(clock, time);
  if (status == 0 && fault().kind == "clock") time->tv_sec += jump(++operations);
  return status;
}

#define OPEN(NAME)                                                                                 \
  int NAME(const char* path, int flags, ...) {                                                     \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    const mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : mode_t{0}; \
    va_end(rest);                                                                                  \
    if (fails("open", path_of(AT_FDCWD, path), need_of(flags))) return -1;                         \
    return next<int(const char*, int, ...)>(#NAME)(path, flags, mode);                             \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(NAME)                                                                               \
  int NAME(int folder, const char* path, int flags, ...) {                                         \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    const mode_t mode = (flags & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : mode_t{0}; \
    va_end(rest);                                                                                  \
    if (fails("open", path_of(folder, path), need_of(flags))) return -1;                           \
    return next<int(int, const char*, int, ...)>(#NAME)(folder, path, flags, mode);                \
  }
OPENAT(openat)
OPENAT(openat64)

#define FOPEN(NAME)                                                                              \
  FILE* NAME(const char* path, const char* mode) {                                               \
    const unsigned need = descriptor | (std::strchr("wa", mode[0]) != nullptr ? room : nothing); \
    if (fails("open", path_of(AT_FDCWD, path), need)) return nullptr;                            \
    return next<FILE*(const char*, const char*)>(#NAME)(path, mode);                             \
  }
FOPEN(fopen)
FOPEN(fopen64)

DIR* opendir(const char* path) {
  if (fails("open", path_of(AT_FDCWD, path), descriptor)) return nullptr;
  return next<DIR*(const char*)>("opendir")(path);
}

ssize_t read(int file, void* to, size_t size) {
  if (fails("read", path_of(file), nothing)) return -1;
  return next<ssize_t(int, void*, size_t)>("read")(file, to, size);
}

ssize_t write(int file, const void* from, size_t size) {
  return write_or_fail("write", file, size, [=](std::size_t some) {
    return next<ssize_t(int, const void*, size_t)>("write")(file, from, some);
  });
}

ssize_t writev(int file, const iovec* parts, int count) {
  if (fails("write", path_of(file), room)) return -1;
  return next<ssize_t(int, const iovec*, int)>("writev")(file, parts, count);
}

#define PWRITE(NAME)                                                                      \
  ssize_t NAME(int file, const void* from, size_t size, off_t at) {                       \
    return write_or_fail("write", file, size, [=](std::size_t some) {                     \
      return next<ssize_t(int, const void*, size_t, off_t)>(#NAME)(file, from, some, at); \
    });                                                                                   \
  }
PWRITE(pwrite)
PWRITE(pwrite64)

int fsync(int file) {
  return fails("sync", path_of(file), room) ? -1 : next<int(int)>("fsync")(file);
}

#define FTRUNCATE(NAME)                                  \
  int NAME(int file, off_t size) noexcept {              \
    if (fails("resize", path_of(file), room)) return -1; \
    return next<int(int, off_t)>(#NAME)(file, size);     \
  }
FTRUNCATE(ftruncate)
FTRUNCATE(ftruncate64)

int rename(const char* from, const char* to) noexcept {
  if (fails("rename", path_of(AT_FDCWD, to), room)) return -1;
  return next<int(const char*, const char*)>("rename")(from, to);
}

int link(const char* from, const char* to) noexcept {
  if (fails("link", path_of(AT_FDCWD, to), room)) return -1;
  return next<int(const char*, const char*)>("link")(from, to);
}

int mkdir(const char* path, mode_t mode) noexcept {
  if (fails("make", path_of(AT_FDCWD, path), room)) return -1;
  return next<int(const char*, mode_t)>("mkdir")(path, mode);
}

#define REMOVE(NAME)                                                  \
  int NAME(const char* path) noexcept {                               \
    if (fails("remove", path_of(AT_FDCWD, path), nothing)) return -1; \
    return next<int(const char*)>(#NAME)(path);                       \
  }
REMOVE(unlink)
REMOVE(rmdir)
REMOVE(remove)

int unlinkat(int folder, const char* path, int flags) noexcept {
  if (fails("remove", path_of(folder, path), nothing)) return -1;
  return next<int(int, const char*, int)>("unlinkat")(folder, path, flags);
}

}  // extern "C"
