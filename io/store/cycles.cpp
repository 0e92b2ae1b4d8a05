#include "io/store/cycles.hpp"

#include <array>

#include "core/constants.hpp"
#include "io/csv.hpp"
#include "lattice/islands.hpp"

namespace lacuna::io {

using interface::Sample;

namespace {

/// What a row tells of.
struct CycleEnd {
  const Sample& sample;
  const lattice::Slab& slab;
  lattice::Islands islands;
  std::uint64_t voids = 0, in_voids = 0, largest = 0;

  CycleEnd(const Sample& s, const lattice::Occupation& occupation)
      : sample(s), slab(occupation.slab()), islands(lattice::find_islands(occupation)) {
    for (const auto& [size, count] : s.cluster_sizes) {
      if (size < interface::void_size) continue;
      voids += count;
      in_voids += std::uint64_t{size} * count;
      largest = size;  // sizes rise
    }
  }
  [[nodiscard]] double share(std::uint64_t atoms) const {
    return static_cast<double>(atoms) / slab.sites_per_layer();
  }
  [[nodiscard]] std::uint64_t contact() const {
    return slab.sites_per_layer() - sample.layer_vacancies.front();
  }
  [[nodiscard]] double void_volume() const {
    constexpr double cubic_nm = 1000;  // [A^3]
    return static_cast<double>(in_voids) * slab.site_area() * slab.layer_spacing() / cubic_nm;
  }
};

struct CycleColumn {
  const char* name;
  std::string (*text)(const CycleEnd&);
};

using csv::field;

/// The columns of cycles.csv; docs/outputs.md describes each, which a test checks.
constexpr std::array cycle_columns{
    CycleColumn{"cycle", [](const CycleEnd& e) { return field(e.sample.ended->cycle); }},
    CycleColumn{"part",
                [](const CycleEnd& e) { return std::string(word_of(e.sample.ended->part)); }},
    CycleColumn{"time_s", [](const CycleEnd& e) { return field(e.sample.time); }},
    CycleColumn{"charge_monolayers", [](const CycleEnd& e) { return field(e.sample.monolayers); }},
    CycleColumn{"contact_fraction", [](const CycleEnd& e) { return field(e.share(e.contact())); }},
    CycleColumn{
        "live_contact_fraction",
        [](const CycleEnd& e) { return field(e.share(e.contact() - e.islands.in_layer0)); }},
    CycleColumn{"vacancies", [](const CycleEnd& e) { return field(e.sample.vacancies); }},
    CycleColumn{"interface_vacancies",
                [](const CycleEnd& e) { return field(e.sample.layer_vacancies.front()); }},
    CycleColumn{"voids", [](const CycleEnd& e) { return field(e.voids); }},
    CycleColumn{"void_vacancies", [](const CycleEnd& e) { return field(e.in_voids); }},
    CycleColumn{"void_volume_nm3", [](const CycleEnd& e) { return field(e.void_volume()); }},
    CycleColumn{"largest_void", [](const CycleEnd& e) { return field(e.largest); }},
    CycleColumn{"dead_atoms", [](const CycleEnd& e) { return field(e.islands.atoms); }},
    CycleColumn{"dead_islands", [](const CycleEnd& e) { return field(e.islands.count); }},
};

}  // namespace

std::string cycles_header() {
  csv::Row row;
  for (const CycleColumn& column : cycle_columns) row.add(column.name);
  return row.line();
}

std::string cycles_row(const Sample& sample, const lattice::Occupation& occupation) {
  const CycleEnd end(sample, occupation);
  csv::Row row;
  for (const CycleColumn& column : cycle_columns) row.add(column.text(end));
  return row.line();
}

CyclesWriter::CyclesWriter(const std::filesystem::path& directory)
    : file_(directory / "cycles.csv") {}

void CyclesWriter::start_if_new() {
  if (file_.is_open()) return;
  file_.start();
  file_.append(cycles_header());
}

void CyclesWriter::sample(const Sample& sample, const lattice::Occupation& occupation,
                          const lattice::Clusters&) {
  start_if_new();
  if (sample.ended) file_.append(cycles_row(sample, occupation));
}

void CyclesWriter::save(kmc::Writer& writer) {
  start_if_new();
  file_.save(writer);
}

void CyclesWriter::load(kmc::Reader& reader) { file_.load(reader); }

void CyclesWriter::finish() {
  start_if_new();
  file_.sync();
}

}  // namespace lacuna::io
