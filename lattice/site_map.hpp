#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lacuna::lattice {

/// Site -> vacancy number, for occupied keys only: open addressing with linear probing and
/// backward-shift deletion, at most half full. Eight bytes an entry in a table that grows with
/// the vacancies, where an array over the sites would cost four bytes a site and the cache.
class SiteMap {
 public:
  SiteMap() : entries_(64) {}

  /// REQUIRES key is not in the map.
  void insert(std::uint32_t key, std::uint32_t value) {
    if (2 * (size_ + 1) > entries_.size()) grow();
    ++size_;
    place(key, value);
  }
  /// REQUIRES key is in the map (so do `assign` and `at`).
  void erase(std::uint32_t key) {
    std::size_t hole = locate(key);
    --size_;
    for (std::size_t n = next(hole); entries_[n].key != empty; n = next(n)) {
      // An entry may fill the hole unless its home lies between the hole and itself.
      if (((n - home(entries_[n].key)) & mask()) >= ((n - hole) & mask())) {
        entries_[hole] = entries_[n];
        hole = n;
      }
    }
    entries_[hole].key = empty;
  }
  void assign(std::uint32_t key, std::uint32_t value) { entries_[locate(key)].value = value; }
  [[nodiscard]] std::uint32_t at(std::uint32_t key) const { return entries_[locate(key)].value; }
  [[nodiscard]] std::size_t memory() const { return entries_.capacity() * sizeof(Entry); }

 private:
  static constexpr std::uint32_t empty = 0xffffffff;
  struct Entry {
    std::uint32_t key = empty, value = 0;
  };
  [[nodiscard]] std::size_t mask() const { return entries_.size() - 1; }
  [[nodiscard]] std::size_t next(std::size_t n) const { return (n + 1) & mask(); }
  // Fibonacci hashing: neighbouring sites land far apart, so clusters do not make long probes.
  [[nodiscard]] std::size_t home(std::uint32_t key) const { return ((key * 0x9e3779b97f4a7c15ull) >> 32) & mask(); }
  [[nodiscard]] std::size_t locate(std::uint32_t key) const {
    std::size_t n = home(key);
    while (entries_[n].key != key) n = next(n);
    return n;
  }
  void place(std::uint32_t key, std::uint32_t value) {
    std::size_t n = home(key);
    while (entries_[n].key != empty) n = next(n);
    entries_[n] = {key, value};
  }
  void grow() {
    std::vector<Entry> old(2 * entries_.size());
    old.swap(entries_);
    for (const Entry& e : old)
      if (e.key != empty) place(e.key, e.value);
  }

  std::vector<Entry> entries_;
  std::size_t size_ = 0;
};

}  // namespace lacuna::lattice
