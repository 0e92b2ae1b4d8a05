#include "io/input/current_file.hpp"

#include "core/constants.hpp"
#include "io/csv_reader.hpp"

namespace lacuna::io {
namespace {

constexpr double latest = 1e12;   // [s]
constexpr double highest = 1e20;  // [mA/cm²]
constexpr std::size_t most_points = 1'000'000;

}  // namespace

interface::Tabulated read_current_file(const SideFile& file) {
  CsvReader csv(file, "current file", {"time_s", "j_mA_cm2"});
  interface::Tabulated current;
  while (csv.next()) {
    const double time = csv.number(0, 0.0, latest);
    const double density = csv.number(1, -highest, highest) * constants::mA_per_cm2;
    if (current.points.empty() && time != 0.0) csv.refuse("time_s: the first time must be 0");
    if (!current.points.empty() && time <= current.points.back().first) {
      csv.refuse("time_s: times must rise; for a jump use two times close to each other");
    }
    if (current.points.size() == most_points)
      csv.refuse("more than a million rows; thin the protocol out");
    current.points.emplace_back(time, density);
  }
  if (current.points.size() < 2)
    csv.refuse("a protocol needs at least two rows: its start and its end");
  return current;
}

}  // namespace lacuna::io
