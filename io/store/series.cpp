#include "io/store/series.hpp"

#include <fmt/format.h>

#include <array>

#include "core/constants.hpp"
#include "io/csv.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {

using interface::Sample;

namespace {

using csv::field;

std::string layer_field(int layer) { return layer < 0 ? std::string{} : fmt::format("{}", layer); }

struct SeriesColumn {
  const char* name;
  std::string (*text)(const Sample&);
};

/// The one list of columns of series.csv; docs/outputs.md describes each, which a test checks.
constexpr std::array columns{
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
    SeriesColumn{"hops_bulk", [](const Sample& s) { return field(s.events.bulk); }},
    SeriesColumn{"hops_lateral", [](const Sample& s) { return field(s.events.lateral); }},
    SeriesColumn{"hops_injected", [](const Sample& s) { return field(s.events.inject); }},
    SeriesColumn{"hops_returned", [](const Sample& s) { return field(s.events.return_); }},
    SeriesColumn{"hops_surface", [](const Sample& s) { return field(s.events.surface); }},
    SeriesColumn{"absorbed", [](const Sample& s) { return field(s.events.absorbed); }},
    SeriesColumn{"excursions", [](const Sample& s) { return field(s.events.left); }},
    SeriesColumn{"in_flight", [](const Sample& s) { return field(s.in_flight); }},
    SeriesColumn{"emitted", [](const Sample& s) { return field(s.events.emitted); }},
    SeriesColumn{"stripped", [](const Sample& s) { return field(s.events.stripped); }},
    SeriesColumn{"plated", [](const Sample& s) { return field(s.events.plated); }},
    SeriesColumn{"supplied", [](const Sample& s) { return field(s.events.supplied); }},
    SeriesColumn{"explicit_layers",
                 [](const Sample& s) { return field(s.layer_vacancies.size()); }},
    SeriesColumn{"trials", [](const Sample& s) { return field(s.events.trials); }},
};

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

std::string series_header() {
  csv::Row row;
  for (const SeriesColumn& column : columns) row.add(column.name);
  return row.line();
}

std::string series_row(const Sample& sample) {
  csv::Row row;
  for (const SeriesColumn& column : columns) row.add(column.text(sample));
  return row.line();
}

SeriesWriter::SeriesWriter(const std::filesystem::path& directory, int layers)
    : layers_(layers),
      series_(directory / "series.csv"),
      layer_profile_(directory / "layers.csv"),
      cluster_sizes_(directory / "clusters.csv") {}

void SeriesWriter::start_if_new() {
  if (series_.is_open()) return;
  series_.start();
  series_.append(series_header());
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
