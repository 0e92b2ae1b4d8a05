#include <memory>
#include <tuple>
#include <utility>

#include "ensemble/hash.hpp"
#include "io/input/read_document.hpp"
#include "io/input/study_draft.hpp"
#include "io/input/study_identity.hpp"

namespace lacuna::io {
namespace {

using yaml::Node;

/// Reads the sections `grid` and `hypotheses`.
class HypothesesReader {
 public:
  explicit HypothesesReader(StudyDraft& study) : study_(study) {}

  void read() {
    axes_ = read_grid(study_.keys.grid.node, "grid", study_.folder, study_.grid_origin(),
                      study_.keys.files, study_.problems);
    for (const Axis& axis : axes_) study_.plan.grid_keys.push_back(axis.key);
    study_.keys.grid.meaning = meaning_of_keys(study_.plan.grid_keys);
    points_ = combinations(axes_, most_branches);
    if (!can_be_read()) return;
    for (const yaml::Entry& entry : hypotheses().entries) read_hypothesis(entry);
    study_.keys.hypotheses.meaning = std::move(meaning_);
    study_.keys.base.meaning = "";  // it is in every case
  }

 private:
  [[nodiscard]] const Node& hypotheses() const { return study_.keys.hypotheses.node; }

  bool can_be_read() {
    const Node& map = hypotheses();
    if (map.kind == Node::Kind::null) return false;  // that it is missing is noted
    if (map.kind != Node::Kind::map || map.entries.empty()) {
      study_.problems.add(map.place, "hypotheses",
                          "give a map of one name or more to what each sets");
      return false;
    }
    if (points_.empty() || map.entries.size() * points_.size() > most_branches) {
      study_.problems.add(map.place, "hypotheses",
                          "more than 1000 combinations with the grid; thin it out");
      return false;
    }
    return true;
  }

  void read_hypothesis(const yaml::Entry& entry) {
    if (!study_.has_good_name(entry, "hypotheses", hypotheses())) return;
    const std::string path = "hypotheses." + entry.key;
    HypothesisKeys keys;
    read_document(entry.value, hypothesis_keys(), path, "a hypothesis", study_.folder, keys,
                  study_.problems);
    ensemble::Branch about;
    about.name = entry.key;
    about.measured = measured_by(keys, path, entry);
    about.note = keys.note;
    for (const yaml::Entry& key : keys.set.node.entries)
      about.set.push_back({key.key, one_line(key.value)});
    const std::vector<KeyValue> set =
        read_set(keys.set.node, path + ".set", study_.folder, study_.set_origin(), study_.problems);
    check_undone(set, path + ".set", axes_, "grid", study_.problems);
    for (const GridPoint& point : points_of(keys, path)) {
      std::vector<KeyValue> settings = set;
      settings.insert(settings.end(), point.settings.begin(), point.settings.end());
      add_branch(about, std::move(settings), {axes_, point, path, entry.place});
    }
  }

  // The combinations that the hypothesis does not leave out.
  std::vector<GridPoint> points_of(const HypothesisKeys& keys, const std::string& path) {
    const std::vector<Axis> left_out =
        read_grid(keys.leave_out.node, path + ".leave_out", study_.folder, study_.grid_origin(),
                  study_.keys.files, study_.problems);
    return without(points_, axes_, left_out, path + ".leave_out", study_.problems);
  }

  void add_branch(ensemble::Branch branch, std::vector<KeyValue> settings, const BranchAt& at) {
    const auto origins = study_.origins(at.path + ".set", "grid");
    const auto input = read_branch(study_, settings, origins, at);
    if (!input) return;
    branch.grid = at.point.texts;
    branch.slug = make_slug(branch.name, axes_, at.point, study_.slugs);
    const auto values = std::make_shared<const ensemble::Case>(input->values);
    branch.vary = [values](std::span<const double>) { return *values; };
    const std::string physics = physics_of(*input);
    branch.physics = ensemble::hash64(physics);
    meaning_ += branch_meaning(branch.name, branch.measured, at.point, physics);
    study_.plan.branches.push_back(std::move(branch));
    study_.source->settings.push_back(std::move(settings));
  }

  std::string measured_by(const HypothesisKeys& keys, const std::string& path,
                          const yaml::Entry& entry) {
    if (keys.measured == "none") return "";
    if (keys.measured.empty()) {
      if (!study_.plan.experiment.empty()) return study_.plan.experiment.front().name;
      return study_.plan.measured_points.empty() ? "" : "points";
    }
    const Node* node = entry.value.find("measured");
    const yaml::Place place = node ? node->place : entry.place;
    std::ignore = study_.find_measured(keys.measured, place, path + ".measured");
    return keys.measured;
  }

  StudyDraft& study_;
  std::vector<Axis> axes_;
  std::vector<GridPoint> points_;
  std::string meaning_;  ///< for the identity
};

}  // namespace

void read_hypotheses(StudyDraft& study) { HypothesesReader(study).read(); }

}  // namespace lacuna::io
