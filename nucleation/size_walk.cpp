#include "nucleation/size_walk.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna::nucleation {

namespace {

double uniform(std::uint64_t word) { return static_cast<double>(word >> 11) * 0x1p-53; }

}  // namespace

double Acceptances::ln_ratio(std::size_t n, const std::vector<double>& eta) const {
  return std::log(growth[n - 1].mean()) - std::log(shrinkage[n - 1].mean()) - (eta[n] - eta[n - 1]);
}

bool Acceptances::known(std::size_t n, std::uint64_t tries) const {
  const Acceptance &up = growth[n - 1], &down = shrinkage[n - 1];
  return std::min(up.tries, down.tries) >= tries && std::min(up.sum, down.sum) > 0;
}

Acceptances& Acceptances::operator+=(const Acceptances& more) {
  const auto add = [](std::vector<Acceptance>& to, const std::vector<Acceptance>& from) {
    for (std::size_t n = 0; n < to.size(); ++n) {
      to[n].sum += from[n].sum;
      to[n].tries += from[n].tries;
    }
  };
  add(growth, more.growth);
  add(shrinkage, more.shrinkage);
  return *this;
}

SizeWalk::SizeWalk(const Conditions& at, std::vector<double> eta, kmc::Stream random)
    : cluster_(at.normal, at.region), acceptances_(eta.size()), random_(random) {
  for (const double wall : {0.0, at.wall_gain()})
    for (std::size_t around = 0; around < Cluster::environments; ++around)
      gains_.push_back(std::exp(Cluster::bonds(around, at.nn1_gain(), at.nn2_gain()) + wall));
  reweigh(std::move(eta));
}

void SizeWalk::reweigh(std::vector<double> eta) {
  eta_ = std::move(eta);
  const std::size_t largest = eta_.size();
  acceptances_ = Acceptances(largest);
  up_.assign(largest + 1, 0.0);
  down_.assign(largest + 1, 0.0);
  for (std::size_t n = 1; n < largest; ++n) {
    const double ratio = std::exp(eta_[n] - eta_[n - 1]);
    up_[n] = ratio / static_cast<double>(n + 1);
    down_[n + 1] = static_cast<double>(n + 1) / ratio;
  }
}

Acceptances SizeWalk::take_acceptances() {
  return std::exchange(acceptances_, Acceptances(eta_.size()));
}

void SizeWalk::try_growth(std::uint64_t word) {
  const std::size_t n = cluster_.size();
  if (n == eta_.size()) return;
  const auto& perimeter = cluster_.perimeter();
  const kmc::Divided drawn = kmc::divide(word, perimeter.size());
  const Cluster::Place site = perimeter[drawn.index];
  const double places = static_cast<double>(perimeter.size());
  const double probability = std::min(1.0, up_[n] * gain(site) * places);
  acceptances_.growth[n - 1].add(probability);
  if (uniform(drawn.rest) >= probability) return;
  cluster_.add(site);
  note_turn();
}

void SizeWalk::try_shrinkage(std::uint64_t word) {
  const std::size_t n = cluster_.size();
  if (n == 1) return;
  const kmc::Divided drawn = kmc::divide(word, n);
  const Cluster::Place site = cluster_.members()[drawn.index];
  double probability = 0.0;
  const bool last_at_wall = cluster_.touches(site) && cluster_.touching() == 1;
  const Cluster::Remainder left = cluster_.without(site);
  if (!last_at_wall && cluster_.connected(site, left))
    probability = std::min(1.0, down_[n] / (gain(site) * static_cast<double>(left.perimeter)));
  acceptances_.shrinkage[n - 2].add(probability);
  if (uniform(drawn.rest) >= probability) return;
  cluster_.remove(site);
  note_turn();
}

void SizeWalk::note_turn() {
  const std::size_t n = cluster_.size();
  if (n == eta_.size()) rising_ = false;
  if (n == 1 && !rising_) {
    rising_ = true;
    ++round_trips_;
  }
}

}  // namespace lacuna::nucleation
