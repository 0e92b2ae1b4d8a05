#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/input/run_input.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {

// The native trajectory, trajectory.lacuna: a header, then frames, each whole and checksummed, so
// that the file grows by appending and can be cut between any two. docs/trajectory.md has every
// byte. A frame holds the vacancies; all else (coordination, clusters, the atoms) follows from
// them.

/// What all frames have in common.
struct TrajectoryHeader {
  lattice::Normal normal = lattice::Normal::n110;
  double lattice_constant = 0.0;  ///< [angstrom]
  std::array<int, 2> cells{};     ///< orthogonal cells along x and y
  int layers = 0;                 ///< at least as many as in every frame
  lattice::Connectivity connectivity = lattice::Connectivity::nn1_nn2;
  FrameSites what = FrameSites::vacancies;  ///< what the case asked for: the default of an export
  bool paths = false;                       ///< frames have them
};

/// A moment, in the units of series.csv.
struct FrameHead {
  std::uint64_t sample = 0;  ///< row of series.csv, from 0
  double time = 0.0;         ///< [s]
  double current = 0.0;      ///< j [mA/cm²]
  double charge = 0.0;       ///< net [monolayers]
  double contact_fraction = 1.0;
  std::uint64_t events = 0;  ///< since the start
  std::uint64_t vacancies = 0;
  std::uint32_t layers = 0;  ///< explicit at that moment
};

/// Which vacancy stands on a site, and how often it has crossed the box: its way is continuous in
/// x + image[0] box()[0], y + image[1] box()[1].
struct FramePath {
  std::uint64_t vacancy = 0;  ///< counted from 0 in the order in which they came into being
  std::array<std::int32_t, 2> image{};
  friend bool operator==(const FramePath&, const FramePath&) = default;
};

struct Frame {
  FrameHead head;                    ///< whose `vacancies` is sites.size()
  std::vector<std::uint64_t> sites;  ///< (vacancies) Slab::number of each, rising
  std::vector<FramePath> paths;      ///< (vacancies), or none
};

inline constexpr std::size_t trajectory_header_bytes = 40, frame_head_bytes = 88;  // [B]

/// The header and a frame as they stand in the file.
[[nodiscard]] std::string encode(const TrajectoryHeader&);
[[nodiscard]] std::string encode(const Frame&);

/// REQUIRES trajectory_header_bytes. Throws InputError (why, without the file's name) if they are
/// none.
[[nodiscard]] TrajectoryHeader decode_header(std::string_view bytes);

/// A frame's head and what it says of the body that follows it.
struct CodedHead {
  FrameHead head;
  std::uint64_t body_bytes = 0;  ///< as stored [B]
  std::uint64_t unpacked_bytes = 0;
  std::uint32_t checksum = 0;
};
/// REQUIRES frame_head_bytes. Throws InputError (why).
[[nodiscard]] CodedHead decode_head(std::string_view bytes);
/// REQUIRES coded.body_bytes. Throws InputError (why) unless they are what the head promised.
[[nodiscard]] Frame decode_frame(const CodedHead& coded, std::string_view body,
                                 const TrajectoryHeader&, const lattice::Slab&);

/// The slab of a header. Throws InputError if there can be no such slab.
[[nodiscard]] lattice::Slab slab_of(const TrajectoryHeader&);

}  // namespace lacuna::io
