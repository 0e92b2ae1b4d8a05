#include "nucleation/bond_moments.hpp"

#include <cmath>

namespace lacuna::nucleation {
namespace {

// Standard error of the mean over stretches, those without clusters of the size left out.
BondNumbers error_of(const std::vector<BondTally>& stretches, std::size_t size) {
  std::vector<BondNumbers> means;
  for (const BondTally& stretch : stretches)
    if (stretch.count(size) > 0) means.push_back(stretch.mean(size));
  const auto count = static_cast<double>(means.size());
  BondNumbers error{};
  if (means.size() < 2) return error;
  for (std::size_t kind = 0; kind < bond_kinds; ++kind) {
    double mean = 0.0, squares = 0.0;
    for (const BondNumbers& each : means) mean += each[kind] / count;
    for (const BondNumbers& each : means) squares += std::pow(each[kind] - mean, 2);
    error[kind] = std::sqrt(squares / (count * (count - 1)));
  }
  return error;
}

}  // namespace

void BondTally::add(const Cluster& cluster) {
  const BondNumbers numbers{static_cast<double>(cluster.nn1_pairs()),
                            static_cast<double>(cluster.nn2_pairs()),
                            static_cast<double>(cluster.touching())};
  Sums& sums = sums_[cluster.size() - 1];
  ++sums.count;
  for (std::size_t one = 0; one < bond_kinds; ++one) {
    sums.first[one] += numbers[one];
    for (std::size_t other = 0; other < bond_kinds; ++other)
      sums.products[one][other] += numbers[one] * numbers[other];
  }
}

BondTally& BondTally::operator+=(const BondTally& more) {
  for (std::size_t n = 0; n < sums_.size(); ++n) {
    sums_[n].count += more.sums_[n].count;
    for (std::size_t one = 0; one < bond_kinds; ++one) {
      sums_[n].first[one] += more.sums_[n].first[one];
      for (std::size_t other = 0; other < bond_kinds; ++other)
        sums_[n].products[one][other] += more.sums_[n].products[one][other];
    }
  }
  return *this;
}

BondNumbers BondTally::mean(std::size_t size) const {
  const Sums& sums = sums_[size - 1];
  BondNumbers mean = sums.first;
  for (double& each : mean) each /= static_cast<double>(sums.count);
  return mean;
}

std::array<BondNumbers, bond_kinds> BondTally::covariance(std::size_t size) const {
  const Sums& sums = sums_[size - 1];
  const BondNumbers middle = mean(size);
  auto covariance = sums.products;
  for (std::size_t one = 0; one < bond_kinds; ++one)
    for (std::size_t other = 0; other < bond_kinds; ++other) {
      double& each = covariance[one][other];
      each = each / static_cast<double>(sums.count) - middle[one] * middle[other];
    }
  return covariance;
}

std::vector<BondMoments> bond_moments(const std::vector<BondTally>& stretches) {
  BondTally all(stretches.front().largest());
  for (const BondTally& stretch : stretches) all += stretch;
  std::vector<BondMoments> moments;
  for (std::size_t size = 1; size <= all.largest(); ++size)
    moments.push_back({all.mean(size), error_of(stretches, size), all.covariance(size)});
  return moments;
}

}  // namespace lacuna::nucleation
