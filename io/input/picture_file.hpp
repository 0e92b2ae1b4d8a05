#pragma once

#include "interface/case.hpp"
#include "io/side_file.hpp"

namespace lacuna::io {

/// Read the greys of a picture: PNG of one channel with at most 8 bits, of at most 2^26 pixels. The
/// lowest row comes first. Throws InputError that starts with the file.
[[nodiscard]] interface::Pixels read_picture(const SideFile&);

}  // namespace lacuna::io
