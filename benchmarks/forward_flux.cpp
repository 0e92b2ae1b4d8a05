// How often voids are born in the kMC itself where that is too rare for direct runs: forward flux
// sampling, Allen, Warren & ten Wolde, Phys. Rev. Lett. 94, 018104 (2005),
// doi:10.1103/PhysRevLett.94.018104. docs/nucleation.md says what came out. Errors are those of
// independent repeats: within one, few of the first voids are ancestors of all later ones, so that
// paths are far from independent.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <vector>

#include "tests/interface/vacancy_gas.hpp"
#include "tests/oracles/statistics.hpp"

namespace lacuna {
namespace {

using State = std::vector<lattice::Cell>;

/// Paths are divided where the box first holds so many vacancies, wherever they are; so many are to
/// arrive there. The number in the largest void would not do: small voids that have vacancies near
/// them are rare and carry much of the flux, so that few of the first voids are ancestors of all.
struct Stage {
  std::uint32_t size;
  std::size_t arrivals;  ///< two or more
};

constexpr std::uint32_t gas_size = 2;  ///< up to here there is nothing but gas

struct Flux {
  double first;   ///< how often the first size is reached from the gas [1/s]
  double births;  ///< of the last size [1/s]
};

class ForwardFlux {
 public:
  ForwardFlux(const test::GasBox& box, std::vector<Stage> stages, std::uint64_t seed)
      : gas_(box, seed),
        stages_(std::move(stages)),
        random_(seed, 3),
        look_(20 / gas_.hop_rate()) {}

  Flux operator()() {
    settle();
    const double first = first_flux();
    Flux flux{first, first};
    for (std::size_t n = 1; n < stages_.size(); ++n) {
      const double share = onwards(stages_[n]);
      std::fprintf(stderr, "from %u to %u: %.3g\n", stages_[n - 1].size, stages_[n].size, share);
      flux.births *= share;
    }
    return flux;
  }

 private:
  // Until the gas has diffused through the box a few times.
  void settle() {
    const double layers = gas_.model().slab().layers();
    gas_.advance(3 * layers * layers / gas_.hop_rate());
    (void)reaches(stages_.back().size);
  }

  // Runs on until there are so many vacancies (true), or no more than a gas has. They may be there
  // already: two can come between looks.
  bool reaches(std::uint32_t size) {
    for (;; gas_.advance(look_)) {
      const std::uint32_t vacancies = gas_.model().carriers();
      if (vacancies >= size) return true;
      if (vacancies <= gas_size) return false;
    }
  }

  double first_flux() {
    const double begun = gas_.now();
    double with_voids = 0.0;
    while (states_.size() < stages_.front().arrivals) {
      gas_.advance(look_);
      if (!reaches(stages_.front().size)) continue;
      states_.push_back(gas_.vacancies());
      const double crossed = gas_.now();
      if (!reaches(stages_.back().size)) continue;
      with_voids += gas_.now() - crossed;
      gas_.place({});
    }
    return static_cast<double>(states_.size()) / (gas_.now() - begun - with_voids);
  }

  // As many paths as it takes, of which the last arrives: its arrival is not counted.
  double onwards(const Stage& stage) {
    std::vector<State> arrived;
    double paths = 0.0;
    for (; arrived.size() < stage.arrivals; ++paths) {
      gas_.place(states_[random_.below(states_.size())]);
      if (reaches(stage.size)) arrived.push_back(gas_.vacancies());
    }
    states_ = std::move(arrived);
    return static_cast<double>(stage.arrivals - 1) / (paths - 1);
  }

  test::VacancyGas gas_;
  std::vector<Stage> stages_;
  kmc::Stream random_;
  double look_;  ///< [s] between looks
  std::vector<State> states_;
};

// SIZE:ARRIVALS
Stage stage_of(const std::string& word) {
  const std::size_t colon = word.find(':');
  return {static_cast<std::uint32_t>(std::stoul(word)), std::stoul(word.substr(colon + 1))};
}

int main_of(const std::vector<std::string>& words) {
  constexpr std::size_t first_stage = 8;
  if (words.size() < first_stage + 2) {
    std::fputs(
        "usage: lacuna-forward-flux T_K E_SEG_EV FUGACITY CELLS_X CELLS_Y LAYERS SEED"
        " REPEATS SIZE:ARRIVALS SIZE:ARRIVALS ...\n",
        stderr);
    return 2;
  }
  test::GasBox box;
  box.temperature = std::stod(words[0]);
  box.segregation = std::stod(words[1]);
  box.fugacity = std::stod(words[2]);
  box.cells = {std::stoi(words[3]), std::stoi(words[4])};
  box.layers = std::stoi(words[5]);
  std::vector<Stage> stages;
  for (std::size_t n = first_stage; n < words.size(); ++n) stages.push_back(stage_of(words[n]));
  const std::uint64_t seed = std::stoull(words[6]), repeats = std::stoull(words[7]);
  const int sites = 2 * box.cells[0] * box.cells[1];
  test::Mean births;
  for (std::uint64_t n = 0; n < repeats; ++n) {
    const Flux flux = ForwardFlux(box, stages, seed + n)();
    births.add(flux.births / sites);
    std::printf("flux to %u: %.4g /s; J = %.4g /site/s\n", stages[0].size, flux.first,
                flux.births / sites);
  }
  if (repeats > 1)
    std::printf("J = %.3g +- %.2g /site/s\n", births.mean(), births.standard_error());
  return 0;
}

}  // namespace
}  // namespace lacuna

int main(int argc, char** argv) {
  try {
    return lacuna::main_of({argv + 1, argv + argc});
  } catch (const std::exception& e) {
    std::fprintf(stderr, "lacuna-forward-flux: %s\n", e.what());
    return 1;
  }
}
