#include <zlib.h>

#include <cstring>

#include "io/trajectory/snapshot.hpp"
#include "io/trajectory/trajectory_file.hpp"
#include "io/trajectory/trajectory_reader.hpp"
#include "tests/fuzz/target.hpp"

namespace {

using namespace lacuna;

void put(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t width) {
  std::memcpy(bytes.data() + at, &value, width);
}

std::uint64_t checksum(std::string_view bytes) {
  return crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
}

std::string packed(std::string_view body) {
  uLongf size = compressBound(body.size());
  std::string result(size, '\0');
  compress2(reinterpret_cast<Bytef*>(result.data()), &size,
            reinterpret_cast<const Bytef*>(body.data()), body.size(), 1);
  result.resize(size);
  return result;
}

// The input's header and frames with all marks, lengths and checksums right (docs/trajectory.md),
// the bodies packed: a frame is its head, of which the byte at 64 says how long the body is that
// follows.
std::string sealed(std::string_view input) {
  if (input.size() < io::trajectory_header_bytes) return {};
  std::string bytes(input.substr(0, io::trajectory_header_bytes));
  bytes.replace(0, 12, io::encode(io::TrajectoryHeader{}), 0, 12);  // name and format
  put(bytes, 12, checksum(std::string_view(bytes).substr(16)), 4);
  input.remove_prefix(io::trajectory_header_bytes);
  while (input.size() > io::frame_head_bytes) {
    std::string head(input.substr(0, io::frame_head_bytes));
    input.remove_prefix(io::frame_head_bytes);
    const std::size_t length =
        std::min<std::size_t>(static_cast<unsigned char>(head[64]), input.size());
    const std::string body = packed(input.substr(0, length));
    input.remove_prefix(length);
    put(head, 64, length, 8);
    put(head, 72, body.size(), 8);
    put(head, io::frame_head_bytes - 4, checksum(body), 4);
    head.replace(0, 4, "FRAM");
    put(head, 4, checksum(std::string_view(head).substr(8)), 4);
    bytes += head + body;
  }
  return bytes;
}

// The number of frames.
std::size_t read(std::string_view bytes) {
  static fuzz::InMemoryFile file;
  file.hold(bytes);
  io::TrajectoryReader trajectory(file.path());
  constexpr std::uint64_t small = 1U << 12U;  // larger slabs are no different, but slow
  std::optional<io::Snapshot> snapshot;
  if (trajectory.slab().sites() <= small) snapshot.emplace(trajectory.header(), trajectory.slab());
  for (std::size_t n = 0; n < trajectory.size(); ++n) {
    io::Frame frame = trajectory.read(n);
    fuzz::require(frame.sites.size() == trajectory.head(n).vacancies,
                  "a frame has not the vacancies it says");
    if (snapshot) snapshot->show(std::move(frame));
  }
  return trajectory.size();
}

// That what is sealed here is read, or nothing beyond the seals would be tried.
bool seals_hold() {
  io::TrajectoryHeader header;
  header.lattice_constant = 4.29;
  header.cells = {4, 3};
  header.layers = 5;
  std::string empty_frame(io::frame_head_bytes + 1, '\0');
  empty_frame[80] = static_cast<char>(header.layers);
  return read(sealed(io::encode(header) + empty_frame)) == 1;
}

}  // namespace

// A trajectory as it stands, and one whose checksums are right.
void lacuna::fuzz::target(std::string_view input) {
  static const bool hold = seals_hold();
  require(hold, "the target does not know the format of trajectories");
  static_cast<void>(unless_refused([&] { return read(input); }));
  static_cast<void>(unless_refused([&] { return read(sealed(input)); }));
}
