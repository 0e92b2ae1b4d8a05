#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/descriptor.hpp"
#include "core/error.hpp"
#include "ensemble/record.hpp"

namespace lacuna::io {

/// One line of a journal: a finished task, whose it is, and the checksum of the files it left.
struct JournalEntry {
  ensemble::Record record;    ///< its branch is the index that it had then
  std::string slug;           ///< of the branch, by which a study that has grown finds it
  std::uint64_t physics = 0;  ///< of the branch
  std::uint32_t files = 0;    ///< CRC-32, 0 for a task without files
};

/// The file that a process of a study appends what it finished to: `journal.<i>`, the first whose
/// lock it gets, else a new one; where the file system has no locks always a new one. The journals
/// of a study together are the truth about it. A line is the CRC-32 of what follows in eight
/// hexadecimal digits, the other members of the entry, and the record as a JSON object; it is on
/// the disk when `append` returns. A damaged line that was struck out begins with '#'.
class Journal {
 public:
  /// Opens or makes one in `directory`, holds it until the end of this process, and cuts off a line
  /// that was torn. Throws SystemFailure.
  explicit Journal(const std::filesystem::path& directory);

  /// One caller at a time. Throws SystemFailure, also if the file is no longer where it was; the
  /// journal then ends with its last whole line, and every later call throws the same.
  void append(const JournalEntry&);

 private:
  Descriptor file_;
  std::optional<SystemFailure> failure_;
};

/// By their numbers, which may have gaps. Empty if there is no such directory; throws InputError if
/// it cannot be read.
[[nodiscard]] std::vector<std::filesystem::path> journal_files(
    const std::filesystem::path& directory);

/// What all journals of a directory hold.
struct JournalContents {
  std::vector<JournalEntry> entries;  ///< by journal, in the order they were written
  std::vector<std::string> damaged;   ///< "file:line" of lines whose checksum is wrong, but for a
                                      ///< torn last one and those struck out
};
/// Throws InputError if a journal cannot be read.
[[nodiscard]] JournalContents read_journals(const std::filesystem::path& directory);

/// Strikes out the damaged lines of all journals that no process holds, once their loss has been
/// told: one byte each, so that being killed can do no harm. Where that is not possible they stay.
void strike_out_damage(const std::filesystem::path& directory);

}  // namespace lacuna::io
