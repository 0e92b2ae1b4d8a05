#include "io/store/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/constants.hpp"
#include "io/csv.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

using interface::event_counters;
using interface::EventCounter;
using interface::EventCounts;
using interface::Sample;

namespace {

using csv::field;

std::string layer_field(int layer) { return layer < 0 ? std::string{} : fmt::format("{}", layer); }

std::string contact_field(const Sample& s, std::size_t site_class) {
  return s.class_coverage.empty() ? std::string{} : field(1 - s.class_coverage[site_class]);
}

struct SeriesColumn {
  const char* name;
  std::string (*text)(const Sample&) = nullptr;
  std::uint64_t EventCounts::*count = nullptr;  ///< or this
};

/// The columns of series.csv before its counters; docs/outputs.md describes each, which a test
/// checks.
constexpr std::array of_the_moment{
    SeriesColumn{"time_s", [](const Sample& s) { return field(s.time); }},
    SeriesColumn{"j_mA_cm2",
                 [](const Sample& s) { return field(in_unit(s.density, constants::mA_per_cm2)); }},
    SeriesColumn{"charge_monolayers", [](const Sample& s) { return field(s.monolayers); }},
    SeriesColumn{"contact_fraction", [](const Sample& s) { return field(1 - s.coverage); }},
    SeriesColumn{"overpotential_V", [](const Sample& s) { return field(s.overpotential); }},
    SeriesColumn{"clusters", [](const Sample& s) { return field(s.clusters); }},
    SeriesColumn{"largest_cluster", [](const Sample& s) { return field(s.largest_cluster); }},
    SeriesColumn{"deepest_layer", [](const Sample& s) { return layer_field(s.deepest_layer); }},
    SeriesColumn{"charge_mAh_cm2",
                 [](const Sample& s) { return field(s.charge / constants::mAh_per_cm2); }},
    SeriesColumn{"vacancies", [](const Sample& s) { return field(s.vacancies); }},
    SeriesColumn{"largest_near_interface", [](const Sample& s) { return field(s.largest_near); }},
    SeriesColumn{"spanning", [](const Sample& s) { return field(int{s.spanning}); }},
    SeriesColumn{"lag", [](const Sample& s) { return field(s.lag); }},
    SeriesColumn{"holding", [](const Sample& s) { return field(int{s.holding}); }},
    SeriesColumn{"contact_fraction_rest", [](const Sample& s) { return contact_field(s, 0); }},
    SeriesColumn{"contact_fraction_patch", [](const Sample& s) { return contact_field(s, 1); }},
    SeriesColumn{"rim_enhancement", [](const Sample& s) { return field(s.rim_enhancement); }},
    SeriesColumn{"constriction_V", [](const Sample& s) { return field(s.constriction); }},
};
constexpr SeriesColumn in_flight{"in_flight", [](const Sample& s) { return field(s.in_flight); }};
constexpr SeriesColumn explicit_layers{
    "explicit_layers", [](const Sample& s) { return field(s.layer_vacancies.size()); }};

/// Every event counter has a column, with the same name.
constexpr auto columns = [] {
  std::array<SeriesColumn, of_the_moment.size() + event_counters.size() + 2> all{};
  auto place = std::copy(of_the_moment.begin(), of_the_moment.end(), all.begin());
  for (const EventCounter& counter : event_counters) {
    if (counter.count == &EventCounts::emitted) *place++ = in_flight;
    if (counter.count == &EventCounts::trials) *place++ = explicit_layers;
    *place++ = {counter.name, nullptr, counter.count};
  }
  return all;
}();

std::string layers_header(int layers) {
  csv::Row row;
  row.add("time_s").add("charge_monolayers");
  for (int layer = 0; layer < layers; ++layer) row.add(fmt::format("layer_{}", layer));
  return row.line();
}

std::string layers_row(const Sample& sample, int layers) {
  csv::Row row;
  row.add(sample.time).add(sample.monolayers);
  for (int k = 0; k < layers; ++k) row.add(sample.layer_vacancies[static_cast<std::size_t>(k)]);
  return row.line();
}

std::string cluster_rows(const Sample& sample) {
  std::string lines;
  for (const auto& [size, count] : sample.cluster_sizes)
    lines += csv::Row().add(sample.index).add(sample.monolayers).add(size).add(count).line();
  return lines;
}

}  // namespace

std::string series_header(std::size_t patches) {
  csv::Row row;
  for (const SeriesColumn& column : columns) row.add(column.name);
  for (std::size_t n = 2; n <= patches; ++n) row.add(fmt::format("contact_fraction_patch_{}", n));
  return row.line();
}

std::string series_row(const Sample& sample) {
  csv::Row row;
  for (const SeriesColumn& column : columns) {
    if (column.count)
      row.add(sample.events.*column.count);
    else
      row.add(column.text(sample));
  }
  for (std::size_t n = 2; n < sample.class_coverage.size(); ++n) row.add(contact_field(sample, n));
  return row.line();
}

std::size_t bytes_of(const Sample& sample) {
  const auto layers = static_cast<int>(sample.layer_vacancies.size());
  return series_row(sample).size() + layers_row(sample, layers).size() +
         cluster_rows(sample).size();
}

SeriesWriter::SeriesWriter(const std::filesystem::path& directory, int layers, std::size_t patches)
    : layers_(layers),
      patches_(patches),
      series_(directory / "series.csv"),
      layer_profile_(directory / "layers.csv"),
      cluster_sizes_(directory / "clusters.csv") {}

void SeriesWriter::start_if_new() {
  if (series_.is_open()) return;
  series_.start();
  series_.append(series_header(patches_));
  layer_profile_.start();
  layer_profile_.append(layers_header(layers_));
  cluster_sizes_.start();
  cluster_sizes_.append("sample,charge_monolayers,size,count\n");
}

void SeriesWriter::sample(const Sample& sample, const lattice::Occupation&,
                          const lattice::Clusters&) {
  start_if_new();
  series_.append(series_row(sample));
  layer_profile_.append(layers_row(sample, layers_));
  cluster_sizes_.append(cluster_rows(sample));
}

void SeriesWriter::save(kmc::Writer& writer) {
  start_if_new();
  for (AppendFile* file : {&series_, &layer_profile_, &cluster_sizes_}) file->save(writer);
}

void SeriesWriter::load(kmc::Reader& reader) {
  for (AppendFile* file : {&series_, &layer_profile_, &cluster_sizes_}) file->load(reader);
}

void SeriesWriter::finish() {
  start_if_new();
  for (AppendFile* file : {&series_, &layer_profile_, &cluster_sizes_}) file->sync();
}

}  // namespace lacuna::io
