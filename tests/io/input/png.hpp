#pragma once

#include <png.h>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <vector>

namespace lacuna::test {

enum class PngForm : std::uint8_t { greys, transparent, colours };

/// Writes a PNG of 8 bits a channel; the top row comes first.
inline void put_png(const std::filesystem::path& path, int columns, int rows,
                    const std::vector<std::uint8_t>& channels, PngForm form = PngForm::greys) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(columns);
  image.height = static_cast<png_uint_32>(rows);
  image.format = form == PngForm::greys     ? PNG_FORMAT_GRAY
                 : form == PngForm::colours ? PNG_FORMAT_RGB
                                            : PNG_FORMAT_GA;
  if (png_image_write_to_file(&image, path.c_str(), 0, channels.data(), 0, nullptr) == 0)
    throw std::runtime_error(image.message);
}

}  // namespace lacuna::test
