#pragma once

#include <deque>
#include <filesystem>
#include <optional>
#include <string>

#include "interface/observer.hpp"
#include "io/append_file.hpp"
#include "io/input/run_input.hpp"
#include "io/trajectory/trajectory_file.hpp"

namespace lacuna::io {

/// Writes trajectory.lacuna: a frame at the start, at the first sample at or past each multiple of
/// what the case spaces them by (charge either way, when the current changes sign), at the sample
/// that tells of onset by the primary detector, and at the end. Around onset only: frames wait in
/// memory until they are too old to matter, or onset is known.
class TrajectoryWriter : public interface::Observer {
 public:
  /// REQUIRES input.trajectory. `directory` must exist when the first sample comes.
  TrajectoryWriter(const std::filesystem::path& directory, const RunInput& input);

  void sample(const interface::Sample&, const lattice::Occupation&,
              const lattice::Clusters&) override;
  void end(const interface::Sample&, const lattice::Occupation&) override;
  void save(kmc::Writer&) override;
  void load(kmc::Reader&) override;
  /// Everything is on the disk when this returns.
  void finish(const interface::Ending&);

 private:
  struct Waiting {
    double charge = 0.0;  ///< [monolayers]
    std::string frame;
  };

  void start_if_new();
  [[nodiscard]] double multiples(const interface::Sample&) const;
  [[nodiscard]] bool due(const interface::Sample&);
  [[nodiscard]] bool in_window(double charge, double onset) const;
  void append(const interface::Sample&, const lattice::Occupation&);
  void release(double onset);
  void keep(Waiting, const interface::Sample&);

  TrajectoryOptions options_;
  interface::Detector primary_;
  double memory_;  ///< charge that frames wait for [monolayers]
  TrajectoryHeader header_;
  AppendFile file_;
  bool any_frame_ = false, onset_shown_ = false;
  std::uint64_t newest_ = 0;  ///< sample of the last frame
  double passed_ = 0.0;       ///< the multiple that the last frame was for
  std::deque<Waiting> waiting_;
};

/// What a run of this input puts at the head of its trajectory.
[[nodiscard]] TrajectoryHeader trajectory_header(const RunInput&);

/// A frame of this moment.
[[nodiscard]] Frame frame_of(const interface::Sample&, const lattice::Occupation&);

}  // namespace lacuna::io
