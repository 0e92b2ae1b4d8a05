#include "io/input/patch_file.hpp"

#include <algorithm>
#include <map>

#include "interface/case.hpp"
#include "io/csv.hpp"
#include "io/csv_reader.hpp"

namespace lacuna::io {
namespace {

// Calls `take(site, patch)` with each row.
template <class Take>
void read_sites(CsvReader& csv, const lattice::Slab& slab, Take take) {
  const auto index = [&](std::size_t column, int size) {
    return static_cast<std::int32_t>(csv.integer(column, static_cast<std::uint64_t>(size) - 1));
  };
  std::map<std::uint32_t, int> lines;
  while (csv.next()) {
    const lattice::Cell site{index(0, slab.columns()), index(1, slab.rows()), 0};
    const auto number = static_cast<std::uint32_t>(slab.number(site));
    const auto place = lines.emplace(number, csv.line());
    if (!place.second)
      csv.refuse("the same site as in line " + std::to_string(place.first->second) +
                 "; remove one of the two");
    take(number, csv.columns() > 2 ? csv.integer(2, interface::most_patches) : 1);
  }
  if (lines.empty())
    csv.refuse("no sites follow the header; leave interface.patch out where all sites are alike");
}

}  // namespace

std::vector<std::uint32_t> read_patch_file(const SideFile& file, const lattice::Slab& slab) {
  CsvReader csv(file, "patch file", {"i", "j"});
  std::vector<std::uint32_t> sites;
  read_sites(csv, slab, [&](std::uint32_t site, std::uint64_t) { sites.push_back(site); });
  return sites;
}

std::vector<std::uint8_t> read_patch_map(const SideFile& file, const lattice::Slab& slab) {
  CsvReader csv(file, "patch file", {"i", "j"}, CsvReader::Preface::none, "patch");
  std::vector<std::uint8_t> map(slab.sites_per_layer(), 0);
  read_sites(csv, slab, [&](std::uint32_t site, std::uint64_t patch) {
    map[site] = static_cast<std::uint8_t>(patch);
  });
  return map;
}

std::string patch_text(std::span<const std::uint8_t> classes, const lattice::Slab& slab) {
  const bool several =
      std::any_of(classes.begin(), classes.end(), [](std::uint8_t n) { return n > 1; });
  std::string text = several ? "i,j,patch\n" : "i,j\n";
  for (std::uint32_t n = 0; n < slab.sites_per_layer(); ++n) {
    if (classes[n] == 0) continue;
    const lattice::Cell site = slab.nth(n);
    csv::Row row;
    row.add(site.i).add(site.j);
    if (several) row.add(int{classes[n]});
    text += row.line();
  }
  return text;
}

}  // namespace lacuna::io
