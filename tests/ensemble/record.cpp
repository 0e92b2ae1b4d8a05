#include "ensemble/record.hpp"

#include <doctest/doctest.h>

#include "tests/ensemble/fabricated.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;

TEST_CASE("a pilot finds its branch's reference, a replica its cell's pilot") {
  const Plan plan =
      test::plan({test::branch("a", test::automatic(interface::RampConvention::fixed))});
  const Task reference{TaskKind::reference, false, 0, {}, 0, 1, 0},
      pilot{TaskKind::pilot, false, 0, {}, 250, 1, 0},
      replica{TaskKind::replica, false, 0, {}, 250, 4, 7};
  Records records;
  CHECK(recorded(plan, records, reference) == nullptr);
  CHECK_FALSE(reference_rate(plan, records, pilot).has_value());
  CHECK_FALSE(chosen_ramp(plan, records, replica).has_value());
  records[id_of(plan, reference)] = {reference, 0, ReferenceRate{2.5}};
  records[id_of(plan, pilot)] = {pilot, 0, ensemble::ChosenRamp{test::explicit_ramp, 0.5, 6, 10}};
  CHECK(reference_rate(plan, records, pilot).value() == 2.5);
  CHECK(chosen_ramp(plan, records, replica).value().scale == 0.5);
  Task elsewhere = replica;
  elsewhere.temperature = 300;
  CHECK_FALSE(chosen_ramp(plan, records, elsewhere).has_value());
  records[id_of(plan, pilot)].found = Failure{"no onset"};
  CHECK_FALSE(chosen_ramp(plan, records, replica).has_value());
}
