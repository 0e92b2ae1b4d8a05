#include "io/store/journal.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "core/crc32.hpp"
#include "core/lock.hpp"
#include "core/system_failure.hpp"
#include "io/store/record_text.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_journal = std::size_t{4} << 30U;  // [B]

fs::path journal_file(const fs::path& directory, int index) {
  return directory / fmt::format("journal.{}", index);
}

std::optional<int> number_of(const fs::path& file) {
  const std::string name = file.filename().string();
  const std::size_t dot = name.find('.') + 1;
  int number = 0;
  std::from_chars(name.data() + dot, name.data() + name.size(), number);
  return number >= 0 && name == fmt::format("journal.{}", number) ? std::optional(number)
                                                                  : std::nullopt;
}

std::string line_of(const JournalEntry& entry) {
  const std::string text = fmt::format("{:08x} {:016x} {} {}", entry.files, entry.physics,
                                       entry.slug, record_text(entry.record));
  return fmt::format("{:08x} {}\n", crc32(text), text);
}

/// Takes the first word off a line.
std::string_view next_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

/// A number of all the hexadecimal digits that its type has.
template <class Whole>
std::optional<Whole> hexadecimal(std::string_view word) {
  Whole value = 0;
  if (word.size() != 2 * sizeof(Whole)) return {};
  const char* const last = word.data() + word.size();
  const auto [end, error] = std::from_chars(word.data(), last, value, 16);
  if (error != std::errc{} || end != last) return {};
  return value;
}

std::optional<JournalEntry> entry_of(std::string_view line) {
  const auto sum = hexadecimal<std::uint32_t>(next_word(line));
  if (!sum || crc32(line) != *sum) return {};
  const auto files = hexadecimal<std::uint32_t>(next_word(line));
  const auto physics = hexadecimal<std::uint64_t>(next_word(line));
  const std::string slug(next_word(line));
  if (!files || !physics) return {};
  try {
    return JournalEntry{parse_record(line), slug, *physics, *files};
  } catch (const InputError&) {
    return {};  // of another version: not understood, so done again
  }
}

// All whole lines with their numbers; returns how many bytes they take.
template <class Use>
std::size_t for_each_line(std::string_view text, Use use) {
  std::size_t start = 0;
  int number = 1;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;
       end = text.find('\n', start)) {
    use(number++, text.substr(start, end - start));
    start = end + 1;
  }
  return start;
}

/// A blank line holds nothing that could be lost.
bool is_damaged(std::string_view line) {
  return !line.empty() && line.front() != '#' && !entry_of(line);
}

std::string text_in(const fs::path& file) { return read_text(file, "journal", largest_journal); }

constexpr int for_appending = O_RDWR | O_APPEND;

/// The first whose lock is ours; none if all are held by other ranks or shards, or there is no
/// telling.
Descriptor free_one_of(const std::vector<fs::path>& files) {
  for (const fs::path& path : files) {
    Descriptor file = Descriptor::opened(path, for_appending);
    if (try_lock(file) == Lock::ours) return file;
  }
  return {};
}

/// The first from a number on that nobody has made before, nor locked since it was: without locks
/// nobody takes what is not new.
Descriptor new_one(const fs::path& directory, int number) {
  for (;; ++number) {
    Descriptor file(journal_file(directory, number), for_appending | O_CREAT | O_EXCL);
    if (!file.is_open() && errno == EEXIST) continue;
    if (!file.is_open()) throw_system_failure("open", file.path());
    if (try_lock(file) != Lock::anothers) return file;
  }
}

Descriptor taken_from(const fs::path& directory) {
  const std::vector<fs::path> files = journal_files(directory);
  Descriptor file = free_one_of(files);
  if (file.is_open()) return file;
  return new_one(directory, files.empty() ? 0 : *number_of(files.back()) + 1);
}

void strike_out_damage_in(const Descriptor& file) {
  const std::string text = text_in(file.path());
  for_each_line(text, [&](int, std::string_view line) {
    if (is_damaged(line))
      static_cast<void>(::pwrite(file.number(), "#", 1, line.data() - text.data()) == 1);
  });
}

}  // namespace

Journal::Journal(const fs::path& directory) : file_(taken_from(directory)) {
  file_.cut_back(for_each_line(text_in(file_.path()), [](int, std::string_view) {}));
}

void Journal::append(const JournalEntry& entry) {
  if (failure_) throw SystemFailure(*failure_);
  const std::uint64_t whole = file_.go_to_end();
  try {
    file_.require_in_place();
    file_.write(line_of(entry));
    file_.sync();
  } catch (const SystemFailure& failure) {
    failure_ = failure;
    // Not possible either: readers drop the torn line, and the next who opens the journal cuts it
    // off.
    static_cast<void>(::ftruncate(file_.number(), static_cast<off_t>(whole)) == 0);
    throw;
  }
}

std::vector<fs::path> journal_files(const fs::path& directory) {
  std::error_code problem;
  fs::directory_iterator entry(directory, problem);
  if (problem == std::errc::no_such_file_or_directory) return {};
  std::vector<std::pair<int, fs::path>> found;
  for (; !problem && entry != fs::directory_iterator(); entry.increment(problem)) {
    if (const auto number = number_of(entry->path())) found.emplace_back(*number, entry->path());
  }
  if (problem)
    throw InputError(fmt::format("cannot read {}: {}", directory.string(), problem.message()));
  std::sort(found.begin(), found.end());
  std::vector<fs::path> files;
  for (auto& [number, file] : found) files.push_back(std::move(file));
  return files;
}

JournalContents read_journals(const fs::path& directory) {
  JournalContents contents;
  for (const fs::path& file : journal_files(directory)) {
    for_each_line(text_in(file), [&](int number, std::string_view line) {
      if (auto entry = entry_of(line)) {
        contents.entries.push_back(std::move(*entry));
      } else if (is_damaged(line)) {
        contents.damaged.push_back(fmt::format("{}:{}", file.string(), number));
      }
    });
  }
  return contents;
}

void strike_out_damage(const fs::path& directory) {
  for (const fs::path& path : journal_files(directory)) {
    const Descriptor file(path, O_RDWR);
    if (file.is_open() && try_lock(file) == Lock::ours) strike_out_damage_in(file);
  }
}

}  // namespace lacuna::io
