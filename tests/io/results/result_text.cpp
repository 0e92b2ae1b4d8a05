#include "io/results/result_text.hpp"

#include <doctest/doctest.h>

#include "core/constants.hpp"
#include "io/store/run_log.hpp"
#include "tests/says.hpp"

using namespace lacuna;
using test::says;

TEST_CASE("the onset of a run is told by its charge, that of a cycling one by cycle and time too") {
  io::RunInput input;
  input.values.onset.primary = interface::Detector::coverage;
  interface::Ending ending;
  auto& onset = ending.onsets.at(static_cast<std::size_t>(interface::Detector::coverage));
  onset.detector = interface::Detector::coverage;
  onset.detected = true;
  onset.censored = interface::Censored::no;
  onset.density = 4e6 * constants::mA_per_cm2;
  onset.time = 2.84e-7;
  onset.monolayers = 0.753;
  CHECK(says(io::headline(input, ending), "after 0.753 monolayers."));
  onset.cycle = 6;
  CHECK(says(io::headline(input, ending),
             "in cycle 6 after 2.84e-07 s, at a net charge of 0.753 monolayers."));
  const std::string text = io::result_text(input, ending, "run");
  CHECK(says(text, "net charge"));
  CHECK(says(text, "in cycle 6, after 2.84e-07 s"));
  CHECK(says(io::log_ending(ending), "s, in cycle 6, net charge 0.75 monolayers"));
  onset.cycle = 0;
  CHECK_FALSE(says(io::result_text(input, ending, "run"), "net charge"));
  CHECK_FALSE(says(io::log_ending(ending), "net charge"));
}
