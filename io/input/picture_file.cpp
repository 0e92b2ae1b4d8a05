#include "io/input/picture_file.hpp"

#include <png.h>

#include <cstdint>
#include <string>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

constexpr std::uint64_t most_pixels = std::uint64_t{1} << 26U;

/// libpng's own record of a picture, which it has to free.
class PngImage {
 public:
  PngImage() { image_.version = PNG_IMAGE_VERSION; }
  ~PngImage() { png_image_free(&image_); }
  PngImage(const PngImage&) = delete;
  PngImage& operator=(const PngImage&) = delete;

  png_image& operator*() { return image_; }
  png_image* operator->() { return &image_; }

 private:
  png_image image_{};
};

}  // namespace

interface::Pixels read_picture(const SideFile& file) {
  const auto refuse = [&](const std::string& why) { throw InputError(file.path + ": " + why); };
  if (file.text.empty()) refuse("the file is empty; save the picture as a PNG");
  if (!file.text.starts_with("\x89PNG"))
    refuse("not a PNG that can be read; save the picture as one");
  PngImage png;
  if (png_image_begin_read_from_memory(&*png, file.text.data(), file.text.size()) == 0)
    refuse(std::string("not a PNG that can be read: ") + png->message);
  if ((png->format & (PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_LINEAR)) != 0)
    refuse("the picture has colours, transparency or 16 bits; save it as 8-bit greys");
  if (std::uint64_t{png->width} * png->height > most_pixels)
    refuse("the picture has more than 67 million pixels; make it smaller");
  png->format = PNG_FORMAT_GRAY;
  interface::Pixels pixels {
    static_cast<int>(png->width), static_cast<int>(png->height), {}
  };
  pixels.greys.resize(PNG_IMAGE_SIZE(*png));
  // A negative stride: the last row of a PNG is the lowest.
  const auto stride = -static_cast<png_int_32>(PNG_IMAGE_ROW_STRIDE(*png));
  if (png_image_finish_read(&*png, nullptr, pixels.greys.data(), stride, nullptr) == 0)
    refuse(std::string("not a PNG that can be read: ") + png->message);
  return pixels;
}

}  // namespace lacuna::io
