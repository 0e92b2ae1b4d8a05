#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/descriptor.hpp"
#include "kmc/checkpoint.hpp"

namespace lacuna::io {

/// A file that grows by whole records and can be cut back to a size it once had: what a run that
/// resumes from a checkpoint needs so that its files come out as if nothing had happened.
///
/// Nothing is touched on disk before `start` or `load`, so a run that is refused leaves the
/// files of the run before as they were. Every failure of the system is a RuntimeFailure, and so is
/// that the file is no longer where it was.
class AppendFile {
 public:
  explicit AppendFile(std::filesystem::path path) : path_(std::move(path)) {}
  /// Writes what is buffered, as far as that is possible: a run that failed still leaves its
  /// records.
  ~AppendFile();
  AppendFile(const AppendFile&) = delete;
  AppendFile& operator=(const AppendFile&) = delete;

  /// Begin with an empty file, whatever was there.
  void start();
  /// Go on as it was saved; what was written later is dropped.
  /// Throws InputError if the file is missing, shorter or has other bytes: then it is not the one
  /// that was saved.
  void load(kmc::Reader&);
  [[nodiscard]] bool is_open() const { return file_.is_open(); }

  /// REQUIRES is_open(). Buffered; reaches the disk in blocks and at `sync`.
  void append(std::string_view record);
  /// Everything appended is on the disk when this returns.
  void sync();
  /// The same, and the size and CRC-32 of the file are kept.
  void save(kmc::Writer&);
  /// Bytes so far, buffered ones included [B].
  [[nodiscard]] std::uint64_t size() const { return written_ + buffer_.size(); }

 private:
  void begin(Descriptor, std::uint64_t size, std::uint32_t sum);
  void flush();

  std::filesystem::path path_;
  Descriptor file_;
  std::string buffer_;
  std::uint64_t written_ = 0;
  std::uint32_t sum_ = 0;  ///< of what is written
};

}  // namespace lacuna::io
