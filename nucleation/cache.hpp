#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <utility>

#include "nucleation/voids.hpp"

namespace lacuna::nucleation {

/// Counts of voids kept in a folder, a file for each set of arguments that they depend on, so that
/// a second study samples nothing again, and is refused at once where the first was. Files are
/// checkpoints (kmc/checkpoint.hpp): checksummed, and replaced by rename, so that several processes
/// may share the folder.
class Cache {
 public:
  /// The folder is made when something is kept.
  explicit Cache(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// As nucleation::count_voids, from the file where there is one. A file that is damaged or of
  /// another version is made again. Throws SystemFailure where the folder cannot be used.
  [[nodiscard]] VoidCounts count_voids(const Conditions&, const Hops&, const Effort&,
                                       int counted = 6, const std::optional<Box>& = {},
                                       const std::stop_token& = {}) const;
  /// Where that is or will be kept.
  [[nodiscard]] std::filesystem::path file(const Conditions&, const Hops&, const Effort&,
                                           int counted = 6, const std::optional<Box>& = {}) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace lacuna::nucleation
