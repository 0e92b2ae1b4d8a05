#include "interface/hot_sites.hpp"

#include <bit>
#include <string>
#include <utility>

#include "core/error.hpp"

namespace lacuna::interface {

HotSites::HotSites(double unit)
    : groups_(unit),
      slots_(first_size, {none, none}),
      mask_(first_size - 1),
      shift_(32 - std::countr_zero(first_size)) {}

std::uint32_t HotSites::take_record(const Record& described) {
  if (thinness * (groups_.items() + 1) > slots_.size()) widen();
  auto record = static_cast<std::uint32_t>(records_.size());
  if (free_.empty()) {
    records_.push_back(described);
  } else {
    record = free_.back();
    free_.pop_back();
    records_[record] = described;
  }
  put(described.site, record);
  return record;
}

void HotSites::add(const Record& described, double weight) {
  groups_.insert(take_record(described), weight);
}

void HotSites::remove(std::uint32_t record) {
  groups_.erase(record);
  take_out(records_[record].site);
  free_.push_back(record);
}

void HotSites::move(std::uint32_t record, const Record& there) {
  take_out(records_[record].site);
  records_[record] = there;
  put(there.site, record);
}

// What stands behind the gap moves up unless it is nearer to its home there (Knuth, algorithm R).
void HotSites::take_out(std::uint32_t site) {
  std::uint32_t gap = home(site);
  while (slots_[gap].site != site) gap = (gap + 1) & mask_;
  for (std::uint32_t h = (gap + 1) & mask_; slots_[h].site != none; h = (h + 1) & mask_) {
    const std::uint32_t from_home = (h - home(slots_[h].site)) & mask_;
    if (from_home < ((h - gap) & mask_)) continue;
    slots_[gap] = slots_[h];
    gap = h;
  }
  slots_[gap].site = none;
}

void HotSites::widen() {
  const std::vector<Slot> old = std::exchange(slots_, {});
  slots_.assign(2 * old.size(), {none, none});
  mask_ = static_cast<std::uint32_t>(slots_.size() - 1);
  --shift_;
  for (const Slot& slot : old)
    if (slot.site != none) put(slot.site, slot.record);
}

void HotSites::check(std::uint32_t record, double weight) const {
  if (find({records_[record].site}) != record)
    throw Error("the record of site " + std::to_string(records_[record].site) + " is lost");
  groups_.check(record, weight);
}

std::size_t HotSites::memory() const {
  return groups_.memory() + records_.capacity() * sizeof(Record) +
         free_.capacity() * sizeof(std::uint32_t) + slots_.capacity() * sizeof(Slot);
}

void HotSites::save(kmc::Writer& w) const {
  for (int g = 0; g < kmc::WeightGroups::groups; ++g) {
    std::vector<std::uint32_t> sites;
    for (const std::uint32_t record : groups_.members(g)) sites.push_back(records_[record].site);
    w.put(sites);
  }
}

}  // namespace lacuna::interface
