#include "interface/event_counts.hpp"

namespace lacuna::interface {

std::uint64_t EventCounts::hops() const {
  std::uint64_t sum = 0;
  for (const EventCounter& counter : event_counters)
    if (counter.kind == EventKind::hop) sum += this->*counter.count;
  return sum;
}

std::uint64_t EventCounts::happened() const {
  std::uint64_t sum = 0;
  for (const EventCounter& counter : event_counters)
    if (counter.kind != EventKind::trial) sum += this->*counter.count;
  return sum;
}

EventCounts& EventCounts::operator+=(const EventCounts& more) {
  for (const EventCounter& counter : event_counters) this->*counter.count += more.*counter.count;
  return *this;
}

}  // namespace lacuna::interface
