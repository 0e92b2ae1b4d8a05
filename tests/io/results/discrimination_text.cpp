#include "io/results/discrimination_text.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/io/results/example_cells.hpp"

using namespace lacuna;
using namespace lacuna::ensemble;
using io::decision_text;

namespace {

std::vector<CellRivals> one_pair(double apart) {
  const Discrimination thickness{Measurement::thickness, std::log(10), std::log(10) - apart, 0.0,
                                 0.1};
  return {{0, 2, 1e5, true, {thickness}, {}}};
}

}  // namespace

TEST_CASE("the sentence names the measurement that decides, and by how much") {
  CHECK(decision_text(one_pair(0.5)) ==
        "What would decide at the cell: j in a tenth of the metal / j (5.0 standard errors or more "
        "between any two surviving hypotheses).\n");
  CHECK(decision_text(one_pair(0.1)) ==
        "At the cell no single measurement separates all surviving hypotheses; the best is j in a "
        "tenth of the metal / j (1.0 standard errors for the closest pair).\n");
  auto list = one_pair(0.5);
  list[0].measurements.clear();
  CHECK(decision_text(list).find("predicted for all surviving hypotheses") != std::string::npos);
  list[0].both_survive = false;
  CHECK(
      decision_text(list) ==
      "At the cell at most one hypothesis is left beside each measurement; it is set against those "
      "that are excluded.\n");
  CHECK(decision_text({}).empty());
}

TEST_CASE("the onset whose currents are compared is named") {
  auto list = one_pair(0.5);
  list[0].measurements[0].onset = CellOnset::first_void;
  CHECK(io::words_for(list[0].measurements[0]) == "j in a tenth of the metal / j, by first void");
  CHECK(decision_text(list).find("metal / j, by first void (5.0") != std::string::npos);
  list.push_back(list[0]);
  list[1].measurements[0].onset = CellOnset::contact;
  CHECK(decision_text(list).find("by the onsets that pairs have") != std::string::npos);
  list[1].measurements[0].each_by_its_own = true;
  CHECK(io::words_for(list[1].measurements[0]) ==
        "j in a tenth of the metal / j, each by its own onset");
}

TEST_CASE("predictions are told in a reader's units: ratios and currents, not logarithms") {
  CHECK(io::predicted_text(Measurement::thickness, std::log(9.5)) == "9.5");
  CHECK(io::predicted_text(Measurement::current, std::log(0.123)) == "0.123");
  CHECK(io::predicted_text(Measurement::energy, 0.14) == "0.140");
}

TEST_CASE("a table of pairs of survivors stands before the sentence") {
  const auto& all = test::cells_of_everything();
  const std::string text = io::discrimination_text(all.plan, one_pair(0.5));
  CHECK(text.find("\nwhat would separate the surviving hypotheses, at the cell and 300 K\n") == 0);
  CHECK(text.find("highway | ") != std::string::npos);
  CHECK(text.find("6.07") != std::string::npos);  // 10 exp(−0.5)
  CHECK(io::discrimination_text(all.plan, {}).empty());
}

TEST_CASE("where one hypothesis is left the sentence does not deny the table before it") {
  const auto& all = test::cells_of_everything();
  auto list = one_pair(0.5);
  list[0].both_survive = false;
  const std::string text = io::discrimination_text(all.plan, list);
  CHECK(text.find("\nwhat would separate excluded hypotheses from those that are left") == 0);
  CHECK(text.find("highway | ") != std::string::npos);
  CHECK(
      text.ends_with("At the cell at most one hypothesis is left beside each measurement; it is "
                     "set against those that are excluded.\n"));
  list[0].measurements.clear();  // a table of nothing is left out
  CHECK(io::discrimination_text(all.plan, list).empty());
}

TEST_CASE("a measurement that separates a pair by less than its error is shown only as the best") {
  const auto& all = test::cells_of_everything();
  auto list = one_pair(0.05);
  list[0].measurements.push_back({Measurement::area, 0.0, 0.0, 0.0, 0.1});
  std::string text = io::discrimination_text(all.plan, list);
  CHECK(text.find("j in a tenth of the metal / j  10") != std::string::npos);
  CHECK(text.find("hundredth of the area") == std::string::npos);
  list[0].measurements[1].second = 0.2;
  text = io::discrimination_text(all.plan, list);
  CHECK(text.find("hundredth of the area") != std::string::npos);
}
