#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "io/input/problems.hpp"
#include "io/input/settings.hpp"
#include "io/input/side_files.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

/// A key of a `grid` with the values that it takes.
struct Axis {
  std::string key;
  yaml::Place place;
  std::vector<yaml::Node> values;
  std::vector<std::string> texts;  ///< (values), files by the names of their copies
};

/// One combination of grid values: their texts, and the settings they are.
struct GridPoint {
  std::vector<std::string> texts;  ///< (axes)
  std::vector<KeyValue> settings;  ///< (axes)
};

/// Why no setting of a study is about that key of the case, which the study itself sets in every
/// case: the temperature, or the seed; empty where one may be.
[[nodiscard]] std::string refusal_of_setting(const std::string& key);

/// May the name of a hypothesis or a target be that? What is wrong with it, or nothing.
[[nodiscard]] std::string refusal_of_name(const std::string& name);

// `path` is the map's own, for messages; relative paths in values are made to start at `folder`;
// `origin` is the index under which the settings' problems know it.

/// The settings of a map of keys of the case.
[[nodiscard]] std::vector<KeyValue> read_set(const yaml::Node& map, const std::string& path,
                                             const std::filesystem::path& folder, int origin,
                                             Problems&);
/// The axes of a map of keys of the case to lists of values; the files among them are read.
[[nodiscard]] std::vector<Axis> read_grid(const yaml::Node& map, const std::string& path,
                                          const std::filesystem::path& folder, int origin,
                                          SideFiles&, Problems&);
/// Every combination, the last axis fastest; one without values where there are no axes, none where
/// they are more than `most`.
[[nodiscard]] std::vector<GridPoint> combinations(const std::vector<Axis>&, std::size_t most);

/// Those that have none of the values in `left_out`. Notes which of these are none of the grid's,
/// and whether nothing is left.
[[nodiscard]] std::vector<GridPoint> without(const std::vector<GridPoint>&,
                                             const std::vector<Axis>& grid,
                                             const std::vector<Axis>& left_out,
                                             const std::string& path, Problems&);

/// Notes which axis undoes, wholly or in part, what a set says.
void check_undone(const std::vector<KeyValue>& set, const std::string& set_path,
                  const std::vector<Axis>&, const std::string& grid_path, Problems&);

/// A word for directories of letters, digits, points and dashes, which is none of `taken`; it is
/// added to them.
[[nodiscard]] std::string make_slug(const std::string& name, const std::vector<Axis>&,
                                    const GridPoint&, std::vector<std::string>& taken);

}  // namespace lacuna::io
