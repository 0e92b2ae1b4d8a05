#include "kmc/weight_groups.hpp"

#include <cmath>
#include <string>

#include "core/error.hpp"

namespace lacuna::kmc {

WeightGroups::WeightGroups(double unit) : unit_(unit), inverse_unit_(1 / unit) {
  if (!(unit > 0) || !std::isfinite(unit) || !std::isfinite(inverse_unit_))
    throw Error("the unit of weights must be a positive rate");
  for (int g = 0; g < groups; ++g)
    edges_[static_cast<std::size_t>(g)] = static_cast<double>(units_of(g));
}

void WeightGroups::clear() {
  for (auto& members : members_) members.clear();
  places_.clear();
  total_ = occupied_ = 0;
  count_ = 0;
}

std::size_t WeightGroups::memory() const {
  std::size_t numbers = 0;
  for (const auto& members : members_) numbers += members.capacity();
  return numbers * sizeof(std::uint32_t) + places_.capacity() * sizeof(Place);
}

void WeightGroups::check(std::uint32_t item, double weight) const {
  const bool known = item < places_.size();
  const Place place = known ? places_[item] : Place{};
  const auto& members = members_[place.group];
  const bool there = known && place.position < members.size() && members[place.position] == item;
  constexpr double rounding = 1e-14;  // of a sum of eight
  if (!there || !(weight * inverse_unit_ <= edges_[place.group] * (1 + rounding)))
    throw Error("item " + std::to_string(item) + " is not in the group of its weight of " +
                std::to_string(weight) + " 1/s");
}

void WeightGroups::check_total() const {
  std::uint64_t sum = 0, occupied = 0, count = 0;
  for (int g = 0; g < groups; ++g) {
    const std::uint64_t size = members(g).size();
    sum += size * units_of(g);
    count += size;
    if (size > 0) occupied |= std::uint64_t{1} << g;
  }
  if (sum != total_ || occupied != occupied_ || count != count_)
    throw Error("the kept total of " + std::to_string(total_) + " units is not the " +
                std::to_string(sum) + " that its groups weigh");
}

}  // namespace lacuna::kmc
