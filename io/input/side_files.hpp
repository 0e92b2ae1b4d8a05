#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "io/input/yaml_tree.hpp"
#include "io/side_file.hpp"

namespace lacuna::io {

/// The files that an input names. Each is read once, so that what is done later is done with the
/// same; its copy goes into the directory of the results, where input.yaml names it relative to
/// itself.
class SideFiles {
 public:
  /// What lies at an absolute path; `what` it is, for messages. Throws as read_side_file.
  const SideFile& read(const std::string& path, std::string_view what);
  /// The path as input.yaml states it; what was not read as it is.
  [[nodiscard]] std::string stated(const std::string& path) const;
  /// From now on copies are in that folder, relative to input.yaml; empty: there are none, and
  /// paths are stated as they are.
  void are_in(std::string folder) { folder_ = std::move(folder); }
  /// Copies those that are not there yet, as seen from `directory`, where input.yaml is. Throws
  /// InputError where a copy was changed, SystemFailure where it cannot be written.
  void copy_to(const std::filesystem::path& directory) const;
  /// Those of another input too.
  void add(const SideFiles&);

 private:
  [[nodiscard]] const SideFile* find(const std::string& path) const;

  std::vector<std::shared_ptr<const SideFile>> list_;
  std::string folder_ = "inputs";
};

}  // namespace lacuna::io
