#include "io/results/report_run.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/voltage.hpp"
#include "io/number_rows.hpp"
#include "io/results/report_json.hpp"
#include "io/results/shared_page.hpp"
#include "io/shell_word.hpp"
#include "io/store/summary.hpp"
#include "io/text_file.hpp"
#include "io/trajectory/snapshot.hpp"
#include "io/trajectory/trajectory_reader.hpp"

namespace lacuna::io {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_samples = 1200;  // more than a screen is wide
constexpr std::size_t around_onset = 100;   // samples on either side of it that are not thinned
constexpr std::size_t most_moments = 120;   // of the slider, beside that of onset
constexpr std::size_t most_drawn = 60'000;  // vacancies in all frames together, some 30 bytes each
constexpr std::size_t largest_json = 1 << 20;  // [B] of a summary

Json read_json(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return nullptr;
  try {
    return Json::parse(read_text(file, "file of the run", largest_json));
  } catch (const Json::exception& problem) {
    throw InputError(file.string() + " cannot be read (" + problem.what() +
                     "); run the case again");
  }
}

/// No result, so that nothing depends on it: left out where it cannot be read.
Json timing_block(const fs::path& file) {
  try {
    Json timing = read_json(file);
    return timing.is_object() ? timing : nullptr;
  } catch (const InputError&) {
    return nullptr;
  }
}

/// Of what is an axis more digits: a part of it can fill the screen.
Json columns_block(const NumberRows& table) {
  constexpr std::array<std::string_view, 3> axes{"time_s", "j_mA_cm2", "charge_monolayers"};
  Json block = Json::object();
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    Json values = Json::array();
    const bool axis = std::ranges::find(axes, table.columns[c]) != axes.end();
    for (const auto& row : table.rows) values.push_back(axis ? exact(row[c]) : rounded(row[c]));
    block[table.columns[c]] = std::move(values);
  }
  return block;
}

Json layers_block(const fs::path& directory, const std::vector<std::size_t>& moments) {
  Json rows = Json::array();
  for (const auto& row : rows_at(directory / "layers.csv", moments).rows) {
    Json layers = Json::array();
    for (std::size_t c = 2; c < row.size(); ++c)
      layers.push_back(static_cast<std::uint64_t>(row[c]));
    rows.push_back(std::move(layers));
  }
  return rows;
}

/// (moments) [size, count] of the clusters.
Json clusters_block(const fs::path& directory, const std::vector<std::size_t>& moments) {
  std::vector<Json> of_moment(moments.size(), Json::array());
  const auto place = [&](double sample) {
    return static_cast<std::size_t>(
        std::lower_bound(moments.begin(), moments.end(), static_cast<std::size_t>(sample)) -
        moments.begin());
  };
  const auto wanted = [&](std::size_t, const std::vector<double>& row) {
    const std::size_t k = place(row.at(0));
    return k < moments.size() && static_cast<double>(moments[k]) == row[0];
  };
  for (const auto& row : read_number_rows(directory / "clusters.csv", wanted).rows) {
    of_moment[place(row[0])].push_back(
        Json{static_cast<std::uint64_t>(row.at(2)), static_cast<std::uint64_t>(row.at(3))});
  }
  return of_moment;
}

/// Puts a number among others, which rise.
void insert(std::vector<std::size_t>& rising, std::size_t number) {
  const auto place = std::ranges::lower_bound(rising, number);
  if (place == rising.end() || *place != number) rising.insert(place, number);
}

/// Of what `time_of` knows the times, that nearest to a time.
template <typename TimeOf>
std::size_t nearest(std::size_t count, double time, const TimeOf& time_of) {
  std::size_t best = 0;
  for (std::size_t n = 1; n < count; ++n)
    if (std::abs(time_of(n) - time) < std::abs(time_of(best) - time)) best = n;
  return best;
}

/// When the primary detector found onset [s].
std::optional<double> time_of_onset(const RunInput& input,
                                    const std::optional<interface::Ending>& ending) {
  if (!ending) return {};
  const auto& onset = ending->onsets.at(static_cast<std::size_t>(input.values.onset.primary));
  return onset.detected ? std::optional(onset.time) : std::nullopt;
}

std::vector<double> times_of(const fs::path& directory) {
  std::vector<double> times;
  const auto take = [&](std::size_t, const std::vector<double>& row) {
    times.push_back(row.front());
    return false;
  };
  (void)read_number_rows(directory / "series.csv", take);
  return times;
}

/// The samples of the slider, where no frames tell which: at equal distances, and that nearest to
/// onset.
std::vector<std::size_t> samples_shown(const std::vector<double>& times,
                                       std::optional<double> onset) {
  std::vector<std::size_t> moments = evenly(times.size(), most_moments);
  if (onset && !times.empty())
    insert(moments, nearest(times.size(), *onset, [&](std::size_t n) { return times[n]; }));
  return moments;
}

/// With the number of that nearest to onset.
Json moments_block(const fs::path& directory, const std::vector<std::size_t>& moments,
                   const std::vector<double>& times, std::optional<double> onset) {
  Json of_onset = nullptr;
  if (onset && !moments.empty())
    of_onset = nearest(moments.size(), *onset, [&](std::size_t k) { return times[moments[k]]; });
  return {{"onset", of_onset},
          {"series", columns_block(rows_at(directory / "series.csv", moments))},
          {"layers", layers_block(directory, moments)},
          {"clusters", clusters_block(directory, moments)}};
}

/// What `series.csv` has, thinned but around onset and at the moments, with the number of its
/// samples.
Json series_block(const fs::path& directory, const std::vector<double>& times,
                  const std::vector<std::size_t>& moments, std::optional<double> onset) {
  std::vector<std::size_t> samples = evenly(times.size(), most_samples);
  for (const std::size_t moment : moments) insert(samples, moment);
  if (onset && !times.empty()) {
    const std::size_t middle =
        nearest(times.size(), *onset, [&](std::size_t n) { return times[n]; });
    const std::size_t first = middle - std::min(middle, around_onset);
    for (std::size_t n = first; n < std::min(times.size(), middle + around_onset + 1); ++n)
      insert(samples, n);
  }
  return {{"samples", times.size()},
          {"columns", columns_block(rows_at(directory / "series.csv", samples))}};
}

Json trials_block(const fs::path& directory) {
  return columns_block(
      read_number_rows(directory / "trials.csv", [](std::size_t, const auto&) { return true; }));
}

double hundredth(double x) { return std::round(x * 100) / 100; }

/// [Å] Across both directions of the interface, and up to the highest layer.
Json box_of(const lattice::Slab& slab) {
  const auto box = slab.box();
  return {hundredth(box[0]), hundredth(box[1]), hundredth(box[2])};
}

Json frame_block(const Snapshot& snapshot) {
  Json positions = Json::array(), clusters = Json::array(), layers = Json::array();
  snapshot.visit({FrameSites::vacancies, {}}, [&](const Particle& vacancy) {
    for (const double x : vacancy.position) positions.push_back(hundredth(x));
    clusters.push_back(vacancy.cluster);
    layers.push_back(vacancy.cell.k);
  });
  return {{"sample", snapshot.head().sample},
          {"box", box_of(snapshot.slab())},
          {"positions", positions},
          {"cluster", clusters},
          {"layer", layers}};
}

/// As many frames, at equal distances, as may be drawn, and that nearest to onset. Of a run at
/// work the trajectory may be ahead of its `samples`.
std::vector<std::size_t> frames_shown(const TrajectoryReader& reader, std::size_t samples,
                                      std::optional<double> onset) {
  std::size_t count = 0;
  while (count < reader.size() && reader.head(count).sample < samples) ++count;
  const auto time_of = [&](std::size_t n) { return reader.head(n).time; };
  const auto drawn = [&](const std::vector<std::size_t>& list) {
    std::uint64_t vacancies = 0;
    for (const std::size_t n : list) vacancies += reader.head(n).vacancies;
    return vacancies;
  };
  for (std::size_t most = most_moments;; --most) {
    std::vector<std::size_t> list = evenly(count, most);
    if (onset && count > 0) insert(list, nearest(count, *onset, time_of));
    if (most == 2 || drawn(list) <= most_drawn) return list;
  }
}

Json frames_of(const fs::path& trajectory, std::size_t samples, std::optional<double> onset) {
  Json list = Json::array();
  TrajectoryReader reader(trajectory);
  Snapshot snapshot(reader.header(), reader.slab());
  for (const std::size_t n : frames_shown(reader, samples, onset)) {
    snapshot.show(reader.read(n));
    list.push_back(frame_block(snapshot));
  }
  return list;
}

/// None without a trajectory; null where a run that is not finished is just writing one.
Json frames_block(const fs::path& directory, bool finished, std::size_t samples,
                  std::optional<double> onset) {
  std::error_code ignored;
  const fs::path file = trajectory_path(directory);
  if (!fs::exists(file, ignored)) return Json::array();
  try {
    return frames_of(file, samples, onset);
  } catch (const InputError&) {
    if (finished) throw;
    return nullptr;
  }
}

/// The straight line of the voltage detector, eta = (slope + resistance) j.
Json line_block(const RunInput& input, const std::optional<interface::Ending>& ending) {
  if (!ending || ending->voltage_slope <= 0) return nullptr;
  return {{"slope_V_per_mA_cm2",
           rounded((ending->voltage_slope +
                    interface::Overpotential(input.values).subtracted_resistance()) *
                   constants::mA_per_cm2)},
          {"excess", input.values.onset.voltage_excess}};
}

// What each counter of things that happened says on the page.
Json event_names() {
  Json names = Json::object();
  for (const auto& counter : interface::event_counters)
    if (counter.kind != interface::EventKind::trial) names[counter.name] = counter.meaning;
  return names;
}

}  // namespace

std::string run_report(const RunInput& input, const std::optional<interface::Ending>& ending,
                       const std::string& headline, const fs::path& directory) {
  const std::vector<double> times = times_of(directory);
  const auto onset = time_of_onset(input, ending);
  const Json frames = frames_block(directory, ending.has_value(), times.size(), onset);
  std::vector<std::size_t> moments;  // those of the frames, where there are any
  for (const Json& frame : frames) moments.push_back(frame.at("sample").get<std::size_t>());
  if (moments.empty()) moments = samples_shown(times, onset);
  const std::string name = name_of_directory(directory);
  return json_text({{"kind", "run"},
                    {"name", input.values.name},
                    {"headline", headline},
                    {"directory", name},
                    {"command", "lacuna run " + shell_word(name + "/input.yaml") + " --out again"},
                    {"temperature_K", input.values.temperature},
                    {"seed", std::to_string(input.seed)},
                    {"primary", word_of(input.values.onset.primary)},
                    {"event_names", event_names()},
                    {"summary", read_json(directory / "summary.json")},
                    {"timing", timing_block(directory / "timing.json")},
                    {"ramp", read_json(directory / "ramp.json")},
                    {"line", line_block(input, ending)},
                    {"series", series_block(directory, times, moments, onset)},
                    {"moments", moments_block(directory, moments, times, onset)},
                    {"trials", trials_block(directory)},
                    {"frames", frames},
                    {"program", program_block()},
                    {"input", without_folders(input.canonical)}});
}

}  // namespace lacuna::io
