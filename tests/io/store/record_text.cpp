#include "io/store/record_text.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"

using namespace lacuna;
using namespace lacuna::io;
using namespace lacuna::ensemble;

namespace {

Task task() {
  Task t;
  t.kind = TaskKind::replica;
  t.fit = true;
  t.branch = 3;
  t.parameters = {0.1, 1.0 / 3.0, -7e-300};
  t.temperature = 283.15;
  t.rate_factor = 0.25;
  t.replica = 41;
  t.uncapped = true;
  return t;
}

bool same(const interface::OnsetResult& a, const interface::OnsetResult& b) {
  return a.detector == b.detector && a.applicable == b.applicable && a.detected == b.detected &&
         a.censored == b.censored && a.density == b.density && a.time == b.time &&
         a.monolayers == b.monolayers && a.coverage == b.coverage &&
         a.largest_cluster == b.largest_cluster;
}

}  // namespace

TEST_CASE("an outcome reads back bit for bit") {
  Outcome outcome;
  outcome.reason = interface::Reason::void_at_top;
  for (std::size_t k = 0; k < outcome.onsets.size(); ++k) {
    auto& onset = outcome.onsets[k];
    onset.detector = interface::all_detectors[k];
    onset.applicable = k != 0;
    onset.detected = k == 1;
    onset.censored = k == 2 ? interface::Censored::left : interface::Censored::right;
    onset.density = std::nextafter(0.1, 1.0) * static_cast<double>(k + 1);
    onset.time = 1e-9 / 3;
    onset.monolayers = 13.7;
    onset.coverage = 2.0 / 7.0;
    onset.largest_cluster = 4000000000U;
  }
  outcome.quasi_static = {-0.0123, true};
  outcome.stationary_start = false;
  outcome.monolayers = std::numeric_limits<double>::infinity();
  outcome.hops = 0xfffffffffffffff0ULL;
  const Record before{task(), 0xdeadbeefdeadbeefULL, outcome};
  const Record after = parse_record(record_text(before));
  CHECK(after.task == before.task);
  CHECK(after.seed == before.seed);
  const auto& read = std::get<Outcome>(after.found);
  CHECK(read.reason == outcome.reason);
  for (std::size_t k = 0; k < read.onsets.size(); ++k)
    CHECK(same(read.onsets[k], outcome.onsets[k]));
  CHECK(read.quasi_static.lag == outcome.quasi_static.lag);
  CHECK(read.quasi_static.ok);
  CHECK_FALSE(read.stationary_start);
  CHECK(read.monolayers == outcome.monolayers);
  CHECK(read.hops == outcome.hops);
  CHECK(record_text(before).find('\n') == std::string::npos);
}

TEST_CASE("ramps, rates and failures read back") {
  ensemble::ChosenRamp chosen;
  chosen.ramp.from = 1e-4 / 3;
  chosen.ramp.to = 0.02;
  chosen.ramp.rate = 5e7;
  chosen.scale = 0.0123;
  chosen.runs = 7;
  chosen.hops = 123456789012ULL;
  const Record ramp = parse_record(record_text({task(), 0, chosen}));
  const auto& read = std::get<ensemble::ChosenRamp>(ramp.found);
  CHECK(read.ramp.from == chosen.ramp.from);
  CHECK(read.ramp.to == chosen.ramp.to);
  CHECK(read.ramp.rate == chosen.ramp.rate);
  CHECK(read.scale == chosen.scale);
  CHECK(read.runs == 7);
  CHECK(read.hops == chosen.hops);
  CHECK(std::get<ReferenceRate>(parse_record(record_text({task(), 0, ReferenceRate{0.7}})).found)
            .rate == 0.7);
  const std::string message = "line one\nline \"two\" \xff";
  const auto failure =
      std::get<Failure>(parse_record(record_text({task(), 0, Failure{message}})).found);
  CHECK(failure.message.find("line one\nline \"two\" ") == 0);

  Assignment assignment{task(), 0.3, chosen};
  const Assignment again = parse_assignment(assignment_text(assignment));
  CHECK(again.task == assignment.task);
  CHECK(again.reference_rate == 0.3);
  CHECK(again.chosen.value().ramp.rate == chosen.ramp.rate);
  assignment.chosen.reset();
  assignment.reference_rate.reset();
  CHECK_FALSE(parse_assignment(assignment_text(assignment)).chosen.has_value());
}

TEST_CASE("what is no record is refused") {
  const std::string good = record_text({task(), 1, ReferenceRate{1.0}});
  CHECK_NOTHROW(parse_record(good));
  CHECK_THROWS_AS(parse_record(""), InputError);
  CHECK_THROWS_AS(parse_record("{}"), InputError);
  CHECK_THROWS_AS(parse_record(good.substr(0, good.size() - 1)), InputError);
  std::string other = good;
  other.replace(other.find("\"kind\":2"), 8, "\"kind\":3");
  CHECK_THROWS_AS(parse_record(other), InputError);
  other = good;
  other.replace(other.find("\"reference_rate\":1.0"), 20, "\"reference_rate\":\"one\"");
  CHECK_THROWS_WITH_AS(parse_record(other), doctest::Contains("not a number"), InputError);
  for (const char* replica : {"-1", "2147483647"}) {
    other = good;
    other.replace(other.find("\"replica\":41"), 12, "\"replica\":" + std::string(replica));
    CHECK_THROWS_AS(parse_record(other), InputError);
  }
}
