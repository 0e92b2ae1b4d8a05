#include "io/input/case_keys/sections.hpp"

#include <utility>

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

CaseKey voltage_section() {
  const auto multiple = value(&Case::voltage, &Voltage::exchange_relative);
  const auto absolute = [=](const RunInput& in) { return !multiple(in).has_value(); };
  CaseKey density = when(
      absolute, number("exchange_current_mA_cm2", "mA/cm²", units::mA, {0.0, 1e20, true},
                       "exchange current density at reference_temperature_K; recommended, with "
                       "its activation energy",
                       value(&Case::voltage, &Voltage::exchange_density)));
  density.set = [=, set = std::move(density.set)](RunInput& in, const Value& v) {
    multiple(in).reset();
    set(in, v);
  };
  return section(
      "voltage", "the anode's overpotential, j·ASR + (2kT/e) asinh(j / (2 j0 f))",
      {
          number("exchange_current_relative", "", 1, {0.0, 1e12, true},
                 "exchange current as a multiple of j_pred, the current at which theory "
                 "puts the coverage at onset.coverage.threshold; below 1 it hides onset "
                 "from the voltage. It moves with the answer, so that voltages of two "
                 "hypotheses or temperatures say nothing: exchange_current_mA_cm2 is recommended",
                 multiple)
              .alternative_of("exchange current"),
          std::move(density).alternative_of("exchange current"),
          when(absolute, number("exchange_activation_eV", "eV", 1, ranges::barrier,
                                "activation energy of exchange_current_mA_cm2",
                                value(&Case::voltage, &Voltage::exchange_activation)))
              .only_with("exchange_current_mA_cm2"),
          number("reference_temperature_K", "K", 1, {1e-3, 1e5},
                 "temperature at which exchange_current_mA_cm2 and "
                 "area_resistance_ohm_cm2 hold",
                 value(&Case::voltage, &Voltage::reference_temperature)),
          number("area_resistance_ohm_cm2", "Ω cm²", constants::ohm_cm2, {0.0, 1e12},
                 "ASR, ohmic part, at reference_temperature_K",
                 value(&Case::voltage, &Voltage::area_resistance)),
          number("area_resistance_activation_eV", "eV", 1, ranges::barrier,
                 "activation energy of its conductance: ASR falls as exp(E/kT) does",
                 value(&Case::voltage, &Voltage::resistance_activation)),
      });
}

CaseKey onset_section() {
  return section(
      "onset", "how loss of contact is detected",
      {
          choice<Detector>(
              "primary",
              {{Detector::voltage, "the overpotential leaves its straight line"},
               {Detector::coverage, "the averaged coverage passes a threshold"},
               {Detector::cluster, "the largest cluster near the interface reaches a size"},
               {Detector::growth,
                "the void of initial.void_vacancies neither grows nor shrinks: found by bisection "
                "over "
                "trials at constant current, each from the start"}},
              "which detector's onset is the run's; all but growth are recorded in any case",
              value(&Case::onset, &Onset::primary)),
          number("window_monolayers", "monolayers", 1, ranges::charge,
                 "charge over which is averaged", value(&Case::onset, &Onset::window_monolayers)),
          section("coverage", "",
                  {number("threshold", "", 1, {0.0, 1.0, true}, "θ_c, vacant fraction of layer 0",
                          value(&Case::onset, &Onset::coverage_threshold))}),
          section("voltage", "",
                  {
                      number("excess", "", 1, {0.0, 1000.0, true},
                             "relative excess over the straight line at onset",
                             value(&Case::onset, &Onset::voltage_excess)),
                      number("keep", "", 1, {0.0, 1000.0},
                             "excess above which it must stay for a window",
                             value(&Case::onset, &Onset::voltage_keep)),
                      choice<OhmicPart>(
                          "resistance",
                          {{OhmicPart::given, "j·ASR is known and subtracted"},
                           {OhmicPart::found,
                            "it is not: the line is that of the whole overpotential, and so is the "
                            "excess"}},
                          "what the analysis knows of the ohmic part",
                          value(&Case::onset, &Onset::ohmic)),
                  }),
          section("cluster", "",
                  {integer("size", "vacancies", {2.0, 1e9}, "size of the largest cluster at onset",
                           value(&Case::onset, &Onset::cluster_size))}),
          section(
              "growth", "",
              {
                  number("confidence", "", 1, {0.5, 0.999999, true},
                         "of the verdict grows or shrinks at each current",
                         value(&Case::onset, &Onset::growth, &GrowthSearch::confidence)),
                  number("resolution", "", 1, {1e-4, 10.0},
                         "relative distance of the two currents that the threshold is found to lie "
                         "between",
                         value(&Case::onset, &Onset::growth, &GrowthSearch::resolution)),
                  integer("max_trials", "trials", {1.0, 1e6},
                          "at each current; where they do not tell, this current is the threshold",
                          value(&Case::onset, &Onset::growth, &GrowthSearch::max_trials)),
              }),
      });
}

}  // namespace lacuna::io
