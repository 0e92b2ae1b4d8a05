#include "io/append_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <utility>

#include "core/crc32.hpp"
#include "core/error.hpp"
#include "core/system_failure.hpp"

namespace lacuna::io {
namespace {

// Large enough that writing does not show in a profile, small enough that a user who follows the
// file sees it grow.
constexpr std::size_t block = 16384;

Descriptor opened_again(const std::filesystem::path& path, std::uint64_t size) {
  Descriptor file(path, O_RDWR);
  if (file.is_open()) return file;
  if (errno != ENOENT) throw_system_failure("open", path);
  throw InputError(fmt::format(
      "{} is missing, although the checkpoint relies on its first {} bytes; put it back, or "
      "start over in another directory",
      path.string(), size));
}

void require_size(const Descriptor& file, std::uint64_t size) {
  const std::uint64_t found = file.size();
  if (found >= size) return;
  throw InputError(fmt::format(
      "{} has {} bytes, fewer than the {} it had at the checkpoint, so it was changed since; "
      "put it back, or start over in another directory",
      file.path().string(), found, size));
}

void require_same_bytes(const Descriptor& file, std::uint64_t size, std::uint32_t sum) {
  if (crc32_of_rest(file, 0, size) == sum) return;
  throw InputError(fmt::format(
      "{} is damaged or was changed: the checkpoint relies on its first {} bytes, whose checksum "
      "differs; put it back, or start over in another directory",
      file.path().string(), size));
}

}  // namespace

AppendFile::~AppendFile() {
  if (!is_open()) return;
  try {
    flush();
  } catch (...) {  // the failure that led here is already under way
  }
}

void AppendFile::begin(Descriptor file, std::uint64_t size, std::uint32_t sum) {
  file_ = std::move(file);
  buffer_.clear();
  written_ = size;
  sum_ = sum;
}

void AppendFile::start() {
  begin(Descriptor::opened(path_, O_CREAT | O_TRUNC | O_RDWR, "create"), 0, 0);
}

void AppendFile::load(kmc::Reader& reader) {
  const auto size = reader.get<std::uint64_t>();
  const auto sum = reader.get<std::uint32_t>();
  Descriptor file = opened_again(path_, size);
  require_size(file, size);
  require_same_bytes(file, size, sum);
  file.cut_back(size);
  file.go_to_end();
  begin(std::move(file), size, sum);
}

void AppendFile::append(std::string_view record) {
  buffer_.append(record);
  if (buffer_.size() >= block) flush();
}

void AppendFile::flush() {
  file_.write(buffer_);
  written_ += buffer_.size();
  sum_ = crc32(buffer_, sum_);
  buffer_.clear();
}

void AppendFile::sync() {
  file_.require_in_place();
  flush();
  file_.sync();
}

void AppendFile::save(kmc::Writer& writer) {
  sync();
  writer.put(written_);
  writer.put(sum_);
}

}  // namespace lacuna::io
