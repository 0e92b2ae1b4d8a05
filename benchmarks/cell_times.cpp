// Where the time of a hypothesis at the cell goes, at one temperature: voids counted at the wall
// and in the metal, the cell itself, and what is not known of the metal. CPU seconds of one core.
// docs/nucleation.md says what came out.

#include <cmath>
#include <cstdio>
#include <ctime>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "cell/cell.hpp"
#include "cell/prior_shifts.hpp"
#include "core/constants.hpp"

namespace lacuna {
namespace {

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <class Act>
auto timed(const char* what, Act act) {
  const double before = cpu_seconds();
  auto found = act();
  std::printf("%-24s %8.2f s\n", what, cpu_seconds() - before);
  return found;
}

struct Asked {
  double temperature = 300, segregation = 0.087, entropy = 0;
  nucleation::Effort effort;
};

interface::Case sodium(const Asked& asked) {
  interface::Case c;
  c.temperature = asked.temperature;
  c.metal.bond_nn1 = c.metal.bond_nn2 = 0.06;
  c.metal.vacancy_entropy = asked.entropy;
  c.ceramic.segregation = asked.segregation;
  c.ceramic.injection.barrier = 0.14;
  return c;
}

cell::Source counted(const Asked& asked, nucleation::Region region, const char* what) {
  const interface::Case c = sodium(asked);
  const cell::Counting counting = cell::counting(c, region);
  const nucleation::VoidCounts counts = timed(
      what, [&] { return nucleation::count_voids(counting.at, counting.hops, asked.effort); });
  const std::size_t half = counts.ln_partition.size() / 2;
  std::printf("%-24s %8llu round trips, ln Q_%zu to %.3f, of the largest to %.3f\n", "",
              static_cast<unsigned long long>(counts.round_trips), half,
              counts.ln_partition[half - 1].error, counts.ln_partition.back().error);
  return cell::source(c, region, counts);
}

int main_of(const std::vector<std::string>& words) {
  if (words.size() < 2) {
    std::fputs(
        "usage: lacuna-cell-times T_K E_SEG_EV [S_F_K [LARGEST [MOVES]]]\n"
        "for bonds of 0.06 eV, (110), 1 cm2, steps of an hour, 200 um\n",
        stderr);
    return 2;
  }
  Asked asked;
  asked.temperature = std::stod(words[0]);
  asked.segregation = std::stod(words[1]);
  if (words.size() > 2) asked.entropy = std::stod(words[2]);
  if (words.size() > 3) asked.effort.largest = std::stoi(words[3]);
  if (words.size() > 4) asked.effort.steps = static_cast<std::uint64_t>(std::stod(words[4]));

  const interface::Case c = sodium(asked);
  using constants::mA_per_cm2;
  cell::Design design;
  design.protocol = cell::Staircase{0.01 * mA_per_cm2, 1e6 * mA_per_cm2, 1.1, 3600};
  cell::Source wall = counted(asked, nucleation::Region::wall, "voids at the wall");
  cell::Source bulk = counted(asked, nucleation::Region::bulk, "voids in the metal");
  const cell::Sources sources{std::move(wall), std::move(bulk)};
  const auto onset = timed("first void", [&] { return cell::onset(c, design, &sources); });
  const cell::Prior prior;
  const auto shifts =
      timed("what is not known", [&] { return cell::prior_shifts(c, design, &sources, prior); });
  const cell::Outcome outcome =
      timed("the whole cell", [&] { return cell::predict(c, design, &sources); });
  if (!onset) return 0;
  std::printf("first void at %.4g mA/cm2, n* %.0f, ln j to %.4f by sampling\n",
              onset->trend / mA_per_cm2, outcome.at_first_void->critical_size,
              outcome.at_first_void->ln_density_error);
  return 0;
}

}  // namespace
}  // namespace lacuna

int main(int argc, char** argv) {
  try {
    return lacuna::main_of({argv + 1, argv + argc});
  } catch (const std::exception& e) {
    std::fprintf(stderr, "lacuna-cell-times: %s\n", e.what());
    return 1;
  }
}
