#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "core/crc32.hpp"
#include "core/error.hpp"
#include "interface/run.hpp"
#include "interface/theory.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::test {

/// A checkpoint of these bytes of state, with the checksum that they should have.
inline std::string sealed(std::uint32_t format, std::string_view state) {
  kmc::Writer body, header;
  body.put(std::uint64_t{0});
  body.put(std::string(state));
  header.put(format);
  header.put(crc32(body.bytes()));
  return "LACUNACP" + header.bytes() + body.bytes();
}

/// A run that was stopped, and can go on from what it saved or from what was made of that. What is
/// left of it then is short.
class SavedRun {
 public:
  explicit SavedRun(interface::Case c) : case_(std::move(c)) {
    const TemporaryDirectory directory;
    std::stop_source stop;
    stop.request_stop();
    interface::Checkpointing checkpointing;
    checkpointing.file = directory / "checkpoint";
    const interface::Ending ending = interface::run(case_, 1, {}, checkpointing, stop.get_token());
    if (ending.reason != interface::Reason::interrupted)
      throw Error("a run ended before it could be stopped");
    case_.limits.events = ending.last.events.trials + most_left;
    const std::string file = contents(checkpointing.file);
    constexpr std::size_t head = 32;
    state_ = file.substr(head);
    format_ = kmc::Reader(file.substr(8)).get<std::uint32_t>();
  }

  [[nodiscard]] const std::string& state() const { return state_; }
  /// The file that it would have saved in that state.
  [[nodiscard]] std::string checkpoint_of(std::string_view state) const {
    return sealed(format_, state);
  }
  /// Throws what interface::run throws.
  [[nodiscard]] interface::Ending go_on_from(const std::filesystem::path& checkpoint) const {
    interface::Checkpointing checkpointing;
    checkpointing.file = checkpoint;
    checkpointing.resume = true;
    return interface::run(case_, 1, {}, checkpointing, {});
  }

 private:
  static constexpr std::uint64_t most_left = 300;

  interface::Case case_;
  std::string state_;
  std::uint32_t format_ = 0;
};

/// Between them they have all that a checkpoint may hold: kept rates and a ceiling, ways, flights,
/// emission, a hold, a current that changes its sign, and detectors that have begun to see
/// something.
inline std::array<interface::Case, 3> cases_to_save() {
  interface::Case plain;
  plain.temperature = 400;
  plain.metal.cells = {4, 3};
  plain.metal.layers = 5;
  plain.ceramic.injection.barrier = 0.10;
  plain.ceramic.lateral.barrier = 0.08;
  plain.onset.coverage_threshold = 0.3;
  plain.sample_monolayers = 4;
  const double area = plain.metal.lattice_constant * plain.metal.lattice_constant / std::sqrt(2.0);

  interface::Case thick = plain;
  thick.metal.bond_nn1 = thick.metal.bond_nn2 = 0.03;
  thick.far_side.kind = interface::FarSide::thick;
  thick.far_side.layers = 40;
  double j = interface::predicted_density(thick);
  thick.current = interface::Ramp {
    0.3 * j, 4 * j, 0.01 * j *j *area, interface::Stationarity { 1.0, 1e6, 1e-9 }
  };
  thick.paths = true;

  interface::Case emitting = plain;
  emitting.far_side.kind = interface::FarSide::equilibrium;
  emitting.far_side.formation_energy = 0.15;
  j = interface::predicted_density(emitting);
  double layer_time = 1 / (j * area);
  emitting.current = interface::Tabulated {
    {
      {0, -0.5 * j}, {50 * layer_time, 0.5 * j}, { 100 * layer_time, 0.1 * j }
    }
  };
  emitting.sample_time = layer_time;
  emitting.onset.primary = interface::Detector::coverage;

  interface::Case rising = plain;
  j = interface::predicted_density(rising);
  layer_time = 1 / (j * area);
  rising.current = interface::Staircase { 0.3 * j, 2 * j, 1.01, 0.5 * layer_time };
  rising.stop = interface::Stop::end;
  return {thick, emitting, rising};
}

}  // namespace lacuna::test
