#include "io/input/case_keys/sections.hpp"

namespace lacuna::io {
namespace {

using namespace interface;  // the table names most of it
using namespace rows;

// The order is that of reading: a key stands after those its meaning depends on.
CaseKey make_case_keys() {
  return section(
      "", "",
      {
          text("name", "what the case is called in the results", value(&Case::name)),
          integer("seed", "", {0.0, 18446744073709551615.0},
                  "of the random numbers; the same seed gives the same run",
                  field(&RunInput::seed)),
          number("temperature_K", "K", 1, {1e-3, 1e5}, "temperature", value(&Case::temperature)),
          number("clock_factor", "", 1, {1e-15, 1e15}, "multiplies every attempt frequency",
                 value(&Case::clock_factor)),
          metal_section(),
          initial_section(),
          interface_section(),
          far_side_section(),
          current_section(),
          voltage_section(),
          onset_section(),
          choice<Stop>("stop",
                       {{Stop::onset, "the primary detector has fired"},
                        {Stop::all_onsets, "every detector has fired"},
                        {Stop::end, "the protocol is over"}},
                       "when the run ends", value(&Case::stop)),
          limits_section(),
          clusters_section(),
          sample_section(),
          trajectory_section(),
          section("checkpoint", "the state from which an interrupted run goes on",
                  {number("every_s", "s", 1, {1e-3, 1e9}, "wall-clock time between checkpoints",
                          field(&RunInput::checkpoint_every_s))
                       .without_effect()}),
      });
}

}  // namespace

const CaseKey& case_keys() {
  static const CaseKey keys = make_case_keys();
  return keys;
}

}  // namespace lacuna::io
