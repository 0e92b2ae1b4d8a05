#pragma once

#include <functional>
#include <string>

#include "io/keys.hpp"

namespace lacuna::io {

/// An input as YAML with every default explicit, in the order of the table; reading it gives the same
/// input. It ends with a line end.
[[nodiscard]] std::string canonical_yaml(const RunInput&);

/// The same without the keys that cannot change a result, and with what the named files hold in place
/// of their paths: equal texts mean equal runs.
[[nodiscard]] std::string identity_text(const RunInput&);

/// The same as `canonical_yaml`, each line with its key's doc, and the alternatives that were not chosen
/// as comments.
[[nodiscard]] std::string commented_yaml(const RunInput&);

}  // namespace lacuna::io
