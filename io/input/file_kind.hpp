#pragma once

#include <filesystem>

namespace lacuna::io {

/// Is a file a study rather than a case? Its keys tell: hypotheses and base are a study's. What
/// cannot be read is taken for a case, whose reader then says what is wrong.
[[nodiscard]] bool is_study(const std::filesystem::path&);

}  // namespace lacuna::io
