#include "io/results/run_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "core/constants.hpp"
#include "io/csv.hpp"
#include "io/number_text.hpp"
#include "io/results/shown_table.hpp"

namespace lacuna::io {
namespace {

using interface::Detector;
using interface::OnsetResult;
using MaybeNumber = std::optional<double>;

struct Quantity {
  std::string name;    ///< with its unit, as in docs/outputs.md
  const char* format;  ///< for readers
  std::function<MaybeNumber(const ComparedRun&)> of;
};

/// What a detector saw, where it saw something.
const OnsetResult* seen(const ComparedRun& run, Detector detector) {
  const OnsetResult& onset = run.ending.onsets[static_cast<std::size_t>(detector)];
  return onset.applicable && onset.detected ? &onset : nullptr;
}

void add_onset(std::vector<Quantity>& all, std::span<const ComparedRun> runs, Detector detector) {
  const auto applies = [&](const ComparedRun& run) {
    return run.ending.onsets[static_cast<std::size_t>(detector)].applicable;
  };
  if (std::none_of(runs.begin(), runs.end(), applies)) return;
  const auto add = [&](const char* name, const char* format, auto of) {
    all.push_back({fmt::format("{}_{}", word_of(detector), name), format,
                   [=](const ComparedRun& run) -> MaybeNumber {
                     const OnsetResult* const onset = seen(run, detector);
                     return onset == nullptr ? MaybeNumber{} : MaybeNumber{of(*onset)};
                   }});
  };
  add("j_mA_cm2", "{:.4g}",
      [](const OnsetResult& onset) { return in_unit(onset.density, constants::mA_per_cm2); });
  add("charge_monolayers", "{:.4g}", [](const OnsetResult& onset) { return onset.monolayers; });
  add("contact_fraction", "{:.4f}", [](const OnsetResult& onset) { return 1 - onset.coverage; });
}

std::vector<Quantity> quantities_of(std::span<const ComparedRun> runs) {
  std::vector<Quantity> all{{"temperature_K", "{:g}",
                             [](const ComparedRun& run) { return run.input.values.temperature; }}};
  for (const Detector detector : interface::all_detectors) add_onset(all, runs, detector);
  const auto add_last = [&all](const char* name, const char* format, auto of) {
    all.push_back({std::string("final_") + name, format,
                   [of](const ComparedRun& run) -> MaybeNumber { return of(run.ending.last); }});
  };
  using interface::Sample;
  add_last("j_mA_cm2", "{:.4g}",
           [](const Sample& last) { return in_unit(last.density, constants::mA_per_cm2); });
  add_last("charge_monolayers", "{:.4g}", [](const Sample& last) { return last.monolayers; });
  add_last("contact_fraction", "{:.4f}", [](const Sample& last) { return 1 - last.coverage; });
  add_last("overpotential_V", "{:.4g}", [](const Sample& last) { return last.overpotential; });
  add_last("largest_cluster", "{:g}", [](const Sample& last) { return last.largest_cluster; });
  return all;
}

std::string words(const Quantity& quantity, const ComparedRun& run) {
  const MaybeNumber value = quantity.of(run);
  return value && std::isfinite(*value) ? fmt::format(fmt::runtime(quantity.format), *value) : "-";
}

}  // namespace

std::string run_comparison_text(std::span<const ComparedRun> runs) {
  ShownTable table{"runs", {{"quantity"}}, ""};
  for (const ComparedRun& run : runs) table.rows.front().push_back(run.name);
  for (const Quantity& quantity : quantities_of(runs)) {
    table.rows.push_back({quantity.name});
    for (const ComparedRun& run : runs) table.rows.back().push_back(words(quantity, run));
  }
  table.rows.push_back({"ending"});
  for (const ComparedRun& run : runs) table.rows.back().push_back(word_of(run.ending.reason));
  return text_of(table);
}

std::string run_comparison_csv(std::span<const ComparedRun> runs) {
  csv::Row heading;
  heading.add("quantity");
  for (const ComparedRun& run : runs) heading.add(run.name);
  std::string text = heading.line();
  for (const Quantity& quantity : quantities_of(runs)) {
    csv::Row row;
    row.add(quantity.name);
    for (const ComparedRun& run : runs) row.add(csv::field(quantity.of(run)));
    text += row.line();
  }
  return text;
}

}  // namespace lacuna::io
