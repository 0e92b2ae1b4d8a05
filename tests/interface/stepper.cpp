#include "interface/stepper.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "interface/run.hpp"
#include "tests/interface/saved_run.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

std::vector<std::uint32_t> sites_of(const lattice::Occupation& occupation) {
  std::vector<std::uint32_t> sites;
  for (std::uint32_t v = 0; v < occupation.vacancies(); ++v)
    sites.push_back(occupation.site({v}).value);
  return sites;
}

/// The last sample's vacancies, in the order of their numbers.
class LastSites : public Observer {
 public:
  std::vector<std::uint32_t> sites;
  void sample(const Sample&, const lattice::Occupation& occupation,
              const lattice::Clusters&) override {
    sites = sites_of(occupation);
  }
  void save(kmc::Writer&) override {}
  void load(kmc::Reader&) override {}
};

std::vector<Case> short_cases() {
  std::vector<Case> cases;
  for (Case c : test::cases_to_save()) {
    c.limits.events = 60000;
    c.sample_monolayers = 0.1;
    cases.push_back(c);
  }
  return cases;
}

}  // namespace

TEST_CASE("wherever a run pauses it goes through the same events, bit for bit") {
  for (const Case& c : short_cases()) {
    LastSites watching;
    Observer* const observers[] = {&watching};
    const Ending whole = run(c, 5, observers, {}, {});
    REQUIRE(whole.last.events.trials > 20000);
    const double later = whole.last.time / 100;
    for (int kind = 0; kind < 4; ++kind) {
      const auto stepper = start(c, 5);
      const auto pause = [&]() -> Pause {
        if (kind == 0) return {};
        if (kind == 1) return {.trials = 777};
        if (kind == 2) return {.at_sample = true};
        return {.time = stepper->now() + later};
      };
      int pauses = 0;
      while (stepper->go(pause())) ++pauses;
      CHECK((pauses == 0) == (kind == 0));
      REQUIRE(stepper->ending() != nullptr);
      CHECK(stepper->ending()->reason == whole.reason);
      CHECK(stepper->ending()->last.time == whole.last.time);
      CHECK(stepper->trials() == whole.last.events.trials);
      CHECK(stepper->last_sample().index == whole.last.index);
      CHECK(sites_of(stepper->state().occupation()) == watching.sites);
    }
  }
}

TEST_CASE("a run pauses after its trials, at its time or at its sample, and no stretch later") {
  constexpr std::uint64_t stretch = 200;  // Poisson numbers of mean 64 stay below that
  const auto stepper = start(short_cases().back(), 5);
  CHECK(stepper->last_sample().index == 0);
  CHECK(stepper->now() == 0.0);
  for (int n = 0; n < 20; ++n) {
    std::uint64_t before = stepper->trials();
    REQUIRE(stepper->go({.trials = 100}));
    CHECK(stepper->trials() >= before + 100);
    CHECK(stepper->trials() < before + 100 + stretch);

    before = stepper->trials();
    const double moment = stepper->now() * (1 + 1e-9);
    REQUIRE(stepper->go({.time = moment}));
    CHECK(stepper->now() >= moment);
    CHECK(stepper->trials() < before + 2 * stretch);
  }
  for (int n = 0; n < 5; ++n) {
    const std::uint64_t index = stepper->last_sample().index;
    REQUIRE(stepper->go({.at_sample = true}));
    CHECK(stepper->last_sample().index == index + 1);
    CHECK(stepper->last_sample().time == stepper->now());
    CHECK(stepper->last_sample().density == stepper->density());
  }
}

TEST_CASE("a run that is over stays so, and a case that cannot be run is refused") {
  Case c = short_cases().front();
  const auto stepper = start(c, 5);
  CHECK(stepper->ending() == nullptr);
  while (stepper->go({})) {
  }
  const std::uint64_t trials = stepper->trials();
  CHECK_FALSE(stepper->go({.trials = 10}));
  CHECK(stepper->trials() == trials);

  c.metal.layers = 1;
  CHECK_THROWS_AS((void)start(c, 5), InputError);
}
