#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace lacuna::io {

/// A file that an input names, as it was read.
struct SideFile {
  std::string path;  ///< where it lay, for messages
  std::string text;
  /// `barriers.crc32-1a2b3c4d.csv`: its name with the CRC-32 of its text, as a copy of it is
  /// called. So a copy tells by itself whether it was changed, and its name never moves.
  std::string name;
};

/// Reads it; `what` names its role in messages ("barrier table"). Throws what read_text does, and
/// InputError where a name with a checksum is not that of the text: a copy was changed, or is not
/// there: it was left behind.
[[nodiscard]] SideFile read_side_file(const std::filesystem::path&, std::string_view what);

}  // namespace lacuna::io
