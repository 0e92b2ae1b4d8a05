#include "nucleation/cache.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "core/fnv.hpp"
#include "kmc/checkpoint.hpp"

namespace lacuna::nucleation {
namespace {

// Raised whenever the same arguments give other counts, or the file another layout.
constexpr std::uint32_t format = 4;

using Arguments = kmc::Writer;

// Energies that play no part in the bulk are left out, so that they do not sample it again.
Arguments arguments_of(const Conditions& at, const Hops& hops, const Effort& effort, int counted,
                       const std::optional<Box>& box) {
  const bool wall = at.region == Region::wall;
  Arguments all;
  all.put(at.normal);
  all.put(at.region);
  all.put(at.bond_nn1);
  all.put(at.bond_nn2);
  all.put(wall ? at.segregation : 0.0);
  all.put(at.temperature);
  all.put(hops.bulk);
  all.put(wall ? hops.lateral : Hop{});
  all.put(wall ? hops.injection : Hop{});
  all.put(effort.largest);
  all.put(effort.steps);
  all.put(effort.seed);
  all.put(counted);
  if (box) all.put(*box);
  return all;
}

std::uint64_t fingerprint(const Arguments& arguments) { return fnv1a(arguments.bytes()); }

// What was counted, or why sampling was too short to count.
struct Kept {
  VoidCounts counts;
  std::string refusal;
};

// None where there is no file or it is of no use.
std::optional<Kept> kept(const std::filesystem::path& file, const Arguments& arguments) {
  if (!std::filesystem::exists(file)) return std::nullopt;
  try {
    kmc::Reader reader = kmc::load_checkpoint(file, format, fingerprint(arguments));
    Kept found;
    VoidCounts& counts = found.counts;
    std::string bytes;
    reader.get(bytes);
    if (bytes != arguments.bytes()) return std::nullopt;
    reader.get(found.refusal);
    reader.get(counts.ln_partition);
    reader.get(counts.attachment);
    reader.get(counts.bonds);
    reader.get(counts.arrivals);
    reader.get(counts.round_trips);
    reader.finish();
    return found;
  } catch (const kmc::CheckpointError&) {
    return std::nullopt;
  }
}

void keep(const std::filesystem::path& file, const Arguments& arguments, const Kept& found) {
  std::error_code failed;
  std::filesystem::create_directories(file.parent_path(), failed);
  if (failed)
    throw SystemFailure(
        fmt::format("could not make the folder {}: {}; say with --cache where "
                    "voids that were counted may be kept",
                    file.parent_path().string(), failed.message()));
  kmc::Writer writer;
  const VoidCounts& counts = found.counts;
  writer.put(arguments.bytes());
  writer.put(found.refusal);
  writer.put(counts.ln_partition);
  writer.put(counts.attachment);
  writer.put(counts.bonds);
  writer.put(counts.arrivals);
  writer.put(counts.round_trips);
  kmc::save_checkpoint(file, format, fingerprint(arguments), writer);
}

}  // namespace

std::filesystem::path Cache::file(const Conditions& at, const Hops& hops, const Effort& effort,
                                  int counted, const std::optional<Box>& box) const {
  const Arguments arguments = arguments_of(at, hops, effort, counted, box);
  return folder_ / fmt::format("voids-{:016x}", fingerprint(arguments));
}

VoidCounts Cache::count_voids(const Conditions& at, const Hops& hops, const Effort& effort,
                              int counted, const std::optional<Box>& box,
                              const std::stop_token& stop) const {
  const std::filesystem::path place = file(at, hops, effort, counted, box);
  const Arguments arguments = arguments_of(at, hops, effort, counted, box);
  std::optional<Kept> found = kept(place, arguments);
  if (!found) {
    found.emplace();
    try {
      found->counts = nucleation::count_voids(at, hops, effort, counted, box, stop);
    } catch (const TooFewMoves& refusal) {
      found->refusal = refusal.what();
    }
    keep(place, arguments, *found);
  }
  if (!found->refusal.empty()) throw TooFewMoves(found->refusal);
  return std::move(found->counts);
}

}  // namespace lacuna::nucleation
