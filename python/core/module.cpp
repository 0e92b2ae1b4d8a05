// lacuna._core: a case, and a run of it that Python takes from pause to pause.
// python/lacuna/simulation.py puts names and units to it.
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "core/version.hpp"
#include "ensemble/pilot.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/stepper.hpp"
#include "interface/voltage.hpp"
#include "io/input/echo.hpp"
#include "io/input/keys.hpp"
#include "io/input/run_input.hpp"
#include "io/number_text.hpp"
#include "io/store/series.hpp"
#include "io/store/summary.hpp"

namespace py = pybind11;

namespace lacuna::python {
namespace {

/// Lets other threads of Python have their turn, then throws what it has for Ctrl-C, if that was
/// pressed.
void heed_python() {
  { const py::gil_scoped_release their_turn; }
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

/// The ramp that a pilot chooses; it can be interrupted.
interface::Ramp chosen_ramp(const interface::Case& values) {
  std::stop_source stop;
  auto pilot = std::async(std::launch::async, [&values, token = stop.get_token()] {
    return ensemble::choose_ramp(values, token);
  });
  try {
    while (pilot.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready)
      heed_python();
  } catch (...) {
    stop.request_stop();
    pilot.wait();
    throw;
  }
  return pilot.get().value().ramp;
}

/// With a ramp in place of one that chooses itself.
interface::Case settled(const interface::Case& values) {
  if (values.onset.primary == interface::Detector::growth)
    throw InputError(
        "onset.primary: growth is a search over many runs, which has no steps; use lacuna.run");
  if (interface::automatic_ramp(values.current) == nullptr) return values;
  return interface::with_ramp(values, chosen_ramp(values));
}

class Simulation {
 public:
  explicit Simulation(io::RunInput input)
      : input_(std::move(input)),
        overpotential_(input_.values),
        slab_grows_(interface::beyond(input_.values).above.has_value()),
        stepper_(interface::start(settled(input_.values), input_.seed)) {}

  /// False if the run is over.
  bool go(double time, std::uint64_t trials, bool at_sample) {
    constexpr std::uint64_t between_signals = std::uint64_t{1} << 15;
    const std::uint64_t before = stepper_->trials(), sample = stepper_->last_sample().index;
    for (;;) {
      const std::uint64_t left = trials - std::min(trials, stepper_->trials() - before);
      const bool reached = left == 0 || stepper_->now() >= time ||
                           (at_sample && stepper_->last_sample().index != sample);
      if (reached || stepper_->ending() != nullptr) return stepper_->ending() == nullptr;
      stepper_->go({time, std::min(left, between_signals), at_sample});
      heed_python();
    }
  }

  [[nodiscard]] const interface::Stepper& run() const { return *stepper_; }
  [[nodiscard]] const lattice::Occupation& occupation() const { return run().state().occupation(); }
  [[nodiscard]] bool slab_grows() const { return slab_grows_; }
  [[nodiscard]] double contact_fraction() const {
    return static_cast<double>(run().state().contact_atoms()) /
           occupation().slab().sites_per_layer();
  }
  [[nodiscard]] double overpotential() const {
    const double density = run().density();
    return overpotential_(density, contact_fraction()) +
           density * run().constriction().value_or(0.0);
  }
  [[nodiscard]] std::string series_header() const {
    return io::series_header(input_.values.ceramic.patches.size());
  }
  [[nodiscard]] std::optional<std::string> summary() const {
    if (run().ending() == nullptr) return {};
    return io::summary_json(input_, *run().ending());
  }

 private:
  io::RunInput input_;
  interface::Overpotential overpotential_;
  bool slab_grows_;
  std::unique_ptr<interface::Stepper> stepper_;
};

/// (layers, rows, columns) The bytes of lattice::Occupation, where they are: the array keeps the
/// simulation alive. A copy where the slab may grow, and then has its bytes elsewhere.
py::array_t<std::uint8_t> sites(const py::object& self) {
  const auto& simulation = self.cast<const Simulation&>();
  const lattice::Occupation& occupation = simulation.occupation();
  const lattice::Slab& slab = occupation.slab();
  const auto place = [&slab](const lattice::Cell& cell) {
    return static_cast<py::ssize_t>(slab.site(cell).value);
  };
  const lattice::Cell first{0, 0, 0};
  const std::vector<py::ssize_t> shape{slab.layers(), slab.rows(), slab.columns()};
  const std::vector<py::ssize_t> strides{place({0, 0, 1}) - place(first),
                                         place({0, 1, 0}) - place(first),
                                         place({1, 0, 0}) - place(first)};
  const std::uint8_t* const bytes = occupation.chain(slab.site(first));
  py::array_t<std::uint8_t> view(shape, strides, bytes,
                                 simulation.slab_grows() ? py::object() : self);
  view.attr("setflags")(py::arg("write") = false);
  return view;
}

/// Errors of ours become those of lacuna.errors.
void translate(std::exception_ptr thrown) {
  const auto raise = [](const char* name, const std::exception& error) {
    const py::object type = py::module_::import("lacuna.errors").attr(name);
    PyErr_SetString(type.ptr(), error.what());
  };
  try {
    if (thrown) std::rethrow_exception(std::move(thrown));
  } catch (const InputError& error) {
    raise("InputError", error);
  } catch (const Error& error) {
    raise("Error", error);
  }
}

}  // namespace

PYBIND11_MODULE(_core, module) {
  py::register_exception_translator(&translate);
  module.def("version", [] { return std::string(build_info().version); });

  py::class_<io::RunInput>(module, "Input")
      .def(
          py::init([](const std::string& text, const std::string& name, const std::string& folder,
                      const std::vector<std::string>& settings, std::optional<std::uint64_t> seed) {
            return io::parse_case(text, name, folder, settings, seed);
          }))
      .def_property_readonly("text", [](io::RunInput input) {
        input.files.are_in("");  // nothing is copied: paths as they are
        return io::canonical_yaml(io::case_keys(), input);
      });

  py::class_<Simulation>(module, "Simulation")
      .def(py::init<io::RunInput>())
      .def("go", &Simulation::go)
      .def_property_readonly("sites", &sites)
      .def_property_readonly("time", [](const Simulation& s) { return s.run().now(); })
      .def_property_readonly(
          "current",
          [](const Simulation& s) { return io::in_unit(s.run().density(), constants::mA_per_cm2); })
      .def_property_readonly("trials", [](const Simulation& s) { return s.run().trials(); })
      .def_property_readonly("vacancies",
                             [](const Simulation& s) { return s.occupation().vacancies(); })
      .def_property_readonly("contact_fraction", &Simulation::contact_fraction)
      .def_property_readonly("overpotential", &Simulation::overpotential)
      .def_property_readonly("sample_index",
                             [](const Simulation& s) { return s.run().last_sample().index; })
      .def_property_readonly("series_header", [](const Simulation& s) { return s.series_header(); })
      .def_property_readonly(
          "series_row", [](const Simulation& s) { return io::series_row(s.run().last_sample()); })
      .def_property_readonly(
          "layer_vacancies",
          [](const Simulation& s) { return s.run().last_sample().layer_vacancies; })
      .def_property_readonly(
          "cluster_sizes", [](const Simulation& s) { return s.run().last_sample().cluster_sizes; })
      .def_property_readonly("summary", &Simulation::summary);
}

}  // namespace lacuna::python
