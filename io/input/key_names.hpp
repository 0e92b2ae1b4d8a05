#pragma once

#include <string>
#include <vector>

namespace lacuna::io {

/// A key as --set takes it.
struct KeyName {
  std::string path;                ///< "metal.bonds_eV.nn1"
  std::vector<std::string> words;  ///< values it can have, where they are words
};

/// Every key of a case file that may be set, sections included, in the order of the table.
[[nodiscard]] std::vector<KeyName> case_key_names();

/// Likewise of a study file, those of its base case left out.
[[nodiscard]] std::vector<KeyName> study_key_names();

}  // namespace lacuna::io
