#include "lattice/stencil.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "lattice/slab.hpp"
#include "tests/lattice/boxes.hpp"

using namespace lacuna;
using namespace lacuna::lattice;

TEST_CASE("a stencil leads to all neighbours of neighbours, on every site, as wrap() does") {
  for (const test::Box& box : test::boxes()) {
    CAPTURE(test::name(box));
    const Slab slab = box.slab();
    std::vector<Cell> steps;
    for (const Cell& first : slab.steps())
      for (const Cell& second : slab.steps()) steps.push_back(first + second);
    const Stencil stencil(slab, steps);
    CHECK(stencil.size() == steps.size());
    int wrong = 0;
    for (const Cell& c : test::cells_of(slab)) {
      const std::int32_t* const offsets = stencil(c);
      for (std::size_t n = 0; n < steps.size(); ++n) {
        const std::int64_t there = std::int64_t{slab.site(c).value} + offsets[n];
        if (there != slab.site(slab.wrap(c + steps[n])).value) ++wrong;
        // two steps beyond an open slab are still inside the storage
        if (there < 0 || there >= static_cast<std::int64_t>(slab.storage())) ++wrong;
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("a stencil of one step that leads around the whole box leads nowhere") {
  for (const Normal normal : {Normal::n110, Normal::n100, Normal::n111}) {
    const Slab slab(normal, test::a, {5, 4}, 12, Boundary::periodic);
    const std::vector<Cell> around{{slab.columns(), 0, 0},
                                   {-slab.skew(), slab.rows(), 0},
                                   {-slab.stack_shift().i, -slab.stack_shift().j, slab.layers()}};
    const Stencil stencil(slab, around);
    int wrong = 0;
    for (const Cell& c : test::cells_of(slab))
      for (std::size_t n = 0; n < around.size(); ++n)
        if (stencil(c)[n] != 0) ++wrong;
    CHECK(wrong == 0);
  }
}
