#include "nucleation/birth.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/error.hpp"

namespace lacuna::nucleation {
namespace {

// Voids of a classical law: ln Q_n = F n − A n^(2/3) + A, f_n = 10^13 n^(1/3) per second.
struct Classical {
  explicit Classical(int largest) {
    for (int n = 1; n <= largest; ++n) {
      ln_partition.push_back(formation * n - surface * std::pow(n, 2.0 / 3) + surface - formation);
      attachment.push_back(1e13 * std::cbrt(n));
    }
  }
  [[nodiscard]] Birth birth(double fugacity) const {
    return nucleation::birth(ln_partition, attachment, fugacity);
  }
  static constexpr double formation = 16, surface = 20;
  std::vector<double> ln_partition, attachment;
};

// Growth and decay of voids one vacancy at a time [1/s], absorbed beyond the last size.
struct Chain {
  Chain(const Classical& c, double fugacity) {
    const std::size_t count = c.ln_partition.size();
    for (std::size_t n = 1; n <= count; ++n) {
      const auto size = static_cast<double>(n);
      number.push_back(std::exp(c.ln_partition[n - 1] + size * std::log(fugacity)));
      grow.push_back(c.attachment[n - 1] * fugacity);
      // detailed balance with the size below
      shrink.push_back(n == 1 ? 0.0L : grow[n - 2] * number[n - 2] / number[n - 1]);
    }
  }
  std::vector<long double> number, grow, shrink;
};

using Matrix = std::vector<std::vector<long double>>;

std::vector<long double> solved(Matrix rows) {
  const std::size_t count = rows.size();
  for (std::size_t pivot = 0; pivot < count; ++pivot) {
    for (std::size_t row = pivot + 1; row < count; ++row)
      if (std::abs(rows[row][pivot]) > std::abs(rows[pivot][pivot]))
        std::swap(rows[row], rows[pivot]);
    for (std::size_t row = 0; row < count; ++row) {
      if (row == pivot) continue;
      const long double share = rows[row][pivot] / rows[pivot][pivot];
      for (std::size_t column = pivot; column <= count; ++column)
        rows[row][column] -= share * rows[pivot][column];
    }
  }
  std::vector<long double> x;
  for (std::size_t n = 0; n < count; ++n) x.push_back(rows[n][count] / rows[n][n]);
  return x;
}

// Numbers in the steady state, single vacancies being kept at theirs: gains and losses of all other
// sizes cancel.
std::vector<long double> steady_numbers(const Chain& chain) {
  const std::size_t count = chain.number.size();
  Matrix rows(count, std::vector<long double>(count + 1, 0.0L));
  rows[0][0] = 1;
  rows[0][count] = chain.number[0];
  for (std::size_t n = 1; n < count; ++n) {
    rows[n][n - 1] = chain.grow[n - 1];
    rows[n][n] = -chain.grow[n] - chain.shrink[n];
    if (n + 1 < count) rows[n][n + 1] = chain.shrink[n + 1];
  }
  return solved(rows);
}

// Mean time [s] from a single vacancy to beyond the last size, by the sum over steps.
long double first_passage_time(const Chain& chain) {
  long double time = 0, below = 0;
  for (std::size_t n = 0; n < chain.number.size(); ++n) {
    below += chain.number[n];
    time += below / (chain.grow[n] * chain.number[n]);
  }
  return time;
}

}  // namespace

TEST_CASE("the rate of births is the flux out of the chain of sizes, solved as a linear system") {
  for (const double fugacity : {2e-5, 5e-5, 1e-4}) {
    const Classical voids(40);
    const Chain chain(voids, fugacity);
    const std::vector<long double> numbers = steady_numbers(chain);
    const long double flux = chain.grow.back() * numbers.back();
    const double ln_rate = voids.birth(fugacity).ln_rate;
    CHECK(ln_rate == doctest::Approx(static_cast<double>(std::log(flux))).epsilon(1e-10));
    // what is on the way is the flux times the time that it takes
    long double on_the_way = 0;
    for (const long double number : numbers) on_the_way += number;
    const long double rate = on_the_way / first_passage_time(chain);
    CHECK(ln_rate == doctest::Approx(static_cast<double>(std::log(rate))).epsilon(1e-10));
  }
}

TEST_CASE("the critical void is where a void costs most, and the sensitivity is the derivative") {
  const Classical voids(200);
  for (const double fugacity : {5e-6, 1e-5, 5e-5}) {
    const Birth birth = voids.birth(fugacity);
    // d/dn [A n^(2/3) − (F + ln z) n] = 0
    const double drive = Classical::formation + std::log(fugacity);
    const double critical = std::pow(2 * Classical::surface / (3 * drive), 3);
    CHECK(std::abs(birth.critical_size - critical) < 2);
    CHECK(birth.barrier == doctest::Approx(Classical::surface * std::pow(critical, 2.0 / 3) / 3 +
                                           Classical::formation - Classical::surface)
                               .epsilon(0.01));
    const double up = voids.birth(fugacity * 1.001).ln_rate;
    const double down = voids.birth(fugacity / 1.001).ln_rate;
    CHECK(birth.sensitivity == doctest::Approx((up - down) / (2 * std::log(1.001))).epsilon(1e-4));
  }
}

TEST_CASE("a sum that ends short of twice the critical size is refused, since it overstates J") {
  const double fugacity = 1e-5;
  const int critical = Classical(200).birth(fugacity).critical_size;
  const Classical enough(2 * critical), short_of_it(2 * critical - 1), far_short(critical / 2);
  CHECK(enough.birth(fugacity).ln_rate ==
        doctest::Approx(Classical(200).birth(fugacity).ln_rate).epsilon(1e-3));
  for (const Classical* voids : {&short_of_it, &far_short})
    CHECK_THROWS_WITH_AS(voids->birth(fugacity), doctest::Contains("twice the critical size"),
                         InputError);
}

TEST_CASE("a gas that is not dilute, or whose voids cost too little, is refused") {
  Classical voids(40);
  const double pairs = std::exp(voids.ln_partition[1] - voids.ln_partition[0]);
  CHECK_NOTHROW(voids.birth(0.099 / pairs));
  CHECK_THROWS_WITH_AS(voids.birth(0.101 / pairs), doctest::Contains("not dilute"), InputError);
  // wall sites that most vacancies prefer
  for (double& ln_q : voids.ln_partition) ln_q += 8;
  CHECK_THROWS_WITH_AS(voids.birth(0.05 / pairs), doctest::Contains("not born one by one"),
                       InputError);
}

TEST_CASE("cut short, the sum is an upper bound, and all of it is the birth rate") {
  const Classical shorter(40), longer(300);
  const double z = 2e-6;
  const auto sum = [&](const Classical& c) {
    return birth_sum(c.ln_partition, c.attachment, z).ln_rate;
  };
  CHECK_THROWS_AS(static_cast<void>(shorter.birth(z)), InputError);
  CHECK(sum(shorter) > sum(longer));
  CHECK(longer.birth(z).ln_rate == sum(longer));
}

}  // namespace lacuna::nucleation
