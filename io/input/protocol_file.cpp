#include "io/input/protocol_file.hpp"

#include "core/constants.hpp"
#include "io/csv_reader.hpp"

namespace lacuna::io {

cell::Tabulated read_protocol_file(const SideFile& file) {
  constexpr double latest = 1e6;    // [h]
  constexpr double highest = 1e12;  // [mA/cm²]
  constexpr double hour = 3600.0;   // [s]
  constexpr std::size_t most = 10'000;
  CsvReader csv(file, "protocol of the cell", {"time_h", "current_mA_cm2"});
  cell::Tabulated protocol;
  while (csv.next()) {
    const double time = csv.number(0, 0.0, latest) * hour;
    const double density = csv.number(1, 0.0, highest) * constants::mA_per_cm2;
    if (protocol.points.empty() && time != 0.0) csv.refuse("time_h: the first time must be 0");
    if (!protocol.points.empty() && time <= protocol.points.back().first)
      csv.refuse("time_h: times must rise; for a jump use two times close to each other");
    if (protocol.points.size() == most) csv.refuse("more than 10000 rows; thin the protocol out");
    protocol.points.emplace_back(time, density);
  }
  if (protocol.points.size() < 2)
    csv.refuse("a protocol needs at least two rows: its start and its end");
  return protocol;
}

}  // namespace lacuna::io
