#include "core/crc32.hpp"

#include <fcntl.h>
#include <zlib.h>

#include <algorithm>
#include <string>

namespace lacuna {

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  return static_cast<std::uint32_t>(
      ::crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::uint32_t crc32_of_rest(const Descriptor& file, std::uint32_t before, std::uint64_t most) {
  std::string block(std::size_t{1} << 16U, '\0');
  while (most > 0) {
    const std::size_t count = file.read(block.data(), std::min<std::uint64_t>(most, block.size()));
    if (count == 0) break;
    before = crc32({block.data(), count}, before);
    most -= count;
  }
  return before;
}

std::uint32_t crc32_of_file(const std::filesystem::path& path, std::uint32_t before) {
  return crc32_of_rest(Descriptor::opened(path, O_RDONLY, "read"), before);
}

}  // namespace lacuna
