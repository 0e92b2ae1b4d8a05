#pragma once

#include <string>
#include <string_view>

namespace lacuna::io {

/// `content` as one gzip member (RFC 1952) without name or time, so that equal contents give equal
/// bytes. Members may be put one after another, and a file of them be cut between any two.
/// Throws RuntimeFailure if zlib has no memory.
[[nodiscard]] std::string gzip_member(std::string_view content);

}  // namespace lacuna::io
