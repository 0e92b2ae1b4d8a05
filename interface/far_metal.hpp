#pragma once

#include <boost/random/exponential_distribution.hpp>
#include <cstdint>
#include <optional>

#include "interface/averages.hpp"
#include "interface/case.hpp"
#include "interface/in_flight.hpp"
#include "interface/observer.hpp"
#include "kmc/engine.hpp"
#include "lattice/clusters.hpp"

namespace lacuna::interface {

/// The metal beyond the explicit layers, in a run: it emits vacancies, keeps those that are on
/// their way through thick metal, and has the explicit layers of thick metal follow the voids. A
/// sink and a closed collector do nothing here. One for each model: SlabModel and DetailedSlab.
template <class Model>
class FarMetal {
 public:
  /// The model and its engine must outlive this.
  FarMetal(const Case&, std::uint64_t seed, Model&, kmc::Engine<Model>&);

  /// The run starts at `density` [1/(A^2 s)].
  void start(double density);

  /// [s] When a vacancy may come from the reservoir, and when one in flight ends; or infinity.
  [[nodiscard]] double next_emission() const { return next_emission_; }
  [[nodiscard]] double next_flight() const;
  /// What is then done.
  void emit();
  void end_flight();
  /// The model has halted: its vacancy sets out.
  void launch_gone() { launch(model_.take_gone()); }

  /// Vacancies above the explicit layers.
  [[nodiscard]] std::uint64_t in_flight() const { return flights_ ? flights_->count() : 0; }
  /// Vacant fraction of the explicit layers next to the top, averaged over the time since that
  /// sample: what leaves upwards says how many there are. 0 unless the metal is thick.
  [[nodiscard]] double crowding_since(const Sample&) const;

  /// The means over the detectors' window, when a sample has been taken.
  void note_crowding(const std::optional<SampleInterval>& mean);
  /// Has a void reached the top of explicit layers that cannot grow?
  [[nodiscard]] bool outgrown(const Sample&);
  /// With bonds the explicit layers of thick metal follow what must not be taken for lone
  /// vacancies.
  void adapt(const Sample&, const lattice::Clusters&);
  [[nodiscard]] std::optional<FarFieldLoad> far_field() const;

  void save(kmc::Writer&) const;
  /// After the model and the engine. `due` [s]: nothing is to come before.
  void load(kmc::Reader&, double due);

 private:
  void draw_emission();
  void arrive_from_far_end();
  void launch(const lattice::Cell& above);
  void resize(int layers);
  [[nodiscard]] int layers_in_use(const Sample&, const lattice::Clusters&) const;

  const Case& case_;
  Model& model_;
  kmc::Engine<Model>& engine_;
  kmc::Stream emission_, excursions_;
  boost::random::exponential_distribution<double> waiting_{1.0};
  double next_emission_;
  std::optional<InFlight> flights_;  ///< of a thick electrode
  FarFieldLoad load_;
  kmc::Changes changes_;
};

}  // namespace lacuna::interface
