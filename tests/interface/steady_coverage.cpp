// Exact result 7: the coverage at which a constant current is steady, against r(theta) of design
// §6. The theory is solved here anew, from the neighbour vectors (layer_walk.hpp).

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "interface/run.hpp"
#include "interface/slab_model.hpp"
#include "kmc/engine.hpp"
#include "tests/interface/layer_walk.hpp"
#include "tests/interface/statistics.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lattice::Normal;

namespace {

struct Doorway {
  Normal normal = Normal::n110;
  double temperature = 300, injection = 0.14, segregation = 0.0, coverage = 0.3;
};

Case steady_case(const Doorway& d, double monolayers) {
  Case c;
  c.temperature = d.temperature;
  c.metal.normal = d.normal;
  c.metal.cells = d.normal == Normal::n100 ? std::array{36, 32} : std::array{30, 20};
  c.metal.layers = 8;
  c.ceramic.injection.barrier = d.injection;
  c.ceramic.segregation = d.segregation;
  c.ceramic.lateral.barrier = d.injection;  // without interactions the mean does not depend on it
  const lattice::Slab slab(d.normal, c.metal.lattice_constant, c.metal.cells, 8);
  c.current = Constant{test::steady_state(c, d.coverage).flux / slab.site_area(), monolayers, 0};
  c.stop = Stop::end;
  c.onset.primary = Detector::coverage;
  c.sample_monolayers = 0.5;
  return c;
}

class Samples : public Observer {
 public:
  std::vector<Sample> list;
  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    list.push_back(s);
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}
};

struct Steady {
  test::Estimate coverage;
  std::vector<test::Estimate> layers;
  double hops_per_strip = 0.0;
};

// Strips find the time average; the first ten monolayers are the way there.
Steady measure(const Case& c, std::uint64_t seed) {
  Samples samples;
  Observer* const observers[] = {&samples};
  run(c, seed, observers, {}, {});
  const std::size_t transient = 20;
  std::vector<double> coverage;
  std::vector<std::vector<double>> layers(static_cast<std::size_t>(c.metal.layers));
  const lattice::Slab slab(c.metal.normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers);
  for (std::size_t n = transient + 1; n < samples.list.size(); ++n) {
    coverage.push_back(samples.list[n].coverage);
    for (std::size_t l = 0; l < layers.size(); ++l)
      layers[l].push_back(samples.list[n].layer_vacancies[l] /
                          static_cast<double>(slab.sites_per_layer()));
  }
  Steady s;
  s.coverage = test::batch_mean(coverage, 25);
  for (const auto& l : layers) s.layers.push_back(test::batch_mean(l, 25));
  const auto &first = samples.list[transient].events, &last = samples.list.back().events;
  s.hops_per_strip = static_cast<double>(last.hops() - first.hops()) /
                     static_cast<double>(last.stripped - first.stripped);
  return s;
}

// The same coverage from the model alone, its vacancies bounded in one way throughout: strips at
// random times find the time average.
test::Estimate measure(const Case& c, Bounding bounding, double monolayers, std::uint64_t seed) {
  SlabModel model(c, bounding);
  kmc::Engine<SlabModel> engine(model, kmc::CompositionRejection(model.scale()),
                                kmc::Stream(seed, 1));
  kmc::Stream random(seed, 2);
  kmc::Changes changes;
  const double sites = model.slab().sites_per_layer();
  const double rate = std::get<Constant>(c.current).density * model.slab().site_area() * sites;
  const int transient = 10 * static_cast<int>(sites), strips = static_cast<int>(monolayers * sites);
  double time = 0;
  std::vector<double> coverage;
  for (int n = 0; n < strips; ++n) {
    time -= std::log1p(-random.uniform()) / rate;
    engine.advance(time, ~std::uint64_t{0});
    if (n >= transient) coverage.push_back(model.interface_vacancies() / sites);
    model.strip(random, changes);
    engine.take_up(changes);
  }
  model.check();
  return test::batch_mean(coverage, 25);
}

// Within `allowed` (relative) and three standard errors, with errors small enough for that to mean
// something.
void check_coverage(const Doorway& d, double allowed, double monolayers, std::uint64_t seed) {
  CAPTURE(static_cast<int>(d.normal));
  CAPTURE(d.temperature);
  CAPTURE(d.coverage);
  const auto found = measure(steady_case(d, monolayers), test::seed(seed)).coverage;
  CAPTURE(found.z(d.coverage));
  CHECK(found.error < allowed / 2 * d.coverage);
  CHECK(std::abs(found.value / d.coverage - 1) < allowed);
  if (d.segregation == 0) CHECK(std::abs(found.z(d.coverage)) < 3);
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE("without segregation the steady coverage is that of r(theta) within 1 % on (110)") {
    check_coverage({Normal::n110, 300, 0.14, 0, 0.5}, 0.01, 150, 1);
  }
  TEST_CASE("without segregation the steady coverage is that of r(theta) within 1 % on (100)") {
    check_coverage({Normal::n100, 330, 0.14, 0, 0.5}, 0.01, 150, 2);
  }
  TEST_CASE(
      "without segregation the steady coverage is that of the linear balance within 1 % on (111)") {
    check_coverage({Normal::n111, 270, 0.14, 0, 0.5}, 0.01, 150, 3);
  }
  TEST_CASE(
      "with a segregation energy of 0.087 eV the steady coverage of 0.3 is that of r(theta) within "
      "3 %") {
    check_coverage({Normal::n110, 300, 0.14, 0.087, 0.3}, 0.03, 60, 4);
  }
  TEST_CASE(
      "below a ceiling and with kept rates alike the steady coverage is that of r(theta) on all "
      "normals") {
    for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
      for (const Bounding bounding : {Bounding::ceiling, Bounding::kept}) {
        CAPTURE(static_cast<int>(normal));
        CAPTURE(static_cast<int>(bounding));
        const auto found =
            measure(steady_case({normal, 300, 0.14, 0, 0.5}, 0), bounding, 50, test::seed(6));
        CHECK(found.error < 0.01 * 0.5);
        CHECK(std::abs(found.z(0.5)) < test::allowed);
      }
  }
  TEST_CASE("the steady state has theory's profile over the layers, and its number of hops") {
    for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111}) {
      const Case c = steady_case({normal, 300, 0.10, 0, 0.05}, 100);
      const auto exact = test::steady_state(c, 0.05);
      const Steady found = measure(c, test::seed(5));
      // a sample is taken just after a strip: one vacancy more than on average in layer 0
      const lattice::Slab slab(normal, c.metal.lattice_constant, c.metal.cells, c.metal.layers);
      const double stripped = 1.0 / slab.sites_per_layer();
      for (std::size_t l = 0; l + 1 < 8; ++l)
        CHECK(std::abs(found.layers[l].z(exact.occupation[l] + (l == 0 ? stripped : 0.0))) <
              test::allowed);
      CHECK(found.layers[7].value == 0);
      // theory counts hops onto vacant sites too, about as many as the share of vacant sites
      CHECK(found.hops_per_strip < exact.hops / exact.flux * 1.02);
      CHECK(found.hops_per_strip > exact.hops / exact.flux * 0.92);
    }
  }
}

TEST_SUITE("all") {
  TEST_CASE(
      "without segregation the steady coverage is that of theory at three temperatures, on all "
      "normals") {
    std::uint64_t seed = 10;
    for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111})
      for (const double temperature : {250.0, 300.0, 350.0})
        for (const double coverage : {0.2, 0.5, 0.8})
          check_coverage({normal, temperature, 0.14, 0, coverage}, 0.01, coverage < 0.3 ? 400 : 200,
                         ++seed);
  }
  TEST_CASE("with segregation the steady coverage is that of mean field within 3 % up to 0.3") {
    std::uint64_t seed = 50;
    for (const Normal normal : {Normal::n110, Normal::n100})
      for (const double temperature : {250.0, 300.0, 350.0})
        for (const double coverage : {0.1, 0.3})
          check_coverage({normal, temperature, 0.14, 0.087, coverage}, 0.03, 100, ++seed);
  }
}
