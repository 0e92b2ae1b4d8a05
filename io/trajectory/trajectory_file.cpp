#include "io/trajectory/trajectory_file.hpp"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <type_traits>

#include "core/crc32.hpp"
#include "core/error.hpp"

namespace lacuna::io {
namespace {

static_assert(std::endian::native == std::endian::little,
              "numbers are put into the file as they lie in memory");

constexpr std::string_view magic = "LACUNATJ", frame_mark = "FRAM";
constexpr std::uint32_t version = 2;
constexpr std::size_t checked_from = 16,
                      head_checked_from = 8;  // what the checksums before them cover

template <class T>
requires std::is_arithmetic_v<T>
void put(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Takes numbers from the front. REQUIRES that they are there.
class Taker {
 public:
  explicit Taker(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  T get() {
    T value;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  void skip(std::size_t count) { bytes_.remove_prefix(count); }

 private:
  std::string_view bytes_;
};

// Whole numbers in groups of seven bits, the lowest first, the eighth bit saying that more follow.
void put_varint(std::string& bytes, std::uint64_t value) {
  for (; value > 0x7f; value >>= 7U) bytes += static_cast<char>(value | 0x80U);
  bytes += static_cast<char>(value);
}

std::uint64_t zigzag(std::int32_t value) {
  const auto bits = static_cast<std::uint32_t>(value);
  return bits << 1U ^ (0U - (bits >> 31U));
}

[[noreturn]] void refuse_body() { throw InputError("does not hold what its head says"); }

class VarintTaker {
 public:
  explicit VarintTaker(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t get() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (bytes_.empty()) refuse_body();
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80U) return value;
    }
    refuse_body();
  }
  std::int32_t get_signed() {
    const std::uint64_t value = get();
    if (value > std::numeric_limits<std::uint32_t>::max()) refuse_body();
    const auto bits = static_cast<std::uint32_t>(value);
    return static_cast<std::int32_t>(bits >> 1U ^ (0U - (bits & 1U)));
  }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

std::string packed(const std::string& body) {
  uLongf size = compressBound(body.size());
  std::string result(size, '\0');
  if (compress2(reinterpret_cast<Bytef*>(result.data()), &size,
                reinterpret_cast<const Bytef*>(body.data()), body.size(), Z_BEST_SPEED) != Z_OK) {
    throw RuntimeFailure("cannot compress a trajectory frame: out of memory");
  }
  result.resize(size);
  return result;
}

std::string unpacked(std::string_view body, std::uint64_t size) {
  constexpr std::uint64_t most_to_one = 1040;  // deflate makes no more of a byte
  if (size > (body.size() + 1) * most_to_one) refuse_body();
  std::string result(size, '\0');
  uLongf length = size;
  if (uncompress(reinterpret_cast<Bytef*>(result.data()), &length,
                 reinterpret_cast<const Bytef*>(body.data()), body.size()) != Z_OK ||
      length != size) {
    refuse_body();
  }
  return result;
}

std::string body_of(const Frame& frame) {
  std::string body;
  std::uint64_t before = 0;
  for (const std::uint64_t site : frame.sites) {
    put_varint(body, site - before);
    before = site;
  }
  for (const FramePath& path : frame.paths) put_varint(body, path.vacancy);
  for (const std::size_t axis : {0U, 1U}) {
    for (const FramePath& path : frame.paths) put_varint(body, zigzag(path.image[axis]));
  }
  return body;
}

/// An enumerator, if the byte is one of those up to `last`.
template <class Enum>
Enum one_of(std::uint8_t byte, Enum last) {
  if (byte > static_cast<std::uint8_t>(last))
    throw InputError("has a header that this version does not know");
  return static_cast<Enum>(byte);
}

}  // namespace

std::string encode(const TrajectoryHeader& h) {
  std::string rest;
  put(rest, static_cast<std::uint8_t>(h.normal));
  put(rest, static_cast<std::uint8_t>(h.connectivity));
  put(rest, static_cast<std::uint8_t>(h.what));
  put(rest, static_cast<std::uint8_t>(h.paths));
  put(rest, static_cast<std::uint32_t>(h.layers));
  for (const int count : h.cells) put(rest, static_cast<std::uint32_t>(count));
  put(rest, h.lattice_constant);
  std::string bytes(magic);
  put(bytes, version);
  put(bytes, crc32(rest));
  return bytes + rest;
}

std::string encode(const Frame& frame) {
  const std::string body = body_of(frame);
  const std::string stored = packed(body);
  const FrameHead& h = frame.head;
  std::string rest;
  put(rest, h.sample);
  for (const double value : {h.time, h.current, h.charge, h.contact_fraction}) put(rest, value);
  for (const std::uint64_t value :
       {h.events, h.vacancies, std::uint64_t{body.size()}, std::uint64_t{stored.size()}})
    put(rest, value);
  put(rest, h.layers);
  put(rest, crc32(stored));
  std::string bytes(frame_mark);
  put(bytes, crc32(rest));
  return bytes + rest + stored;
}

TrajectoryHeader decode_header(std::string_view bytes) {
  if (bytes.substr(0, magic.size()) != magic)
    throw InputError("is not a trajectory of this program");
  Taker taker(bytes);
  taker.skip(magic.size());
  if (const auto found = taker.get<std::uint32_t>(); found != version)
    throw InputError("is of format " + std::to_string(found) + ", and this version reads " +
                     std::to_string(version));
  if (taker.get<std::uint32_t>() != crc32(bytes.substr(checked_from)))
    throw InputError("has a damaged header");
  TrajectoryHeader h;
  h.normal = one_of(taker.get<std::uint8_t>(), lattice::Normal::n111);
  h.connectivity = one_of(taker.get<std::uint8_t>(), lattice::Connectivity::nn1_nn2);
  h.what = one_of(taker.get<std::uint8_t>(), FrameSites::all);
  h.paths = taker.get<std::uint8_t>() != 0;
  const auto count = [&taker] {
    return static_cast<int>(std::min(taker.get<std::uint32_t>(), 65536U));
  };
  h.layers = count();
  for (int& cells : h.cells) cells = count();
  h.lattice_constant = taker.get<double>();
  return h;
}

CodedHead decode_head(std::string_view bytes) {
  if (bytes.substr(0, frame_mark.size()) != frame_mark)
    throw InputError("does not begin where it should");
  Taker taker(bytes);
  taker.skip(frame_mark.size());
  if (taker.get<std::uint32_t>() != crc32(bytes.substr(head_checked_from)))
    throw InputError("has a damaged head");
  CodedHead coded;
  coded.head.sample = taker.get<std::uint64_t>();
  for (double FrameHead::*value :
       {&FrameHead::time, &FrameHead::current, &FrameHead::charge, &FrameHead::contact_fraction})
    coded.head.*value = taker.get<double>();
  coded.head.events = taker.get<std::uint64_t>();
  coded.head.vacancies = taker.get<std::uint64_t>();
  coded.unpacked_bytes = taker.get<std::uint64_t>();
  coded.body_bytes = taker.get<std::uint64_t>();
  coded.head.layers = taker.get<std::uint32_t>();
  coded.checksum = taker.get<std::uint32_t>();
  return coded;
}

Frame decode_frame(const CodedHead& coded, std::string_view body, const TrajectoryHeader& header,
                   const lattice::Slab& slab) {
  if (crc32(body) != coded.checksum) throw InputError("is damaged");
  const std::string bytes = unpacked(body, coded.unpacked_bytes);
  const std::uint64_t count = coded.head.vacancies;
  if (count > bytes.size()) refuse_body();  // a byte each at least
  Frame frame;
  frame.head = coded.head;
  frame.sites.resize(count);
  VarintTaker taker(bytes);
  std::uint64_t before = 0;
  for (std::uint64_t& site : frame.sites) {
    const std::uint64_t step = taker.get();
    site = before + step;
    const bool first = &site == frame.sites.data();
    if (step >= slab.sites() || site >= slab.sites() || (step == 0 && !first)) refuse_body();
    before = site;
  }
  if (header.paths) {
    frame.paths.resize(count);
    for (FramePath& path : frame.paths) path.vacancy = taker.get();
    for (const std::size_t axis : {0U, 1U}) {
      for (FramePath& path : frame.paths) path.image[axis] = taker.get_signed();
    }
  }
  if (!taker.empty()) refuse_body();
  return frame;
}

lattice::Slab slab_of(const TrajectoryHeader& h) {
  return {h.normal, h.lattice_constant, h.cells, h.layers};
}

}  // namespace lacuna::io
