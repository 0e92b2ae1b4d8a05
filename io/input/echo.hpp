#pragma once

#include <string>

#include "io/input/keys.hpp"

namespace lacuna::io {

/// An input as YAML with every default explicit, in the order of its table; reading it gives the
/// same input. It ends with a line end. For the tables of case and study.
template <class Target>
[[nodiscard]] std::string canonical_yaml(const Key<Target>& root, const Target&);

/// The same without the keys that cannot change a result, and with what files and trees come to in
/// place of their paths and texts: equal texts mean equal results.
template <class Target>
[[nodiscard]] std::string identity_text(const Key<Target>& root, const Target&);

/// A case as `canonical_yaml`, each line with its key's doc, and the alternatives that were not
/// chosen as comments.
[[nodiscard]] std::string commented_yaml(const RunInput&);

}  // namespace lacuna::io
