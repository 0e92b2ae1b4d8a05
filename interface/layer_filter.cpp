#include "interface/layer_filter.hpp"

#include <fftw3.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numbers>
#include <type_traits>

namespace lacuna::interface {
namespace {

// FFTW's planner, unlike its transforms, serves one thread at a time.
std::mutex& planner() {
  static std::mutex one_at_a_time;
  return one_at_a_time;
}

double dot(const lattice::Vector& a, const lattice::Vector& b) { return a[0] * b[0] + a[1] * b[1]; }

}  // namespace

// Of three vectors that add up to nothing, the weight of one is -(the product of the two others)
// over the area squared.
std::array<LateralBond, 3> lateral_bonds(const lattice::Slab& slab) {
  const lattice::Vector a = slab.displacement({1, 0, 0}), b = slab.displacement({0, 1, 0});
  const double area = slab.site_area() * slab.site_area();
  return {{{1, 0, (dot(b, b) - dot(a, b)) / area},
           {0, 1, (dot(a, a) - dot(a, b)) / area},
           {-1, 1, dot(a, b) / area}}};
}

struct LayerFilter::Transforms {
  struct Freed {
    void operator()(void* memory) const { fftw_free(memory); }
  };
  struct Destroyed {
    void operator()(fftw_plan plan) const {
      const std::lock_guard lock(planner());
      fftw_destroy_plan(plan);
    }
  };
  using Plan = std::unique_ptr<std::remove_pointer_t<fftw_plan>, Destroyed>;

  std::unique_ptr<double, Freed> field;
  std::unique_ptr<fftw_complex, Freed> waves;
  Plan along_i, along_j, back_j, back_i;

  Transforms(int columns, int rows) {
    const int along = columns / 2 + 1;
    const auto sites = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
    const auto count = static_cast<std::size_t>(along) * static_cast<std::size_t>(rows);
    field.reset(fftw_alloc_real(sites));
    waves.reset(fftw_alloc_complex(count));
    const std::lock_guard lock(planner());
    along_i.reset(fftw_plan_many_dft_r2c(1, &columns, rows, field.get(), nullptr, 1, columns,
                                         waves.get(), nullptr, 1, along, FFTW_ESTIMATE));
    back_i.reset(fftw_plan_many_dft_c2r(1, &columns, rows, waves.get(), nullptr, 1, along,
                                        field.get(), nullptr, 1, columns, FFTW_ESTIMATE));
    along_j.reset(plan_j(rows, along, FFTW_FORWARD));
    back_j.reset(plan_j(rows, along, FFTW_BACKWARD));
  }
  [[nodiscard]] fftw_plan plan_j(int rows, int along, int sign) const {
    return fftw_plan_many_dft(1, &rows, along, waves.get(), nullptr, along, 1, waves.get(), nullptr,
                              along, 1, sign, FFTW_ESTIMATE);
  }
};

void LayerFilter::Delete::operator()(Transforms* transforms) const { delete transforms; }

LayerFilter::LayerFilter(const lattice::Slab& slab, const std::function<double(double)>& factor)
    : columns_(static_cast<std::size_t>(slab.columns())),
      rows_(static_cast<std::size_t>(slab.rows())),
      plans_(new Transforms(slab.columns(), slab.rows())) {
  using std::numbers::pi;
  const auto sites = static_cast<double>(slab.sites_per_layer());
  for (std::size_t m = 0; m < rows_; ++m)
    for (std::size_t p = 0; p < waves_along(); ++p) {
      const double theta = 2 * pi * static_cast<double>(p) / slab.columns();
      const double turn = theta * slab.skew() / slab.rows();  // of ψ, from row to row
      const double psi = turn + 2 * pi * static_cast<double>(m) / slab.rows();
      double squared = 0.0;
      for (const LateralBond& bond : lateral_bonds(slab)) {
        const double sine = std::sin((theta * bond.i + psi * bond.j) / 2);
        squared += 4 * bond.weight * sine * sine;
      }
      factor_.push_back(factor(p + m == 0 ? 0.0 : std::sqrt(squared)) / sites);
      twist_.push_back(std::polar(1.0, -turn * static_cast<double>(m)));
    }
}

void LayerFilter::operator()(std::span<double> field) {
  std::copy(field.begin(), field.end(), plans_->field.get());
  auto* const waves = reinterpret_cast<std::complex<double>*>(plans_->waves.get());
  fftw_execute(plans_->along_i.get());
  for (std::size_t n = 0; n < twist_.size(); ++n) waves[n] *= twist_[n];
  fftw_execute(plans_->along_j.get());
  for (std::size_t n = 0; n < factor_.size(); ++n) waves[n] *= factor_[n];
  fftw_execute(plans_->back_j.get());
  for (std::size_t n = 0; n < twist_.size(); ++n) waves[n] *= std::conj(twist_[n]);
  fftw_execute(plans_->back_i.get());
  std::copy_n(plans_->field.get(), field.size(), field.begin());
}

}  // namespace lacuna::interface
