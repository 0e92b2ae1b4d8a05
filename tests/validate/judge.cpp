#include "tests/validate/judge.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <exception>

#include "kmc/random.hpp"
#include "tests/interface/statistics.hpp"

namespace lacuna::validate {
namespace {

namespace math = boost::math;

// The normal deviate that is as improbable as Student's t.
double normal_deviate(double t, double freedom) {
  constexpr double beyond = 38;  // there a double's probabilities end
  if (!(std::abs(t) < 1e6)) return std::copysign(beyond, t);
  const double tail = math::cdf(math::complement(math::students_t(freedom), std::abs(t)));
  if (!(tail > 1e-300)) return std::copysign(beyond, t);
  return std::copysign(math::quantile(math::complement(math::normal(), tail)), t);
}

// Student's t of a mean, freed of the bias that skew numbers give it: a monotone transformation,
// exact to 1/n (P. Hall, J. R. Stat. Soc. B 54, 221 (1992)).
double unskewed(double t, const std::vector<double>& values, double mean) {
  double squares = 0, cubes = 0;
  for (const double v : values) {
    squares += (v - mean) * (v - mean);
    cubes += (v - mean) * (v - mean) * (v - mean);
  }
  if (!(squares > 0)) return t;
  const double a = cubes / std::pow(squares, 1.5) / 3;  // skewness / (3 sqrt(n))
  return t + a * t * t + a * a * t * t * t / 3 + a / 2;
}

double two_sided(double lower) { return 2 * std::min(lower, 1 - lower); }

// P(sqrt(n) D > x) with Stephens' correction for finite n (doi:10.1080/01621459.1974.10480196).
double kolmogorov_tail(double x, double n) {
  const double root = std::sqrt(n), y = x * (1 + 0.12 / root + 0.11 / n);
  if (y < 0.3) return 1;
  double sum = 0;
  for (int k = 1; k <= 100; ++k) sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2 * k * k * y * y);
  return std::clamp(sum, 0.0, 1.0);
}

Outcome attempt(const Row& row, std::uint64_t seed, double effort) {
  try {
    return judge(row, row.measure(seed, effort));
  } catch (const std::exception& e) {
    Outcome failed;
    failed.failure = e.what();
    return failed;
  }
}

}  // namespace

Outcome judge(const Row& row, const std::vector<double>& values) {
  Outcome o;
  const auto n = static_cast<double>(values.size());
  for (const double v : values) o.measured += v / n;
  if (values.size() > 1) o.error = test::mean(values).error;
  const double off = o.measured - row.exact;
  switch (row.kind) {
    case Kind::certain: o.holds = std::abs(off) <= row.bound; break;
    case Kind::mean_field: o.holds = std::abs(off) <= row.bound + 3 * o.error; break;
    case Kind::statistical:
      o.z = normal_deviate(unskewed(off / o.error, values, o.measured), n - 1);
      o.holds = std::abs(o.z) <= allowed;
      break;
  }
  return o;
}

std::vector<Outcome> run(const Rows& rows, std::uint64_t seed, double effort) {
  std::vector<Outcome> outcomes(rows.size());
#pragma omp parallel for schedule(dynamic)
  for (std::size_t n = 0; n < rows.size(); ++n) {
    // a row's numbers depend on its name, not on its place; seeds that follow one another are a
    // row's own
    const std::uint64_t name = std::hash<std::string>{}(rows[n].id + rows[n].what);
    outcomes[n] = attempt(rows[n], kmc::Stream(seed, name)() >> 1, effort);
  }
  return outcomes;
}

double Normality::least() const { return std::min({p_mean, p_variance, p_shape}); }

Normality normality(const std::vector<double>& z) {
  const auto n = static_cast<double>(z.size());
  double squares = 0;
  Normality result;
  std::vector<double> u;
  for (const double x : z) {
    result.mean += x / n;
    squares += x * x;
    u.push_back(math::cdf(math::normal(), x));
  }
  result.variance = squares / n;
  result.p_mean = two_sided(math::cdf(math::normal(), result.mean * std::sqrt(n)));
  result.p_variance = two_sided(math::cdf(math::chi_squared(n), squares));
  result.p_shape = kolmogorov_tail(test::kolmogorov(u), n);
  return result;
}

}  // namespace lacuna::validate
