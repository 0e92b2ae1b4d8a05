#include "app/cost_report.hpp"

#include <fmt/format.h>

#include "app/forecast_words.hpp"
#include "app/status_line.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/outlook.hpp"
#include "interface/theory.hpp"
#include "io/results/byte_words.hpp"
#include "io/results/currents.hpp"
#include "io/results/listing.hpp"
#include "lattice/slab.hpp"

namespace lacuna::app {

using interface::Case;
using interface::Outlook;
using lattice::Slab;

namespace {

/// Of an automatic ramp nothing but pilots tells where it will lie: the outlook is of one around
/// j_pred, and a run that was counted knows better.
void add_charge(io::Listing& table, const Case& values, const Outlook& ahead, double monolayer,
                bool counted) {
  const char* least = ahead.waits ? " at least (it waits for a steady coverage)" : "";
  const bool automatic = interface::automatic_ramp(values.current) != nullptr;
  if (beyond(values).leaving == interface::Leaving::blocked) {
    table.row("charge to onset",
              fmt::format("{:.4g} monolayers, all of which stay (in equilibrium, no bonds)",
                          charge_to_fill(values)));
  } else {
    table.row("charge to j_pred",
              ahead.to_density ? fmt::format("{:.4g} monolayers{}{}", *ahead.to_density / monolayer,
                                             least, automatic ? ", on a ramp around j_pred" : "")
                               : fmt::format("not reached: the protocol goes up to {}",
                                             io::current_text(ahead.highest)));
  }
  const double total = ahead.total / monolayer;
  if (!automatic)
    table.row("charge to the end", fmt::format("{:.4g} monolayers{}", total, least));
  else if (!counted)
    table.row("whole ramp", fmt::format("{:.4g} monolayers{}, were there no onset", total, least));
}

double million_hops_per_s(const ensemble::RunCost& cost) {
  return cost.seconds > 0 ? 1e-6 * cost.hops / cost.seconds : 0.0;
}

ensemble::RunCost pilots_of(const ensemble::PointForecast& forecast) {
  ensemble::RunCost pilots = forecast.pilot.value();
  return forecast.reference ? pilots += *forecast.reference : pilots;
}

void add_pilot(io::Listing& table, const Case& values, const ensemble::RunCost& pilot) {
  const auto* const automatic = interface::automatic_ramp(values.current);
  const bool fixed = automatic->convention == interface::RampConvention::fixed;
  table.row("ramp",
            fmt::format("chosen by pilots (auto: {}, {} monolayers per e-fold{}), about "
                        "{:.2g} hops",
                        word_of(automatic->convention), automatic->monolayers_per_e_fold,
                        fixed ? fmt::format(" at {} K", automatic->reference_temperature) : "",
                        pilot.hops));
}

void add_forecast(io::Listing& table, const ensemble::PointForecast& forecast) {
  const ensemble::RunForecast& run = *forecast.run;
  ensemble::RunCost all = run.at_rate(1.0);
  table.row("hops", fmt::format("about {:.2g} for {:.3g} monolayers, {}", all.hops, all.charge,
                                basis_words(forecast)));
  const double disk = bytes_of(all.samples, run.last());
  if (forecast.pilot) all += pilots_of(forecast);
  table.row("speed here", fmt::format("{:.3g} million hops per s", million_hops_per_s(all)));
  table.row("run time", fmt::format("about {}{}", duration_text(all.seconds),
                                    forecast.pilot ? ", with its pilots" : ""));
  table.row("memory", fmt::format("about {}", io::bytes_text(peak_memory())));
  table.row("disk", fmt::format("about {} and what a trajectory takes", io::bytes_text(disk)));
}

}  // namespace

std::string cost_report(const io::RunInput& input, const ensemble::PointForecast& forecast) {
  const Case& values = input.values;
  const Slab slab = slab_of(values.metal);
  const double monolayer = 1 / slab.site_area();
  const Outlook ahead = outlook(values, interface::predicted_density(values), monolayer);
  io::Listing table;
  table.heading("cost");
  if (forecast.pilot) add_pilot(table, values, pilots_of(forecast));
  add_charge(table, values, ahead, monolayer, forecast.run.has_value());
  if (forecast.run) {
    add_forecast(table, forecast);
  } else {
    table.row("run time", "not known: " + forecast.unknown);
  }
  return table.text();
}

}  // namespace lacuna::app
