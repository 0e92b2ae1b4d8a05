#include "io/results/case_report.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/constants.hpp"
#include "interface/onset.hpp"
#include "interface/patch.hpp"
#include "interface/self_diffusion.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"
#include "io/results/byte_words.hpp"
#include "io/results/currents.hpp"
#include "io/results/listing.hpp"
#include "io/results/prefactor_words.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {

using constants::J_per_m2;
using constants::mA_per_cm2;
using interface::Case;
using lattice::Slab;

namespace {

void add_slab(Listing& table, const Case& values, const Slab& slab) {
  constexpr double angstrom_per_nm = 10.0;
  const lattice::Vector box = slab.box();
  table.heading("slab");
  table.row("lattice",
            fmt::format("bcc ({}), a = {} A, layers {:.4f} A apart", word_of(slab.normal()),
                        slab.lattice_constant(), slab.layer_spacing()));
  table.row("box", fmt::format("{:.2f} x {:.2f} x {:.2f} nm ({} x {} cells, {} layers)",
                               box[0] / angstrom_per_nm, box[1] / angstrom_per_nm,
                               box[2] / angstrom_per_nm, values.metal.cells[0],
                               values.metal.cells[1], slab.layers()));
  table.row("sites", fmt::format("{} ({} per layer)", slab.sites(), slab.sites_per_layer()));
  table.row("site density",
            fmt::format("{:.4f} per nm2 of layer (A_s = {:.4f} A2)",
                        angstrom_per_nm * angstrom_per_nm / slab.site_area(), slab.site_area()));
  table.row("memory",
            fmt::format("about {} for the sites", bytes_text(static_cast<double>(slab.storage()))));
  const interface::Beyond far = beyond(values);
  table.row("far side", std::string(far.description));
  if (!far.above) return;
  const std::string grows =
      has_bonds(values.metal) ? fmt::format(", and more to stay {} above voids", far.above->margin)
                              : std::string();
  table.row("thickness",
            fmt::format("{:.4g} um from ceramic to {}, {} layers ({} of them explicit{})",
                        far.layers * slab.layer_spacing() / 1e4,
                        far.reservoir ? "reservoir" : "sink", far.layers, slab.layers(), grows));
}

void add_current(Listing& table, const Slab& slab) {
  const double per_site = mA_per_cm2 * slab.site_area();
  table.heading("1 mA/cm2 means");
  table.row("atoms", fmt::format("{:.3f} per nm2 and s", mA_per_cm2 * 100));
  table.row("monolayers", fmt::format("{:.4f} per s", per_site));
  table.row("strips here",
            fmt::format("{:.4g} per s on this area", per_site * slab.sites_per_layer()));
}

// Below them all are free energies.
void add_free_energies(Listing& table, const Case& values, const interface::Metal& metal) {
  table.row("vacancy entropy S_f", fmt::format("{} k", values.metal.vacancy_entropy));
  table.row(fmt::format("at {} K", values.temperature),
            fmt::format("free energies: bonds {:.4f} eV (1NN), {:.4f} eV (2NN), vacancy {:.4f} eV",
                        metal.bond_nn1, metal.bond_nn2, interface::formation_energy(metal)));
}

void add_energies(Listing& table, const Case& values) {
  const double segregation = values.ceramic.segregation;
  const char* where = segregation > 0   ? "vacancies prefer the interface"
                      : segregation < 0 ? "vacancies prefer the metal"
                                        : "vacancies prefer neither interface nor metal";
  table.heading("energies");
  table.row("bonds",
            fmt::format("{} eV (1NN), {} eV (2NN)", values.metal.bond_nn1, values.metal.bond_nn2));
  table.row("vacancy formation",
            fmt::format("{:.4f} eV (4 e1 + 3 e2)", interface::formation_energy(values.metal)));
  const interface::Metal metal = at_temperature(values.metal, values.temperature);
  if (values.metal.vacancy_entropy != 0) add_free_energies(table, values, metal);
  table.row("surface energy gamma",
            fmt::format("{:.4f} J/m2 (broken bonds)", interface::surface_energy(metal) / J_per_m2));
  table.row("segregation E_seg", fmt::format("{:.4f} eV ({})", segregation, where));
  table.row("adhesion phi",
            fmt::format("{:.4f} eV per interface atom", interface::adhesion(metal, segregation)));
  table.row("work of adhesion W_ad",
            fmt::format("{:.4f} J/m2", interface::work_of_adhesion(metal, segregation) / J_per_m2));
}

void add_patch(Listing& table, const Case& values, std::size_t nth, double share) {
  const auto& patches = values.ceramic.patches;
  const interface::SiteClass& sites = patches[nth].sites;
  const interface::Metal metal = at_temperature(values.metal, values.temperature);
  table.heading(patches.size() == 1 ? "patch" : fmt::format("patch {}", nth + 1));
  table.row("share of the interface", fmt::format("{:.4f}", share));
  table.row("segregation E_seg", fmt::format("{:.4f} eV", sites.segregation));
  table.row(
      "work of adhesion W_ad",
      fmt::format("{:.4f} J/m2", interface::work_of_adhesion(metal, sites.segregation) / J_per_m2));
  table.row("injection barrier E_inj", fmt::format("{:.4f} eV", sites.injection.barrier));
  table.row("strip weight", fmt::format("{:g}", sites.strip_weight));
}

void add_rates(Listing& table, const Case& values) {
  const interface::IsolatedRates rates = interface::isolated_rates(values);
  table.heading(
      fmt::format("rates of an isolated vacancy at {} K, per neighbour", values.temperature));
  table.row("in the metal k_b", fmt::format("{:.4g} per s", rates.bulk));
  if (values.metal.normal == lattice::Normal::n110) {
    table.row("along the interface", fmt::format("{:.4g} per s", rates.lateral));
  }
  table.row("leaving the interface k_inj", fmt::format("{:.4g} per s", rates.inject));
  table.row("returning to it k_ret", fmt::format("{:.4g} per s", rates.return_));
  if (const auto& cap = values.metal.surface_hop_cap)
    table.row("on the surface of voids",
              fmt::format("at most {} of the largest rate, from {} vacant neighbours on",
                          cap->fraction, cap->vacant_neighbours));
}

/// Slope of ln r(theta_c) against -1/kT [eV], from a small step in temperature.
double apparent_energy(const Case& values) {
  constexpr double step = 1e-3;
  Case warmer = values;
  Case colder = values;
  warmer.temperature *= 1 + step;
  colder.temperature *= 1 - step;
  const auto beta = [](const Case& c) { return 1 / (constants::boltzmann * c.temperature); };
  const auto rate = [](const Case& c) {
    return interface::stripping_rate(c, c.onset.coverage_threshold);
  };
  return std::log(rate(warmer) / rate(colder)) / (beta(colder) - beta(warmer));
}

std::string regime(double layers, double crossover) {
  constexpr double clearly = 3.0;
  if (layers * clearly < crossover)
    return "interface-limited: leaving the interface is the bottleneck (layers well below L*)";
  if (layers > crossover * clearly) {
    return "bulk-limited: the way through the metal is the bottleneck, E_A tends to E_b + E_seg "
           "(layers well above L*)";
  }
  return "mixed: interface and metal both matter (layers comparable with L*)";
}

void add_theory(Listing& table, const Case& values) {
  const double threshold = values.onset.coverage_threshold;
  const double rate = interface::stripping_rate(values, threshold);
  const double crossover = interface::crossover_layers(values, threshold);
  const bool sink = beyond(values).sink_at_end;
  const int layers = interface::total_layers(values);
  table.heading(fmt::format("theory without bonds, sink on the far side, coverage {}{}", threshold,
                            values.ceramic.patches.empty() ? "" : ", outside of the patch"));
  table.row("strip rate r(theta_c)", fmt::format("{:.4g} per site and s", rate));
  table.row(has_bonds(values.metal) ? "j_pred, an upper bound" : "j_pred",
            fmt::format("{}{}{}", current_text(interface::predicted_density(values)),
                        has_bonds(values.metal) ? " (bonds: voids nucleate well below it)" : "",
                        sink ? "" : " (for a sink; this far side differs)"));
  table.row("crossover L*", fmt::format("{:.4g} layers; the metal has {}", crossover, layers));
  const double to_sinks = interface::layers_to_sinks(values) + 2;
  if (values.metal.sinks)
    table.row("sinks inside the metal",
              fmt::format("as if the far side were that of {:.4g} layers", to_sinks));
  table.row("regime", regime(to_sinks, crossover));
  const double energy = apparent_energy(values);
  if (std::isfinite(energy))
    table.row("E_A of j_pred", fmt::format("{:.4f} eV at this temperature", energy));
}

/// Every current is proportional to the attempt frequencies (design §7.3).
void add_prefactor(Listing& table, const Case& values, const Slab& slab) {
  const double predicted = interface::predicted_density(values);
  const double factor = mA_per_cm2 / predicted;
  constexpr double angstrom_per_nm = 10.0;
  table.heading("prefactor");
  table.row("j_pred is for",
            fmt::format(
                "nu = {:.3g} Hz in the metal and {:.3g} Hz at the interface, {} layers to the "
                "far side{}",
                values.clock_factor * values.metal.hop.attempt_frequency,
                values.clock_factor * values.ceramic.injection.attempt_frequency,
                interface::total_layers(values),
                has_bonds(values.metal)
                    ? fmt::format("; with bonds j_crit also falls with the size "
                                  "of the interface, here {:.3g} x {:.3g} nm",
                                  slab.box()[0] / angstrom_per_nm, slab.box()[1] / angstrom_per_nm)
                    : std::string(", any size of the interface")));
  table.row(
      "clock factor",
      fmt::format("{:.3g} times this one for 1 mA/cm2, in proportion for other currents", factor));
  table.row("self-diffusion",
            self_diffusion_words(interface::self_diffusion(values), values.temperature));
  table.row("what it means",
            prefactor_words(factor, factor, values.temperature, "j_pred of 1 mA/cm2"));
}

}  // namespace

std::string case_report(const RunInput& input) {
  const Case& values = input.values;
  const Slab slab = slab_of(values.metal);
  Listing table;
  table.heading(fmt::format("{}: a valid case", values.name));
  add_slab(table, values, slab);
  add_current(table, slab);
  add_energies(table, values);
  const auto& patches = values.ceramic.patches;
  for (std::size_t n = 0; n < patches.size(); ++n)
    add_patch(table, values, n, interface::class_shares(patches, slab)[n + 1]);
  add_rates(table, values);
  add_theory(table, values);
  return table.text();
}

std::string case_prefactor(const RunInput& input) {
  Listing table;
  add_prefactor(table, input.values, slab_of(input.values.metal));
  return table.text();
}

std::vector<std::string> case_warnings(const RunInput& input, double highest) {
  const Case& values = input.values;
  std::vector<std::string> warnings = interface::cautions(values);
  const auto* const ramp = std::get_if<interface::Ramp>(&values.current);
  if (ramp != nullptr && !ramp->automatic && ramp->from > 0 && ramp->to < ramp->from) {
    warnings.push_back(fmt::format(
        "the current falls, from {} to {}: onset can only be seen where it rises; swap from_mA_cm2 "
        "and to_mA_cm2 unless a falling one is meant",
        current_text(ramp->from), current_text(ramp->to)));
  }
  // j_pred is then no guide to where the ramp should go
  if (has_bonds(values.metal) || beyond(values).leaving == interface::Leaving::blocked)
    return warnings;
  const double predicted = interface::predicted_density(values);
  if (highest <= 0) {
    warnings.emplace_back(
        "the current never strips, so that no contact is lost; a current that strips is positive");
  } else if (highest < predicted) {
    warnings.push_back(fmt::format(
        "the current goes up to {}, below the {} at which contact is expected to be lost: no "
        "onset (right-censored) is likely; go higher",
        current_text(highest), current_text(predicted)));
  }
  const double early_end = interface::early_part_end(values.current);
  constexpr double far_above = 1e3;
  if (early_end == 0 && highest > far_above * predicted) {
    warnings.push_back(fmt::format(
        "the current of {} is far above the {} at which contact is expected to be lost: it is lost "
        "at once; see whether barriers, frequencies and the current are in the units of their keys",
        current_text(highest), current_text(predicted)));
  }
  if (predicted < early_end) {
    warnings.push_back(fmt::format(
        "j_pred, {}, lies in the first fifth of the ramp: onset would be left-censored; start "
        "and end lower",
        current_text(predicted)));
  }
  return warnings;
}

}  // namespace lacuna::io
