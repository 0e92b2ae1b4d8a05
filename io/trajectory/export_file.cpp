#include "io/trajectory/export_file.hpp"

#include <utility>

#include "core/replace_file.hpp"
#include "io/trajectory/gzip.hpp"

namespace lacuna::io {

std::filesystem::path unfinished(const std::filesystem::path& path) {
  std::filesystem::path aside = path;
  return aside += ".new";
}

ExportFile::ExportFile(std::filesystem::path path)
    : path_(std::move(path)), gzip_(path_.extension() == ".gz"), file_(unfinished(path_)) {
  file_.start();
}

void ExportFile::append(std::string_view text) {
  constexpr std::size_t piece = std::size_t{1} << 20U;  // [B]
  piece_.append(text);
  if (piece_.size() >= piece) flush();
}

void ExportFile::flush() {
  file_.append(gzip_ ? gzip_member(piece_) : piece_);
  piece_.clear();
}

void ExportFile::finish() {
  if (!piece_.empty()) flush();
  file_.sync();
  put_in_place(unfinished(path_), path_);
}

}  // namespace lacuna::io
