#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "interface/observer.hpp"
#include "io/append_file.hpp"
#include "io/run_input.hpp"

namespace lacuna::io {

/// One frame in extended XYZ: positions [angstrom], corner of the cell at 0, z along the normal
/// from layer 0; periodic in x and y. Columns: species (X for a vacancy, Na for an atom), pos, id
/// (of the site, from 1: the same in every frame), layer, cluster (0: alone, or an atom; else 1, 2,
/// ... from the largest down), nn1 and nn2 (neighbours that are atoms; there are none below layer 0,
/// and beyond the far side the metal counts as full). In the comment line Time_s [s] in scientific
/// notation, j_mA_cm2 [mA/cm²], charge_monolayers and contact_fraction. Sites in the order of their
/// id. A frame without vacancies has no rows, which ASE and OVITO read.
[[nodiscard]] std::string extxyz_frame(const interface::Sample&, const lattice::Occupation&, const lattice::Clusters&,
                                       FrameSites);

/// A trajectory: a frame at the start and at the first sample at or past each multiple of
/// `every_monolayers` of charge (either way, when the current changes sign). With gzip every frame
/// is a member of its own, so that a resumed run can cut the file between frames.
class TrajectoryWriter : public interface::Observer {
 public:
  TrajectoryWriter(const std::filesystem::path& directory, const TrajectoryOptions&);

  void sample(const interface::Sample&, const lattice::Occupation&, const lattice::Clusters&) override;
  void save(kmc::Writer&) override;
  void load(kmc::Reader&) override;
  /// Everything is on the disk when this returns.
  void finish();

  /// trajectory.extxyz or trajectory.extxyz.gz
  [[nodiscard]] static const char* file_name(const TrajectoryOptions&);

 private:
  [[nodiscard]] bool due(double monolayers);
  void start_if_new();

  TrajectoryOptions options_;
  AppendFile file_;
  bool any_frame_ = false;
  double passed_ = 0.0;  ///< the multiple that the last frame was for, in units of every_monolayers
};

}  // namespace lacuna::io
