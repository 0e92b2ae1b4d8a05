#include "io/crc32.hpp"

#include <zlib.h>

#include <cerrno>
#include <fstream>
#include <string>

#include "io/posix_file.hpp"

namespace lacuna::io {

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  return static_cast<std::uint32_t>(
      ::crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::uint32_t crc32_of_file(const std::filesystem::path& path, std::uint32_t before) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) throw_system_failure("open", path);
  std::string block(std::size_t{1} << 16U, '\0');
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0)
    before =
        crc32(std::string_view(block).substr(0, static_cast<std::size_t>(file.gcount())), before);
  if (file.bad()) throw_system_failure("read", path);
  return before;
}

}  // namespace lacuna::io
