#include "cell/sampling_error.hpp"

#include <cmath>

namespace lacuna::cell {
namespace {

// By how much ln J changes if all ln Q_n, or all ln f_n, are higher by their standard errors.
double ln_error(const Source& source, double fugacity) {
  std::vector<double> ln_q, raised_ln_q, f, raised_f;
  for (std::size_t n = 0; n < source.counts.ln_partition.size(); ++n) {
    const nucleation::Estimate& q = source.counts.ln_partition[n];
    const nucleation::Estimate& measured = source.counts.attachment[n];
    ln_q.push_back(q.value);
    raised_ln_q.push_back(q.value + q.error);
    f.push_back(source.voids.attachment(static_cast<double>(n + 1)));
    raised_f.push_back(f.back() * (measured.value > 0 ? 1 + measured.error / measured.value : 1.0));
  }
  const double here = nucleation::birth_sum(ln_q, f, fugacity).ln_rate;
  return std::hypot(nucleation::birth_sum(raised_ln_q, f, fugacity).ln_rate - here,
                    nucleation::birth_sum(ln_q, raised_f, fugacity).ln_rate - here);
}

}  // namespace

double ln_birth_error(const Sources& sources, double fugacity, double wall_share) {
  return std::hypot(wall_share * ln_error(sources.busiest_wall(fugacity), fugacity),
                    (1 - wall_share) * ln_error(sources.bulk, fugacity));
}

}  // namespace lacuna::cell
