#include "app/cost_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/outlook.hpp"
#include "app/status_line.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/theory.hpp"
#include "io/results/currents.hpp"
#include "io/results/listing.hpp"
#include "lattice/slab.hpp"

namespace lacuna::app {

using interface::Case;
using lattice::Slab;

namespace {

// What a run does besides, or instead of, the protocol whose cost is estimated.
void add_other_runs(io::Listing& table, const Case& values) {
  if (values.onset.primary == interface::Detector::growth) {
    table.row(
        "growth threshold",
        "found by some 20 to 60 short trials at constant current; what follows is one run of the "
        "protocol");
  } else if (const auto* automatic = interface::automatic_ramp(values.current)) {
    const bool fixed = automatic->convention == interface::RampConvention::fixed;
    table.row("ramp",
              fmt::format("chosen by a pilot (auto: {}, {} monolayers per e-fold{}), which costs "
                          "about as much as "
                          "{} runs; what follows is for a ramp around j_pred",
                          word_of(automatic->convention), automatic->monolayers_per_e_fold,
                          fixed ? fmt::format(" at {} K", automatic->reference_temperature) : "",
                          fixed ? "ten" : "five"));
  }
}

void add_charge(io::Listing& table, const Case& values, const Outlook& ahead, double monolayer) {
  const char* least = ahead.waits ? " at least (it waits for a steady coverage)" : "";
  if (beyond(values).leaving == interface::Leaving::blocked) {
    table.row("charge to onset",
              fmt::format("{:.4g} monolayers, all of which stay (in equilibrium, no bonds)",
                          charge_to_fill(values)));
  } else {
    table.row("charge to j_pred",
              ahead.to_density
                  ? fmt::format("{:.4g} monolayers{}", *ahead.to_density / monolayer, least)
                  : fmt::format("not reached: the protocol goes up to {}",
                                io::current_text(ahead.highest)));
  }
  table.row("charge to the end",
            fmt::format("{:.4g} monolayers{}", ahead.total / monolayer, least));
}

void add_estimate(io::Listing& table, const Case& values, const Trial& trial) {
  const Cost cost = expected_cost(values);
  const double strips = cost.strips;
  const double in_theory = strips > 0 ? cost.hops / strips : 0.0;
  const double in_trial =
      trial.strips > 0 ? static_cast<double>(trial.hops) / static_cast<double>(trial.strips) : 0.0;
  if (in_theory > 0)
    table.row("hops per strip, theory", fmt::format("{:.4g} (no bonds)", in_theory));
  if (in_trial > 0)
    table.row("hops per strip, trial",
              fmt::format("{:.4g} (first {} strips)", in_trial, trial.strips));
  table.row("speed, trial",
            fmt::format("{:.3g} million hops per s", 1e-6 / trial.seconds_per_hop()));
  const double per_strip = std::max(in_theory, in_trial);
  double events = strips * per_strip;
  if (values.limits.events > 0)
    events = std::min(events, static_cast<double>(values.limits.events));
  table.row("events", fmt::format("about {:.2g} hops for {:.3g} strips", events, strips));
  const double monolayer = slab_of(values.metal).sites_per_layer();
  table.row("per monolayer",
            fmt::format("{:.0f} strips, about {}", monolayer,
                        duration_text(monolayer * per_strip * trial.seconds_per_hop())));
  const std::string time = duration_text(events * trial.seconds_per_hop());
  table.row("run time",
            has_bonds(values.metal)
                ? fmt::format("up to about {}: a rough guide, as with bonds onset comes long "
                              "before j_pred, but each strip near it takes many more hops",
                              time)
                : fmt::format("about {}", time));
}

}  // namespace

std::string cost_report(const io::RunInput& input, const Trial& trial) {
  const Case& values = input.values;
  const Slab slab = slab_of(values.metal);
  const double monolayer = 1 / slab.site_area();
  const Outlook ahead = outlook(values, interface::predicted_density(values), monolayer);
  io::Listing table;
  table.heading("cost");
  add_other_runs(table, values);
  add_charge(table, values, ahead, monolayer);
  // with a stand-in for its ramp, or for a search, the trial was not the run itself
  const bool itself = !interface::automatic_ramp(values.current) &&
                      values.onset.primary != interface::Detector::growth;
  if (trial.whole_run && itself) {
    table.row("run time",
              fmt::format("{} for the whole run of {} hops: it was just done as a trial",
                          duration_text(trial.seconds), trial.hops));
  } else if (trial.hops > 0) {
    add_estimate(table, values, trial);
  } else {
    table.row("run time", "not known: no vacancy has moved in the trial");
  }
  return table.text();
}

}  // namespace lacuna::app
