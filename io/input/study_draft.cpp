#include "io/input/study_draft.hpp"

#include <utility>

#include "core/error.hpp"
#include "io/input/place_named_by.hpp"
#include "io/input/read_document.hpp"
#include "io/nearest_word.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

using yaml::Node;

namespace {

constexpr std::string_view base_prefix = "base.";

// How problems of `--set` are to be called: the key of the base case stands in "--set base.KEY"
// already.
std::vector<Origin> origins_of(std::span<const std::string> settings) {
  std::vector<Origin> origins = command_line(settings);
  for (Origin& origin : origins) {
    if (origin.key.starts_with(base_prefix)) origin.key.erase(0, base_prefix.size());
  }
  return origins;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

/// "with metal.layers 8, at 300 K: "
std::string words_for(const BranchAt& at, double temperature) {
  std::string words;
  for (std::size_t axis = 0; axis < at.axes.size(); ++axis) {
    words += (words.empty() ? "with " : ", ") + at.axes[axis].key + " " + at.point.texts[axis];
  }
  return words + (words.empty() ? "at " : ", at ") + shortest(temperature) + " K: ";
}

// Problems of a case become problems of the study.
void adopt(StudyDraft& study, const Problems& problems) {
  for (const Problems::Problem& problem : problems.sorted()) {
    yaml::Place place = problem.place;
    if (place.setting >= study.set_origin()) {
      place.setting = -1;
    } else if (place.setting < 0 && !study.base_file.empty()) {
      place = {0, 0, -1};  // those of another file come first
    }
    study.problems.adopt(place, problem.text);
  }
}

/// Where the base case alone is refused for the same, its own line tells it, once for all.
bool is_told_of_base(StudyDraft& study, const std::vector<Origin>& origins, double temperature,
                     const std::string& why) {
  const StudySource& source = *study.source;
  Problems problems(source.base.name, origins);
  RunInput input = read_with(source.base, source.base_settings, problems);
  if (!problems.empty()) return false;
  input.values.temperature = temperature;
  try {
    finish_case(input);
    return false;
  } catch (const InputError& error) {
    if (error.what() != why) return false;
  }
  Node document = source.base.document;
  for (const KeyValue& setting : source.base_settings)
    apply_setting(document, case_keys(), setting, problems);
  const auto place = place_named_by(document, why);
  if (!place) return false;
  problems.add(*place, "", "at " + shortest(temperature) + " K: " + why);
  adopt(study, problems);
  return true;
}

}  // namespace

StudyDraft::StudyDraft(std::string file_name, std::filesystem::path files_from,
                       std::span<const std::string> command_line_settings)
    : name(std::move(file_name)),
      folder(std::move(files_from)),
      settings(command_line_settings),
      problems(name, origins_of(settings)) {}

std::vector<Origin> StudyDraft::origins(const std::string& set_path, const std::string& grid_path,
                                        const std::string& parameters_path) const {
  std::vector<Origin> list = origins_of(settings);
  list.push_back({name, "", set_path});
  list.push_back({name, "", grid_path});
  list.push_back({name, "", parameters_path});
  list.push_back({"the study", "", ""});
  return list;
}

yaml::Place StudyDraft::place_of(const char* key) const {
  const Node* node = document.find(key);
  return node ? node->place : yaml::Place{};
}

bool StudyDraft::has_good_name(const yaml::Entry& entry, const std::string& section,
                               const Node& map) {
  const std::string refusal = refusal_of_name(entry.key);
  if (!refusal.empty()) problems.add(entry.place, section, refusal);
  const bool first = map.find(entry.key) == &entry.value;
  if (!first)
    problems.add(entry.place, section + "." + entry.key, "duplicate name; choose another");
  return refusal.empty() && first;
}

const ensemble::MeasuredRow* StudyDraft::find_measured(const std::string& measured,
                                                       const yaml::Place& place,
                                                       const std::string& path) {
  if (measured == "points") {
    if (keys.points_file.empty())
      problems.add(place, path, "there are no points without `measured_points`");
    return nullptr;
  }
  for (const ensemble::MeasuredRow& row : plan.experiment)
    if (row.name == measured) return &row;
  note_no_row(measured, place, path);
  return nullptr;
}

void StudyDraft::note_no_row(const std::string& measured, const yaml::Place& place,
                             const std::string& path) {
  if (keys.experiment_file.empty()) {
    problems.add(place, path,
                 shown(measured) + " is the row of no file; name one with `experiment`");
    return;
  }
  if (plan.experiment.empty()) return;  // what is wrong with the file is noted
  std::vector<std::string> names;
  for (const ensemble::MeasuredRow& row : plan.experiment) names.push_back(row.name);
  const std::string nearest = nearest_word(measured, names);
  problems.add(place, path,
               shown(measured) + " is no row of the experiment; " +
                   (nearest.empty() ? "there are: " + list_of(names) : "nearest: " + nearest));
}

std::optional<RunInput> read_branch(StudyDraft& study, const std::vector<KeyValue>& settings,
                                    const std::vector<Origin>& origins, const BranchAt& at) {
  std::vector<KeyValue> all = study.source->base_settings;
  all.insert(all.end(), settings.begin(), settings.end());
  Problems problems(study.source->base.name, origins);
  study.source->base.files.add(study.keys.files);
  RunInput input = read_with(study.source->base, all, problems);
  study.keys.files.add(input.files);
  if (!problems.empty()) {
    adopt(study, problems);
    return {};
  }
  const std::vector<double>& temperatures = study.plan.temperatures;
  for (std::size_t k = temperatures.size(); k-- > 0;) {
    input.values.temperature = temperatures[k];
    try {
      finish_case(input);
    } catch (const InputError& error) {
      if (!is_told_of_base(study, origins, temperatures[k], error.what()))
        study.problems.add(at.place, at.path, words_for(at, temperatures[k]) + error.what());
      return {};
    }
  }
  return input;
}

}  // namespace lacuna::io
