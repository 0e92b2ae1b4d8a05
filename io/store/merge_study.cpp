#include "io/store/merge_study.hpp"

#include <fmt/format.h>

#include <variant>

#include "core/error.hpp"
#include "core/replace_file.hpp"
#include "io/side_file.hpp"
#include "io/store/journal.hpp"
#include "io/store/record_text.hpp"
#include "io/store/result_directory.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;
using ensemble::Outcome;
using ensemble::Record;

bool leaves_files(const Record& record) { return std::holds_alternative<Outcome>(record.found); }

bool failed(const Record& record) {
  return std::holds_alternative<ensemble::Failure>(record.found);
}

class Merging {
 public:
  Merging(const fs::path& from, const StudyInput& study, const StudyDirectory& into)
      : from_(from), plan_(study.plan), into_(into), journal_(into.path()) {}

  Merged operator()() {
    copy_inputs();
    const Recorded here = look_at_records(into_.path(), plan_);
    Recorded there = look_at_records(from_, plan_);
    Merged merged{0, there.records.size(), std::move(there.damaged)};
    for (const auto& [id, record] : there.records) {
      if (failed(record)) continue;
      const auto known = here.records.find(id);
      if (known != here.records.end() && !failed(known->second)) {
        require_same(id, known->second, record);
        continue;
      }
      take(id, record);
      ++merged.tasks;
    }
    return merged;
  }

 private:
  /// Runs name them, also those of inputs that the study had before.
  void copy_inputs() const {
    if (!is_present(from_ / copies_name)) return;
    make_folder(into_.file(copies_name));
    for (const auto& entry : fs::directory_iterator(from_ / copies_name)) {
      const SideFile file = read_side_file(entry.path(), "copy of a file");
      const fs::path copy = into_.file(copies_name) / entry.path().filename();
      if (!is_present(copy)) replace_file(copy, file.text);
    }
  }

  [[nodiscard]] fs::path run_there(const std::string& id) const { return from_ / "runs" / id; }

  void require_same(const std::string& id, const Record& here, const Record& there) const {
    const bool same = leaves_files(here)
                          ? run_checksum(into_.run(id)) == run_checksum(run_there(id))
                          : record_text(here) == record_text(there);
    if (same) return;
    throw InputError(
        fmt::format("{} and {} have both done {}, with different results, so that one of them is "
                    "wrong: remove the wrong one's runs/{}, or leave that directory out",
                    into_.path().string(), from_.string(), id, id));
  }

  /// As StudyWork does it: the files first, whole, then the line in the journal.
  void take(const std::string& id, const Record& record) {
    const ensemble::Branch& branch = branch_of(plan_, record.task);
    JournalEntry entry{record, branch.slug, branch.physics, 0};
    if (leaves_files(record)) {
      const fs::path unfinished = into_.unfinished_run(id);
      fs::remove_all(unfinished);
      fs::remove_all(into_.run(id));
      fs::copy(run_there(id), unfinished, fs::copy_options::recursive);
      put_in_place(unfinished, into_.run(id));
      entry.files = run_checksum(into_.run(id));
    }
    journal_.append(entry);
  }

  const fs::path& from_;
  const ensemble::Plan& plan_;
  const StudyDirectory& into_;
  Journal journal_;
};

}  // namespace

void require_mergeable(const fs::path& from, const StudyInput& study) {
  if (!is_present(from / input_name)) {
    throw InputError(
        fmt::format("{} holds no study to merge; name a directory that lacuna study "
                    "has written",
                    from.string()));
  }
  if (!holds_results_of_study(from))
    throw InputError(
        fmt::format("{} holds a run, and no study to merge; leave it out", from.string()));
  require_own_input(from);
  require_continuable(from, study, Sharing::alone);
}

Merged merge_from(const fs::path& from, const StudyInput& study, const StudyDirectory& into) {
  std::error_code ignored;
  if (fs::equivalent(from, into.path(), ignored)) return {};
  return Merging(from, study, into)();
}

}  // namespace lacuna::io
