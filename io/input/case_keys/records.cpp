#include "io/input/case_keys/sections.hpp"

#include <utility>

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

CaseKey limits_section() {
  return section(
      "limits", "reaching one of these ends the run as the end of the protocol would; 0: no limit",
      {
          number("monolayers", "monolayers", 1, {0.0, 1e12}, "charge",
                 value(&Case::limits, &Limits::monolayers)),
          number("time_s", "s", 1, {0.0, 1e12}, "simulated time",
                 value(&Case::limits, &Limits::time)),
          integer("events", "", {0.0, 1e18},
                  "trials of the engine, rejected ones included (column trials of series.csv); up "
                  "to a hundred more "
                  "may be made",
                  value(&Case::limits, &Limits::events)),
          integer("void_below", "vacancies", {0.0, 1e9},
                  "the run ends when the largest cluster near the interface has fewer",
                  value(&Case::limits, &Limits::void_below)),
      });
}

CaseKey clusters_section() {
  return section("clusters", "which vacancies belong together",
                 {choice<lattice::Connectivity>(
                     "connectivity",
                     {{lattice::Connectivity::nn1, "nearest neighbours"},
                      {lattice::Connectivity::nn1_nn2, "nearest and second neighbours"}},
                     "", value(&Case::connectivity))});
}

CaseKey sample_section() {
  return section("sample", "how often the observables are recorded",
                 {
                     number("every_monolayers", "monolayers", 1, {1e-9, 1e9},
                            "charge between samples", value(&Case::sample_monolayers)),
                     number("every_s", "s", 1, {0.0, 1e12},
                            "and simulated time between samples; 0: by charge alone",
                            value(&Case::sample_time)),
                 });
}

namespace {

// Frames by charge, time or events: to give one is to leave the others.
template <class Member>
CaseKey spacing(CaseKey key, Member member) {
  key.applies = [=](const RunInput& in) { return in.trajectory && (*in.trajectory).*member > 0; };
  key.set = [set = std::move(key.set)](RunInput& in, const Value& v) {
    in.trajectory->every_monolayers = in.trajectory->every_time = 0;
    in.trajectory->every_events = 0;
    set(in, v);
  };
  return std::move(key).alternative_of("spacing");
}

}  // namespace

CaseKey trajectory_section() {
  constexpr auto charge = &TrajectoryOptions::every_monolayers,
                 time = &TrajectoryOptions::every_time;
  constexpr auto events = &TrajectoryOptions::every_events;
  const auto frames = [](auto... members) { return field(&RunInput::trajectory, members...); };
  CaseKey key = optional_section(
      "trajectory", Unless::given,
      "snapshots of the vacancies for lacuna export; taken at samples (sample.every_monolayers)",
      frames(),
      {
          spacing(number("every_monolayers", "monolayers", 1, {1e-9, 1e9}, "charge between frames",
                         frames(charge)),
                  charge),
          spacing(number("every_s", "s", 1, ranges::time, "simulated time between frames",
                         frames(time)),
                  time),
          spacing(integer("every_events", "", {1.0, 1e18},
                          "hops, strips and the like between frames", frames(events)),
                  events),
          choice<FrameTimes>(
              "at",
              {{FrameTimes::always, "from start to end"},
               {FrameTimes::onset,
                "only around the primary detector's onset; none where it does not fire"}},
              "when frames are taken", frames(&TrajectoryOptions::at)),
          when(
              [](const RunInput& in) {
                return in.trajectory && in.trajectory->at == FrameTimes::onset;
              },
              number("window_monolayers", "monolayers", 1, ranges::charge,
                     "charge before and after onset; frames before it wait in memory",
                     frames(&TrajectoryOptions::window_monolayers)))
              .only_with("at", "onset"),
          choice<FrameSites>("what",
                             {{FrameSites::vacancies, "vacant sites"},
                              {FrameSites::near_voids, "and the atoms around voids"},
                              {FrameSites::all, "every site; large"}},
                             "sites that an export holds by default (what is "
                             "stored suffices for all)",
                             frames(&TrajectoryOptions::what)),
          boolean("paths", "follow every vacancy: its number and its way across the periodic sides",
                  value(&Case::paths)),
      });
  key.set = [](RunInput& in, const Value&) {
    in.trajectory.reset();
    in.values.paths = false;
  };
  return key;
}

}  // namespace lacuna::io
