#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.hpp"
#include "io/trajectory/snapshot.hpp"

namespace lacuna::io {

enum class ExportFormat : std::uint8_t { extxyz, lammpstrj, h5md, vtp };
constexpr auto words_of(ExportFormat) {
  return std::array{
      Word{ExportFormat::extxyz, "extxyz"},
      Word{ExportFormat::lammpstrj, "lammpstrj"},
      Word{ExportFormat::h5md, "h5md"},
      Word{ExportFormat::vtp, "vtp"},
  };
}

/// Frames as Python slices them: first, one past the last, step; negative ones count from the end.
struct FrameRange {
  std::int64_t first = 0;
  std::optional<std::int64_t> end;
  std::int64_t step = 1;  ///< > 0
};

struct ExportOptions {
  ExportFormat format = ExportFormat::extxyz;
  FrameRange frames;
  std::optional<FrameSites> sites;  ///< empty: as the case asked
  Region region;
  std::optional<std::vector<std::string>> columns;  ///< empty: all
  std::filesystem::path out;
};

/// Converts a stored trajectory, one frame in memory at a time; the number of frames, those without
/// a particle left out of a LAMMPS dump. Throws InputError if the trajectory cannot be read, has
/// none of the frames, or `out` is there already; RuntimeFailure if it cannot be written. Nothing
/// is left behind then.
std::size_t export_trajectory(const std::filesystem::path& trajectory, const ExportOptions&);

/// "5", "-1", "10:20", "::10", "-5:". Throws InputError.
[[nodiscard]] FrameRange parse_frames(std::string_view);
/// "x=0:50,z=:20" [angstrom]. Throws InputError.
[[nodiscard]] Region parse_region(std::string_view);
/// "extxyz", ... Throws InputError.
[[nodiscard]] ExportFormat parse_format(std::string_view);
/// "vacancies", "near_voids" or "all". Throws InputError.
[[nodiscard]] FrameSites parse_sites(std::string_view);
/// How its files end: ".extxyz", ... ; those of vtp, which list frames, in ".pvd".
[[nodiscard]] const char* extension(ExportFormat);
/// The format whose files may end so, as ".xyz" or ".h5"; none has them.
[[nodiscard]] std::optional<ExportFormat> format_ending_in(std::string_view ending);
/// All those endings, for messages.
[[nodiscard]] std::string listed_endings();
/// Of a text that is compressed, after its own.
inline constexpr const char* packed_ending = ".gz";
/// Is it written as text, which may be compressed?
[[nodiscard]] constexpr bool is_text(ExportFormat format) {
  return format == ExportFormat::extxyz || format == ExportFormat::lammpstrj;
}

}  // namespace lacuna::io
