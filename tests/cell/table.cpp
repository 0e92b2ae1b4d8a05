// The table of shared/cell.md §4: currents at which one void is born, J A t = 1, in a square
// centimetre and an hour, behind 200 µm whose far end is a sink; the wall alone where E_seg > 0.

#include <doctest/doctest.h>

#include <vector>

#include "core/constants.hpp"
#include "tests/cell/critical_current.hpp"
#include "tests/cell/sodium.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::cell {
namespace {

struct Row {
  double segregation, temperature, current;  // [eV, K, mA/cm²]
};

double critical_current(const Row& row, const nucleation::Effort& effort) {
  const test::TemporaryDirectory folder;
  const interface::Case c = test::sodium(row.segregation, row.temperature);
  const Sources sources = count_sources(c, nucleation::Cache(folder / "voids"), effort);
  Design design;
  design.far_end = FarEnd::sink;
  const auto region = row.segregation > 0 ? nucleation::Region::wall : nucleation::Region::bulk;
  return test::critical_density(c, sources, design, region, 3600,
                                row.current * constants::mA_per_cm2) /
         constants::mA_per_cm2;
}

void check_table(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.segregation);
    CAPTURE(row.temperature);
    CHECK(critical_current(row, {}) == doctest::Approx(row.current).epsilon(0.05));
  }
}

}  // namespace

TEST_SUITE("physics") {
  TEST_CASE("a void is born in a square centimetre and an hour at 1.62 mA/cm² (300 K, 0.087 eV)") {
    const double current = critical_current({0.087, 300, 1.62}, {80, 20'000'000, 1});
    CHECK(current == doctest::Approx(1.62).epsilon(0.05));
  }
}

TEST_SUITE("all") {
  TEST_CASE("currents of the first void are those of the trials within their 5 % at the ends") {
    check_table({{0.087, 250, 0.142}, {0.047, 300, 3.02}, {0, 250, 0.413}, {0, 350, 18.3}});
  }
}

TEST_SUITE("long") {
  TEST_CASE("currents of the first void are those of the trials within their 5 % in between") {
    check_table({{0.087, 325, 4.28},
                 {0.087, 350, 9.99},
                 {0.047, 250, 0.325},
                 {0.047, 275, 1.08},
                 {0.047, 325, 7.39},
                 {0.047, 350, 16.2},
                 {0, 275, 1.31},
                 {0, 300, 3.57},
                 {0, 325, 8.52}});
  }
}

}  // namespace lacuna::cell
