#include "ensemble/chances.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace lacuna::ensemble;

namespace {

constexpr int energies = 301;

/// E_A spread evenly from 0.05 to 0.25 eV, with intervals of 0.005 eV on both sides.
std::vector<BranchResult> beside(const MeasuredEnergy& range) {
  std::vector<BranchResult> branches;
  for (int k = 0; k < energies; ++k) {
    BranchResult& r = branches.emplace_back();
    const double energy = 0.05 + 0.2 * k / (energies - 1);
    r.arrhenius.emplace().activation_energy = {energy, 0.0025, {energy - 0.005, energy + 0.005}};
    r.measured = range;
    r.comparison = compare(r.arrhenius->activation_energy, range, 0.95);
  }
  return branches;
}

}  // namespace

TEST_CASE("E_A spread evenly are compatible with a range as often as chance says") {
  std::vector<BranchResult> branches = beside({0.13, 0.15, 0.0});
  branches.emplace_back();  // compared with nothing
  const Chances chances = chances_of(branches).value();
  CHECK(chances.compared == energies);
  CHECK(chances.lowest == doctest::Approx(0.05));
  CHECK(chances.highest == doctest::Approx(0.25));
  CHECK(chances.expected == doctest::Approx(energies * (0.02 + 0.01) / 0.2));
  CHECK(static_cast<double>(chances.compatible) == doctest::Approx(chances.expected).epsilon(0.03));
  CHECK_FALSE(chances_of(std::span(branches).first(few_chances - 1)).has_value());
}

TEST_CASE("of a range that reaches beyond all E_A, chance has only the part among them") {
  const Chances partly = chances_of(beside({0.24, 0.30, 0.0})).value();
  CHECK(partly.expected == doctest::Approx(energies * (0.25 - 0.235) / 0.2));
  CHECK(static_cast<double>(partly.compatible) == doctest::Approx(partly.expected).epsilon(0.05));
  CHECK(chances_of(beside({0.30, 0.40, 0.0})).value().expected == 0);
}
