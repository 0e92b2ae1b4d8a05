#include "io/input/case_keys/sections.hpp"

#include "io/input/sites_file.hpp"
#include "lattice/slab.hpp"

namespace lacuna::io {

using namespace interface;  // the table names most of it
using namespace rows;

namespace {

std::string sites_text(const RunInput& in) {
  std::string text;
  for (const lattice::Cell& site : in.values.initial.sites) {
    text +=
        std::to_string(site.i) + "," + std::to_string(site.j) + "," + std::to_string(site.k) + "\n";
  }
  return text;
}

CaseKey sites_key() {
  return file(
      "file", "sites file",
      "CSV of vacant sites (i,j,k: columns and rows of primitive cells along the interface, layer "
      "from the ceramic)",
      field(&RunInput::sites_file),
      [](RunInput& in, const SideFile& side) {
        const Metal& m = in.values.metal;
        in.values.initial.sites =
            read_sites_file(side, lattice::Slab(m.normal, m.lattice_constant, m.cells, m.layers));
      },
      sites_text);
}

CaseKey gap_section() {
  constexpr double angstrom_per_nm = 10;
  const auto gap = [](auto... members) { return value(&Case::initial, &Initial::gap, members...); };
  const auto size = [=](const std::string& name, double Gap::*member, const std::string& doc) {
    return when([=](const RunInput& in) { return gap(member)(in) > 0; },
                number(name, "nm", angstrom_per_nm, {0.0, 1e5, true}, doc, gap(member)))
        .alternative_of("shape")
        .must_be_given();
  };
  CaseKey key =
      section("gap",
              "a flat void in the middle of the interface, where there is no contact (at the cell: "
              "`cell.flaws`)",
              {
                  size("radius_nm", &Gap::radius, "of a disc"),
                  size("width_nm", &Gap::width, "of a stripe along y, across the whole box"),
                  integer("depth_layers", "layers", {1.0, 65535.0},
                          "without atoms, from the ceramic on", gap(&Gap::depth)),
              });
  key.enter = [=](RunInput& in) { gap()(in).emplace(); };
  key.present = [=](const RunInput& in) { return gap()(in).has_value(); };
  return key;
}

}  // namespace

CaseKey initial_section() {
  const auto full = [](const RunInput& in) {
    return in.sites_file.empty() && in.values.initial.vacancy_fraction == 0.0 &&
           !in.values.initial.gap;
  };
  const auto dilute = [](const RunInput& in) { return in.values.initial.vacancy_fraction > 0.0; };
  return section(
      "initial",
      "the vacancies that are there at the start; none without it, but in thick metal "
      "(`far_side.thick.returns`)",
      {
          when(
              full,
              integer(
                  "void_vacancies", "vacancies", {0.0, 1e9},
                  "size of a compact void at the interface, of the shape that costs least; without "
                  "attractive bonds, or at a wall that wets, half a ball",
                  value(&Case::initial, &Initial::void_vacancies)))
              .alternative_of("start"),
          when(dilute, number("vacancy_fraction", "", 1, {0.0, 0.99},
                              "vacant fraction of all sites, placed at random",
                              value(&Case::initial, &Initial::vacancy_fraction)))
              .alternative_of("start"),
          sites_key().alternative_of("start"),
          gap_section().alternative_of("start"),
      });
}

}  // namespace lacuna::io
