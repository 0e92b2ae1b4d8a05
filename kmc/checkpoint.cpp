#include "kmc/checkpoint.hpp"

#include <fcntl.h>

#include <bit>

#include "core/crc32.hpp"
#include "core/descriptor.hpp"
#include "core/replace_file.hpp"

namespace lacuna::kmc {
namespace {

static_assert(std::endian::native == std::endian::little, "checkpoints are little-endian");

constexpr std::string_view magic = "LACUNACP";
constexpr std::size_t header_size = 8 + 4 + 4;

/// What follows the header of a file, once it is known to be ours, of this format and whole.
std::string sound_body(const std::filesystem::path& file, std::uint32_t format) {
  std::string bytes = Descriptor::opened(file, O_RDONLY).read_rest();
  const bool ours = bytes.size() >= header_size && bytes.starts_with(magic);
  Reader header(ours ? bytes.substr(magic.size(), header_size - magic.size()) : "", file.string());
  if (!ours) header.refuse("not a Lacuna checkpoint");
  const auto found = header.get<std::uint32_t>();
  const auto checksum = header.get<std::uint32_t>();
  if (found != format)
    header.refuse("written by another version (checkpoint format " + std::to_string(found) +
                  ", this program reads " + std::to_string(format) + ")");
  bytes.erase(0, header_size);
  if (crc32(bytes) != checksum) header.refuse("damaged or cut short (its checksum does not match)");
  return bytes;
}

}  // namespace

void Reader::take(void* to, std::size_t bytes) {
  if (bytes > bytes_.size() - at_) refuse("ends too early");
  std::memcpy(to, bytes_.data() + at_, bytes);
  at_ += bytes;
}

std::size_t Reader::length(std::size_t item) {
  const auto count = get<std::uint64_t>();
  if (count > (bytes_.size() - at_) / item) refuse("ends too early");
  return static_cast<std::size_t>(count);
}

void Reader::finish() const {
  if (at_ != bytes_.size()) refuse("holds more than this version reads");
}

void Reader::refuse(const std::string& why) const {
  throw CheckpointError(file_ + ": " + why +
                        "; the run cannot be resumed from it: remove it to start again");
}

void save_checkpoint(const std::filesystem::path& file, std::uint32_t format,
                     std::uint64_t fingerprint, const Writer& state) {
  const std::string& payload = state.bytes();
  Writer before;
  before.put(fingerprint);
  before.put<std::uint64_t>(payload.size());
  Writer header;
  header.put(format);
  header.put(crc32(payload, crc32(before.bytes())));
  replace_file(file, {magic, header.bytes(), before.bytes(), payload});
}

Reader load_checkpoint(const std::filesystem::path& file, std::uint32_t format,
                       std::uint64_t fingerprint) {
  Reader body(sound_body(file, format), file.string());
  if (body.get<std::uint64_t>() != fingerprint)
    body.refuse("of another input (case, seed or files differ)");
  std::string payload;
  body.get(payload);
  body.finish();
  return Reader(std::move(payload), file.string());
}

}  // namespace lacuna::kmc
