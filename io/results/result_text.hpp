#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "interface/observer.hpp"
#include "io/input/run_input.hpp"

namespace lacuna::io {

/// What is printed when a run is over: why it ended, onset by every detector, whether the ramp was
/// quasi-static, warnings, and where the files are.
[[nodiscard]] std::string result_text(const RunInput&, const interface::Ending&,
                                      const std::filesystem::path& directory);

/// What came out, in one sentence; `ending` is empty for a run that is not finished.
[[nodiscard]] std::string headline(const RunInput&, const std::optional<interface::Ending>& ending);

}  // namespace lacuna::io
