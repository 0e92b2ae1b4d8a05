#pragma once

#include <functional>
#include <string>

#include "io/input/keys.hpp"

namespace lacuna::io {

/// An input as YAML with every default explicit, in the order of the table; reading it gives the
/// same input. It ends with a line end.
[[nodiscard]] std::string canonical_yaml(const RunInput&);

/// The same for another table of keys.
[[nodiscard]] std::string canonical_yaml(const Key& root, const RunInput&);

/// `canonical_yaml` of a case without the keys that cannot change a result, and with what the named
/// files hold in place of their paths: equal texts mean equal runs.
[[nodiscard]] std::string identity_text(const RunInput&);

/// `canonical_yaml` of a case, each line with its key's doc, and the alternatives that were not
/// chosen as comments.
[[nodiscard]] std::string commented_yaml(const RunInput&);

}  // namespace lacuna::io
