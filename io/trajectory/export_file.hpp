#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "io/append_file.hpp"

namespace lacuna::io {

/// Where an export is written before it is whole: `path` + ".new". What is there goes with this,
/// unless it was put in its place.
class Unfinished {
 public:
  explicit Unfinished(std::filesystem::path path);
  ~Unfinished();
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  [[nodiscard]] const std::filesystem::path& aside() const { return aside_; }
  /// Throws SystemFailure.
  void put_in_place();

 private:
  std::filesystem::path path_, aside_;
  bool in_place_ = false;
};

/// A text that is written piece by piece and is there only once it is whole; what was not finished
/// leaves nothing. Where the name ends in .gz it is compressed, each piece being a gzip member.
class ExportFile {
 public:
  /// Throws RuntimeFailure if it cannot be made.
  explicit ExportFile(const std::filesystem::path& path);

  void append(std::string_view text);
  void finish();

 private:
  void flush();

  Unfinished place_;
  bool gzip_;
  AppendFile file_;
  std::string piece_;
};

}  // namespace lacuna::io
