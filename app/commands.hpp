#pragma once

#include "app/options.hpp"

namespace lacuna::app {

/// Exit statuses (design §9).
enum class Status : int {
  done = 0,
  failed = 1,       ///< while running
  bad_input = 2,    ///< or usage; nothing was written
  interrupted = 3,  ///< resumable
};

// Each subcommand prints to standard output, progress to standard error, and throws InputError or
// RuntimeFailure, which main turns into a message and a status.

Status run(const RunOptions&);
Status study(const StudyOptions&);
Status cell(const CellOptions&);
Status report(const ReportOptions&);
Status compare(const CompareOptions&);
Status export_run(const ExportRunOptions&);
Status check(const CheckOptions&);
Status init(const InitOptions&);
Status schema(const SchemaOptions&);

}  // namespace lacuna::app
