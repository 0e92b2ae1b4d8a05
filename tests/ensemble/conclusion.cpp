#include "ensemble/conclusion.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace lacuna;
using namespace lacuna::ensemble;

namespace {

using List = std::vector<std::size_t>;

Branch branch(const char* name, const char* measured, double bond) {
  return {name, {}, name, measured, "", [=](std::span<const double>) {
            Case c;
            c.metal.bond_nn1 = bond;
            return c;
          }};
}

Plan with_bonds_and_without() {
  Plan p;
  p.temperatures = {250, 350};
  p.branches = {branch("free", "bare", 0.0), branch("bonded", "bare", 0.06),
                branch("other", "coated", 0.0)};
  return p;
}

BranchResult result(std::size_t index, Verdict verdict) {
  BranchResult r;
  r.branch = index;
  r.comparison.emplace();
  r.verdict = verdict;
  r.cells.resize(2);
  for (CellResult& cell : r.cells) {
    cell.median = Estimate{1.0, 0.1, {}};
    cell.lag = 0.01;
  }
  return r;
}

std::vector<BranchResult> results(Verdict free, Verdict bonded, Verdict other) {
  return {result(0, free), result(1, bonded), result(2, other)};
}

constexpr Verdict yes = Verdict::compatible, no = Verdict::not_compatible,
                  open = Verdict::undecided;

}  // namespace

TEST_CASE("readings are sorted by their verdicts, and those that share a measurement are rivals") {
  const Conclusion all = conclude(with_bonds_and_without(), results(yes, yes, no));
  CHECK(all.with(yes) == List{0, 1});
  CHECK(all.with(no) == List{2});
  CHECK(all.with(open).empty());
  CHECK(all.survivors == List{0, 1});
  CHECK(all.rivals == List{0, 1});
  CHECK(all.compared() == 3);
  const Conclusion others = conclude(with_bonds_and_without(),
                                     results(Verdict::by_construction, Verdict::charge_only, open));
  CHECK(others.survivors == List{0, 1});
  CHECK(others.with(Verdict::by_construction) == List{0});
}

TEST_CASE("what is said first follows from who survives") {
  const auto headline = [](Verdict free, Verdict bonded, Verdict other) {
    return conclude(with_bonds_and_without(), results(free, bonded, other)).headline;
  };
  CHECK(headline(yes, yes, no) == Headline::rivals);
  CHECK(headline(yes, no, no) == Headline::some_survive);
  CHECK(headline(yes, no, yes) == Headline::some_survive);  // of two measurements
  CHECK(headline(no, no, no) == Headline::none_survives);
  CHECK(headline(no, open, no) == Headline::undecided);
  CHECK(headline(no, Verdict::needs_other, no) == Headline::undecided);
  CHECK(conclude(with_bonds_and_without(), {}).headline == Headline::energies);
}

TEST_CASE("a reading that was compared with nothing is left out") {
  auto branches = results(yes, yes, open);
  branches[1].comparison.reset();
  const Conclusion all = conclude(with_bonds_and_without(), branches);
  CHECK(all.with(yes) == List{0});
  CHECK(all.with(open) == List{2});
  CHECK_FALSE(all.hardest.has_value());
}

TEST_CASE("rivals stand at the same grid values") {
  Plan p = with_bonds_and_without();
  p.branches[0].grid = {"8"};
  p.branches[1].grid = {"16"};
  p.branches[2].grid = {"8"};
  const Conclusion all = conclude(p, results(yes, yes, yes));
  CHECK(all.rivals == List{0});
  CHECK(all.headline == Headline::some_survive);
  CHECK_FALSE(all.hardest.has_value());
}

TEST_CASE("of three rivals the two that are hardest to tell apart are named, with what does best") {
  Plan p = with_bonds_and_without();
  p.branches[2].measured = "bare";
  auto branches = results(yes, yes, yes);
  for (BranchResult& r : branches) r.rate.emplace();
  branches[0].rate->exponent = {0.00, 0.01, {}};
  branches[1].rate->exponent = {0.25, 0.01, {}};
  branches[2].rate->exponent = {0.60, 0.01, {}};
  const Conclusion all = conclude(p, branches);
  REQUIRE(all.hardest.has_value());
  CHECK(all.hardest->first == 0);
  CHECK(all.hardest->second == 1);
  CHECK(all.hardest->best.quantity == Separation::Quantity::rate_exponent);
  CHECK(all.hardest->best.second == 0.25);
}

TEST_CASE("those that need the other ramp are told apart by whether the rate check was run") {
  auto list = results(Verdict::needs_other, Verdict::needs_other, yes);
  list[1].rate_replicas.repeated = 24;
  const Conclusion all = conclude(with_bonds_and_without(), list);
  CHECK(all.with(Verdict::needs_other) == List{0, 1});
  CHECK(all.unchecked == List{0});
}
