#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/words.hpp"
#include "interface/case.hpp"
#include "interface/event_counts.hpp"
#include "interface/imposed_current.hpp"
#include "interface/onset_result.hpp"
#include "kmc/checkpoint.hpp"
#include "lattice/clusters.hpp"
#include "lattice/occupation.hpp"

namespace lacuna::interface {

/// The way of a vacancy.
struct VacancyPath {
  std::uint64_t vacancy = 0;  ///< counted from 0 in the order in which they came into being
  lattice::Cell unwrapped;    ///< the first cell that it was in plus all its steps
};

/// What is known at one moment of a run. Averages are over the strips since the sample before
/// (a Poisson arrival sees the time average), or of the moment where none happened.
struct Sample {
  std::uint64_t index = 0;
  double time = 0.0;                      ///< [s]
  double density = 0.0;                   ///< j [1/(A^2 s)]
  double monolayers = 0.0;                ///< net charge passed, in atoms of a full layer
  double charge = 0.0;                    ///< net charge passed [e/A^2]
  double coverage = 0.0;                  ///< theta, vacant fraction of layer 0, averaged
  std::vector<double> class_coverage;     ///< (classes) the same of the sites of each class, NaN
                                          ///< where there are none; empty: all are of one
  double overpotential = 0.0;             ///< [V]; infinite when contact is lost
  std::optional<double> rim_enhancement;  ///< largest current of a contact site by the mean; empty:
                                          ///< no strip field
  std::optional<double> constriction;     ///< [V] what the field adds to the overpotential,
                                          ///< averaged; the same
  std::uint32_t vacancies = 0;            ///< in the explicit layers
  std::uint64_t in_flight = 0;            ///< above them, in thick metal
  std::uint32_t clusters = 0;             ///< with at least two vacancies
  std::uint32_t largest_cluster = 0;      ///< anywhere
  std::uint32_t largest_near = 0;         ///< of those that touch or near the interface
  bool spanning = false;                  ///< a cluster near the interface wraps onto itself
  int deepest_layer = -1;                 ///< of a void (>= void_size) near the interface; -1: none
  std::optional<double> lag;              ///< 1 - absorbed/stripped over a window; empty: too early
  bool holding = false;                   ///< the protocol waits for theta to become stationary
  std::optional<CycleMoment> ended;       ///< the part of a cycle that is over with this sample
  std::optional<double> onset;  ///< charge at the primary detector's onset, once it has fired
                                ///< [monolayers]
  EventCounts events;
  std::vector<std::uint32_t> layer_vacancies;  ///< (layers that are explicit now)
  std::vector<std::pair<std::uint32_t, std::uint32_t>> cluster_sizes;  ///< (size, count), rising
  std::span<const VacancyPath> paths;  ///< (vacancies) by their number, where Case::paths; valid
                                       ///< during the call
};

/// Clusters of at least this many vacancies are called voids.
inline constexpr std::uint32_t void_size = 10;

/// Whatever watches a run. Called in the order given; state is part of the checkpoint.
class Observer {
 public:
  virtual ~Observer() = default;
  /// A new sample. `clusters` labels every vacancy of `occupation` at this moment.
  virtual void sample(const Sample&, const lattice::Occupation& occupation,
                      const lattice::Clusters& clusters) = 0;
  /// The run is over, with the sample that was shown last: not called where it is interrupted.
  virtual void end(const Sample&, const lattice::Occupation&) {}
  /// Called before a checkpoint is written: what was observed so far must be on disk.
  virtual void save(kmc::Writer&) = 0;
  /// Called instead of a start when a run is resumed: go back to the state that was saved.
  virtual void load(kmc::Reader&) = 0;
};

enum class Reason : std::uint8_t {
  onset,            ///< the primary detector fired and stop: onset
  all_onsets,       ///< every detector fired
  protocol_end,     ///< the protocol is over
  limit,            ///< one of Limits
  delaminated,      ///< no contact atom left
  void_at_top,      ///< a void reached the top of the explicit layers, which cannot grow
  not_stationary,   ///< theta did not become stationary at the starting current
  nothing_to_fill,  ///< plating against a closed collector with no interface vacancy
  interrupted,      ///< the stop token; resumable
};
constexpr auto words_of(Reason) {
  return std::array{
      Word{Reason::onset, "onset"},
      Word{Reason::all_onsets, "all_onsets"},
      Word{Reason::protocol_end, "protocol_end"},
      Word{Reason::limit, "limit"},
      Word{Reason::delaminated, "delaminated"},
      Word{Reason::void_at_top, "void_at_top"},
      Word{Reason::not_stationary, "not_stationary"},
      Word{Reason::nothing_to_fill, "nothing_to_fill"},
      Word{Reason::interrupted, "interrupted"},
  };
}

/// Growth of the stored vacancies: 1 - absorbed/stripped over one monolayer, averaged over the ramp
/// up to onset, with bonds up to the first void (design §5).
struct QuasiStatic {
  std::optional<double> lag;  ///< empty: too little charge passed to tell
  bool ok = false;            ///< lag <= 5 %
};

/// How crowded the metal above the explicit layers was, which takes vacancies there to be alone.
struct FarFieldLoad {
  double mean = 0.0;     ///< vacant fraction of the explicit layers next to the top, averaged over
                         ///< time
  double highest = 0.0;  ///< over one window of the detectors
  std::optional<double> crowded_from;  ///< j [1/(A^2 s)] where that first was too high to be called
                                       ///< dilute
  int most_layers = 0;                 ///< explicit at the same time
  bool outrun = false;                 ///< a void was at the top before a sample saw it coming
};

struct Ending {
  Reason reason = Reason::protocol_end;
  std::array<OnsetResult, all_detectors.size()> onsets;  ///< in the order of all_detectors
  QuasiStatic quasi_static;
  bool stationary_start = true;  ///< theta was stationary when the ramp left its start
  Sample last;
  std::optional<FarFieldLoad> far_field;  ///< of a thick electrode
  double voltage_slope = 0.0;             ///< [V / (1/(A^2 s))] of the straight line; 0: not fitted
  std::vector<std::string> warnings;
};

}  // namespace lacuna::interface
