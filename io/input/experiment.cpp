#include "io/input/experiment.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "core/constants.hpp"
#include "io/csv_reader.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

constexpr double highest_energy = 10.0;  // [eV]

std::optional<double> energy(const CsvReader& csv, std::size_t column, double low) {
  if (csv.word(column).empty()) return {};
  return csv.number(column, low, highest_energy);
}

ensemble::MeasuredEnergy read_energy(const CsvReader& csv) {
  const auto low = energy(csv, 2, -highest_energy);
  const auto high = energy(csv, 3, -highest_energy);
  const auto value = energy(csv, 4, -highest_energy);
  const double error = energy(csv, 5, 0.0).value_or(0.0);
  if (low.has_value() != high.has_value() || low.has_value() == value.has_value()) {
    csv.refuse(
        "a row states E_A_eV, or both E_A_low_eV and E_A_high_eV; leave the other fields empty");
  }
  if (value) return {*value, *value, error};
  if (*low >= *high)
    csv.refuse("E_A_low_eV must be below E_A_high_eV; for a single value use E_A_eV");
  return {*low, *high, error};
}

}  // namespace

std::vector<ensemble::MeasuredRow> read_experiment(const SideFile& file) {
  CsvReader csv(file, "experiment file",
                {"system", "electrolyte", "E_A_low_eV", "E_A_high_eV", "E_A_eV", "sigma_eV"},
                CsvReader::Preface::comments);
  std::vector<ensemble::MeasuredRow> rows;
  while (csv.next()) {
    const std::string name(csv.word(0));
    if (name.empty()) csv.refuse("system: empty; name the row");
    if (name == "points" || name == "none") {
      csv.refuse("system: '" + name + "' means something else to a study; choose another name");
    }
    if (std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; })) {
      csv.refuse("system: " + shown(name) +
                 " is there twice; a hypothesis could not tell which is meant");
    }
    rows.push_back({name, read_energy(csv)});
  }
  if (rows.empty()) csv.refuse("no rows follow the header; list at least one");
  return rows;
}

std::vector<ensemble::MeasuredPoint> read_measured_points(const SideFile& file) {
  constexpr double hottest = 1e5;        // [K]
  constexpr double smallest = 1e-30;     // also keeps zero and negative values out of the logarithm
  constexpr double largest = 1e20;       // [mA/cm²]
  constexpr double largest_error = 100;  // of ln j
  CsvReader csv(file, "file of measured points", {"temperature_K", "j_crit_mA_cm2", "sigma_ln"},
                CsvReader::Preface::comments);
  std::vector<ensemble::MeasuredPoint> points;
  while (csv.next()) {
    const double temperature = csv.number(0, 1e-3, hottest);
    if (!points.empty() && temperature <= points.back().temperature) {
      csv.refuse("temperature_K: temperatures must rise; sort the rows and merge repeated ones");
    }
    const double density = csv.number(1, smallest, largest) * constants::mA_per_cm2;
    points.push_back({temperature, std::log(density), csv.number(2, 1e-9, largest_error)});
  }
  if (points.empty()) csv.refuse("no rows follow the header; list at least one");
  return points;
}

std::string energy_text(const ensemble::MeasuredEnergy& energy) {
  return shortest(energy.low) + "," + shortest(energy.high) + "," + shortest(energy.error) + "\n";
}

std::string points_text(const std::vector<ensemble::MeasuredPoint>& points) {
  std::string text;
  for (const auto& point : points) {
    text += shortest(point.temperature) + "," + shortest(point.log_density) + "," +
            shortest(point.error) + "\n";
  }
  return text;
}

}  // namespace lacuna::io
