#include "io/trajectory/trajectory_writer.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "io/number_text.hpp"
#include "io/trajectory/trajectory_reader.hpp"

namespace lacuna::io {

using interface::Sample;
using lattice::Slab;

namespace {

// How often a way has crossed the box along x and y.
FramePath path_of(const interface::VacancyPath& path, const Slab& slab) {
  const lattice::Vector way = slab.displacement(path.unwrapped),
                        inside = slab.position(slab.wrap(path.unwrapped));
  const lattice::Vector box = slab.box();
  FramePath result{path.vacancy, {}};
  for (const std::size_t axis : {0U, 1U})
    result.image[axis] =
        static_cast<std::int32_t>(std::lround((way[axis] - inside[axis]) / box[axis]));
  return result;
}

// The voltage detector fires a window and a half after its onset, at the next sample.
double charge_to_remember(const RunInput& input) {
  return input.trajectory->window_monolayers + 2 * input.values.onset.window_monolayers +
         2 * input.values.sample_monolayers;
}

}  // namespace

TrajectoryHeader trajectory_header(const RunInput& input) {
  const interface::Metal& metal = input.values.metal;
  TrajectoryHeader header;
  header.normal = metal.normal;
  header.lattice_constant = metal.lattice_constant;
  header.cells = metal.cells;
  header.layers = metal.layers;
  header.connectivity = input.values.connectivity;
  header.what = input.trajectory->what;
  header.paths = input.values.paths;
  return header;
}

// By site, so that a frame does not depend on how the vacancies happen to be numbered.
Frame frame_of(const Sample& sample, const lattice::Occupation& occupation) {
  const Slab& slab = occupation.slab();
  std::vector<std::pair<std::uint64_t, std::uint32_t>> by_site;
  by_site.reserve(occupation.vacancies());
  for (std::uint32_t v = 0; v < occupation.vacancies(); ++v)
    by_site.emplace_back(slab.number(occupation.cell({v})), v);
  std::sort(by_site.begin(), by_site.end());
  Frame frame;
  frame.head = {sample.index,
                sample.time,
                in_unit(sample.density, constants::mA_per_cm2),
                sample.monolayers,
                1 - sample.coverage,
                sample.events.happened(),
                occupation.vacancies(),
                static_cast<std::uint32_t>(slab.layers())};
  for (const auto& [site, v] : by_site) {
    frame.sites.push_back(site);
    if (!sample.paths.empty()) frame.paths.push_back(path_of(sample.paths[v], slab));
  }
  return frame;
}

TrajectoryWriter::TrajectoryWriter(const std::filesystem::path& directory, const RunInput& input)
    : options_(*input.trajectory),
      primary_(input.values.onset.primary),
      memory_(charge_to_remember(input)),
      header_(trajectory_header(input)),
      file_(trajectory_path(directory)) {}

void TrajectoryWriter::start_if_new() {
  if (file_.is_open()) return;
  file_.start();
  file_.append(encode(header_));
}

// In units of what frames are spaced by; at a multiple, if only rounding is between.
double TrajectoryWriter::multiples(const Sample& sample) const {
  double count = sample.monolayers / options_.every_monolayers;
  if (options_.every_time > 0) count = sample.time / options_.every_time;
  if (options_.every_events > 0)
    count =
        static_cast<double>(sample.events.happened()) / static_cast<double>(options_.every_events);
  const double whole = std::round(count);
  constexpr double rounding = 1e-9;
  return std::abs(count - whole) <= rounding * std::abs(whole) ? whole : count;
}

bool TrajectoryWriter::due(const Sample& sample) {
  const double count = multiples(sample);
  if (any_frame_ && count < passed_ + 1 && count > passed_ - 1) return false;
  passed_ = count >= passed_ ? std::floor(count) : std::ceil(count);
  return any_frame_ = true;
}

bool TrajectoryWriter::in_window(double charge, double onset) const {
  return std::abs(charge - onset) <= options_.window_monolayers;
}

void TrajectoryWriter::sample(const Sample& sample, const lattice::Occupation& occupation,
                              const lattice::Clusters&) {
  start_if_new();
  const bool is_due = due(sample);
  if (options_.at == FrameTimes::onset) {
    if (is_due) keep({sample.monolayers, encode(frame_of(sample, occupation))}, sample);
    if (sample.onset) release(*sample.onset);
    return;
  }
  const bool tells_of_onset = sample.onset && !onset_shown_;
  onset_shown_ = onset_shown_ || tells_of_onset;
  if (is_due || tells_of_onset) append(sample, occupation);
}

void TrajectoryWriter::append(const Sample& sample, const lattice::Occupation& occupation) {
  file_.append(encode(frame_of(sample, occupation)));
  newest_ = sample.index;
}

void TrajectoryWriter::end(const Sample& sample, const lattice::Occupation& occupation) {
  if (options_.at == FrameTimes::onset || sample.index == newest_) return;
  append(sample, occupation);
}

void TrajectoryWriter::keep(Waiting frame, const Sample& sample) {
  waiting_.push_back(std::move(frame));
  while (std::abs(sample.monolayers - waiting_.front().charge) > memory_) waiting_.pop_front();
}

void TrajectoryWriter::release(double onset) {
  for (const Waiting& frame : waiting_) {
    if (in_window(frame.charge, onset)) file_.append(frame.frame);
  }
  waiting_.clear();
}

void TrajectoryWriter::save(kmc::Writer& writer) {
  start_if_new();
  file_.save(writer);
  writer.put(any_frame_);
  writer.put(onset_shown_);
  writer.put(newest_);
  writer.put(passed_);
  writer.put(std::uint64_t{waiting_.size()});
  for (const Waiting& frame : waiting_) {
    writer.put(frame.charge);
    writer.put(frame.frame);
  }
}

void TrajectoryWriter::load(kmc::Reader& reader) {
  file_.load(reader);
  reader.get(any_frame_);
  reader.get(onset_shown_);
  reader.get(newest_);
  reader.get(passed_);
  waiting_.clear();
  for (auto count = reader.get<std::uint64_t>(); count > 0; --count) {
    reader.get(waiting_.emplace_back().charge);
    reader.get(waiting_.back().frame);
  }
}

// Contact that is lost all at once is onset too, which no sample told.
void TrajectoryWriter::finish(const interface::Ending& ending) {
  start_if_new();
  const interface::OnsetResult& found = ending.onsets[static_cast<std::size_t>(primary_)];
  if (found.detected) release(found.monolayers);
  file_.sync();
}

}  // namespace lacuna::io
