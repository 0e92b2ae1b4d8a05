#pragma once

#include <filesystem>
#include <string_view>

namespace lacuna {

/// Throws SystemFailure "cannot <action> <path>: <reason of errno>", with advice where there is
/// one.
[[noreturn]] void throw_system_failure(std::string_view action, const std::filesystem::path& path);

}  // namespace lacuna
