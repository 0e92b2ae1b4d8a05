#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "io/trajectory/frame_columns.hpp"
#include "io/trajectory/snapshot.hpp"

namespace lacuna::io {

/// What an export holds, whatever its format.
struct ExportPlan {
  std::filesystem::path out;
  Selection selection;
  std::vector<FrameColumn> columns;
  std::string element = "Na";  ///< what an atom is called, where a format names it
};

/// A file format that trajectories are exported to: takes frames one after the other. One that is
/// not finished leaves nothing behind.
class FrameSink {
 public:
  virtual ~FrameSink() = default;
  /// Throws RuntimeFailure when the file system refuses.
  virtual void frame(const Snapshot&) = 0;
  /// After the last frame: the file is whole and in its place.
  virtual void finish() = 0;
};

}  // namespace lacuna::io
