#include "io/trajectory/trajectory_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "core/error.hpp"
#include "io/text_file.hpp"

namespace lacuna::io {
namespace {

/// How to export the other frames.
std::string way_around(std::size_t damaged, std::size_t size) {
  const std::string before = damaged > 0 ? fmt::format("--frames :{}", damaged) : "";
  const std::string after = damaged + 1 < size ? fmt::format("--frames {}:", damaged + 1) : "";
  if (before.empty() && after.empty()) return "; it is the only one: run the case again";
  return fmt::format("; lacuna export has the others with {}{}{}", before,
                     before.empty() || after.empty() ? "" : " and ", after);
}

}  // namespace

TrajectoryReader::TrajectoryReader(std::filesystem::path path)
    : path_(std::move(path)),
      stream_(path_, std::ios::binary),
      header_(take_header()),
      slab_(slab_of(header_)) {
  const int at_start = header_.layers;
  index();
  if (header_.layers > at_start) slab_ = slab_of(header_);
}

std::string TrajectoryReader::take(std::uint64_t at, std::uint64_t count) {
  std::string bytes(count, '\0');
  stream_.seekg(static_cast<std::streamoff>(at));
  stream_.read(bytes.data(), static_cast<std::streamsize>(count));
  if (!stream_) throw RuntimeFailure(fmt::format("cannot read {}", path_.string()));
  return bytes;
}

TrajectoryHeader TrajectoryReader::take_header() {
  const int reason = errno;  // that the stream may have met
  std::error_code problem;
  bytes_ = std::filesystem::file_size(path_, problem);
  if (problem || !stream_)
    throw_unreadable(fmt::format("cannot open {}", path_.string()),
                     problem ? problem.value() : reason);
  if (bytes_ < trajectory_header_bytes)
    throw InputError(
        fmt::format("{} is not a trajectory of this program, or cut off", path_.string()));
  try {
    return decode_header(take(0, trajectory_header_bytes));
  } catch (const InputError& error) {
    throw InputError(fmt::format("{} {}", path_.string(), error.what()));
  }
}

void TrajectoryReader::index() {
  std::uint64_t at = trajectory_header_bytes;
  while (at < bytes_) {
    Entry entry;
    const std::uint64_t left = bytes_ - at;
    if (left >= frame_head_bytes) {
      try {
        entry.coded = decode_head(take(at, frame_head_bytes));
      } catch (const InputError& error) {
        throw InputError(fmt::format("{}: frame {} {}; the file was damaged", path_.string(),
                                     size(), error.what()));
      }
    }
    if (left < frame_head_bytes || entry.coded.body_bytes > left - frame_head_bytes) {
      throw InputError(
          fmt::format("{}: frame {} is cut off; resume the run (lacuna run ... --resume), which "
                      "mends the file, or, to "
                      "do with the frames before it, truncate -s {} {}",
                      path_.string(), size(), at, path_.string()));
    }
    header_.layers =
        std::max(header_.layers, static_cast<int>(std::min(entry.coded.head.layers, 65536U)));
    entry.body = at + frame_head_bytes;
    at = entry.body + entry.coded.body_bytes;
    entries_.push_back(entry);
  }
}

Frame TrajectoryReader::read(std::size_t n) {
  const Entry& entry = entries_[n];
  try {
    return decode_frame(entry.coded, take(entry.body, entry.coded.body_bytes), header_, slab_);
  } catch (const InputError& error) {
    throw InputError(
        fmt::format("{}: frame {} {}{}", path_.string(), n, error.what(), way_around(n, size())));
  }
}

std::filesystem::path trajectory_path(const std::filesystem::path& directory) {
  return directory / "trajectory.lacuna";
}

}  // namespace lacuna::io
