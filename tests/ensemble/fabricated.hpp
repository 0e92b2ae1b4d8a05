#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "ensemble/record.hpp"
#include "ensemble/rounds.hpp"
#include "ensemble/study_result.hpp"
#include "tests/ensemble/synthetic.hpp"

/// Plans whose cases need not be run, and records that nobody found.
namespace lacuna::test {

inline const interface::Ramp explicit_ramp {
  0.01, 10, 1e-8, {}, {}
};

inline ensemble::Branch branch(const std::string& name,
                               const interface::Protocol& current = explicit_ramp) {
  const auto vary = [current](std::span<const double> parameters) {
    interface::Case c;
    c.onset.primary = interface::Detector::coverage;
    c.current = current;
    if (!parameters.empty()) c.ceramic.segregation = parameters[0];
    return c;
  };
  return {name, {}, name, "", "", vary};
}

inline interface::Ramp automatic(interface::RampConvention convention, double reference = 300) {
  interface::Ramp ramp;
  ramp.automatic = interface::AutoRamp { convention, 25, reference };
  return ramp;
}

inline ensemble::Plan plan(std::vector<ensemble::Branch> branches) {
  ensemble::Plan p;
  p.temperatures = {250, 300, 350};
  p.replicas = 8;
  p.branches = std::move(branches);
  p.confidence.resamples = 199;
  return p;
}

/// An outcome whose primary detector, coverage, saw onset at exp(log_density) [1/(A^2 s)].
inline ensemble::Outcome seen(double log_density,
                              interface::Censored censored = interface::Censored::no) {
  ensemble::Outcome o;
  o.reason = interface::Reason::onset;
  for (const interface::Detector d : interface::all_detectors) {
    auto& onset = o.onsets[static_cast<std::size_t>(d)];
    onset.detector = d;
    onset.applicable = d != interface::Detector::growth;
    onset.density = std::exp(log_density);
  }
  auto& primary = o.onsets[static_cast<std::size_t>(interface::Detector::coverage)];
  primary.detected = censored != interface::Censored::right;
  primary.censored = censored;
  o.quasi_static = {0.01, true};
  return o;
}

/// What is found for a task.
using Find =
    std::function<decltype(ensemble::Record::found)(const ensemble::Plan&, const ensemble::Task&)>;

/// ln j on a line: energy(task) [eV], scattered by `scatter`, from the task's own seed. Pilots
/// choose `explicit_ramp`.
inline Find on_a_line(std::function<double(const ensemble::Task&)> energy, double scatter) {
  return [=](const ensemble::Plan& p,
             const ensemble::Task& task) -> decltype(ensemble::Record::found) {
    if (task.kind == ensemble::TaskKind::reference) return ensemble::ReferenceRate{1.0};
    if (task.kind == ensemble::TaskKind::pilot)
      return ensemble::ChosenRamp{explicit_ramp, 0.08, 5, 1000};
    kmc::Stream stream(ensemble::seed_of(p, task), 77);
    const double x = ensemble::inverse_thermal_energy(task.temperature);
    return seen(4 - energy(task) * x + scatter * draw(Scatter::normal, stream));
  };
}

inline void record(const ensemble::Plan& p, ensemble::Records& records, const ensemble::Task& task,
                   const Find& find) {
  records[ensemble::id_of(p, task)] = {task, ensemble::seed_of(p, task), find(p, task)};
}

/// Round after round, until all is done.
inline ensemble::Records records(const ensemble::Plan& p, const Find& find) {
  ensemble::Records done;
  for (auto tasks = ensemble::next_round(p, done); !tasks.empty();
       tasks = ensemble::next_round(p, done))
    for (const ensemble::Task& task : tasks) record(p, done, task, find);
  return done;
}

}  // namespace lacuna::test
