#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace lacuna::fuzz {

/// What a fuzz target does with one input; each target defines it. Whatever leaves it as an
/// exception is a find.
void target(std::string_view input);

/// Ends the process, which libFuzzer reports with the input, unless `held`.
void require(bool held, const char* what);

/// A file that is only in memory.
class InMemoryFile {
 public:
  InMemoryFile();
  ~InMemoryFile();
  InMemoryFile(const InMemoryFile&) = delete;
  InMemoryFile& operator=(const InMemoryFile&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  void hold(std::string_view bytes);

 private:
  int descriptor_;
  std::filesystem::path path_;
};

/// What `read` returns; nothing if it refused its input, which it must say why.
template <class Read>
auto unless_refused(Read read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const InputError& error) {
    require(!std::string_view(error.what()).empty(), "a refusal without a reason");
    return {};
  }
}

}  // namespace lacuna::fuzz
