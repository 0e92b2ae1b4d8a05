#include "io/store/recorded_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/replace_file.hpp"
#include "ensemble/growth.hpp"
#include "ensemble/pilot.hpp"
#include "interface/patch.hpp"
#include "interface/theory.hpp"
#include "io/csv.hpp"
#include "io/input/patch_file.hpp"
#include "io/number_text.hpp"
#include "io/store/cycles.hpp"
#include "io/store/run_log.hpp"
#include "io/store/series.hpp"
#include "io/store/summary.hpp"
#include "io/text_file.hpp"
#include "io/trajectory/trajectory_writer.hpp"

namespace lacuna::io {
namespace {

using ensemble::ChosenRamp;
using interface::Ending;
using Json = nlohmann::ordered_json;

constexpr const char* ramp_name = "ramp.json";

/// The files of one run that grow while it goes on.
class Outputs {
 public:
  Outputs(const RunDirectory& directory, const RunInput& input)
      : series_(directory.path(), input.values.metal.layers, input.values.ceramic.patches.size()),
        log_(directory.path(), input) {
    observers_ = {&series_, &log_};
    if (std::holds_alternative<interface::Cycle>(input.values.current))
      observers_.push_back(&cycles_.emplace(directory.path()));
    if (input.trajectory) observers_.push_back(&trajectory_.emplace(directory.path(), input));
  }
  [[nodiscard]] std::span<interface::Observer* const> observers() const { return observers_; }
  void finish(const Ending& ending) {
    series_.finish();
    log_.finish(ending);
    if (cycles_) cycles_->finish();
    if (trajectory_) trajectory_->finish(ending);
  }

 private:
  SeriesWriter series_;
  RunLog log_;
  std::optional<CyclesWriter> cycles_;
  std::optional<TrajectoryWriter> trajectory_;
  std::vector<interface::Observer*> observers_;
};

/// Adds this session to what earlier ones took.
void write_timing(const RunDirectory& directory, std::chrono::steady_clock::time_point start,
                  std::uint64_t hops) {
  Timing timing = read_timing(directory.file("timing.json"));
  timing.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  timing.hops = hops;
  ++timing.sessions;
  replace_file(directory.file("timing.json"), timing_json(timing));
}

std::optional<ChosenRamp> read_ramp(const std::filesystem::path& file) {
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return {};
  try {
    constexpr std::size_t largest = 65536;  // [B]
    const Json json = Json::parse(read_text(file, "ramp of the run", largest));
    const auto current = [&](const char* key) {
      return json.at(key).get<double>() * constants::mA_per_cm2;
    };
    ChosenRamp chosen;
    chosen.ramp.from = current("from_mA_cm2");
    chosen.ramp.to = current("to_mA_cm2");
    chosen.ramp.rate = current("rate_mA_cm2_per_s");
    chosen.hops = json.at("pilot").at("hops").get<std::uint64_t>();
    return chosen;
  } catch (const Json::exception& problem) {
    throw InputError(file.string() + " cannot be read (" + problem.what() +
                     "); remove it, and it is made again");
  }
}

/// What a pilot chose.
std::string ramp_json(const ChosenRamp& chosen) {
  const auto current = [](double density) { return in_unit(density, constants::mA_per_cm2); };
  const Json json{
      {"from_mA_cm2", current(chosen.ramp.from)},
      {"to_mA_cm2", current(chosen.ramp.to)},
      {"rate_mA_cm2_per_s", current(chosen.ramp.rate)},
      {"pilot",
       {{"onset_mA_cm2", current(chosen.scale)}, {"runs", chosen.runs}, {"hops", chosen.hops}}}};
  return json.dump(2) + '\n';
}

bool searches_growth(const interface::Case& values) {
  return values.onset.primary == interface::Detector::growth;
}

bool ramp_chooses_itself(const interface::Case& values) {
  const auto* ramp = std::get_if<interface::Ramp>(&values.current);
  return ramp != nullptr && ramp->automatic;
}

/// The case with a ramp in place of one that chooses itself; empty if stopped.
std::optional<interface::Case> settled(const RunDirectory& directory, const RunInput& input,
                                       const std::stop_token& stop) {
  const interface::Case& values = input.values;
  if (!ramp_chooses_itself(values)) return values;
  if (const auto kept = read_ramp(directory.file(ramp_name))) return with_ramp(values, kept->ramp);
  const auto chosen =
      ensemble::choose_ramp(values, stop, {directory.file("pilot"), fingerprint(input)});
  if (!chosen) return {};
  replace_file(directory.file(ramp_name), ramp_json(*chosen));
  return with_ramp(values, chosen->ramp);
}

/// Where patches lie, for readers and for an export; random ones may have a share of none.
void write_patches(const RunDirectory& directory, const RunInput& input) {
  if (input.values.ceramic.patches.empty()) return;
  const lattice::Slab slab = slab_of(input.values.metal);
  const auto map = interface::patch_map(input.values.ceramic.patches, slab, input.seed);
  if (std::any_of(map.begin(), map.end(), [](std::uint8_t n) { return n > 0; }))
    replace_file(directory.file("patch.csv"), patch_text(map, slab));
}

Ending stopped() {
  Ending ending;
  ending.reason = interface::Reason::interrupted;
  return ending;
}

std::string trials_csv(const ensemble::GrowthResult& result) {
  csv::Row heading;
  for (const char* name : {"j_mA_cm2", "seed", "grew", "charge_monolayers", "hops"})
    heading.add(name);
  std::string text = heading.line();
  for (const ensemble::GrowthTrial& trial : result.trials) {
    csv::Row row;
    row.add(shortest(in_unit(trial.density, constants::mA_per_cm2))).add(trial.seed);
    row.add(int{trial.grew}).add(shortest(trial.monolayers)).add(trial.hops);
    text += row.line();
  }
  return text;
}

Ending search_growth(RunDirectory& directory, const RunInput& input, const std::stop_token& stop) {
  const auto result = ensemble::growth_threshold(input.values, input.seed, stop);
  if (!result) return stopped();
  replace_file(directory.file("trials.csv"), trials_csv(*result));
  return result->ending;
}

interface::Checkpointing checkpointing_in(const RunDirectory& directory, const RunInput& input) {
  interface::Checkpointing checkpointing;
  checkpointing.file = directory.checkpoint();
  checkpointing.every = std::chrono::duration<double>(input.checkpoint_every_s);
  checkpointing.resume = true;
  checkpointing.fingerprint = fingerprint(input);
  return checkpointing;
}

Ending simulate(RunDirectory& directory, const RunInput& input, const std::stop_token& stop,
                const interface::OnProgress& report) {
  if (searches_growth(input.values)) return search_growth(directory, input, stop);
  const auto values = settled(directory, input, stop);
  if (!values) return stopped();
  write_patches(directory, input);
  Outputs outputs(directory, input);
  Ending ending = interface::run(*values, input.seed, outputs.observers(),
                                 checkpointing_in(directory, input), stop, report);
  outputs.finish(ending);
  return ending;
}

}  // namespace

Ending recorded_run(RunDirectory& directory, const RunInput& input, const std::stop_token& stop,
                    const interface::OnProgress& report) {
  const auto start = std::chrono::steady_clock::now();
  try {
    Ending ending = simulate(directory, input, stop, report);
    const auto pilot = read_ramp(directory.file(ramp_name));
    write_timing(directory, start, ending.last.events.hops() + (pilot ? pilot->hops : 0));
    return ending;
  } catch (const InputError&) {
    directory.withdraw();  // input that only the run itself finds fault with leaves nothing behind
                           // either
    throw;
  }
}

}  // namespace lacuna::io
