#pragma once

#include <string>

namespace lacuna::app {

/// A script for bash that completes commands, options, the values they can have, and the keys of
/// --set with their words.
[[nodiscard]] std::string bash_completion();

}  // namespace lacuna::app
