#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "interface/observer.hpp"
#include "io/append_file.hpp"

namespace lacuna::io {

/// Time series of a run, one row per sample, as CSV (docs/outputs.md names every column and unit):
/// series.csv, layers.csv (vacancies in each layer) and clusters.csv (how many clusters of each
/// size). A header line, no comments, numbers that read back exactly, nothing where a value is
/// absent.
class SeriesWriter : public interface::Observer {
 public:
  /// Writes into `directory`, which must exist when the first sample comes; in layers.csv the first
  /// `layers` layers, which every sample has. `patches`: as for series_header.
  SeriesWriter(const std::filesystem::path& directory, int layers, std::size_t patches = 1);

  void sample(const interface::Sample&, const lattice::Occupation&,
              const lattice::Clusters&) override;
  void save(kmc::Writer&) override;
  void load(kmc::Reader&) override;
  /// Everything is on the disk when this returns.
  void finish();

 private:
  void start_if_new();

  int layers_;
  std::size_t patches_;
  AppendFile series_, layer_profile_, cluster_sizes_;
};

/// The header line of series.csv and the row of one sample, line ends included. The second patch
/// and each after it has a column at the end.
[[nodiscard]] std::string series_header(std::size_t patches = 1);
[[nodiscard]] std::string series_row(const interface::Sample&);

/// What one sample adds to the three files [B].
[[nodiscard]] std::size_t bytes_of(const interface::Sample&);

}  // namespace lacuna::io
