// The same numbers from an independent integrator of the same equation: scipy.

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <map>
#include <numbers>
#include <sstream>
#include <string>

#include "cell/first_void.hpp"
#include "core/constants.hpp"
#include "interface/theory.hpp"
#include "tests/cell/sodium.hpp"
#include "tests/temporary_directory.hpp"

namespace lacuna::cell {
namespace {

using Numbers = std::map<std::string, double>;

Numbers ask(const Numbers& given) {
  const char* const source = std::getenv("LACUNA_SOURCE");
  REQUIRE_MESSAGE(source != nullptr, "LACUNA_SOURCE is not set: run this test by ctest");
  const test::TemporaryDirectory folder;
  std::ofstream file(folder / "numbers.txt");
  for (const auto& entry : given)
    file << entry.first << ' ' << std::setprecision(17) << entry.second << '\n';
  file.close();
  const std::string out = (folder / "out.txt").string();
  const std::string command = std::string("/usr/bin/python3 '") + source +
                              "/tests/cell/oracles/population.py' '" +
                              (folder / "numbers.txt").string() + "' >'" + out + "'";
  REQUIRE_MESSAGE(std::system(command.c_str()) == 0,
                  "cannot ask the oracle (is python3-scipy installed?): ", command);
  std::istringstream lines(test::contents(out));
  Numbers found;
  std::string name;
  double value = 0.0;
  while (lines >> name >> value) found[name] = value;
  return found;
}

}  // namespace

TEST_SUITE("all") {
  TEST_CASE("scipy agrees on an hour of flaws of two sizes, and of births beside them") {
    const interface::Case c = test::sodium(0.087);
    const Sources sources = test::lawful_sources(c);
    const Growth growth(c, sources.wall);
    Design design;
    const Boundary b(c, design);
    const double z = 8e-6, density = (z - b.far) / b.per_density, time = 3600;
    const Births births(sources, b, z);
    Population p(c, design, b, growth, &births);
    std::vector<double> state = p.empty();
    const double u1 = 1e10, u2 = 1e6, n1 = 100, n2 = 40;
    p.add(0.0, n1, u1, false, state);
    p.add(0.0, n2, u2, false, state);
    p.add(0.0, 0.0, 0.0, true, state);
    p.enter({0.0, time, density, density});
    Ode ode(life_on(p, density, time), 0.0, state);
    static_cast<void>(ode.advance(time));
    const Ode::State end = ode.state();

    const double newborn = growth.newborn(), kT = constants::boltzmann * c.temperature;
    const double slope = (growth.capture(4 * newborn) - growth.capture(1.0001 * newborn)) /
                         (std::sqrt(4 * newborn) - std::sqrt(1.0001 * newborn));
    // ln of births where the gas is lower by some at the interface, from 0.3 z on
    constexpr int grid = 60;
    const double ln_step = -std::log(0.3) / grid;
    Numbers given;
    for (int n = 0; n <= grid; ++n) {
      const double here = z * std::exp(ln_step * (n - grid));
      given["ln_births_" + std::to_string(n)] =
          std::log(design.area * births(here, here - b.far).total());
    }
    given.insert(
        {{"grid", grid},
         {"ln_step", ln_step},
         {"newborn", newborn},
         {"capture_slope", slope},
         {"capture_constant", growth.capture(4 * newborn) - slope * std::sqrt(4 * newborn)},
         {"formation", 0.42 / kT},
         {"area_term", nucleation::EquilibriumShape(sources.wall.at).surface_coefficient()},
         {"edge_term", 2.0},
         {"area", design.area},
         {"thickness", design.thickness},
         {"resistance", b.per_density},
         {"far", b.far},
         {"density", density},
         {"time", time},
         {"sink",
          c.metal.lattice_constant / (4 * std::numbers::pi * interface::isolated_rates(c).bulk)},
         {"number1", n1},
         {"number2", n2},
         {"u1", u1},
         {"u2", u2}});
    const Numbers theirs = ask(given);
    const auto agree = [&](double ours, const char* name, double tolerance) {
      INFO(std::string(name));
      CHECK(ours == doctest::Approx(theirs.at(name)).epsilon(tolerance));
    };
    agree(p.mean(end, 0), "u1", 1e-5);
    agree(p.mean(end, 1), "u2", 1e-5);
    agree(Population::drawn(end), "kept", 1e-5);
    agree(Population::born(end), "born", 1e-4);
    agree(p.number(end, 2) * p.mean(end, 2), "sum", 1e-4);
    CHECK(Population::born(end) > 1);  // and in the shadow of the others, not all that were free
    CHECK(Population::born(end) < 0.9 * time * design.area * births(z, z - b.far).total());
  }
}

}  // namespace lacuna::cell
