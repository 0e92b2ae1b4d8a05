#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

#include "io/trajectory/trajectory_file.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {

/// A stored trajectory, frames in any order. Opening it reads the heads of all frames and skips
/// their bodies; in memory are the heads and the frame that was asked for.
class TrajectoryReader {
 public:
  /// Throws InputError if the file is missing, is no trajectory, is damaged in its header or the
  /// head of a frame, or ends within a frame (as after a power cut; resuming the run mends that).
  explicit TrajectoryReader(std::filesystem::path);

  /// As stored, but with as many layers as the tallest frame has.
  [[nodiscard]] const TrajectoryHeader& header() const { return header_; }
  [[nodiscard]] const lattice::Slab& slab() const { return slab_; }
  /// Number of frames.
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// REQUIRES n < size().
  [[nodiscard]] const FrameHead& head(std::size_t n) const { return entries_[n].coded.head; }
  /// REQUIRES n < size(). Throws InputError if the frame is damaged.
  [[nodiscard]] Frame read(std::size_t n);

 private:
  struct Entry {
    CodedHead coded;
    std::uint64_t body = 0;  ///< where it begins [B]
  };
  [[nodiscard]] std::string take(std::uint64_t at, std::uint64_t count);
  [[nodiscard]] TrajectoryHeader take_header();
  void index();

  std::filesystem::path path_;
  std::ifstream stream_;
  std::uint64_t bytes_ = 0;  ///< of the file
  TrajectoryHeader header_;
  lattice::Slab slab_;
  std::vector<Entry> entries_;
};

/// Where a run in `directory` keeps it.
[[nodiscard]] std::filesystem::path trajectory_path(const std::filesystem::path& directory);

}  // namespace lacuna::io
