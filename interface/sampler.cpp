#include "interface/sampler.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace lacuna::interface {
namespace {

constexpr double charge_rounding = 1e-12;  // of a charge that is a sum of many small ones

// (size, count) of clusters, by rising size.
std::vector<std::pair<std::uint32_t, std::uint32_t>> counted(std::vector<std::uint32_t> sizes) {
  std::sort(sizes.begin(), sizes.end());
  std::vector<std::pair<std::uint32_t, std::uint32_t>> counts;
  for (const std::uint32_t size : sizes) {
    if (counts.empty() || counts.back().first != size) counts.emplace_back(size, 0);
    ++counts.back().second;
  }
  return counts;
}

}  // namespace

Sampler::Sampler(const Case& c, const SlabState& model, const ImposedCurrent& current,
                 std::span<Observer* const> observers)
    : model_(model),
      current_(current),
      observers_(observers),
      connectivity_(c.connectivity),
      every_monolayers_(c.sample_monolayers),
      overpotential_(c),
      window_(c.onset.window_monolayers) {}

void Sampler::note_strip(double time, std::uint64_t in_flight, double constriction) {
  ++strips_.count;
  strips_.coverage += in_layers(model_.interface_vacancies());
  strips_.vacancies += in_layers(stored(in_flight));
  strips_.density += current_.density(time);
  strips_.constriction += constriction;
  const std::vector<std::uint32_t>& vacant = model_.class_vacancies();
  strips_.in_class.resize(vacant.size());
  for (std::size_t n = 0; n < vacant.size(); ++n) strips_.in_class[n] += vacant[n];
}

double Sampler::in_layers(std::uint64_t atoms) const {
  return static_cast<double>(atoms) / model_.slab().sites_per_layer();
}

std::uint64_t Sampler::stored(std::uint64_t in_flight) const {
  return model_.carriers() + in_flight;
}

double Sampler::net_monolayers() const {
  const EventCounts& e = model_.events();
  return (static_cast<double>(e.stripped) - static_cast<double>(e.plated + e.supplied)) /
         model_.slab().sites_per_layer();
}

std::uint64_t Sampler::passed_atoms() const {
  const EventCounts& e = model_.events();
  return e.stripped + e.plated + e.supplied;
}

double Sampler::passed_monolayers() const { return in_layers(passed_atoms()); }

double Sampler::charge_of(std::uint64_t samples) const {
  return static_cast<double>(samples) * every_monolayers_ * (1 - charge_rounding);
}

bool Sampler::due() const { return passed_monolayers() >= charge_of(due_ + 1); }

// Samples that one atom's charge has passed by are left out at once: there may be millions. The
// last of them are counted, as they are told by due() to the last bit.
void Sampler::await_next() {
  const double passed = passed_monolayers() / charge_of(1);
  constexpr double last = 2, countable = 1e15;
  if (passed > last && passed < countable)
    due_ = std::max(due_, static_cast<std::uint64_t>(passed - last));
  while (due()) ++due_;
}

lattice::Clusters Sampler::find_clusters() const {
  return lattice::find_clusters(model_.occupation(), connectivity_);
}

SampleInterval Sampler::look(const Moment& moment, const lattice::Clusters& clusters) {
  SampleInterval interval = close_interval(moment);
  const std::uint64_t index = started_ ? sample_.index + 1 : 0;
  sample_ = observe(moment, interval, clusters);
  sample_.index = index;
  started_ = true;
  interval.largest_near = sample_.largest_near;
  window_.add(interval);
  monolayer_.add(interval);
  if (!current_.cycle()) sample_.lag = monolayer_.lag();  // of a current that goes one way
  return interval;
}

void Sampler::show(const std::optional<double>& onset, std::span<const VacancyPath> paths,
                   const lattice::Clusters& clusters) {
  sample_.onset = onset;
  sample_.paths = paths;
  for (Observer* o : observers_) o->sample(sample_, model_.occupation(), clusters);
  sample_.paths = {};
}

void Sampler::end(std::span<const VacancyPath> paths) {
  sample_.paths = paths;
  for (Observer* o : observers_) o->end(sample_, model_.occupation());
  sample_.paths = {};
}

// The means over the strips since the last sample, or the present state.
std::vector<double> Sampler::class_coverage() const {
  const std::vector<std::uint32_t>& sites = model_.class_sites();
  std::vector<double> coverage;
  if (sites.size() < 2) return coverage;
  for (std::size_t n = 0; n < sites.size(); ++n) {
    const double vacant = strips_.count > 0
                              ? strips_.in_class[n] / static_cast<double>(strips_.count)
                              : model_.class_vacancies()[n];
    coverage.push_back(vacant / sites[n]);
  }
  return coverage;
}

SampleInterval Sampler::close_interval(const Moment& moment) {
  class_coverage_ = class_coverage();
  const Strips strips = std::exchange(strips_, {});
  SampleInterval i;
  i.charge = in_layers(strips.count);
  if (strips.count > 0) {
    const auto count = static_cast<double>(strips.count);
    i.coverage = strips.coverage / count;
    i.vacancies = strips.vacancies / count;
    i.density = strips.density / count;
    i.constriction = strips.constriction / count;
  } else {
    i.coverage = in_layers(model_.interface_vacancies());
    i.vacancies = in_layers(stored(moment.in_flight));
    i.density = current_.density(moment.time);
    i.constriction = moment.constriction.value_or(0.0);
  }
  i.time = started_ ? (sample_.time + moment.time) / 2 : moment.time;
  i.monolayers = (sample_.monolayers + net_monolayers()) / 2;
  i.crowding = moment.crowding;
  return i;
}

Sample Sampler::observe(const Moment& moment, const SampleInterval& interval,
                        const lattice::Clusters& clusters) const {
  Sample s;
  s.time = moment.time;
  s.density = current_.density(s.time);
  s.monolayers = net_monolayers();
  s.charge = s.monolayers / model_.slab().site_area();
  s.coverage = interval.coverage;
  s.class_coverage = class_coverage_;
  s.overpotential = overpotential_(s.density, 1 - s.coverage);
  s.rim_enhancement = moment.rim_enhancement;
  if (moment.constriction) {
    s.constriction = interval.constriction * s.density;
    s.overpotential += *s.constriction;
  }
  s.vacancies = model_.carriers();
  s.in_flight = moment.in_flight;
  s.holding = current_.waiting() != nullptr;
  s.ended = moment.ended;
  s.events = model_.events();
  s.events.trials = moment.trials;
  describe_layers(s);
  describe_clusters(clusters, s);
  return s;
}

void Sampler::describe_layers(Sample& s) const {
  s.layer_vacancies.assign(static_cast<std::size_t>(model_.slab().layers()), 0);
  for (std::uint32_t v = 0; v < model_.carriers(); ++v)
    ++s.layer_vacancies[static_cast<std::size_t>(model_.occupation().cell({v}).k)];
}

void Sampler::describe_clusters(const lattice::Clusters& clusters, Sample& s) const {
  std::vector<std::uint32_t> sizes;
  for (const lattice::Cluster& c : clusters.list) {
    sizes.push_back(c.size);
    s.clusters += c.size >= 2;
    s.largest_cluster = std::max(s.largest_cluster, c.size);
    if (c.lowest_layer > model_.slab().reach()) continue;
    s.largest_near = std::max(s.largest_near, c.size);
    s.spanning = s.spanning || c.spans;
    if (c.size >= void_size) s.deepest_layer = std::max(s.deepest_layer, c.highest_layer);
  }
  s.cluster_sizes = counted(std::move(sizes));
}

void Sampler::Strips::save(kmc::Writer& w) const {
  w.put(count);
  for (const double sum : {coverage, vacancies, density, constriction}) w.put(sum);
  w.put(in_class);
}

void Sampler::Strips::load(kmc::Reader& r) {
  r.get(count);
  for (double* const sum : {&coverage, &vacancies, &density, &constriction}) r.get(*sum);
  r.get(in_class);
}

// Of the last sample only what the next one and the progress line look back at.
void Sampler::save(kmc::Writer& w) const {
  w.put(window_);
  w.put(monolayer_);
  w.put(strips_);
  w.put(due_);
  w.put(sample_.index);
  w.put(sample_.time);
  w.put(sample_.density);
  w.put(sample_.monolayers);
  w.put(sample_.coverage);
  w.put(sample_.events);
  for (Observer* o : observers_) o->save(w);
}

void Sampler::load(kmc::Reader& r, double now) {
  r.get(window_);
  r.get(monolayer_);
  r.get(strips_);
  if (strips_.in_class.size() != (strips_.count > 0 ? model_.class_sites().size() : 0))
    r.refuse("holds another number of classes of sites");
  r.get(due_);
  if (due() || passed_monolayers() < charge_of(due_))
    r.refuse("holds another charge than its samples say");
  started_ = true;
  r.get(sample_.index);
  sample_.time = r.get_within(0.0, now);
  r.get(sample_.density);
  r.get(sample_.monolayers);
  r.get(sample_.coverage);
  r.get(sample_.events);
  for (Observer* o : observers_) o->load(r);
}

}  // namespace lacuna::interface
