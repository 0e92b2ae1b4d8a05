#include <cmath>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.hpp"
#include "interface/known_metals.hpp"
#include "io/input/barrier_table.hpp"
#include "io/input/case_keys/reservoir.hpp"
#include "io/input/case_keys/sections.hpp"
#include "io/number_text.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

constexpr Range cells_range{2.0, 65535.0};

CaseKey preset_key() {
  CaseKey key =
      row<RunInput>("preset", KeyType::choice,
                    "a metal's lattice constant, `hop`, `bonds_eV` and "
                    "`vacancy_entropy_k`, but for those that are "
                    "given beside it; `input.yaml` records the numbers (docs/input.md, Metals)");
  for (const KnownMetal& metal : known_metals())
    key.choices.push_back({std::string(metal.symbol), std::string(metal.name), ""});
  key.input_only = true;
  key.set = [](RunInput& in, const Value& word) {
    for (const KnownMetal& metal : known_metals())
      if (metal.symbol == std::get<std::string>(word)) set_metal(in.values.metal, metal);
  };
  key.get = [](const RunInput&) { return std::optional<Value>(); };
  return key;
}

CaseKey lateral_nm() {
  CaseKey key = row<RunInput>(
      "lateral_nm", KeyType::numbers,
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

CaseKey lateral_cells() {
  CaseKey key =
      row<RunInput>("lateral_cells", KeyType::integers, "size along x and y in orthogonal cells");
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

std::string barriers_text(const RunInput& in) {
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
}

CaseKey barrier_table() {
  return file(
      "table", "barrier table",
      "CSV of barriers by class and coordination "
      "(class,from_nn1,from_nn2,to_nn1,to_nn2,barrier_eV), as from a nudged-elastic-band study",
      value(&Case::metal, &Metal::table, &BarrierTable::file),
      [](RunInput& in, const SideFile& side) {
        in.values.metal.table.entries = read_barrier_table(side);
      },
      barriers_text);
}

CaseKey bonds_section() {
  return section(
      "bonds_eV", "broken-bond energies; 0 and 0 is the exactly solvable lattice gas",
      {
          number("nn1", "eV", 1, ranges::any_energy, "ε1, of a pair of nearest neighbours",
                 value(&Case::metal, &Metal::bond_nn1)),
          number("nn2", "eV", 1, ranges::any_energy, "ε2, of a pair of second neighbours",
                 value(&Case::metal, &Metal::bond_nn2)),
      });
}

CaseKey law_key() {
  return when([](const RunInput& in) { return !has_table(in); },
              choice<RateLaw>("law",
                              {{RateLaw::symmetric, "barrier max(0, ΔE, Q + ΔE/2)"},
                               {RateLaw::uphill, "barrier Q + max(0, ΔE)"}},
                              "how a barrier depends on the energy change ΔE of the hop",
                              value(&Case::metal, &Metal::law)));
}

CaseKey table_tolerance() {
  return when(has_table, number("table_tolerance_eV", "eV", 1, {0.0, 1.0},
                                "violation of detailed balance that the table is allowed",
                                value(&Case::metal, &Metal::table, &BarrierTable::tolerance)));
}

CaseKey hop_section() {
  return section(
      "hop", "hops of vacancies in the bulk (class `bulk`)",
      {
          number("barrier_eV", "eV", 1, ranges::barrier,
                 "Q, barrier of a hop that changes no energy",
                 value(&Case::metal, &Metal::hop, &HopClass::barrier)),
          number("attempt_frequency_Hz", "Hz", 1, ranges::frequency, "ν, prefactor of the rate",
                 value(&Case::metal, &Metal::hop, &HopClass::attempt_frequency)),
          law_key().alternative_of("law"),
          barrier_table().alternative_of("law"),
          table_tolerance().only_with("table"),
      });
}

CaseKey surface_section() {
  const auto surface = [](auto... members) {
    return value(&Case::metal, &Metal::surface, members...);
  };
  return optional_section(
      "surface", Unless::given,
      "hops along the inner surface of a void, when they differ from the bulk's", surface(),
      {
          number("barrier_eV", "eV", 1, ranges::barrier, "Q of this class",
                 surface(&SurfaceClass::hop, &HopClass::barrier)),
          number("attempt_frequency_Hz", "Hz", 1, ranges::frequency, "ν of this class",
                 surface(&SurfaceClass::hop, &HopClass::attempt_frequency)),
          integer("min_vacant", "sites", {1.0, 13.0},
                  "a hop is of this class when both its ends have at least so many other "
                  "vacancies among their first and second neighbours",
                  surface(&SurfaceClass::min_vacant)),
      });
}

CaseKey surface_hop_cap_section() {
  const auto cap = [](auto... members) {
    return value(&Case::metal, &Metal::surface_hop_cap, members...);
  };
  return optional_section(
      "surface_hop_cap", Unless::given,
      "approximate, needs bonds: slows hops along the surface of voids, which go to and fro; "
      "equilibria stay exact (decisions/0016-surface-hop-cap.md)",
      cap(),
      {
          number(
              "fraction", "", 1, {0.0, 1.0, true},
              "of the largest rate of a hop above layer 0: the faster direction of such a hop is "
              "slowed to that; the other by the same factor; 1 slows none",
              cap(&SurfaceHopCap::fraction)),
          integer("vacant_neighbours", "sites", {1.0, 7.0},
                  "a hop is slowed when both its ends have at least so many other vacancies among "
                  "their first neighbours, and neither lies in layer 0",
                  cap(&SurfaceHopCap::vacant_neighbours)),
      });
}

template <class Shape, class Member>
auto sinks(Member Shape::*member) {
  return field_of<RunInput>([=](auto& in) -> auto& {
    return follow(std::get<Shape>((*in.values.metal.sinks).shape), member);
  });
}

// One of the shapes of sinks.
template <class Shape>
CaseKey sink_shape(const std::string& name, const std::string& doc, std::vector<CaseKey> keys) {
  CaseKey key = section<RunInput>(name, doc, {}).alternative_of("shape").must_be_given();
  key.keys = std::move(keys);
  key.enter = [](RunInput& in) { (*in.values.metal.sinks).shape = Shape{}; };
  key.present = [](const RunInput& in) {
    const auto& given = in.values.metal.sinks;
    return given && std::holds_alternative<Shape>(given->shape);
  };
  return key;
}

constexpr double nm_of_spacing = 10;
constexpr Range spacing_range{0.5, 1e5};

template <class Shape>
CaseKey spacing_nm(const std::string& doc) {
  return number("spacing_nm", "nm", nm_of_spacing, spacing_range, doc, sinks(&Shape::spacing))
      .must_be_given();
}

template <class Shape>
CaseKey sink_layer(const std::string& doc) {
  return integer("height_layers", "layers", {1.0, 65534.0}, doc, sinks(&Shape::layer))
      .must_be_given();
}

// 1/spacing² of lines on a square grid.
CaseKey lines_per_cm2() {
  const auto spacing = sinks(&NormalLines::spacing);
  CaseKey key =
      row<RunInput>("per_cm2", KeyType::number, "how many cross a square centimetre: 1/spacing²");
  key.unit = "1/cm²";
  key.range = {1e6, 4e14};
  key.input_only = true;
  key.set = [=](RunInput& in, const Value& v) {
    spacing(in) = std::sqrt(constants::cm2 / std::get<double>(v));
  };
  key.get = [=](const RunInput& in) -> std::optional<Value> {
    return constants::cm2 / (spacing(in) * spacing(in));
  };
  return key;
}

CaseKey sinks_section() {
  const auto all = value(&Case::metal, &Metal::sinks);
  CaseKey key = optional_section(
      "sinks", Unless::given,
      "sinks inside the metal: sites above layer 0 that are never vacant, where vacancies are "
      "annihilated as across the far side (decisions/0018-sinks.md)",
      all, {});
  key.enter = [=](RunInput& in) { all(in) = Sinks{NormalLines{}, own_reservoir(in)}; };
  key.keys = {
      sink_shape<NormalLines>(
          "normal_lines",
          "lines along the normal (dislocations) on a rectangular grid, one site of each layer; as "
          "many along each edge as it has spacings (to the nearest whole number)",
          {spacing_nm<NormalLines>("from line to line").alternative_of("spacing"),
           lines_per_cm2().alternative_of("spacing").must_be_given()}),
      sink_shape<ParallelLines>(
          "parallel_lines", "lines along y in one layer, as many as x has spacings",
          {spacing_nm<ParallelLines>("from line to line"),
           sink_layer<ParallelLines>("the layer in which they lie; layer 0 touches the ceramic")}),
      sink_shape<NormalPlanes>(
          "normal_planes",
          "planes along the normal and y (grain boundaries) that no hop leads across, as many as x "
          "has spacings",
          {spacing_nm<NormalPlanes>("from plane to plane")}),
      sink_shape<ParallelPlane>(
          "parallel_plane", "a plane along the interface that no hop leads across",
          {sink_layer<ParallelPlane>(
              "the layer from which on it takes what arrives; layer 0 touches the ceramic")}),
      exchange_section("exchange", "what sinks give back", {"absorb", "nothing", ""},
                       value(&Case::metal, &Metal::sinks, &Sinks::reservoir))
          .by_default("equilibrium"),
  };
  return key;
}

CaseKey normal_key() {
  return choice<lattice::Normal>("normal",
                                 {{lattice::Normal::n110, "densest layers"},
                                  {lattice::Normal::n100, "no hops within a layer"},
                                  {lattice::Normal::n111, "layers a/(2√3) apart"}},
                                 "crystal direction that points from the ceramic into the metal",
                                 value(&Case::metal, &Metal::normal));
}

}  // namespace

CaseKey metal_section() {
  return section("metal", "the metal electrode: a bcc slab, layer 0 touches the ceramic",
                 {
                     preset_key(),
                     number("lattice_constant_A", "Å", 1, {0.5, 100.0},
                            "cubic lattice constant a; 4.29 is sodium",
                            value(&Case::metal, &Metal::lattice_constant)),
                     normal_key(),
                     lateral_nm().alternative_of("size"),
                     lateral_cells().alternative_of("size"),
                     integer("layers", "layers", {2.0, 65535.0}, "explicit layers",
                             value(&Case::metal, &Metal::layers)),
                     bonds_section(),
                     number("vacancy_entropy_k", "k", 1, {-100.0, 100.0},
                            "S_f, vacancy formation entropy: at a temperature T bonds are the free "
                            "energies ε (1 - kT S_f / E_f), E_f = 4 ε1 + 3 ε2",
                            value(&Case::metal, &Metal::vacancy_entropy)),
                     hop_section(),
                     surface_section(),
                     surface_hop_cap_section(),
                     sinks_section(),
                 });
}

}  // namespace lacuna::io
