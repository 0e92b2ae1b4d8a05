#include "io/input/patch_file.hpp"

#include <map>

#include "io/csv.hpp"
#include "io/csv_reader.hpp"

namespace lacuna::io {

std::vector<std::uint32_t> read_patch_file(const SideFile& file, const lattice::Slab& slab) {
  CsvReader csv(file, "patch file", {"i", "j"});
  const auto index = [&](std::size_t column, int size) {
    return static_cast<std::int32_t>(csv.integer(column, static_cast<std::uint64_t>(size) - 1));
  };
  std::vector<std::uint32_t> sites;
  std::map<std::uint32_t, int> lines;
  while (csv.next()) {
    const lattice::Cell site{index(0, slab.columns()), index(1, slab.rows()), 0};
    const auto number = static_cast<std::uint32_t>(slab.number(site));
    const auto place = lines.emplace(number, csv.line());
    if (!place.second)
      csv.refuse("the same site as in line " + std::to_string(place.first->second) +
                 "; remove one of the two");
    sites.push_back(number);
  }
  if (sites.empty())
    csv.refuse("no sites follow the header; leave interface.patch out where all sites are alike");
  return sites;
}

std::string patch_text(std::span<const std::uint8_t> classes, const lattice::Slab& slab) {
  std::string text = "i,j\n";
  for (std::uint32_t n = 0; n < slab.sites_per_layer(); ++n) {
    if (classes[n] == 0) continue;
    const lattice::Cell site = slab.nth(n);
    text += csv::Row().add(site.i).add(site.j).line();
  }
  return text;
}

}  // namespace lacuna::io
