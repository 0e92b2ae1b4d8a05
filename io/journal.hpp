#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ensemble/record.hpp"

namespace lacuna::io {

/// One line of a journal: a finished task, and the checksum of the files it left.
struct JournalEntry {
  ensemble::Record record;
  std::uint32_t files = 0;  ///< CRC-32, 0 for a task without files
};

/// The file that a process of a study appends what it finished to: `journal.<i>`, i the first that no process
/// holds. The journals of a study together are the truth about it. A line is the CRC-32 of what follows in eight
/// hexadecimal digits, a blank, and a JSON object; it is on the disk when `append` returns.
class Journal {
 public:
  /// Opens or makes one in `directory`, holds it until the end of this process, and cuts off a line that was torn.
  /// Throws SystemFailure.
  explicit Journal(std::filesystem::path directory);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// One caller at a time. Throws SystemFailure.
  void append(const JournalEntry&);

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// What all journals of a directory hold.
struct JournalContents {
  std::vector<JournalEntry> entries;  ///< by journal, in the order they were written
  std::vector<std::string> damaged;   ///< "file:line" of lines whose checksum is wrong, except a torn last one
};
/// Throws InputError if a journal cannot be read.
[[nodiscard]] JournalContents read_journals(const std::filesystem::path& directory);

/// CRC-32 of some bytes, on top of that of bytes before them.
[[nodiscard]] std::uint32_t crc32(std::string_view bytes, std::uint32_t before = 0);

}  // namespace lacuna::io
