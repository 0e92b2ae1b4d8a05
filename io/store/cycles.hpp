#pragma once

#include <filesystem>
#include <string>

#include "interface/observer.hpp"
#include "io/append_file.hpp"

namespace lacuna::io {

/// What a run that cycles has become after each part of each cycle, one row each, as CSV
/// (docs/outputs.md names every column and unit): cycles.csv. All of a row is of that moment; atoms
/// that are cut off from the metal are found by lattice::find_islands.
class CyclesWriter : public interface::Observer {
 public:
  /// Writes into `directory`, which must exist when the first sample comes.
  explicit CyclesWriter(const std::filesystem::path& directory);

  void sample(const interface::Sample&, const lattice::Occupation&,
              const lattice::Clusters&) override;
  void save(kmc::Writer&) override;
  void load(kmc::Reader&) override;
  /// Everything is on the disk when this returns.
  void finish();

 private:
  void start_if_new();

  AppendFile file_;
};

/// The header line of cycles.csv and the row of a sample that ends a part of a cycle, line ends
/// included.
[[nodiscard]] std::string cycles_header();
[[nodiscard]] std::string cycles_row(const interface::Sample&, const lattice::Occupation&);

}  // namespace lacuna::io
