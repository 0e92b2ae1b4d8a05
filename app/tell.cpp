#include "app/tell.hpp"

#include <csignal>
#include <cstdio>

namespace lacuna::app {

void tell_text(std::string_view text) noexcept {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
  std::signal(SIGPIPE, before);
}

}  // namespace lacuna::app
