#include "interface/patch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

#include "core/constants.hpp"
#include "interface/run.hpp"
#include "interface/slab_model.hpp"
#include "interface/theory.hpp"
#include "tests/interface/refusal.hpp"
#include "tests/interface/statistics.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using namespace lacuna::interface;
using lacuna::test::refusal;
using lacuna::test::says;
using lattice::Normal;
using lattice::Slab;

namespace {

constexpr double a = 4.29;

/// As many pixels as the box of `small` has sites on (110), dark where i + j is a multiple of 3.
Picture checkered() {
  Picture picture;
  picture.pixels = {10, 16, {}};
  for (int n = 0; n < 160; ++n) picture.pixels.greys.push_back(n % 10 + n / 10 % 3 == 0 ? 90 : 200);
  return picture;
}

const std::vector<PatchShape> shapes{Stripes{8, 20}, Discs{6, 22}, RandomPatches{0.4, 6, {}},
                                     ListedSites{{0, 3, 7, 40}}};

Case small(Normal normal = Normal::n110) {
  Case c;
  c.metal.normal = normal;
  c.metal.cells = {10, 8};
  c.metal.layers = 6;
  c.ceramic.injection = {0.12, 2e13};
  c.ceramic.segregation = 0.06;
  c.current = Constant{3e7 * constants::mA_per_cm2, 1.0, 0.0};
  c.stop = Stop::end;
  return c;
}

Case with(Case c, const PatchShape& shape, const SiteClass& sites) {
  c.ceramic.patches = {Patch{sites, shape}};
  return c;
}

std::size_t sites_on(const std::vector<std::uint8_t>& map) {
  return std::accumulate(map.begin(), map.end(), std::size_t{0});
}

/// Means of the coverage of either class, over samples after the first ones.
class Coverages : public Observer {
 public:
  explicit Coverages(std::uint64_t first) : first_(first) {}
  std::vector<double> rest, patch, all;
  void sample(const Sample& s, const lattice::Occupation&, const lattice::Clusters&) override {
    REQUIRE(s.class_coverage.size() == 2);
    if (s.index < first_) return;
    rest.push_back(s.class_coverage[0]);
    patch.push_back(s.class_coverage[1]);
    all.push_back(s.coverage);
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}

 private:
  std::uint64_t first_;
};

}  // namespace

TEST_CASE("stripes are evenly spread, and have their share of the box") {
  const Slab slab(Normal::n100, a, {20, 12}, 4);
  // four periods of 21.45 A, five columns each, of which two are in a stripe
  const auto map = patch_map({{{}, Stripes{8, 20}}}, slab, 1);
  for (std::uint32_t n = 0; n < map.size(); ++n) CHECK(map[n] == (slab.nth(n).i % 5 < 2));
  CHECK(class_shares({{{}, Stripes{8, 20}}}, slab)[1] == 0.4);
  CHECK(class_shares({{{}, Stripes{20, 20}}}, slab)[1] == 1);
}

TEST_CASE("a disc stands in the middle of the box, and others where its spacing says") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111}) {
    const Slab slab(normal, a, {20, 12}, 4);
    const double x = slab.box()[0], y = slab.box()[1];
    const auto map = patch_map({{{}, Discs{9, std::max(x, y)}}}, slab, 1);
    for (std::uint32_t n = 0; n < map.size(); ++n) {
      const lattice::Vector r = slab.position(slab.nth(n));
      CHECK((map[n] == 1) == (std::hypot(r[0] - x / 2, r[1] - y / 2) <= 9 + 1e-6));
    }
    const double spacing = 0.45 * std::min(x, y);
    const auto many = patch_map({{{}, Discs{7, spacing}}}, slab, 1);
    const double dx = x / std::round(x / spacing), dy = y / std::round(y / spacing);
    for (std::uint32_t n = 0; n < many.size(); ++n) {
      const lattice::Vector r = slab.position(slab.nth(n));
      bool near = false;  // to any centre
      for (double cx = dx / 2; cx < x; cx += dx)
        for (double cy = dy / 2; cy < y; cy += dy)
          near = near || std::hypot(r[0] - cx, r[1] - cy) <= 7 + 1e-6;
      CHECK((many[n] == 1) == near);
    }
  }
}

TEST_CASE("a random patch has its share exactly, by the seed of the run or its own") {
  const Slab slab(Normal::n110, a, {20, 12}, 4);
  for (const double share : {0.0, 0.25, 0.5, 1.0}) {
    const Patch patch{{}, RandomPatches{share, 6, {}}};
    CHECK(sites_on(patch_map({patch}, slab, 1)) ==
          static_cast<std::size_t>(std::lround(share * slab.sites_per_layer())));
    CHECK(class_shares({patch}, slab)[1] == doctest::Approx(share));
  }
  const Patch by_run{{}, RandomPatches{0.5, 6, {}}}, by_itself{{}, RandomPatches{0.5, 6, 1}};
  CHECK(patch_map({by_run}, slab, 1) == patch_map({by_run}, slab, 1));
  CHECK(patch_map({by_run}, slab, 1) != patch_map({by_run}, slab, 2));
  CHECK(patch_map({by_run}, slab, 1) == patch_map({by_itself}, slab, 7));
  CHECK(patch_map({by_itself}, slab, 1) == patch_map({by_itself}, slab, 2));
}

TEST_CASE("signs of a random field at its median correlate by the arcsine of its correlation") {
  const Slab slab(Normal::n100, a, {64, 64}, 4);
  constexpr double length = 8;
  const int columns = slab.columns(), rows = slab.rows();
  for (const int step : {1, 2, 4}) {
    std::vector<double> found;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      const auto map = patch_map({{{}, RandomPatches{0.5, length, {}}}}, slab, test::seed(seed));
      double sum = 0;
      for (int i = 0; i < columns; ++i)
        for (int j = 0; j < rows; ++j) {
          const auto at = [&](int x, int y) {
            return map[slab.number({x % columns, y % rows, 0})] == 1 ? 1.0 : -1.0;
          };
          sum += at(i, j) * (at(i + step, j) + at(i, j + step)) / 2;
        }
      found.push_back(sum / (columns * rows));
    }
    const test::Estimate mean = test::mean(found);
    const double r = step * a, correlation = std::exp(-r * r / (2 * length * length));
    // the mean over a box of finite size is taken off: 2 pi c²/A of the variance
    const double missing = 2 * std::numbers::pi * length * length / (slab.box()[0] * slab.box()[1]);
    const double exact = 2 / std::numbers::pi * std::asin((correlation - missing) / (1 - missing));
    CAPTURE(step);
    CAPTURE(mean.value);
    CAPTURE(exact);
    CHECK(std::abs(mean.value - exact) < 4 * mean.error + 0.003);
  }
}

TEST_CASE("a patch without contrast gives the run of one ceramic, bit for bit") {
  for (const Normal normal : {Normal::n110, Normal::n100}) {
    const Case one = small(normal);
    const SiteClass same{one.ceramic.segregation, one.ceramic.injection, 1.0};
    const Ending alone = run(one, 5, {}, {}, {});
    for (const PatchShape& shape : shapes) {
      const Ending found = run(with(one, shape, same), 5, {}, {}, {});
      CHECK(found.last.time == alone.last.time);
      CHECK(found.last.events.hops() == alone.last.events.hops());
      CHECK(found.last.layer_vacancies == alone.last.layer_vacancies);
      const Ending other = run(with(one, shape, {0.11, {0.14, 2e13}, 3.0}), 5, {}, {}, {});
      CHECK(other.last.events.hops() != alone.last.events.hops());
    }
  }
}

TEST_CASE("a run draws its random patch from its seed") {
  const Case c = with(small(), RandomPatches{0.4, 6, {}}, {0.11, {0.14, 2e13}, 3.0});
  const Ending drawn = run(c, 5, {}, {}, {}),
               laid_out = run(with_sites_laid_out(c, 5), 5, {}, {}, {});
  CHECK(drawn.last.time == laid_out.last.time);
  CHECK(drawn.last.events.hops() == laid_out.last.events.hops());
  const Ending other = run(with_sites_laid_out(c, 6), 5, {}, {}, {});
  CHECK(drawn.last.events.hops() != other.last.events.hops());
}

TEST_SUITE("physics") {
  // Layer 1 is the sink, and on (100) no hop stays in layer 0, so that sites know of one another by
  // the strips alone: a site of class c is stripped at w_c λ while it is full, and vacant until it
  // hops at u k_c.
  TEST_CASE("without bonds classes carry the current by their share, weight and rate") {
    Case c = small(Normal::n100);
    c.metal.cells = {24, 24};
    c.metal.layers = 2;
    c.current = Constant{2e9 * constants::mA_per_cm2, 300.0, 0.0};
    c.sample_monolayers = 0.5;
    c = with(c, Stripes{8, 20}, {0.09, {0.10, 5e13}, 2.5});
    const double kT = constants::boltzmann * c.temperature, up = 4;
    const double rest_rate = up * 2e13 * std::exp(-0.12 / kT);
    const double patch_rate = up * 5e13 * std::exp(-0.10 / kT);
    const double share = class_shares(c.ceramic.patches, slab_of(c.metal))[1];
    const double flux = std::get<Constant>(c.current).density * site_area(c.metal);
    const auto coverage = [](double strips, double rate) { return strips / (strips + rate); };
    double low = 0, high = 1e6 * flux;  // λ
    for (int n = 0; n < 200; ++n) {
      const double middle = (low + high) / 2;
      const double carried = (1 - share) * rest_rate * coverage(middle, rest_rate) +
                             share * patch_rate * coverage(2.5 * middle, patch_rate);
      (carried < flux ? low : high) = middle;
    }
    for (const std::uint64_t seed : {1u, 2u}) {
      Coverages seen(20);
      Observer* const observers[] = {&seen};
      run(c, test::seed(seed), observers, {}, {});
      std::vector<double> carried;
      for (std::size_t n = 0; n < seen.all.size(); ++n) {
        carried.push_back((1 - share) * rest_rate * seen.rest[n] +
                          share * patch_rate * seen.patch[n]);
        REQUIRE(seen.all[n] ==
                doctest::Approx((1 - share) * seen.rest[n] + share * seen.patch[n]).epsilon(1e-9));
      }
      const auto near = [](const std::vector<double>& values, double exact, double bound) {
        const test::Estimate mean = test::batch_mean(values, 25);
        CAPTURE(mean.value);
        CAPTURE(mean.error);
        CAPTURE(exact);
        CHECK(std::abs(mean.value - exact) < 4 * mean.error + bound * exact);
      };
      near(carried, flux, 0);
      near(seen.rest, coverage(low, rest_rate), 1.0 / slab_of(c.metal).sites_per_layer());
      near(seen.patch, coverage(2.5 * low, patch_rate), 1.0 / slab_of(c.metal).sites_per_layer());
    }
  }

  TEST_CASE("without bonds and current each class holds the vacancies that its energy says") {
    Case c = small();
    c.ceramic.segregation = -0.03;
    c.far_side = Equilibrium{{0.1}};
    c.current = Constant{0.0, 0.0, 4e-8};
    c.sample_time = 4e-11;
    c = with(c, Discs{9, 40}, {0.05, {0.10, 5e13}, 1.0});
    const double kT = constants::boltzmann * c.temperature;
    const double dilute = std::exp(-0.1 / kT) / (1 - std::exp(-0.1 / kT));
    Coverages seen(20);
    Observer* const observers[] = {&seen};
    run(c, test::seed(1), observers, {}, {});
    const auto near = [&](const std::vector<double>& values, double segregation) {
      const double odds = dilute * std::exp(segregation / kT), exact = odds / (1 + odds);
      const test::Estimate mean = test::batch_mean(values, 25);
      CAPTURE(mean.value);
      CAPTURE(mean.error);
      CAPTURE(exact);
      CHECK(std::abs(mean.value - exact) < 4 * mean.error);
      CHECK(mean.error < 0.05 * exact);
    };
    near(seen.rest, -0.03);
    near(seen.patch, 0.05);
  }
}

TEST_CASE("later patches lie over earlier ones") {
  const Slab slab = slab_of(small().metal);
  const Patch stripes{{}, Stripes{8, 20}}, discs{{}, Discs{6, 22}};
  const auto first = patch_map({stripes}, slab, 1), second = patch_map({discs}, slab, 1);
  const auto both = patch_map({stripes, discs}, slab, 1);
  for (std::size_t n = 0; n < both.size(); ++n) CHECK(both[n] == (second[n] == 1 ? 2 : first[n]));
  const auto shares = class_shares({stripes, discs}, slab);
  for (std::size_t c = 0; c < 3; ++c)
    CHECK(std::lround(shares[c] * 160) == std::count(both.begin(), both.end(), c));
}

TEST_CASE("random patches of one run are independent, and by one seed lie one in the other") {
  const Slab slab(Normal::n110, a, {40, 28}, 6);
  const Patch wide{{}, RandomPatches{0.5, 6, {}}}, narrow{{}, RandomPatches{0.2, 6, {}}};
  std::vector<double> under, over;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto map = patch_map({wide, narrow}, slab, test::seed(seed));
    under.push_back(static_cast<double>(std::count(map.begin(), map.end(), 1)) / 2240);
    CHECK(std::count(map.begin(), map.end(), 2) == 448);
  }
  const auto shares = class_shares({wide, narrow}, slab);
  CHECK(shares[0] == doctest::Approx(0.4));
  CHECK(shares[1] == doctest::Approx(0.4));
  const test::Estimate mean = test::mean(under);
  CAPTURE(mean.value);
  CHECK(std::abs(mean.value - 0.4) < 4 * mean.error);
  CHECK(mean.error > 0);
  const Patch core{{}, RandomPatches{0.2, 6, 7}}, halo{{}, RandomPatches{0.5, 6, 7}};
  const auto nested = patch_map({halo, core}, slab, 1);
  CHECK(std::count(nested.begin(), nested.end(), 1) == 1120 - 448);
}

TEST_CASE("a picture of one pixel a site gives each site a pixel of its own") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111}) {
    const Slab slab(normal, a, {10, 8}, 6);
    Picture picture;
    picture.pixels = {slab.columns(), slab.rows(), {}};
    picture.greys = {0, 0};
    const std::uint32_t sites = slab.sites_per_layer();
    std::vector<int> sites_of_pixel(sites);
    for (std::uint32_t dark = 0; dark < sites; ++dark) {
      picture.pixels.greys.assign(sites, 255);
      picture.pixels.greys[dark] = 0;
      const auto map = patch_map({{{}, picture}}, slab, 1);
      CHECK(sites_on(map) == 1);
      for (std::uint32_t n = 0; n < sites; ++n) {
        if (map[n] == 0) continue;
        ++sites_of_pixel[n];
        const lattice::Vector r = slab.position(slab.nth(n));  // left to right, and up
        CHECK(std::floor((r[1] + 1e-6) / slab.box()[1] * slab.rows()) ==
              static_cast<int>(dark) / slab.columns());
        CHECK(std::floor((r[0] + 1e-6) / slab.box()[0] * slab.columns()) ==
              static_cast<int>(dark) % slab.columns());
      }
    }
    for (const int count : sites_of_pixel) CHECK(count == 1);
  }
}

TEST_CASE("a picture with a scale lies over the box, each site in its pixel") {
  const Slab slab = slab_of(small().metal);  // 4.29 by 4.85 nm
  Picture picture;
  picture.pixels = {4, 5, std::vector<std::uint8_t>(20, 255)};
  picture.pixel = 10;
  for (const std::size_t dark : {0u, 7u, 13u}) {
    picture.pixels.greys.assign(20, 255);
    picture.pixels.greys[dark] = 127;
    const double left = static_cast<double>(dark % 4) * 10.725,
                 low = static_cast<double>(dark / 4) * slab.box()[1] / 5;
    const auto map = patch_map({{{}, picture}}, slab, 1);
    CHECK(sites_on(map) > 4);
    for (std::uint32_t n = 0; n < map.size(); ++n) {
      const lattice::Vector r = slab.position(slab.nth(n));
      const bool inside = r[0] > left - 1e-6 && r[0] < left + 10.725 - 1e-6 && r[1] > low - 1e-6 &&
                          r[1] < low + slab.box()[1] / 5 - 1e-6;
      CHECK(map[n] == (inside ? 1 : 0));
    }
  }
}

TEST_CASE("each class alone is an interface of its own, with its share") {
  Case c = with(small(), Stripes{20, 20}, {0.11, {0.14, 3e13}, 3.0});
  const auto two = alike_sites(c);
  REQUIRE(two.size() == 2);
  CHECK(two[0].share == 0);
  CHECK(two[1].share == 1);
  CHECK(two[0].values.ceramic.segregation == 0.06);
  CHECK(two[1].values.ceramic.segregation == 0.11);
  CHECK(two[1].values.ceramic.injection.attempt_frequency == 3e13);
  CHECK_FALSE(has_site_classes(two[1].values.ceramic));
  CHECK(alike_sites(small()).size() == 1);
  const auto laid_out = alike_sites(with_sites_laid_out(c, 1));
  REQUIRE(laid_out.size() == 2);
  CHECK(laid_out[1].share == 1);
  CHECK(laid_out[1].values.ceramic.segregation == 0.11);
}

TEST_CASE("classes without contrast are one") {
  const Case one = small();
  const SiteClass same{one.ceramic.segregation, one.ceramic.injection, 1.0};
  SiteClass other = same;
  other.strip_weight = 2;
  Case c = with(one, Stripes{8, 20}, same);
  CHECK(alike_sites(c).size() == 1);
  CHECK(alike_sites(c)[0].share == 1);
  c.ceramic.patches.push_back({other, Discs{6, 22}});
  c.ceramic.patches.push_back({other, RandomPatches{0.1, 6, {}}});
  const auto two = alike_sites(c);
  REQUIRE(two.size() == 2);
  CHECK(two[1].strip_weight == 2);
  CHECK(two[0].share + two[1].share == doctest::Approx(1));
}

TEST_CASE("several patches without contrast give the run of one ceramic, bit for bit") {
  const Case one = small();
  const SiteClass same{one.ceramic.segregation, one.ceramic.injection, 1.0};
  Case many = one;
  for (const PatchShape& shape : shapes) many.ceramic.patches.push_back({same, shape});
  many.ceramic.patches.push_back({same, checkered()});
  const Ending alone = run(one, 5, {}, {}, {}), found = run(many, 5, {}, {}, {});
  CHECK(found.last.time == alone.last.time);
  CHECK(found.last.events.hops() == alone.last.events.hops());
  CHECK(found.last.layer_vacancies == alone.last.layer_vacancies);
}

TEST_CASE("lists of patches and pictures that cannot be are refused") {
  const Case c = small();
  const SiteClass sites{0.06, {0.12, 2e13}, 1.0};
  CHECK(refusal(with(c, checkered(), sites)) == "");
  const auto listed = [&](const std::vector<PatchShape>& all) {
    Case many = c;
    for (const PatchShape& shape : all) many.ceramic.patches.push_back({sites, shape});
    return refusal(many);
  };
  CHECK(listed({shapes[0], shapes[1]}) == "");
  CHECK(says(listed({shapes[0], Stripes{21, 20}}), "interface.patch.2.stripes: expected a width"));
  CHECK(says(listed({shapes[0], Stripes{20, 20}}),
             "interface.patch.1: later patches lie over all of it"));
  CHECK(says(listed(std::vector<PatchShape>(8, RandomPatches{0.1, 6, {}})),
             "interface.patch: 8 patches are more than the 7"));
  Picture small_one = checkered();
  small_one.pixels = {4, 5, std::vector<std::uint8_t>(20, 0)};
  CHECK(
      says(listed({small_one}),
           "interface.patch.image: the picture has 4 x 5 pixels, but the interface 10 x 16 sites"));
  small_one.pixel = 20;
  CHECK(says(listed({small_one}), "is 8 x 10 nm, and the box 4.29 x 4.854 nm"));
  small_one.pixel = 10;
  CHECK(listed({small_one}) == "");
  small_one.greys = {200, 100};
  CHECK(says(listed({small_one}), "the lowest, 200, is above the highest, 100"));
  small_one.greys = {200, 255};
  CHECK(says(listed({small_one}), "no site of the interface lies on it"));
}

TEST_CASE("patches that cannot be are refused") {
  const Case c = small();  // 4.29 by 4.85 nm
  const SiteClass sites{0.06, {0.12, 2e13}, 1.0};
  for (const PatchShape& shape : shapes) CHECK(refusal(with(c, shape, sites)) == "");
  CHECK(
      says(refusal(with(c, Stripes{21, 20}, sites)),
           "interface.patch.stripes: expected a width of at most the period of 2 nm, got 2.1 nm"));
  CHECK(says(refusal(with(c, Stripes{21, 100}, sites)),
             "interface.patch.stripes.period_nm: 10 nm is more than twice the box of 4.29 nm"));
  CHECK(says(refusal(with(c, Discs{5, 100}, sites)), "interface.patch.discs.spacing_nm: 10 nm"));
  CHECK(says(refusal(with(c, Discs{0.01, 20}, sites)), "no site of the interface lies on it"));
  CHECK(says(refusal(with(c, RandomPatches{0.5, 12, {}}, sites)),
             "interface.patch.random.correlation_nm: expected at most a quarter"));
  CHECK(says(refusal(with(c, ListedSites{{160}}, sites)),
             "interface.patch.file: it lists site number 160, but a layer has 160"));
  CHECK(says(refusal(with(c, shapes[0], {0.2, {0.14, 1e13}, 1.0})),
             "interface.patch: the injection barrier of 0.14 eV is below the segregation energy of "
             "0.2 eV"));
  CHECK(says(refusal(with(c, shapes[0], {0.2, {0.14, 1e13}, 1.0})),
             "raise interface.patch.injection.barrier_eV"));
  CHECK(says(refusal(with(c, shapes[0], {0.06, {0.12, 2e13}, 0.0})),
             "interface.patch.strip_weight: expected a positive number"));
  Case both = with(c, shapes[0], sites);
  both.ceramic.more_classes = {sites};
  CHECK(says(refusal(both), "interface.patch: the classes of sites are listed as well"));
  const Case not_laid_out = with(c, shapes[0], sites);
  CHECK_THROWS_AS(DetailedSlab{not_laid_out}, const Error&);
}
