#include "cell/sources.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <optional>

#include "cell/births.hpp"
#include "cell/cell.hpp"
#include "cell/thin_metal.hpp"
#include "core/constants.hpp"
#include "interface/theory.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {
namespace {

constexpr double mA = constants::mA_per_cm2;

/// Stripes of another segregation energy [eV] on a share of a tenth, a half or all of the wall.
interface::Case striped(double rest, double patch, double share) {
  interface::Case c = test::sodium(rest);
  const double length = slab_of(c.metal).box()[0] / 2;
  const interface::Case there = test::sodium(patch);
  c.ceramic.patches = {
      {{patch, there.ceramic.injection, 1.0}, interface::Stripes{share * length, length}}};
  return c;
}

Design held() {
  Design design;
  design.protocol = Staircase{0.5 * mA, 20 * mA, 1.02, 3600};
  design.far_end = FarEnd::sink;
  return design;
}

double first_void(const interface::Case& c) {
  const Sources sources = test::lawful_sources(c);
  const std::optional<Moment> moment = onset(c, held(), &sources);
  REQUIRE(moment);
  return moment->trend;
}

}  // namespace

TEST_CASE("what is counted is the wall, the metal, and the wall of every other class") {
  const interface::Case c = striped(0.047, 0.087, 0.5);
  const auto list = countings(c);
  REQUIRE(list.size() == 3);
  CHECK(list[0].at.segregation == 0.047);
  CHECK(list[1].at.region == nucleation::Region::bulk);
  CHECK(list[2].at.segregation == 0.087);
  CHECK(list[2].hops.injection.barrier == 0.14);
  CHECK(countings(test::sodium(0.047)).size() == 2);
  const auto counts = [](const Source& s) { return s.counts; };
  const Sources all = test::lawful_sources(c);
  const Sources again =
      sources(c, {counts(all.wall), counts(all.bulk), counts(all.patches[0].wall)});
  CHECK(again.wall.at.segregation == 0.047);
  REQUIRE(again.patches.size() == 1);
  CHECK(again.patches[0].wall.at.segregation == 0.087);
  CHECK(again.rest() + again.patches[0].share == doctest::Approx(1));
}

TEST_CASE("births at an interface with a patch are the sum over its classes by their shares") {
  const interface::Case poor = test::sodium(0.087), good = test::sodium(0.047);
  const interface::Case both = striped(0.047, 0.087, 0.3);
  const Boundary b(both, held());
  const double highest = 1e-4, z = 3e-5;
  const Births mixed(test::lawful_sources(both), b, highest);
  const auto alone = [&](const interface::Case& c) {
    return Births(test::lawful_sources(c), b, highest)(z, z).wall;
  };
  const double share = test::lawful_sources(both).patches[0].share;
  CHECK(share > 0.2);
  CHECK(share < 0.4);
  CHECK(mixed(z, z).wall == doctest::Approx((1 - share) * alone(good) + share * alone(poor)));
  CHECK(mixed(z, z).bulk == Births(test::lawful_sources(good), b, highest)(z, z).bulk);
  const Sources sources = test::lawful_sources(both);
  CHECK(sources.busiest_wall(z).at.segregation == 0.087);
}

TEST_CASE("births of several patches are the sum over all of them") {
  interface::Case three = striped(0.047, 0.087, 0.5);
  const interface::Case middle = test::sodium(0.067);
  three.ceramic.patches.push_back(
      {{0.067, middle.ceramic.injection, 1.0}, interface::RandomPatches{0.25, 5, {}}});
  const Sources sources = test::lawful_sources(three);
  REQUIRE(sources.patches.size() == 2);
  const double z = 3e-5;
  const auto alone = [&](double segregation) {
    const interface::Case c = test::sodium(segregation);
    return Births(test::lawful_sources(c), Boundary(c, held()), 1e-4)(z, z).wall;
  };
  const double random = sources.patches[1].share;  // over a half each of the others
  CHECK(random == doctest::Approx(0.25).epsilon(0.05));
  CHECK(sources.patches[0].share == doctest::Approx(0.5 * (1 - random)));
  CHECK(
      Births(sources, Boundary(three, held()), 1e-4)(z, z).wall ==
      doctest::Approx(0.5 * (1 - random) * (alone(0.047) + alone(0.087)) + random * alone(0.067)));
}

TEST_CASE("in thin metal the same sum holds") {
  interface::Case both = striped(0.047, 0.087, 0.5);
  interface::Case good = test::sodium(0.047), poor = test::sodium(0.087);
  both.ceramic.injection = poor.ceramic.injection = good.ceramic.injection;
  both.ceramic.patches[0].sites.injection = good.ceramic.injection;
  const Sources sources = test::lawful_sources(both), of_good = test::lawful_sources(good),
                of_poor = test::lawful_sources(poor);
  const double density = 1e6 * mA, share = sources.patches[0].share;
  const auto births = [&](const Sources& from) {  // in the gas of one of them
    return ThinBirths(good, from)(density).wall;
  };
  CHECK(births(sources) ==
        doctest::Approx((1 - share) * births(of_good) + share * births(of_poor)));
}

TEST_CASE("a patch without contrast changes nothing at the cell, bit for bit, wherever it lies") {
  const double alone = first_void(test::sodium(0.087));
  for (const double share : {0.1, 0.5, 1.0}) {
    interface::Case c = striped(0.087, 0.087, share);
    CHECK(first_void(c) == alone);
    c.ceramic.patches.push_back({c.ceramic.patches[0].sites, interface::RandomPatches{0.3, 5, {}}});
    CHECK(first_void(c) == alone);
  }
  CHECK(first_void(striped(0.047, 0.087, 1.0)) == doctest::Approx(alone).epsilon(1e-9));
}

// ln J rises n*+1 times as fast as ln j, so that a tenth of the births takes ln(10)/(n*+1) more.
TEST_CASE("a small share that wets badly decides, almost as if it were all") {
  const double poor = first_void(test::sodium(0.087)), good = first_void(test::sodium(0.047));
  const double tenth = first_void(striped(0.047, 0.087, 0.1));
  CHECK(poor < tenth);
  CHECK(tenth < good);
  CHECK(std::log(tenth / poor) < 0.2 * std::log(good / poor));
}

}  // namespace lacuna::cell
