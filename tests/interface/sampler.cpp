#include "interface/sampler.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "core/error.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

// A slab of its own, which a test changes by hand, under a current of 1 to 2 /(Å² s) in 1 s.
struct Scene {
  explicit Scene(std::span<Observer* const> observers = {})
      : model(settings()),
        current(settings().current),
        sampler(settings(), model, current, observers) {}

  static const Case& settings() {
    static const Case c = [] {
      Case values;
      values.metal.cells = {8, 6};
      values.metal.layers = 6;
      values.current = Tabulated{{{0, 1}, {1, 2}}};
      values.sample_monolayers = 0.05;
      return values;
    }();
    return c;
  }
  [[nodiscard]] double sites() const { return model.slab().sites_per_layer(); }
  void strip() {
    model.strip(random, changes);
    changes.clear();
  }
  SampleInterval look(double time, std::uint64_t in_flight = 0) {
    return sampler.look({time, 0, in_flight, 0.0}, sampler.find_clusters());
  }

  SlabModel model;
  ImposedCurrent current;
  Sampler sampler;
  kmc::Stream random{1, 1};
  kmc::Changes changes;
};

struct Watcher : Observer {
  std::vector<Sample> seen;
  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    seen.push_back(s);
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}
};

}  // namespace

TEST_CASE("a sample's means are those of what the strips since the one before found") {
  Scene scene;
  scene.look(0.0);
  scene.sampler.note_strip(0.25, 3);
  scene.strip();
  scene.sampler.note_strip(0.75, 5);
  scene.strip();
  const SampleInterval i = scene.look(1.0);
  CHECK(i.charge == 2 / scene.sites());
  CHECK(i.coverage == doctest::Approx(0.5 / scene.sites()));
  CHECK(i.vacancies == doctest::Approx(0.5 * (3 + 6) / scene.sites()));
  CHECK(i.density == doctest::Approx(1.5));
  CHECK(i.time == 0.5);
  CHECK(i.monolayers == doctest::Approx(1 / scene.sites()));
  CHECK(scene.sampler.last().coverage == i.coverage);
}

TEST_CASE("a sample without a strip since the one before is of the present moment") {
  Scene scene;
  scene.look(0.0);
  scene.sampler.note_strip(0.1, 0);
  scene.strip();
  scene.look(0.2);
  const SampleInterval i = scene.look(0.6, 4);
  CHECK(i.charge == 0);
  CHECK(i.coverage == 1 / scene.sites());
  CHECK(i.vacancies == 5 / scene.sites());
  CHECK(i.density == doctest::Approx(1.6));
  CHECK(scene.sampler.last().index == 2);
  CHECK(scene.sampler.last().in_flight == 4);
}

TEST_CASE("samples are due at multiples of their charge, whichever way it passes") {
  Scene scene;
  const double every = Scene::settings().sample_monolayers;
  for (int atoms = 1; atoms < 40; ++atoms) {
    scene.strip();
    CHECK(scene.sampler.passed_monolayers() == atoms / scene.sites());
    const int before = static_cast<int>((atoms - 1) / scene.sites() / every + 1e-9);
    const int now = static_cast<int>(atoms / scene.sites() / every + 1e-9);
    CHECK(scene.sampler.due() == (now > before));
    scene.sampler.await_next();
    CHECK_FALSE(scene.sampler.due());
  }
  const double passed = scene.sampler.passed_monolayers();
  CHECK(scene.model.plate(scene.random, scene.changes));
  CHECK(scene.sampler.passed_monolayers() > passed);
  CHECK(scene.sampler.net_monolayers() == 38 / scene.sites());
}

TEST_CASE("observers are shown the sample with the onset and the ways that are known by then") {
  Watcher watcher;
  Observer* const observers[] = {&watcher};
  Scene scene(observers);
  const std::vector<VacancyPath> paths(2);
  scene.look(0.5);
  scene.sampler.show(7.5, paths, scene.sampler.find_clusters());
  REQUIRE(watcher.seen.size() == 1);
  CHECK(watcher.seen[0].onset == 7.5);
  CHECK(watcher.seen[0].paths.size() == 2);
  CHECK(scene.sampler.last().paths.empty());
}

TEST_CASE("a sampler that was saved goes on, and another charge than its samples' is refused") {
  Scene a;
  a.look(0.0);
  for (int n = 0; n < 20; ++n) {
    a.sampler.note_strip(0.01 * n, 1);
    a.strip();
  }
  a.sampler.await_next();
  kmc::Writer w;
  a.sampler.save(w);
  Scene b;
  for (int n = 0; n < 20; ++n) b.strip();
  kmc::Reader r(w.bytes());
  b.sampler.load(r, 0.2);
  CHECK_NOTHROW(r.finish());
  const SampleInterval mine = a.look(0.3), other = b.look(0.3);
  CHECK(mine.coverage == other.coverage);
  CHECK(mine.density == other.density);
  CHECK(mine.time == other.time);
  Scene fresh;
  kmc::Reader again(w.bytes());
  CHECK_THROWS_WITH_AS(fresh.sampler.load(again, 0.2), doctest::Contains("another charge"),
                       kmc::CheckpointError);
}

TEST_CASE("of samples closer together than one atom's charge each atom has the last one") {
  for (const double every : {3e-3, 1e-9}) {  // an atom is 0.01 of a layer
    Case c = Scene::settings();
    c.sample_monolayers = every;
    SlabModel model(c);
    const ImposedCurrent current(c.current);
    Sampler sampler(c, model, current, {});
    kmc::Stream random{1, 1};
    kmc::Changes changes;
    for (int strip = 1; strip <= 20; ++strip) {
      model.strip(random, changes);
      changes.clear();
      CHECK(sampler.due());
      sampler.await_next();
      CHECK_FALSE(sampler.due());
    }
  }
}
