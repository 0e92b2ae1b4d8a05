#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "io/append_file.hpp"

namespace lacuna::io {

/// Where an export is written before it is whole: `path` + ".new".
[[nodiscard]] std::filesystem::path unfinished(const std::filesystem::path& path);

/// A text that is written piece by piece and is there only once it is whole. Where the name ends in
/// .gz it is compressed, each piece being a gzip member.
class ExportFile {
 public:
  /// Throws RuntimeFailure if it cannot be made.
  explicit ExportFile(std::filesystem::path path);

  void append(std::string_view text);
  void finish();

 private:
  void flush();

  std::filesystem::path path_;
  bool gzip_;
  AppendFile file_;
  std::string piece_;
};

}  // namespace lacuna::io
