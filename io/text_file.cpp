#include "io/text_file.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

bool is_allowed(unsigned char byte) {
  return byte == '\t' || byte == '\n' || byte == '\r' || (byte >= 0x20 && byte != 0x7f);
}

// Length of the UTF-8 sequence that starts at `at`, 0 if it is malformed, overlong, a surrogate or
// beyond U+10FFFF (Unicode 15, table 3-7).
std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t k) {
    return at + k < text.size() ? static_cast<unsigned char>(text[at + k])
                                : static_cast<unsigned char>(0);
  };
  const auto follows = [&](std::size_t k, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(k) >= low && byte(k) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool second = follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool second = follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

void require_file(const std::filesystem::path& path, const std::string& subject) {
  std::error_code ignored;
  const auto status = std::filesystem::status(path, ignored);
  if (!std::filesystem::exists(status))
    throw InputError(subject + "does not exist; check the path");
  if (std::filesystem::is_directory(status)) {
    const std::filesystem::path inside = path / "input.yaml";
    throw InputError(subject + "is a directory; expected a file" +
                     (std::filesystem::exists(inside, ignored) ? ", as " + inside.string() : ""));
  }
}

}  // namespace

void throw_unreadable(const std::string& problem, int reason) {
  const std::string text = problem + ": " + std::strerror(reason);
  const bool of_the_path =
      reason == EACCES || reason == EPERM || reason == ENOENT || reason == EISDIR;
  if (of_the_path) throw InputError(text);
  throw SystemFailure(text);
}

std::string read_text(const std::filesystem::path& path, std::string_view what, std::size_t most) {
  const std::string subject = path.string() + ": the " + std::string(what) + " ";
  require_file(path, subject);
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) throw_unreadable(subject + "cannot be opened", errno);
  std::string text;
  std::array<char, 1 << 14> block{};
  while (in.read(block.data(), block.size()) || in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > most) {
      throw InputError(subject + "is larger than " + std::to_string(most) +
                       " bytes; is it the right file?");
    }
  }
  if (in.bad()) throw_unreadable(subject + "cannot be read", errno);
  return text;
}

void require_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  std::error_code ignored;
  if (folder.empty() || std::filesystem::is_directory(folder, ignored)) return;
  throw InputError(file.string() + ": there is no folder " + folder.string() +
                   "; make it, or name another place with --out");
}

std::optional<std::size_t> first_unreadable(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0 || (length == 1 && !is_allowed(static_cast<unsigned char>(text[at]))))
      return at;
    at += length;
  }
  return {};
}

}  // namespace lacuna::io
