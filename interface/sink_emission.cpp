#include "interface/sink_emission.hpp"

#include "interface/slab_model.hpp"
#include "interface/streams.hpp"
#include "kmc/schedule.hpp"

namespace lacuna::interface {

template <class Model>
SinkEmission<Model>::SinkEmission(std::uint64_t seed, Model& model, kmc::Engine<Model>& engine)
    : model_(model),
      engine_(engine),
      random_(stream(seed, Purpose::sink_emission)),
      next_(kmc::never) {}

template <class Model>
void SinkEmission<Model>::draw() {
  if (model_.sink_emission_rate() > 0)
    next_ = engine_.now() + waiting_(random_) / model_.sink_emission_rate();
}

template <class Model>
void SinkEmission<Model>::emit() {
  model_.emit_from_sinks(random_, changes_);
  engine_.take_up(changes_);
  draw();
}

template <class Model>
void SinkEmission<Model>::save(kmc::Writer& w) const {
  if (!(model_.sink_emission_rate() > 0)) return;
  w.put(random_);
  w.put(next_);
}

template <class Model>
void SinkEmission<Model>::load(kmc::Reader& r) {
  if (!(model_.sink_emission_rate() > 0)) return;
  r.get(random_);
  r.get(next_);
}

template class SinkEmission<SlabModel>;
template class SinkEmission<DetailedSlab>;

}  // namespace lacuna::interface
