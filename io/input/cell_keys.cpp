#include "io/input/cell_keys.hpp"

#include <utility>

#include "core/constants.hpp"
#include "io/input/key_rows.hpp"
#include "io/input/protocol_file.hpp"
#include "io/number_text.hpp"

namespace lacuna::io {
namespace {

using namespace rows;
using cell::Design;
using ensemble::CellPlan;
using ensemble::VoidSampling;

constexpr double um = 1e4, nm = 10, cm2 = 1e16, per_cm2 = 1 / cm2;  // in angstrom
constexpr double hour = 3600;                                       // [s]
constexpr double mA_cm2 = constants::mA_per_cm2;
constexpr Range current_range{0.0, 1e12, true};

template <class... Members>
auto plan(Members... members) {
  return field(&StudyKeys::cell, members...);
}

template <class Protocol>
auto protocol(double Protocol::*member) {
  return field_of<StudyKeys>([=](auto& in) -> auto& {
    return std::get<Protocol>((*in.cell).design.protocol).*member;
  });
}

StudyKey thicknesses() {
  const auto at = plan(&CellPlan::thicknesses);
  auto key = row<StudyKeys>("metal_um", KeyType::list,
                            "thickness of the metal, from the ceramic to its far end; each of a "
                            "list in turn");
  key.unit = "µm";
  key.range = {0.01, 1e4};
  key.set = [=](StudyKeys& in, const Value& v) {
    at(in).clear();
    for (const double each : std::get<std::vector<double>>(v)) at(in).push_back(each * um);
  };
  key.get = [=](const StudyKeys& in) -> std::optional<Value> {
    std::vector<double> list;
    for (const double each : at(in)) list.push_back(in_unit(each, um));
    return list;
  };
  return std::move(key).or_one_alone();
}

// One of the courses of the current.
template <class Protocol>
StudyKey course(const std::string& name, const std::string& doc, const Protocol& standard,
                std::initializer_list<StudyKey> keys) {
  StudyKey key = section(name, doc, keys);
  key.enter = [=](StudyKeys& in) { (*in.cell).design.protocol = standard; };
  key.present = [](const StudyKeys& in) {
    return in.cell && std::holds_alternative<Protocol>((*in.cell).design.protocol);
  };
  return std::move(key).alternative_of("course");
}

StudyKey staircase() {
  using cell::Staircase;
  return course("staircase", "constant currents, each a factor larger than the one before",
                std::get<Staircase>(plain_cell().design.protocol),
                {
                    number("from_mA_cm2", "mA/cm²", mA_cm2, current_range, "first current",
                           protocol(&Staircase::from)),
                    number("to_mA_cm2", "mA/cm²", mA_cm2, current_range,
                           "the protocol ends when this is passed", protocol(&Staircase::to)),
                    number("factor", "", 1, {1.001, 1000.0}, "from one current to the next",
                           protocol(&Staircase::factor)),
                    number("hold_h", "h", hour, {1e-6, 1e5}, "how long each is held",
                           protocol(&Staircase::hold)),
                });
}

StudyKey ramp() {
  using cell::Ramp;
  return course(
      "ramp", "a current that rises linearly", Ramp{},
      {
          number("from_mA_cm2", "mA/cm²", mA_cm2, {0.0, 1e12}, "at its start",
                 protocol(&Ramp::from)),
          number("to_mA_cm2", "mA/cm²", mA_cm2, current_range, "at its end", protocol(&Ramp::to))
              .must_be_given(),
          number("rate_mA_cm2_per_h", "mA/cm²/h", mA_cm2 / hour, {0.0, 1e15, true},
                 "change of the current per hour", protocol(&Ramp::rate))
              .must_be_given(),
      });
}

StudyKey cycle() {
  using cell::Cycle;
  StudyKey strip = number("strip_mA_cm2", "mA/cm²", mA_cm2, current_range, "current that strips",
                          protocol(&Cycle::strip));
  strip.set = [set = std::move(strip.set)](StudyKeys& in, const Value& v) {
    set(in, v);
    protocol (&Cycle::plate)(in) = protocol(&Cycle::strip)(in);
  };
  StudyKey cycles = row<StudyKeys>("cycles", KeyType::integer, "number of cycles");
  cycles.range = {1.0, 10'000.0};
  cycles.set = [](StudyKeys& in, const Value& v) {
    std::get<Cycle>((*in.cell).design.protocol).cycles =
        static_cast<int>(std::get<std::uint64_t>(v));
  };
  cycles.get = [](const StudyKeys& in) -> std::optional<Value> {
    return static_cast<std::uint64_t>(std::get<Cycle>((*in.cell).design.protocol).cycles);
  };
  return course("cycle", "strip, rest, plate, rest, and again", Cycle{},
                {
                    std::move(strip).must_be_given(),
                    number("plate_mA_cm2", "mA/cm²", mA_cm2, current_range,
                           "size of the current that plates", protocol(&Cycle::plate))
                        .by_default("as strip_mA_cm2"),
                    number("half_mAh_cm2", "mAh/cm²", constants::mAh_per_cm2, {0.0, 1e9, true},
                           "charge of a half cycle", protocol(&Cycle::charge))
                        .must_be_given(),
                    number("rest_h", "h", hour, {0.0, 1e5}, "rest after each half cycle",
                           protocol(&Cycle::rest)),
                    std::move(cycles),
                });
}

std::string points_of_protocol(const StudyKeys& in) {
  std::string text;
  const auto* table = std::get_if<cell::Tabulated>(&(*in.cell).design.protocol);
  if (table == nullptr) return text;
  for (const auto& [time, density] : table->points)
    text += shortest(time) + "," + shortest(density) + "\n";
  return text;
}

StudyKey table() {
  auto key = file(
      "file", "protocol of the cell",
      "CSV of times and currents (time_h,current_mA_cm2), straight lines in between",
      field(&StudyKeys::cell_file),
      [](StudyKeys& in, const SideFile& side) {
        (*in.cell).design.protocol = read_protocol_file(side);
      },
      points_of_protocol);
  return std::move(key).alternative_of("course");
}

StudyKey flaws() {
  using cell::Flaws;
  return optional_section(
      "flaws", Unless::given, "voids that are at the interface from the start, all alike",
      plan(&CellPlan::design, &Design::flaws),
      {
          number("radius_nm", "nm", nm, {0.0, 1e6, true}, "of the ground that one covers",
                 plan(&CellPlan::design, &Design::flaws, &Flaws::radius))
              .must_be_given(),
          number("per_cm2", "1/cm²", per_cm2, {0.0, 1e15, true},
                 "how many; one or more in `area_cm2`, and no more than leave contact",
                 plan(&CellPlan::design, &Design::flaws, &Flaws::density))
              .must_be_given(),
          number("height_nm", "nm", nm, {0.0, 1e6},
                 "of a flat gap, where there was no contact (`initial.gap` in a box); it counts as "
                 "the void at rest of as many vacancies. 0: a void at rest from the start",
                 plan(&CellPlan::design, &Design::flaws, &Flaws::height)),
      });
}

StudyKey inner_sinks() {
  using cell::InnerSinks;
  return optional_section(
      "sinks", Unless::given,
      "sinks inside the metal, which hold what its far end holds (decisions/0018-sinks.md)",
      plan(&CellPlan::design, &Design::sinks),
      {
          number("dislocations_per_cm2", "1/cm²", per_cm2, {0.0, 1e13},
                 "how many lines cross a square centimetre; 0: none",
                 plan(&CellPlan::design, &Design::sinks, &InnerSinks::dislocations)),
          number("capture_radius_nm", "nm", nm, {0.01, 100.0}, "of a dislocation",
                 plan(&CellPlan::design, &Design::sinks, &InnerSinks::core)),
          number("grain_size_um", "µm", um, {0.0, 1e5},
                 "from grain boundary to grain boundary, which stand on the interface as parallel "
                 "planes; 0: none",
                 plan(&CellPlan::design, &Design::sinks, &InnerSinks::grains)),
      });
}

StudyKey uncertainty() {
  using cell::Prior;
  const auto prior = [](auto member) { return plan(&CellPlan::prior, member); };
  return section(
      "uncertainty",
      "what is not known of the metal, one standard deviation each, around what a hypothesis says; "
      "intervals at the cell include it. Defaults: sodium's",
      {
          integer(
              "draws", "", {0.0, 10000.0},
              "how many sets of values are drawn and evaluated at the cell; 0: energies are exact",
              prior(&Prior::draws)),
          number("formation_energy_eV", "eV", 1, {0.0, 10.0}, "of E_f = 4 nn1 + 3 nn2",
                 prior(&Prior::formation_energy)),
          number("vacancy_entropy_k", "k", 1, {0.0, 100.0}, "of S_f",
                 prior(&Prior::vacancy_entropy)),
          number("correlation", "", 1, {-1.0, 1.0},
                 "of the errors of E_f and S_f, which follow from the same numbers of vacancies",
                 prior(&Prior::correlation)),
          number("attempt_frequency_factor", "", 1, {1.0, 1e6}, "of all attempt frequencies",
                 prior(&Prior::attempt_frequency)),
          number("bond_ratio_factor", "", 1, {1.0, 100.0},
                 "of nn2/nn1 at the same E_f, on which surface energies depend",
                 prior(&Prior::bond_ratio)),
      });
}

// A cell is computed: there are no replicas.
StudyKey fit_at_cell() {
  StudyKey key = fit_section(&StudyKeys::cell_fit);
  key.doc =
      "find the values of one or two parameters with which the cell reproduces the measurement, as "
      "`fit` does of direct runs";
  std::erase_if(key.keys, [](const StudyKey& each) { return each.name == "replicas"; });
  for (StudyKey& each : key.keys)
    if (each.name == "parameters")
      each.form =
          "a map of one or two keys to [low, high]: of the case, `cell.flaws.radius_nm`, "
          "`cell.flaws.per_cm2` or `cell.pressure_MPa`";
  return key;
}

StudyKey sampling() {
  const auto sampling = [](auto member) { return plan(&CellPlan::sampling, member); };
  return section(
      "sampling", "how voids are counted; more moves, smaller errors",
      {
          integer("largest", "vacancies", {20.0, 1000.0},
                  "the largest void; at least twice the critical one",
                  sampling(&VoidSampling::largest))
              .by_default("120; where a cell needs larger ones 2.5 times the critical void, "
                          "rounded up to a multiple of 40"),
          integer("moves", "", {1e5, 1e12}, "of a cluster, for each set of voids",
                  sampling(&VoidSampling::moves))
              .by_default("100000000; four times as many, and again, where the cluster seldom "
                          "went from one vacancy to the largest void and back"),
          integer("most_moves", "", {1e5, 1e12}, "that a set may take where `moves` is not given",
                  sampling(&VoidSampling::most_moves)),
      });
}

}  // namespace

CellPlan plain_cell() {
  CellPlan plain;
  plain.design.protocol = cell::Staircase{0.01 * mA_cm2, 1e6 * mA_cm2, 1.1, hour};
  return plain;
}

StudyKey cell_section() {
  const auto design = [](auto... members) { return plan(&CellPlan::design, members...); };
  StudyKey key = optional_section(
      "cell", Unless::given,
      "evaluate every hypothesis at a cell: square centimetres, hours, micrometres (`lacuna cell`)",
      plan(),
      {
          number("area_cm2", "cm²", cm2, {1e-8, 1e6}, "of the interface", design(&Design::area)),
          thicknesses(),
          choice<cell::FarEnd>(
              "far_end",
              {{cell::FarEnd::equilibrium, "as many vacancies as the metal has of its own"},
               {cell::FarEnd::sink, "none"}},
              "what the metal holds at its far end", design(&Design::far_end)),
          number("pressure_MPa", "MPa", constants::MPa, {0.0, 1e4},
                 "on the metal: its own vacancies cost P Ω more; creep is not in it",
                 design(&Design::pressure)),
          inner_sinks(),
          section("protocol", "the course of the current; a staircase unless given",
                  {staircase(), ramp(), cycle(), table()}),
          flaws(),
          number("contact_loss", "", 1, {0.0, 0.999, true},
                 "share of the interface whose loss counts as onset",
                 design(&Design::contact_loss)),
          boolean("births", "are voids born, beside the flaws?", design(&Design::births)),
          boolean("transient", "let the metal's vacancies lag behind the current",
                  design(&Design::transient)),
          sampling(),
          uncertainty(),
          fit_at_cell(),
      });
  key.enter = [](StudyKeys& in) { in.cell = plain_cell(); };
  return std::move(key).without_effect();  // on the runs of the study
}

}  // namespace lacuna::io
