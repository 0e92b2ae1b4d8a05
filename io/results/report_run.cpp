#include "io/results/report_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

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
constexpr std::size_t most_moments = 60;    // of the slider
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

Json columns_block(const NumberRows& table) {
  Json block = Json::object();
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    Json values = Json::array();
    for (const auto& row : table.rows) values.push_back(rounded(row[c]));
    block[table.columns[c]] = std::move(values);
  }
  return block;
}

/// What `series.csv` has, thinned, with the number of its samples.
Json series_block(const fs::path& directory, std::size_t samples) {
  return {
      {"samples", samples},
      {"columns", columns_block(rows_at(directory / "series.csv", evenly(samples, most_samples)))}};
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

Json moments_block(const fs::path& directory, std::size_t samples) {
  const std::vector<std::size_t> moments = evenly(samples, most_moments);
  const NumberRows at = rows_at(directory / "series.csv", moments);
  return {{"series", columns_block(at)},
          {"layers", layers_block(directory, moments)},
          {"clusters", clusters_block(directory, moments)}};
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
  return {{"time_s", rounded(snapshot.head().time)},
          {"charge_monolayers", rounded(snapshot.head().charge)},
          {"box", box_of(snapshot.slab())},
          {"positions", positions},
          {"cluster", clusters},
          {"layer", layers}};
}

/// As many frames, at equal distances, as may be drawn.
Json frames_of(const fs::path& trajectory) {
  Json list = Json::array();
  TrajectoryReader reader(trajectory);
  std::uint64_t largest = 1;
  for (std::size_t n = 0; n < reader.size(); ++n)
    largest = std::max(largest, reader.head(n).vacancies);
  Snapshot snapshot(reader.header(), reader.slab());
  for (const std::size_t n :
       evenly(reader.size(), std::clamp<std::size_t>(most_drawn / largest, 2, most_moments))) {
    snapshot.show(reader.read(n));
    list.push_back(frame_block(snapshot));
  }
  return list;
}

/// None without a trajectory; null where a run that is not finished is just writing one.
Json frames_block(const fs::path& directory, bool finished) {
  std::error_code ignored;
  const fs::path file = trajectory_path(directory);
  if (!fs::exists(file, ignored)) return Json::array();
  try {
    return frames_of(file);
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
  const std::size_t samples = count_rows(directory / "series.csv");
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
                    {"series", series_block(directory, samples)},
                    {"moments", moments_block(directory, samples)},
                    {"trials", trials_block(directory)},
                    {"frames", frames_block(directory, ending.has_value())},
                    {"program", program_block()},
                    {"input", without_folders(input.canonical)}});
}

}  // namespace lacuna::io
