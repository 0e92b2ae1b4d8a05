#include "cell/prior.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "interface/theory.hpp"
#include "tests/cell/sodium.hpp"

namespace lacuna::cell {

TEST_CASE("deviates have mean 0, variance 1 and no correlation, and more of them go on") {
  constexpr int draws = 2048;
  const auto all = deviates(draws);
  REQUIRE(all.size() == draws);
  for (std::size_t one = 0; one < 4; ++one) {
    double sum = 0;
    for (const Deviates& each : all) sum += each[one] / draws;
    CHECK(std::abs(sum) < 0.01);
    for (std::size_t other = 0; other < 4; ++other) {
      double product = 0;
      for (const Deviates& each : all) product += each[one] * each[other] / draws;
      CHECK(product == doctest::Approx(one == other ? 1.0 : 0.0).epsilon(0.02).scale(1));
    }
  }
  const auto few = deviates(5);
  for (std::size_t n = 0; n < few.size(); ++n) CHECK(few[n] == all[n]);
  CHECK(deviates(0).empty());
}

TEST_CASE("a draw changes E_f, S_f, frequencies and the ratio of bonds, each by its own") {
  const interface::Case c = test::sodium(0.087);
  const Prior prior;
  const auto changed = [&](const Deviates& d) { return drawn(c, prior, d); };
  const auto ratio = [](const interface::Case& k) { return k.metal.bond_nn2 / k.metal.bond_nn1; };

  const interface::Case dear = changed({1, 0, 0, 0});
  CHECK(interface::formation_energy(dear.metal) == doctest::Approx(0.45));
  CHECK(ratio(dear) == doctest::Approx(1));
  CHECK(dear.metal.vacancy_entropy == doctest::Approx(0.85 * 1.1));

  const interface::Case loose = changed({0, 1, 0, 0});
  CHECK(interface::formation_energy(loose.metal) == doctest::Approx(0.42));
  CHECK(loose.metal.vacancy_entropy == doctest::Approx(std::sqrt(1 - 0.85 * 0.85) * 1.1));

  CHECK(changed({0, 0, -1, 0}).clock_factor == doctest::Approx(1.0 / 3));

  const interface::Case skew = changed({0, 0, 0, 2});
  CHECK(interface::formation_energy(skew.metal) == doctest::Approx(0.42));
  CHECK(ratio(skew) == doctest::Approx(1.96));
  CHECK(skew.ceramic.segregation == 0.087);
}

TEST_CASE("errors of E_f and S_f leave the vacancies near the melting point nearly as they are") {
  const interface::Case c = test::sodium(0.0);
  const auto spread = [&](double temperature) {
    double squares = 0;
    const auto all = deviates(1024);
    const double kT = constants::boltzmann * temperature;
    for (const Deviates& d : all) {
      const interface::Case k = drawn(c, Prior{}, {d[0], d[1], 0, 0});
      const double ln_number =
          k.metal.vacancy_entropy - (interface::formation_energy(k.metal) - 0.42) / kT;
      squares += ln_number * ln_number / static_cast<double>(all.size());
    }
    return std::sqrt(squares);
  };
  CHECK(spread(371) == doctest::Approx(0.58).epsilon(0.03));
  CHECK(spread(300) == doctest::Approx(0.62).epsilon(0.03));
  CHECK(spread(250) == doctest::Approx(0.74).epsilon(0.03));
}

TEST_CASE("a metal without bonds has frequencies only, and one of one kind of bond its ratio") {
  interface::Case c = test::sodium(0.0);
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0;
  const interface::Case gas = drawn(c, Prior{}, {1, 1, 1, 1});
  CHECK(gas.metal.bond_nn1 == 0);
  CHECK(gas.metal.vacancy_entropy == 0);
  CHECK(gas.clock_factor == doctest::Approx(3));
  c.metal.bond_nn1 = 0.105;
  const interface::Case first = drawn(c, Prior{}, {0, 0, 0, 1});
  CHECK(first.metal.bond_nn1 == doctest::Approx(0.105));
  CHECK(first.metal.bond_nn2 == 0);
}

TEST_CASE("a draw that no vacancy can have is refused, with the key") {
  CHECK_THROWS_WITH_AS(drawn(test::sodium(0.0), {.formation_energy = 0.3}, {-2, 0, 0, 0}),
                       doctest::Contains("cell.uncertainty.formation_energy_eV"), InputError);
}

}  // namespace lacuna::cell
