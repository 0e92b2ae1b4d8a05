#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/input/keys.hpp"
#include "io/input/yaml_tree.hpp"
#include "io/number_text.hpp"
#include "tests/io/input/png.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::test {

/// Makes case files of random keys, walking the table of keys: any key may be left out that may,
/// one of alternatives is taken, numbers are drawn where a small slab at work is to be expected.
/// Many are valid.
class RandomCase {
 public:
  explicit RandomCase(std::uint64_t seed) : random_(seed) {
    put(folder_ / "barriers.csv",
        "class,from_nn1,from_nn2,to_nn1,to_nn2,barrier_eV\nbulk,7,6,7,6,0.06\nbulk,7,6,6,6,0."
        "05\nbulk,6,6,7,6,0.05\n");
    put(folder_ / "sites.csv", "i,j,k\n0,0,0\n1,1,1\n0,2,2\n2,1,0\n3,3,2\n");
    put(folder_ / "patch.csv", "i,j\n0,0\n1,0\n0,1\n2,3\n");
    put_png(folder_ / "map.png", 2, 2, {0, 60, 130, 255});
    put(folder_ / "current.csv", "time_s,j_mA_cm2\n0,0\n1e-9,1e9\n2e-9,-1e8\n3e-9,5e9\n");
  }

  /// Another case.
  [[nodiscard]] std::string operator()() {
    return io::yaml::block(section(io::case_keys(), "")) + "\n";
  }

  /// Where the files lie that the cases name.
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }
  /// All keys that some case had, by their paths.
  [[nodiscard]] const std::set<std::string>& used() const { return used_; }

 private:
  using Node = io::yaml::Node;

  struct Span {
    double low, high;
    bool by_factors;
  };

  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }

  double draw(const Span& span) {
    const double share = static_cast<double>(random_() >> 11U) * 0x1p-53;
    if (span.by_factors) return span.low * std::pow(span.high / span.low, share);
    return span.low + (span.high - span.low) * share;
  }

  static Node scalar(std::string text) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = std::move(text);
    return node;
  }

  // Each group of alternatives once, by the one of them that is taken.
  std::map<std::string, const io::CaseKey*> taken_of(const io::CaseKey& section) {
    std::map<std::string, std::vector<const io::CaseKey*>> groups;
    for (const io::CaseKey& key : section.keys)
      if (!key.alternative.empty() && key.refusal.empty()) groups[key.alternative].push_back(&key);
    std::map<std::string, const io::CaseKey*> taken;
    for (const auto& [group, keys] : groups) taken[group] = keys[below(keys.size())];
    return taken;
  }

  Node section(const io::CaseKey& section, const std::string& path) {
    const auto taken = taken_of(section);
    Node map;
    map.kind = Node::Kind::map;
    for (const io::CaseKey& key : section.keys) {
      if (!key.refusal.empty()) continue;
      if (!key.alternative.empty() && taken.at(key.alternative) != &key) continue;
      const Node* needed = key.needs.empty() ? nullptr : map.find(key.needs);
      if (!key.needs.empty() &&
          (!needed || (!key.needs_word.empty() && needed->text != key.needs_word)))
        continue;
      if (key.input_only && key.alternative.empty()) continue;  // a word for other keys
      if (!key.required && !chance(key.is_section() ? 60 : 50)) continue;
      const std::string place = path.empty() ? key.name : path + "." + key.name;
      if (key.name == "vacancy_entropy_k" && !map.find("bonds_eV")) continue;
      const Node* const strip = map.find("strip");
      const bool by_field = strip && strip->text == "field";
      if (key.name == "field" && !by_field) continue;
      Node drawn = value(key, place);
      if (place == "interface.plate" && drawn.text == "field" && !by_field) continue;
      map.entries.push_back({key.name, {}, std::move(drawn)});
    }
    return map;
  }

  Node value(const io::CaseKey& key, const std::string& path) {
    used_.insert(path);
    // Voltage and growth want much of the rest of a case.
    if (path == "onset.primary" && chance(80)) return scalar("coverage");
    if (path == "limits.void_below" && chance(95)) return scalar("0");  // of a void at the start
    std::vector<std::string> words;
    for (const io::Choice& choice : key.choices)
      if (choice.refusal.empty()) words.push_back(choice.word);
    if (!words.empty() && (!key.is_section() || chance(30)))
      return scalar(words[below(words.size())]);
    switch (key.type) {
      case io::KeyType::section: return section(key, path);
      case io::KeyType::boolean: return scalar(chance(50) ? "true" : "false");
      case io::KeyType::text: return scalar("random");
      case io::KeyType::file: return scalar(files.at(path));
      case io::KeyType::numbers:
      case io::KeyType::integers: return pair(key, path);
      default: return number(key, path);
    }
  }

  Node number(const io::CaseKey& key, const std::string& path) {
    const auto span = spans.find(path);
    if (span == spans.end())
      throw std::logic_error("say where the numbers of " + path + " are to be drawn");
    const double drawn = draw(span->second);
    const bool whole = key.type == io::KeyType::integer || key.type == io::KeyType::integers;
    return scalar(whole ? std::to_string(static_cast<std::uint64_t>(drawn)) : io::shortest(drawn));
  }

  Node pair(const io::CaseKey& key, const std::string& path) {
    Node list;
    list.kind = Node::Kind::sequence;
    for (int n = 0; n < 2; ++n) list.items.push_back(number(key, path));
    return list;
  }

  inline static const std::map<std::string, std::string> files{
      {"metal.hop.table", "barriers.csv"},
      {"initial.file", "sites.csv"},
      {"interface.patch.file", "patch.csv"},
      {"interface.patch.image.file", "map.png"},
      {"current.file", "current.csv"}};

  static constexpr Span barrier{0.0, 0.2, false}, frequency{1e12, 1e14, true},
      current{1e5, 1e7, true}, final{1e8, 1e11, true}, moment{1e-10, 1e-8, true},
      kelvin{200.0, 600.0, false}, shortest_hold{0.01, 1.0, false}, longest_hold{10.0, 40.0, false},
      tolerance{0.01, 0.5, false};
  inline static const std::map<std::string, Span> spans{
      {"seed", {0.0, 1e18, false}},
      {"temperature_K", kelvin},
      {"clock_factor", {0.01, 100.0, true}},
      {"metal.lattice_constant_A", {3.0, 6.0, false}},
      {"metal.lateral_nm", {4.0, 6.0, false}},
      {"metal.lateral_cells", {5.0, 10.0, false}},
      {"metal.layers", {4.0, 15.0, false}},
      {"metal.bonds_eV.nn1", {-0.02, 0.08, false}},
      {"metal.bonds_eV.nn2", {-0.02, 0.08, false}},
      {"metal.vacancy_entropy_k", {-1.0, 2.0, false}},
      {"metal.hop.barrier_eV", barrier},
      {"metal.hop.attempt_frequency_Hz", frequency},
      {"metal.hop.table_tolerance_eV", {0.0, 0.1, false}},
      {"metal.surface.barrier_eV", barrier},
      {"metal.surface.attempt_frequency_Hz", frequency},
      {"metal.surface.min_vacant", {1.0, 14.0, false}},
      {"metal.surface_hop_cap.fraction", {0.001, 1.0, true}},
      {"metal.surface_hop_cap.vacant_neighbours", {1.0, 8.0, false}},
      {"metal.sinks.normal_lines.spacing_nm", {1.0, 3.0, false}},
      {"metal.sinks.normal_lines.per_cm2", {1e13, 1e14, true}},
      {"metal.sinks.parallel_lines.spacing_nm", {1.0, 3.0, false}},
      {"metal.sinks.parallel_lines.height_layers", {1.0, 5.99, false}},
      {"metal.sinks.normal_planes.spacing_nm", {1.0, 3.0, false}},
      {"metal.sinks.parallel_plane.height_layers", {1.0, 5.99, false}},
      {"metal.sinks.exchange.equilibrium.formation_energy_eV", {0.1, 0.6, false}},
      {"metal.sinks.exchange.equilibrium.formation_entropy_k", {-2.0, 2.0, false}},
      {"metal.sinks.exchange.equilibrium.pressure_MPa", {0.0, 20.0, false}},
      {"initial.void_vacancies", {0.0, 40.0, false}},
      {"initial.vacancy_fraction", {0.001, 0.3, true}},
      {"initial.gap.radius_nm", {0.4, 0.8, false}},
      {"initial.gap.width_nm", {0.4, 1.3, false}},
      {"initial.gap.depth_layers", {1.0, 2.99, false}},
      {"interface.injection.barrier_eV", {0.05, 0.3, false}},
      {"interface.injection.attempt_frequency_Hz", frequency},
      {"interface.lateral.barrier_eV", barrier},
      {"interface.lateral.attempt_frequency_Hz", frequency},
      {"interface.segregation_eV", {-0.05, 0.1, false}},
      {"interface.adhesion_eV", {-0.1, 0.4, false}},
      {"interface.work_of_adhesion_J_m2", {-0.1, 0.3, false}},
      {"interface.field.conductivity_mS_cm", {1e-6, 1.0, true}},
      {"interface.field.resistivity_ohm_cm", {1.0, 1e9, true}},
      {"interface.field.conductivity_activation_eV", barrier},
      {"interface.field.thickness_nm", {0.5, 100.0, true}},
      {"interface.field.refresh_share", {0.0, 0.1, false}},
      {"interface.patch.segregation_eV", {-0.1, 0.05, false}},
      {"interface.patch.adhesion_eV", {0.1, 0.5, false}},
      {"interface.patch.work_of_adhesion_J_m2", {0.1, 0.5, false}},
      {"interface.patch.injection.barrier_eV", {0.1, 0.3, false}},
      {"interface.patch.injection.attempt_frequency_Hz", frequency},
      {"interface.patch.strip_weight", {0.01, 100.0, true}},
      {"interface.patch.stripes.width_nm", {0.4, 2.0, false}},
      {"interface.patch.stripes.period_nm", {2.0, 3.0, false}},
      {"interface.patch.discs.radius_nm", {0.4, 2.0, false}},
      {"interface.patch.discs.spacing_nm", {1.0, 3.0, false}},
      {"interface.patch.random.share", {0.0, 1.0, false}},
      {"interface.patch.random.correlation_nm", {0.1, 0.35, true}},
      {"interface.patch.random.seed", {0.0, 1e18, false}},
      {"interface.patch.image.greys", {0.0, 255.0, false}},
      {"interface.patch.image.pixel_nm", {2.0, 3.0, false}},
      {"far_side.equilibrium.formation_energy_eV", {0.1, 0.6, false}},
      {"far_side.equilibrium.formation_entropy_k", {-2.0, 2.0, false}},
      {"far_side.equilibrium.pressure_MPa", {0.0, 20.0, false}},
      {"far_side.thick.far_end.equilibrium.pressure_MPa", {0.0, 20.0, false}},
      {"far_side.thick.thickness_um", {0.006, 0.02, true}},
      {"far_side.thick.layers", {16.0, 60.0, true}},
      {"far_side.thick.far_end.equilibrium.formation_energy_eV", {0.1, 0.6, false}},
      {"far_side.thick.far_end.equilibrium.formation_entropy_k", {-2.0, 2.0, false}},
      {"far_side.thick.margin_layers", {1.0, 7.0, false}},
      {"current.ramp.from_mA_cm2", current},
      {"current.ramp.to_mA_cm2", final},
      {"current.ramp.rate_mA_cm2_per_s", {1e14, 1e20, true}},
      {"current.ramp.monolayers_per_e_fold", {1.0, 30.0, false}},
      {"current.ramp.reference_temperature_K", kelvin},
      {"current.ramp.hold.min_monolayers", shortest_hold},
      {"current.ramp.hold.max_monolayers", longest_hold},
      {"current.ramp.hold.tolerance", tolerance},
      {"current.staircase.from_mA_cm2", current},
      {"current.staircase.to_mA_cm2", final},
      {"current.staircase.factor", {1.1, 3.0, false}},
      {"current.staircase.hold.min_monolayers", shortest_hold},
      {"current.staircase.hold.max_monolayers", longest_hold},
      {"current.staircase.hold.tolerance", tolerance},
      {"current.staircase.hold_s", moment},
      {"current.constant.j_mA_cm2", {-1e9, 1e10, false}},
      {"current.constant.monolayers", {0.1, 10.0, false}},
      {"current.constant.time_s", moment},
      {"current.pulse.j_mA_cm2", {-1e9, 1e10, false}},
      {"current.pulse.on_s", moment},
      {"current.pulse.rest_s", moment},
      {"current.pulse.cycles", {1.0, 100.0, false}},
      {"current.cycle.strip_mA_cm2", {1e5, 1e10, true}},
      {"current.cycle.plate_mA_cm2", {1e5, 1e10, true}},
      {"current.cycle.half_monolayers", {0.1, 10.0, false}},
      {"current.cycle.half_mAh_cm2", {1e-5, 1e-3, false}},
      {"current.cycle.half_s", moment},
      {"current.cycle.rest_s", moment},
      {"current.cycle.cycles", {1.0, 100.0, false}},
      {"voltage.exchange_current_relative", {0.5, 10.0, true}},
      {"voltage.exchange_current_mA_cm2", final},
      {"voltage.exchange_activation_eV", barrier},
      {"voltage.reference_temperature_K", kelvin},
      {"voltage.area_resistance_ohm_cm2", {0.0, 1e-9, false}},
      {"voltage.area_resistance_activation_eV", barrier},
      {"onset.window_monolayers", {0.1, 2.0, false}},
      {"onset.coverage.threshold", {0.02, 0.5, false}},
      {"onset.voltage.excess", {0.05, 0.5, false}},
      {"onset.voltage.keep", {0.0, 0.2, false}},
      {"onset.cluster.size", {2.0, 60.0, false}},
      {"onset.growth.confidence", {0.6, 0.99, false}},
      {"onset.growth.resolution", {0.01, 1.0, false}},
      {"onset.growth.max_trials", {1.0, 20.0, false}},
      {"limits.monolayers", {0.1, 20.0, false}},
      {"limits.time_s", {1e-9, 1e-5, true}},
      {"limits.events", {1e3, 1e6, true}},
      {"limits.void_below", {0.0, 5.0, false}},
      {"sample.every_monolayers", {0.01, 0.5, true}},
      {"sample.every_s", {1e-7, 1e-5, true}},
      {"trajectory.every_monolayers", {0.01, 1.0, false}},
      {"trajectory.every_s", moment},
      {"trajectory.every_events", {1.0, 1e4, false}},
      {"trajectory.window_monolayers", {0.1, 2.0, false}},
      {"checkpoint.every_s", {1.0, 1e3, false}},
  };

  std::mt19937_64 random_;
  TemporaryDirectory folder_;
  std::set<std::string> used_;
};

}  // namespace lacuna::test
