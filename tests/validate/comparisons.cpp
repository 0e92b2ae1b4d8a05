// The code against itself, where no theory is needed: differences whose mean is 0.

#include <cmath>
#include <string>

#include "tests/interface/walker.hpp"
#include "tests/oracles/linear_scan.hpp"
#include "tests/oracles/sum_tree.hpp"
#include "tests/validate/equilibrium.hpp"
#include "tests/validate/names.hpp"
#include "tests/validate/row.hpp"
#include "tests/validate/steady.hpp"

namespace lacuna::validate {
namespace {

using interface::Bounding, interface::RateLaw, interface::SlabModel;
using lattice::Boundary, lattice::Cell, lattice::Normal, lattice::Slab;

// Hops of an equilibrium within three relaxation times, less those with the other selector and
// bounds.
template <class One, class Other>
Measure hops_in_equilibrium(Bounding one, Bounding other) {
  return [=](std::uint64_t seed, double effort) {
    const test::Box box = test::closed_cell(Normal::n110, RateLaw::symmetric);
    Equilibrium<One> a(box, one, seed);
    Equilibrium<Other> b(box, other, seed + 1);
    return repeat(scaled(20000, effort, 500), [&] {
      a.after(3);
      b.after(3);
      return a.hops() - b.hops();
    });
  };
}

// Hops that four vacancies side by side make in a few times 1/ν exp(E/kT), on an axis of a large
// box.
double hops_of_four(SlabModel& model, kmc::Engine<SlabModel>& engine) {
  kmc::Changes changes;
  while (model.carriers() > 0) model.fill({model.carriers() - 1}, changes);
  engine.take_up(changes);
  Cell at{3, 3, model.slab().layers() / 2};
  for (int n = 0; n < 4; ++n) {
    model.vacate(at, changes);
    at = model.slab().neighbour(at, n % 2 == 0 ? 0 : 8);  // half a diagonal, then an edge
  }
  engine.take_up(changes);
  const std::uint64_t before = model.events().hops();
  engine.advance(engine.now() + 3 / model.rates().isolated(interface::Transition::bulk),
                 ~std::uint64_t{0});
  return static_cast<double>(model.events().hops() - before);
}

// They are the same whichever way the box is cut. Step by step on one normal, by stretches on the
// other.
Measure hops_on_normals(Normal one, Normal other) {
  return [=](std::uint64_t seed, double effort) {
    Case c = test::plain(one, 500);
    c.metal.bond_nn1 = 0.05;
    c.metal.bond_nn2 = 0.03;
    const auto box = [](Normal normal) {
      return Slab(normal, 4.29, {9, 9}, 18, Boundary::periodic);
    };
    SlabModel a(c, box(one), Bounding::kept), b(c, box(other), Bounding::ceiling);
    kmc::Engine<SlabModel> first(a, kmc::CompositionRejection(a.scale()), kmc::Stream(seed, 1));
    kmc::Engine<SlabModel> second(b, kmc::CompositionRejection(b.scale()), kmc::Stream(seed, 2));
    return repeat(scaled(20000, effort, 500),
                  [&] { return hops_of_four(a, first) - hops_of_four(b, second); });
  };
}

// From the same start, with segregation, where r(θ) is approximate.
Measure thick_against_explicit(double coverage) {
  return [coverage](std::uint64_t seed, double effort) {
    const Doorway explicit_slab{Normal::n110, 300, 0.09, 0.03, 24};
    Doorway thick = explicit_slab;
    thick.explicit_layers = 8;
    return repeat(scaled(600, effort, 16), [&] {
      const double a = steady_coverage(explicit_slab, coverage, 1, 0, seed++);
      return a - steady_coverage(thick, coverage, 1, 0, seed++);
    });
  };
}

}  // namespace

void add_comparisons(Rows& rows) {
  using enum Kind;
  using kmc::CompositionRejection, test::LinearScan, test::SumTree;
  const auto add = [&](const std::string& what, Measure measure) {
    rows.push_back({"cross", what, statistical, 0, 0, std::move(measure)});
  };
  add("hops in equilibrium, kept rates step by step − ceiling by stretches",
      hops_in_equilibrium<CompositionRejection, CompositionRejection>(Bounding::kept,
                                                                      Bounding::ceiling));
  add("hops in equilibrium, kept rates step by step − two tiers by stretches",
      hops_in_equilibrium<CompositionRejection, CompositionRejection>(Bounding::kept,
                                                                      Bounding::tiers));
  add("hops in equilibrium, composition–rejection − sum tree",
      hops_in_equilibrium<CompositionRejection, SumTree>(Bounding::kept, Bounding::kept));
  add("hops in equilibrium, composition–rejection − linear scan",
      hops_in_equilibrium<CompositionRejection, LinearScan>(Bounding::kept, Bounding::kept));
  add("hops of four bound vacancies, (110) − (100)", hops_on_normals(Normal::n110, Normal::n100));
  add("hops of four bound vacancies, (100) − (111)", hops_on_normals(Normal::n100, Normal::n111));
  for (const double coverage : {0.1, 0.4})
    add("steady θ near " + std::to_string(coverage).substr(0, 3) +
            " with E_seg = 0.03 eV, 24 explicit layers − 8 and thick metal",
        thick_against_explicit(coverage));
}

}  // namespace lacuna::validate
