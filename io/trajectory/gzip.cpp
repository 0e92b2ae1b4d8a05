#include "io/trajectory/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

constexpr int window_bits = 15;
constexpr int as_gzip = 16;  // added to the window bits: a gzip header and trailer, not zlib's own

/// zlib counts input in 32 bits, strings may be longer: hand over at most this much at a time [B].
constexpr std::size_t portion = std::size_t{1} << 30;

/// Give zlib the next portion of `rest` when it has used up the one before.
void feed(z_stream& stream, std::string_view& rest) {
  if (stream.avail_in != 0) return;
  const std::size_t count = std::min(rest.size(), portion);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest.data()));  // zlib's C interface
  stream.avail_in = static_cast<uInt>(count);
  rest.remove_prefix(count);
}

using Buffer = std::array<Bytef, 65536>;

void make_room(z_stream& stream, Buffer& buffer) {
  stream.next_out = buffer.data();
  stream.avail_out = static_cast<uInt>(buffer.size());
}

void take(const z_stream& stream, const Buffer& buffer, std::string& result) {
  result.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - stream.avail_out);
}

}  // namespace

std::string gzip_member(std::string_view content) {
  z_stream stream{};
  constexpr int memory_level = 8;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_bits + as_gzip, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw RuntimeFailure("cannot compress the trajectory: out of memory; write it without gzip");
  }
  std::string result;
  Buffer buffer;
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    feed(stream, content);
    make_room(stream, buffer);
    state = deflate(&stream, content.empty() ? Z_FINISH : Z_NO_FLUSH);
    take(stream, buffer, result);
  }
  deflateEnd(&stream);
  return result;
}

}  // namespace lacuna::io
