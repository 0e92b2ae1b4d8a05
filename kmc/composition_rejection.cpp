#include "kmc/composition_rejection.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>

namespace lacuna::kmc {
namespace {

// A positive double's bits, read as an integer, rise with its value; the topmost mantissa bit below
// the exponent divides each octave into two.
constexpr int split_shift = 52 - 1;
constexpr std::uint64_t first_key = std::bit_cast<std::uint64_t>(0x1p64) >> split_shift;

}  // namespace

CompositionRejection::CompositionRejection(double scale)
    : scale_(scale),
      inverse_scale_(1.0 / scale),
      edges_(groups + 1),
      members_(groups + 1),
      order_(groups) {
  if (!(scale > 0) || !std::isfinite(scale))
    throw Error("the scale of a selector must be a positive rate");
  for (std::uint16_t g = 0; g < groups; ++g)
    edges_[g] = std::bit_cast<double>((first_key - g) << split_shift) * scale_;
}

std::uint16_t CompositionRejection::group_of(double bound) const {
  if (bound == 0.0) return idle;
  const double x = bound * inverse_scale_;
  if (!(x > 0 && x <= 0x1p64))
    throw Error("a bound of " + std::to_string(bound) + " 1/s cannot be selected from");
  // one less before the cut: an edge belongs to the group below it
  const std::uint64_t below =
      first_key - ((std::bit_cast<std::uint64_t>(x) - 1) >> split_shift) - 1;
  return static_cast<std::uint16_t>(std::min<std::uint64_t>(below, groups - 1));
}

void CompositionRejection::clear() {
  for (auto& members : members_) members.clear();
  occupied_.clear();
  places_.clear();
  resum();
}

void CompositionRejection::insert(Carrier c, double bound) {
  if (c.value != places_.size())
    throw Error("carriers must be inserted in the order of their numbers");
  const std::uint16_t group = group_of(bound);
  places_.emplace_back();
  enter(c, group);
}

void CompositionRejection::erase(Carrier c) {
  leave(c);
  const auto last = static_cast<std::uint32_t>(places_.size() - 1);
  if (c.value != last) {
    places_[c.value] = places_[last];
    members_[places_[last].group][places_[last].position] = c.value;
  }
  places_.pop_back();
}

void CompositionRejection::check(Carrier c, double bound) const {
  const Place& place = places_.at(c.value);
  const std::vector<std::uint32_t>& members = members_.at(place.group);
  const bool there = place.position < members.size() && members[place.position] == c.value;
  bool weighed = place.group == idle;
  if (!weighed) {
    const Occupied& o = occupied_.at(order_[place.group]);
    weighed = o.group == place.group &&
              o.weight == static_cast<double>(members.size()) * edges_[place.group];
  }
  constexpr double rounding = 1e-15;  // of the edge, and of what is a multiple of the scale
  if (!there || !weighed || !(bound <= edges_[place.group] * (1 + rounding)))
    throw Error("carrier " + std::to_string(c.value) + " is not where its bound of " +
                std::to_string(bound) + " 1/s belongs");
}

void CompositionRejection::change_group(Carrier c, std::uint16_t group) {
  leave(c);
  enter(c, group);
}

void CompositionRejection::enter(Carrier c, std::uint16_t group) {
  std::vector<std::uint32_t>& members = members_[group];
  places_[c.value] = {static_cast<std::uint32_t>(members.size()), group};
  members.push_back(c.value);
  if (group == idle) return;
  if (members.size() == 1) {
    const auto at = std::find_if(occupied_.begin(), occupied_.end(),
                                 [&](const Occupied& o) { return o.group > group; });
    const double edge = edges_[group];
    occupied_.insert(at, {0.0, edge, 1.0 / edge, group});
    number_occupied();
  }
  reweigh(group);
}

void CompositionRejection::leave(Carrier c) {
  const Place place = places_[c.value];
  std::vector<std::uint32_t>& members = members_[place.group];
  members[place.position] = members.back();
  places_[members.back()].position = place.position;
  members.pop_back();
  if (place.group == idle) return;
  if (members.empty()) {
    occupied_.erase(occupied_.begin() + order_[place.group]);
    number_occupied();
    stale_ = true;
  } else {
    reweigh(place.group);
  }
}

void CompositionRejection::number_occupied() {
  for (std::size_t n = 0; n < occupied_.size(); ++n)
    order_[occupied_[n].group] = static_cast<std::uint16_t>(n);
}

void CompositionRejection::reweigh(std::uint16_t group) {
  Occupied& o = occupied_[order_[group]];
  o.weight = static_cast<double>(members_[group].size()) * o.edge;
  stale_ = true;
}

// Four partial sums: additions wait for each other, and there can be dozens of groups.
void CompositionRejection::resum() {
  std::array<double, 4> sums{};
  for (std::size_t n = 0; n < occupied_.size(); ++n) sums[n % 4] += occupied_[n].weight;
  total_ = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  stale_ = false;
}

// The order within a group decides which member a random number finds, so it is part of the state.
void CompositionRejection::save(Writer& w) const {
  w.put<std::uint64_t>(places_.size());
  for (std::uint16_t g = 0; g <= idle; ++g)
    if (!members_[g].empty()) {
      w.put(g);
      w.put(members_[g]);
    }
  w.put<std::uint16_t>(idle + 1);
}

void CompositionRejection::load(Reader& r) {
  const auto carriers = r.get<std::uint64_t>();
  clear();
  std::vector<bool> seen;
  std::uint64_t count = 0;
  std::vector<std::pair<std::uint16_t, std::vector<std::uint32_t>>> read;
  for (auto g = r.get<std::uint16_t>(); g <= idle; g = r.get<std::uint16_t>()) {
    read.emplace_back(g, std::vector<std::uint32_t>{});
    r.get(read.back().second);
    count += read.back().second.size();
  }
  if (count != carriers) r.refuse("its list of carriers is not complete");
  places_.resize(carriers);
  seen.resize(carriers);
  for (const auto& [group, members] : read)
    for (const std::uint32_t c : members) {
      if (c >= carriers || seen[c]) r.refuse("its list of carriers is not consistent");
      seen[c] = true;
      enter({c}, group);
    }
  resum();
}

}  // namespace lacuna::kmc
