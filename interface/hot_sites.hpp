#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kmc/checkpoint.hpp"
#include "kmc/weight_groups.hpp"
#include "lattice/slab.hpp"

namespace lacuna::interface {

/// The few sites that own a rate above the threshold of two tiers (RateSplit), each with one record
/// that its place finds by hashing, grouped by the sum of what its pairs have above it.
class HotSites {
 public:
  struct alignas(32) Record {
    std::uint32_t site;
    std::uint32_t row;   ///< place of its neighbours' offsets
    std::uint32_t kind;  ///< of the model's kinds of sites
    std::uint16_t i, j, k;
    [[nodiscard]] lattice::Cell cell() const { return {i, j, k}; }
  };
  static constexpr std::uint32_t none = 0xffffffff;

  /// Without sites. `unit` [1/s]: of the weights.
  explicit HotSites(double unit = 1.0);

  /// [units] Weight of all records.
  [[nodiscard]] std::uint64_t total() const { return groups_.total(); }
  [[nodiscard]] std::uint32_t count() const { return groups_.items(); }
  /// Bytes held.
  [[nodiscard]] std::size_t memory() const;
  [[nodiscard]] const Record& operator[](std::uint32_t record) const { return records_[record]; }
  [[nodiscard]] kmc::WeightGroups::Drawn at(std::uint64_t place, std::uint64_t rest) const {
    return groups_.at(place, rest);
  }

  /// Number of a site's record, or `none`.
  [[nodiscard]] std::uint32_t find(lattice::SiteId s) const {
    for (std::uint32_t h = home(s.value);; h = (h + 1) & mask_) {
      if (slots_[h].site == s.value) return slots_[h].record;
      if (slots_[h].site == none) return none;
    }
  }
  /// REQUIRES a site without a record, and a weight as WeightGroups wants it.
  void add(const Record&, double weight);
  void reweigh(std::uint32_t record, double weight) { groups_.update(record, weight); }
  void remove(std::uint32_t record);
  /// A record goes to another site, which has none, with its weight.
  void move(std::uint32_t record, const Record& there);

  /// Throws Error unless a record is found, and weighs at least so much.
  void check(std::uint32_t record, double weight) const;
  void check_total() const { groups_.check_total(); }

  /// Sites in the order in which random numbers find them.
  void save(kmc::Writer&) const;
  /// Adds the saved sites as records of `describe(site)`, whose weight may differ from the group's
  /// by what the group allows; what `describe` cannot describe it refuses.
  template <class Describe>
  void load(kmc::Reader&, Describe);

 private:
  struct Slot {
    std::uint32_t site, record;
  };
  static constexpr std::uint32_t first_size = 256, thinness = 4;  ///< places for each record

  // Multiplication by the golden ratio (Knuth, The Art of Computer Programming 3, 6.4).
  [[nodiscard]] std::uint32_t home(std::uint32_t site) const {
    return (site * 2654435769u) >> shift_;
  }
  std::uint32_t take_record(const Record&);
  void put(std::uint32_t site, std::uint32_t record) {
    std::uint32_t h = home(site);
    while (slots_[h].site != none) h = (h + 1) & mask_;
    slots_[h] = {site, record};
  }
  void take_out(std::uint32_t site);
  void widen();

  kmc::WeightGroups groups_;
  std::vector<Record> records_;
  std::vector<std::uint32_t> free_;  ///< numbers of records that are not in use
  std::vector<Slot> slots_;
  std::uint32_t mask_;
  int shift_;
};

template <class Describe>
void HotSites::load(kmc::Reader& r, Describe describe) {
  for (int g = 0; g < kmc::WeightGroups::groups; ++g) {
    std::vector<std::uint32_t> sites;
    r.get(sites);
    for (const std::uint32_t site : sites) {
      const Record record = describe(lattice::SiteId{site});
      if (find({site}) != none) r.refuse("lists a site twice");
      groups_.restore(take_record(record), g);
    }
  }
}

}  // namespace lacuna::interface
