#include "io/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <charconv>
#include <optional>

#include "core/error.hpp"
#include "io/posix_file.hpp"
#include "io/record_text.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_journal = std::size_t{4} << 30U;  // [B]
constexpr std::size_t digits = 8;                               // of a line's checksum

fs::path journal_file(const fs::path& directory, int index) { return directory / fmt::format("journal.{}", index); }

std::string line_of(const JournalEntry& entry) {
  const std::string text = fmt::format("{:08x} {}", entry.files, record_text(entry.record));
  return fmt::format("{:08x} {}\n", crc32(text), text);
}

std::optional<std::uint32_t> checksum_at(std::string_view line) {
  std::uint32_t value = 0;
  if (line.size() <= digits || line[digits] != ' ') return {};
  const auto [end, error] = std::from_chars(line.data(), line.data() + digits, value, 16);
  if (error != std::errc{} || end != line.data() + digits) return {};
  return value;
}

std::optional<JournalEntry> entry_of(std::string_view line) {
  const auto sum = checksum_at(line);
  if (!sum) return {};
  const std::string_view text = line.substr(digits + 1);
  const auto files = checksum_at(text);
  if (!files || crc32(text) != *sum) return {};
  try {
    return JournalEntry{parse_record(text.substr(digits + 1)), *files};
  } catch (const InputError&) {
    return {};  // of another version: not understood, so done again
  }
}

// All whole lines with their numbers; returns how many bytes they take.
template <class Use>
std::size_t for_each_line(std::string_view text, Use use) {
  std::size_t start = 0;
  int number = 1;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', start)) {
    use(number++, text.substr(start, end - start));
    start = end + 1;
  }
  return start;
}

}  // namespace

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  return static_cast<std::uint32_t>(
      ::crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<z_size_t>(bytes.size())));
}

Journal::Journal(fs::path directory) {
  for (int index = 0;; ++index) {
    path_ = journal_file(directory, index);
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor_ < 0) throw_system_failure("open", path_);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) break;
    ::close(descriptor_);  // another rank's or shard's
  }
  const std::size_t whole = for_each_line(read_text(path_, "journal", largest_journal), [](int, std::string_view) {});
  if (::ftruncate(descriptor_, static_cast<off_t>(whole)) != 0) throw_system_failure("cut back", path_);
}

Journal::~Journal() { ::close(descriptor_); }

void Journal::append(const JournalEntry& entry) {
  write_all(descriptor_, line_of(entry), path_);
  sync_to_disk(descriptor_, path_);
}

JournalContents read_journals(const fs::path& directory) {
  JournalContents contents;
  std::error_code ignored;
  for (int index = 0; fs::exists(journal_file(directory, index), ignored); ++index) {
    const fs::path file = journal_file(directory, index);
    for_each_line(read_text(file, "journal", largest_journal), [&](int number, std::string_view line) {
      if (auto entry = entry_of(line)) {
        contents.entries.push_back(std::move(*entry));
      } else {
        contents.damaged.push_back(fmt::format("{}:{}", file.string(), number));
      }
    });
  }
  return contents;
}

}  // namespace lacuna::io
