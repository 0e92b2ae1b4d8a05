#include "io/trajectory/frame_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/error.hpp"

namespace lacuna::io {
namespace {

constexpr std::int64_t no_vacancy = -1;

/// docs/outputs.md tells what each means.
constexpr std::array columns{
    FrameColumn{"id", [](const Particle& p) { return static_cast<std::int64_t>(p.id); }},
    FrameColumn{"layer", [](const Particle& p) { return std::int64_t{p.cell.k}; }},
    FrameColumn{"cluster", [](const Particle& p) { return std::int64_t{p.cluster}; }},
    FrameColumn{"nn1", [](const Particle& p) { return std::int64_t{p.nn1}; }},
    FrameColumn{"nn2", [](const Particle& p) { return std::int64_t{p.nn2}; }},
    FrameColumn{"vacancy",
                [](const Particle& p) {
                  return p.vacant ? static_cast<std::int64_t>(p.path.vacancy) : no_vacancy;
                },
                Needed::paths},
    FrameColumn{"ix", [](const Particle& p) { return std::int64_t{p.path.image[0]}; },
                Needed::paths},
    FrameColumn{"iy", [](const Particle& p) { return std::int64_t{p.path.image[1]}; },
                Needed::paths},
    FrameColumn{"patch", [](const Particle& p) { return std::int64_t{p.patch}; }, Needed::patch},
};

}  // namespace

std::vector<FrameColumn> frame_columns(const FrameExtras& extras) {
  const auto said = [&](const FrameColumn& column) {
    return column.needed == Needed::nothing || (column.needed == Needed::paths && extras.paths) ||
           (column.needed == Needed::patch && extras.patch);
  };
  std::vector<FrameColumn> list;
  std::copy_if(columns.begin(), columns.end(), std::back_inserter(list), said);
  return list;
}

std::vector<FrameColumn> frame_columns(const FrameExtras& extras,
                                       std::span<const std::string> names) {
  const std::vector<FrameColumn> known = frame_columns(extras);
  std::vector<FrameColumn> list;
  for (const std::string& name : names) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const FrameColumn& c) { return c.name == name; });
    if (std::count(names.begin(), names.end(), name) > 1)
      throw InputError(fmt::format("property {} is listed twice; keep one", name));
    if (found != known.end()) {
      list.push_back(*found);
      continue;
    }
    std::vector<std::string> all;
    for (const FrameColumn& column : known) all.emplace_back(column.name);
    throw InputError(
        fmt::format("there is no property '{}'; there are {}{}", name, fmt::join(all, ", "),
                    extras.paths ? "" : ", and with trajectory: {paths: true} vacancy, ix, iy"));
  }
  return list;
}

}  // namespace lacuna::io
