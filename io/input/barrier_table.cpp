#include "io/input/barrier_table.hpp"

#include <map>
#include <string>
#include <tuple>

#include "io/csv_reader.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using interface::BarrierEntry;
using interface::PairClass;

constexpr std::uint64_t most_nn1 = 7;
constexpr std::uint64_t most_nn2 = 6;
constexpr double highest_barrier = 10.0;  // [eV]

void read_class(const CsvReader& csv, BarrierEntry& entry) {
  const std::string_view word = csv.word(0);
  if (word == "bulk") {
    entry.pair = PairClass::bulk;
  } else if (word == "lateral") {
    entry.pair = PairClass::lateral;
  } else if (word == "injection_up" || word == "injection_down") {
    entry.pair = PairClass::injection;
    entry.upward = word == "injection_up";
  } else {
    csv.refuse("class: " + shown(word) +
               " is unknown; bulk, lateral, injection_up or injection_down");
  }
}

BarrierEntry read_entry(const CsvReader& csv) {
  BarrierEntry entry;
  entry.line = csv.line();
  read_class(csv, entry);
  entry.from_nn1 = static_cast<std::uint8_t>(csv.integer(1, most_nn1));
  entry.from_nn2 = static_cast<std::uint8_t>(csv.integer(2, most_nn2));
  entry.to_nn1 = static_cast<std::uint8_t>(csv.integer(3, most_nn1));
  entry.to_nn2 = static_cast<std::uint8_t>(csv.integer(4, most_nn2));
  entry.barrier = csv.number(5, 0.0, highest_barrier);
  return entry;
}

}  // namespace

std::vector<BarrierEntry> read_barrier_table(const SideFile& file) {
  CsvReader csv(file, "barrier table",
                {"class", "from_nn1", "from_nn2", "to_nn1", "to_nn2", "barrier_eV"});
  std::vector<BarrierEntry> entries;
  std::map<std::tuple<PairClass, bool, int, int, int, int>, int> lines;
  while (csv.next()) {
    const BarrierEntry entry = read_entry(csv);
    const auto place = lines.emplace(std::tuple{entry.pair, entry.upward, entry.from_nn1,
                                                entry.from_nn2, entry.to_nn1, entry.to_nn2},
                                     csv.line());
    if (!place.second) {
      csv.refuse("the same hop as in line " + std::to_string(place.first->second) +
                 "; keep one of the two");
    }
    entries.push_back(entry);
  }
  if (entries.empty()) csv.refuse("no barriers follow the header; list at least one");
  return entries;
}

}  // namespace lacuna::io
