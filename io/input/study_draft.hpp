#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ensemble/plan.hpp"
#include "io/input/problems.hpp"
#include "io/input/study_base.hpp"
#include "io/input/study_branches.hpp"
#include "io/input/study_keys.hpp"
#include "io/input/yaml_tree.hpp"

namespace lacuna::io {

constexpr std::size_t most_branches = 1000;

/// A study while it is read: what its sections came to so far, and what is wrong with them.
class StudyDraft {
 public:
  StudyDraft(std::string file_name, std::filesystem::path files_from,
             std::span<const std::string> command_line_settings);
  StudyDraft(const StudyDraft&) = delete;  // `plan` is a part of its own `keys`
  StudyDraft& operator=(const StudyDraft&) = delete;

  std::string name;              ///< of the file, for messages
  std::filesystem::path folder;  ///< where relative paths start
  std::span<const std::string> settings;
  Problems problems;
  yaml::Node document;
  StudyKeys keys;
  ensemble::Plan& plan = keys.plan;
  std::string base_file;  ///< empty: the base case stands in the study file
  std::shared_ptr<StudySource> source = std::make_shared<StudySource>();
  std::vector<std::string> slugs;  ///< directories that are taken

  // Indices of origins behind those of the command line's settings.
  [[nodiscard]] int set_origin() const { return static_cast<int>(settings.size()); }
  [[nodiscard]] int grid_origin() const { return set_origin() + 1; }
  [[nodiscard]] int parameter_origin() const { return set_origin() + 2; }
  [[nodiscard]] int study_origin() const { return set_origin() + 3; }
  /// All of them; the paths are those of what is set, of the grid and of a fit's parameters, for
  /// messages.
  [[nodiscard]] std::vector<Origin> origins(
      const std::string& set_path, const std::string& grid_path,
      const std::string& parameters_path = "fit.parameters") const;

  /// Where a key of the study stands in its file.
  [[nodiscard]] yaml::Place place_of(const char* key) const;

  /// May `entry` of `map` have that name, once? Notes why not.
  [[nodiscard]] bool has_good_name(const yaml::Entry& entry, const std::string& section,
                                   const yaml::Node& map);
  /// The row of the experiment of that name; null for `points`. Notes what is neither.
  [[nodiscard]] const ensemble::MeasuredRow* find_measured(const std::string& measured,
                                                           const yaml::Place&,
                                                           const std::string& path);

 private:
  void note_no_row(const std::string& measured, const yaml::Place&, const std::string& path);
};

/// A combination of values that a branch stands for.
struct BranchAt {
  const std::vector<Axis>& axes;
  const GridPoint& point;
  std::string path;   ///< of what it belongs to, for messages
  yaml::Place place;  ///< of the same
};

/// The case of a branch at the first temperature, if it is valid at all of them; what is wrong with
/// it is noted.
[[nodiscard]] std::optional<RunInput> read_branch(StudyDraft&,
                                                  const std::vector<KeyValue>& settings,
                                                  const std::vector<Origin>&, const BranchAt&);

// The sections, each of which notes what is wrong with it. A section is read after those that it
// refers to: base, hypotheses, then fit.

void read_base(StudyDraft&);
/// REQUIRES a base that is a map.
void read_hypotheses(StudyDraft&);
/// REQUIRES StudyKeys::fit, and a base that is a map.
void read_fit(StudyDraft&);
/// REQUIRES StudyKeys::cell_fit, and a base that is a map.
void read_cell_fit(StudyDraft&);

}  // namespace lacuna::io
