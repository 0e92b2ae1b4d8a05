#pragma once

#include <filesystem>
#include <string>

#include "io/input/keys.hpp"
#include "io/input/problems.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

/// Walk a table of keys and a document side by side: what is right is stored through the rows of
/// the table, what is not becomes a problem. Messages put `path` before the keys and call the
/// document `what` ("a case"); relative paths of files start at `folder`.
template <class Target>
void read_document(const yaml::Node& document, const Key<Target>& root, const std::string& path,
                   const char* what, const std::filesystem::path& folder, Target&, Problems&);

/// What follows the reading of a case whose keys are all right: its size is checked before anything
/// is allocated, then `validate`, then its canonical text is made. Throws InputError.
void finish_case(RunInput&);

}  // namespace lacuna::io
