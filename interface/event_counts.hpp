#pragma once

#include <array>
#include <cstdint>

namespace lacuna::interface {

/// Events since the start of the run.
struct EventCounts {
  std::uint64_t bulk = 0, lateral = 0, inject = 0, return_ = 0, surface = 0;  ///< hops by class
  std::uint64_t absorbed = 0, emitted = 0;                                    ///< by the far side
  std::uint64_t absorbed_at_sinks = 0, emitted_at_sinks = 0;                  ///< inside the metal
  std::uint64_t left = 0;                  ///< hops up into thick metal: excursions begun
  std::uint64_t stripped = 0, plated = 0;  ///< atoms through the interface
  std::uint64_t supplied = 0;              ///< plated where no vacancy was: taken up as drift
  std::uint64_t trials = 0;                ///< selections, rejected ones included

  /// All that vacancies did by themselves.
  [[nodiscard]] std::uint64_t hops() const;
  /// All that happened: hops, and what crossed the interface or came from the far side.
  [[nodiscard]] std::uint64_t happened() const;
  EventCounts& operator+=(const EventCounts&);
};

enum class EventKind : std::uint8_t { hop, arrival, trial };

/// One of the counters, as files and pages have it.
struct EventCounter {
  std::uint64_t EventCounts::*count;
  EventKind kind;
  const char* name;     ///< in series.csv and summary.json
  const char* meaning;  ///< on a page
};

/// The one list of counters. Whatever adds, writes or reads them uses it.
inline constexpr std::array event_counters{
    EventCounter{&EventCounts::bulk, EventKind::hop, "hops_bulk", "hops above the interface"},
    EventCounter{&EventCounts::lateral, EventKind::hop, "hops_lateral", "hops within layer 0"},
    EventCounter{&EventCounts::inject, EventKind::hop, "hops_injected", "hops out of layer 0"},
    EventCounter{&EventCounts::return_, EventKind::hop, "hops_returned", "hops into layer 0"},
    EventCounter{&EventCounts::surface, EventKind::hop, "hops_surface",
                 "hops along a void's surface"},
    EventCounter{&EventCounts::absorbed, EventKind::hop, "absorbed", "absorbed by the far side"},
    EventCounter{&EventCounts::left, EventKind::hop, "excursions", "excursions into thick metal"},
    EventCounter{&EventCounts::emitted, EventKind::arrival, "emitted", "emitted by the far side"},
    EventCounter{&EventCounts::absorbed_at_sinks, EventKind::hop, "absorbed_at_sinks",
                 "absorbed by sinks inside the metal"},
    EventCounter{&EventCounts::emitted_at_sinks, EventKind::arrival, "emitted_at_sinks",
                 "emitted by sinks inside the metal"},
    EventCounter{&EventCounts::stripped, EventKind::arrival, "stripped", "atoms stripped"},
    EventCounter{&EventCounts::plated, EventKind::arrival, "plated", "atoms plated"},
    EventCounter{&EventCounts::supplied, EventKind::arrival, "supplied", "atoms taken up as drift"},
    EventCounter{&EventCounts::trials, EventKind::trial, "trials",
                 "events tried, rejected ones included"},
};
static_assert(sizeof(EventCounts) == event_counters.size() * sizeof(std::uint64_t),
              "every counter has a row");

}  // namespace lacuna::interface
