#include "kmc/checkpoint.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <bit>
#include <boost/crc.hpp>
#include <cerrno>
#include <fstream>
#include <sstream>

namespace lacuna::kmc {
namespace {

static_assert(std::endian::native == std::endian::little, "checkpoints are little-endian");

constexpr std::string_view magic = "LACUNACP";
constexpr std::size_t header_size = 8 + 4 + 4;

std::uint32_t crc32(std::string_view bytes) {
  boost::crc_32_type crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

[[noreturn]] void fail(const std::filesystem::path& file, const char* doing) {
  const char* advice = errno == ENOENT ? "; was its directory moved or removed?"
                                       : "; what was saved before is untouched";
  throw SystemFailure("could not " + std::string(doing) + " " + file.string() + ": " +
                      std::strerror(errno) + advice);
}

void write_all(int fd, std::string_view bytes, const std::filesystem::path& file) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail(file, "write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

// Closes on every way out.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

void sync_folder(const std::filesystem::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Descriptor d{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (d.fd >= 0) ::fsync(d.fd);
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
  Writer body;
  body.put(fingerprint);
  body.put(state.bytes());
  Writer header;
  header.put(format);
  header.put(crc32(body.bytes()));

  auto aside = file;
  aside += ".new";
  try {
    const Descriptor d{::open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (d.fd < 0) fail(aside, "create");
    write_all(d.fd, magic, aside);
    write_all(d.fd, header.bytes(), aside);
    write_all(d.fd, body.bytes(), aside);
    if (::fsync(d.fd) != 0) fail(aside, "sync");
    if (::rename(aside.c_str(), file.c_str()) != 0) fail(file, "replace");
  } catch (...) {
    ::unlink(aside.c_str());  // what there is may fill the disk
    throw;
  }
  sync_folder(file);
}

Reader load_checkpoint(const std::filesystem::path& file, std::uint32_t format,
                       std::uint64_t fingerprint) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw SystemFailure("could not open the checkpoint " + file.string() + ": " +
                        std::strerror(errno));
  std::string bytes;
  try {
    bytes.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  } catch (const std::ios_base::failure&) {  // a folder, or a disk that cannot be read
    throw SystemFailure("could not read the checkpoint " + file.string() + ": " +
                        std::strerror(errno));
  }
  const bool ours =
      bytes.size() >= header_size && std::string_view(bytes).substr(0, magic.size()) == magic;
  Reader header(ours ? bytes.substr(magic.size(), header_size - magic.size()) : "", file.string());
  if (!ours) header.refuse("not a Lacuna checkpoint");
  const auto found_format = header.get<std::uint32_t>();
  const auto crc = header.get<std::uint32_t>();
  if (found_format != format)
    header.refuse("written by another version (checkpoint format " + std::to_string(found_format) +
                  ", this program reads " + std::to_string(format) + ")");
  bytes.erase(0, header_size);
  if (crc32(bytes) != crc) header.refuse("damaged or cut short (its checksum does not match)");
  Reader body(std::move(bytes), file.string());
  if (body.get<std::uint64_t>() != fingerprint)
    body.refuse("of another input (case, seed or files differ)");
  std::string payload;
  body.get(payload);
  body.finish();
  return Reader(std::move(payload), file.string());
}

}  // namespace lacuna::kmc
