#pragma once

#include <cmath>
#include <string>
#include <variant>
#include <vector>

#include "core/constants.hpp"
#include "ensemble/study_result.hpp"
#include "io/input/study_input.hpp"
#include "tests/io/input/example_studies.hpp"

namespace lacuna::test {

/// Records as if every replica of a plan had been run: the primary detector sees ln j = ln j0 -
/// E/kT and some scatter, with E [eV] the segregation energy plus 0.05, faster with the ramp's
/// rate.
inline ensemble::Records made_up_records(const ensemble::Plan& plan) {
  using namespace ensemble;
  Records records;
  for (std::vector<Task> tasks = next_round(plan, records); !tasks.empty();
       tasks = next_round(plan, records)) {
    for (const Task& task : tasks) {
      const Case values = case_of(plan, task);
      const std::uint64_t seed = seed_of(plan, task);
      const double scatter = 0.1 * (static_cast<double>(seed % 1000) / 1000 - 0.5);
      const double energy = values.ceramic.segregation + 0.05;
      Outcome outcome;
      outcome.reason = interface::Reason::onset;
      outcome.quasi_static = {0.01, true};
      outcome.hops = 12345;
      for (std::size_t d = 0; d < outcome.onsets.size(); ++d) {
        interface::OnsetResult& onset = outcome.onsets[d];
        onset.detector = interface::all_detectors[d];
        onset.applicable = onset.detector != interface::Detector::growth;
        onset.detected = onset.applicable;
        onset.censored = interface::Censored::no;
        onset.density = 1e6 * constants::mA_per_cm2 *
                        std::exp(scatter - energy * inverse_thermal_energy(task.temperature)) *
                        std::pow(task.rate_factor, 0.2);
        onset.monolayers = 12.5;
        onset.coverage = 0.125;
      }
      records[id_of(plan, task)] = {task, seed, outcome};
    }
  }
  return records;
}

/// A study of which everything has been run, with a failure and a censored replica.
struct StudyOfEverything {
  StudyFolder folder;
  io::StudyInput study = io::read_study(
      folder.study(),
      std::vector<std::string>{"rate_check=true", "replicas=8", "grid={metal.layers: [8, 10]}",
                               "extrapolate={thickness_um: 10}",
                               "hypotheses={highway: {set: {interface.segregation_eV: 0}}, "
                               "doorway: {measured: Sn-Na interlayer, note: 'a, \"note\"', "
                               "set: {interface.segregation_eV: 0.05}}, "
                               "points: {measured: points}}"});
  ensemble::Records records = made_up_records(study.plan);
  ensemble::StudyResult result;

  StudyOfEverything() {
    const ensemble::Task failed{ensemble::TaskKind::replica, false, 0, {}, 300.0, 1.0, 2};
    records[ensemble::id_of(study.plan, failed)].found = ensemble::Failure{"it broke, \"twice\""};
    const ensemble::Task censored{ensemble::TaskKind::replica, false, 1, {}, 300.0, 1.0, 0};
    auto& onset =
        std::get<ensemble::Outcome>(records[ensemble::id_of(study.plan, censored)].found).onsets[0];
    onset.detected = false;
    onset.censored = interface::Censored::right;
    study.plan.confidence.resamples = 199;  // intervals are not what is looked at
    result = ensemble::analyse(study.plan, records);
  }
};

/// One of them for all tests of a program that only look at it.
inline const StudyOfEverything& everything() {
  static const StudyOfEverything study;
  return study;
}

}  // namespace lacuna::test
