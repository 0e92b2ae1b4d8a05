#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace lacuna::io {

/// A file that grows by whole records and can be cut back to a size it once had: what a run that
/// resumes from a checkpoint needs so that its files come out as if nothing had happened.
///
/// Nothing is touched on disk before `start` or `resume`, so a run that is refused leaves the
/// files of the run before as they were. Every failure of the system is a RuntimeFailure.
class AppendFile {
 public:
  explicit AppendFile(std::filesystem::path path) : path_(std::move(path)) {}
  /// Writes what is buffered, as far as that is possible: a run that failed still leaves its records.
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  /// Begin with an empty file, whatever was there.
  void start();
  /// Go on after the first `size` bytes [B]; what was written later is dropped.
  /// Throws InputError if the file is missing or shorter: then it is not the one that was saved.
  void resume(std::uint64_t size);
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  /// REQUIRES is_open(). Buffered; reaches the disk in blocks and at `sync`.
  void append(std::string_view record);
  /// Everything appended is on the disk when this returns. Returns the file's size [B].
  std::uint64_t sync();
  /// Bytes so far, buffered ones included [B].
  [[nodiscard]] std::uint64_t size() const { return written_ + buffer_.size(); }

 private:
  void open(int flags);
  void flush();

  std::filesystem::path path_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  int descriptor_ = -1;
};

}  // namespace lacuna::io
