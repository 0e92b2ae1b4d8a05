#include "io/trajectory/export_trajectory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <system_error>

#include "core/error.hpp"
#include "interface/known_metals.hpp"
#include "io/input/patch_file.hpp"
#include "io/number_text.hpp"
#include "io/text_file.hpp"
#include "io/trajectory/extxyz.hpp"
#include "io/trajectory/h5md.hpp"
#include "io/trajectory/lammps_dump.hpp"
#include "io/trajectory/trajectory_reader.hpp"
#include "io/trajectory/vtp.hpp"

namespace lacuna::io {
namespace {

struct Ending {
  const char* text;
  ExportFormat format;
};
/// The first of a format is its own; the others are names that are in use for it.
constexpr std::array endings{
    Ending{".extxyz", ExportFormat::extxyz},
    Ending{".xyz", ExportFormat::extxyz},
    Ending{".lammpstrj", ExportFormat::lammpstrj},
    Ending{".dump", ExportFormat::lammpstrj},
    Ending{".h5md", ExportFormat::h5md},
    Ending{".h5", ExportFormat::h5md},
    Ending{".pvd", ExportFormat::vtp},
};

template <class Enum>
Enum parse_word(std::string_view word, const char* what) {
  if (const auto meaning = meaning_of<Enum>(word)) return *meaning;
  throw InputError(
      fmt::format("unknown {} {}; there are {}", what, shown(word), listed_words<Enum>()));
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(at);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  if (text.empty()) return {};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  constexpr std::int64_t most = 1'000'000'000'000;  // far more than there can be; sums do not
                                                    // overflow
  const bool is_whole = error == std::errc{} && end == text.data() + text.size();
  if (!is_whole || number > most || number < -most)
    throw InputError(fmt::format("{} is not a whole number of frames", shown(text)));
  return number;
}

std::vector<std::size_t> chosen(const FrameRange& range, std::size_t size) {
  const auto all = static_cast<std::int64_t>(size);
  const auto place = [all](std::int64_t n) {
    return std::clamp(n < 0 ? n + all : n, std::int64_t{0}, all);
  };
  std::vector<std::size_t> list;
  for (std::int64_t n = place(range.first); n < place(range.end.value_or(all)); n += range.step)
    list.push_back(static_cast<std::size_t>(n));
  return list;
}

bool has_id(const std::vector<FrameColumn>& columns) {
  return std::any_of(columns.begin(), columns.end(), [](const FrameColumn& column) {
    return column.name == std::string_view("id");
  });
}

/// Where the ceramic is another one, as the run beside the trajectory wrote it; nothing where it
/// has no patch.
std::vector<std::uint8_t> patches_beside(const std::filesystem::path& trajectory,
                                         const lattice::Slab& slab) {
  const std::filesystem::path file = trajectory.parent_path() / "patch.csv";
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return {};
  return read_patch_map(read_side_file(file, "patch of the run"), slab);
}

ExportPlan plan_of(const TrajectoryHeader& header, bool patch, const ExportOptions& options) {
  const FrameExtras extras{header.paths, patch};
  ExportPlan plan;
  plan.out = options.out;
  plan.selection = {options.sites.value_or(header.what), options.region};
  if (const auto* const metal = interface::known_metal(header.lattice_constant))
    plan.element = metal->symbol;
  plan.columns = options.columns ? frame_columns(extras, *options.columns) : frame_columns(extras);
  // what tells a particle from the padding of a frame
  if (options.format == ExportFormat::h5md && !has_id(plan.columns))
    plan.columns.insert(plan.columns.begin(), frame_columns({}).front());
  return plan;
}

/// Reads frames into one snapshot, so that the lattice is made once.
class Frames {
 public:
  explicit Frames(TrajectoryReader& reader, std::vector<std::uint8_t> patches = {})
      : reader_(reader), snapshot_(reader.header(), reader.slab(), std::move(patches)) {}
  const Snapshot& at(std::size_t n) {
    snapshot_.show(reader_.read(n));
    return snapshot_;
  }

 private:
  TrajectoryReader& reader_;
  Snapshot snapshot_;
};

/// Particles of the fullest frame. Where heads tell, no frame is read.
std::uint64_t most_particles(TrajectoryReader& reader, const std::vector<std::size_t>& list,
                             const Selection& s) {
  std::uint64_t most = 0;
  if (s.sites == FrameSites::vacancies && s.region.everywhere()) {
    for (const std::size_t n : list) most = std::max(most, reader.head(n).vacancies);
    return most;
  }
  Frames frames(reader);
  if (s.sites == FrameSites::all) return frames.at(list.front()).count(s);
  for (const std::size_t n : list) most = std::max(most, frames.at(n).count(s));
  return most;
}

/// A region between two layers, or beside the box, has no site of the lattice that could be shown.
void require_sites(TrajectoryReader& reader, const Region& region) {
  if (region.everywhere()) return;
  Snapshot snapshot(reader.header(), reader.slab());
  snapshot.show(reader.read(0));
  if (snapshot.count({FrameSites::all, region}) > 0) return;
  const lattice::Vector box = reader.slab().box();
  throw InputError(fmt::format(
      "the region holds no site of the lattice; the box is x=0:{:.4g},y=0:{:.4g},z=0:{:.4g}",
      box[0], box[1], box[2]));
}

std::unique_ptr<FrameSink> open_sink(TrajectoryReader& reader, const std::vector<std::size_t>& list,
                                     const ExportOptions& options, const ExportPlan& plan) {
  switch (options.format) {
    case ExportFormat::extxyz: return extxyz_sink(plan);
    case ExportFormat::lammpstrj: return lammps_dump_sink(plan);
    case ExportFormat::h5md:
      return h5md_sink(plan, list.size(), most_particles(reader, list, plan.selection));
    case ExportFormat::vtp: break;
  }
  return vtp_sink(plan);
}

}  // namespace

std::size_t export_trajectory(const std::filesystem::path& trajectory,
                              const ExportOptions& options) {
  TrajectoryReader reader(trajectory);
  const std::vector<std::size_t> list = chosen(options.frames, reader.size());
  if (list.empty())
    throw InputError(
        fmt::format("none of the frames asked for: {} has {}", trajectory.string(), reader.size()));
  const std::vector<std::uint8_t> patches = patches_beside(trajectory, reader.slab());
  const ExportPlan plan = plan_of(reader.header(), !patches.empty(), options);
  std::error_code ignored;
  if (std::filesystem::exists(plan.out, ignored))
    throw InputError(fmt::format("{} is there already; remove it, or name another file with --out",
                                 plan.out.string()));
  require_folder_of(plan.out);
  require_sites(reader, options.region);
  // Readers take the particles of a dump from its first frame.
  const bool skips_empty = options.format == ExportFormat::lammpstrj;
  const auto sink = open_sink(reader, list, options, plan);
  Frames frames(reader, patches);
  std::size_t shown = 0;
  for (const std::size_t n : list) {
    const Snapshot& snapshot = frames.at(n);
    if (skips_empty && snapshot.count(plan.selection) == 0) continue;
    sink->frame(snapshot);
    ++shown;
  }
  sink->finish();
  return shown;
}

FrameRange parse_frames(std::string_view text) {
  const auto parts = split(text, ':');
  if (text.empty() || parts.size() > 3)
    throw InputError(fmt::format(
        "{} are no frames; write a number, or FIRST:END:STEP as in 10:20 or ::10", shown(text)));
  FrameRange range;
  range.first = whole_number(parts[0]).value_or(0);
  if (parts.size() == 1) {
    if (range.first != -1) range.end = range.first + 1;
    return range;
  }
  range.end = whole_number(parts[1]);
  if (parts.size() == 3) range.step = whole_number(parts[2]).value_or(1);
  if (range.step < 1)
    throw InputError(fmt::format("frames {}: the step must be at least 1", shown(text)));
  return range;
}

Region parse_region(std::string_view text) {
  Region region;
  for (const std::string_view part : split(text, ',')) {
    const std::size_t axis =
        part.empty() ? std::string_view::npos : std::string_view("xyz").find(part.front());
    const auto ends = split(part.substr(std::min<std::size_t>(2, part.size())), ':');
    if (axis == std::string_view::npos || part.size() < 3 || part[1] != '=' || ends.size() != 2)
      throw InputError(fmt::format(
          "{} is no region; write AXIS=LOW:HIGH in angstrom, as in x=0:50,z=:20", shown(text)));
    if (std::isfinite(region.low[axis]) || std::isfinite(region.high[axis]))
      throw InputError(fmt::format("{} has {} twice; a region is one box", shown(text), part[0]));
    if (!ends[0].empty()) region.low[axis] = parse_number(ends[0]);
    if (!ends[1].empty()) region.high[axis] = parse_number(ends[1]);
  }
  return region;
}

ExportFormat parse_format(std::string_view word) {
  return parse_word<ExportFormat>(word, "format");
}

FrameSites parse_sites(std::string_view word) { return parse_word<FrameSites>(word, "sites"); }

const char* extension(ExportFormat format) {
  return std::find_if(endings.begin(), endings.end(),
                      [&](const Ending& ending) { return ending.format == format; })
      ->text;
}

std::optional<ExportFormat> format_ending_in(std::string_view text) {
  const auto* const found = std::find_if(endings.begin(), endings.end(),
                                         [&](const Ending& ending) { return text == ending.text; });
  if (found == endings.end()) return {};
  return found->format;
}

std::string listed_endings() {
  std::string list;
  for (const Ending& ending : endings)
    list += fmt::format("{}{}", list.empty() ? "" : ", ", ending.text);
  return list;
}

}  // namespace lacuna::io
