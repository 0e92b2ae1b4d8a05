#include <cmath>
#include <utility>

#include "core/constants.hpp"
#include "core/error.hpp"
#include "interface/auto_ramp.hpp"
#include "interface/theory.hpp"
#include "io/input/barrier_table.hpp"
#include "io/input/current_file.hpp"
#include "io/input/key_rows.hpp"
#include "io/input/keys.hpp"
#include "io/input/sites_file.hpp"
#include "io/number_text.hpp"
#include "lattice/slab.hpp"

// The table itself; as long as the case file has keys, one row each.
namespace lacuna::io {
namespace {

using namespace interface;  // the table names most of it
using namespace rows;

constexpr double mA = constants::mA_per_cm2;
constexpr double J_m2 = constants::J_per_m2;

// Ranges that several keys share, in the unit of the key.
constexpr Range any_energy{-10.0, 10.0};
constexpr Range barrier_range{0.0, 10.0};
constexpr Range formation_range{-70.0, 70.0};  // 4 nn1 + 3 nn2 of the bonds
constexpr Range frequency_range{1e-6, 1e20};
constexpr Range any_current{-1e20, 1e20};
constexpr Range charge_range{0.0, 1e12, true};
constexpr Range time_range{0.0, 1e12, true};
constexpr Range cells_range{2.0, 65535.0};

template <class Field>
std::vector<Key> hold_keys(Field at) {
  const auto of = [=](double Stationarity::*member) {
    return [=](auto& in) -> auto& { return at(in).*member; };
  };
  return {
      number("min_monolayers", "monolayers", 1, charge_range, "shortest hold",
             of(&Stationarity::min_monolayers)),
      number("max_monolayers", "monolayers", 1, charge_range,
             "longest hold; then the run ends and says so", of(&Stationarity::max_monolayers)),
      number("tolerance", "", 1, {0.0, 1.0, true},
             "relative difference between the mean coverages of the last half of the hold and of "
             "the quarter before it "
             "that counts as stationary (two standard errors do as well)",
             of(&Stationarity::tolerance)),
  };
}

Key lateral_nm() {
  Key key = row("lateral_nm", KeyType::numbers,
                "size along x and y, rounded to whole orthogonal cells: a by a√2 on (110), a by a "
                "on (100), a√2 by a√6 "
                "on (111)");
  key.unit = "nm";
  key.range = {0.0, 1e5, true};
  key.input_only = true;
  key.set = [](RunInput& in, const Value& v) {
    const auto edge = lattice::plane_cell(in.values.metal.normal, in.values.metal.lattice_constant);
    const std::array<double, 2> lengths{edge.x, edge.y};
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const double cells =
          std::round(10.0 * std::get<std::array<double, 2>>(v)[axis] / lengths[axis]);
      if (cells < cells_range.low || cells > cells_range.high) {
        throw InputError("makes " + shortest(cells) + " cells of " +
                         shortest(lengths[axis] / 10.0) + " nm along " + (axis == 0 ? "x" : "y") +
                         "; 2 to 65535 are possible");
      }
      in.values.metal.cells[axis] = static_cast<int>(cells);
    }
  };
  key.get = [](const RunInput& in) -> std::optional<Value> {
    const auto edge = lattice::plane_cell(in.values.metal.normal, in.values.metal.lattice_constant);
    return std::array<double, 2>{in.values.metal.cells[0] * edge.x / 10.0,
                                 in.values.metal.cells[1] * edge.y / 10.0};
  };
  return key;
}

Key lateral_cells() {
  Key key = row("lateral_cells", KeyType::integers, "size along x and y in orthogonal cells");
  key.range = cells_range;
  key.set = [](RunInput& in, const Value& v) {
    const auto& cells = std::get<std::array<std::uint64_t, 2>>(v);
    in.values.metal.cells = {static_cast<int>(cells[0]), static_cast<int>(cells[1])};
  };
  key.get = [](const RunInput& in) -> std::optional<Value> {
    return std::array<std::uint64_t, 2>{static_cast<std::uint64_t>(in.values.metal.cells[0]),
                                        static_cast<std::uint64_t>(in.values.metal.cells[1])};
  };
  return key;
}

bool has_table(const RunInput& in) { return !in.values.metal.table.file.empty(); }

Key barrier_table() {
  Key key = row("table", KeyType::file,
                "CSV of barriers by class and coordination "
                "(class,from_nn1,from_nn2,to_nn1,to_nn2,barrier_eV), as from "
                "a nudged-elastic-band study");
  key.set = [](RunInput& in, const Value& v) {
    in.values.metal.table.file = std::get<std::string>(v);
    in.values.metal.table.entries = read_barrier_table(in.values.metal.table.file);
  };
  key.get = [](const RunInput& in) -> std::optional<Value> {
    if (!has_table(in)) return {};
    return in.values.metal.table.file;
  };
  key.content = [](const RunInput& in) {
    std::string text;
    for (const BarrierEntry& entry : in.values.metal.table.entries) {
      for (const int part :
           {static_cast<int>(entry.pair), static_cast<int>(entry.upward), int{entry.from_nn1},
            int{entry.from_nn2}, int{entry.to_nn1}, int{entry.to_nn2}}) {
        text += std::to_string(part) + ",";
      }
      text += shortest(entry.barrier) + "\n";
    }
    return text;
  };
  return key;
}

Key metal_section() {
  return section(
      "metal", "the metal electrode: a bcc slab, layer 0 touches the ceramic",
      {
          number("lattice_constant_A", "Å", 1, {0.5, 100.0},
                 "cubic lattice constant a; 4.29 is sodium", metal(&Metal::lattice_constant)),
          choice<lattice::Normal>("normal",
                                  {{lattice::Normal::n110, "densest layers"},
                                   {lattice::Normal::n100, "no hops within a layer"},
                                   {lattice::Normal::n111, "layers a/(2√3) apart"}},
                                  "crystal direction that points from the ceramic into the metal",
                                  metal(&Metal::normal)),
          lateral_nm().alternative_of("size"),
          lateral_cells().alternative_of("size"),
          integer("layers", "layers", {2.0, 65535.0}, "explicit layers", metal(&Metal::layers)),
          section("bonds_eV", "broken-bond energies; 0 and 0 is the exactly solvable lattice gas",
                  {
                      number("nn1", "eV", 1, any_energy, "ε1, of a pair of nearest neighbours",
                             metal(&Metal::bond_nn1)),
                      number("nn2", "eV", 1, any_energy, "ε2, of a pair of second neighbours",
                             metal(&Metal::bond_nn2)),
                  }),
          section(
              "hop", "hops of vacancies in the bulk (class `bulk`)",
              {
                  number("barrier_eV", "eV", 1, barrier_range,
                         "Q, barrier of a hop that changes no energy",
                         metal(&Metal::hop, &HopClass::barrier)),
                  number("attempt_frequency_Hz", "Hz", 1, frequency_range,
                         "ν, prefactor of the rate",
                         metal(&Metal::hop, &HopClass::attempt_frequency)),
                  when([](const RunInput& in) { return !has_table(in); },
                       choice<RateLaw>("law",
                                       {{RateLaw::symmetric, "barrier max(0, ΔE, Q + ΔE/2)"},
                                        {RateLaw::uphill, "barrier Q + max(0, ΔE)"}},
                                       "how a barrier depends on the energy change ΔE of the hop",
                                       metal(&Metal::law)))
                      .alternative_of("law"),
                  barrier_table().alternative_of("law"),
                  when(has_table, number("table_tolerance_eV", "eV", 1, {0.0, 1.0},
                                         "violation of detailed balance that the table is allowed",
                                         metal(&Metal::table, &BarrierTable::tolerance)))
                      .only_with("table"),
              }),
          optional_section(
              "surface", Unless::given,
              "hops along the inner surface of a void, when they differ from the bulk's",
              [](const RunInput& in) { return in.values.metal.surface.has_value(); },
              [](RunInput& in) { in.values.metal.surface.emplace(); },
              [](RunInput& in) { in.values.metal.surface.reset(); },
              {
                  number("barrier_eV", "eV", 1, barrier_range, "Q of this class",
                         surface(&SurfaceClass::hop, &HopClass::barrier)),
                  number("attempt_frequency_Hz", "Hz", 1, frequency_range, "ν of this class",
                         surface(&SurfaceClass::hop, &HopClass::attempt_frequency)),
                  integer("min_vacant", "sites", {1.0, 13.0},
                          "a hop is of this class when both its ends have at least so many other "
                          "vacancies among their "
                          "first and second neighbours",
                          surface(&SurfaceClass::min_vacant)),
              }),
      });
}

Key sites_key() {
  Key key = row("file", KeyType::file,
                "CSV of vacant sites (i,j,k: columns and rows of primitive cells along the "
                "interface, layer from the ceramic)");
  key.set = [](RunInput& in, const Value& v) {
    in.sites_file = std::get<std::string>(v);
    const auto& m = in.values.metal;
    in.values.initial.sites = read_sites_file(
        in.sites_file, lattice::Slab(m.normal, m.lattice_constant, m.cells, m.layers));
  };
  key.get = [](const RunInput& in) -> std::optional<Value> {
    if (in.sites_file.empty()) return {};
    return in.sites_file;
  };
  key.content = [](const RunInput& in) {
    std::string text;
    for (const lattice::Cell& site : in.values.initial.sites) {
      text += std::to_string(site.i) + "," + std::to_string(site.j) + "," + std::to_string(site.k) +
              "\n";
    }
    return text;
  };
  return key;
}

Key initial_section() {
  const auto full = [](const RunInput& in) {
    return in.sites_file.empty() && in.values.initial.vacancy_fraction == 0.0;
  };
  const auto dilute = [](const RunInput& in) { return in.values.initial.vacancy_fraction > 0.0; };
  return section("initial",
                 "the vacancies that are there at the start; none without it, but in thick metal "
                 "(`far_side.thick.returns`)",
                 {
                     when(full, integer("void_vacancies", "vacancies", {0.0, 1e9},
                                        "size of a compact void at the interface",
                                        value(&Case::initial, &Initial::void_vacancies)))
                         .alternative_of("start"),
                     when(dilute, number("vacancy_fraction", "", 1, {0.0, 0.99},
                                         "vacant fraction of all sites, placed at random",
                                         value(&Case::initial, &Initial::vacancy_fraction)))
                         .alternative_of("start"),
                     sites_key().alternative_of("start"),
                 });
}

// The segregation energy is what is stored; the two others are ways to state it.
template <class To, class From>
Key adhesion_key(std::string name, std::string unit, double factor, Range range, std::string doc,
                 To to, From from) {
  Key key = row(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.input_only = true;
  key.set = [=](RunInput& in, const Value& v) {
    const double segregation = to(in.values.metal, std::get<double>(v) * factor);
    if (segregation < any_energy.low || segregation > any_energy.high) {
      throw InputError("makes a segregation energy of " + shortest(segregation) +
                       " eV; -10 to 10 are possible");
    }
    in.values.ceramic.segregation = segregation;
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return from(in.values.metal, in.values.ceramic.segregation) / factor;
  };
  return key;
}

Key interface_section() {
  Key lateral =
      section("lateral", "hops between two sites of layer 0 (only (110) has them)",
              {
                  number("barrier_eV", "eV", 1, barrier_range, "Q of this class",
                         ceramic(&Ceramic::lateral, &HopClass::barrier))
                      .by_default("as metal.hop"),
                  number("attempt_frequency_Hz", "Hz", 1, frequency_range, "ν of this class",
                         ceramic(&Ceramic::lateral, &HopClass::attempt_frequency))
                      .by_default("as metal.hop"),
              });
  lateral.enter = [](RunInput& in) { in.values.ceramic.lateral = in.values.metal.hop; };
  return section(
      "interface", "where the metal meets the ceramic",
      {
          section(
              "injection", "hops between layer 0 and the layers above",
              {
                  number("barrier_eV", "eV", 1, barrier_range,
                         "E_inj, what an isolated vacancy at the interface must climb to leave it",
                         ceramic(&Ceramic::injection, &HopClass::barrier)),
                  number("attempt_frequency_Hz", "Hz", 1, frequency_range, "ν of this class",
                         ceramic(&Ceramic::injection, &HopClass::attempt_frequency)),
              }),
          std::move(lateral),
          number("segregation_eV", "eV", 1, any_energy,
                 "E_seg, how much a vacancy prefers the interface to the bulk; negative: avoids it",
                 ceramic(&Ceramic::segregation))
              .alternative_of("adhesion"),
          adhesion_key("adhesion_eV", "eV", 1, {-100.0, 100.0},
                       "φ, adhesion of one interface atom to the ceramic",
                       segregation_from_adhesion,
                       [](const Metal& m, double e) { return adhesion(m, e); })
              .alternative_of("adhesion"),
          adhesion_key("work_of_adhesion_J_m2", "J/m²", J_m2, {-100.0, 100.0},
                       "W_ad = φ / A_s, work of adhesion", segregation_from_work,
                       [](const Metal& m, double e) { return work_of_adhesion(m, e); })
              .alternative_of("adhesion"),
          choice<StripRule>(
              "strip",
              {{StripRule::uniform, "every contact atom alike"},
               {StripRule::bond, "weight exp(-E_bond / 2kT): weakly bound atoms first"}},
              "which atom of layer 0 leaves when one is stripped", ceramic(&Ceramic::strip)),
      });
}

// The reservoir of the lattice's own vacancies.
Reservoir own_reservoir(const RunInput& in) { return {formation_energy(in.values.metal), 0.0}; }

template <class Field>
Key equilibrium_section(Field at) {
  const auto of = [=](double Reservoir::*member) {
    return [=](auto& in) -> auto& { return at(in).*member; };
  };
  return section(
      "equilibrium", "absorbs and emits vacancies in detailed balance with exp(S_f/k - E_f/kT)",
      {
          number("formation_energy_eV", "eV", 1, formation_range, "E_f, vacancy formation energy",
                 of(&Reservoir::formation_energy))
              .by_default("4 nn1 + 3 nn2 of metal.bonds_eV; must be given without bonds"),
          number("formation_entropy_k", "k", 1, {-100.0, 100.0}, "S_f, vacancy formation entropy",
                 of(&Reservoir::formation_entropy)),
      });
}

Key far_end_section() {
  const auto end = far_side<Thick>(&Thick::far_end);
  const auto enter = [=](RunInput& in) { end(in) = own_reservoir(in); };
  Key equilibrium = equilibrium_section([=](auto& in) -> auto& { return *end(in); });
  equilibrium.present = [=](const RunInput& in) { return end(in).has_value(); };
  equilibrium.enter = enter;
  Key key = section("far_end", "what vacancies find at the far end",
                    {std::move(equilibrium).must_be_given()});
  key.choices = {{"sink", "they are annihilated", ""},
                 {"equilibrium", "as the section of that name with its defaults", ""}};
  key.set = [=](RunInput& in, const Value& v) {
    end(in).reset();
    if (std::get<std::string>(v) == "equilibrium") enter(in);
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    if (end(in)) return {};
    return std::string("sink");
  };
  return key;
}

Key thick_section() {
  const auto thickness = far_side<Thick>(&Thick::thickness);
  const auto layers = far_side<Thick>(&Thick::layers);
  constexpr double angstrom_per_um = 1e4;
  return section(
      "thick",
      "perfect metal up to a far end: vacancies that leave the explicit layers walk there unseen, "
      "by exact laws",
      {
          when([=](const RunInput& in) { return thickness(in) > 0; },
               number("thickness_um", "µm", angstrom_per_um, {0.0, 1e4, true},
                      "from the ceramic to the sink, explicit layers included", thickness))
              .alternative_of("thickness")
              .must_be_given(),
          when([=](const RunInput& in) { return layers(in) > 0; },
               integer("layers", "", {5.0, 1e8}, "the same in layers", layers))
              .alternative_of("thickness")
              .must_be_given(),
          choice<Returns>("returns",
                          {{Returns::in_time,
                            "when their walk says; at the start the metal holds the vacancies of "
                            "the steady state, the explicit "
                            "layers too unless `initial` says what they hold"},
                           {Returns::at_once,
                            "without delay: the same steady states, without the charge that fills "
                            "a thick metal"}},
                          "when vacancies come back", far_side<Thick>(&Thick::returns)),
          far_end_section(),
          integer("margin_layers", "layers", {1.0, 1000.0},
                  "with bonds, explicit layers above every void and every layer with more than 5 % "
                  "vacancies: as these "
                  "grow so does the number of explicit layers, between samples; it falls again "
                  "when three times as many "
                  "are above, never below metal.layers",
                  far_side<Thick>(&Thick::margin)),
      });
}

Key far_side_section() {
  return far_sides(
      "far_side", "what the metal beyond the explicit layers does; results depend on it",
      {
          far_side_word<Sink>(
              {"sink",
               "vacancies that arrive are annihilated: the electrode drifts towards the ceramic",
               ""}),
          far_side_word<Closed>({"closed", "a rigid current collector: nothing passes", ""}),
          far_side_keys({"equilibrium", "as the section of that name with its defaults", ""},
                        equilibrium_section(far_side<Equilibrium>(&Equilibrium::reservoir)),
                        [](const RunInput& in) { return Equilibrium{own_reservoir(in)}; }),
          far_side_keys(
              {"thick", "",
               "needs its thickness; write far_side: {thick: {thickness_um: 100}}, or layers"},
              thick_section(), [](const RunInput&) { return Thick{}; }),
      });
}

const AutoRamp* automatic_of(const RunInput& in) { return automatic_ramp(in.values.current); }

Key auto_key() {
  Key key = row(
      "auto", KeyType::choice,
      "a few pilot runs choose start, end and rate, around the current at which contact is lost");
  key.choices = choices<RampConvention>(
      {{RampConvention::charge, "the same charge per e-fold of current at every temperature"},
       {RampConvention::fixed,
        "the same rate at every temperature: that of charge at reference_temperature_K"}});
  key.set = [](RunInput& in, const Value& v) {
    current<Ramp> (&Ramp::automatic)(in).emplace().convention = chosen<RampConvention>(v);
  };
  key.get = [](const RunInput& in) -> std::optional<Value> {
    const AutoRamp* const automatic = automatic_of(in);
    if (!automatic) return {};
    return std::string(word_of(automatic->convention));
  };
  return key;
}

// What an automatic ramp goes by; its default is known before there is one.
Key auto_number(std::string name, std::string unit, Range range, std::string doc,
                double AutoRamp::*member) {
  Key key = row(std::move(name), KeyType::number, std::move(doc));
  key.unit = std::move(unit);
  key.range = range;
  key.set = [=](RunInput& in, const Value& v) {
    auto& automatic = current<Ramp>(&Ramp::automatic)(in);
    if (automatic) (*automatic).*member = std::get<double>(v);  // else `auto` was refused
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    const AutoRamp* const automatic = automatic_of(in);
    return (automatic ? *automatic : AutoRamp{}).*member;
  };
  return key;
}

Key ramp_key() {
  const auto automatic = [](const RunInput& in) { return automatic_of(in) != nullptr; };
  const auto stated = [=](const RunInput& in) { return !automatic(in); };
  const auto fixed = [=](const RunInput& in) {
    return automatic(in) && automatic_of(in)->convention == RampConvention::fixed;
  };
  return protocol<Ramp>(
      "ramp", "j rises (or falls) linearly, after a hold at its start",
      {
          when(stated, number("from_mA_cm2", "mA/cm²", mA, any_current, "starting current density",
                              current<Ramp>(&Ramp::from)))
              .alternative_of("place")
              .must_be_given(),
          when(stated, number("to_mA_cm2", "mA/cm²", mA, any_current, "final current density",
                              current<Ramp>(&Ramp::to)))
              .only_with("from_mA_cm2")
              .must_be_given(),
          when(stated,
               number("rate_mA_cm2_per_s", "mA/cm²/s", mA, {0.0, 1e40, true},
                      "change of the current density per second", current<Ramp>(&Ramp::rate)))
              .only_with("from_mA_cm2")
              .must_be_given(),
          auto_key().alternative_of("place").must_be_given(),
          when(automatic, auto_number("monolayers_per_e_fold", "monolayers", charge_range,
                                      "charge per e-fold of current, at onset",
                                      &AutoRamp::monolayers_per_e_fold))
              .only_with("auto"),
          when(fixed, auto_number("reference_temperature_K", "K", {1e-3, 1e5},
                                  "temperature at which the rate is that of convention charge",
                                  &AutoRamp::reference_temperature))
              .only_with("auto", "fixed"),
          optional_section(
              "hold", Unless::off, "the starting current is held until the coverage is stationary",
              [](const RunInput& in) { return current<Ramp>(&Ramp::hold)(in).has_value(); },
              [](RunInput& in) { current<Ramp> (&Ramp::hold)(in).emplace(); },
              [](RunInput& in) { current<Ramp> (&Ramp::hold)(in).reset(); },
              hold_keys([](auto& in) -> auto& { return *current<Ramp>(&Ramp::hold)(in); })),
      });
}

Key staircase_key() {
  const auto hold = current<Staircase>(&Staircase::hold);
  Key until =
      section("hold", "each current is held until the coverage is stationary",
              hold_keys([=](auto& in) -> auto& { return std::get<Stationarity>(hold(in)); }))
          .alternative_of("length of a step");
  until.enter = [=](RunInput& in) { hold(in) = Stationarity{}; };
  until.present = [=](const RunInput& in) {
    return std::holds_alternative<Stationarity>(hold(in));
  };
  Key seconds = row("hold_s", KeyType::number, "each current is held for this time");
  seconds.unit = "s";
  seconds.range = time_range;
  seconds.set = [=](RunInput& in, const Value& v) { hold(in) = std::get<double>(v); };
  seconds.get = [=](const RunInput& in) -> std::optional<Value> {
    const double* time = std::get_if<double>(&hold(in));
    return time ? std::optional<Value>(*time) : std::nullopt;
  };
  return protocol<Staircase>(
      "staircase", "constant currents, each a factor larger than the one before",
      {
          number("from_mA_cm2", "mA/cm²", mA, any_current, "first current density",
                 current<Staircase>(&Staircase::from))
              .must_be_given(),
          number("to_mA_cm2", "mA/cm²", mA, any_current, "the protocol ends when this is passed",
                 current<Staircase>(&Staircase::to))
              .must_be_given(),
          number("factor", "", 1, {1.0001, 1000.0}, "from one current to the next",
                 current<Staircase>(&Staircase::factor)),
          std::move(until),
          std::move(seconds).alternative_of("length of a step"),
      });
}

Key constant_key() {
  return protocol<Constant>(
      "constant", "one current density",
      {
          number("j_mA_cm2", "mA/cm²", mA, any_current, "current density",
                 current<Constant>(&Constant::density))
              .must_be_given(),
          when(
              [](const RunInput& in) { return current<Constant>(&Constant::monolayers)(in) > 0.0; },
              number("monolayers", "monolayers", 1, charge_range, "charge after which it ends",
                     current<Constant>(&Constant::monolayers)))
              .alternative_of("length")
              .must_be_given(),
          when([](const RunInput& in) { return current<Constant>(&Constant::time)(in) > 0.0; },
               number("time_s", "s", 1, time_range, "time after which it ends",
                      current<Constant>(&Constant::time)))
              .alternative_of("length")
              .must_be_given(),
      });
}

Key pulse_key() {
  return protocol<Pulse>(
      "pulse", "current and rest in turn",
      {
          number("j_mA_cm2", "mA/cm²", mA, any_current, "current density of a pulse",
                 current<Pulse>(&Pulse::density))
              .must_be_given(),
          number("on_s", "s", 1, time_range, "length of a pulse", current<Pulse>(&Pulse::on))
              .must_be_given(),
          number("rest_s", "s", 1, {0.0, 1e12}, "rest after each pulse",
                 current<Pulse>(&Pulse::rest))
              .must_be_given(),
          integer("cycles", "", {1.0, 1e9}, "number of pulses", current<Pulse>(&Pulse::cycles)),
      });
}

Key current_file_key() {
  Key key = row("file", KeyType::file,
                "CSV of times and current densities (time_s,j_mA_cm2), straight lines in between");
  key.set = [](RunInput& in, const Value& v) {
    in.current_file = std::get<std::string>(v);
    in.values.current = read_current_file(in.current_file);
  };
  key.get = [](const RunInput& in) -> std::optional<Value> {
    if (in.current_file.empty() || !std::holds_alternative<Tabulated>(in.values.current)) return {};
    return in.current_file;
  };
  key.content = [](const RunInput& in) {
    std::string text;
    if (const auto* table = std::get_if<Tabulated>(&in.values.current)) {
      for (const auto& point : table->points)
        text += shortest(point.first) + "," + shortest(point.second) + "\n";
    }
    return text;
  };
  return key;
}

Key current_section() {
  return section("current", "the imposed current; positive strips, negative plates",
                 {ramp_key(), staircase_key(), constant_key(), pulse_key(),
                  current_file_key().alternative_of("protocol").must_be_given()})
      .must_be_given();
}

Key voltage_section() {
  const auto multiple = value(&Case::voltage, &Voltage::exchange_relative);
  const auto relative = [=](const RunInput& in) { return multiple(in).has_value(); };
  const auto absolute = [=](const RunInput& in) { return !relative(in); };
  Key as_multiple = row(
      "exchange_current_relative", KeyType::number,
      "exchange current as a multiple of j_pred, the current at which theory puts the coverage at "
      "onset.coverage.threshold; below 1 it hides onset from the voltage");
  as_multiple.range = {0.0, 1e12, true};
  as_multiple.set = [=](RunInput& in, const Value& v) { multiple(in) = std::get<double>(v); };
  as_multiple.get = [=](const RunInput& in) -> std::optional<Value> {
    return multiple(in) ? std::optional<Value>(*multiple(in)) : std::nullopt;
  };
  Key density = when(absolute, number("exchange_current_mA_cm2", "mA/cm²", mA, {0.0, 1e20, true},
                                      "exchange current density at reference_temperature_K",
                                      value(&Case::voltage, &Voltage::exchange_density)));
  density.set = [=, set = std::move(density.set)](RunInput& in, const Value& v) {
    multiple(in).reset();
    set(in, v);
  };
  return section("voltage", "the anode's overpotential, j·ASR + (2kT/e) asinh(j / (2 j0 f))",
                 {
                     std::move(as_multiple).alternative_of("exchange current"),
                     std::move(density).alternative_of("exchange current"),
                     when(absolute, number("exchange_activation_eV", "eV", 1, barrier_range,
                                           "activation energy of exchange_current_mA_cm2",
                                           value(&Case::voltage, &Voltage::exchange_activation)))
                         .only_with("exchange_current_mA_cm2"),
                     when(absolute, number("reference_temperature_K", "K", 1, {1e-3, 1e5},
                                           "temperature at which exchange_current_mA_cm2 holds",
                                           value(&Case::voltage, &Voltage::reference_temperature)))
                         .only_with("exchange_current_mA_cm2"),
                     number("area_resistance_ohm_cm2", "Ω cm²", constants::ohm_cm2, {0.0, 1e12},
                            "ASR, ohmic part", value(&Case::voltage, &Voltage::area_resistance)),
                 });
}

Key onset_section() {
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
              onset(&Onset::primary)),
          number("window_monolayers", "monolayers", 1, charge_range,
                 "charge over which is averaged", onset(&Onset::window_monolayers)),
          section("coverage", "",
                  {number("threshold", "", 1, {0.0, 1.0, true}, "θ_c, vacant fraction of layer 0",
                          onset(&Onset::coverage_threshold))}),
          section("voltage", "",
                  {
                      number("excess", "", 1, {0.0, 1000.0, true},
                             "relative excess over the straight line at onset",
                             onset(&Onset::voltage_excess)),
                      number("keep", "", 1, {0.0, 1000.0},
                             "excess above which it must stay for a window",
                             onset(&Onset::voltage_keep)),
                  }),
          section("cluster", "",
                  {integer("size", "vacancies", {2.0, 1e9}, "size of the largest cluster at onset",
                           onset(&Onset::cluster_size))}),
          section(
              "growth", "",
              {
                  number("confidence", "", 1, {0.5, 0.999999, true},
                         "of the verdict grows or shrinks at each current",
                         onset(&Onset::growth, &GrowthSearch::confidence)),
                  number("resolution", "", 1, {1e-4, 10.0},
                         "relative distance of the two currents that the threshold is found to lie "
                         "between",
                         onset(&Onset::growth, &GrowthSearch::resolution)),
                  integer("max_trials", "trials", {1.0, 1e6},
                          "at each current; where they do not tell, this current is the threshold",
                          onset(&Onset::growth, &GrowthSearch::max_trials)),
              }),
      });
}

Key limits_section() {
  return section(
      "limits", "reaching one of these ends the run as the end of the protocol would; 0: no limit",
      {
          number("monolayers", "monolayers", 1, {0.0, 1e12}, "charge",
                 value(&Case::limits, &Limits::monolayers)),
          number("time_s", "s", 1, {0.0, 1e12}, "simulated time",
                 value(&Case::limits, &Limits::time)),
          integer("events", "", {0.0, 1e18},
                  "trials of the engine, rejected ones included (column trials of series.csv); up "
                  "to a hundred more "
                  "may be made",
                  value(&Case::limits, &Limits::events)),
          integer("void_below", "vacancies", {0.0, 1e9},
                  "the run ends when the largest cluster near the interface has fewer",
                  value(&Case::limits, &Limits::void_below)),
      });
}

Key clusters_section() {
  return section("clusters", "which vacancies belong together",
                 {choice<lattice::Connectivity>(
                     "connectivity",
                     {{lattice::Connectivity::nn1, "nearest neighbours"},
                      {lattice::Connectivity::nn1_nn2, "nearest and second neighbours"}},
                     "", value(&Case::connectivity))});
}

Key sample_section() {
  return section("sample", "how often the observables are recorded",
                 {
                     number("every_monolayers", "monolayers", 1, {1e-9, 1e9},
                            "charge between samples", value(&Case::sample_monolayers)),
                     number("every_s", "s", 1, {0.0, 1e12},
                            "and simulated time between samples; 0: by charge alone",
                            value(&Case::sample_time)),
                 });
}

// Frames by charge, time or events: to give one is to leave the others.
template <class Member>
Key spacing(Key key, Member member) {
  key.applies = [=](const RunInput& in) { return in.trajectory && (*in.trajectory).*member > 0; };
  key.set = [set = std::move(key.set)](RunInput& in, const Value& v) {
    in.trajectory->every_monolayers = in.trajectory->every_time = 0;
    in.trajectory->every_events = 0;
    set(in, v);
  };
  return std::move(key).alternative_of("spacing");
}

Key trajectory_section() {
  constexpr auto charge = &TrajectoryOptions::every_monolayers,
                 time = &TrajectoryOptions::every_time;
  constexpr auto events = &TrajectoryOptions::every_events;
  return optional_section(
      "trajectory", Unless::given,
      "snapshots of the vacancies for lacuna export; taken at samples (sample.every_monolayers)",
      [](const RunInput& in) { return in.trajectory.has_value(); },
      [](RunInput& in) { in.trajectory.emplace(); },
      [](RunInput& in) {
        in.trajectory.reset();
        in.values.paths = false;
      },
      {
          spacing(number("every_monolayers", "monolayers", 1, {1e-9, 1e9}, "charge between frames",
                         frames(charge)),
                  charge),
          spacing(
              number("every_s", "s", 1, time_range, "simulated time between frames", frames(time)),
              time),
          spacing(integer("every_events", "", {1.0, 1e18},
                          "hops, strips and the like between frames", frames(events)),
                  events),
          choice<FrameTimes>(
              "at",
              {{FrameTimes::always, "from start to end"},
               {FrameTimes::onset,
                "only around the primary detector's onset; none where it does not fire"}},
              "when frames are taken", frames(&TrajectoryOptions::at)),
          when(
              [](const RunInput& in) {
                return in.trajectory && in.trajectory->at == FrameTimes::onset;
              },
              number("window_monolayers", "monolayers", 1, charge_range,
                     "charge before and after onset; frames before it wait in memory",
                     frames(&TrajectoryOptions::window_monolayers)))
              .only_with("at", "onset"),
          choice<FrameSites>("what",
                             {{FrameSites::vacancies, "vacant sites"},
                              {FrameSites::near_voids, "and the atoms around voids"},
                              {FrameSites::all, "every site; large"}},
                             "sites that an export holds unless it is told otherwise (what is "
                             "stored suffices for all)",
                             frames(&TrajectoryOptions::what)),
          boolean("paths", "follow every vacancy: its number and its way across the periodic sides",
                  value(&Case::paths)),
      });
}

Key name_key() {
  Key key = row("name", KeyType::text, "what the case is called in the results");
  key.set = [](RunInput& in, const Value& v) { in.values.name = std::get<std::string>(v); };
  key.get = [](const RunInput& in) -> std::optional<Value> { return in.values.name; };
  return key;
}

// The order is that of reading: a key stands after those its meaning depends on.
Key make_case_keys() {
  return section(
      "", "",
      {
          name_key(),
          integer("seed", "", {0.0, 18446744073709551615.0},
                  "of the random numbers; the same seed gives the same run",
                  field(&RunInput::seed)),
          number("temperature_K", "K", 1, {1e-3, 1e5}, "temperature", value(&Case::temperature)),
          number("clock_factor", "", 1, {1e-15, 1e15}, "multiplies every attempt frequency",
                 value(&Case::clock_factor)),
          metal_section(),
          initial_section(),
          interface_section(),
          far_side_section(),
          current_section(),
          voltage_section(),
          onset_section(),
          choice<Stop>("stop",
                       {{Stop::onset, "the primary detector has fired"},
                        {Stop::all_onsets, "every detector has fired"},
                        {Stop::end, "the protocol is over"}},
                       "when the run ends", value(&Case::stop)),
          limits_section(),
          clusters_section(),
          sample_section(),
          trajectory_section(),
          section("checkpoint", "the state from which an interrupted run goes on",
                  {number("every_s", "s", 1, {1e-3, 1e9}, "wall-clock time between checkpoints",
                          field(&RunInput::checkpoint_every_s))
                       .without_effect()}),
      });
}

}  // namespace

const Key& case_keys() {
  static const Key keys = make_case_keys();
  return keys;
}

}  // namespace lacuna::io
