#pragma once

#include <zlib.h>

#include <array>
#include <string>
#include <string_view>

#include "core/error.hpp"

namespace lacuna::test {

/// What a file of gzip members holds. Throws InputError if it is not gzip or is cut off.
inline std::string gunzip(std::string_view members) {
  constexpr int window_of_gzip = 15 + 16;
  z_stream stream{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(members.data()));
  stream.avail_in = static_cast<uInt>(members.size());
  if (inflateInit2(&stream, window_of_gzip) != Z_OK) throw RuntimeFailure("out of memory");
  std::string result;
  std::array<char, 65536> block{};
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    state = inflate(&stream, Z_NO_FLUSH);
    result.append(block.data(), block.size() - stream.avail_out);
    if (state == Z_STREAM_END && stream.avail_in != 0) state = inflateReset(&stream);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) throw InputError("not a whole gzip file");
  return result;
}

}  // namespace lacuna::test
