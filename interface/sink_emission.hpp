#pragma once

#include <boost/random/exponential_distribution.hpp>
#include <cstdint>

#include "kmc/checkpoint.hpp"
#include "kmc/engine.hpp"
#include "kmc/random.hpp"

namespace lacuna::interface {

/// The vacancies that sinks inside the metal emit, in a run: trials at a constant rate, as of the
/// far side (docs/decisions/0004-core-and-emission.md). One for each model.
template <class Model>
class SinkEmission {
 public:
  /// The model and its engine must outlive this.
  SinkEmission(std::uint64_t seed, Model&, kmc::Engine<Model>&);

  void start() { draw(); }
  /// [s] When a vacancy may come; infinity where sinks emit none.
  [[nodiscard]] double next() const { return next_; }
  /// What is then done.
  void emit();

  void save(kmc::Writer&) const;
  /// After the model and the engine.
  void load(kmc::Reader&);

 private:
  void draw();

  Model& model_;
  kmc::Engine<Model>& engine_;
  kmc::Stream random_;
  boost::random::exponential_distribution<double> waiting_{1.0};
  double next_;
  kmc::Changes changes_;
};

}  // namespace lacuna::interface
