#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <numeric>
#include <optional>
#include <set>
#include <sstream>
#include <stop_token>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/imposed_current.hpp"
#include "interface/initial_state.hpp"
#include "interface/outlook.hpp"
#include "interface/run.hpp"
#include "interface/strip_field.hpp"
#include "interface/theory.hpp"
#include "interface/vacancy_entropy.hpp"
#include "interface/voltage.hpp"
#include "io/input/run_input.hpp"
#include "tests/io/input/again.hpp"
#include "tests/io/input/random_case.hpp"

using namespace lacuna;
using namespace lacuna::interface;

namespace {

bool bonds(const Case& c) { return has_bonds(c.metal); }
bool closed(const Case& c) { return std::holds_alternative<Closed>(c.far_side); }
bool thick(const Case& c) { return std::holds_alternative<Thick>(c.far_side); }
bool rising(const Case& c) { return ImposedCurrent(c.current).rising(); }
const OnsetResult& primary(const Case& c, const Ending& e) {
  return e.onsets[static_cast<std::size_t>(c.onset.primary)];
}

/// Holds every sample against what must be so whatever the case; keeps what tells one run from
/// another.
class Bookkeeper : public Observer {
 public:
  explicit Bookkeeper(const Case& c) : case_(c) {}

  void sample(const Sample& s, const lattice::Occupation& occupation,
              const lattice::Clusters& clusters) override {
    if (rows.empty()) start(s, occupation);
    check_conservation(s);
    check_events(s);
    check_vacancies(s, occupation, clusters);
    REQUIRE(s.index == rows.size());
    REQUIRE((rows.empty() || s.time >= rows.back().front()));
    REQUIRE((s.coverage >= 0 && s.coverage <= 1));
    REQUIRE(std::isfinite(s.density));
    REQUIRE(!std::isnan(s.overpotential));
    rows.push_back({s.time, s.density, s.monolayers, s.coverage, s.overpotential,
                    double(s.vacancies), double(s.in_flight), double(s.clusters),
                    double(s.largest_cluster), s.lag.value_or(-1), double(s.events.trials),
                    double(s.events.hops()), double(s.events.stripped)});
  }
  void save(kmc::Writer& w) override { w.put<std::uint64_t>(rows.size()); }
  void load(kmc::Reader& r) override { rows.resize(r.get<std::uint64_t>()); }

  std::vector<std::vector<double>> rows;

 private:
  void start(const Sample& s, const lattice::Occupation& occupation) {
    layer_ = static_cast<double>(occupation.slab().sites_per_layer());
    vacancies_ = s.vacancies + s.in_flight;
    // The last layer of an absorbing far side holds none.
    const bool whole = closed(case_) && case_.initial.vacancy_fraction == 0;
    std::size_t given =
        static_cast<std::size_t>(case_.initial.void_vacancies) + case_.initial.sites.size();
    if (case_.initial.gap) given += sites_of(*case_.initial.gap, slab_of(case_.metal)).size();
    if (whole) REQUIRE(vacancies_ == given);
  }

  // Exact results 14 and 15.
  void check_conservation(const Sample& s) const {
    const EventCounts& e = s.events;
    REQUIRE(s.vacancies + s.in_flight + e.absorbed + e.absorbed_at_sinks + e.plated ==
            vacancies_ + e.stripped + e.emitted + e.emitted_at_sinks);
    const double net = double(e.stripped) - double(e.plated) - double(e.supplied);
    REQUIRE(s.monolayers == doctest::Approx(net / layer_));
    const bool current = e.stripped + e.plated + e.supplied > 0;
    if (closed(case_) && !case_.metal.sinks && !current) REQUIRE(s.vacancies == vacancies_);
  }

  // What the case has no place for does not happen.
  void check_events(const Sample& s) const {
    const EventCounts& e = s.events;
    if (closed(case_)) REQUIRE(e.absorbed + e.emitted + e.left + e.supplied + s.in_flight == 0);
    if (!beyond(case_).reservoir) REQUIRE(e.emitted == 0);
    if (!thick(case_)) REQUIRE(e.left + s.in_flight == 0);
    if (!case_.metal.surface) REQUIRE(e.surface == 0);
    const auto& sinks = case_.metal.sinks;
    if (!sinks) REQUIRE(e.absorbed_at_sinks == 0);
    if (!sinks || !sinks->reservoir) REQUIRE(e.emitted_at_sinks == 0);
    if (case_.metal.normal != lattice::Normal::n110) REQUIRE(e.lateral == 0);
    REQUIRE(e.hops() <= e.trials + e.absorbed);
  }

  void check_vacancies(const Sample& s, const lattice::Occupation& occupation,
                       const lattice::Clusters& clusters) {
    occupation.check();
    REQUIRE(occupation.vacancies() == s.vacancies);
    REQUIRE(s.vacancies <= occupation.slab().sites());
    REQUIRE(std::accumulate(s.layer_vacancies.begin(), s.layer_vacancies.end(), 0U) == s.vacancies);
    std::uint64_t in_clusters = 0;
    for (const auto& [size, count] : s.cluster_sizes) in_clusters += std::uint64_t{size} * count;
    REQUIRE(in_clusters == s.vacancies);
    REQUIRE(clusters.label.size() == s.vacancies);
    REQUIRE(s.paths.size() == (case_.paths ? s.vacancies : 0));
    for (const VacancyPath& path : s.paths)
      REQUIRE(occupation.vacant(occupation.slab().site(occupation.slab().wrap(path.unwrapped))));
  }

  const Case& case_;
  std::uint64_t vacancies_ = 0;
  double layer_ = 0.0;
};

// Largest current by twice the exchange current, where that matters.
double field_drive(const Case& c) {
  if (!c.ceramic.electrolyte || c.ceramic.electrolyte->transfer == TransferLaw::linear) return 0;
  double largest = 0;
  if (const auto* p = std::get_if<Ramp>(&c.current))
    largest = std::max(std::abs(p->from), std::abs(p->to));
  if (const auto* p = std::get_if<Staircase>(&c.current)) largest = std::abs(p->to);
  if (const auto* p = std::get_if<Constant>(&c.current)) largest = std::abs(p->density);
  if (const auto* p = std::get_if<Pulse>(&c.current)) largest = std::abs(p->density);
  if (const auto* p = std::get_if<Tabulated>(&c.current))
    for (const auto& point : p->points) largest = std::max(largest, std::abs(point.second));
  return largest / (2 * Overpotential(c).exchange_density());
}

// Is charge transfer over the box's width sixteen times the resistance of the electrolyte?
bool even_field(const Case& c) {
  if (!c.ceramic.electrolyte) return false;
  const lattice::Vector box = slab_of(c.metal).box();
  const double widest = std::min({std::max(box[0], box[1]), c.ceramic.electrolyte->thickness});
  const double length = transfer_length(c) / std::hypot(1.0, field_drive(c));
  return widest / (2 * std::acos(-1.0) * length) < 0.01;
}

/// How a warning begins, and what of a case and its ending asks for it.
struct Warning {
  const char* begins;
  std::function<bool(const Case&, const Ending&)> due;
};

/// That can pass either way.
double most_monolayers(const Case& c) {
  const double monolayer = 1 / site_area(c.metal);
  const double passed = outlook(c, predicted_density(c), monolayer).most / monolayer;
  return c.limits.monolayers > 0 ? std::min(passed, c.limits.monolayers) : passed;
}

const std::vector<Warning>& known_warnings() {
  static const std::vector<Warning> list{
      {"voltage.exchange_current_relative is below 1",
       [](const Case& c, const Ending&) { return c.voltage.exchange_relative.value_or(1) < 1; }},
      {"onset.coverage.threshold is above 0.1 with bonds on",
       [](const Case& c, const Ending&) { return bonds(c) && c.onset.coverage_threshold > 0.1; }},
      {"interface.lateral differs from metal.hop but does nothing",
       [](const Case& c, const Ending&) {
         const HopClass &bulk = c.metal.hop, &lateral = c.ceramic.lateral;
         return c.metal.normal != lattice::Normal::n110 &&
                (bulk.barrier != lateral.barrier ||
                 bulk.attempt_frequency != lateral.attempt_frequency);
       }},
      {"the far side holds more vacancies than the lattice's own equilibrium",
       [](const Case& c, const Ending&) {
         const auto far = beyond(c).reservoir;
         constexpr double kB = 1.380649e-23 / 1.602176634e-19;  // [eV/K]
         const double cost = 4 * c.metal.bond_nn1 + 3 * c.metal.bond_nn2;
         return far &&
                far->formation_entropy - c.metal.vacancy_entropy >
                    (far->formation_energy + far->pressure_work - cost) / (kB * c.temperature);
       }},
      {"onset.primary is growth without bonds",
       [](const Case& c, const Ending&) {
         return c.onset.primary == Detector::growth && !bonds(c);
       }},
      {"temperature_K: ",
       [](const Case& c, const Ending&) {
         const bool sodium = std::abs(c.metal.lattice_constant - 4.275) < 0.075;
         return c.temperature < 100 || (sodium && c.temperature > 370.95);
       }},
      {"the far side is closed",
       [](const Case& c, const Ending&) { return closed(c) && !c.metal.sinks; }},
      {"sinks inside the metal hold more vacancies",
       [](const Case& c, const Ending&) {
         const auto& sinks = c.metal.sinks;
         return sinks && sinks->reservoir &&
                sinks->reservoir->concentration(c.temperature) >
                    own_vacancies(c.metal).concentration(c.temperature);
       }},
      {"metal.bonds_eV: a negative bond",
       [](const Case& c, const Ending&) { return c.metal.bond_nn1 < 0 || c.metal.bond_nn2 < 0; }},
      {"interface.patch.discs: discs whose radius",
       [](const Case& c, const Ending&) {
         const auto wide = [](const Patch& patch) {
           const auto* discs = std::get_if<Discs>(&patch.shape);
           return discs != nullptr && discs->spacing <= discs->radius;
         };
         return std::any_of(c.ceramic.patches.begin(), c.ceramic.patches.end(), wide);
       }},
      {"onset.cluster.size: ",
       [](const Case& c, const Ending&) {
         return c.onset.primary == Detector::cluster &&
                c.onset.cluster_size > static_cast<int>(slab_of(c.metal).sites());
       }},
      {"initial.gap.depth_layers: ",
       [](const Case& c, const Ending&) {
         return !beyond(c).above && c.initial.gap && 2 * c.initial.gap->depth >= c.metal.layers;
       }},
      {"initial.void_vacancies: ",
       [](const Case& c, const Ending&) {
         return c.initial.void_vacancies > 0 && !c.initial.gap && !start_cautions(c).empty();
       }},
      {"onset.window_monolayers: ",
       [](const Case& c, const Ending&) { return c.onset.window_monolayers > most_monolayers(c); }},
      {"sample.every_monolayers: ",
       [](const Case& c, const Ending&) { return c.sample_monolayers > most_monolayers(c); }},
      {"metal.surface_hop_cap slows hops",
       [](const Case& c, const Ending&) {
         return c.metal.surface_hop_cap && c.metal.surface_hop_cap->fraction < 1;
       }},
      {"interface.strip: field leaves the current even",
       [](const Case& c, const Ending&) { return even_field(c); }},
      {"interface.field: Butler–Volmer's resistance",
       [](const Case& c, const Ending&) { return field_drive(c) > 1; }},
      {"not quasi-static",
       [](const Case&, const Ending& e) {
         return e.quasi_static.lag && *e.quasi_static.lag > 0.05;
       }},
      {"too little charge passed on the ramp",
       [](const Case& c, const Ending& e) { return rising(c) && !e.quasi_static.lag; }},
      {"onset lies in the first fifth of the ramp",
       [](const Case& c, const Ending& e) {
         return rising(c) && primary(c, e).detected && primary(c, e).censored == Censored::left;
       }},
      {"the current does not rise, so that it is only an upper bound",
       [](const Case& c, const Ending& e) {
         return !rising(c) && primary(c, e).detected && primary(c, e).censored == Censored::left;
       }},
      {"no onset by the primary detector",
       [](const Case& c, const Ending& e) {
         return rising(c) && primary(c, e).applicable && !primary(c, e).detected &&
                primary(c, e).censored == Censored::right;
       }},
      {"the coverage did not become stationary",
       [](const Case&, const Ending& e) {
         return e.reason == Reason::not_stationary && e.last.holding;
       }},
      {"no sample fell into the first fifth of the ramp",
       [](const Case& c, const Ending& e) {
         return rising(c) && !e.onsets[static_cast<std::size_t>(Detector::voltage)].applicable;
       }},
      {"the far field stopped being dilute",
       [](const Case& c, const Ending& e) { return thick(c) && e.far_field->highest > 0.05; }},
      {"a void reached the top of the explicit layers before they grew",
       [](const Case&, const Ending& e) { return e.far_field && e.far_field->outrun; }},
      {"a void reached the top of the explicit layers; use more",
       [](const Case& c, const Ending& e) { return bonds(c) && e.reason == Reason::void_at_top; }},
  };
  return list;
}

// Every warning is of a kind, once, and due; what is due is there.
void check_warnings(const Case& c, const Ending& e) {
  std::size_t found = 0;
  for (const Warning& known : known_warnings()) {
    CAPTURE(known.begins);
    const auto count =
        std::count_if(e.warnings.begin(), e.warnings.end(),
                      [&](const std::string& text) { return text.starts_with(known.begins); });
    REQUIRE(count == (known.due(c, e) ? 1 : 0));
    found += static_cast<std::size_t>(count);
  }
  for (const std::string& text : e.warnings) CAPTURE(text);
  REQUIRE(found == e.warnings.size());
}

/// What became of random cases.
struct Tally {
  int run = 0, refused = 0, resumed = 0;
  std::set<Reason> reasons;
  std::set<std::size_t> far_sides;
};

class Trial {
 public:
  Trial(std::uint64_t seed, std::uint64_t most_events) : make_(seed), most_events_(most_events) {}

  void operator()() {
    const std::string text = make_();
    CAPTURE(text);
    std::optional<io::RunInput> input;
    try {
      input = io::parse_case(text, "random", make_.folder(), bounds());
    } catch (const InputError& refusal) {
      ++tally.refused;
      return;
    }
    const io::RunInput echoed = test::again(*input);
    REQUIRE(echoed.canonical == input->canonical);
    REQUIRE(io::fingerprint(echoed) == io::fingerprint(*input));

    const Case c = with_expected_ramp(input->values);
    Bookkeeper whole(c);
    const Ending expected = run_once(c, input->seed, whole);
    check_warnings(c, expected);
    interrupted(with_expected_ramp(echoed.values), echoed.seed, whole, expected);
    ++tally.run;
    tally.reasons.insert(expected.reason);
    tally.far_sides.insert(c.far_side.index());
  }

  Tally tally;

 private:
  // A run may need long for what a case asks.
  [[nodiscard]] std::vector<std::string> bounds() const {
    return {"limits.events=" + std::to_string(most_events_), "limits.monolayers=20",
            "limits.time_s=1e-5"};
  }

  static Ending run_once(const Case& c, std::uint64_t seed, Bookkeeper& books,
                         const Checkpointing& at = {}, const std::stop_token& stop = {}) {
    Observer* const observers[] = {&books};
    return run(c, seed, observers, at, stop);
  }

  // From the echo, stopped whenever a run looks for it, twice.
  void interrupted(const Case& c, std::uint64_t seed, const Bookkeeper& whole,
                   const Ending& expected) {
    const TemporaryFile file{make_.folder() / "checkpoint"};
    Bookkeeper pieces(c);
    Checkpointing at{file.path, std::chrono::duration<double>{3600}, false, 1};
    std::stop_source stop;
    stop.request_stop();
    Ending found = run_once(c, seed, pieces, at, stop.get_token());
    at.resume = true;
    if (found.reason == Reason::interrupted) {
      ++tally.resumed;
      found = run_once(c, seed, pieces, at, stop.get_token());
    }
    if (found.reason == Reason::interrupted) found = run_once(c, seed, pieces, at);
    REQUIRE(found.reason == expected.reason);
    REQUIRE(found.warnings == expected.warnings);
    REQUIRE(pieces.rows == whole.rows);
  }

  struct TemporaryFile {
    std::filesystem::path path;
    ~TemporaryFile() { std::filesystem::remove(path); }
  };

  test::RandomCase make_;
  std::uint64_t most_events_;
};

void every_key(const io::CaseKey& section, const std::string& path,
               std::vector<std::string>& paths) {
  for (const io::CaseKey& key : section.keys) {
    if (!key.refusal.empty() || (key.input_only && key.alternative.empty())) continue;
    const std::string full = path.empty() ? key.name : path + "." + key.name;
    paths.push_back(full);
    every_key(key, full, paths);
  }
}

}  // namespace

TEST_CASE("random cases have every key of the table, and many are valid") {
  test::RandomCase make(1);
  int valid = 0;
  constexpr int cases = 600;
  for (int k = 0; k < cases; ++k) {
    try {
      static_cast<void>(io::parse_case(make(), "random", make.folder()));
      ++valid;
    } catch (const InputError& refusal) {
      REQUIRE(refusal.what()[0] != '\0');
    }
  }
  CHECK(valid > 3 * cases / 10);
  std::vector<std::string> paths;
  every_key(io::case_keys(), "", paths);
  for (const std::string& path : paths) {
    CAPTURE(path);
    CHECK(make.used().count(path) == 1);
  }
}

TEST_CASE("random cases keep vacancies and atoms, and warn only of what is so, for a while") {
  Trial trial(2, 2000);
  for (int k = 0; k < 60; ++k) trial();
  CHECK(trial.tally.run > 15);
}

TEST_SUITE("physics") {
  TEST_CASE(
      "random cases keep vacancies and atoms, warn only of what is so, and go on from where they "
      "stopped") {
    const char* const asked = std::getenv("LACUNA_RANDOM_CASES");  // "SEED COUNT", for more by hand
    std::uint64_t seed = 7;
    int count = 100;
    if (asked != nullptr) std::istringstream(asked) >> seed >> count;
    Trial trial(seed, 300000);
    for (int k = 0; k < count; ++k) trial();
    const Tally& tally = trial.tally;
    MESSAGE(tally.run << " run, " << tally.resumed << " of them resumed, " << tally.refused
                      << " refused");
    CHECK(tally.resumed > count / 10);
    CHECK(tally.far_sides.size() == 4);
    CHECK(tally.reasons.size() >= 3);
  }
}
