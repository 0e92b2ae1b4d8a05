#include "core/lock.hpp"

#include <sys/file.h>

#include <cerrno>

namespace lacuna {

Lock try_lock(const Descriptor& file, Hold hold) {
  const int kind = hold == Hold::alone ? LOCK_EX : LOCK_SH;
  if (::flock(file.number(), kind | LOCK_NB) == 0) return Lock::ours;
  return errno == EWOULDBLOCK ? Lock::anothers : Lock::nobodys;
}

void wait_for_lock(const Descriptor& file) {
  while (::flock(file.number(), LOCK_EX) != 0 && errno == EINTR) {
  }
}

}  // namespace lacuna
