#include "io/input/sites_file.hpp"

#include <map>
#include <string>
#include <tuple>

#include "io/csv_reader.hpp"

namespace lacuna::io {
namespace {

constexpr std::size_t most_sites = 1'000'000;

}  // namespace

std::vector<lattice::Cell> read_sites_file(const SideFile& file, const lattice::Slab& slab) {
  CsvReader csv(file, "sites file", {"i", "j", "k"});
  const auto index = [&](std::size_t column, int size) {
    return static_cast<std::int32_t>(csv.integer(column, static_cast<std::uint64_t>(size) - 1));
  };
  std::vector<lattice::Cell> sites;
  std::map<std::tuple<int, int, int>, int> lines;
  while (csv.next()) {
    const lattice::Cell site{index(0, slab.columns()), index(1, slab.rows()),
                             index(2, slab.layers())};
    const auto place = lines.emplace(std::tuple{site.i, site.j, site.k}, csv.line());
    if (!place.second) {
      csv.refuse("the same site as in line " + std::to_string(place.first->second) +
                 "; remove one of the two");
    }
    if (sites.size() == most_sites)
      csv.refuse("more than a million vacancies; use initial.vacancy_fraction");
    sites.push_back(site);
  }
  if (sites.empty())
    csv.refuse("no sites follow the header; leave initial.file out for a slab without vacancies");
  return sites;
}

}  // namespace lacuna::io
