#pragma once

#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "ensemble/executor.hpp"
#include "ensemble/pilot.hpp"
#include "ensemble/run_study.hpp"
#include "io/input/study_input.hpp"
#include "io/store/journal.hpp"
#include "io/store/study_directory.hpp"

namespace lacuna::io {

/// Does the tasks of a study in this process, many at a time, and records them: a replica's files
/// first, in a directory that gets its name when it is whole, then the line in the journal.
class StudyWork {
 public:
  /// REQUIRES that both outlive it.
  StudyWork(const StudyInput&, const StudyDirectory&,
            const std::optional<ensemble::Shard>& shard = {});

  /// Empty: stopped; a replica goes on from its checkpoint the next time. What goes wrong with a
  /// task is its record; only a SystemFailure, which the next task would meet as well, is thrown.
  /// So is that another process is at work on the same replica, which is left alone.
  std::optional<ensemble::Record> operator()(const ensemble::Assignment&, const std::stop_token&);

 private:
  using Found = decltype(ensemble::Record::found);
  std::optional<Found> find(const ensemble::Assignment&, const std::stop_token&) const;
  std::optional<Found> replica(const ensemble::Assignment&, const std::stop_token&) const;
  std::optional<Found> reference(const ensemble::Assignment&, const std::stop_token&) const;
  std::optional<Found> pilot(const ensemble::Assignment&, const std::stop_token&) const;
  [[nodiscard]] ensemble::PilotMemory memory_of(const ensemble::Task&) const;
  void record(const ensemble::Record&, const std::string& id);
  /// What is recorded of a failure: with the command that does a replica alone.
  [[nodiscard]] std::string told(const ensemble::Assignment&, const std::string& problem) const;

  const StudyInput& study_;
  const StudyDirectory& directory_;
  std::string share_;  ///< in the names of pilots under way, which two shards may need
  Journal journal_;
  std::mutex journal_mutex_;
};

}  // namespace lacuna::io
