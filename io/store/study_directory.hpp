#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/descriptor.hpp"
#include "ensemble/record.hpp"
#include "io/input/study_input.hpp"

namespace lacuna::io {

/// Who else may be at work in a study's directory.
enum class Sharing : std::uint8_t {
  alone,  ///< nobody
  shard,  ///< other shards
  rank,   ///< whoever rank 0 lets in: it holds the lock for all ranks
};

/// The directory of a study: copies of the files that the input names, base.yaml, `version` and
/// input.yaml first, then what is recorded (`runs/ID/`, `journal.<i>`), from which the results
/// are rebuilt at any time. Locks end with the process.
class StudyDirectory {
 public:
  /// Makes the directory if need be, locks it, and writes input.yaml; not as a rank.
  /// Throws InputError, and has changed nothing, where require_continuable does, if another process
  /// is at work there, or if the directory cannot be made; SystemFailure if it cannot be written.
  StudyDirectory(std::filesystem::path path, const StudyInput&, Sharing);

  /// The keys in which the input differs from the one before, as lines of text; empty: in none.
  [[nodiscard]] const std::string& growth() const { return growth_; }

  /// Removes what unfinished tasks have left, as a stop of a pilot that another shard has done
  /// since. REQUIRES that the study is complete and nobody else at work.
  void remove_unfinished() const;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file(std::string_view name) const { return path_ / name; }
  /// Where a replica's files are when it is done, and until then.
  [[nodiscard]] std::filesystem::path run(const std::string& id) const {
    return path_ / "runs" / id;
  }
  [[nodiscard]] std::filesystem::path unfinished_run(const std::string& id) const {
    return path_ / "runs" / (id + ".part");
  }

 private:
  void grow(const StudyInput&);

  std::filesystem::path path_;
  Descriptor lock_;
  std::string growth_;
};

/// Names of the tables and pages that are written from what a study records.
[[nodiscard]] std::span<const std::string_view> results_of_study();

/// Throws InputError if a directory holds runs that the study would make otherwise (the keys that
/// differ are in the message), without an input.yaml anything that the study would write over or,
/// but for a rank, what another version of the program began.
void require_continuable(const std::filesystem::path& directory, const StudyInput&, Sharing);

/// Throws InputError where a study's input.yaml is not the one that it began with, by the checksum
/// in `version`, and where that is missing.
void require_own_input(const std::filesystem::path& directory);

/// CRC-32 of the results of a finished run (is_result_of_run), names included.
[[nodiscard]] std::uint32_t run_checksum(const std::filesystem::path& run);

struct Recorded {
  ensemble::Records records;
  /// What was recorded but is not used, and why: lines that are damaged, and files for which there
  /// is no sound record. It is done again.
  std::vector<std::string> damaged;
};

/// What the journals say of the tasks that the study may ask for, as far as the files they speak of
/// are there and sound. What it asked for before it was changed is left aside. Damaged
/// lines are struck out, so that they are told of once.
[[nodiscard]] Recorded read_records(const StudyDirectory&, const ensemble::Plan&);
/// The same for somebody who only looks: nothing is changed, and whoever is at work there may go
/// on.
[[nodiscard]] Recorded look_at_records(const std::filesystem::path& directory,
                                       const ensemble::Plan&);

}  // namespace lacuna::io
