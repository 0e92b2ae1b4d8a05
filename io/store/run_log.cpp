#include "io/store/run_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/constants.hpp"
#include "core/version.hpp"
#include "core/words.hpp"
#include "interface/theory.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {
namespace {

using interface::OnsetResult;
using interface::Sample;

constexpr const char* row = "{:>8} {:>12} {:>13} {:>12} {:>9} {:>13} {:>10} {:>9} {:>13}\n";

std::uint64_t samples_in_a_line(const interface::Case& values) {
  constexpr double by_time = 50;  // samples at equal times
  const double samples = values.sample_monolayers > 0 ? 1 / values.sample_monolayers : by_time;
  return static_cast<std::uint64_t>(std::max(1.0, std::round(samples)));
}

std::string head_of(const RunInput& input) {
  const interface::Case& values = input.values;
  const lattice::Slab slab = slab_of(values.metal);
  const BuildInfo& program = build_info();
  return fmt::format(
             "lacuna {} (revision {})\n{}: {:g} K, seed {}\nbcc ({}), {} x {} cells, {} layers, {} "
             "sites; far side: {}\n\n",
             program.version, program.revision, values.name, values.temperature, input.seed,
             word_of(slab.normal()), values.metal.cells[0], values.metal.cells[1], slab.layers(),
             slab.sites(), beyond(values).description) +
         fmt::format(row, "sample", "time_s", "j_mA_cm2", "monolayers", "coverage", "voltage_V",
                     "vacancies", "largest", "hops");
}

std::string onset_line(const OnsetResult& onset) {
  if (!onset.applicable) return {};
  const double current = onset.density / constants::mA_per_cm2;
  if (!onset.detected)
    return fmt::format("no onset by {} up to {:.4g} mA/cm2\n", word_of(onset.detector), current);
  const std::string cycle =
      onset.cycle > 0 ? fmt::format("in cycle {}, net charge ", onset.cycle) : "";
  return fmt::format("onset by {} at {:.4g} mA/cm2, {:.4g} s, {}{:.2f} monolayers\n",
                     word_of(onset.detector), current, onset.time, cycle, onset.monolayers);
}

}  // namespace

RunLog::RunLog(const std::filesystem::path& directory, const RunInput& input)
    : head_(head_of(input)),
      every_(samples_in_a_line(input.values)),
      file_(directory / "log.lacuna") {}

void RunLog::start_if_new() {
  if (file_.is_open()) return;
  file_.start();
  file_.append(head_);
}

void RunLog::sample(const Sample& sample, const lattice::Occupation&, const lattice::Clusters&) {
  start_if_new();
  if (has_line(sample)) file_.append(log_line(sample));
}

void RunLog::end(const Sample& sample, const lattice::Occupation&) {
  if (!has_line(sample)) file_.append(log_line(sample));
}

void RunLog::save(kmc::Writer& writer) {
  start_if_new();
  file_.save(writer);
}

void RunLog::load(kmc::Reader& reader) { file_.load(reader); }

void RunLog::finish(const interface::Ending& ending) {
  start_if_new();
  if (ending.reason != interface::Reason::interrupted) file_.append(log_ending(ending));
  file_.sync();
}

std::string log_line(const Sample& sample) {
  return fmt::format(row, sample.index, fmt::format("{:.5e}", sample.time),
                     fmt::format("{:.6g}", sample.density / constants::mA_per_cm2),
                     fmt::format("{:.3f}", sample.monolayers),
                     fmt::format("{:.4f}", sample.coverage),
                     fmt::format("{:.5g}", sample.overpotential), sample.vacancies,
                     sample.largest_cluster, sample.events.hops());
}

std::string log_ending(const interface::Ending& ending) {
  std::string text = fmt::format("\nended: {}\n", word_of(ending.reason));
  for (const OnsetResult& onset : ending.onsets) text += onset_line(onset);
  for (const std::string& warning : ending.warnings) text += fmt::format("warning: {}\n", warning);
  return text;
}

}  // namespace lacuna::io
