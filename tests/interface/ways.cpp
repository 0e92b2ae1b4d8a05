#include "interface/ways.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "core/constants.hpp"
#include "interface/run.hpp"
#include "interface/slab_model.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

/// A small slab that gains and loses vacancies in every way there is.
Case busy() {
  Case c;
  c.metal.cells = {5, 4};
  c.metal.layers = 5;
  c.far_side = Equilibrium{{0.1}};
  c.current = Pulse{3e7 * constants::mA_per_cm2, 1e-9, 1e-9, 6};
  c.initial.vacancy_fraction = 0.02;
  c.stop = Stop::end;
  c.sample_monolayers = 0.05;
  c.paths = true;
  return c;
}

/// Checks at each sample that every way ends where its vacancy is.
class Watch : public Observer {
 public:
  explicit Watch(const Case& c) : case_(c) {}
  void sample(const Sample& s, const lattice::Occupation& occupation,
              const lattice::Clusters&) override {
    times.push_back(s.time);
    vacancies.push_back(s.vacancies);
    if (!case_.paths) {
      CHECK(s.paths.empty());
      return;
    }
    REQUIRE(s.paths.size() == occupation.vacancies());
    std::set<std::uint64_t> numbers;
    for (std::uint32_t v = 0; v < occupation.vacancies(); ++v) {
      if (occupation.slab().wrap(s.paths[v].unwrapped) != occupation.cell({v})) ++astray;
      if (s.paths[v].unwrapped != occupation.cell({v})) ++crossed;
      numbers.insert(s.paths[v].vacancy);
      most = std::max(most, s.paths[v].vacancy);
    }
    CHECK(numbers.size() == s.paths.size());
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}

  std::vector<double> times;
  std::vector<std::uint32_t> vacancies;
  int astray = 0, crossed = 0;
  std::uint64_t most = 0;

 private:
  const Case& case_;
};

Ending run_watched(const Case& c, Watch& watch) {
  const std::array<Observer*, 1> observers{&watch};
  return run(c, 5, observers, {}, {});
}

}  // namespace

TEST_CASE(
    "the ways of vacancies end where they are, whether they hop, are stripped, emitted, absorbed "
    "or filled") {
  const Case c = busy();
  Watch watch(c);
  const Ending ending = run_watched(c, watch);
  CHECK(watch.times.size() > 10);
  CHECK(watch.astray == 0);
  CHECK(watch.crossed > 0);
  const EventCounts& e = ending.last.events;
  CHECK(e.emitted > 0);
  CHECK(e.absorbed > 0);
  CHECK(watch.most < e.stripped + e.emitted + c.metal.cells[0] * c.metal.cells[1] * 2 * 5);
  Case plating = c;
  plating.current = Constant{-1e7 * constants::mA_per_cm2, 2.0, 0.0};
  plating.ceramic.segregation = 0.1;
  Watch other(plating);
  CHECK(run_watched(plating, other).last.events.plated > 0);
  CHECK(other.astray == 0);
}

TEST_CASE("a run is the same whether its vacancies are followed or not") {
  Case c = busy();
  Watch followed(c);
  run_watched(c, followed);
  Case without = busy();
  without.paths = false;
  Watch plain(without);
  run_watched(without, plain);
  CHECK(followed.times == plain.times);
  CHECK(followed.vacancies == plain.vacancies);
}

TEST_CASE(
    "ways end above the layers that are given up, begin where a vacancy lands, and go on from a "
    "checkpoint") {
  Case c;
  c.metal.cells = {5, 4};
  c.metal.layers = 8;
  c.far_side = Thick{.layers = 20};
  DetailedSlab model(c);
  kmc::Changes changes;
  for (const int k : {1, 7, 5}) model.vacate({2, 1, k}, changes);
  const std::uint64_t last = model.paths()[2].vacancy;
  CHECK(model.resize(6) == std::vector<lattice::Cell>{{2, 1, 7}});
  REQUIRE(model.paths().size() == 2);
  CHECK(model.paths()[0].unwrapped == lattice::Cell{2, 1, 1});
  CHECK(model.paths()[1].unwrapped == lattice::Cell{2, 1, 5});
  CHECK(model.paths()[1].vacancy == last);

  kmc::Stream random(1, 1);
  int down = 0;
  while (model.slab().steps()[static_cast<std::size_t>(down)].k != -1) ++down;
  const lattice::Cell above{0, 3, 6};
  REQUIRE(model.land(above, down, random, changes));
  REQUIRE(model.paths().size() == 3);
  CHECK(model.paths()[2].unwrapped == model.slab().neighbour(above, down));
  CHECK(model.paths()[2].vacancy == last + 1);

  model.check();
  kmc::Writer saved;
  model.save(saved);
  kmc::Reader reader(saved.bytes());
  DetailedSlab again(c);
  CHECK(again.resize(6).empty());
  again.load(reader);
  REQUIRE(again.paths().size() == 3);
  for (std::size_t n = 0; n < 3; ++n) {
    CHECK(again.paths()[n].unwrapped == model.paths()[n].unwrapped);
    CHECK(again.paths()[n].vacancy == model.paths()[n].vacancy);
  }
  again.vacate({4, 2, 2}, changes);
  CHECK(again.paths()[3].vacancy == last + 2);
}
