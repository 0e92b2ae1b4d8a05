#include "io/store/kept_cells.hpp"

#include "kmc/checkpoint.hpp"

namespace lacuna::io {
namespace {

using ensemble::CellPrediction;
using ensemble::CellPredictions;

// Raised whenever the file has another layout, or the same input gives other cells.
constexpr std::uint32_t cells_format = 6;

void put_step(kmc::Writer& writer, const cell::JourneyStep& step) {
  writer.put(step.stage);
  writer.put(step.area);
  writer.put(step.thickness);
  writer.put(step.e_fold);
  writer.put(step.density);
  writer.put(step.refusal);
}

cell::JourneyStep read_step(kmc::Reader& reader) {
  cell::JourneyStep step;
  step.stage = reader.get_within(cell::JourneyStage::box, cell::JourneyStage::cell);
  step.area = reader.get<double>();
  step.thickness = reader.get<double>();
  step.e_fold = reader.get<double>();
  reader.get(step.density);
  reader.get(step.refusal);
  return step;
}

// Number by number: what lies between them in memory is not known.
void put_integration(kmc::Writer& writer, const cell::Integration& taken) {
  for (const long count : {taken.steps, taken.evaluations, taken.failures}) writer.put(count);
  writer.put(taken.cohorts);
  writer.put(taken.mass_residual);
}

void get_integration(kmc::Reader& reader, cell::Integration& taken) {
  for (long* count : {&taken.steps, &taken.evaluations, &taken.failures}) reader.get(*count);
  reader.get(taken.cohorts);
  reader.get(taken.mass_residual);
}

void put_outcome(kmc::Writer& writer, const cell::Outcome& outcome) {
  writer.put(outcome.equilibrium_fugacity);
  writer.put(outcome.far_fugacity);
  writer.put(outcome.layers);
  writer.put(outcome.relaxation);
  writer.put(outcome.fugacity_per_density);
  for (const auto& moment : outcome.first_void) writer.put(moment);
  writer.put(outcome.at_first_void);
  writer.put<std::uint64_t>(outcome.losses.size());
  for (const cell::Loss& loss : outcome.losses) {
    writer.put(loss.share);
    writer.put(loss.when);
  }
  writer.put(outcome.voltage);
  writer.put(outcome.flaws_dissolved);
  writer.put(outcome.course);
  writer.put(outcome.sizes);
  put_integration(writer, outcome.integration);
  writer.put(outcome.prior_shifts);
  writer.put<std::uint64_t>(outcome.journey.size());
  for (const cell::JourneyStep& step : outcome.journey) put_step(writer, step);
  writer.put(outcome.no_void);
  writer.put(outcome.ended_early);
}

void get_outcome(kmc::Reader& reader, cell::Outcome& outcome) {
  reader.get(outcome.equilibrium_fugacity);
  reader.get(outcome.far_fugacity);
  reader.get(outcome.layers);
  reader.get(outcome.relaxation);
  reader.get(outcome.fugacity_per_density);
  for (auto& moment : outcome.first_void) reader.get(moment);
  reader.get(outcome.at_first_void);
  for (auto left = reader.get<std::uint64_t>(); left > 0; --left) {
    cell::Loss& loss = outcome.losses.emplace_back();
    reader.get(loss.share);
    reader.get(loss.when);
  }
  reader.get(outcome.voltage);
  reader.get(outcome.flaws_dissolved);
  reader.get(outcome.course);
  reader.get(outcome.sizes);
  get_integration(reader, outcome.integration);
  reader.get(outcome.prior_shifts);
  for (auto left = reader.get<std::uint64_t>(); left > 0; --left)
    outcome.journey.push_back(read_step(reader));
  reader.get(outcome.no_void);
  reader.get(outcome.ended_early);
}

CellPredictions read_cells(kmc::Reader reader) {
  CellPredictions cells;
  for (auto left = reader.get<std::uint64_t>(); left > 0; --left) {
    CellPrediction& prediction = cells.emplace_back();
    if (reader.get<bool>()) get_outcome(reader, prediction.outcome.emplace());
    reader.get(prediction.refusal);
  }
  reader.finish();
  return cells;
}

}  // namespace

void keep_cells(const std::filesystem::path& directory, std::uint64_t identity,
                const CellPredictions& cells) {
  kmc::Writer writer;
  writer.put<std::uint64_t>(cells.size());
  for (const CellPrediction& prediction : cells) {
    writer.put(prediction.outcome.has_value());
    if (prediction.outcome) put_outcome(writer, *prediction.outcome);
    writer.put(prediction.refusal);
  }
  kmc::save_checkpoint(directory / kept_cells_name, cells_format, identity, writer);
}

std::optional<CellPredictions> kept_cells(const std::filesystem::path& directory,
                                          std::uint64_t identity) {
  const std::filesystem::path file = directory / kept_cells_name;
  if (!std::filesystem::exists(file)) return {};
  try {
    return read_cells(kmc::load_checkpoint(file, cells_format, identity));
  } catch (const kmc::CheckpointError&) {
    return {};
  }
}

}  // namespace lacuna::io
