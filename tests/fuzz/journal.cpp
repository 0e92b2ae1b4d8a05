#include "io/store/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/crc32.hpp"
#include "io/store/record_text.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/temporary_directory.hpp"

namespace {

using namespace lacuna;

// Each line with the checksum that it should have, so that what it holds is read.
std::string sealed(std::string_view lines) {
  std::string journal;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string line = fmt::format("{:08x} {:016x} slug {}", 0, 0, lines.substr(0, end));
    journal += fmt::format("{:08x} {}\n", crc32(line), line);
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return journal;
}

/// A directory with one journal, of which nothing comes onto the disk.
struct Place {
  test::TemporaryDirectory directory;
  fuzz::InMemoryFile journal;
  Place() { std::filesystem::create_symlink(journal.path(), directory / "journal.0"); }
};

void read(std::string_view journal) {
  static Place place;
  place.journal.hold(journal);
  for (const io::JournalEntry& entry : io::read_journals(place.directory.path()).entries) {
    const std::string text = io::record_text(entry.record);
    fuzz::require(io::record_text(io::parse_record(text)) == text,
                  "a record's text reads to another one");
  }
}

}  // namespace

// A journal as it stands, and one of lines whose checksums are right.
void lacuna::fuzz::target(std::string_view input) {
  read(input);
  read(sealed(input));
  static_cast<void>(unless_refused([&] { return io::parse_assignment(input); }));
}
