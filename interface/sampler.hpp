#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "interface/averages.hpp"
#include "interface/case.hpp"
#include "interface/imposed_current.hpp"
#include "interface/observer.hpp"
#include "interface/slab_model.hpp"
#include "interface/voltage.hpp"
#include "lattice/clusters.hpp"

namespace lacuna::interface {

/// Looks at a run from time to time, and shows what it sees to those who watch.
class Sampler {
 public:
  /// The model, the current and the observers must outlive this.
  Sampler(const Case&, const SlabState&, const ImposedCurrent&, std::span<Observer* const>);

  /// What the model does not know of a moment.
  struct Moment {
    double time = 0.0;                                ///< [s]
    std::uint64_t trials = 0;                         ///< selections so far
    std::uint64_t in_flight = 0;                      ///< vacancies above the explicit layers
    double crowding = 0.0;                            ///< FarMetal::crowding_since the last sample
    std::optional<CycleMoment> ended = std::nullopt;  ///< Sample::ended
    std::optional<double> rim_enhancement = std::nullopt;  ///< Sample's
    std::optional<double> constriction = std::nullopt;     ///< StripField's
  };

  /// An atom is about to be stripped or plated: it finds the surface as the time average has it.
  /// `constriction` [V A^2 s] is that of the field, 0 without one.
  void note_strip(double time, std::uint64_t in_flight, double constriction = 0.0);
  /// Net charge passed, and the charge that passed in either direction [monolayers].
  [[nodiscard]] double net_monolayers() const;
  [[nodiscard]] double passed_monolayers() const;
  [[nodiscard]] std::uint64_t passed_atoms() const;
  /// Has so much charge passed that a sample is to be taken? `await_next` waits for more.
  [[nodiscard]] bool due() const;
  void await_next();

  [[nodiscard]] lattice::Clusters find_clusters() const;
  /// A new sample, not shown yet. Returns the means since the one before; without a strip in
  /// between, the present state.
  SampleInterval look(const Moment&, const lattice::Clusters&);
  /// Show it. `onset`: Sample::onset; `paths`: Sample::paths.
  void show(const std::optional<double>& onset, std::span<const VacancyPath> paths,
            const lattice::Clusters&);

  /// Tell that it was the last.
  void end(std::span<const VacancyPath> paths);

  [[nodiscard]] const Sample& last() const { return sample_; }
  /// Means over the detectors' window; empty until it is full.
  [[nodiscard]] std::optional<SampleInterval> mean() const { return window_.mean(); }

  void save(kmc::Writer&) const;
  /// After the model. `now` [s]: no sample was taken later.
  void load(kmc::Reader&, double now);

 private:
  // Sums over the strips since the last sample.
  struct Strips {
    std::uint64_t count = 0;
    double coverage = 0.0, vacancies = 0.0, density = 0.0, constriction = 0.0;
    std::vector<double> in_class;  ///< (classes) vacancies

    void save(kmc::Writer&) const;
    void load(kmc::Reader&);
  };

  SampleInterval close_interval(const Moment&);
  [[nodiscard]] std::vector<double> class_coverage() const;
  [[nodiscard]] Sample observe(const Moment&, const SampleInterval&,
                               const lattice::Clusters&) const;
  void describe_layers(Sample&) const;
  void describe_clusters(const lattice::Clusters&, Sample&) const;
  [[nodiscard]] double in_layers(std::uint64_t atoms) const;
  [[nodiscard]] std::uint64_t stored(std::uint64_t in_flight) const;
  [[nodiscard]] double charge_of(std::uint64_t samples) const;

  const SlabState& model_;
  const ImposedCurrent& current_;
  std::span<Observer* const> observers_;
  lattice::Connectivity connectivity_;
  double every_monolayers_;
  Overpotential overpotential_;
  Averages window_;                     ///< over the detectors' window
  Averages monolayer_{1.0};             ///< over one monolayer: the lag
  Strips strips_;                       ///< since the last sample
  std::vector<double> class_coverage_;  ///< Sample::class_coverage of the last interval
  std::uint64_t due_ = 0;               ///< samples that the charge passed has asked for
  bool started_ = false;                ///< there is a sample
  Sample sample_;
};

}  // namespace lacuna::interface
