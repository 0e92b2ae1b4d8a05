#include "io/trajectory/export_file.hpp"

#include <system_error>
#include <utility>

#include "core/replace_file.hpp"
#include "io/trajectory/gzip.hpp"

namespace lacuna::io {

Unfinished::Unfinished(std::filesystem::path path) : path_(std::move(path)), aside_(path_) {
  aside_ += ".new";
}

Unfinished::~Unfinished() {
  std::error_code ignored;
  if (!in_place_) std::filesystem::remove(aside_, ignored);
}

void Unfinished::put_in_place() {
  lacuna::put_in_place(aside_, path_);
  in_place_ = true;
}

ExportFile::ExportFile(const std::filesystem::path& path)
    : place_(path), gzip_(path.extension() == ".gz"), file_(place_.aside()) {
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
  place_.put_in_place();
}

}  // namespace lacuna::io
