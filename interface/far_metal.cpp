#include "interface/far_metal.hpp"

#include <algorithm>

#include "interface/slab_model.hpp"
#include "interface/streams.hpp"
#include "interface/theory.hpp"
#include "kmc/schedule.hpp"

namespace lacuna::interface {
namespace {

using kmc::never;

constexpr double dilute = 0.05;  // vacant fraction up to which vacancies are taken to be alone

bool all_alone_above(int layers, const lattice::Clusters& clusters) {
  return std::all_of(clusters.list.begin(), clusters.list.end(), [&](const lattice::Cluster& c) {
    return c.size == 1 || c.highest_layer < layers;
  });
}

}  // namespace

template <class Model>
FarMetal<Model>::FarMetal(const Case& c, std::uint64_t seed, Model& model,
                          kmc::Engine<Model>& engine)
    : case_(c),
      model_(model),
      engine_(engine),
      emission_(stream(seed, Purpose::emission)),
      excursions_(stream(seed, Purpose::excursions)),
      next_emission_(never) {
  if (beyond(c).above) flights_.emplace(c, model.slab());
  load_.most_layers = model.slab().layers();
}

template <class Model>
void FarMetal<Model>::start(double density) {
  draw_emission();
  if (flights_) flights_->populate(steady_line(case_, density), excursions_);
}

template <class Model>
double FarMetal<Model>::next_flight() const {
  return flights_ ? flights_->next() : never;
}

template <class Model>
void FarMetal<Model>::draw_emission() {
  if (model_.emission_rate() > 0)
    next_emission_ = engine_.now() + waiting_(emission_) / model_.emission_rate();
}

template <class Model>
void FarMetal<Model>::emit() {
  if (flights_) {
    arrive_from_far_end();
  } else {
    model_.emit(emission_, changes_);
  }
  engine_.take_up(changes_);
  draw_emission();
}

// At equilibrium a way is taken as often backwards: one that comes down from the far end and
// enters the explicit layers at a site is one that leaves them from there and gets away.
template <class Model>
void FarMetal<Model>::arrive_from_far_end() {
  const auto way = model_.random_crossing(emission_);
  const lattice::Cell above = model_.slab().neighbour(way.from, way.channel);
  if (!flights_->gets_away(above, emission_)) return;
  if (model_.land(above, way.channel ^ 1, emission_, changes_)) model_.count_emitted();
}

template <class Model>
void FarMetal<Model>::launch(const lattice::Cell& above) {
  flights_->launch(above, engine_.now(), excursions_);
}

template <class Model>
void FarMetal<Model>::end_flight() {
  const Flight flight = flights_->take();
  if (flight.direction == Excursion::absorbed) return model_.absorb();
  // the explicit layers may have become fewer, or more, since it set out
  const int layers = model_.slab().layers();
  const lattice::Cell to = model_.slab().neighbour(flight.last, flight.direction);
  if (to.k >= layers) return launch(to);
  if (model_.land(flight.last, flight.direction, excursions_, changes_))
    return engine_.take_up(changes_);
  launch({flight.last.i, flight.last.j, std::max(flight.last.k, layers)});
}

template <class Model>
double FarMetal<Model>::crowding_since(const Sample& sample) const {
  const double full = (engine_.now() - sample.time) * model_.leaving_rate();
  const auto left = static_cast<double>(model_.events().left - sample.events.left);
  return flights_ && full > 0 ? left / full : 0.0;
}

template <class Model>
void FarMetal<Model>::note_crowding(const std::optional<SampleInterval>& mean) {
  if (!flights_ || !mean || mean->crowding <= load_.highest) return;
  load_.highest = mean->crowding;
  if (load_.highest > dilute && !load_.crowded_from) load_.crowded_from = mean->density;
}

template <class Model>
bool FarMetal<Model>::outgrown(const Sample& sample) {
  if (!has_bonds(case_.metal) || sample.deepest_layer < model_.top_layer()) return false;
  if (!flights_ || model_.slab().layers() >= model_.most_layers()) return true;
  load_.outrun = load_.outrun || sample.time > 0;
  return false;
}

template <class Model>
void FarMetal<Model>::adapt(const Sample& sample, const lattice::Clusters& clusters) {
  if (!flights_ || !has_bonds(case_.metal)) return;
  const int margin = beyond(case_).above->margin, layers = model_.slab().layers();
  const int in_use = layers_in_use(sample, clusters);
  const int needed = in_use == 0 ? 0 : in_use + margin;
  const int wanted = std::clamp(needed + margin, case_.metal.layers, model_.most_layers());
  const bool grow = layers < needed && wanted > layers;
  const bool shrink =
      layers > needed + 2 * margin && wanted < layers && all_alone_above(wanted, clusters);
  if (grow || shrink) resize(wanted);
}

// Up to the highest that holds part of a void or is crowded.
template <class Model>
int FarMetal<Model>::layers_in_use(const Sample& sample, const lattice::Clusters& clusters) const {
  int layers = 0;
  for (const lattice::Cluster& c : clusters.list)
    if (c.size >= void_size) layers = std::max(layers, c.highest_layer + 1);
  const double crowd = std::max(dilute * model_.slab().sites_per_layer(), double{void_size});
  for (std::size_t k = 0; k < sample.layer_vacancies.size(); ++k)
    if (sample.layer_vacancies[k] > crowd) layers = std::max(layers, static_cast<int>(k) + 1);
  return layers;
}

template <class Model>
void FarMetal<Model>::resize(int layers) {
  const std::vector<lattice::Cell> above = model_.resize(layers);
  engine_.take_up_all();
  flights_->take_up_slab();
  for (const lattice::Cell& cell : above) launch(cell);
  load_.most_layers = std::max(load_.most_layers, layers);
}

template <class Model>
std::optional<FarFieldLoad> FarMetal<Model>::far_field() const {
  if (!flights_) return {};
  FarFieldLoad load = load_;
  load.mean = crowding_since(Sample{});
  return load;
}

template <class Model>
void FarMetal<Model>::save(kmc::Writer& w) const {
  w.put(emission_);
  w.put(excursions_);
  if (model_.emission_rate() > 0) w.put(next_emission_);
  if (flights_) flights_->save(w);
  w.put(load_.highest);
  w.put(load_.crowded_from);
  w.put(load_.most_layers);
  w.put(load_.outrun);
}

template <class Model>
void FarMetal<Model>::load(kmc::Reader& r, double due) {
  r.get(emission_);
  r.get(excursions_);
  if (model_.emission_rate() > 0) r.get(next_emission_);
  if (flights_) flights_->load(r, due);
  r.get(load_.highest);
  r.get(load_.crowded_from);
  load_.most_layers = r.get_within(model_.slab().layers(), model_.most_layers());
  r.get(load_.outrun);
}

template class FarMetal<SlabModel>;
template class FarMetal<DetailedSlab>;

}  // namespace lacuna::interface
